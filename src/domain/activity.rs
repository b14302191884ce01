//! The log: all that happens to a person, one entry each, never changed once written.
//!
//! With one exception: when a person is erased ([`Fact::Erase`]), what the entries before say of the person is taken out of
//! them where they stand ([`erasure`](super::erasure)). Their place, times, kind and author stay.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Time;
use super::bant::Bant;
use super::contact::{ContactId, ContactPatch};
use super::handoff::HandoffRecord;
use super::lead::{Lead, Outcome, ReturnReason};
use super::score::{Alert, Class};

/// Position of an entry in the log: the order in which we learnt of things, not the order in which they happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Position in the log.
    pub seq: Seq,
    /// The position of the first entry of the same act: what one act wrote is undone together.
    pub act: Seq,
    /// Whom it happened to.
    pub contact: ContactId,
    /// When it happened.
    pub at: Time,
    /// When we learnt of it.
    pub recorded_at: Time,
    /// Who did it: a user name, or empty when it was the contact or the passing of time.
    pub by: String,
    /// From where we know: `cockpit`, `cli`, `import leads.csv`, `timer`.
    pub source: String,
    /// What happened.
    pub fact: Fact,
}

/// Something that happened outside Kapula: a visit, a download, a call made in another system. It counts for the score
/// and stands in the timeline; it moves no lead by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// A kind of the vocabulary, or the source's own name for it.
    #[serde(skip)]
    pub kind: String,
    /// What was seen, said or fetched: a page path, a file name, a subject line, an outcome.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The kinds that Kapula speaks of: its rules, its import and its learning. A source may have others of its own.
pub const KINDS: [&str; 24] = [
    "page_view",
    "download",
    "form",
    "email_sent",
    "email_open",
    "email_click",
    "email_reply",
    "text_reply",
    "event_registered",
    "event_attended",
    "social",
    "chat",
    "service_talk",
    "profile_completed",
    "ad_click",
    "call",
    "meeting",
    "offer",
    "note",
    "win",
    "won",
    "lose",
    "return",
    "accept",
];

/// What is left of an [`Event`] of somebody who was erased: that there was one, not what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedEvent {
    /// The kind, as it was.
    #[serde(skip)]
    pub kind: String,
    /// Whether it was an act. The level of activity of all contacts and of the colleagues follows from it, and must not
    /// change because one of them is erased.
    pub erased: Weight,
}

/// Whether an erased event was an act of the contact under the model of then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A rule of the model counted it.
    Counted,
    /// No rule did.
    Uncounted,
}

/// What one entry of the log says.
///
/// Everything but [`Fact::Event`] is written by Kapula's own acts and changes what Kapula knows; `apply` in
/// [`subject`](super::subject) is the only reader that gives these meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an undo carries a whole lead; facts are few and live for one act"
)]
pub enum Fact {
    /// Something the contact did, or that happened elsewhere.
    #[serde(skip)]
    Event(Event),
    /// The same of somebody who was erased.
    #[serde(skip)]
    ErasedEvent(ErasedEvent),
    /// Contact or company data became known or were corrected.
    Contact(ContactPatch),
    /// A rep tried to call, or talked.
    Call {
        /// How it went.
        outcome: Outcome,
        /// When the rep promised to call again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        callback_at: Option<Time>,
    },
    /// A meeting was agreed; `at` when its time is known.
    Meeting {
        /// The time of the meeting.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
    },
    /// An offer was made.
    Offer {
        /// Its sum in the currency of the settings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<f64>,
    },
    /// Somebody wrote something down.
    Note {
        /// The text.
        text: String,
    },
    /// Answers to the four questions: the whole of them as known from now on.
    Bant(Bant),
    /// Marketing handed the lead to sales.
    Handoff(HandoffRecord),
    /// A rep took the lead.
    Accept,
    /// The rep who had it put it back into the queue.
    Release,
    /// A team lead gave it to another rep.
    Reassign {
        /// The new owner.
        to: String,
    },
    /// Sales gave the lead back to marketing.
    Return(ReturnFact),
    /// Marketing decided what to do with a returned lead.
    Triage(TriageFact),
    /// The wake-up date came.
    Wake,
    /// The deal was won.
    Win {
        /// Its sum in the currency of the settings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<f64>,
    },
    /// The deal was lost.
    Lose {
        /// Why, in the rep's words; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// An act was taken back. What it had written stays in the log; this restores what was before it.
    Undo(UndoFact),
    /// The class changed.
    ScoreClass {
        /// The class before.
        from: Class,
        /// The class from now on.
        to: Class,
        /// The score at that moment, 0-100.
        score: u8,
    },
    /// The contact's level of activity rose over what is usual, or it woke up after a silence.
    Alert(Alert),
    /// All that was known of the person was erased, here and in every earlier entry.
    Erase,
    /// Another scoring model came into force for everybody. Stands in the log under no contact.
    Model(ModelFact),
}

/// Which scoring model came into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelFact {
    /// What tells it from others: a hash of all its rules, in hexadecimal.
    pub fingerprint: String,
    /// Explicit and behaviour rules in it.
    pub rules: usize,
    /// Contacts whose score was computed under it when it came into force.
    pub contacts: u64,
}

