//! Hands: mouse, pasted text, times as people say them.

use super::office::{Office, USUAL};
use super::terminal::Terminal;

/// Where a text begins on the screen, as the mouse counts: from 1.
fn place_of(cockpit: &Terminal, text: &str) -> (usize, usize) {
    cockpit.look(|view| {
        let row = view.row_of(text).expect("it is on the screen");
        let line = view.row(row);
        let at = line.find(text).expect("it is in the row");
        (line[..at].chars().count() + 1, row + 1)
    })
}

fn click(cockpit: &mut Terminal, text: &str) {
    let (column, row) = place_of(cockpit, text);
    cockpit.keys(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
}

fn cursor_is_on(cockpit: &Terminal, name: &str) {
    cockpit.wait(&format!("the cursor on {name}"), |view| {
        view.row_of("▸").is_some_and(|row| view.row(row).contains(name))
    });
}

#[test]
fn a_click_chooses_a_row_or_a_screen_and_the_wheel_goes_down() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cursor_is_on(&cockpit, "Aino");
    click(&mut cockpit, "Kaisa Ahonen");
    cursor_is_on(&cockpit, "Kaisa");
    click(&mut cockpit, "Aino Mäkelä");
    cursor_is_on(&cockpit, "Aino");
    cockpit.keys("\x1b[<65;10;5M");
    cockpit.wait("the cursor below", |view| {
        view.row_of("▸")
            .is_some_and(|row| !view.row(row).contains("Aino"))
    });
    click(&mut cockpit, "4 Contacts");
    cockpit.shows("Pekka Virtanen");
}

#[test]
fn pasted_text_is_no_keys() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("3 to call");
    cockpit.keys("\x1b[200~BNtcq\r:q\r\x1b[201~4");
    cockpit.shows("Pekka Virtanen");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    assert_eq!(office.json(&["returned"]).as_array().map(Vec::len), Some(0));
    let queued = |lead: &serde_json::Value| lead["stage"] == "queued";
    assert!(
        office
            .json(&["list"])
            .as_array()
            .is_some_and(|list| list.iter().all(queued))
    );
}

#[test]
fn a_time_in_finnish_is_shown_back_before_it_counts() {
    let office = Office::with_leads();
    let mut launch = office.launch("mikko", &[]);
    launch.size = USUAL;
    let mut cockpit = Terminal::open(&launch);
    cursor_is_on(&cockpit, "Aino");
    cockpit.keys("o");
    cockpit.shows("how did it go?");
    cockpit.keys("c");
    cockpit.shows("Call back Aino Mäkelä");
    cockpit.keys("huomenna klo 10");
    cockpit.wait("the time as it is understood", |view| {
        view.has("tomorrow") && view.has("10:00")
    });
    cockpit.keys("\r");
    cockpit.wait("the lead waits for its time", |view| {
        view.row_of("Teräsketju")
            .is_some_and(|row| view.row(row).contains('☎'))
    });
    assert_eq!(office.json(&["show", "E1"])["timeline"][0]["kind"], "call");
}
