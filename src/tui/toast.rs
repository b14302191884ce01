//! A sentence about what was done or why not: it appears in place and goes away by itself.

use chrono::TimeDelta;

use crate::domain::Time;

/// Whether it is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was done.
    Done,
    /// It was not, and why.
    Refused,
}

/// A sentence on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub sentence: String,
    /// Whether it is good news.
    pub kind: Kind,
    /// When it goes away.
    pub until: Time,
}

impl Toast {
    /// A sentence said now: what was done stays for 6 seconds, what went wrong for 12, because it has to be acted on.
    #[must_use]
    pub fn new(said: Result<String, String>, now: Time) -> Self {
        let (sentence, kind, seconds) = match said {
            Ok(sentence) => (sentence, Kind::Done, 6),
            Err(sentence) => (sentence, Kind::Refused, 12),
        };
        Self {
            sentence,
            kind,
            until: now + TimeDelta::seconds(seconds),
        }
    }
}
