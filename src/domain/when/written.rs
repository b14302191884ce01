//! Dates and times as files write them, and the pieces of them that people type.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime};

use super::{Slashes, WhenError, Written};
use crate::domain::Time;

/// A serial of Excel's 1900 system (days since 1899-12-30) or Unix time.
pub(super) fn number(text: &str) -> Option<Written> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        let unix = match text.len() {
            10 => DateTime::from_timestamp(text.parse().ok()?, 0),
            13 => DateTime::from_timestamp_millis(text.parse().ok()?),
            _ => None,
        };
        if let Some(time) = unix {
            return Some(Written::Instant(time));
        }
    }
    let (days, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if days.len() != 5 || !plain(days) || !plain(fraction) {
        return None;
    }
    let serial: f64 = format!("{days}.{fraction}0").parse().ok()?;
    if !(25_569.0..=60_000.0).contains(&serial) {
        return None;
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    // Whole milliseconds: the binary fraction of 9:36 is not 9:36 to the last bit.
    let wall = epoch.checked_add_signed(Duration::milliseconds((serial * 86_400_000.0).round() as i64))?;
    Some(Written::Wall(wall.date(), Some(wall.time())))
}

/// A whole date with or without an hour; nothing when the text does not begin with one, or goes on with something else.
pub(super) fn date_and_time(text: &str, slashes: Slashes) -> Result<Option<Written>, WhenError> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(Some(Written::Instant(whole_ms(time.to_utc()))));
    }
    let cut = text
        .find(|c: char| matches!(c, 'T' | 't' | ',') || c.is_whitespace())
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(cut);
    let Some(date) = whole_date(date, slashes)? else {
        return Ok(None);
    };
    let rest = rest.trim_start_matches(|c: char| matches!(c, 'T' | 't' | ',') || c.is_whitespace());
    let lower = rest.to_ascii_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if matches!(words.first(), Some(&("klo" | "kello" | "kl." | "kl" | "at"))) {
        words.remove(0);
    }
    Ok(after_date(date, &words))
}

/// The hour after a date, with an offset to UTC or without.
fn after_date(date: NaiveDate, words: &[&str]) -> Option<Written> {
    let Some((first, rest)) = words.split_first() else {
        return Some(Written::Wall(date, None));
    };
    let cut = first.find(['+', '-', 'z']).filter(|at| *at > 0);
    if let Some(at) = cut {
        let (time, offset) = first.split_at(at);
        let (time, _) = hour(time, &[])?;
        return rest.is_empty().then(|| at_offset(date, time, offset)).flatten();
    }
    let (time, taken) = hour(first, rest)?;
    match words.get(taken..).unwrap_or_default() {
        [] => Some(Written::Wall(date, Some(time))),
        [offset] => at_offset(date, time, offset),
        _ => None,
    }
}

fn at_offset(date: NaiveDate, time: NaiveTime, offset: &str) -> Option<Written> {
    let wall = date.and_time(time).and_utc();
    let instant = wall.checked_sub_signed(Duration::minutes(offset_minutes(offset)?))?;
    Some(Written::Instant(whole_ms(instant)))
}

/// An offset to UTC in minutes: `z`, `utc`, `+02:00`, `-0500`, `+02`.
pub(super) fn offset_minutes(word: &str) -> Option<i64> {
    if matches!(word, "z" | "utc" | "gmt") {
        return Some(0);
    }
    let sign = match word.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = word.get(1..)?.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let (hours, minutes) = (
        digits.get(..2)?.parse::<i64>().ok()?,
        digits.get(2..)?.parse().unwrap_or(0),
    );
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// A date with its year in one word; nothing when it is something else.
pub(super) fn whole_date(word: &str, slashes: Slashes) -> Result<Option<NaiveDate>, WhenError> {
    let Some((a, b, c)) = three(word) else {
        return Ok(None);
    };
    let (Some(first), Some(second), Some(third)) = (digits(a), digits(b), digits(c)) else {
        return Ok(None);
    };
    let (year, month, day) = if a.len() == 4 {
        (first, second, third)
    } else if c.len() == 4 {
        let american = word.contains('/') && (second > 12 || (slashes == Slashes::MonthFirst && first <= 12));
        if american {
            (third, first, second)
        } else {
            (third, second, first)
        }
    } else if c.len() <= 2 && (1..=31).contains(&first) {
        return Err(WhenError::ShortYear);
    } else {
        return Ok(None);
    };
    match NaiveDate::from_ymd_opt(year.cast_signed(), month, day) {
        Some(date) => Ok(Some(date)),
        None => Err(WhenError::NoSuchDay(word.to_owned())),
    }
}

/// The first two numbers of a date with slashes and its year at the end.
pub(super) fn slashed(text: &str) -> Option<(u32, u32)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '/')
        .unwrap_or(text.len());
    let (first, second, year) = three(text.get(..end)?)?;
    let small = |part: &str| digits(part).filter(|_| part.len() <= 2);
    (year.len() == 4).then_some((small(first)?, small(second)?))
}

/// The three parts of a date, all apart by the same sign.
fn three(word: &str) -> Option<(&str, &str, &str)> {
    let sign = word.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = word.split(sign);
    let three = (parts.next()?, parts.next()?, parts.next()?);
    (matches!(sign, '-' | '.' | '/') && parts.next().is_none()).then_some(three)
}

/// One to four digits as a number.
pub(super) fn digits(text: &str) -> Option<u32> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// An hour of the day and how many words it takes: `14`, `9:30`, `9.30`, `14:30:05.250`, `9am`, `9:30 pm`, `noon`.
pub(super) fn hour(word: &str, next: &[&str]) -> Option<(NaiveTime, usize)> {
    if word == "noon" {
        return Some((NaiveTime::from_hms_opt(12, 0, 0)?, 1));
    }
    let (clock, half, taken) = half_of_day(word, next);
    let mut parts = clock.split([':', '.']);
    let hour = parts.next().filter(|part| part.len() <= 2).and_then(digits)?;
    let minute = parts.next().map_or(Some(0), two_digits)?;
    let second = parts.next().map_or(Some(0), two_digits)?;
    let milli = parts.next().map_or(Some(0), millis)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
    };
    let time = NaiveTime::from_hms_milli_opt(hour, minute, second, milli)?;
    parts.next().is_none().then_some((time, taken))
}

/// Takes `am` or `pm` off a word or off the next one: what is left, the hours to add, the words taken.
fn half_of_day<'a>(word: &'a str, next: &[&str]) -> (&'a str, Option<u32>, usize) {
    let half = |text: &str| match text {
        "am" | "a.m." => Some(0),
        "pm" | "p.m." => Some(12),
        _ => None,
    };
    let end = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (clock, tail) = word.split_at(end);
    if let Some(hours) = half(tail) {
        return (clock, Some(hours), 1);
    }
    match next.first().and_then(|word| half(word)) {
        Some(hours) => (word, Some(hours), 2),
        None => (word, None, 1),
    }
}

fn two_digits(part: &str) -> Option<u32> {
    digits(part).filter(|_| part.len() == 2)
}

/// A fraction of a second, cut to milliseconds.
fn millis(part: &str) -> Option<u32> {
    let plain = (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("{part:0<3}")[..3].parse().ok()).flatten()
}

fn whole_ms(time: Time) -> Time {
    DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time)
}
