//! Text from outside never controls the terminal.

use std::fmt::Write as _;

use super::office::Office;
use super::terminal::find;

/// What is tried: sequences that Kapula itself never sends, C1, bidi, forged rows, floods of what has no width.
const HOSTILE: [&str; 12] = [
    "\x1b]0;owned\x07",
    "\x1b[6n\x1b[c\x1b[?1003h",
    "\x1bc\x1b(0",
    "\x1bP+q544e\x1b\\",
    "\u{9b}31m\u{9d}0;owned\u{9c}",
    "\u{202e}gnp.exe\u{202d}\u{2066}\u{2067}\u{2068}\u{2069}",
    "\u{200e}\u{200f}\u{61c}",
    "one\ntwo\r\nthree\rfour\u{2028}five\u{2029}six\u{85}",
    "\u{200b}\u{200c}\u{2060}\u{feff}\u{3164}\u{ad}\u{180e}",
    "Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}\u{30d}",
    "\u{e0041}\u{e0042}\u{e007f}\u{fff9}\u{fffb}",
    "\x01\x07\x08\x0e\x7f",
];

/// Characters that must never be written, whatever stands around them.
fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200c}'
        | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Words enough that the file is not taken for a binary one, which is refused as a whole.
fn plain() -> String {
    " and some plain words".repeat(24)
}

/// A contacts file with all of it in every column, and names that are still names.
fn contacts() -> String {
    let columns = [
        "ID",
        "First name",
        "Last name",
        "Email",
        "Phone",
        "Title",
        "Company",
        "Industry",
        "City",
        "Lead source",
        "Website",
        "Owner",
        "Hat \x1b[31msize",
    ];
    let mut csv = columns.join(",");
    csv.push_str(",Company size,Deal size,Remarks\n");
    for (index, nasty) in HOSTILE.iter().enumerate() {
        let cell = |name: &str| format!("\"{name}{nasty}{index}\"");
        let row = [
            format!("H{index}"),
            cell("First"),
            cell("Last"),
            format!("\"mail{index}@host{nasty}.example\""),
            format!("\"+358 40 123 46{index:02}{nasty}\""),
            cell("CEO"),
            cell("Company"),
            cell("Retail"),
            cell("City"),
            cell("Demo request"),
            cell("www"),
            cell(""),
            cell("Hat"),
            "320".to_owned(),
            "60000".to_owned(),
            plain(),
        ];
        csv.push_str(&row.join(","));
        csv.push('\n');
    }
    csv
}

/// What they did: the nasty text in the detail and in the kind.
fn activities() -> String {
    let mut csv = String::from("contact,time,kind,detail\n");
    for (index, nasty) in HOSTILE.iter().enumerate() {
        let good = super::office::interest(&format!("H{index}"), 10);
        csv.push_str(&good);
        for row in good.lines() {
            let start: Vec<&str> = row.splitn(3, ',').take(2).collect();
            let start = start.join(",");
            let words = plain();
            let _ = writeln!(csv, "{start},page_view,\"/pricing{nasty}{words}\"");
            let _ = writeln!(csv, "{start},\"kind{nasty}\",\"detail{nasty}{words}\"");
        }
    }
    csv
}

#[test]
fn hostile_text_in_every_column_reaches_no_terminal_on_any_screen() {
    let office = Office::empty();
    office.import("contacts", &contacts());
    office.import("activities", &activities());
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("12 to call");
    for (key, shown) in [
        ("2", "State"),
        ("3", "Nothing waits"),
        ("4", "Stage"),
        ("1", "Tries"),
    ] {
        cockpit.keys(key);
        cockpit.shows(shown);
    }
    for rank in 2..=12 {
        cockpit.keys("j");
        cockpit.shows(&format!("▸{rank:>3} "));
    }
    cockpit.keys("g\r");
    cockpit.shows("Handed to sales");
    cockpit.keys("Gq");
    cockpit.shows_no("Handed to sales");
    cockpit.keys("N3");
    cockpit.shows("no need  1");
    cockpit.keys("/first1");
    cockpit.shows("First1");
    cockpit.keys("\x03");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
    assert_clean(&cockpit.raw_since(0));

    for args in [
        &["list"][..],
        &["show", "H5"],
        &["returned"],
        &["handoffs"],
        &["show", "H1"],
    ] {
        let printed = office.says(args);
        let bad: Vec<char> = printed
            .chars()
            .filter(|c| *c != '\n' && is_forbidden(*c))
            .collect();
        assert!(bad.is_empty(), "{args:?} prints {bad:?}");
    }
}

/// Everything between the first and the last sequence of the cockpit is its own sequences and clean text.
fn assert_clean(raw: &[u8]) {
    let start = find(raw, b"\x1b[?1049h").expect("the cockpit was there");
    let end = find(raw, b"code ").expect("the cockpit has ended");
    let text = std::str::from_utf8(&raw[start..end]).expect("UTF-8 is written");
    let mut marks = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\x1b' {
            rest = own_sequence(rest);
            continue;
        }
        assert!(!is_forbidden(c), "{c:?} is written before {:?}", head(rest));
        marks = if ('\u{300}'..='\u{36f}').contains(&c) {
            marks + 1
        } else {
            0
        };
        assert!(marks <= 4, "a flood of combining marks is written");
        rest = &rest[c.len_utf8()..];
    }
}

/// What follows one of the sequences that the cockpit sends itself; fails on any other.
fn own_sequence(text: &str) -> &str {
    let fixed = ["\x1b\\"];
    if let Some(rest) = fixed.iter().find_map(|own| text.strip_prefix(own)) {
        return rest;
    }
    let body = text.strip_prefix("\x1b[").unwrap_or_default();
    let end = body
        .find(|c: char| !(c.is_ascii_digit() || c == ';' || c == '?'))
        .unwrap_or(0);
    let modes = ["1049", "1000", "1006", "2004", "1004", "7", "25", "2026"];
    let own = match (body.as_bytes().get(end), body[..end].strip_prefix('?')) {
        (Some(b'h' | b'l'), Some(mode)) => modes.contains(&mode),
        (Some(b'H' | b'C' | b'J' | b'K' | b'm'), None) => true,
        _ => false,
    };
    assert!(own, "not a sequence of ours: {:?}", head(text));
    &body[end + 1..]
}

fn head(text: &str) -> String {
    text.chars().take(24).collect()
}
