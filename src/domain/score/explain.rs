//! A score and its reasons.

use serde::{Deserialize, Serialize};

use super::class::{Class, Grade};
use crate::domain::Time;

/// One named reason of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule, by its name in the scoring file; `cap` and `floor` for what the limits 0 and 100 took or gave.
    pub rule: String,
    /// What a person reads: `read the pricing page`.
    pub label: String,
    /// Points of the total; the points of all reasons of a score sum to it exactly.
    pub points: i32,
    /// Whether the points count for fit (explicit) or engagement (behaviour).
    pub side: Side,
    /// When the newest event behind it happened; absent for explicit rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
}

/// The two halves of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Explicit points.
    Fit,
    /// Behaviour points.
    Engagement,
}

/// The score of one instant. All three numbers are whole, 0-100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// What the class is decided by.
    pub total: u8,
    /// Explicit points.
    pub fit: u8,
    /// Behaviour points.
    pub engagement: u8,
    /// The class of the total.
    pub class: Class,
    /// The grade of fit and engagement.
    pub grade: Grade,
}
