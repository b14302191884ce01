//! Text on its way to a terminal: whatever it is made of, it controls nothing there.

use std::borrow::Cow;
use std::fmt::Display;

use super::clean::{MARKS, is_invisible, is_joiner, is_mark, is_selector};
use super::escape::after_sequence;

/// Takes out of a text what [`clean`](super::clean) would take out, and leaves how it is laid out: line breaks, and
/// spaces as many as there are. A tab becomes a space. Text that was cleaned on its way in comes through unchanged.
///
/// For what is put together of own words and outside ones and cannot be told apart any more: a table, the messages of
/// others. What is put into a sentence of our own goes through [`inline`] first.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut marks) = (text, 0);
    loop {
        if let Some(after) = after_sequence(rest) {
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        if !is_joiner(c) && !is_selector(c) {
            marks = if is_mark(c) { marks + 1 } else { 0 };
        }
        if c == '\t' {
            out.push(' ');
        } else if c == '\n' || (marks <= MARKS && !is_hidden(c)) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// An argument or the name of a file as it stands in a sentence: one piece of one line of it.
///
/// Harmless by itself already, so that an unfinished control sequence at its end takes nothing of the words after it along;
/// line breaks become spaces. Spaces stay as many as there are: what is shown can be copied.
#[must_use]
pub fn inline(said: impl Display) -> String {
    harmless(&said.to_string()).replace('\n', " ")
}

/// Whether a character is never shown: it controls something, hides text or turns it around.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control() || (is_invisible(c) && !is_joiner(c) && !is_selector(c))
}
