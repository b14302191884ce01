//! Starting and stopping, on every kind of ground.

use std::time::Duration;

use super::office::{Office, USUAL};
use super::terminal::Terminal;

/// What the demo's year may take: ten seconds of processor time in a debug build, on a machine that is shared.
const YEAR: Duration = Duration::from_secs(150);

#[test]
fn an_empty_database_says_what_to_do_next_and_q_gives_the_terminal_back() {
    let office = Office::empty();
    let mut launch = office.launch("mikko", &[]);
    launch.size = USUAL;
    let mut cockpit = Terminal::open(&launch);
    cockpit.wait("import or demo", |view| {
        view.has("kapula import contacts") && view.has("kapula demo")
    });
    cockpit.look(|view| {
        assert!(view.screen().alternate_screen());
        assert!(view.screen().bracketed_paste());
    });
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
}

#[test]
fn without_a_terminal_a_sentence_names_what_works_without_one() {
    let office = Office::empty();
    let output = office.run(&[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("kapula list"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn scoring_files_that_are_not_in_force_are_told_whole_at_the_start_and_go_with_a_key() {
    let office = Office::with_leads();
    let rules = include_str!("../../../config/scoring.toml");
    let other = rules.replacen("\na = 70\n", "\na = 71\n", 1);
    assert_ne!(rules, other);
    office.file("config/scoring.toml", other.as_bytes());
    let mut cockpit = office.cockpit("mikko");
    cockpit.wait("what to do about the files", |view| {
        view.has("scoring files have changed") && view.has("kapula score rebuild`")
    });
    cockpit.keys("2");
    cockpit.shows_no("scoring files");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
}

#[test]
fn wrong_settings_are_all_told_with_file_and_line_and_the_screen_is_left_alone() {
    let office = Office::empty();
    office.file(
        "config/kapula.toml",
        b"[show]\ntheme = \"dark\"\n\n[clocks]\nurgent_minutes = 0\nlunch = 1\n",
    );
    let terminal = office.cockpit("mikko");
    assert_eq!(terminal.exit_code(), 1);
    for problem in [
        "kapula.toml:2",
        "kapula.toml:5",
        "kapula.toml:6",
        "theme",
        "urgent_minutes",
        "lunch",
    ] {
        terminal.shows(problem);
    }
    let raw = terminal.raw_since(0);
    assert!(!raw.contains(&0x1b), "no escape sequence is written");
}

#[test]
fn a_wrong_key_is_told_before_anything_starts() {
    let office = Office::empty();
    office.file(
        "config/keys.toml",
        b"fly = \"z\"\nhelp = \"H\"\ncall = \"nokey\"\n",
    );
    let cockpit = office.cockpit("mikko");
    cockpit.wait("every mistake of the file", |view| {
        view.has("keys.toml:1: fly: there is no action `fly`") && view.has("keys.toml:3: call: `nokey`")
    });
    assert_eq!(cockpit.exit_code(), 1);
}

#[test]
fn the_demo_fills_the_list_goes_on_by_itself_and_leaves_nothing_behind() {
    let office = Office::empty();
    let mut cockpit = Terminal::open(&office.launch("mikko", &["demo", "--seed", "7"])).patient(YEAR);
    cockpit.shows("a made-up team lives through its year");
    cockpit.wait("a filled call list", |view| {
        view.has("▸  1") && (3..14).all(|row| view.row(row).chars().any(char::is_alphabetic))
    });
    let letters = |text: String| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
    let before = cockpit.look(|view| letters(view.text()));
    cockpit.wait("something happens by itself", |view| {
        letters(view.text()) != before
    });
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
    let left = std::fs::read_dir(office.tmp()).expect("the folder is there");
    assert_eq!(left.count(), 0, "the temporary folder is empty again");
}
