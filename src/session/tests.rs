#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ratatui_core::terminal::Frame;
use ratatui_core::text::Line;
use tokio::io::{
    AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, SimplexStream, WriteHalf, duplex, simplex,
};
use tokio::sync::oneshot;

use super::output::Colours;
use super::*;
use crate::domain::Time;
use crate::domain::command::Order;
use crate::domain::query::{Answer, Query};
use crate::engine::clock::Clock;
use crate::engine::handle::{Done, EngineError};
use crate::tui::input::{Code, Input, Key};

/// A screen that writes down what it is told and shows how often it was pressed.
#[derive(Debug, Default)]
struct Script {
    pressed: usize,
    dirty: bool,
    told: Arc<Mutex<Vec<String>>>,
    drawn: Arc<AtomicUsize>,
}

impl Script {
    fn key(&mut self, c: char) -> Vec<Effect> {
        self.pressed += 1;
        self.dirty = true;
        match c {
            'q' => vec![Effect::Quit],
            'z' => vec![Effect::Suspend],
            'l' => vec![Effect::Load(Query::Returned)],
            'o' => vec![Effect::Load(Query::OpenLeads)],
            'y' => vec![Effect::Copy("123".to_owned())],
            'd' => vec![Effect::Dial("123".to_owned())],
            'a' => vec![Effect::After(at(90))],
            _ => vec![],
        }
    }
}

impl Screen for Script {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        let (word, effects) = match message {
            Message::Clock(_) => (None, vec![]),
            Message::Input(Input::Key(Key {
                code: Code::Char(c), ..
            })) => {
                assert!(c != '!', "a screen's mistake");
                (Some(c.to_string()), self.key(c))
            }
            Message::Input(other) => (Some(format!("{other:?}")), vec![]),
            Message::Size(columns, rows) => (Some(format!("{columns}x{rows}")), vec![]),
            Message::Loaded(_) => (Some("loaded".to_owned()), vec![]),
            Message::LoadFailed(why) | Message::Notice(why) => (Some(why), vec![]),
            Message::Submitted(_) => (Some("submitted".to_owned()), vec![]),
            Message::Changed => (Some("changed".to_owned()), vec![]),
        };
        self.told.lock().unwrap().extend(word);
        effects
    }

    fn view(&self, frame: &mut Frame) {
        self.drawn.fetch_add(1, Ordering::SeqCst);
        assert!(self.pressed != 13, "a drawing mistake");
        let line = Line::from(format!("pressed {} times", self.pressed));
        frame.render_widget(line, frame.area());
    }

    fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}

type Unanswered = oneshot::Sender<Result<Answer, EngineError>>;

struct Fake {
    clock: Clock,
    changes: watch::Receiver<u64>,
    stuck: Arc<Mutex<Vec<Unanswered>>>,
}

impl Engine for Fake {
    fn submit(&self, _: &str, _: Order) -> oneshot::Receiver<Result<Done, EngineError>> {
        oneshot::channel().1
    }

    /// Answers at once; open leads never.
    fn ask(&self, query: Query) -> oneshot::Receiver<Result<Answer, EngineError>> {
        let (tell, reply) = oneshot::channel();
        if query == Query::OpenLeads {
            self.stuck.lock().unwrap().push(tell);
        } else {
            tell.send(Ok(Answer::Returned(vec![]))).unwrap();
        }
        reply
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    fn now(&self) -> Time {
        self.clock.now()
    }
}

/// Seconds after the start of the test's time.
fn at(seconds: i64) -> Time {
    Time::from_timestamp_millis(1_700_000_000_000 + seconds * 1000).unwrap()
}

/// The other side of a session: a person at a terminal, and an engine.
struct Person {
    keys: DuplexStream,
    screen: ReadHalf<SimplexStream>,
    window: watch::Sender<Window>,
    commits: watch::Sender<u64>,
    clock: Clock,
    told: Arc<Mutex<Vec<String>>>,
    drawn: Arc<AtomicUsize>,
}

type Wires = Client<DuplexStream, WriteHalf<SimplexStream>>;

/// A session and the person before it; the wire to the screen holds this many bytes.
fn sit_down(wire: usize) -> (Session<Script, Fake>, Wires, Person) {
    let (keys, input) = duplex(64 * 1024);
    let (screen, output) = simplex(wire);
    let (window, size) = watch::channel(Window {
        columns: 40,
        rows: 10,
        epoch: 0,
    });
    let (commits, changes) = watch::channel(0);
    let script = Script::default();
    let clock = Clock::standing(at(0));
    let person = Person {
        keys,
        screen,
        window,
        commits,
        clock: clock.clone(),
        told: Arc::clone(&script.told),
        drawn: Arc::clone(&script.drawn),
    };
    let fake = Fake {
        clock,
        changes,
        stuck: Arc::default(),
    };
    let settings = Settings {
        user: "anna".to_owned(),
        colours: Colours::On,
        dialler: None,
    };
    let session = Session::new((script, vec![]), fake, settings);
    let client = Client {
        input,
        output,
        window: size,
    };
    (session, client, person)
}

/// Runs a session in the background until it ends.
fn start(wire: usize) -> (tokio::task::JoinHandle<Result<Ended, SessionError>>, Person) {
    let (mut session, mut client, person) = sit_down(wire);
    let task = tokio::spawn(async move { session.run(&mut client, std::future::pending()).await });
    (task, person)
}

impl Person {
    async fn press(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).await.unwrap();
    }

