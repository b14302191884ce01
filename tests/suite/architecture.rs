//! The rooms know only whom they may know: reads `src/` and fails on a forbidden edge.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Who may know whom, besides itself. Everybody knows `domain`; `domain` knows nobody.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("config", &["domain"]),
    ("store", &["domain"]),
    ("engine", &["store", "domain"]),
    ("intake", &["engine", "domain"]),
    ("outlet", &["domain"]),
    ("demo", &["engine", "domain"]),
    ("tui", &["domain"]),
    ("session", &["tui", "engine", "outlet", "domain"]),
    (
        "cli",
        &[
            "session", "tui", "intake", "outlet", "demo", "engine", "store", "config", "domain",
        ],
    ),
    (
        "lib",
        &[
            "cli", "config", "demo", "domain", "engine", "intake", "outlet", "session", "store", "tui",
        ],
    ),
    ("main", &["cli"]),
];

/// Crates that a room must not touch: the screen knows no disk and no waiting, the domain knows nothing of either.
const FORBIDDEN_CRATES: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "rusqlite",
            "tokio",
            "ratatui_core",
            "termina",
            "rustix",
            "notify",
            "clap",
            "csv",
            "calamine",
            "tempfile",
        ],
    ),
    ("config", &["rusqlite", "tokio", "ratatui_core", "termina"]),
    ("store", &["ratatui_core", "termina", "clap", "csv"]),
    ("engine", &["rusqlite", "ratatui_core", "termina", "clap", "csv"]),
    ("intake", &["rusqlite", "ratatui_core", "tokio"]),
    ("outlet", &["rusqlite", "ratatui_core"]),
    ("tui", &["rusqlite", "tokio", "termina", "rustix", "notify"]),
    ("session", &["rusqlite", "clap"]),
    ("cli", &["rusqlite", "ratatui_core"]),
];

/// Tests inside the tree that set their scene with more than their room may know: the demo's team under the built-in rules.
const SCENES: &[&str] = &["demo/tests.rs"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with the room that it belongs to and its text without comments.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(
        files.len() > 50,
        "the walk over src/ found only {} files",
        files.len()
    );
    files
        .into_iter()
        .filter(|path| !SCENES.iter().any(|scene| path.ends_with(scene)))
        .map(|path| {
            let inside = path.strip_prefix(&src).expect("a file of src");
            let first = inside.iter().next().expect("a name").to_string_lossy();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).expect("source is text");
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (room, path.clone(), lines.join("\n"))
        })
        .collect()
}

fn word_after<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|(at, _)| {
            let rest = &text[at + prefix.len()..];
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .collect()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The rooms that a text names: `crate::store::...`, and the braces of `use crate::{store, engine}`.
fn named(code: &str, root: &str) -> Vec<String> {
    let mut names: Vec<String> = word_after(code, root)
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    for (at, _) in code.match_indices(&format!("{root}{{")) {
        let mut depth = 0;
        let mut word = String::new();
        for c in code[at + root.len()..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                c if depth == 1 && is_of_word(c) => word.push(c),
                _ => {}
            }
            if !is_of_word(c) && !word.is_empty() {
                names.push(std::mem::take(&mut word));
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn every_room_knows_only_whom_it_may_know() {
    let may_know: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    let all: Vec<&str> = MAY_KNOW.iter().map(|(room, _)| *room).collect();
    let mut forbidden = Vec::new();
    let mut seen = 0;
    for (room, path, code) in rooms() {
        let allowed = may_know
            .get(room.as_str())
            .unwrap_or_else(|| panic!("{room} has no place in the architecture"));
        for root in ["crate::", "kapula::"] {
            for name in named(&code, root)
                .into_iter()
                .filter(|name| all.contains(&name.as_str()))
            {
                seen += 1;
                if name != room && !allowed.contains(&name.as_str()) {
                    forbidden.push(format!("{}: {room} -> {name}", path.display()));
                }
            }
        }
    }
    assert!(
        seen > 200,
        "only {seen} edges were seen: the reader of this test is broken"
    );
    assert!(forbidden.is_empty(), "forbidden edges:\n{}", forbidden.join("\n"));
}

#[test]
fn no_room_touches_a_crate_that_is_not_its_business() {
    let mut forbidden = Vec::new();
    for (room, path, code) in rooms() {
        let crates = FORBIDDEN_CRATES
            .iter()
            .find(|(name, _)| *name == room)
            .map_or(&[][..], |(_, crates)| *crates);
        for name in crates {
            if code.contains(&format!("{name}::")) {
                forbidden.push(format!("{}: {room} uses {name}", path.display()));
            }
        }
    }
    assert!(
        forbidden.is_empty(),
        "forbidden crates:\n{}",
        forbidden.join("\n")
    );
}

#[test]
fn the_reader_of_this_test_sees_edges_in_every_form() {
    assert_eq!(named("use crate::store::Reader;", "crate::"), ["store"]);
    assert_eq!(
        named("use crate::{store::{Reader, Write}, engine};", "crate::"),
        ["store", "engine"]
    );
    assert_eq!(named("let x = crate::tui::view();", "crate::"), ["tui"]);
}
