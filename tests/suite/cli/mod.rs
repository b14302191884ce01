//! The contract of the command line: exit codes, one JSON document, stable names, sentences on stderr.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeDelta};
use kapula::domain::Time;
use kapula::engine::Clock;
use serde_json::Value;

use super::office::{Terminal, said};

mod imports;
mod json;
mod places;
mod streams;
mod words;

const PEOPLE: &str = "Record ID;Email;Name;Phone;Company;Employees;Industry;Title\n\
    E1;aino@example.com;Aino Niemi;0401111111;Acme Oy;80;steel;CEO\n\
    E2;vaino@example.com;Väinö Mäkelä;0402222222;Acme Oy;80;steel;manager\n\
    E3;lempi@example.com;Lempi Aalto;;Beta Ab;8;;\n";

/// A moment in the past, as the command line takes it.
fn ago(time: TimeDelta) -> String {
    (Clock::System.now() - time).to_rfc3339()
}

/// A desk with three people, of whom sales has two and gave one back.
fn desk() -> Terminal {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", PEOPLE);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let hour = ago(TimeDelta::hours(1));
    let visits = format!(
        "contact,time,kind,detail\nE1,{hour},form,demo request\nE1,{hour},page_view,/pricing\nE2,{hour},email_reply,yes\n"
    );
    let visits = terminal.file("visits.csv", visits);
    terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    for id in ["E1", "E2", "E3"] {
        let card = terminal.json(&["show", id]);
        if card["lead"]["hand"] == "marketing" {
            terminal.done(&["handoff", id]);
        }
    }
    terminal.done(&["accept", "E1"]);
    terminal.done(&["return", "E3", "N", "--note", "not yet"]);
    terminal
}

/// Whether a value has all these names.
fn has(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(value.get(name).is_some(), "`{name}` is not in {value:#}");
    }
}

fn points(reasons: &Value) -> i64 {
    let reasons = reasons.as_array().unwrap();
    reasons
        .iter()
        .map(|reason| reason["points"].as_i64().unwrap())
        .sum()
}

fn time(value: &Value) -> DateTime<chrono::FixedOffset> {
    let text = value.as_str().unwrap();
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
