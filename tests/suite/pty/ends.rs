//! However it ends, the terminal is as it was.

use rustix::process::Signal;

use super::office::{Office, WIDE};
use super::terminal::{Launch, Terminal, ends, send};

#[test]
fn a_signal_to_stop_gives_the_terminal_back() {
    let office = Office::with_leads();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let cockpit = office.cockpit("mikko");
        cockpit.shows("Aino Mäkelä");
        cockpit.signal(signal);
        assert_eq!(cockpit.exit_code(), code, "{signal:?}");
        cockpit.is_given_back();
    }
}

#[test]
fn a_window_that_is_closed_ends_the_program() {
    let office = Office::with_leads();
    let cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    let pid = cockpit.close();
    assert!(ends(pid), "kapula outlives its window");
}

#[test]
fn the_demo_leaves_nothing_behind_when_its_window_is_closed_while_it_is_made() {
    let office = Office::empty();
    let demo = Terminal::open(&office.launch("mikko", &["demo"]));
    demo.shows("a made-up team lives through its year");
    let pid = demo.close();
    assert!(ends(pid), "the demo outlives its window");
    let left = std::fs::read_dir(office.tmp()).expect("the folder is there");
    assert_eq!(left.count(), 0, "the temporary folder is empty again");
}

/// A shell that controls jobs, in which the cockpit can be started by its path; nothing where there is no such shell.
fn job_shell(office: &Office) -> Option<(Terminal, std::ffi::OsString)> {
    if !std::path::Path::new("/bin/bash").exists() {
        skip("bash is missing, and with it a shell that controls jobs");
        return None;
    }
    let mut cockpit = office.launch("mikko", &[]);
    cockpit.env.push(("HISTFILE".into(), "/dev/null".into()));
    let shell = Terminal::open_bare(&Launch {
        program: "/bin/bash".into(),
        args: ["--norc", "--noprofile", "-i"].iter().map(Into::into).collect(),
        env: cockpit.env,
        size: WIDE,
    });
    shell.shows("$ ");
    Some((shell, cockpit.program))
}

#[test]
fn ctrl_z_stops_the_job_and_fg_draws_it_again() {
    let office = Office::with_leads();
    let Some((mut shell, program)) = job_shell(&office) else {
        return;
    };
    shell.keys(&format!("{}; echo code $?.\n", program.display()));
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
fn stopped_by_the_signal_of_that_key_it_gives_the_terminal_back_too() {
    let office = Office::with_leads();
    let Some((mut shell, program)) = job_shell(&office) else {
        return;
    };
    let noted = office.file("pid", b"");
    shell.keys(&format!(
        "sh -c 'echo $$ > {}; exec {}'\n",
        noted.display(),
        program.display()
    ));
    shell.shows("Aino Mäkelä");
    let pid = std::fs::read_to_string(&noted).expect("the shell noted it");
    send(pid.trim().parse().expect("a number"), Signal::TSTP);
    shell.wait("the shell, with the job stopped", |view| {
        view.has("Stopped") && !view.screen().alternate_screen() && !view.screen().hide_cursor()
    });
    shell.keys("fg\n");
    shell.wait("the list again", |view| {
        view.has("Aino Mäkelä") && view.screen().alternate_screen()
    });
    shell.keys("q");
    shell.wait("the shell again", |view| !view.screen().alternate_screen());
}

#[test]
fn where_nobody_can_continue_it_a_stop_does_not_stop_it() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    cockpit.signal(Signal::TSTP);
    cockpit.keys("4");
    cockpit.shows("Pekka Virtanen");
    cockpit.keys("\x1a1");
    cockpit.shows("Tries");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
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
