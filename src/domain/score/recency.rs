//! How points melt: by half-life, or in windows.

use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
pub(super) const MS_PER_DAY: i64 = 86_400_000;

/// How the points of a rule melt with time; configured rule by rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recency {
    /// To half in so many days, a quarter in twice that.
    HalfLife(f64),
    /// By the age in whole days, as marketing automation does it: each window gives its share, what is older than the last
    /// gives nothing. Ascending by days, descending by share.
    Windows(Vec<Window>),
}

/// One window: up to so many days old (inclusive), an event gives this share of its points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Greatest age in whole days, counted from the day of the event (UTC) to the day looked at.
    pub days: u16,
    /// Share of the points, 0-1.
    pub share: f64,
}

impl Recency {
    /// The half-life in milliseconds; absent for windows.
    pub(super) fn half_life_ms(&self) -> Option<f64> {
        match self {
            Self::HalfLife(days) => Some(half_life_ms(*days)),
            Self::Windows(_) => None,
        }
    }

    /// The share left of points that are `days` whole days old; only for windows.
    pub(super) fn share(windows: &[Window], days: i32) -> f64 {
        let window = windows.iter().find(|window| days <= i32::from(window.days));
        window.map_or(0.0, |window| window.share)
    }

    /// After how many days a point gives nothing any more; never for a half-life.
    pub(super) fn span_days(&self) -> Option<u16> {
        match self {
            Self::HalfLife(_) => None,
            Self::Windows(windows) => Some(windows.last().map_or(0, |window| window.days)),
        }
    }
}

/// The day of an instant, counted from 1970 in UTC: the same for every reader, wherever he sits.
pub(super) const fn day_of(ms: i64) -> i32 {
    ms.div_euclid(MS_PER_DAY) as i32
}

/// The last millisecond of a day.
pub(super) const fn end_of(day: i32) -> i64 {
    (day as i64 + 1) * MS_PER_DAY - 1
}

/// What is left of one point after `ms` milliseconds, 0-1; all of it when they are negative, because points never
/// grow by looking at them from before their event.
#[inline]
pub(super) fn left(ms: i64, half_life_ms: f64) -> f64 {
    if ms <= 0 {
        1.0
    } else {
        (-(ms as f64) / half_life_ms).exp2()
    }
}

/// A half-life in milliseconds, at least one.
#[inline]
pub(super) const fn half_life_ms(days: f64) -> f64 {
    (days * MS_PER_DAY as f64).max(1.0)
}

/// Milliseconds until `value` has melted to `rest`; meaningful for `value >= rest > 0`.
pub(super) fn melting_ms(value: f64, rest: f64, half_life_days: f64) -> f64 {
    half_life_days * MS_PER_DAY as f64 * (value / rest).log2()
}
