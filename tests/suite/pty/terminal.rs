//! A terminal without glass: a program in a PTY, a thread that reads what it writes into a screen, and waiting for what
//! that screen shows.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take before a test gives up: a debug build on a busy machine is slow, and a wait that succeeds
/// costs only what it takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the wrapping shell does: it tells the program's process id and exit code, and outlives the program, so that the
/// terminal can be looked at as the program left it.
const WRAPPER: &str = r#"sh -c 'echo "pid $$."; exec "$@"' sh "$@"; echo "code $?."; read -r _"#;

/// What to run, in which environment, on which window.
pub struct Launch {
    pub program: OsString,
    pub args: Vec<OsString>,
    pub env: Vec<(OsString, OsString)>,
    pub size: (u16, u16),
}

/// What is on the screen at one moment.
pub struct View<'a> {
    screen: &'a vt100::Screen,
    rows: Vec<String>,
}

impl<'a> View<'a> {
    fn of(screen: &'a vt100::Screen) -> Self {
        let (_, columns) = screen.size();
        let rows = screen.rows(0, columns.get()).collect();
        Self { screen, rows }
    }

    /// Whether the text stands in one row.
    pub fn has(&self, text: &str) -> bool {
        self.row_of(text).is_some()
    }

    /// The first row in which the text stands, from 0.
    pub fn row_of(&self, text: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.contains(text))
    }

    /// The text of a row.
    pub fn row(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", String::as_str)
    }

    /// All rows.
    pub fn text(&self) -> String {
        self.rows.join("\n")
    }

    /// The terminal's state besides its cells.
    pub const fn screen(&self) -> &vt100::Screen {
        self.screen
    }
}

/// What has been read so far.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

/// A program in a PTY. Ends what it started when it is dropped.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    settings: String,
    shell: Option<u32>,
    patience: Duration,
}

impl Terminal {
    /// Runs a program under the wrapping shell.
    pub fn open(launch: &Launch) -> Self {
        let mut args: Vec<OsString> = vec!["-c".into(), WRAPPER.into(), "sh".into(), launch.program.clone()];
        args.extend(launch.args.iter().cloned());
        Self::open_bare(&Launch {
            program: "sh".into(),
            args,
            env: launch.env.clone(),
            size: launch.size,
        })
    }

    /// Runs a program as it is: as the leader of the terminal's session.
    pub fn open_bare(launch: &Launch) -> Self {
        let pair = native_pty_system()
            .openpty(pty_size(launch.size))
            .expect("a PTY can be had");
        let mut command = CommandBuilder::new(&launch.program);
        command.args(&launch.args);
        command.env_clear();
        for (name, value) in &launch.env {
            command.env(name, value);
        }
        let settings = settings(pair.master.as_ref());
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        let shell = child.process_id();
        thread::spawn(move || child.wait());
        let seen = Arc::new((Mutex::new(Seen::new(launch.size)), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("a PTY can be read");
        let into = Arc::clone(&seen);
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(length @ 1..) = reader.read(&mut chunk) {
                lock(&into).take(&chunk[..length]);
                into.1.notify_all();
            }
        });
        Self {
            keyboard: pair.master.take_writer().expect("a PTY can be written"),
            master: pair.master,
            seen,
            settings,
            shell,
            patience: PATIENCE,
        }
    }

    /// The same with more patience, for what is long in a debug build.
    pub fn patient(self, patience: Duration) -> Self {
        let mut terminal = self;
        terminal.patience = patience;
        terminal
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    /// Sends bytes as a terminal would.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).expect("a PTY can be written");
        self.keyboard.flush().expect("a PTY can be written");
    }

    /// Changes the window. The screen is empty then until the program draws it.
    pub fn resize(&self, columns: u16, rows: u16) {
        let size = pty_size((columns, rows));
        // The screen first: what is drawn for the new window must not be read into the old one.
        let mut seen = lock(&self.seen);
        let mut fresh = parser(columns, rows);
        fresh.process(b"\x1b[?1049h\x1b[?25l");
        fresh.process(seen.parser.screen().input_mode_formatted().as_bytes());
        seen.parser = fresh;
        drop(seen);
        self.master.resize(size).expect("a PTY can be resized");
    }

