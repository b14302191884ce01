//! Erasing a person: nothing of it is left, in no table, no log entry and no byte of the file; the rest stays as it is, and
//! the log gives exactly the state.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use chrono::TimeDelta;
use kapula::domain::activity::Event;
use kapula::domain::bant::{Answer, Question};
use kapula::domain::command::{Command, Order};
use kapula::domain::committee::Role;
use kapula::domain::contact::{ContactId, ContactPatch, Field};
use kapula::domain::lead::{Hand, Outcome, ReturnReason, Stage};
use kapula::engine::EngineError;
use kapula::engine::erase::{Erased, Swept};
use kapula::engine::import::Mode;
use serde_json::Value;

use super::laws::office;
use super::office::{Office, Terminal, row, said};

/// What is known of the person under test, each value a word that occurs nowhere else.
const MARKERS: [&str; 14] = [
    "Xaveria",
    "Quvixen",
    "zq.mail",
    "358407654321",
    "XK-99817",
    "hovercraft-lane",
    "Wuhuu",
    "kytkyrinki",
    "eelcolour",
    "notemark",
    "returnmark",
    "pagemark",
    "Ostrobothnoodle",
    "Antarctica/Troll",
];

fn person(company: &str) -> ContactPatch {
    let mut patch = row(&[
        (Field::ExternalId, "XK-99817"),
        (Field::FullName, "Xaveria Quvixen"),
        (Field::Email, "xaveria@zq.mail.example"),
        (Field::Phone, "+358407654321"),
        (Field::City, "Wuhuu hovercraft-lane"),
        (Field::State, "Ostrobothnoodle"),
        (Field::TimeZone, "Antarctica/Troll"),
        (Field::Title, "CEO kytkyrinki"),
        (Field::Company, company),
        (Field::CompanySize, "120"),
    ]);
    patch.custom.insert("shoes".to_owned(), "eelcolour".to_owned());
    patch
}

fn does(office: &mut Office, who: &str, id: i64, command: Command) {
    let order = Order {
        contact: ContactId(id),
        version: None,
        command,
        at: None,
    };
    office.ledger.submit(who, "test", &order).unwrap();
}

fn erases(office: &mut Office, who: &str, id: i64) -> Result<Erased, EngineError> {
    office
        .ledger
        .erase(who, "test", ContactId(id), Mode::Write, &mut |_| {})
}

fn event(kind: &str, detail: &str) -> Command {
    Command::Record(Event {
        kind: kind.to_owned(),
        detail: detail.to_owned(),
    })
}

/// Number 6, of whom everything that can be known is known, and who was handed over, worked, given back and handed over again.
fn with_history(company: &str) -> Office {
    let mut office = office();
    office.import(&[person(company)]);
    let corrected = row(&[
        (Field::ExternalId, "XK-99817"),
        (Field::City, "Wuhuu old hovercraft-lane"),
    ]);
    office.import(&[corrected]);
    for (kind, detail) in [
        ("page_view", "/pricing/pagemark"),
        ("form", "demo request pagemark"),
        ("unheard_of", "pagemark"),
    ] {
        does(&mut office, "", 6, event(kind, detail));
        office.pass(TimeDelta::hours(1));
    }
    does(&mut office, "", 1, event("form", "demo request"));
    if office.subject(6).lead.stage.hand() == Hand::Marketing {
        does(&mut office, "marketer", 6, Command::Handoff { to: None });
    }
    let call = Command::Call {
        outcome: Outcome::Reached,
        callback_at: None,
        note: "notemark said he".to_owned(),
    };
    does(&mut office, "anna", 6, call);
    let give_back = Command::Return {
        reason: ReturnReason::Budget,
        note: "returnmark".to_owned(),
        wake_at: None,
    };
    does(&mut office, "anna", 6, give_back);
    does(&mut office, "anna", 6, Command::Undo);
    let answer = Command::Answer {
        question: Question::Need,
        answer: Answer::Yes,
        opens: None,
    };
    does(&mut office, "anna", 6, answer);
    office
}

fn is_clean(office: &mut Office) {
    let report = office.verified();
    assert!(report.ok, "{:#?}", report.differences);
    office.ledger.rebuild_scores("", &mut |_, _| {}).unwrap();
    let report = office.verified();
    assert!(report.ok, "after rescoring: {:#?}", report.differences);
}

