//! The lead: in whose hand a contact is, and which moves are legal (method, section 4).

use serde::{Deserialize, Serialize};

use super::Time;
use super::score::Class;

/// Who holds a contact: every contact is in exactly one hand at every instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// Marketing ripens it.
    Marketing,
    /// Sales works it.
    Sales,
    /// Nobody needs to do anything.
    Closed,
}

/// Where in that hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Marketing: belongs to the target group, little known.
    Target,
    /// Marketing: being ripened.
    Nurture,
    /// Marketing: came back from sales, not yet looked at.
    Triage,
    /// Sales: handed over, nobody has taken it.
    Queued,
    /// Sales: a rep has taken it.
    Accepted,
    /// Sales: the rep has tried or talked.
    Working,
    /// Sales: a meeting is agreed.
    Meeting,
    /// Sales: an offer is out.
    Offer,
    /// Closed: bought.
    Won,
    /// Closed: did not buy.
    Lost,
    /// Closed: not one of ours.
    Disqualified,
    /// Closed: all that was known of the person has been erased.
    Erased,
}

impl Stage {
    /// All stages, marketing first, closed last.
    pub const ALL: [Self; 12] = [
        Self::Target,
        Self::Nurture,
        Self::Triage,
        Self::Queued,
        Self::Accepted,
        Self::Working,
        Self::Meeting,
        Self::Offer,
        Self::Won,
        Self::Lost,
        Self::Disqualified,
        Self::Erased,
    ];

    /// Its name in JSON and on the screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Nurture => "nurture",
            Self::Triage => "triage",
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Working => "working",
            Self::Meeting => "meeting",
            Self::Offer => "offer",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Disqualified => "disqualified",
            Self::Erased => "erased",
        }
    }

    /// In whose hand a lead of this stage is.
    #[must_use]
    pub const fn hand(self) -> Hand {
        match self {
            Self::Target | Self::Nurture | Self::Triage => Hand::Marketing,
            Self::Queued | Self::Accepted | Self::Working | Self::Meeting | Self::Offer => Hand::Sales,
            Self::Won | Self::Lost | Self::Disqualified | Self::Erased => Hand::Closed,
        }
    }

    /// Whether a rep holds it: sales' hand, and past the queue.
    #[must_use]
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Accepted | Self::Working | Self::Meeting | Self::Offer)
    }
}

/// How a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Talked with the contact: a conversation.
    Reached,
    /// It rang, nobody answered.
    NoAnswer,
    /// Left a message. Not a conversation.
    Voicemail,
    /// Engaged.
    Busy,
    /// Somebody else's number.
    WrongNumber,
    /// Talked, and promised to call again at a time.
    CallBack,
}

impl Outcome {
    /// All outcomes, in the order of the menu.
    pub const ALL: [Self; 6] = [
        Self::Reached,
        Self::NoAnswer,
        Self::Voicemail,
        Self::Busy,
        Self::WrongNumber,
        Self::CallBack,
    ];

    /// Its name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::Busy => "busy",
            Self::WrongNumber => "wrong_number",
            Self::CallBack => "call_back",
        }
    }

    /// Whether a human answered: what the second sales clock waits for.
    #[must_use]
    pub const fn is_conversation(self) -> bool {
        matches!(self, Self::Reached | Self::CallBack)
    }
}

/// Why sales gave a lead back (product, "Returns").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// `N`: no need, at least not yet.
    Need,
    /// `B`: no budget.
    Budget,
    /// `A`: does not decide.
    Authority,
    /// `T`: not now.
    Timeframe,
    /// Does not belong to the target group.
    NotOurTarget,
    /// Could not be reached.
    Unreachable,
    /// The data are wrong.
    WrongData,
    /// Works for or buys from a competitor.
    Competitor,
    /// Is already a customer.
    Customer,
    /// Is the same person as another contact.
    Duplicate,
    /// Asked not to be called; sets the contact's `do_not_call`.
    DoNotCall,
    /// Nobody worked it in time; written by the clock, never by a person.
    NotWorked,
}

