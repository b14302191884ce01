//! Domain values as columns: how each is written, and how it is read back.

use chrono::DateTime;
use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};
use serde_json::Value;

use super::error::StoreError;
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::contact::ContactId;
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Hand, Lead, Stage, Urgency, Work};
use crate::domain::score::{Class, Grade, Reason};

/// The columns of an entry of the log, in the order in which [`Cells::activity`] reads them.
pub(super) const ACTIVITY: &str = "seq, act, contact_id, at, recorded_at, by, source, is_event, kind, detail";

/// Reads the columns of one row from left to right.
pub(super) struct Cells<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Cells<'r, 's> {
    /// Begins at the first column.
    pub(super) const fn new(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    /// The next column as any type that the database knows.
    pub(super) fn get<T: FromSql>(&mut self) -> Result<T, StoreError> {
        self.next += 1;
        Ok(self.row.get(self.next - 1)?)
    }

    /// The next column as text, without copying it; `None` for NULL.
    pub(super) fn text(&mut self) -> Result<Option<&'r str>, StoreError> {
        self.next += 1;
        match self.row.get_ref(self.next - 1)? {
            ValueRef::Null => Ok(None),
            value @ (ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_)) => {
                value.as_str().map(Some).map_err(|error| unreadable(&error))
            }
        }
    }

    /// The next column as bytes, without copying them; `None` for NULL.
    pub(super) fn bytes(&mut self) -> Result<Option<&'r [u8]>, StoreError> {
        self.next += 1;
        let bytes = self.row.get_ref(self.next - 1)?.as_blob_or_null();
        bytes.map_err(|error| unreadable(&error))
    }

    fn some_text(&mut self) -> Result<&'r str, StoreError> {
        self.text()?
            .ok_or_else(|| StoreError::Undecodable("a text is missing".to_owned()))
    }

    /// The next column as an instant.
    pub(super) fn time(&mut self) -> Result<Time, StoreError> {
        let millis: i64 = self.get()?;
        time(millis)
    }

    /// The next column as an instant, if there is one.
    pub(super) fn maybe_time(&mut self) -> Result<Option<Time>, StoreError> {
        self.get::<Option<i64>>()?.map(time).transpose()
    }

    /// The next column as JSON of a type; `None` for NULL.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.text()?.map(serde_json::from_str).transpose()?)
    }

    /// The next column as a map, which is mostly an empty one.
    pub(super) fn map<T: serde::de::DeserializeOwned + Default>(&mut self) -> Result<T, StoreError> {
        match self.text()? {
            None | Some("{}") => Ok(T::default()),
            Some(text) => Ok(serde_json::from_str(text)?),
        }
    }

    /// The next eleven columns as a lead.
    pub(super) fn lead(&mut self) -> Result<Lead, StoreError> {
        Ok(Lead {
            stage: stage(self.some_text()?)?,
            since: self.time()?,
            owner: self.get()?,
            version: self.get::<i64>()?.cast_unsigned(),
            cycle: self.get()?,
            class: class(self.some_text()?)?,
            work: Work {
                attempts: self.get()?,
                last_attempt_at: self.maybe_time()?,
                callback_at: self.maybe_time()?,
            },
            returned: self.json()?,
            wake_at: self.maybe_time()?,
        })
    }

    /// The next fourteen columns as a handoff; `None` when they are of no row.
    pub(super) fn handoff(&mut self) -> Result<Option<HandoffRecord>, StoreError> {
        let Some(cycle) = self.get()? else {
            self.next += 13;
            return Ok(None);
        };
        self.handoff_of(cycle, |cells| Ok(cells.json()?.unwrap_or_default()))
            .map(Some)
    }

    /// The next thirteen columns as the handoff of an open lead, which is kept without the frozen reasons.
    pub(super) fn open_handoff(&mut self) -> Result<HandoffRecord, StoreError> {
        let cycle = self.get()?;
        self.handoff_of(cycle, |_| Ok(Vec::new()))
    }

    fn handoff_of(
        &mut self,
        cycle: u32,
        reasons: impl FnOnce(&mut Self) -> Result<Vec<Reason>, StoreError>,
    ) -> Result<HandoffRecord, StoreError> {
        Ok(HandoffRecord {
            cycle,
            frozen: Frozen {
                class: class(self.some_text()?)?,
                grade: grade(self.some_text()?)?,
                score: self.get()?,
                reasons: reasons(self)?,
            },
            urgency: urgency(self.some_text()?)?,
            handed_at: self.time()?,
            handed_by: self.get()?,
            owner: self.get()?,
            state: handoff_state(self.some_text()?)?,
            accepted_at: self.maybe_time()?,
            first_attempt_at: self.maybe_time()?,
            first_conversation_at: self.maybe_time()?,
            ended_at: self.maybe_time()?,
        })
    }

    /// The next ten columns, as in [`ACTIVITY`], as an entry of the log.
    pub(super) fn activity(&mut self) -> Result<Activity, StoreError> {
        let seq = Seq(self.get()?);
        let act = Seq(self.get()?);
        let contact = ContactId(self.get()?);
        let at = self.time()?;
        let recorded_at = self.time()?;
        let by = self.get()?;
        let source = self.get()?;
        let is_event: bool = self.get()?;
        let kind = self.some_text()?;
        let detail = self.text()?;
        let fact = fact(kind, is_event, detail)
            .map_err(|error| StoreError::Undecodable(format!("entry {} of the log: {error}", seq.0)))?;
        Ok(Activity {
            seq,
            act,
            contact,
            at,
            recorded_at,
            by,
            source,
            fact,
        })
    }
}

