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
fn a_note_that_does_not_fit_is_refused_and_not_cut() {
    let terminal = desk();
    for (args, code) in [(10_000, 0), (10_001, 2)]
        .map(|(long, code)| (["note".to_owned(), "E1".to_owned(), "ä".repeat(long)], code))
    {
        let output = terminal.run(&[&args[0], &args[1], &args[2]]);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        assert!(
            code == 0 || said(&output).contains("10 001 characters, 10 000 at most fit"),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn a_flag_that_would_count_for_nothing_is_refused_before_anything_is_done() {
    let terminal = desk();
    let visits = terminal.file("later.csv", "contact,time,kind\nE1,2026-01-01 10:00,page_view\n");
    for (args, remedy) in [
        (
            &[
                "import",
                "activities",
                visits.to_str().unwrap(),
                "--at",
                "2026-01-01 10:00",
            ][..],
            "leave --at out",
        ),
        (&["--json"], "kapula list --json"),
        (&["verify", "--at", "yesterday"], "leave --at out"),
        (&["returned", "--as", "ben"], "leave --as out"),
        (
            &["answer", "E1", "budget", "yes", "--opens", "2027-01-01"],
            "timeframe later",
        ),
        (
            &["score", "fit", "--until", "2026-01-01", "--at", "2026-01-01"],
            "--until",
        ),
    ] {
        let output = terminal.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(said(&output).contains(remedy), "{args:?}: {}", said(&output));
    }
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}

#[test]
fn nobody_who_asked_not_to_be_called_is_called_from_the_command_line() {
    let terminal = desk();
    terminal.done(&["do-not-call", "E1"]);
    let output = terminal.run(&["call", "E1", "reached"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(
        said(&output).contains("has asked not to be called; write instead"),
        "{}",
        said(&output)
    );
    terminal.done(&["do-not-call", "E1", "--clear"]);
    terminal.done(&["call", "E1", "reached"]);
}

#[test]
fn a_failure_with_json_is_one_document_as_well() {
    let terminal = desk();
    for (args, refused) in [
        (&["accept", "E1", "--as", "ben", "--json"][..], true),
        (&["show", "nobody", "--json"], false),
    ] {
        let output = terminal.run(args);
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

/// Every way in which an argument comes back in a sentence; `X` stands for the argument, `FOLDER` for the desk's.
const TOLD_BACK: &[&[&str]] = &[
    &["import", "contacts", "FOLDER/people.csvX", "--dry-run"],
    &["import", "contacts", "FOLDER/noneX"],
    &["import", "contacts", "FOLDER/emptyX"],
    &["import", "contacts", "FOLDER/nothingX"],
    &["import", "contacts", "FOLDER/people.csv", "--map", "FOLDER/noneX"],
    &[
        "import",
        "contacts",
        "FOLDER/people.csv",
        "--map",
        "FOLDER/nothingX",
    ],
    &[
        "import",
        "contacts",
        "FOLDER/people.csv",
        "--write-map",
        "FOLDER/nothingX",
    ],
    &[
        "import",
        "contacts",
        "FOLDER/people.csv",
        "--db",
        "FOLDER/nothingX",
    ],
    &[
        "import",
        "contacts",
        "FOLDER/people.csv",
        "--db",
        "FOLDER/nothingX/a.db",
    ],
    &["list", "--db", "FOLDER/noneX"],
    &["list", "--db", "FOLDER/nothingX"],
    &["list", "--config", "FOLDER/noneX"],
    &["show", "nobodyX"],
    &["show", "nobodyX", "--json"],
    &["score", "explain", "nobodyX"],
    &["erase", "nobodyX"],
    &["note", "E1", "hello", "--at", "whenX"],
    &["list", "--at", "whenX"],
    &["call", "E1", "call_back", "--callback", "whenX"],
    &["edit", "E1", "titleX"],
    &["edit", "E1", "nameX="],
    &["edit", "E1", "company_size=manyX"],
    &["reassign", "E1", "strangerX"],
    &["list", "--as", "strangerX"],
    &["score", "what-if", "--config", "FOLDER/noneX"],
    &["score", "what-if", "--config", "FOLDER/nothingX"],
    &["score", "evaluate", "--outcome-field", "X"],
    &["score", "evaluate", "--outcome-field", "anyX=1"],
    &["score", "evaluate", "--within", "fewX"],
    &["score", "evaluate", "--since", "whenX"],
    &["score", "fit", "--out", "FOLDER/noneX/card.toml"],
];

#[test]
fn an_argument_is_one_piece_of_one_line_and_takes_nothing_of_the_sentence_along() {
    let terminal = desk();
    let (hostile, tame) = ("a\nb\u{1b}[", "a b");
    for name in [hostile, tame] {
        terminal.file(&format!("people.csv{name}"), PEOPLE);
        terminal.file(&format!("empty{name}"), "");
        terminal.file(
            &format!("nothing{name}"),
            "<html>no table, no map, no rules, no database</html>",
        );
    }
    let folder = terminal.db().parent().unwrap().to_str().unwrap().to_owned();
    for case in TOLD_BACK {
        let told = |argument: &str| {
            let put_in = |word: &&str| word.replace('X', argument).replace("FOLDER", &folder);
            let args: Vec<String> = case.iter().map(put_in).collect();
            let output = terminal.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            // What takes long is told with its rate, which is another each time.
            let told = said(&output);
            let lines = told.lines().filter(|line| !line.ends_with(" rows/s"));
            (output.status.code(), lines.collect::<Vec<_>>().join("\n"))
        };
        let (expected, found) = (told(tame), told(hostile));
        assert_eq!(found, expected, "{case:?}");
        assert!(
            found.1.contains(tame) || case.contains(&"strangerX"),
            "{case:?}: {}",
            found.1
        );
    }
}

#[test]
fn a_word_that_is_no_command_is_one_piece_of_one_line_too() {
    let terminal = desk();
    for case in [
        &["danceX"][..],
        &["list", "--danceX"],
        &["list", "--limit", "manyX"],
        &["return", "E1", "boredomX"],
        &["triage", "E1", "awayX"],
        &["show", "E1", "moreX"],
    ] {
        let told = |argument: &str| {
            let args: Vec<String> = case.iter().map(|word| word.replace('X', argument)).collect();
            let output = terminal.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            (output.status.code(), said(&output))
        };
        let (code, expected) = told("\u{fffd}\u{fffd}[");
        assert_eq!(code, Some(2), "{case:?}: {expected}");
        assert_eq!(told("\n\u{1b}["), (code, expected), "{case:?}");
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
