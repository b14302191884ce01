//! Imports: accounting, dry runs, maps, dates.

use super::*;

#[test]
fn an_import_accounts_for_every_row_and_a_repetition_says_so() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", format!("{PEOPLE};;;;Nameless Oy;;;\n"));
    let import = ["import", "contacts", people.to_str().unwrap()];
    let dry: Vec<&str> = import.iter().copied().chain(["--dry-run"]).collect();
    let tried = terminal.json(&dry);
    assert!(!terminal.db().exists(), "a dry run makes no database");
    let told = terminal.json(&import);
    assert_eq!(tried, told);
    has(&told, "rows created merged unchanged rejected");
    let sum: u64 = ["created", "merged", "unchanged"]
        .iter()
        .map(|name| told[name].as_u64().unwrap())
        .sum();
    assert_eq!(told["rows"], sum + 1);
    assert_eq!(told["rejected"][0]["line"], 5);
    assert!(told["rejected"][0]["reason"].is_string());
    let entries = terminal.json(&["verify"])["activities"].clone();
    let again = terminal.json(&import);
    assert_eq!(
        (&again["created"], &again["merged"], &again["unchanged"]),
        (&0.into(), &0.into(), &3.into())
    );
    assert_eq!(terminal.json(&["verify"])["activities"], entries);
    assert!(
        terminal
            .done(&[
                "import",
                "contacts",
                terminal.file("same.csv", PEOPLE).to_str().unwrap()
            ])
            .contains("Nothing is new")
    );
    assert!(
        terminal
            .done(&import)
            .contains("Nothing is new: everything but the rejected rows")
    );
    let nobody = terminal.file("nobody.csv", "name;company\n;X Oy\n");
    let told = terminal.done(&["import", "contacts", nobody.to_str().unwrap()]);
    assert!(!told.contains("Nothing is new"), "{told}");
}

#[test]
fn a_dry_run_does_not_even_carry_out_what_has_come_due() {
    let terminal = desk();
    terminal.done(&["undo", "E3"]);
    terminal.done(&["return", "E3", "N"]);
    terminal.done(&["handoff", "E3", "--at", &ago(TimeDelta::days(90))]);
    let before = terminal.json(&["verify"]);
    let people = terminal.file("people.csv", PEOPLE);
    terminal.json(&["import", "contacts", people.to_str().unwrap(), "--dry-run"]);
    assert_eq!(terminal.json(&["verify"]), before);
    assert_eq!(
        terminal.json(&["show", "E3"])["lead"]["returned"]["reason"],
        "not_worked"
    );
}

#[test]
fn a_map_that_is_there_already_is_not_overwritten_and_the_refusal_says_what_to_do() {
    let desk = Terminal::new();
    let people = desk.file("people.csv", PEOPLE);
    let map = desk.file("map.toml", "mine");
    let (people, map_path) = (people.to_str().unwrap(), map.to_str().unwrap());
    let output = desk.run(&["import", "contacts", people, "--write-map", map_path]);
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert!(
        sentence.contains("is not overwritten; give another name, or remove it first"),
        "{sentence}"
    );
    assert_eq!(std::fs::read_to_string(map).unwrap(), "mine");
}

#[test]
fn dates_that_may_be_read_in_two_ways_are_told_and_a_second_import_changes_nothing() {
    let desk = desk();
    let visits = "contact,time,kind\nE1,1/2/2026,page_view\nE1,3/2/2026,page_view\n";
    let visits = desk.file("slashes.csv", visits);
    let visits = visits.to_str().unwrap();
    let tried = desk.run(&["import", "activities", visits, "--dry-run"]);
    assert!(
        said(&tried).contains("`time` is ambiguous: 2 dates like 1/2/2026"),
        "{}",
        said(&tried)
    );
    let first = desk.json(&["import", "activities", visits]);
    assert_eq!(first["created"], 2);
    assert!(first["notes"][0].as_str().unwrap().contains("ambiguous"));
    let again = desk.json(&["import", "activities", visits]);
    assert_eq!((&again["created"], &again["unchanged"]), (&0.into(), &2.into()));
}

#[test]
fn an_import_that_takes_in_nothing_leaves_no_database_behind() {
    let terminal = Terminal::new();
    let nobody = terminal.file("nobody.csv", "Name;Company\n;Nameless Oy\n;Other Oy\n");
    let header = terminal.file("header.csv", "Name;Email\n");
    let deeds = terminal.file("deeds.csv", "contact,time,kind\nE1,2026-11-20 14:00,page_view\n");
    for (what, file) in [
        ("contacts", &nobody),
        ("contacts", &header),
        ("activities", &deeds),
    ] {
        let import = ["import", what, file.to_str().unwrap()];
        let told = terminal.json(&import);
        assert_eq!(
            told["rejected"].as_array().unwrap().len() as u64,
            told["rows"],
            "{told}"
        );
        assert!(!terminal.db().exists(), "{}", file.display());
        assert!(terminal.done(&import).contains("No contacts yet."));
    }
    let people = terminal.file("people.csv", PEOPLE);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    terminal.done(&["import", "contacts", nobody.to_str().unwrap()]);
    assert!(terminal.db().exists(), "a database in which somebody is stays");
}
