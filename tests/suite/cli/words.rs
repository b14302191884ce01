//! What people are told.

use super::*;

#[test]
fn where_nobody_is_to_be_called_it_says_what_is_true_then() {
    let terminal = Terminal::new();
    let stray = terminal.file(
        "stray.csv",
        format!("contact,time,kind\nE9,{},page_view\n", ago(TimeDelta::hours(1))),
    );
    assert!(
        terminal
            .done(&["import", "activities", stray.to_str().unwrap()])
            .contains("No contacts yet. Import")
    );
    let none = said(&terminal.run(&["list"]));
    assert!(
        none.contains("there is no database") && none.contains("kapula demo"),
        "{none}"
    );
    drop(kapula::store::Store::open(&terminal.db()).unwrap());
    for list in [&["list"][..], &["list", "--hidden"], &["handoffs"], &["returned"]] {
        let said = terminal.done(list);
        assert!(
            said.contains("kapula import contacts FILE") && said.contains("kapula demo"),
            "{said}"
        );
    }
    let people = terminal.file("people.csv", PEOPLE);
    let said = terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    assert!(said.contains("import what they did"), "{said}");
    let visit = terminal.file(
        "visit.csv",
        format!("contact,time,kind\nE3,{},page_view\n", ago(TimeDelta::hours(1))),
    );
    let said = terminal.done(&["import", "activities", visit.to_str().unwrap()]);
    assert!(
        said.contains("rises to A or B") && !said.contains("import what they did"),
        "{said}"
    );
    assert!(terminal.done(&["list"]).contains("no lead is in sales' hand"));
}

#[test]
fn a_lead_is_given_to_a_stranger_only_when_the_name_is_said_to_be_right() {
    let desk = desk();
    let refused = |args: &[&str]| {
        let output = desk.run(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", said(&output));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let sentence = refused(&["reassign", "E1", "mikko"]);
    assert!(
        sentence.contains("nobody called `mikko`") && sentence.contains("--new-user"),
        "{sentence}"
    );
    refused(&["handoff", "E3", "--to", "mikko"]);
    desk.done(&["reassign", "E1", "mikko", "--new-user"]);
    let sentence = refused(&["reassign", "E2", "miko"]);
    assert!(sentence.contains("did you mean mikko?"), "{sentence}");
    desk.done(&["reassign", "E2", "mikko"]);
    assert_eq!(desk.json(&["show", "E2"])["owner"], "mikko");
    desk.done(&["undo", "E2"]);
    assert_eq!(desk.json(&["verify"])["ok"], true);
}

#[test]
fn the_card_says_who_of_the_company_decides_and_who_of_them_is_active() {
    let terminal = Terminal::new();
    let people = "id,name,title,company\nD1,Aino,Toimitusjohtaja,Paja Oy\nD2,Eino,Head of Sales,Paja Oy\nD3,Olavi,Trainee,Paja Oy\n\
                  D4,Zoe,CTO,Werk GmbH\n";
    let people = terminal.file("deciders.csv", people);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let (early, late) = (ago(TimeDelta::hours(30)), ago(TimeDelta::hours(1)));
    let long_ago = ago(TimeDelta::days(40));
    let visits = format!(
        "contact,time,kind,detail\nD1,{early},page_view,/pricing\nD2,{late},page_view,/pricing\nD3,{long_ago},page_view,/x\n"
    );
    let visits = terminal.file("visits.csv", visits);
    terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    let committee = &terminal.json(&["show", "D1"])["committee"];
    let active = committee["active"].as_array().unwrap();
    let names: Vec<&str> = active.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Eino", "Aino"], "{committee:#}");
    assert_eq!(committee["roles"], serde_json::json!(["buyer", "user"]));
    assert_eq!(committee["missing"], serde_json::json!(["expert"]));
    let totals =
        ["D1", "D2", "D3"].map(|id| terminal.json(&["show", id])["score"]["total"].as_u64().unwrap());
    let mean = (totals.iter().sum::<u64>() + 1) / 3;
    assert_eq!(committee["combined"].as_u64(), Some(mean), "{totals:?}");
    let text = terminal.done(&["show", "D1"]);
    assert!(
        text.contains("this contact and 1 other active") && text.contains("expert unknown"),
        "{text}"
    );
}

#[test]
fn one_is_told_as_one_and_what_could_not_be_read_is_told() {
    let desk = Terminal::new();
    let people = desk.file(
        "one.csv",
        "Record ID;Email;Name\nE1;ann(at)example.com;Ann Beta\n",
    );
    let people = people.to_str().unwrap();
    let unread = "1 e-mail address could not be read and is kept as written (line 2)";
    let tried = desk.json(&["import", "contacts", people, "--dry-run"]);
    assert_eq!(tried["notes"][0], unread);
    let told = desk.done(&["import", "contacts", people]);
    assert!(
        told.contains("1 row = 1 created") && told.contains(unread),
        "{told}"
    );
    let told = desk.done(&["handoff", "E1"]) + &desk.done(&["verify"]);
    assert!(
        told.contains("1 contact, ") && told.contains(", 1 lead, 1 handoff:"),
        "{told}"
    );
    let again = desk.done(&["import", "contacts", people]);
    assert!(again.contains("1 lead is with sales"), "{again}");
}

#[test]
fn later_is_the_timeframes_no_wherever_answers_are_told() {
    let desk = desk();
    let told = desk.done(&["answer", "E2", "timeframe", "later"]) + &desk.done(&["show", "E2"]);
    assert!(!told.contains("timeframe no"), "{told}");
    assert_eq!(told.matches("timeframe later").count(), 3, "{told}");
}

#[test]
fn the_help_shows_words_as_they_are_typed_and_at_names_moments_that_are_past() {
    let desk = Terminal::new();
    for command in ["call", "return", "triage"] {
        let help = desk.done(&[command, "--help"]);
        assert!(
            !help.contains("`no_answer`") && !help.contains("`not_our_target`"),
            "{help}"
        );
    }
    assert!(desk.done(&["return", "--help"]).contains("not_worked"));
    let output = desk.run(&["list", "--at", "banana"]);
    assert_eq!(output.status.code(), Some(2));
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert!(
        sentence.contains("`yesterday 10`") && !sentence.contains("tomorrow"),
        "{sentence}"
    );
}

#[test]
fn an_empty_list_names_routing_and_a_list_of_no_places_is_refused() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", PEOPLE);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let visits = format!("contact,time,kind\nE3,{},email_open\n", ago(TimeDelta::days(90)));
    let visits = terminal.file("visits.csv", visits);
    let imported = terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    let output = terminal.run(&["list"]);
    for told in [imported, said(&output) + &String::from_utf8_lossy(&output.stdout)] {
        for word in [
            "[routing.a] and [routing.b] of kapula.toml",
            "kapula score explain",
        ] {
            assert!(told.contains(word), "{told}");
        }
    }
    let refused = terminal.run(&["list", "--limit", "0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("write 1 or more places"),
        "{}",
        said(&refused)
    );
    terminal.done(&["list", "--limit", "1"]);
}
