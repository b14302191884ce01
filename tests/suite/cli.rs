//! The contract of the command line: exit codes, one JSON document, stable names, sentences on stderr.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeDelta};
use kapula::domain::Time;
use kapula::engine::Clock;
use serde_json::Value;

use super::office::{Terminal, said};

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

#[test]
fn a_simulation_repeats_itself_and_says_where_ours_does_not_win() {
    let terminal = Terminal::new();
    let args = ["simulate", "--runs", "2", "--days", "2", "--seed", "5", "--json"];
    let (once, again) = (terminal.done(&args), terminal.done(&args));
    assert_eq!(once, again);
    let found: Value = serde_json::from_str(&once).unwrap();
    let rules = found["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 6);
    for rule in rules {
        has(
            rule,
            &[
                "rule",
                "won",
                "deals",
                "response_h",
                "breached",
                "untouched",
                "ours_wins_more",
            ],
        );
        let won = &rule["won"];
        assert!(won["low"].as_f64() <= won["mean"].as_f64() && won["mean"].as_f64() <= won["high"].as_f64());
    }
    assert!(!found["where_ours_does_not_win"].as_array().unwrap().is_empty());
    for assumption in found["assumptions"].as_array().unwrap() {
        assert!(
            assumption["source"]
                .as_str()
                .is_some_and(|source| source.len() > 4)
        );
    }
    assert_ne!(
        once,
        terminal.done(&["simulate", "--runs", "2", "--days", "2", "--seed", "6", "--json"])
    );
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
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

#[test]
fn every_answer_in_json_has_the_names_that_were_promised() {
    let terminal = desk();
    let list = terminal.json(&["list"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    for (row, rank) in list.as_array().unwrap().iter().zip(1..) {
        has(
            row,
            &[
                "rank",
                "contact_id",
                "name",
                "company",
                "email",
                "phone",
                "class",
                "grade",
                "score",
                "fit",
                "engagement",
                "deal_size",
                "probability",
                "expected_value",
                "why",
                "stage",
                "owner",
                "attempts",
                "due_at",
                "clock",
            ],
        );
        assert_eq!(row["rank"], rank);
        let value = row["deal_size"].as_f64().unwrap() * row["probability"].as_f64().unwrap();
        assert!(
            (row["expected_value"].as_f64().unwrap() - value).abs() < 0.01,
            "{row:#}"
        );
        assert!(["on_time", "at_risk", "breached"].contains(&row["clock"].as_str().unwrap()));
        time(&row["due_at"]);
        let number = |name: &str| row[name].as_f64().unwrap_or_else(|| panic!("{name}: {row:#}"));
        let cost = value * number("share_left") * std::f64::consts::LN_2 / number("half_life_h");
        assert!((cost - number("cost_of_delay_per_h")).abs() < 1e-6, "{row:#}");
        let rank_value = cost * number("reach") / number("call_minutes") * number("urgency");
        assert!((rank_value - number("rank_value")).abs() < 1e-6, "{row:#}");
        // The list and the card say the same score.
        let card = terminal.json(&["show", &row["contact_id"].to_string()]);
        assert_eq!(
            (&card["score"]["total"], &card["score"]["grade"]),
            (&row["score"], &row["grade"])
        );
    }
    let hidden = terminal.json(&["list", "--hidden", "--as", "pekka"]);
    for row in hidden.as_array().unwrap() {
        has(
            row,
            &[
                "contact_id",
                "name",
                "company",
                "email",
                "phone",
                "stage",
                "owner",
                "reason",
                "callable_from",
            ],
        );
    }
    let card = terminal.json(&["show", "aino@EXAMPLE.com"]);
    has(
        &card,
        &[
            "contact",
            "company",
            "committee",
            "stage",
            "owner",
            "bant",
            "score",
            "timeline",
        ],
    );
    has(
        &card["score"],
        &[
            "total",
            "fit",
            "engagement",
            "shares",
            "class",
            "grade",
            "reasons",
        ],
    );
    has(&card["bant"], &["budget", "authority", "need", "timeframe"]);
    for reason in card["score"]["reasons"].as_array().unwrap() {
        has(reason, &["rule", "points", "at"]);
    }
    let timeline = card["timeline"].as_array().unwrap();
    for entry in timeline {
        has(entry, &["at", "recorded_at", "kind", "by", "source", "detail"]);
    }
    assert!(
        timeline.is_sorted_by(|a, b| time(&a["at"]) >= time(&b["at"])),
        "newest first"
    );
    let handoffs = terminal.json(&["handoffs", "--all"]);
    assert_eq!(handoffs.as_array().unwrap().len(), 3);
    for row in handoffs.as_array().unwrap() {
        has(
            row,
            &[
                "contact_id",
                "name",
                "email",
                "cycle",
                "class",
                "grade",
                "score",
                "reasons",
                "handed_at",
                "state",
                "owner",
                "due_at",
                "working_time_left_s",
                "clock",
                "first_attempt_at",
                "first_conversation_at",
            ],
        );
    }
    let returned = terminal.json(&["returned"]);
    let row = &returned[0];
    has(
        row,
        &[
            "contact_id",
            "name",
            "email",
            "reason",
            "note",
            "returned_by",
            "returned_at",
            "score_at_handoff",
            "score_now",
            "wake_at",
        ],
    );
    assert_eq!(
        (&row["reason"], &row["note"], &row["returned_by"]),
        (&"need".into(), &"not yet".into(), &"maija".into())
    );
    assert!(row["score_now"].as_i64() <= row["score_at_handoff"].as_i64());
    let verify = terminal.json(&["verify"]);
    has(
        &verify,
        &["ok", "contacts", "activities", "leads", "handoffs", "differences"],
    );
    assert_eq!(
        (&verify["ok"], &verify["contacts"], &verify["leads"]),
        (&true.into(), &3.into(), &3.into())
    );
}

#[test]
fn the_reasons_sum_to_the_score_wherever_it_is_shown() {
    let terminal = desk();
    for row in terminal.json(&["handoffs", "--all"]).as_array().unwrap() {
        assert_eq!(points(&row["reasons"]), row["score"].as_i64().unwrap(), "{row:#}");
    }
    for id in ["E1", "E2", "E3"] {
        let score = &terminal.json(&["show", id])["score"];
        assert_eq!(
            points(&score["reasons"]),
            score["total"].as_i64().unwrap(),
            "{score:#}"
        );
        let explained = terminal.json(&["score", "explain", id]);
        assert_eq!(
            points(&explained["reasons"]),
            explained["total"].as_i64().unwrap()
        );
        assert_eq!(explained["total"], score["total"]);
    }
}

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
    has(&told, &["rows", "created", "merged", "unchanged", "rejected"]);
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
fn an_act_answers_with_what_the_lead_is_now_and_undo_takes_it_back() {
    let terminal = desk();
    let before = terminal.json(&["show", "E1"]);
    let told = terminal.json(&["call", "E1", "call_back", "--callback", "tomorrow 10"]);
    assert_eq!(
        (&told["ok"], &told["stage"], &told["owner"]),
        (&true.into(), &"working".into(), &"maija".into())
    );
    has(
        &told,
        &["contact_id", "act", "sentence", "score", "class", "version"],
    );
    assert_eq!(terminal.json(&["show", "E1"])["lead"]["attempts"], 1);
    assert_eq!(terminal.json(&["undo", "E1"])["stage"], "accepted");
    let after = terminal.json(&["show", "E1"]);
    assert_eq!(after["lead"]["attempts"], 0);
    let kinds = |card: &Value| -> Vec<String> {
        let entries = card["timeline"].as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kinds(&after)[..2], ["undo", "call"]);
    assert_eq!(kinds(&after)[2..], kinds(&before)[..]);
}

#[test]
fn exit_codes_say_what_kind_of_failure_it_was() {
    let terminal = desk();
    let cases: &[(i32, &[&str])] = &[
        (0, &["list"]),
        (0, &["--help"]),
        (0, &["--version"]),
        (1, &["show", "nobody@example.com"]),
        (1, &["import", "contacts", "/no/such/file.csv"]),
        (2, &["dance"]),
        (2, &["list", "--dance"]),
        (2, &["return", "E1", "boredom"]),
        (2, &["call", "E1"]),
        (2, &["call", "E1", "call_back", "--callback", "when pigs fly"]),
        (2, &["list", "--at", "whenever"]),
        (3, &["accept", "E1", "--as", "ben"]),
        (3, &["accept", "E3"]),
        (3, &["call", "E1", "call_back"]),
        (3, &["undo", "E2", "--as", "ben"]),
    ];
    for (code, args) in cases {
        let output = terminal.run(args);
        assert_eq!(output.status.code(), Some(*code), "{args:?}: {}", said(&output));
        if *code > 0 {
            assert!(output.stdout.is_empty(), "{args:?}: {}", said(&output));
            assert!(output.stderr.len() > 20, "{args:?}: {}", said(&output));
        }
    }
}

#[test]
fn a_failure_with_json_is_one_document_as_well() {
    let terminal = desk();
    for (args, refused) in [
        (["accept", "E1", "--as", "ben", "--json"], true),
        (["show", "nobody", "--as", "ben", "--json"], false),
    ] {
        let output = terminal.run(&args);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&told["ok"], &told["refused"]), (&false.into(), &refused.into()));
        assert!(String::from_utf8_lossy(&output.stderr).contains(told["error"].as_str().unwrap()));
    }
}

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
fn what_is_not_a_terminal_gets_no_escapes() {
    let terminal = desk();
    let hostile = terminal.file(
        "hostile.csv",
        "Record ID;Name\nH1;\u{1b}[31mRed\u{202e} Team\u{9b}2J\n",
    );
    let named = terminal.file("na\u{1b}[31m\u{1b}]0;x\u{7}me\u{9b}2J.csv", PEOPLE);
    let import = ["import", "contacts", hostile.to_str().unwrap()];
    for args in [
        &import[..],
        &["import", "contacts", named.to_str().unwrap(), "--dry-run"],
        &["import", "contacts", "none\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}.csv"],
        &["show", "no\u{1b}[31mbody\u{9b}x\u{202e}"],
        &["show", "no\u{1b}[31mbody\u{9b}x\u{202e}", "--json"],
        &["note", "E1", "--at", "\u{1b}]0;x\u{7}\u{9b}", "x"],
        &["list", "--db", "/none/\u{1b}[31m\u{9b}.db"],
        &["list", "--config", "/none/\u{1b}[31m\u{9b}"],
        &["dance\u{1b}]0;x\u{7}\u{9b}\u{202e}"],
        &["list", "--limit", "\u{1b}]0;x\u{7}\u{9b}\u{202e}"],
        &["list"],
        &["show", "E1"],
        &["show", "H1"],
        &["handoffs"],
        &["returned"],
        &["verify"],
        &["score", "explain", "E1"],
        &["accept", "E1", "--as", "ben"],
        &["--help"],
        &["dance"],
    ] {
        let output = terminal.run(args);
        for stream in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(stream);
            let control = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(control, None, "{args:?}: {text:?}");
            assert!(!text.contains('\u{202e}'), "{args:?}: {text:?}");
        }
    }
}

#[test]
fn at_a_past_moment_the_world_is_as_it_was_then() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", PEOPLE);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let days = |days: i64| ago(TimeDelta::hours(days * 24 - 6));
    terminal.done(&["handoff", "E3", "--at", &days(4)]);
    terminal.done(&["accept", "E3", "--at", &days(3)]);
    terminal.done(&["return", "E3", "T", "--at", &days(2)]);
    let stage = |at: &str| terminal.json(&["show", "E3", "--at", at])["stage"].clone();
    assert_eq!(stage(&ago(TimeDelta::days(4))), "target");
    assert_eq!(stage(&ago(TimeDelta::days(3))), "queued");
    assert_eq!(stage(&ago(TimeDelta::days(2))), "accepted");
    assert_eq!(stage(&ago(TimeDelta::days(1))), "triage");
    let then = ago(TimeDelta::days(3));
    let listed = |command: &str| terminal.json(&[command, "--at", &then]).as_array().unwrap().len();
    assert_eq!(
        (listed("list"), listed("handoffs"), listed("returned")),
        (1, 1, 0)
    );
    let card = terminal.json(&["show", "E3", "--at", &then]);
    let moment: Time = then.parse().unwrap();
    let entries = card["timeline"].as_array().unwrap();
    assert!(
        entries
            .iter()
            .all(|e| time(&e["at"]) <= moment || e["kind"] == "contact"),
        "{card:#}"
    );
    assert_eq!(terminal.json(&["show", "E3"])["stage"], "triage");
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}

