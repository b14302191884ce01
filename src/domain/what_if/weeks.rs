//! Handoffs a week.

use chrono::TimeDelta;
use serde::Serialize;

use super::{Both, Under};
use crate::domain::Time;

/// How far back is looked, in days.
pub const DAYS: i64 = 90;

/// The weeks before an instant, the oldest first; the oldest has only what the 90 days leave of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weeks {
    /// The weeks.
    pub weeks: Vec<Week>,
    /// All of them together.
    pub sum: Counts,
    #[serde(skip)]
    until: Time,
}

/// One week: seven times 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Week {
    /// Its beginning.
    pub from: Time,
    /// What there was in it.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Handoffs of a span of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As they stand in the log, by the rules, by persons and at dates; those taken back not counted.
    pub log: u64,
    /// Of these, those that the rules made: what the yardstick is to be compared with.
    pub log_by_rules: u64,
    /// What each model would have handed over by the yardstick.
    #[serde(flatten)]
    pub would: Both<u64>,
}

impl Weeks {
    /// The weeks of the 90 days before `until`.
    #[must_use]
    pub fn before(until: Time) -> Self {
        let weeks = (0..=DAYS.div_euclid(7)).rev().map(|back| Week {
            from: until - TimeDelta::days((7 * (back + 1)).min(DAYS)),
            counts: Counts::default(),
        });
        Self {
            weeks: weeks.collect(),
            sum: Counts::default(),
            until,
        }
    }

    /// The end of the weeks.
    #[must_use]
    pub const fn until(&self) -> Time {
        self.until
    }

    /// The beginning of the 90 days.
    #[must_use]
    pub fn since(&self) -> Time {
        self.until - TimeDelta::days(DAYS)
    }

    /// Whether a moment is within the 90 days.
    #[must_use]
    pub fn hold(&self, at: Time) -> bool {
        at >= self.since() && at <= self.until
    }

    /// Counts what a model would have handed over.
    pub fn would(&mut self, under: Under, at: Time) {
        self.change(at, |counts| counts.would[under] += 1);
    }

    /// Counts a handoff of the log.
    pub fn was(&mut self, at: Time, by_rules: u64) {
        self.change(at, |counts| {
            counts.log += 1;
            counts.log_by_rules += by_rules;
        });
    }

    /// Takes back a handoff of the log.
    pub fn was_not(&mut self, at: Time, by_rules: u64) {
        self.change(at, |counts| {
            counts.log = counts.log.saturating_sub(1);
            counts.log_by_rules = counts.log_by_rules.saturating_sub(by_rules);
        });
    }

    fn change(&mut self, at: Time, change: impl Fn(&mut Counts)) {
        if !self.hold(at) {
            return;
        }
        let later = self.weeks.partition_point(|week| week.from <= at);
        if let Some(week) = later.checked_sub(1).and_then(|place| self.weeks.get_mut(place)) {
            change(&mut week.counts);
            change(&mut self.sum);
        }
    }
}

impl Counts {
    /// How many a week a number over all of the 90 days is.
    #[must_use]
    pub fn a_week(number: u64) -> f64 {
        number as f64 * 7.0 / DAYS as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_of_the_ninety_days_is_in_one_week_and_no_other_is() {
        let until = Time::from_timestamp_millis(1_770_000_000_000).unwrap_or_default();
        let mut weeks = Weeks::before(until);
        assert_eq!(weeks.weeks.len(), 13);
        assert!(weeks.weeks.is_sorted_by_key(|week| week.from));
        for hours in -50..24 * 91 {
            weeks.would(Under::Tried, until - TimeDelta::hours(hours));
        }
        let sum: u64 = weeks.weeks.iter().map(|week| week.counts.would.tried).sum();
        assert_eq!(sum, 24 * 90 + 1);
        assert_eq!(weeks.sum.would.tried, sum);
        assert_eq!(weeks.weeks[0].counts.would.tried, 24 * 6);
    }
}
