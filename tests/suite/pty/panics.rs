//! A screen that panics, in a real terminal: the product has no way to provoke that, so this binary runs itself with a
//! screen that does.

use kapula::config::Settings as House;
use kapula::engine::{Clock, Ledger, Service};
use kapula::session::local::run_local;
use kapula::session::output::Colours;
use kapula::session::{Screen, Session, Settings};
use kapula::tui::input::{Code, Input, Key};
use kapula::tui::{Effect, Message};
use ratatui_core::terminal::Frame;

use super::office::Office;
use super::terminal::{Launch, Terminal};

/// Set where this binary is to be the panicking child.
const CHILD: &str = "KAPULA_SUITE_PANICKING_CHILD";

/// Shows a line, and panics when `p` is pressed.
struct Fragile;

impl Screen for Fragile {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        let p = Key::char('p');
        assert!(
            !matches!(message, Message::Input(Input::Key(key)) if key == p && key.code == Code::Char('p')),
            "somebody pressed p"
        );
        Vec::new()
    }

    fn view(&self, frame: &mut Frame) {
        frame.render_widget("all is well", frame.area());
    }

    fn take_dirty(&mut self) -> bool {
        true
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the parent reads what the child says")]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent tells the child by the environment"
)]
fn panicking_screen_child() {
    if std::env::var(CHILD).is_err() {
        return;
    }
    let office = Office::empty();
    let policy = std::sync::Arc::new(
        House::load(Some(&office.tmp()))
            .expect("the defaults are right")
            .policy,
    );
    let path = office.tmp().join("child.db");
    let ledger = Ledger::open(&path, policy, Clock::System, &mut |_, _| {}).expect("a ledger can be made");
    let service = Service::start(ledger).expect("the engine starts");
    let settings = Settings {
        user: "mikko".to_owned(),
        colours: Colours::On,
        dialler: None,
    };
    let ended = run_local(Session::new((Fragile, Vec::new()), service.handle(), settings));
    println!("ended: {}", ended.expect_err("it panicked"));
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_a_sentence() {
    let office = Office::empty();
    let mut launch: Launch = office.launch("mikko", &[]);
    launch.program = std::env::current_exe().expect("this binary has a path").into();
    launch.args = ["--exact", "pty::panics::panicking_screen_child", "--nocapture"]
        .iter()
        .map(Into::into)
        .collect();
    launch.env.push((CHILD.into(), "1".into()));
    let mut terminal = Terminal::open(&launch);
    terminal.wait("the fragile screen", |view| {
        view.has("all is well") && view.screen().alternate_screen()
    });
    terminal.keys("p");
    assert_eq!(terminal.exit_code(), 0);
    terminal.is_given_back();
    terminal.shows("somebody pressed p");
    terminal.shows("nothing that was saved is lost");
}
