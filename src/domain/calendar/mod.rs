//! Working time: the hours of the house, in which the clocks of handoffs run.
//!
//! Working time is counted on one endless line: [`Calendar::position`] says how much of it has passed at an instant,
//! [`Calendar::instant`] is its inverse. Both are closed forms over whole weeks, so that a year costs what an hour costs.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike};
use chrono_tz::Tz;

use super::Time;
use super::policy::Clocks;

const DAY_MS: i64 = 86_400_000;

/// How far around `now` a calendar looks for a stretch without a change of the clocks, in weeks.
const STEADY_WEEKS: i64 = 9;

/// The instant `minutes` of working time after `from`. The end of a working day counts as that day's, not as the next
/// morning's. Without any working day, or with hours that end before they begin, all time is working time.
#[must_use]
pub fn add_working(clocks: &Clocks, from: Time, minutes: u32) -> Time {
    Calendar::new(clocks).add(from, minutes)
}

/// The working time from `from` to `to`; negative when `to` is the earlier one.
#[must_use]
pub fn working_between(clocks: &Clocks, from: Time, to: Time) -> Duration {
    let calendar = Calendar::new(clocks);
    Duration::milliseconds(calendar.position(to) - calendar.position(from))
}

/// The seconds of one working day; of a whole day when all time is working time.
#[must_use]
pub fn working_day_s(clocks: &Clocks) -> i64 {
    Calendar::new(clocks).day_length / 1_000
}

/// The instant at which clocks on the wall show `wall`: the earlier one when they show it twice, the first instant after
/// the gap when they never do.
#[must_use]
pub fn instant_of(zone: Tz, wall: NaiveDateTime) -> Time {
    from_ms(resolve(zone, wall.and_utc().timestamp_millis()))
}

/// The working hours, with what is needed to count in them quickly.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Tz,
    /// Opening and closing, in milliseconds of the local day.
    hours: (i64, i64),
    /// Milliseconds of a working day.
    day_length: i64,
    /// Working days of a week.
    week: i64,
    /// Working days before each day of the week, Monday first; as many as in a week at the end.
    before: [i64; 8],
    /// A stretch of instants (milliseconds) with one offset to UTC, and that offset: no zone lookup inside it.
    steady: (i64, i64, i64),
    /// The instant (milliseconds) that is asked for most, with its position.
    now: Option<(i64, i64)>,
}

impl Calendar {
    /// The calendar of the settings.
    #[must_use]
    pub fn new(clocks: &Clocks) -> Self {
        let mut before = [0; 8];
        for (day, works) in clocks.days.iter().enumerate() {
            before[day + 1] = before[day] + i64::from(*works);
        }
        let hours = (of_day(clocks.hours.0), of_day(clocks.hours.1));
        let always = before[7] == 0 || hours.1 <= hours.0;
        Self {
            zone: clocks.zone,
            hours,
            day_length: if always { DAY_MS } else { hours.1 - hours.0 },
            week: if always { 0 } else { before[7] },
            before,
            steady: (0, 0, 0),
            now: None,
        }
    }

    /// The same, fast for instants within some weeks of `now`: for many leads at once.
    #[must_use]
    pub fn around(clocks: &Clocks, now: Time) -> Self {
        let mut calendar = Self::new(clocks);
        let position = calendar.position(now);
        let (now, week) = (now.timestamp_millis(), 7 * DAY_MS);
        calendar.now = Some((now, position));
        let offset = offset_ms(calendar.zone, now);
        let reach = |step: i64| {
            (1..=STEADY_WEEKS)
                .map(|weeks| now + weeks * step)
                .take_while(|ms| offset_ms(calendar.zone, *ms) == offset)
                .last()
                .unwrap_or(now)
        };
        calendar.steady = (reach(-week), reach(week), offset);
        calendar
    }

    /// The instant `minutes` of working time after `from`.
    #[must_use]
    pub fn add(&self, from: Time, minutes: u32) -> Time {
        if minutes == 0 {
            return from;
        }
        self.instant(self.position(from) + i64::from(minutes) * 60_000)
    }

    /// Working milliseconds passed at an instant, from a fixed origin.
    ///
    /// A working day always counts its nominal length: when the clocks change inside the hours, that day passes a little
    /// faster or slower. That keeps the closed form exact, and days are promised by the clock on the wall.
    #[must_use]
    pub fn position(&self, at: Time) -> i64 {
        self.position_ms(at.timestamp_millis())
    }

