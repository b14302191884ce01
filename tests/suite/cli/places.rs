//! Contacts of one country with several time zones, each called by its own clock.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::*;

const AMERICANS: &str = "Record ID,Name,Country,State,Time Zone\n\
    E1,Ann,United States,NY,\n\
    E2,Ben,United States,Texas,\n\
    E3,Cid,United States,Texas,america/denver\n\
    E4,Dan,United States,,West coast\n\
    E5,Eve,United States,Tennessee,\n";

/// A desk at which the next hour for calls is the morning three days from now, wherever a contact is.
fn closed() -> Terminal {
    let terminal = Terminal::new();
    let day = (Clock::System.now() + TimeDelta::days(3))
        .weekday()
        .to_string()
        .to_lowercase();
    let settings = format!("[rank.calling]\nfrom = \"08:00\"\nto = \"17:00\"\ndays = [\"{day}\"]\n");
    terminal.file("config/kapula.toml", settings);
    terminal
}

/// Of each hidden contact by name, what `--hidden` says.
fn hidden(terminal: &Terminal) -> BTreeMap<String, Value> {
    let rows = terminal.json(&["list", "--hidden"]);
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| (row["name"].as_str().unwrap().to_owned(), row.clone()))
        .collect()
}

fn opens(row: &Value) -> Time {
    row["callable_from"].as_str().unwrap().parse().unwrap()
}

#[test]
fn a_contact_in_a_wide_country_is_hidden_until_it_is_morning_by_its_own_clock() {
    let terminal = closed();
    let people = terminal.file("people.csv", AMERICANS);
    let told = terminal.json(&["import", "contacts", people.to_str().unwrap()]);
    assert_eq!(
        told["notes"][0],
        "1 time zone could not be read and is kept as written (line 5); write the name of its city: America/Chicago"
    );
    for id in ["E1", "E2", "E3", "E4", "E5"] {
        terminal.done(&["handoff", id]);
    }
    let rows = hidden(&terminal);
    let zones = |name: &str| rows[name]["time_zones"].clone();
    let east = opens(&rows["Ann"]);
    for (name, later, clocks) in [
        ("Ann", 0, &["America/New_York"][..]),
        ("Ben", 1, &["America/Chicago"]),
        ("Cid", 2, &["America/Denver"]),
        ("Dan", 3, &["America/New_York", "America/Los_Angeles"]),
        ("Eve", 1, &["America/New_York", "America/Chicago"]),
    ] {
        assert_eq!(rows[name]["reason"], "outside_calling_hours");
        assert_eq!(rows[name]["country"], "US");
        assert_eq!(opens(&rows[name]) - east, TimeDelta::hours(later), "{name}");
        assert_eq!(zones(name), serde_json::json!(clocks), "{name}");
    }
    let text = terminal.done(&["list", "--hidden"]);
    assert!(
        text.contains("US-NY") && text.contains("America/Denver"),
        "{text}"
    );
    // What is corrected counts at once, and what cannot be a zone is refused.
    terminal.done(&["edit", "E4", "state=wa"]);
    terminal.done(&["edit", "E2", "time_zone=PST"]);
    let refused = terminal.run(&["edit", "E1", "time_zone=Easterly"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    let rows = hidden(&terminal);
    for name in ["Dan", "Ben"] {
        assert_eq!(opens(&rows[name]) - east, TimeDelta::hours(3), "{name}");
        assert_eq!(
            rows[name]["time_zones"],
            serde_json::json!(["America/Los_Angeles"])
        );
    }
    let card = terminal.done(&["show", "E2"]);
    assert!(
        card.contains("state     Texas") && card.contains("time_zone America/Los_Angeles"),
        "{card}"
    );
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}
