//! Spans from now: `in 2 h`, `+30 min`, `2 d`, `in 1 h 30 min`, `in half an hour`, `2 viikon päästä`, `vartin päästä`,
//! `3 days ago`.

use chrono::{Days, Duration, Months, NaiveTime};
use chrono_tz::Tz;

use super::words::{Unit, fraction, number, unit};
use super::{MORNING, WhenError, written};
use crate::domain::Time;
use crate::domain::calendar::instant_of;

/// More of any unit is a slip of the finger; it also keeps the sums far from any overflow.
const MOST: i64 = 1_000_000;

/// So much later than now, or earlier.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    minutes: i64,
    days: i64,
    months: i64,
    back: bool,
    hour: Option<NaiveTime>,
}

/// Reads words that are a span; nothing when they are something else.
pub(super) fn read(words: &[&str]) -> Option<Result<Span, WhenError>> {
    let (sign, mut rest) = match words {
        ["in" | "after" | "+", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut span = Span::default();
    let mut parts = 0;
    let mut huge = false;
    while let Some((count, of, left)) = part(rest) {
        huge |= count > MOST;
        span.add(count.min(MOST), of);
        parts += 1;
        rest = left;
    }
    if parts == 0 {
        return None;
    }
    rest = match rest {
        ["ago" | "sitten" | "earlier", rest @ ..] if !sign => {
            span.back = true;
            rest
        }
        ["from", "now", rest @ ..] | ["paasta" | "kuluttua" | "later", rest @ ..] | rest => rest,
    };
    if let [first, more @ ..] = rest
        && let Some((hour, taken)) = written::hour(first, more)
        && span.minutes == 0
    {
        span.hour = Some(hour);
        rest = rest.get(taken..).unwrap_or_default();
    }
    if !rest.is_empty() {
        return None;
    }
    Some(if huge { Err(WhenError::TooFar) } else { Ok(span) })
}

/// A count with its unit, in one word or two, or a fraction as it is said: `2h`, `+2h`, `2 h`, `two hours`, `half an hour`.
fn part<'a>(words: &'a [&'a str]) -> Option<(i64, Unit, &'a [&'a str])> {
    if let Some((count, of, taken)) = fraction(words) {
        return Some((count, of, words.get(taken..).unwrap_or_default()));
    }
    let (first, rest) = words.split_first()?;
    // Finnish counts no single one before `päästä`: `tunnin päästä` is one hour.
    if let (Some(of), Some(&("paasta" | "kuluttua" | "sitten"))) = (unit(first), rest.first()) {
        return Some((1, of, rest));
    }
    let first = first.strip_prefix('+').unwrap_or(first);
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let (count, of) = first.split_at(digits);
    if digits > 0 && !of.is_empty() {
        return Some((whole(count), unit(of)?, rest));
    }
    let (of, rest) = rest.split_first()?;
    let count = if digits > 0 { whole(count) } else { number(first)? };
    Some((count, unit(of)?, rest))
}

/// Digits as a number; more than fits is as good as the most.
fn whole(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX)
}

impl Span {
    const fn add(&mut self, count: i64, unit: Unit) {
        match unit {
            Unit::Minute => self.minutes += count,
            Unit::Hour => self.minutes += count * 60,
            Unit::Day => self.days += count,
            Unit::Week => self.days += count * 7,
            Unit::Month => self.months += count,
            Unit::Year => self.months += count * 12,
        }
    }

    /// The instant at that distance: in minutes and hours exactly, in days and more on the calendar, at 9:00 or the hour
    /// said. Nothing beyond a hundred years.
    pub(super) fn from(&self, now: Time, zone: Tz) -> Option<Time> {
        let far = self.months > 1_200 || self.days > 36_525 || self.minutes > 36_525 * 1_440;
        if far {
            return None;
        }
        let to_the_minute = Duration::milliseconds(now.timestamp_millis().rem_euclid(60_000));
        let minutes = Duration::minutes(if self.back { -self.minutes } else { self.minutes });
        if self.days == 0 && self.months == 0 {
            return now.checked_add_signed(minutes - to_the_minute);
        }
        let today = now.with_timezone(&zone).date_naive();
        let (months, days) = (
            Months::new(self.months as u32),
            Days::new(self.days.unsigned_abs()),
        );
        let date = if self.back {
            today.checked_sub_months(months)?.checked_sub_days(days)?
        } else {
            today.checked_add_months(months)?.checked_add_days(days)?
        };
        let wall = date.and_time(self.hour.unwrap_or(MORNING));
        instant_of(zone, wall).checked_add_signed(minutes)
    }
}
