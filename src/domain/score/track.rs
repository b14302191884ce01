//! What one behaviour rule has gathered: one value as of one instant, from which every other instant follows.
//!
//! The landmark is the newest event itself, so that no value ever grows with the age of the database: a fixed landmark
//! would overflow after some hundred half-lives and would have to be moved.

use serde::{Deserialize, Serialize};

use super::RuleNo;
use super::behaviour::BehaviourRule;
use super::recency::{Recency, Window, day_of, end_of, half_life_ms, left};
use crate::domain::Time;

/// Days for which a rule with a daily limit remembers what it has counted: an event that becomes known later than that
/// counts against a day of its own.
const REMEMBERED_DAYS: usize = 60;

/// What one behaviour rule has gathered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// The rule, by its place in the model.
    pub rule: RuleNo,
    /// Points as of `as_of`, before the cap; 0 for a rule with windows, whose points stand in `days`.
    pub value: f64,
    /// Where the melting is counted from, Unix milliseconds. The newest event; of a rule with a daily limit the end of its
    /// day, so that it does not matter which of the day's events came first.
    pub as_of: i64,
    /// The newest event, Unix milliseconds.
    pub at: i64,
    /// Points counted by day (UTC, from 1970), ascending: for windows and daily limits, else empty.
    pub days: Vec<(i32, f64)>,
}

/// What is left at `now_ms` of a value as of an instant.
#[inline]
pub(super) fn melted(value: f64, as_of: i64, now_ms: i64, half_life_ms: f64) -> f64 {
    value * left(now_ms.saturating_sub(as_of), half_life_ms)
}

impl Track {
    pub(super) const fn new(rule: RuleNo, at: i64) -> Self {
        Self {
            rule,
            value: 0.0,
            as_of: i64::MIN,
            at,
            days: Vec::new(),
        }
    }

    /// When the newest event behind it happened.
    #[must_use]
    pub fn newest(&self) -> Time {
        Time::from_timestamp_millis(self.at).unwrap_or(Time::MAX_UTC)
    }

    /// The points left at `now_ms`, before the cap. Events later than that count in full.
    #[inline]
    pub(super) fn value_at(&self, now_ms: i64, recency: &Recency) -> f64 {
        match recency {
            Recency::HalfLife(days) => melted(self.value, self.as_of, now_ms, half_life_ms(*days)),
            Recency::Windows(windows) => self.in_windows(now_ms, windows),
        }
    }

    /// Apart from the melting of nearly all rules, which is thereby small enough to stand where it is asked for.
    fn in_windows(&self, now_ms: i64, windows: &[Window]) -> f64 {
        let today = day_of(now_ms);
        let shares = self.days.iter().map(|(day, points)| {
            let age = today.saturating_sub(*day).max(0);
            points * Recency::share(windows, age)
        });
        shares.sum()
    }

    /// Adds the points of an event: in O(1), whether it is the newest or comes late.
    pub(super) fn add(&mut self, rule: &BehaviourRule, at: i64) {
        self.at = self.at.max(at);
        match &rule.recency {
            Recency::Windows(_) => {
                let span = rule.recency.span_days().unwrap_or(0);
                let room = self.room(rule, at);
                self.count(at, room);
                let oldest = day_of(self.at) - i32::from(span);
                self.days.retain(|(day, _)| *day >= oldest);
            }
            Recency::HalfLife(half_life) if rule.day_cap.is_some() => {
                let room = self.room(rule, at);
                self.count(at, room);
                if self.days.len() > REMEMBERED_DAYS {
                    self.days.remove(0);
                }
                self.melt_in(room, end_of(day_of(at)), half_life_ms(*half_life));
            }
            Recency::HalfLife(half_life) => self.melt_in(rule.points, at, half_life_ms(*half_life)),
        }
    }

    /// The points that a day still has room for.
    fn room(&self, rule: &BehaviourRule, at: i64) -> f64 {
        let Some(cap) = rule.day_cap else {
            return rule.points;
        };
        let day = day_of(at);
        let counted = self.days.iter().find(|(counted, _)| *counted == day);
        rule.points
            .min(cap - counted.map_or(0.0, |(_, points)| *points))
            .max(0.0)
    }

    fn count(&mut self, at: i64, points: f64) {
        let day = day_of(at);
        match self.days.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(found) => self.days[found].1 += points,
            Err(place) => self.days.insert(place, (day, points)),
        }
    }

    fn melt_in(&mut self, points: f64, at: i64, half_life_ms: f64) {
        if at >= self.as_of {
            self.value = self.value * left(at.saturating_sub(self.as_of), half_life_ms) + points;
            self.as_of = at;
        } else {
            self.value += points * left(self.as_of - at, half_life_ms);
        }
    }
}