fn holds(path: &Path, marker: &str) -> Vec<String> {
    let folder = path.parent().unwrap();
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let bytes = |file: &Path| std::fs::read(file).unwrap().to_ascii_lowercase();
    let marker = marker.to_ascii_lowercase();
    files
        .filter(|file| file.is_file())
        .filter(|file| {
            bytes(file)
                .windows(marker.len())
                .any(|window| window == marker.as_bytes())
        })
        .map(|file| file.display().to_string())
        .collect()
}

#[test]
fn what_was_known_of_an_erased_person_stands_in_no_byte_of_the_files() {
    for company in ["Acme Oy", "Quvixen Consulting"] {
        let mut office = with_history(company);
        for marker in MARKERS {
            assert!(!holds(&office.path(), marker).is_empty(), "{marker} was there");
        }
        let erased = erases(&mut office, "anna", 6).unwrap();
        assert_eq!(erased.swept, Swept::Clean);
        assert_eq!(erased.name, "Xaveria Quvixen");
        assert!(
            erased.entries > 10 && erased.handoffs == 1 && erased.keys == 3,
            "{erased:?}"
        );
        for marker in MARKERS {
            assert_eq!(holds(&office.path(), marker), Vec::<String>::new(), "{marker}");
        }
        is_clean(&mut office);
    }
}

#[test]
fn an_erased_person_is_found_by_nothing_but_its_number_and_nothing_can_be_done_with_it() {
    let mut office = with_history("Acme Oy");
    erases(&mut office, "anna", 6).unwrap();
    let subject = office.subject(6);
    assert_eq!(
        (subject.contact.name().as_str(), subject.lead.stage),
        ("#6", Stage::Erased)
    );
    assert!(subject.contact.fields.is_empty() && subject.contact.custom.is_empty());
    assert!(subject.company.is_none() && subject.handoff.unwrap().frozen.reasons.is_empty());
    assert!(office.reader.find_contact("XK-99817").unwrap().is_empty());
    assert_eq!(office.reader.find_contact("#6").unwrap(), [ContactId(6)]);
    let length = office.log_length();
    let edit = Command::Edit(row(&[(Field::Title, "CTO")]));
    let note = Command::Note { text: "x".to_owned() };
    for command in [Command::Take, Command::Undo, edit, note, event("form", "")] {
        let order = Order {
            contact: ContactId(6),
            version: None,
            command,
            at: None,
        };
        let refusal = office.ledger.submit("anna", "test", &order).unwrap_err();
        assert!(refusal.to_string().contains("erased"), "{refusal}");
    }
    assert!(erases(&mut office, "anna", 6).is_err());
    assert_eq!(office.log_length(), length);
    office.import(&[person("Acme Oy")]);
    assert_eq!(office.subject(7).contact.name(), "Xaveria Quvixen");
    is_clean(&mut office);
}

#[test]
fn whoever_has_the_lead_in_hand_must_let_go_of_it_first() {
    let mut office = with_history("Acme Oy");
    let before = office.everybody();
    let refusal = erases(&mut office, "ben", 6).unwrap_err();
    assert!(refusal.to_string().contains("anna"), "{refusal}");
    assert_eq!(office.everybody(), before);
    does(&mut office, "anna", 6, Command::Release);
    erases(&mut office, "ben", 6).unwrap();
    is_clean(&mut office);
}

#[test]
fn others_keep_what_they_share_with_an_erased_person() {
    let mut office = with_history("Acme Oy");
    // A switchboard: the number was the erased person's first.
    office.import(&[row(&[
        (Field::ExternalId, "77"),
        (Field::Email, "other@example.com"),
        (Field::FullName, "Veli Somebody"),
        (Field::Phone, "+358407654321"),
    ])]);
    let colleague = office.subject(1);
    erases(&mut office, "anna", 6).unwrap();
    assert_eq!(office.subject(1).company.unwrap().name, "Acme Oy");
    assert_eq!(office.subject(1).score.tracks, colleague.score.tracks);
    is_clean(&mut office);
}