    /// The same of an instant in Unix milliseconds.
    #[must_use]
    #[inline]
    pub fn position_ms(&self, ms: i64) -> i64 {
        if self.week == 0 {
            return ms;
        }
        if let Some((now, position)) = self.now
            && now == ms
        {
            return position;
        }
        let day = (ms + self.offset(ms)).div_euclid(DAY_MS);
        let (weeks, weekday) = week_of(day);
        let whole = (weeks * self.week + self.before[weekday]) * self.day_length;
        if self.before[weekday + 1] == self.before[weekday] {
            return whole;
        }
        let (open, close) = self.open_and_close(day);
        let (passed, length) = ((ms - open).clamp(0, close - open), close - open);
        whole
            + if length == self.day_length {
                passed
            } else {
                passed * self.day_length / length.max(1)
            }
    }

    /// The first instant at which so many working milliseconds have passed.
    #[must_use]
    pub fn instant(&self, position: i64) -> Time {
        from_ms(self.instant_ms(position))
    }

    /// The same in Unix milliseconds.
    #[must_use]
    #[inline]
    pub fn instant_ms(&self, position: i64) -> i64 {
        if self.week == 0 {
            return position;
        }
        let full = (position - 1).div_euclid(self.day_length);
        let rest = position - full * self.day_length;
        let (weeks, nth) = (full.div_euclid(self.week), full.rem_euclid(self.week));
        let weekday = (0..7)
            .zip(&self.before[1..])
            .find(|(_, days)| **days > nth)
            .map_or(0, |(day, _)| day);
        let (open, close) = self.open_and_close(weeks * 7 + weekday - 3);
        let length = close - open;
        open + if length == self.day_length {
            rest
        } else {
            rest * length / self.day_length
        }
    }

    /// The instants at which a day (since 1970) opens and closes.
    #[inline]
    fn open_and_close(&self, day: i64) -> (i64, i64) {
        let (from, to, offset) = self.steady;
        let wall = day * DAY_MS;
        if wall - DAY_MS > from && wall + 2 * DAY_MS < to {
            return (wall + self.hours.0 - offset, wall + self.hours.1 - offset);
        }
        (
            resolve(self.zone, wall + self.hours.0),
            resolve(self.zone, wall + self.hours.1),
        )
    }

    #[inline]
    fn offset(&self, ms: i64) -> i64 {
        let (from, to, offset) = self.steady;
        if from <= ms && ms < to {
            offset
        } else {
            offset_ms(self.zone, ms)
        }
    }
}

fn of_day(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight()) * 1_000
}

/// The week (Monday to Sunday) of a day since 1970, which began on a Thursday, and the day's place in it.
const fn week_of(day: i64) -> (i64, usize) {
    ((day + 3).div_euclid(7), (day + 3).rem_euclid(7) as usize)
}

/// The instant of so many Unix milliseconds; the earliest or the latest there is when it lies beyond them.
pub(in crate::domain) fn from_ms(ms: i64) -> Time {
    let edge = if ms < 0 { Time::MIN_UTC } else { Time::MAX_UTC };
    DateTime::from_timestamp_millis(ms).unwrap_or(edge)
}

/// By how much clocks on the wall are ahead of UTC at an instant, both in milliseconds.
pub(in crate::domain) fn offset_ms(zone: Tz, ms: i64) -> i64 {
    let offset = zone.offset_from_utc_datetime(&from_ms(ms).naive_utc());
    i64::from(offset.fix().local_minus_utc()) * 1_000
}

/// The instant of a wall time, both in milliseconds.
fn resolve(zone: Tz, wall: i64) -> i64 {
    // Around a change of the clocks, one of the offsets of the day before and the day after is the right one.
    let offsets = [
        offset_ms(zone, wall - 2 * DAY_MS),
        offset_ms(zone, wall + 2 * DAY_MS),
    ];
    if offsets[0] == offsets[1] {
        return wall - offsets[0];
    }
    offsets
        .into_iter()
        .map(|offset| wall - offset)
        .filter(|ms| ms + offset_ms(zone, *ms) == wall)
        .min()
        .unwrap_or_else(|| after_gap(zone, wall))
}

/// The first instant whose wall time is past a wall time that no clock shows.
fn after_gap(zone: Tz, wall: i64) -> i64 {
    let (mut early, mut late) = (wall - 2 * DAY_MS, wall + 2 * DAY_MS);
    while late - early > 1 {
        let middle = early + (late - early) / 2;
        if middle + offset_ms(zone, middle) < wall {
            early = middle;
        } else {
            late = middle;
        }
    }
    late
}
