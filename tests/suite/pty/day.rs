//! A rep's day, from the import to the return that marketing finds.

use super::office::Office;
use super::terminal::View;

/// The row that the cursor is on.
fn cursor_row(view: &View<'_>) -> Option<usize> {
    view.row_of("▸")
}

/// Whether the cursor is on that person.
fn is_on(view: &View<'_>, name: &str) -> bool {
    cursor_row(view).is_some_and(|row| view.row(row).contains(name))
}

fn kinds(card: &serde_json::Value) -> Vec<&str> {
    let timeline = card["timeline"].as_array().expect("a card has a timeline");
    timeline
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect()
}

#[test]
fn a_day_leads_from_the_import_to_a_return_that_marketing_finds_and_the_log_keeps_it_all() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.wait("the best lead first, and why", |view| {
        is_on(view, "Aino Mäkelä") && view.has("filled a form") && view.has("3 to call")
    });

    cockpit.keys("t");
    cockpit.shows("Aino Mäkelä is yours");
    cockpit.keys("c");
    cockpit.shows("how did it go?");
    cockpit.keys("n");
    cockpit.wait(
        "a lead that was tried stands back, and the next is under the cursor",
        |view| {
            is_on(view, "Eero Lindqvist")
                && view.row_of("Eero Lindqvist") < view.row_of("• Aino Mäkelä")
                && view.row_of("• Aino Mäkelä").is_some()
        },
    );

    cockpit.keys("B");
    cockpit.wait("the returned lead has left the list", |view| {
        view.has("2 to call") && view.has("Eero Lindqvist returned: no budget") && !view.has("Norrback Ab")
    });
    cockpit.keys("3");
    cockpit.wait("reason, rep, score then and now", |view| {
        let row = view.row_of("▸  Eero Lindqvist").map_or("", |row| view.row(row));
        view.has("no budget  1") && row.contains("mikko") && row.contains('→')
    });
    cockpit.keys("u");
    cockpit.wait("the return is taken back", |view| {
        view.has("Taken back for Eero Lindqvist") && view.has("Nothing waits for you")
    });
    cockpit.keys("1");
    cockpit.shows("Norrback Ab");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();

    let card = office.json(&["show", "E2"]);
    let kinds = kinds(&card);
    assert!(kinds.contains(&"return") && kinds.contains(&"undo"), "{kinds:?}");
    assert_eq!(card["stage"], "queued");
    assert_eq!(office.json(&["verify"])["ok"], true);
}

#[test]
fn the_number_is_put_into_the_clipboard_of_the_terminal() {
    use base64::Engine as _;
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    let mark = cockpit.mark();
    cockpit.keys("y");
    let number = base64::engine::general_purpose::STANDARD.encode("+358401234501");
    cockpit.writes(mark, format!("\x1b]52;c;{number}\x1b\\").as_bytes());
    cockpit.shows("+358401234501");
}

#[test]
fn search_finds_a_name_without_its_accents() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Kaisa Ahonen");
    cockpit.keys("/makela");
    cockpit.wait("Mäkelä only", |view| {
        view.has("Aino Mäkelä") && !view.has("Kaisa Ahonen")
    });
    cockpit.keys("\x1b");
    cockpit.shows("Kaisa Ahonen");
}

#[test]
fn help_and_palette_open_and_close() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Kaisa Ahonen");
    cockpit.keys("?");
    cockpit.shows("Return to marketing: no budget");
    cockpit.keys("\x1b");
    cockpit.shows_no("Return to marketing: no budget");
    cockpit.keys(":budg");
    cockpit.wait("the palette finds the action", |view| {
        view.has("Do what?") && view.has("return-budget")
    });
    cockpit.keys("\x1b");
    cockpit.shows_no("Do what?");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
}
