//! A database outlives programs: one of every released schema opens, one of a newer program is left alone.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use rusqlite::Connection;

use super::office::{Terminal, said};

/// The schemas that were released: how such a database is made, and what stood in it.
const RELEASED: &[(i64, &str, &str)] = &[(
    1,
    include_str!("../../src/store/schema/0001_start.sql"),
    include_str!("schema_1.sql"),
)];

fn make(path: &Path, version: i64, statements: &[&str]) {
    let connection = Connection::open(path).unwrap();
    for statement in statements {
        connection.execute_batch(statement).unwrap();
    }
    connection.pragma_update(None, "user_version", version).unwrap();
}

#[test]
fn a_database_of_every_released_schema_opens_with_all_that_was_in_it() {
    for (version, schema, rows) in RELEASED {
        let terminal = Terminal::new();
        make(&terminal.db(), *version, &[schema, rows]);
        let card = terminal.json(&["show", "aino@example.com"]);
        assert_eq!(
            (&card["stage"], &card["owner"]),
            (&"accepted".into(), &"anna".into())
        );
        assert_eq!(card["company"]["company_size"], "80");
        let kinds: Vec<&str> = card["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|entry| entry["kind"].as_str())
            .collect();
        assert_eq!(kinds, ["accept", "handoff", "contact"]);
        let verify = terminal.json(&["verify"]);
        assert_eq!(verify["differences"], serde_json::json!([]), "schema {version}");
        // Schema 2 keeps them with the handoffs only.
        let handoffs = terminal.json(&["handoffs"]);
        assert_eq!(
            handoffs[0]["reasons"].as_array().map(Vec::len),
            Some(2),
            "schema {version}"
        );
        // Schema 6 knows of open leads in which state they are.
        terminal.done(&["edit", "E1", "country=US", "state=TX"]);
        assert_eq!(terminal.json(&["verify"])["ok"], true, "schema {version}");
        let told = terminal.json(&["return", "E1", "N", "--as", "anna"]);
        assert_eq!(told["stage"], "triage");
        assert_eq!(terminal.json(&["verify"])["ok"], true);
    }
}

#[test]
fn a_database_of_a_newer_kapula_is_refused_in_a_sentence_and_left_alone() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", "Record ID;Name\nE1;Aino\n");
    let people = people.to_str().unwrap();
    terminal.done(&["import", "contacts", people]);
    make(&terminal.db(), 99, &["PRAGMA journal_mode = delete"]);
    let bytes = std::fs::read(terminal.db()).unwrap();
    for args in [
        &["list"][..],
        &["verify"],
        &["note", "E1", "no"],
        &["import", "contacts", people],
    ] {
        let output = terminal.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
        let sentence = String::from_utf8_lossy(&output.stderr);
        assert!(
            sentence.contains("has schema 99") && sentence.contains("newer kapula"),
            "{sentence}"
        );
    }
    assert_eq!(std::fs::read(terminal.db()).unwrap(), bytes);
}

#[test]
fn what_is_no_database_of_ours_is_refused_in_a_sentence_and_left_alone() {
    let terminal = Terminal::new();
    let theirs = terminal.file("theirs.db", "");
    make(&theirs, 0, &["CREATE TABLE theirs (x)"]);
    let text = terminal.file("people.csv", "Record ID;Name\nE1;Aino\n".repeat(100));
    for file in [theirs, text.clone()] {
        let bytes = std::fs::read(&file).unwrap();
        for args in [&["list"][..], &["import", "contacts", text.to_str().unwrap()]] {
            let db = ["--db", file.to_str().unwrap()];
            let args: Vec<&str> = db.iter().chain(args).copied().collect();
            let output = terminal.run(&args);
            assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
            let sentence = String::from_utf8_lossy(&output.stderr);
            assert!(sentence.contains("is not a Kapula database"), "{sentence}");
        }
        assert_eq!(std::fs::read(&file).unwrap(), bytes, "{}", file.display());
    }
}
