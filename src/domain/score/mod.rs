//! The score: explicit points (fit) and behaviour points (engagement), their sum, class and grade (method, section 3).
//!
//! What an event or an attribute is worth is said by a [`Model`]; what a contact has gathered is kept in a
//! [`ScoreState`], from which the score of any instant is computed without reading the history.

mod behaviour;
mod class;
mod crossing;
mod decay;
mod explain;
mod explicit;
#[cfg(test)]
mod laws;
mod model;
mod number;
mod total;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use behaviour::BehaviourRule;
pub use class::{Class, Grade, Thresholds};
pub use explain::{Reason, Score, Shares, Side};
pub use explicit::{Attribute, Condition, ExplicitRule};
pub use model::{Model, Weights};
pub use number::leading_number;

use super::Time;

/// What a contact has gathered: the only thing that an event changes, and all that a score is computed from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreState {
    /// Points of the explicit rules that hold now, by rule name. Recomputed whenever an attribute or an answer changes.
    pub explicit: BTreeMap<String, f64>,
    /// What each behaviour rule has gathered, by rule name.
    pub tracks: BTreeMap<String, Track>,
    /// When the contact last did something that a behaviour rule counts.
    pub last_event_at: Option<Time>,
}

/// What one behaviour rule has gathered: `value` points as of `at`, melting from there by the rule's half-life.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// Points at that instant, before the cap.
    pub value: f64,
    /// The newest event counted.
    pub at: Time,
}
