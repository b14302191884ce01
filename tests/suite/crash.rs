//! Killed at any moment, out of room, or on a medium that cannot be written: what was acknowledged is there, and nothing is
//! half done.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::office::{Terminal, said};

const PEOPLE: usize = 3_000;

fn crowd(from: usize, count: usize) -> String {
    let mut file = String::from("Record ID;Email;Name;Company;Title\n");
    for i in from..from + count {
        writeln!(file, "E{i};p{i}@example.com;Person {i};Company {};CEO", i % 50).unwrap();
    }
    file
}

fn start(terminal: &Terminal, args: &[&str]) -> Child {
    terminal
        .command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills it without warning when so much time has passed; says whether it had ended well before.
fn killed_after(mut child: Child, time: Duration) -> bool {
    std::thread::sleep(time);
    let _ = child.kill();
    child.wait().unwrap().success()
}

fn contacts(terminal: &Terminal) -> u64 {
    terminal.json(&["verify"])["contacts"].as_u64().unwrap()
}

#[test]
fn an_import_that_is_killed_is_all_there_or_not_at_all() {
    let terminal = Terminal::new();
    let known = terminal.file("known.csv", crowd(0, 10));
    terminal.done(&["import", "contacts", known.to_str().unwrap()]);
    let file = terminal.file("crowd.csv", crowd(10, PEOPLE));
    let import = ["import", "contacts", file.to_str().unwrap()];
    for wait in [20, 100, 300, 700] {
        let done = killed_after(start(&terminal, &import), Duration::from_millis(wait));
        let there = contacts(&terminal);
        let all = 10 + PEOPLE as u64;
        assert!(
            there == all || (there == 10 && !done),
            "{there} contacts after {wait} ms"
        );
    }
    let accounting = terminal.json(&import);
    let [created, unchanged] = ["created", "unchanged"].map(|name| accounting[name].as_u64().unwrap());
    assert_eq!(created + unchanged, PEOPLE as u64, "{accounting}");
    assert_eq!(contacts(&terminal), 10 + PEOPLE as u64);
}

/// Waits until the process has a handler for the signal. Where the system does not tell, some time has to do: from the empty
/// database to where it listens is a few steps, to the last row many.
fn until_it_listens(child: &Child, signal: Signal) {
    let status = format!("/proc/{}/status", child.id());
    let caught = || {
        let status = std::fs::read_to_string(&status).ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    };
    let listens = |mask: u64| mask >> (signal.as_raw() - 1) & 1 == 1;
    for _ in 0..6_000 {
        match caught() {
            Some(mask) if listens(mask) => return,
            Some(_) => std::thread::sleep(Duration::from_millis(10)),
            None => return std::thread::sleep(Duration::from_millis(700)),
        }
    }
    panic!("it never listens");
}

#[test]
fn an_import_that_is_stopped_says_so_by_its_code_and_leaves_no_file_that_it_made() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let terminal = Terminal::new();
        let file = terminal.file("crowd.csv", crowd(0, 200_000));
        let mut child = start(&terminal, &["import", "contacts", file.to_str().unwrap()]);
        while !terminal.db().exists() {
            assert!(child.try_wait().unwrap().is_none(), "it is over too early");
            std::thread::sleep(Duration::from_millis(10));
        }
        until_it_listens(&child, signal);
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
        let left = std::fs::read_dir(terminal.db().parent().unwrap()).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert!(
            !left
                .iter()
                .any(|name| name.to_string_lossy().starts_with("kapula.db")),
            "{left:?}"
        );
    }
}

#[test]
fn an_import_that_fails_leaves_no_file_that_it_made_and_keeps_one_that_was_there() {
    let terminal = Terminal::new();
    let timeless = terminal.file("timeless.csv", "contact,kind\nE1,page_view\n");
    let import = ["import", "activities", timeless.to_str().unwrap()];
    assert_eq!(terminal.run(&import).status.code(), Some(1));
    assert!(!terminal.db().exists());
    let known = terminal.file("known.csv", crowd(0, 2));
    terminal.done(&["import", "contacts", known.to_str().unwrap()]);
    assert_eq!(terminal.run(&import).status.code(), Some(1));
    assert_eq!(contacts(&terminal), 2);
}

#[test]
fn what_was_acknowledged_before_a_kill_is_in_the_log() {
    let terminal = Terminal::new();
    let known = terminal.file("known.csv", crowd(0, 2));
    terminal.done(&["import", "contacts", known.to_str().unwrap()]);
    let mut acknowledged = Vec::new();
    for i in 0..40_u64 {
        let text = format!("note {i}");
        let child = start(&terminal, &["note", "E0", &text]);
        let wait = if i % 4 == 3 { 2_000 } else { i * 7 % 90 };
        let ended = if wait == 2_000 {
            let mut child = child;
            child.wait().unwrap().success()
        } else {
            killed_after(child, Duration::from_millis(wait))
        };
        if ended {
            acknowledged.push(text);
        }
    }
    assert!(acknowledged.len() >= 10);
    let card = terminal.json(&["show", "E0"]);
    let written: Vec<&str> = card["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["detail"]["text"].as_str())
        .collect();
    for text in &acknowledged {
        let times = written.iter().filter(|note| *note == text).count();
        assert_eq!(times, 1, "{text} was acknowledged");
    }
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}

#[test]
fn out_of_room_an_import_changes_nothing_and_says_so() {
    let terminal = Terminal::new();
    let known = terminal.file("known.csv", crowd(0, 10));
    terminal.done(&["import", "contacts", known.to_str().unwrap()]);
    let file = terminal.file("crowd.csv", crowd(10, 2_000));
    // No file may grow beyond this: the closest thing to a full disk that needs no disk.
    let script = "trap '' XFSZ; ulimit -f 400; exec \"$0\" import contacts \"$1\"";
    let like = terminal.command(&[]);
    let mut command = Command::new("/bin/sh");
    command.env_clear();
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let output = command
        .args(["-c", script, env!("CARGO_BIN_EXE_kapula")])
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("kapula: "),
        "{}",
        said(&output)
    );
    assert_eq!(contacts(&terminal), 10);
    terminal.done(&["note", "E0", "life goes on"]);
}

#[test]
fn a_place_that_cannot_be_written_is_a_sentence() {
    let terminal = Terminal::new();
    let file = terminal.file("crowd.csv", crowd(0, 2));
    for db in ["/proc/kapula.db", "/proc/no/such/folder/kapula.db"] {
        let output = terminal.run(&["--db", db, "import", "contacts", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let sentence = String::from_utf8_lossy(&output.stderr);
        assert!(sentence.contains("cannot"), "{sentence}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn a_database_that_may_only_be_read_is_a_sentence() {
    if rustix::process::getuid().is_root() {
        eprintln!("skipped: permissions do not bind root");
        return;
    }
    let terminal = Terminal::new();
    let known = terminal.file("known.csv", crowd(0, 2));
    terminal.done(&["import", "contacts", known.to_str().unwrap()]);
    let mut permissions = std::fs::metadata(terminal.db()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(terminal.db(), permissions).unwrap();
    let output = terminal.run(&["note", "E0", "no"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("read-only"),
        "{}",
        said(&output)
    );
}
