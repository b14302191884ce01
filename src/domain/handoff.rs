//! A handoff: marketing gives a lead to sales with its score, its reasons and a clock, frozen at that moment.

use serde::{Deserialize, Serialize};

use super::Time;
use super::lead::{Hand, Stage, Urgency};
use super::score::{Class, Grade, Reason};

/// How a handoff stands. Every handoff ends in exactly one of accepted, returned, auto-returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoffState {
    /// Waits in the queue.
    Open,
    /// A rep took it.
    Accepted,
    /// A rep gave it back.
    Returned,
    /// The clock gave it back.
    AutoReturned,
}

impl HandoffState {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::AutoReturned => "auto_returned",
        }
    }
}

/// How a handoff stands in lists that ended only because the person was erased.
pub const ERASED: &str = "erased";

/// What was handed over: frozen, whatever the score does later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Class at the handoff.
    pub class: Class,
    /// Grade at the handoff.
    pub grade: Grade,
    /// Score at the handoff, 0-100.
    pub score: u8,
    /// Its reasons; their points sum to the score.
    pub reasons: Vec<Reason>,
}

/// One handoff with its clock and its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoffRecord {
    /// Which handoff of this contact: 1 for the first.
    pub cycle: u32,
    /// What was handed over.
    pub frozen: Frozen,
    /// Which response time holds.
    pub urgency: Urgency,
    /// When: the clocks start here.
    pub handed_at: Time,
    /// By whom; empty when the rules did it.
    pub handed_by: String,
    /// The rep it was meant for, or who holds it.
    pub owner: Option<String>,
    /// How it stands.
    pub state: HandoffState,
    /// When a rep first took it.
    pub accepted_at: Option<Time>,
    /// First human attempt to reach the contact.
    pub first_attempt_at: Option<Time>,
    /// First conversation.
    pub first_conversation_at: Option<Time>,
    /// When the lead left sales' hand.
    pub ended_at: Option<Time>,
}

impl HandoffRecord {
    /// Whether a rep who had taken it gave it up to the queue, and nobody has taken it since.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.state == HandoffState::Accepted && self.owner.is_none() && self.ended_at.is_none()
    }

    /// How it stands as a list says it, of a lead that is in `stage` now, if this is its latest handoff, and of a person erased
    /// at that moment: its [state](HandoffState), but `released` for what waits in the queue again, `won`, `lost` or
    /// `disqualified` for what a rep accepted and closed, and `erased` for what counts as given back only because the person was
    /// erased: no rep did it.
    #[must_use]
    pub fn shown(&self, stage: Option<Stage>, erased_at: Option<Time>) -> &'static str {
        let by_erasing =
            self.state == HandoffState::Returned && erased_at.is_some() && self.ended_at == erased_at;
        if by_erasing {
            return ERASED;
        }
        if self.is_released() {
            return "released";
        }
        let is_end = |stage: &Stage| {
            self.state == HandoffState::Accepted
                && self.ended_at.is_some()
                && stage.hand() == Hand::Closed
                && *stage != Stage::Erased
        };
        stage.filter(is_end).map_or(self.state.name(), Stage::name)
    }
}
