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

/// Characters that are read in a second by somebody who had been looking elsewhere.
const READ_A_SECOND: i64 = 15;

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
    /// A sentence said now: what was done stays for 6 seconds, what went wrong for 12, because it has to be acted on; either
    /// longer where reading it takes longer, up to a minute. Each line of it is a sentence of its own.
    #[must_use]
    pub fn new(said: Result<String, String>, now: Time) -> Self {
        let (sentence, kind, seconds) = match said {
            Ok(sentence) => (sentence, Kind::Done, 6),
            Err(sentence) => (sentence, Kind::Refused, 12),
        };
        let reading = i64::try_from(sentence.len()).unwrap_or(i64::MAX) / READ_A_SECOND;
        Self {
            sentence,
            kind,
            until: now + TimeDelta::seconds(seconds.max(reading.min(60))),
        }
    }
}