/// How a lead went back to marketing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnFact {
    /// The reason: the keystroke itself.
    pub reason: ReturnReason,
    /// What the rep added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it is to come back to sales by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Time>,
    /// The score just before the return, 0-100.
    pub score: u8,
}

/// What marketing does with a returned lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageFact {
    /// Where it goes.
    pub to: TriageChoice,
    /// When it is to come back to sales by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Time>,
    /// What the marketer added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Where triage sends a returned lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriageChoice {
    /// Ripen it: nurture.
    Nurture,
    /// Something is missing: back among the targets, to be researched.
    Research,
    /// Nothing to be had here: disqualified for good.
    Close,
}

/// What an undo restores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UndoFact {
    /// The act that is taken back.
    pub act: Seq,
    /// What it was, for the timeline: `return: no budget`.
    pub what: String,
    /// The lead as it was before the act (its version still goes up).
    pub lead: Lead,
    /// The handoff as it was before the act.
    pub handoff: Option<HandoffRecord>,
    /// The answers as they were before the act.
    pub bant: Bant,
    /// Whether the contact had asked not to be called, before the act.
    #[serde(default)]
    pub do_not_call: bool,
}

/// The four answers that stood before, as `older` tells, the entries before with the newest first; nothing when none of them
/// speaks of answers.
#[must_use]
pub fn answers_in(older: &[Activity]) -> Option<Bant> {
    older.iter().find_map(|entry| {
        if let Fact::Undo(undo) = &entry.fact {
            return Some(undo.bant);
        }
        if let Fact::Bant(bant) = &entry.fact {
            Some(*bant)
        } else {
            None
        }
    })
}

impl Fact {
    /// The kind of the vocabulary under which the entry is kept.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Event(event) => &event.kind,
            Self::ErasedEvent(event) => &event.kind,
            Self::Contact(_) => "contact",
            Self::Call { .. } => "call",
            Self::Meeting { .. } => "meeting",
            Self::Offer { .. } => "offer",
            Self::Note { .. } => "note",
            Self::Bant(_) => "bant",
            Self::Handoff(_) => "handoff",
            Self::Accept => "accept",
            Self::Release => "release",
            Self::Reassign { .. } => "reassign",
            Self::Return(_) => "return",
            Self::Triage(_) => "triage",
            Self::Wake => "wake",
            Self::Win { .. } => "win",
            Self::Lose { .. } => "lose",
            Self::Undo(_) => "undo",
            Self::ScoreClass { .. } => "score_class",
            Self::Alert(_) => "alert",
            Self::Erase => "erase",
            Self::Model(_) => "model",
        }
    }

    /// Whether it is an [`Event`]: true for what happened outside, false for Kapula's own facts. Stored beside the kind,
    /// because a call made in another system and a call made here share the kind but not the meaning.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        matches!(self, Self::Event(_) | Self::ErasedEvent(_))
    }

    /// The detail as stored in the log: a JSON value, `null` for facts without detail.
    ///
    /// # Errors
    /// When a number in it is not finite.
    pub fn detail(&self) -> Result<Value, serde_json::Error> {
        if let Self::Event(event) = self {
            return serde_json::to_value(event);
        }
        if let Self::ErasedEvent(event) = self {
            return serde_json::to_value(event);
        }
        let mut tagged = serde_json::to_value(self)?;
        Ok(tagged.get_mut("detail").map_or(Value::Null, Value::take))
    }

    /// Reads a fact back from the three columns of the log.
    ///
    /// # Errors
    /// When kind and detail do not make a fact of ours.
    pub fn from_parts(kind: &str, is_event: bool, detail: Value) -> Result<Self, serde_json::Error> {
        if is_event && detail.get("erased").is_some() {
            let mut event: ErasedEvent = serde_json::from_value(detail)?;
            kind.clone_into(&mut event.kind);
            return Ok(Self::ErasedEvent(event));
        }
        if is_event {
            let mut event: Event = serde_json::from_value(detail)?;
            kind.clone_into(&mut event.kind);
            return Ok(Self::Event(event));
        }
        let mut tagged = serde_json::Map::new();
        tagged.insert("kind".to_owned(), Value::from(kind));
        if !detail.is_null() {
            tagged.insert("detail".to_owned(), detail);
        }
        serde_json::from_value(Value::Object(tagged))
    }
}
