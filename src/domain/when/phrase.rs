//! Days and hours as people name them: which words were said, and the instant they mean.

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::words::{self, Base};
use super::{MORNING, Slashes, WhenError, show, written};
use crate::domain::Time;
use crate::domain::calendar::instant_of;

/// What was said, word by word.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    base: Option<Base>,
    weekday: Option<Weekday>,
    day: Option<u32>,
    month: Option<u32>,
    year: Option<i32>,
    time: Option<NaiveTime>,
    /// Minutes by which the wall is ahead of UTC, said when the clocks show an hour twice.
    offset: Option<i64>,
    now: bool,
    /// A month was named, so that a number after it is its day.
    named: bool,
}

impl Phrase {
    /// Reads the words; nothing when one of them has no place.
    pub(super) fn read(words: &[&str]) -> Option<Self> {
        let mut phrase = Self::default();
        let mut rest = words;
        while !rest.is_empty() {
            let taken = phrase.take(rest)?;
            rest = rest.get(taken..)?;
        }
        (!words.is_empty()).then_some(phrase)
    }

    /// Takes the next words: how many, or nothing when they do not fit.
    fn take(&mut self, words: &[&str]) -> Option<usize> {
        if let Some((base, taken)) = words::base(words) {
            set(&mut self.base, base)?;
            return Some(taken);
        }
        let (word, rest) = words.split_first()?;
        if let Some(weekday) = words::weekday(word) {
            set(&mut self.weekday, weekday)?;
        } else if let Some(month) = words::month(word) {
            set(&mut self.month, month)?;
            self.named = true;
        } else if let Some(quarter) = words::quarter(word) {
            set(&mut self.month, quarter * 3 - 2)?;
        } else if matches!(*word, "now" | "nyt") {
            self.now = words.len() == 1;
            return self.now.then_some(1);
        } else if matches!(*word, "next" | "ensi" | "this" | "tana")
            && rest.first().is_some_and(|w| is_named(w))
        {
            // `next monday` is the next one ahead, as `monday` is.
        } else if self.take_date(word, rest).is_none() {
            return self.take_time(word, rest);
        }
        Some(1)
    }

    fn take_date(&mut self, word: &str, rest: &[&str]) -> Option<()> {
        if let Ok(Some(date)) = written::whole_date(word, Slashes::DayFirst) {
            set(&mut self.year, date.year())?;
            set(&mut self.month, date.month())?;
            return set(&mut self.day, date.day());
        }
        if let Some((day, month)) = day_and_month(word, rest) {
            set(&mut self.day, day)?;
            return set(&mut self.month, month);
        }
        if let Some((year, month)) = year_and_month(word) {
            set(&mut self.year, year)?;
            return set(&mut self.month, month);
        }
        let ordinal = ["st", "nd", "rd", "th", "."]
            .iter()
            .find_map(|end| word.strip_suffix(end));
        let number = written::digits(ordinal.unwrap_or(word))?;
        if word.len() == 4 && number >= 1_900 {
            return set(&mut self.year, number.cast_signed());
        }
        let before_month = rest.first().is_some_and(|next| words::month(next).is_some());
        if (before_month || self.named) && self.day.is_none() && (1..=31).contains(&number) {
            return set(&mut self.day, number);
        }
        None
    }

    fn take_time(&mut self, word: &str, rest: &[&str]) -> Option<usize> {
        if self.time.is_some() {
            set(&mut self.offset, written::offset_minutes(word)?)?;
            return Some(1);
        }
        let (time, taken) = written::hour(word, rest)?;
        self.time = Some(time);
        Some(taken)
    }

    /// The instant that was meant.
    pub(super) fn resolve(&self, now: Time, zone: Tz) -> Result<Time, WhenError> {
        if self.now {
            return Ok(now);
        }
        let today = now.with_timezone(&zone).date_naive();
        let date = if self.day.is_some() || self.month.is_some() || self.year.is_some() {
            self.dated(today, now, zone)?
        } else if let Some(base) = self.base {
            self.based(base, today).ok_or(WhenError::TooFar)?
        } else {
            self.nearest(today, now, zone).ok_or(WhenError::TooFar)?
        };
        let time = self.on(date, zone);
        self.agrees(date, today).map_or(Ok(time), |said| {
            let shown = show(time, now, zone);
            Err(WhenError::Contradiction(format!("{shown} is not {said}")))
        })
    }

    fn on(&self, date: NaiveDate, zone: Tz) -> Time {
        let wall = date.and_time(self.time.unwrap_or(MORNING));
        match self.offset {
            Some(minutes) => wall
                .and_utc()
                .checked_sub_signed(Duration::minutes(minutes))
                .unwrap_or(DateTime::UNIX_EPOCH),
            None => instant_of(zone, wall),
        }
    }

