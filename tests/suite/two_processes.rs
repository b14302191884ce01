//! Several processes on one file: one of them wins, the others hear of it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Child, Output, Stdio};
use std::time::Duration;

use kapula::domain::command::{Command, Order};
use kapula::domain::contact::{ContactId, Field};
use kapula::domain::query::{Answer, Query};
use kapula::engine::{Handle, Service};

use super::office::{Office, Terminal, row, said};

const AT_ONCE: usize = 8;

fn desk_with_a_lead() -> Terminal {
    let terminal = Terminal::new();
    let file = terminal.file("people.csv", "Record ID;Name;Phone\nE1;Aino Niemi;0401111111\n");
    terminal.done(&["import", "contacts", file.to_str().unwrap()]);
    terminal.done(&["handoff", "E1"]);
    terminal
}

fn all_at_once(terminal: &Terminal, args: impl Fn(&str) -> Vec<String>) -> Vec<(String, Output)> {
    let children: Vec<(String, Child)> = (0..AT_ONCE)
        .map(|i| {
            let user = format!("user{i}");
            let args = args(&user);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let child = terminal
                .command(&args)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            (user, child)
        })
        .collect();
    children
        .into_iter()
        .map(|(user, child)| (user, child.wait_with_output().unwrap()))
        .collect()
}

#[test]
fn of_many_who_take_one_lead_one_gets_it_and_the_others_learn_who() {
    let terminal = desk_with_a_lead();
    let told = all_at_once(&terminal, |user| {
        ["accept", "E1", "--as", user].map(ToOwned::to_owned).to_vec()
    });
    let winners: Vec<&str> = told
        .iter()
        .filter(|(_, output)| output.status.code() == Some(0))
        .map(|(user, _)| user.as_str())
        .collect();
    let [winner] = winners.as_slice() else {
        panic!("one wins, not {winners:?}: {told:?}");
    };
    for (user, output) in told.iter().filter(|(user, _)| user != winner) {
        assert_eq!(output.status.code(), Some(3), "{user}: {}", said(output));
        let sentence = String::from_utf8_lossy(&output.stderr);
        assert!(sentence.contains(winner), "{user}: {sentence}");
        assert!(output.stdout.is_empty(), "{user}: {}", said(output));
    }
    assert_eq!(terminal.json(&["show", "E1"])["owner"], *winner);
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}

#[test]
fn what_many_write_at_once_is_all_there() {
    let terminal = desk_with_a_lead();
    let told = all_at_once(&terminal, |user| {
        ["note", "E1", &format!("by {user}"), "--as", user]
            .map(ToOwned::to_owned)
            .to_vec()
    });
    for (user, output) in &told {
        assert_eq!(output.status.code(), Some(0), "{user}: {}", said(output));
    }
    let card = terminal.json(&["show", "E1"]);
    let notes = card["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["kind"] == "note");
    assert_eq!(notes.count(), AT_ONCE);
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}

async fn version(handle: &Handle) -> u64 {
    let Ok(Ok(Answer::Card(Some(card)))) = handle.ask(Query::Card(ContactId(1))).await else {
        panic!("no card");
    };
    card.subject.lead.version
}

#[test]
fn two_cockpits_on_one_file_see_each_others_acts_within_half_a_second() {
    let mut office = Office::new();
    office.import(&[row(&[(Field::FullName, "Aino Niemi")])]);
    let here = Service::start(office.another()).unwrap();
    let there = Service::start(office.another()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let order = |command: Command| Order {
            contact: ContactId(1),
            version: None,
            command,
            at: None,
        };
        let mut waits = Vec::new();
        for turn in 0..5 {
            let (actor, watcher) = if turn % 2 == 0 {
                (here.handle(), there.handle())
            } else {
                (there.handle(), here.handle())
            };
            let (command, who) = match turn {
                0 => (Command::Handoff { to: None }, "marketer"),
                turn if turn % 2 == 1 => (Command::Take, "anna"),
                _ => (Command::Release, "anna"),
            };
            let mut changes = watcher.changes();
            let before = version(&watcher).await;
            changes.mark_unchanged();
            actor.submit(who, "test", order(command)).await.unwrap().unwrap();
            let start = tokio::time::Instant::now();
            while version(&watcher).await == before {
                tokio::time::timeout(Duration::from_secs(10), changes.changed())
                    .await
                    .expect("the other cockpit hears of the act")
                    .unwrap();
            }
            waits.push(start.elapsed());
        }
        waits.sort_unstable();
        assert!(waits[2] < Duration::from_millis(500), "{waits:?}");
    });
}

/// Holds the database as a long import does, until it is dropped.
fn import_going_on(path: &std::path::Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

#[test]
fn an_act_during_a_long_import_waits_for_its_end_and_reading_does_not_wait() {
    let mut office = Office::new();
    office.import(&[row(&[(Field::Email, "a@example.com")])]);
    let import = import_going_on(&office.path());
    let service = Service::start(office.another()).unwrap();
    let handle = service.handle();
    let note = Order {
        contact: ContactId(1),
        version: None,
        command: Command::Note {
            text: "now".to_owned(),
        },
        at: None,
    };
    let mut doing = handle.submit("anna", "cockpit", note.clone());
    assert!(
        handle
            .ask(Query::Card(ContactId(1)))
            .blocking_recv()
            .unwrap()
            .is_ok()
    );
    std::thread::sleep(Duration::from_secs(6));
    assert!(doing.try_recv().is_err(), "it waits longer than five seconds");
    import.execute_batch("COMMIT").unwrap();
    assert!(doing.blocking_recv().unwrap().is_ok());
    import.execute_batch("BEGIN IMMEDIATE").unwrap();
    let _waiting = [(); 3].map(|()| handle.submit("anna", "cockpit", note.clone()));
    assert_eq!(
        service.close(),
        3,
        "leaving does not wait for the import, and says what it cost"
    );
    drop(import);
    assert!(office.verified().ok);
}

#[test]
fn the_command_line_says_that_it_waits_for_an_import_and_lists_meanwhile() {
    let terminal = desk_with_a_lead();
    let import = import_going_on(&terminal.db());
    assert_eq!(terminal.run(&["list"]).status.code(), Some(0));
    let child = terminal
        .command(&["note", "E1", "waited"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(3));
    import.execute_batch("ROLLBACK").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("waiting for it, a minute at most"),
        "{}",
        said(&output)
    );
}
