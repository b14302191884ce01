//! However it ends, the terminal is as it was.

use rustix::process::Signal;

use super::office::{Office, WIDE};
use super::terminal::{Launch, Terminal, is_alive, now};

#[test]
fn a_signal_to_stop_gives_the_terminal_back() {
    let office = Office::with_leads();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let cockpit = office.cockpit("mikko");
        cockpit.shows("Aino Mäkelä");
        cockpit.signal(signal);
        assert_eq!(cockpit.exit_code(), 143, "{signal:?}");
        cockpit.is_given_back();
    }
}

#[test]
fn a_window_that_is_closed_ends_the_program() {
    let office = Office::with_leads();
    let cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    let pid = cockpit.close();
    let start = now();
    while is_alive(pid) {
        assert!(start.elapsed().as_secs() < 20, "kapula outlives its window");
        std::thread::yield_now();
    }
}

#[test]
fn ctrl_z_stops_the_job_and_fg_draws_it_again() {
    if !std::path::Path::new("/bin/bash").exists() {
        skip("bash is missing, and with it a shell that controls jobs");
        return;
    }
    let office = Office::with_leads();
    let cockpit = office.launch("mikko", &[]);
    let mut shell = Terminal::open_bare(&Launch {
        program: "/bin/bash".into(),
        args: ["--norc", "--noprofile", "-i"].iter().map(Into::into).collect(),
        env: cockpit.env,
        size: WIDE,
    });
    shell.shows("$ ");
    shell.keys(&format!("{}; echo code $?.\n", cockpit.program.display()));
    shell.shows("Aino Mäkelä");
    shell.keys("\x1a");
    shell.wait("the shell, with the job stopped", |view| {
        view.has("Stopped") && !view.screen().alternate_screen() && !view.screen().hide_cursor()
    });
    shell.keys("fg\n");
    shell.wait("the list again", |view| {
        view.has("Aino Mäkelä") && view.screen().alternate_screen()
    });
    shell.keys("4");
    shell.shows("Pekka Virtanen");
    shell.keys("1q");
    shell.wait("the shell again", |view| !view.screen().alternate_screen());
}

#[test]
fn stopped_and_continued_from_outside_it_draws_everything_again() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    let mark = cockpit.mark();
    cockpit.signal(Signal::STOP);
    cockpit.signal(Signal::CONT);
    cockpit.writes(mark, b"\x1b[?1049h");
    cockpit.writes(mark, "Mäkelä".as_bytes());
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
}

#[expect(clippy::print_stderr, reason = "a test that was not run must say so")]
fn skip(why: &str) {
    eprintln!("SKIPPED: {why}");
}