    /// Waits until the screen is as wanted; tells how long that took. `what` says what was waited for.
    pub fn wait(&self, what: &str, wanted: impl Fn(&View<'_>) -> bool) -> Duration {
        self.wait_for(what, |seen| wanted(&View::of(seen.parser.screen())))
    }

    /// Waits until a text stands on the screen.
    pub fn shows(&self, text: &str) -> Duration {
        self.wait(text, |view| view.has(text))
    }

    /// Waits until a text does not stand on the screen.
    pub fn shows_no(&self, text: &str) -> Duration {
        self.wait(&format!("no {text}"), |view| !view.has(text))
    }

    /// Waits until bytes come that were written after the mark.
    pub fn writes(&self, mark: usize, bytes: &[u8]) {
        self.wait_for(&format!("{:?}", String::from_utf8_lossy(bytes)), |seen| {
            find(&seen.raw[mark..], bytes).is_some()
        });
    }

    fn wait_for(&self, what: &str, wanted: impl Fn(&Seen) -> bool) -> Duration {
        let start = now();
        let mut seen = lock(&self.seen);
        while !wanted(&seen) {
            let left = self.patience.saturating_sub(start.elapsed());
            assert!(
                !left.is_zero(),
                "waited in vain for: {what}\nthe screen:\n{}",
                View::of(seen.parser.screen()).text()
            );
            seen = self
                .seen
                .1
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        start.elapsed()
    }

    /// Looks at the screen as it is now.
    pub fn look<T>(&self, look: impl FnOnce(&View<'_>) -> T) -> T {
        look(&View::of(lock(&self.seen).parser.screen()))
    }

    /// How many bytes have come so far.
    pub fn mark(&self) -> usize {
        lock(&self.seen).raw.len()
    }

    /// The bytes that have come since a mark.
    pub fn raw_since(&self, mark: usize) -> Vec<u8> {
        lock(&self.seen).raw[mark..].to_vec()
    }

    /// Whether the program writes nothing for that long.
    pub fn is_silent_for(&self, span: Duration) -> bool {
        let start = now();
        let mut seen = lock(&self.seen);
        let before = seen.raw.len();
        while let Some(left) = span.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
            seen = self
                .seen
                .1
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            if seen.raw.len() != before {
                return false;
            }
        }
        true
    }

    /// The process id of the wrapped program.
    pub fn pid(&self) -> i32 {
        self.told("pid ")
    }

    /// Waits for the end of the wrapped program, and gives its exit code.
    pub fn exit_code(&self) -> i32 {
        self.told("code ")
    }

    fn told(&self, word: &str) -> i32 {
        self.wait_for(word, |seen| number_after(&seen.raw, word).is_some());
        number_after(&lock(&self.seen).raw, word).expect("it was just there")
    }

    /// Sends a signal to the wrapped program.
    pub fn signal(&self, signal: Signal) {
        send(self.pid(), signal);
    }

    /// Asserts that the terminal is as it was before the wrapped program, which has ended: main screen, cursor, no mouse,
    /// no bracketed paste, and the line settings.
    pub fn is_given_back(&self) {
        self.look(|view| {
            let screen = view.screen();
            assert!(!screen.alternate_screen(), "still on the alternate screen");
            assert!(!screen.hide_cursor(), "the cursor is still hidden");
            assert!(!screen.bracketed_paste(), "pastes are still bracketed");
            let mouse = screen.mouse_protocol_mode();
            assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse is still on");
        });
        assert!(
            find(&self.raw_since(0), b"\x1b[?7h").is_some(),
            "line wrap is still off"
        );
        assert_eq!(
            settings(self.master.as_ref()),
            self.settings,
            "the line settings differ"
        );
    }

    /// Closes the window, as a person closes a terminal emulator; gives the program's process id.
    pub fn close(self) -> i32 {
        self.pid()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let program = number_after(&lock(&self.seen).raw, "pid ");
        if thread::panicking()
            && let Some(pid) = program
        {
            send(pid, Signal::KILL);
        }
        let shell = self.shell.and_then(|pid| i32::try_from(pid).ok());
        if let Some(shell) = shell {
            send(shell, Signal::HUP);
        }
        // Their folder is removed next, and they must not write into it any more.
        for pid in [program, shell].into_iter().flatten() {
            ends(pid);
        }
    }
}

impl Seen {
    fn new((columns, rows): (u16, u16)) -> Self {
        Self {
            parser: parser(columns, rows),
            raw: Vec::new(),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }
}

/// Waits until a process is no more; false when it outlives all patience.
pub fn ends(pid: i32) -> bool {
    let start = now();
    while is_alive(pid) {
        if start.elapsed() > PATIENCE {
            return false;
        }
        // There is no event to wait for: it is not our child.
        thread::sleep(Duration::from_millis(2));
    }
    true
}

/// Whether a process is there, zombies not counted.
fn is_alive(pid: i32) -> bool {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat"));
    stat.is_ok_and(|stat| {
        let state = stat.rsplit(')').next().map(str::trim_start);
        state.is_some_and(|state| !state.starts_with('Z'))
    })
}

/// Where `part` begins in `whole`.
pub fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    whole.windows(part.len()).position(|window| window == part)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test measures the real program by the real clock"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// Sends a signal.
pub fn send(pid: i32, signal: Signal) {
    // It may have ended by itself.
    let _ = Pid::from_raw(pid).map(|pid| kill_process(pid, signal));
}

fn lock(seen: &(Mutex<Seen>, Condvar)) -> MutexGuard<'_, Seen> {
    // A test that failed while it looked has harmed nothing, and its terminal must still be ended.
    seen.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

fn parser(columns: u16, rows: u16) -> vt100::Parser {
    let cells = |count| NonZeroU16::new(count).expect("a window has cells");
    vt100::Parser::new(cells(rows), cells(columns), 0)
}

const fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn number_after(raw: &[u8], word: &str) -> Option<i32> {
    let start = find(raw, word.as_bytes())? + word.len();
    let rest = &raw[start..];
    let end = rest.iter().position(|byte| *byte == b'.')?;
    std::str::from_utf8(&rest[..end]).ok()?.parse().ok()
}
