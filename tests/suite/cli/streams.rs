//! Exit codes, and what goes to which stream in which form.

use super::*;

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