impl ReturnReason {
    /// All reasons, in the order of the menu.
    pub const ALL: [Self; 12] = [
        Self::Need,
        Self::Budget,
        Self::Authority,
        Self::Timeframe,
        Self::NotOurTarget,
        Self::Unreachable,
        Self::WrongData,
        Self::Competitor,
        Self::Customer,
        Self::Duplicate,
        Self::DoNotCall,
        Self::NotWorked,
    ];

    /// Its name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Budget => "budget",
            Self::Authority => "authority",
            Self::Timeframe => "timeframe",
            Self::NotOurTarget => "not_our_target",
            Self::Unreachable => "unreachable",
            Self::WrongData => "wrong_data",
            Self::Competitor => "competitor",
            Self::Customer => "customer",
            Self::Duplicate => "duplicate",
            Self::DoNotCall => "do_not_call",
            Self::NotWorked => "not_worked",
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Need => "no need",
            Self::Budget => "no budget",
            Self::Authority => "not the decider",
            Self::Timeframe => "not now",
            Self::NotOurTarget => "not our target",
            Self::Unreachable => "unreachable",
            Self::WrongData => "wrong data",
            Self::Competitor => "competitor's",
            Self::Customer => "already a customer",
            Self::Duplicate => "duplicate",
            Self::DoNotCall => "do not call",
            Self::NotWorked => "not worked in time",
        }
    }

    /// Where marketing picks it up, as said to the rep.
    #[must_use]
    pub const fn destination(self) -> &'static str {
        match self {
            Self::Need => "nurture from awareness",
            Self::Budget => "nurture, wake up at the next budget season",
            Self::Authority => "marketing finds the decider in the company",
            Self::Timeframe => "keep warm, wake up at the date",
            Self::NotOurTarget => "marketing checks the target group",
            Self::Unreachable => "marketing tries other channels",
            Self::WrongData => "marketing corrects the data",
            Self::Competitor => "marketing closes it or waits",
            Self::Customer => "to the account's own people",
            Self::Duplicate => "marketing merges the two",
            Self::DoNotCall => "never called again, marketing decides",
            Self::NotWorked => "marketing ripens it again",
        }
    }
}

/// How fast sales is to act on a handoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Class A: at once.
    Urgent,
    /// Class B, or by hand: by priority.
    Normal,
}

/// What is known of the last return, until the next handoff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Why.
    pub reason: ReturnReason,
    /// What the rep added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who gave it back; empty when the clock did.
    pub by: String,
    /// When.
    pub at: Time,
    /// The score just before, 0-100.
    pub score: u8,
    /// Whether the contact has done something since: only then may it go back to sales before its wake-up date.
    pub stirred: bool,
}

/// What sales has done in this cycle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Calls tried in this cycle.
    pub attempts: u32,
    /// The last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_attempt_at: Option<Time>,
    /// When the rep promised to call again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_at: Option<Time>,
}

/// The state of a contact as a lead. Every contact has exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Where it is.
    pub stage: Stage,
    /// When it came to this stage.
    pub since: Time,
    /// The rep who holds it or to whom it is meant; never set in marketing's hand.
    pub owner: Option<String>,
    /// Goes up by one with every fact that changes the lead; a decision says on which version it was made.
    pub version: u64,
    /// How many times it has been handed to sales.
    pub cycle: u32,
    /// The class last announced in the log.
    pub class: Class,
    /// What sales has done in this cycle.
    pub work: Work,
    /// The last return, until the next handoff.
    pub returned: Option<Returned>,
    /// When it comes back to sales by itself.
    pub wake_at: Option<Time>,
}

impl Lead {
    /// The lead of a contact that has just become known.
    #[must_use]
    pub fn new(since: Time) -> Self {
        Self {
            stage: Stage::Target,
            since,
            owner: None,
            version: 0,
            cycle: 0,
            class: Class::D,
            work: Work::default(),
            returned: None,
            wake_at: None,
        }
    }
}