fn fact(kind: &str, is_event: bool, detail: Option<&str>) -> Result<Fact, serde_json::Error> {
    let detail = match detail {
        Some(text) => serde_json::from_str(text)?,
        None if is_event => Value::Object(serde_json::Map::new()),
        None => Value::Null,
    };
    Fact::from_parts(kind, is_event, detail)
}

/// The detail column of a fact: JSON, or nothing when the kind says it all.
pub(super) fn detail(fact: &Fact) -> Result<Option<String>, StoreError> {
    let detail = fact.detail()?;
    let empty =
        detail.is_null() || (fact.is_event() && detail.as_object().is_some_and(serde_json::Map::is_empty));
    Ok((!empty).then(|| detail.to_string()))
}

/// In which lane of the timeline an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// What the contact did.
    Behaviour = 0,
    /// What people of ours did with the contact, here or in another system.
    Talks = 1,
    /// How the lead moved.
    Moves = 2,
    /// What was learnt of contact and company.
    Data = 3,
}

impl Lane {
    /// The lane of a fact. Kept in the log's rows: another division needs a migration.
    pub(super) fn of(fact: &Fact) -> Self {
        match fact {
            Fact::Event(event) => Self::of_event(&event.kind),
            Fact::ErasedEvent(event) => Self::of_event(&event.kind),
            Fact::Call { .. }
            | Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Note { .. }
            | Fact::Bant(_) => Self::Talks,
            Fact::Contact(_) => Self::Data,
            Fact::Handoff(_)
            | Fact::Accept
            | Fact::Release
            | Fact::Reassign { .. }
            | Fact::Return(_)
            | Fact::Triage(_)
            | Fact::Wake
            | Fact::Win { .. }
            | Fact::Lose { .. }
            | Fact::Undo(_)
            | Fact::Alert(_)
            | Fact::Erase
            | Fact::Model(_)
            | Fact::ScoreClass { .. } => Self::Moves,
        }
    }

    fn of_event(kind: &str) -> Self {
        match kind {
            "call" | "meeting" | "offer" | "note" | "bant" => Self::Talks,
            _ => Self::Behaviour,
        }
    }
}

/// Unix milliseconds of an instant.
pub(super) const fn millis(time: Time) -> i64 {
    time.timestamp_millis()
}

/// A number of rows as the database counts them.
pub(super) fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The instant of Unix milliseconds.
pub(super) fn time(millis: i64) -> Result<Time, StoreError> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| StoreError::Undecodable(format!("{millis} is not a time")))
}

/// The number under which a hand is kept in `contact`, in the order in which colleagues are listed.
pub(super) const fn hand_number(hand: Hand) -> i64 {
    match hand {
        Hand::Sales => 0,
        Hand::Marketing => 1,
        Hand::Closed => 2,
    }
}

/// The name of an urgency.
pub(super) const fn urgency_name(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Urgent => "urgent",
        Urgency::Normal => "normal",
    }
}

/// The letter of a class, as text.
pub(super) const fn class_name(class: Class) -> &'static str {
    match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    }
}

pub(super) fn stage(name: &str) -> Result<Stage, StoreError> {
    named(Stage::ALL, Stage::name, name)
}

fn class(name: &str) -> Result<Class, StoreError> {
    named(Class::ALL, class_name, name)
}

fn urgency(name: &str) -> Result<Urgency, StoreError> {
    named([Urgency::Urgent, Urgency::Normal], urgency_name, name)
}

fn handoff_state(name: &str) -> Result<HandoffState, StoreError> {
    let all = [
        HandoffState::Open,
        HandoffState::Accepted,
        HandoffState::Returned,
        HandoffState::AutoReturned,
    ];
    named(all, HandoffState::name, name)
}

fn grade(name: &str) -> Result<Grade, StoreError> {
    Grade::try_from(name.to_owned()).map_err(StoreError::Undecodable)
}

fn named<T: Copy, const N: usize>(
    all: [T; N],
    name_of: impl Fn(T) -> &'static str,
    name: &str,
) -> Result<T, StoreError> {
    all.into_iter()
        .find(|value| name_of(*value) == name)
        .ok_or_else(|| StoreError::Undecodable(format!("`{name}` is not one of its words")))
}

fn unreadable(error: &rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Undecodable(error.to_string())
}
