//! The score: explicit points (fit) and behaviour points (engagement), their sum, class and grade (method, section 3).
//!
//! What an event or an attribute is worth is said by a [`Model`]; what a contact has gathered is kept in a
//! [`ScoreState`], from which the score of any instant is computed without reading the history. A state speaks of rules by
//! their place in the model ([`RuleNo`]): it means nothing under another model, and is rebuilt from the log when the model
//! in force changes.

mod baseline;
mod behaviour;
mod changes;
mod class;
mod crossing;
mod curve;
mod explain;
mod explicit;
mod fitting;
mod gathered;
mod interest;
#[cfg(test)]
mod laws;
mod machine;
mod model;
mod number;
mod pace;
mod pattern;
mod recency;
mod settled;
mod total;
mod track;

use serde::{Deserialize, Serialize};

pub use baseline::{Alert, Baseline};
pub use behaviour::{BehaviourRule, COLLEAGUE_ACTIVE, Group, Matched};
pub use changes::{BesideChange, BesideChanges, Change, Changes};
pub use class::{Class, Grade, Matrix, Thresholds};
pub use explain::{Reason, Score, Shares, Side};
pub use explicit::{Attribute, Condition, ExplicitRule};
pub use fitting::Fitting;
pub use gathered::{Gathered, Scorer};
pub use interest::{Fading, Interest, Topic};
pub use machine::{EMAIL_OPEN, MACHINE_OPEN};
pub use model::{Calibration, Model, Shadow, Weights};
pub use number::leading_number;
pub use pace::Pace;
pub use pattern::Pattern;
pub use recency::{Recency, Window};
pub use settled::Settled;
pub use total::MOST_GROUPS;
pub use track::Track;

use super::Time;

/// The place of a rule in its list of the model.
pub type RuleNo = u16;

/// What a contact has gathered: the only thing that an event changes, and all that a score is computed from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreState {
    /// The explicit rules that hold now, ascending. Recomputed whenever an attribute or an answer changes.
    pub holding: Vec<RuleNo>,
    /// What each behaviour rule has gathered, ascending by rule.
    pub tracks: Vec<Track>,
    /// On which of the last days the contact did something.
    pub pace: Pace,
    /// What the contact has looked at, ascending by topic.
    pub interests: Vec<Interest>,
    /// When the contact last did something that a behaviour rule counts.
    pub last_event_at: Option<Time>,
    /// When the log last told of a surge or of waking up.
    pub alerted_at: Option<Time>,
}
