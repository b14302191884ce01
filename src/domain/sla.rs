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

/// When an untouched handoff goes back to marketing by itself.
#[must_use]
pub fn patience_ends(handoff: &super::handoff::HandoffRecord, clocks: &super::policy::Clocks) -> Time {
    let _ = clocks;
    handoff.handed_at
}