    /// A date, a month, a quarter or a year; without a year the next one ahead.
    fn dated(&self, today: NaiveDate, now: Time, zone: Tz) -> Result<NaiveDate, WhenError> {
        // Eight years always hold a 29th of February.
        let years = self
            .year
            .map_or(today.year()..=today.year().saturating_add(8), |year| year..=year);
        let mut found = years.filter_map(|year| self.in_year(year));
        if self.year.is_some() {
            found.next()
        } else {
            found.find(|date| self.on(*date, zone) > now)
        }
        .ok_or_else(|| {
            let (day, month) = (self.day.unwrap_or(1), self.month.unwrap_or(1));
            WhenError::NoSuchDay(format!("{day}.{month}."))
        })
    }

    fn in_year(&self, year: i32) -> Option<NaiveDate> {
        let month = self.month.unwrap_or(1);
        match self.day {
            Some(day) => NaiveDate::from_ymd_opt(year, month, day),
            None => first_working_day(NaiveDate::from_ymd_opt(year, month, 1)?),
        }
    }

    fn based(&self, base: Base, today: NaiveDate) -> Option<NaiveDate> {
        match base {
            Base::Day(days) => today.checked_add_signed(Duration::days(days)),
            Base::NextWeek => {
                let monday = 7 - today.weekday().num_days_from_monday();
                let day = self.weekday.map_or(0, |weekday| weekday.num_days_from_monday());
                today.checked_add_days(Days::new((monday + day).into()))
            }
            Base::NextMonth => first_working_day(today.with_day(1)?.checked_add_months(Months::new(1))?),
            Base::NextYear => first_working_day(NaiveDate::from_ymd_opt(today.year().checked_add(1)?, 1, 1)?),
        }
    }

    /// The next such weekday or hour: today only when an hour was said that is still ahead.
    fn nearest(&self, today: NaiveDate, now: Time, zone: Tz) -> Option<NaiveDate> {
        let (ahead, step) = match self.weekday {
            Some(weekday) => (weekday.days_since(today.weekday()), 7),
            None => (0, 1),
        };
        let date = today.checked_add_days(Days::new(ahead.into()))?;
        let counts = date > today || (self.time.is_some() && self.on(date, zone) > now);
        if counts {
            Some(date)
        } else {
            date.checked_add_days(Days::new(step))
        }
    }

    /// What was said that the date is not: another weekday, or another day than today or tomorrow.
    fn agrees(&self, date: NaiveDate, today: NaiveDate) -> Option<String> {
        if let Some(weekday) = self.weekday.filter(|said| date.weekday() != *said) {
            return Some(format!("a {weekday}"));
        }
        let Some(Base::Day(days)) = self.base else {
            return None;
        };
        let off = date.signed_duration_since(today).num_days() != days;
        off.then(|| match days {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            _ => format!("{days} days from now"),
        })
    }
}

fn is_named(word: &str) -> bool {
    words::weekday(word).is_some() || words::month(word).is_some()
}

/// Puts a value that was not said before; nothing when it was.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(value);
    Some(())
}

/// Day and month in one word: `15.1.`, `15.1`, `15/1`, and `15.10` when an hour follows. `9.30` is an hour.
fn day_and_month(word: &str, rest: &[&str]) -> Option<(u32, u32)> {
    let dotted = word.strip_suffix('.').unwrap_or(word);
    let (a, b) = dotted.split_once(['.', '/'])?;
    let (first, second) = (written::digits(a)?, written::digits(b)?);
    let hour_follows = rest
        .first()
        .is_some_and(|next| written::hour(next, &[]).is_some());
    let is_date = word.ends_with('.') || word.contains('/') || b.len() == 1 || hour_follows;
    let (day, month) = if word.contains('/') && second > 12 {
        (second, first)
    } else {
        (first, second)
    };
    (is_date && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
}

/// `2027-02`, `2/2027`, `02.2027`.
fn year_and_month(word: &str) -> Option<(i32, u32)> {
    let (a, b) = word.split_once(['-', '/', '.'])?;
    let (year, month) = if a.len() == 4 { (a, b) } else { (b, a) };
    let (number, month) = (written::digits(year)?, written::digits(month)?);
    (year.len() == 4 && (1..=12).contains(&month)).then_some((number.cast_signed(), month))
}

/// The first Monday to Friday from a day on; New Year's Day is nobody's working day.
fn first_working_day(date: NaiveDate) -> Option<NaiveDate> {
    let date = if date.ordinal() == 1 {
        date.succ_opt()?
    } else {
        date
    };
    let wait = match date.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    date.checked_add_days(Days::new(wait))
}
