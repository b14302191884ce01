//! Points that melt: each track keeps one value as of one instant, and every other instant follows from the half-life.
//!
//! The landmark is the newest event itself, so that no value ever grows with the age of the database: a fixed landmark
//! would overflow after some hundred half-lives and would have to be moved.

use super::Track;
use crate::domain::Time;

const MS_PER_DAY: f64 = 86_400_000.0;

/// What is left of one point after `ms` milliseconds, 0-1; all of it when they are negative, because points never
/// grow by looking at them from before their event.
pub(super) fn left(ms: i64, half_life_days: f64) -> f64 {
    let half_life_ms = (half_life_days * MS_PER_DAY).max(1.0);
    (-(ms.max(0) as f64) / half_life_ms).exp2()
}

/// Milliseconds until `value` has melted to `rest`; meaningful for `value >= rest > 0`.
pub(super) fn melting_ms(value: f64, rest: f64, half_life_days: f64) -> f64 {
    half_life_days * MS_PER_DAY * (value / rest).log2()
}

impl Track {
    /// The points left at `now`, before the cap. Events later than `now` count in full.
    #[must_use]
    pub fn value_at(&self, now: Time, half_life_days: f64) -> f64 {
        self.value * left(between(self.at, now), half_life_days)
    }

    /// Adds the points of an event: in O(1), whether it is the newest or comes late.
    pub fn add(&mut self, points: f64, at: Time, half_life_days: f64) {
        if at >= self.at {
            self.value = self.value_at(at, half_life_days) + points;
            self.at = at;
        } else {
            self.value += points * left(between(at, self.at), half_life_days);
        }
    }
}

/// Whole milliseconds from `from` to `to`, the unit of the log.
fn between(from: Time, to: Time) -> i64 {
    to.timestamp_millis().saturating_sub(from.timestamp_millis())
}
