//! What replays and imports need: entries taken over as they stand, and what is known of one moment.

use rusqlite::params;

use super::Write;
use crate::domain::Time;
use crate::domain::activity::{Activity, Event, Fact};
use crate::domain::contact::ContactId;
use crate::domain::subject::Subject;
use crate::store::StoreError;
use crate::store::cells::{Lane, detail, millis};

impl Write<'_> {
    /// Takes over an entry of another log with its place, its act and its times.
    ///
    /// # Errors
    /// When the place is taken, or the disk is full or fails.
    pub fn append_as(&mut self, entry: &Activity) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO activity (seq, act, contact_id, at, recorded_at, by, source, is_event, lane, kind, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                entry.seq.0,
                entry.act.0,
                entry.contact.0,
                millis(entry.at),
                millis(entry.recorded_at),
                entry.by,
                entry.source,
                entry.fact.is_event(),
                Lane::of(&entry.fact) as i64,
                entry.fact.kind(),
                detail(&entry.fact)?,
            ])?;
        self.next_seq = None;
        Ok(())
    }

    /// The events of a contact at one instant: what an import compares a row with.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn events_at(&self, contact: ContactId, at: Time) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::new();
        self.at_instant(contact, at, |entry| {
            if let Fact::Event(event) = entry.fact {
                events.push(event);
            }
        })?;
        Ok(events)
    }

    /// Saves the state of a contact that was `before` when it was read; of a new one when that is absent.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save_since(
        &mut self,
        before: Option<&Subject>,
        after: &Subject,
        due: Option<Time>,
    ) -> Result<(), StoreError> {
        match before {
            Some(before) => self.save_change(before, after, due),
            None => self.save_new(after, due),
        }
    }
}
