//! Prose and commands that fit the terminal.

use std::fmt::Write as _;

use super::out::Out;
use crate::domain::text::inline;
use crate::tui::text::{width, wrap};

/// A line of prose is never broken shorter than this.
const LEAST_LINE: usize = 20;

/// A sentence behind its sign, broken between words where the terminal ends.
pub fn prose(out: &mut String, sign: &str, sentence: &str) {
    broken(out, sign, sentence, Out::answer_columns());
}

fn broken(out: &mut String, sign: &str, sentence: &str, room: Option<usize>) {
    let Some(room) = room else {
        let _ = writeln!(out, "{sign}{sentence}");
        return;
    };
    let indent = " ".repeat(width(sign));
    let lines = wrap(
        sentence,
        room.saturating_sub(width(sign)).max(LEAST_LINE),
        usize::MAX,
    );
    for (place, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if place == 0 { sign } else { &indent });
    }
}

/// What a command does, and the command below it on a line of its own, to be copied: never broken, however narrow the
/// terminal is, because half a command is another one.
pub fn command(out: &mut String, what: &str, command: &str) {
    prose(out, "", what);
    let _ = writeln!(out, "  {command}");
}

/// A word of a command as a shell reads it: in quotes where it holds what a shell would take for something else.
pub fn word(text: impl std::fmt::Display) -> String {
    let text = inline(text);
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:,@%+=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_command_is_one_word_to_a_shell() {
        assert_eq!(word("/home/väinö/try.toml"), "/home/väinö/try.toml");
        assert_eq!(word("my card.toml"), "'my card.toml'");
        assert_eq!(word("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(word(""), "''");
    }

    #[test]
    fn prose_breaks_between_words_below_its_beginning_and_not_where_no_terminal_reads_it() {
        let said = |room| {
            let mut out = String::new();
            broken(&mut out, "- ", "the fitted card is the better choice", room);
            out
        };
        assert_eq!(said(Some(24)), "- the fitted card is the\n  better choice\n");
        assert_eq!(said(None), "- the fitted card is the better choice\n");
    }
}
