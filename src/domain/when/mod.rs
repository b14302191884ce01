//! Times as people say them, in English and Finnish: read, refused with a remedy, and read back.

mod error;
mod phrase;
mod show;
mod span;
mod words;
mod written;

#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::Time;
use super::calendar::instant_of;
use super::text::fold;

pub use error::WhenError;
pub use show::{ago, show, show_day};

/// The longest text that is looked at, in bytes: nobody says a time at greater length.
const LONGEST: usize = 100;

/// The hour of a day that was named without one.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Reads a future time as people say it: `tomorrow 10`, `mon 9:30`, `in 2 h`, `15.1.`, `2027-02`, `huomenna 10`,
/// `ma klo 9.30`, `2 viikon päästä`.
///
/// A day without an hour is 9:00, a month, quarter or year its first working day (Monday to Friday, not New Year's Day), a week its Monday.
/// What is said without a year, or as a weekday, is the next one ahead; an hour alone is today if it is still ahead, else
/// tomorrow. `in 3 days` is a day, `in 3 h` an instant. Hours that the clocks skip become the first instant after, hours
/// they show twice the earlier one.
///
/// # Errors
/// When it is not understood, names a day that does not exist, or has passed.
pub fn parse(text: &str, now: Time, zone: Tz) -> Result<Time, WhenError> {
    let time = read(text, now, zone)?;
    if time > now {
        Ok(time)
    } else {
        Err(WhenError::Passed(show(time, now, zone)))
    }
}

/// Reads a past time as files write it, for import: RFC 3339; `yyyy-mm-dd` and Finnish `d.m.yyyy`, each with or without
/// `hh:mm[:ss]` (`klo hh.mm`, `2:30 PM`); Excel serials (1900 system) from 25569 to 60000, the fraction being the time of
/// day; Unix seconds of 10 digits and milliseconds of 13.
///
/// Of `a/b/yyyy`, what is above 12 is the day; when both could be, the day comes first. A date alone is its midnight.
///
/// # Errors
/// When it is none of these, names a day that does not exist, or has a year of two digits.
pub fn parse_past(text: &str, zone: Tz) -> Result<Time, WhenError> {
    parse_past_in(text, zone, Slashes::DayFirst)
}

/// The same, where it is known from other dates which number comes first in `a/b/yyyy` when both could be a month.
///
/// # Errors
/// As [`parse_past`].
pub fn parse_past_in(text: &str, zone: Tz, slashes: Slashes) -> Result<Time, WhenError> {
    let known = match bounded(text) {
        Some(short) => match written::number(short) {
            Some(number) => Some(number),
            None => written::date_and_time(short, slashes)?,
        },
        None => None,
    };
    match known {
        Some(written) => Ok(written.instant(NaiveTime::MIN, zone)),
        None => Err(WhenError::not_written(text)),
    }
}

/// Reads any time, past or future: all that [`parse_past`] and [`parse`] understand, and `now`, `yesterday 10`, `2 h ago`.
///
/// # Errors
/// When it is not understood or names a day that does not exist.
pub fn parse_at(text: &str, now: Time, zone: Tz) -> Result<Time, WhenError> {
    match parse_past(text, zone) {
        Err(WhenError::NotWritten(_)) => read(text, now, zone),
        known => known,
    }
}

/// Which number comes first in dates such as `1/5/2026`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Slashes {
    /// The day: the fifth month.
    #[default]
    DayFirst,
    /// The month: the fifth day.
    MonthFirst,
}

/// The first two numbers of a text that begins with a date such as `1/5/2026`; nothing when it begins otherwise.
#[must_use]
pub fn slashed(text: &str) -> Option<(u32, u32)> {
    written::slashed(bounded(text)?)
}

/// An instant, or a date with perhaps an hour on the wall.
enum Written {
    Instant(Time),
    Wall(NaiveDate, Option<NaiveTime>),
}

impl Written {
    fn instant(self, without_hour: NaiveTime, zone: Tz) -> Time {
        match self {
            Self::Instant(time) => time,
            Self::Wall(date, time) => {
                instant_of(zone, NaiveDateTime::new(date, time.unwrap_or(without_hour)))
            }
        }
    }
}

fn bounded(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

fn read(text: &str, now: Time, zone: Tz) -> Result<Time, WhenError> {
    let short = bounded(text).ok_or_else(|| WhenError::not_understood(text))?;
    if let Some(written) = written::date_and_time(short, Slashes::DayFirst)? {
        return Ok(written.instant(MORNING, zone));
    }
    let folded = fold(short).replace(',', " ");
    let words: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| !words::is_filler(word))
        .collect();
    if let Some(span) = span::read(&words) {
        return span?.from(now, zone).ok_or(WhenError::TooFar);
    }
    let phrase = phrase::Phrase::read(&words).ok_or_else(|| WhenError::not_understood(text))?;
    phrase.resolve(now, zone)
}
