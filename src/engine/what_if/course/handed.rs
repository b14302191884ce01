//! Handoffs, how far sales went with them, and how they ended.

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::lead::ReturnReason;
use crate::domain::what_if::{Case, Trial};

use super::Act;

/// A handoff, and how far sales went with it.
#[derive(Debug, Clone)]
pub(super) struct Handed {
    pub trial: Trial,
    pub act: Act,
    pub accepted: Option<(Time, Act)>,
    pub won: Option<(Time, Act)>,
}

/// A handoff that came back.
#[derive(Debug)]
pub(super) struct GivenBack {
    pub at: Time,
    pub reason: ReturnReason,
    pub handed: Box<Handed>,
}

/// A handoff that ended, and how.
pub struct Ended {
    pub trial: Trial,
    pub case: Case,
}

impl Handed {
    /// When sales accepted or won it, the later of the two.
    pub fn kept_at(&self) -> Option<Time> {
        let at = |end: Option<(Time, Act)>| end.map(|(at, _)| at);
        at(self.accepted).max(at(self.won))
    }

    pub fn ended(&self, contact_id: ContactId, ended_at: Time, reason: Option<ReturnReason>) -> Ended {
        Ended {
            trial: self.trial,
            case: Case {
                contact_id,
                name: String::new(),
                company: String::new(),
                handed_at: self.trial.handed_at,
                ended_at,
                reason,
                won: self.won.is_some(),
                score: self.trial.sides,
            },
        }
    }
}