#[test]
fn the_database_is_named_by_a_flag_or_by_the_environment() {
    let terminal = desk();
    let other = terminal.file("other.db", "");
    std::fs::remove_file(&other).unwrap();
    let flag = ["--db", other.to_str().unwrap(), "list"];
    let output = terminal.run(&flag);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert!(
        sentence.contains("there is no database") && sentence.contains("kapula import"),
        "{sentence}"
    );
    assert!(!other.exists(), "asking makes no database");
    let output = terminal
        .command(&["list"])
        .env("KAPULA_DB", &other)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let people = terminal.file("people.csv", PEOPLE);
    let import = [
        "--db",
        other.to_str().unwrap(),
        "import",
        "contacts",
        people.to_str().unwrap(),
    ];
    terminal.done(&import);
    let output = terminal
        .command(&["verify", "--json"])
        .env("KAPULA_DB", &other)
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["ok"], &told["handoffs"]), (&true.into(), &0.into()));
}

#[test]
fn an_answer_that_cannot_be_written_is_a_failure_and_a_reader_that_went_away_is_none() {
    let desk = desk();
    let commands: [&[&str]; 9] = [
        &["list"],
        &["list", "--json"],
        &["show", "E1"],
        &["handoffs"],
        &["returned"],
        &["score", "explain", "E1"],
        &["verify"],
        &["note", "E1", "written down"],
        &["--help"],
    ];
    for args in commands {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = desk.command(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
        let sentence = String::from_utf8_lossy(&output.stderr);
        assert!(sentence.contains("could not be written"), "{args:?}: {sentence}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = desk.command(args).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        assert!(output.stderr.is_empty(), "{args:?}: {}", said(&output));
    }
    let notes = desk.json(&["show", "E1"])["timeline"].to_string();
    assert!(notes.contains("written down"), "what was done stays done");
}

#[test]
fn a_failure_that_nobody_can_read_is_told_by_its_code() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let desk = desk();
    let mut command = desk.command(&["show", "nobody@example.com", "--json"]);
    let output = command.stdout(full()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
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
