//! What people ask Kapula to do, and the sentences in which it refuses.

use thiserror::Error;

use super::Time;
use super::activity::{Event, TriageChoice};
use super::bant::{Answer, Question};
use super::contact::{ContactId, ContactPatch};
use super::lead::{Outcome, ReturnReason};
use super::recipient::Recipient;

/// One act on one contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Take the lead into one's own hand (the rep accepts the handoff).
    Take,
    /// Put it back into the queue.
    Release,
    /// Record how a call went. Takes the lead first when nobody holds it.
    Call {
        /// How it went.
        outcome: Outcome,
        /// When to call again; asked for by [`Outcome::CallBack`].
        callback_at: Option<Time>,
        /// Something to remember; empty for nothing.
        note: String,
    },
    /// A meeting was agreed.
    Meeting {
        /// Its time, when known.
        at: Option<Time>,
    },
    /// An offer was made.
    Offer {
        /// Its sum in the currency of the settings.
        amount: Option<f64>,
    },
    /// Write something down.
    Note {
        /// The text.
        text: String,
    },
    /// Record the answer to one of the four questions.
    Answer {
        /// Which.
        question: Question,
        /// What.
        answer: Answer,
        /// The day from which the window is open; only with a timeframe that is later.
        opens: Option<chrono::NaiveDate>,
    },
    /// Hand the lead to sales by hand.
    Handoff {
        /// For this rep; for anybody when absent.
        to: Option<Recipient>,
    },
    /// Give the lead back to marketing.
    Return {
        /// Why.
        reason: ReturnReason,
        /// Something to add; empty for nothing.
        note: String,
        /// When it is to come back by itself.
        wake_at: Option<Time>,
    },
    /// Decide about a returned lead.
    Triage {
        /// Where it goes.
        to: TriageChoice,
        /// When it is to come back to sales by itself.
        wake_at: Option<Time>,
        /// Something to add; empty for nothing.
        note: String,
    },
    /// The deal is won.
    Win {
        /// Its sum in the currency of the settings.
        amount: Option<f64>,
    },
    /// The deal is lost.
    Lose {
        /// Why; may be empty.
        reason: String,
    },
    /// Give the lead to another rep.
    Reassign {
        /// The new owner.
        to: Recipient,
    },
    /// Take back one's own last act on this contact.
    Undo,
    /// Correct or complete contact data.
    Edit(ContactPatch),
    /// Something happened outside.
    Record(Event),
    /// Time has passed: carry out what is due.
    Tick,
}

impl Command {
    /// To whom it gives the lead, when it says so.
    #[must_use]
    pub const fn recipient(&self) -> Option<&Recipient> {
        match self {
            Self::Handoff { to } => to.as_ref(),
            Self::Reassign { to } => Some(to),
            Self::Take
            | Self::Release
            | Self::Call { .. }
            | Self::Meeting { .. }
            | Self::Offer { .. }
            | Self::Note { .. }
            | Self::Answer { .. }
            | Self::Return { .. }
            | Self::Triage { .. }
            | Self::Win { .. }
            | Self::Lose { .. }
            | Self::Undo
            | Self::Edit(_)
            | Self::Record(_)
            | Self::Tick => None,
        }
    }

    /// The same for somebody else, where it gives the lead to somebody.
    #[must_use]
    pub fn given_to(self, to: Recipient) -> Self {
        if matches!(self, Self::Handoff { to: Some(_) }) {
            Self::Handoff { to: Some(to) }
        } else if matches!(self, Self::Reassign { .. }) {
            Self::Reassign { to }
        } else {
            self
        }
    }
}

/// A command with all that is needed to decide about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// About whom.
    pub contact: ContactId,
    /// The version of the lead that the decision was made on; absent for "as it is now".
    pub version: Option<u64>,
    /// What to do.
    pub command: Command,
    /// When it happened, when that is not now.
    pub at: Option<Time>,
}

/// Why a command was not carried out, as a sentence a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Somebody else holds the lead.
    #[error("{owner} has taken {name} ({since}); choose another lead, or ask {owner} to release it")]
    Taken {
        /// Who.
        owner: String,
        /// The contact.
        name: String,
        /// Since when, written out.
        since: String,
    },
    /// The lead has moved since the decision was made.
    #[error("{name} has changed while you were looking: {what}. Look again, then decide")]
    Moved {
        /// The contact.
        name: String,
        /// What is new.
        what: String,
    },
    /// The move is not legal from the stage where the lead is.
    #[error("{0}")]
    Illegal(String),
    /// A rule of the settings forbids it.
    #[error("{0}")]
    Rule(String),
    /// Nobody of that name has been seen here.
    #[error("nobody called `{name}` has worked here yet{}", meant(.closest.as_deref()))]
    Stranger {
        /// The name.
        name: String,
        /// Who may have been meant.
        closest: Option<String>,
    },
    /// There is nothing to undo, or it cannot be undone.
    #[error("{0}")]
    NoUndo(String),
}

fn meant(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |user| format!(" (did you mean {user}?)"))
}
