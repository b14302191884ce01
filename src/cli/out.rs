//! The two streams: answers on stdout, sentences on stderr.
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use super::args::Format;
use super::failure::Failure;

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
            Format::Json => serde_json::to_string_pretty(value).map_err(|error| Failure::failed(&error))?,
            Format::Text => text(),
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
        let _ = writeln!(std::io::stderr(), "{sentence}");
    }

    /// Overwrites the line on which progress stands; an empty text clears it.
    pub fn progress(text: &str) {
        // The terminal may be gone: nobody is left to be told, and what runs must still be ended in order.
        let mut err = std::io::stderr();
        let columns = rustix::termios::tcgetwinsize(&err).map_or(0, |size| size.ws_col);
        let line = one_line(text, usize::from(columns));
        let _ = write!(err, "\r\x1b[2K{line}").and_then(|()| err.flush());
    }

    /// Says what went wrong, and which exit code that is.
    pub fn failure(self, failure: &Failure) -> ExitCode {
        if self.is_json() {
            let refused = matches!(failure, Failure::Refused(_));
            let answer = json!({ "ok": false, "refused": refused, "error": failure.to_string() });
            // The exit code and the sentence below say it too.
            let _ = printed(&answer.to_string());
        }
        Self::say(&format!("kapula: {failure}"));
        ExitCode::from(failure.code())
    }
}

/// As much of a text as one line of a terminal holds: a line that wraps cannot be overwritten. The last cell stays free,
/// because writing it makes some terminals wrap. A terminal that does not know its width (0) is taken for 80.
fn one_line(text: &str, columns: usize) -> String {
    let columns = if columns == 0 { 80 } else { columns };
    crate::tui::text::cut(text, columns - 1)
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
mod tests {
    use super::one_line;
    use crate::tui::text::width;

    #[test]
    fn progress_never_takes_more_than_one_line() {
        let bar = format!("{} 100 % 123456 entries · 5000 entries/s", "█".repeat(24));
        for columns in 1..200 {
            assert!(width(&one_line(&bar, columns)) < columns, "{columns}");
        }
        assert_eq!(one_line(&bar, 120), bar);
    }
}
