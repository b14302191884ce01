//! What others do is seen, and does not move what one is looking at.

use std::time::Duration;

use super::office::{Office, interest};

#[test]
fn an_act_in_one_cockpit_is_seen_in_another() {
    let office = Office::with_leads();
    let mut mikko = office.cockpit("mikko");
    let liisa = office.cockpit("liisa");
    mikko.shows("3 to call");
    liisa.shows("3 to call");
    mikko.keys("t");
    let took = liisa.wait("the taken lead is not for her", |view| view.has("1 hidden"));
    measured("an act in one cockpit is seen in the other after", took);
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_lead_that_another_process_brings_appears_and_the_cursor_stays_on_its_line() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("3 to call");
    cockpit.keys("j");
    cockpit.wait("the cursor is on Eero", |view| {
        view.row_of("▸").is_some_and(|row| view.row(row).contains("Eero"))
    });
    let line = cockpit.look(|view| view.row_of("▸"));
    office.import(
        "activities",
        &format!("contact,time,kind,detail\n{}", interest("E4", 5)),
    );
    cockpit.wait("the new lead", |view| {
        view.has("4 to call") && view.has("Pekka Virtanen")
    });
    cockpit.look(|view| {
        assert_eq!(view.row_of("▸"), line, "{}", view.text());
        assert!(view.row(line.unwrap_or(0)).contains("Eero"), "{}", view.text());
    });
}

#[expect(clippy::print_stderr, reason = "the figure is worth reading with --nocapture")]
fn measured(what: &str, took: Duration) {
    eprintln!("{what} {took:?}");
}