#[test]
fn a_company_loses_its_name_with_the_last_of_its_people_and_the_roles_that_only_they_had() {
    let mut office = office();
    let one = |id: &str, title: &str| {
        row(&[
            (Field::ExternalId, id),
            (Field::Company, "Quvixen Twins"),
            (Field::Industry, "hovercraft-lane"),
            (Field::Title, title),
        ])
    };
    office.import(&[one("a", "CEO"), one("b", "CTO")]);
    assert_eq!(office.subject(7).company.unwrap().deciders.count(), 2);
    let first = erases(&mut office, "anna", 6).unwrap();
    assert_eq!(first.roles, [("Quvixen Twins".to_owned(), Role::Buyer)]);
    assert_eq!(office.subject(7).company.unwrap().deciders.count(), 1);
    is_clean(&mut office);
    let last = erases(&mut office, "anna", 7).unwrap();
    assert_eq!(last.roles, [], "nobody is left whom it could matter to");
    is_clean(&mut office);
    for marker in ["Quvixen", "hovercraft-lane"] {
        assert_eq!(holds(&office.path(), marker), Vec::<String>::new());
    }
}

#[test]
fn no_stored_explanation_holds_a_value_of_a_contact_and_erasing_removes_them() {
    let mut office = with_history("Acme Oy");
    let mut explained = 0;
    let explanations = |office: &Office, id: i64| {
        let subject = office.subject(id);
        let reasons: Vec<_> = office
            .log()
            .into_iter()
            .filter(|entry| entry.contact == ContactId(id))
            .flat_map(|entry| {
                let detail = entry.fact.detail().unwrap();
                [
                    detail.pointer("/frozen/reasons").cloned(),
                    detail.pointer("/handoff/frozen/reasons").cloned(),
                ]
            })
            .flatten()
            .collect();
        let stored = office.reader.handoffs(ContactId(id)).unwrap();
        let stored: Vec<_> = stored.into_iter().map(|handoff| handoff.frozen.reasons).collect();
        (reasons, stored, subject)
    };
    for id in 1..=6 {
        let (reasons, stored, subject) = explanations(&office, id);
        let words = serde_json::to_string(&(&reasons, &stored, &subject.score, &subject.shadows))
            .unwrap()
            .to_lowercase();
        explained += reasons.len();
        let values = subject
            .contact
            .fields
            .values()
            .chain(subject.contact.custom.values());
        let long = values
            .filter(|value| value.len() > 3)
            .map(|value| value.to_lowercase());
        for value in long.chain(MARKERS.map(str::to_lowercase)) {
            assert!(!words.contains(&value), "{value} in {words}");
        }
    }
    assert!(explained > 1);
    erases(&mut office, "anna", 6).unwrap();
    let (reasons, stored, subject) = explanations(&office, 6);
    assert!(reasons.iter().all(|reasons| reasons == &Value::Array(Vec::new())));
    assert!(!stored.is_empty() && stored.iter().all(Vec::is_empty));
    assert_eq!(subject.score, kapula::domain::score::ScoreState::default());
}

#[test]
fn a_handoff_that_ended_by_erasing_or_was_given_up_is_shown_as_such() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", "id;name\nE1;Aino\nE2;Ben\nE3;Cia\nE4;Dan\n");
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    for key in ["E1", "E2", "E3", "E4"] {
        terminal.done(&["handoff", key]);
    }
    for (key, act) in [
        ("E2", "accept"),
        ("E3", "accept"),
        ("E3", "release"),
        ("E4", "accept"),
    ] {
        terminal.done(&[act, key]);
    }
    terminal.done(&["return", "E4", "N"]);
    for key in ["E1", "E4"] {
        terminal.done(&["erase", key, "--yes"]);
    }
    let shown = |args: &[&str]| -> Vec<(i64, String)> {
        let rows = terminal.json(args);
        let row = |row: &Value| {
            (
                row["contact_id"].as_i64().unwrap(),
                row["state"].as_str().unwrap().to_owned(),
            )
        };
        let mut shown: Vec<_> = rows.as_array().unwrap().iter().map(row).collect();
        shown.sort_unstable();
        shown
    };
    let states = |states: &[(i64, &str)]| -> Vec<(i64, String)> {
        states
            .iter()
            .map(|(id, state)| (*id, (*state).to_owned()))
            .collect()
    };
    let open = [(2, "accepted"), (3, "released")];
    assert_eq!(shown(&["handoffs"]), states(&open));
    // The one that sales did return stays returned, whatever came after.
    let all = [(1, "erased"), (2, "accepted"), (3, "released"), (4, "returned")];
    assert_eq!(shown(&["handoffs", "--all"]), states(&all));
    let card = terminal.db().with_file_name("config").join("scoring.toml");
    if !card.exists() {
        std::fs::create_dir_all(card.parent().unwrap()).unwrap();
        std::fs::write(&card, include_str!("../../config/scoring.toml")).unwrap();
    }
    let found = terminal.json(&["score", "what-if", "--config", card.to_str().unwrap()]);
    let found = &found["what_if"];
    assert_eq!(
        (&found["kept"]["all"], &found["returned"]["all"]),
        (&1.into(), &0.into())
    );
}

