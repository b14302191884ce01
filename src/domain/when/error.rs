//! Why a time was not understood.

use thiserror::Error;

use crate::domain::text::clean;

/// Why a time was refused, as a sentence that says what can be typed instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WhenError {
    /// Not a time as people say it.
    #[error("`{0}` is no time: try `tomorrow 10`, `mon 9:30`, `in 2 h`, `15.1.` or `2027-02`")]
    NotUnderstood(String),
    /// Not a time as files write it.
    #[error("`{0}` is no time: write `2026-11-23 14:30`, `23.11.2026 klo 14.30` or RFC 3339")]
    NotWritten(String),
    /// Understood, as shown, but it is over.
    #[error("{0} has passed: name a later time, like `tomorrow 10` or `mon 9:30`")]
    Passed(String),
    /// The month has no such day.
    #[error("there is no such day as {0}: look at the calendar, or try `mon 9:30` or `15.1.`")]
    NoSuchDay(String),
    /// The date is not the weekday, or not the `tomorrow`, that was said with it.
    #[error("{0}: leave out one of the two, or correct it")]
    Contradiction(String),
    /// The year has two digits: 1927 or 2027?
    #[error("write the year with four digits, like `15.1.2027`")]
    ShortYear,
    /// Beyond what a calendar is for.
    #[error("that is too far away: name a time within a hundred years, like `in 2 weeks` or `2027-02`")]
    TooFar,
}

impl WhenError {
    pub(super) fn not_understood(text: &str) -> Self {
        Self::NotUnderstood(excerpt(text))
    }

    pub(super) fn not_written(text: &str) -> Self {
        Self::NotWritten(excerpt(text))
    }
}

/// The text, harmless and short enough for a line.
fn excerpt(text: &str) -> String {
    let mut start: String = text.chars().take(60).collect();
    start = clean(&start);
    if start.chars().count() > 30 {
        start = start.chars().take(29).collect();
        start.push('…');
    }
    start
}