    /// Looks at the screen until nothing new has come for a second.
    async fn look(&mut self) -> Vec<u8> {
        let mut seen = Vec::new();
        let mut chunk = [0; 1024];
        while let Ok(Ok(length)) =
            tokio::time::timeout(Duration::from_secs(1), self.screen.read(&mut chunk)).await
            && length > 0
        {
            seen.extend_from_slice(&chunk[..length]);
        }
        seen
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }

    fn drawn(&self) -> usize {
        self.drawn.load(Ordering::SeqCst)
    }
}

/// The first line of a terminal of the test's size after these bytes, without spaces.
fn first_line(seen: &[u8]) -> String {
    let mut shown = vt100::Parser::new(10.try_into().unwrap(), 40.try_into().unwrap(), 0);
    shown.process(seen);
    let screen = shown.screen();
    let line: String = (0..40).map(|x| screen.cell(0, x).unwrap().contents()).collect();
    line.replace(' ', "")
}

#[tokio::test(start_paused = true)]
async fn a_key_becomes_a_message_and_a_frame() {
    let (_task, mut person) = start(4096);
    let mut seen = person.look().await;
    assert_eq!(first_line(&seen), "pressed0times");
    person.press(b"x").await;
    seen.extend(person.look().await);
    assert_eq!(first_line(&seen), "pressed1times");
    assert_eq!(person.told(), ["40x10", "x"]);
}

