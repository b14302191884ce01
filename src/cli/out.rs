//! The two streams: answers on stdout, sentences on stderr.
//!
//! Everything that Kapula writes to them goes through here, and loses on the way what could control a terminal: names of
//! files, arguments and messages of the system stand in the sentences and are not each cleaned where they are put in.
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use super::failure::Failure;
use super::global::Format;
use crate::domain::text::{harmless, is_hidden};

/// Where answers go, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Out {
    format: Format,
}

impl Out {
    /// Output in the form that was asked for.
    pub const fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether JSON was asked for.
    pub fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Whether a person watches stderr, so that progress is worth showing.
    pub fn is_watched() -> bool {
        std::io::stderr().is_terminal()
    }

    /// The answer: as JSON, or as the text that `text` makes of it.
    pub fn answer<T: Serialize>(self, value: &T, text: impl FnOnce() -> String) -> Result<(), Failure> {
        let body = match self.format {
            Format::Json => {
                json_body(&serde_json::to_string_pretty(value).map_err(|error| Failure::failed(&error))?)
            }
            Format::Text => harmless(&text()).into_owned(),
        };
        printed(body.trim_end_matches('\n')).map_err(|error| {
            Failure::Failed(format!(
                "the answer could not be written ({error}); what was asked for is done, ask again for the answer elsewhere"
            ))
        })
    }

    /// A sentence beside the answer.
    pub fn say(sentence: &str) {
        // A terminal that is gone is no failure of what was done.
        let _ = writeln!(std::io::stderr(), "{}", harmless(sentence));
    }

    /// Overwrites the line on which progress stands; an empty text clears it.
    pub fn progress(text: &str) {
        // The terminal may be gone: nobody is left to be told, and what runs must still be ended in order.
        let mut err = std::io::stderr();
        let line = crate::tui::text::cut(&harmless(text), Self::columns());
        let _ = write!(err, "\r\x1b[2K{line}").and_then(|()| err.flush());
    }

    /// Columns that one line of progress may take: a line that wraps cannot be overwritten. The last cell stays free,
    /// because writing it makes some terminals wrap. A terminal that does not know its width is taken for 80.
    pub fn columns() -> usize {
        width(std::io::stderr()).unwrap_or(80) - 1
    }

    /// Columns of the terminal that the answer is read on; absent where none reads it, or it does not know its width: then
    /// nothing is cut.
    pub fn answer_columns() -> Option<usize> {
        width(std::io::stdout())
    }

    /// Says what went wrong, and which exit code that is.
    pub fn failure(self, failure: &Failure) -> ExitCode {
        if self.is_json() {
            let refused = matches!(failure, Failure::Refused(_));
            let answer = json!({ "ok": false, "refused": refused, "error": failure.to_string() });
            // The exit code and the sentence below say it too.
            let _ = printed(&json_body(&answer.to_string()));
        }
        Self::say(&format!("kapula: {failure}"));
        ExitCode::from(failure.code())
    }
}

/// The columns of a terminal, where it is one and knows them.
fn width(stream: impl rustix::fd::AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// A JSON document in which what could control a terminal is escaped: nothing is lost by it, and outside of strings there
/// is none of it.
fn json_body(json: &str) -> String {
    let mut body = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_hidden(c) {
            body.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(body, "\\u{unit:04x}");
            }
        }
    }
    body
}

/// Writes lines to stdout. A reader that went away (`kapula list | head`) is no failure; a disk that is full is.
fn printed(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::json_body;
    use crate::domain::text::is_hidden;

    #[test]
    fn a_json_document_says_everything_and_controls_nothing() {
        let value =
            serde_json::json!({ "a\u{9b}\u{7f}": ["\u{1b}[31m\u{202e}\u{e0041}ä\"\\", "\n\u{200b}"] });
        let body = json_body(&serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&body).unwrap(), value);
        assert!(body.chars().all(|c| c == '\n' || !is_hidden(c)), "{body}");
    }
}
