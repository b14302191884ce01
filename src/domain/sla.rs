//! The response clocks of handoffs, in working time (product, "Clocks").

use serde::{Deserialize, Serialize};

use super::Time;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Enough time left, or stopped in time.
    OnTime,
    /// Most of the response time is gone.
    AtRisk,
    /// The deadline has passed.
    Breached,
}

/// A clock as of one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The deadline.
    pub due_at: Time,
    /// Working seconds left until then; negative after it.
    pub working_left_s: i64,
    /// How it stands.
    pub state: ClockState,
}

/// Stand-in.
#[must_use]
pub fn clock(handoff: &super::handoff::HandoffRecord, now: Time, clocks: &super::policy::Clocks) -> Clock {
    let minutes = i64::from(clocks.response_minutes(handoff.urgency));
    let due_at = handoff.handed_at + chrono::TimeDelta::minutes(minutes);
    let left = (due_at - now).num_seconds();
    let state = if left < 0 {
        ClockState::Breached
    } else if left < minutes * 12 {
        ClockState::AtRisk
    } else {
        ClockState::OnTime
    };
    Clock {
        due_at,
        working_left_s: left,
        state,
    }
}

/// Stand-in.
#[must_use]
pub fn show_left(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let minutes = seconds.abs() / 60;
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// Stand-in.
#[must_use]
pub fn show_due(due_at: Time, now: Time, zone: chrono_tz::Tz) -> String {
    let _ = now;
    due_at.with_timezone(&zone).format("%a %-H:%M").to_string()
}