#[tokio::test(start_paused = true)]
async fn quit_ends_the_session_and_so_does_the_end_of_input() {
    let (task, mut person) = start(4096);
    person.press(b"xqx").await;
    assert_eq!(task.await.unwrap().unwrap(), Ended::Quit);
    assert_eq!(person.told(), ["40x10", "x", "q"]);

    let (task, person) = start(4096);
    drop(person.keys);
    assert_eq!(task.await.unwrap().unwrap(), Ended::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_stop_from_outside_ends_the_session_also_when_nobody_reads() {
    let (mut session, mut client, mut person) = sit_down(8);
    person.press(b"xxx").await;
    let stop = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        Ended::Stopped(143)
    };
    assert_eq!(session.run(&mut client, stop).await.unwrap(), Ended::Stopped(143));
}

#[tokio::test(start_paused = true)]
async fn an_idle_session_sleeps_and_sends_nothing() {
    let (_task, mut person) = start(4096);
    person.look().await;
    let drawn = person.drawn();
    let told = person.told();
    tokio::time::sleep(Duration::from_hours(24)).await;
    assert_eq!(person.look().await, b"");
    assert_eq!(person.drawn(), drawn);
    assert_eq!(person.told(), told);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_changes_nothing_draws_nothing() {
    let (_task, mut person) = start(4096);
    person.look().await;
    let drawn = person.drawn();
    person.press(b"\x1b[?2026;2$y\x1b[A").await;
    assert_eq!(person.look().await, b"");
    assert_eq!(person.drawn(), drawn);
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_gets_the_latest_frame_and_not_all_of_them() {
    let (_task, mut person) = start(8);
    for _ in 0..12 {
        person.press(b"x").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(person.drawn(), 1);
    let seen = person.look().await;
    assert_eq!(first_line(&seen), "pressed12times");
    assert_eq!(person.drawn(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_keys_is_one_frame_and_frames_keep_their_distance() {
    let (_task, mut person) = start(4096);
    person.look().await;
    let drawn = person.drawn();
    for _ in 0..10 {
        person.press(b"x").await;
        tokio::time::sleep(Duration::from_millis(4)).await;
    }
    person.look().await;
    // 40 ms hold at most the burst, two more beginnings and the one that remained.
    assert!(
        (2..=6).contains(&(person.drawn() - drawn)),
        "{}",
        person.drawn() - drawn
    );
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_commits_is_told_at_once_and_then_rarely() {
    let (_task, mut person) = start(4096);
    person.look().await;
    let changes = |person: &Person| person.told().iter().filter(|word| *word == "changed").count();
    person.commits.send_modify(|n| *n += 1);
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(changes(&person), 1);
    for _ in 0..20 {
        person.commits.send_modify(|n| *n += 1);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(changes(&person), 1);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(changes(&person), 2);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_engine_does_not_make_the_loop_spin() {
    let (task, mut person) = start(4096);
    person.look().await;
    let (commits, _) = watch::channel(0);
    person.commits = commits;
    person.press(b"q").await;
    assert_eq!(task.await.unwrap().unwrap(), Ended::Quit);
}

#[tokio::test(start_paused = true)]
async fn a_lone_esc_is_told_after_a_moment() {
    let (_task, mut person) = start(4096);
    person.press(b"\x1b").await;
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert_eq!(person.told(), ["40x10"]);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(person.told().len(), 2);
    person.press(b"\x1b").await;
    tokio::time::sleep(Duration::from_millis(10)).await;
    person.press(b"[A").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(person.told()[2].contains("Up"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_the_store_comes_back_as_a_message() {
    let (_task, mut person) = start(4096);
    person.press(b"l").await;
    person.look().await;
    assert_eq!(person.told(), ["40x10", "l", "loaded"]);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_does_not_answer_is_said_so_and_one_can_still_quit() {
    let (task, mut person) = start(4096);
    person.press(&[b'o'; 300]).await;
    person.look().await;
    let refused = person
        .told()
        .iter()
        .filter(|word| word.contains("does not answer"))
        .count();
    assert_eq!(refused, 300 - 256);
    person.press(b"q").await;
    assert_eq!(task.await.unwrap().unwrap(), Ended::Quit);
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_has_stopped_is_a_failed_load() {
    let (mut session, mut client, mut person) = sit_down(4096);
    let stuck = Arc::clone(&session.engine.stuck);
    person.press(b"o").await;
    let stop = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        stuck.lock().unwrap().clear();
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ended::Stopped(143)
    };
    session.run(&mut client, stop).await.unwrap();
    assert!(person.told()[2].contains("the engine has stopped"));
}

#[tokio::test(start_paused = true)]
async fn a_number_goes_to_the_clipboard_even_if_the_session_ends_at_once() {
    let (task, mut person) = start(4096);
    person.press(b"yq").await;
    task.await.unwrap().unwrap();
    let seen = String::from_utf8(person.look().await).unwrap();
    assert!(seen.contains("\x1b]52;c;MTIz\x1b\\"));
}

#[tokio::test(start_paused = true)]
async fn dialling_without_a_command_says_what_to_do() {
    let (_task, mut person) = start(4096);
    person.press(b"d").await;
    person.look().await;
    assert!(person.told()[2].contains("no dial command"));
}

#[tokio::test(start_paused = true)]
async fn the_alarm_goes_by_the_engines_clock_also_when_that_jumps() {
    let (mut session, mut client, mut person) = sit_down(4096);
    person.press(b"a").await;
    let stop = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        // Put forward by an hour: noticed within a minute.
        person.clock.set(at(3600));
        tokio::time::sleep(Duration::from_secs(61)).await;
        Ended::Stopped(143)
    };
    session.run(&mut client, stop).await.unwrap();
    let now = Instant::now();
    assert_eq!(session.pace.wake(FrameWaits::No).filter(|wake| *wake > now), None);
}

#[tokio::test(start_paused = true)]
async fn another_size_is_told_and_drawn_in_full() {
    let (_task, mut person) = start(4096);
    person.look().await;
    person.window.send_modify(|window| window.columns = 50);
    let seen = person.look().await;
    assert_eq!(person.told(), ["40x10", "50x10"]);
    assert_eq!(first_line(&seen), "pressed0times");
    person.window.send_modify(|window| window.epoch += 1);
    assert_eq!(first_line(&person.look().await), "pressed0times");
}

#[tokio::test(start_paused = true)]
async fn an_absurd_size_is_not_believed() {
    let (_task, mut person) = start(4096);
    person
        .window
        .send_modify(|window| (window.columns, window.rows) = (u16::MAX, u16::MAX));
    person.look().await;
    assert_eq!(person.told(), ["1000x500"]);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_session_goes_on_where_it_stopped() {
    let (mut session, mut client, mut person) = sit_down(4096);
    person.press(b"xzy").await;
    let ended = session.run(&mut client, std::future::pending()).await.unwrap();
    assert_eq!(ended, Ended::Suspended);
    person.look().await;
    person.press(b"q").await;
    let ended = session.run(&mut client, std::future::pending()).await.unwrap();
    assert_eq!(ended, Ended::Quit);
    assert_eq!(person.told(), ["40x10", "x", "z", "40x10", "y", "q"]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_screen_ends_the_session_and_not_the_process() {
    for keys in [&b"!"[..], b"xxxxxxxxxxxxx"] {
        let (task, mut person) = start(4096);
        person.press(keys).await;
        let error = task.await.unwrap().unwrap_err();
        assert!(
            matches!(&error, SessionError::Panicked(why) if why.contains("mistake")),
            "{error}"
        );
    }
}
