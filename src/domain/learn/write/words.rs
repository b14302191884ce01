//! Words as TOML: names, strings and comments, whatever comes from outside.

use std::fmt::Write as _;

/// Names of rules: small letters, digits and _, each once.
#[derive(Default)]
pub(super) struct Names(std::collections::BTreeSet<String>);

impl Names {
    /// A free name made of words.
    pub fn take(&mut self, words: &str) -> String {
        let mut name = String::new();
        for c in crate::domain::text::fold(words).chars() {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
        name.truncate(40);
        let name = name.trim_end_matches('_');
        // `cap` and `floor` are what the limits of a score are called.
        let name = if matches!(name, "" | "cap" | "floor" | "base") {
            "rule"
        } else {
            name
        };
        let mut free = name.to_owned();
        let mut again = 1;
        while self.0.contains(&free) {
            again += 1;
            free = format!("{name}_{again}");
        }
        self.0.insert(free.clone());
        free
    }
}

/// A TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text for a comment: on one line.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