#[test]
fn erasing_is_said_first_and_done_with_yes() {
    let terminal = Terminal::new();
    let people = terminal.file(
        "people.csv",
        "Record ID;Email;Name;Company\nE1;aino@example.com;Aino Niemi;Acme Oy\nE2;b@example.com;Ben Berg;Acme Oy\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    std::fs::remove_file(people).unwrap();
    terminal.done(&["note", "E1", "likes eels"]);
    let asked = terminal.run(&["erase", "E1"]);
    assert_eq!(asked.status.code(), Some(2), "{}", said(&asked));
    assert!(
        said(&asked).contains("Aino Niemi") && said(&asked).contains("erase '#1' --yes"),
        "{}",
        said(&asked)
    );
    assert_eq!(terminal.json(&["show", "E1"])["contact"]["name"], "Aino Niemi");
    let before = kapula::engine::Clock::System.now().to_rfc3339();
    let done = terminal.json(&["erase", "E1", "--yes"]);
    assert_eq!(
        (&done["ok"], &done["file_clean"]),
        (&Value::Bool(true), &Value::Bool(true))
    );
    assert!(done["entries_redacted"].as_u64() >= Some(2) && done["keys_removed"] == 2);
    for marker in ["Aino", "Niemi", "eels"] {
        assert_eq!(holds(&terminal.db(), marker), Vec::<String>::new());
    }
    assert_eq!(terminal.json(&["show", "#1"])["lead"]["stage"], "erased");
    let past = terminal.done(&["show", "#1", "--at", &before]);
    assert!(
        past.contains("#1") && !past.contains("Aino") && !past.contains("eels"),
        "{past}"
    );
    terminal.done(&["verify"]);
    assert_eq!(terminal.run(&["erase", "#1", "--yes"]).status.code(), Some(3));
    assert_eq!(terminal.run(&["note", "#1", "x"]).status.code(), Some(3));
    terminal.done(&["accept", "E2"].map(|word| if word == "accept" { "handoff" } else { word }));
    terminal.done(&["--as", "liisa", "accept", "E2"]);
    let taken = terminal.run(&["erase", "E2", "--yes"]);
    assert_eq!(taken.status.code(), Some(3));
    assert!(said(&taken).contains("liisa"));
}

#[test]
fn the_search_index_keeps_no_piece_of_an_erased_name() {
    let mut office = office();
    let name = row(&[(Field::ExternalId, "r"), (Field::FullName, "ᚠᚢᚦᚨᚱᚲ")]);
    office.import(&[name]);
    office.import(&[row(&[
        (Field::ExternalId, "s"),
        (Field::FullName, "Somebody Else"),
    ])]);
    // The sweep merges the index into one piece; the name is to leave that, too.
    erases(&mut office, "anna", 7).unwrap();
    assert!(!holds(&office.path(), "ᚢᚦ").is_empty());
    erases(&mut office, "anna", 6).unwrap();
    for piece in ["ᚢᚦ", "ᚦᚨ", "ᚱᚲ"] {
        assert_eq!(holds(&office.path(), piece), Vec::<String>::new());
    }
    is_clean(&mut office);
}

#[test]
fn while_others_read_the_file_keeps_what_was_deleted_and_says_so_until_it_is_swept() {
    let mut office = with_history("Acme Oy");
    let other = rusqlite::Connection::open(office.path()).unwrap();
    other
        .execute_batch("BEGIN; SELECT count(*) FROM contact;")
        .unwrap();
    office.ledger.wait_with(|_| kapula::store::Wait::GiveUp);
    let erased = erases(&mut office, "anna", 6).unwrap();
    assert!(matches!(erased.swept, Swept::NotYet(_)), "{erased:?}");
    assert_eq!(office.subject(6).lead.stage, Stage::Erased);
    assert!(!holds(&office.path(), "Xaveria").is_empty());
    drop(other);
    let again = erases(&mut office, "anna", 6).unwrap();
    assert_eq!((again.swept, again.entries), (Swept::Clean, 0));
    for marker in MARKERS {
        assert_eq!(holds(&office.path(), marker), Vec::<String>::new(), "{marker}");
    }
    assert!(erases(&mut office, "anna", 6).is_err());
    is_clean(&mut office);
}
