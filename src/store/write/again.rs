//! What replays and imports need: entries taken over as they stand, and what is known of one moment.

use super::Write;
use crate::domain::Time;
use crate::domain::activity::{Activity, Event, Fact};
use crate::domain::contact::ContactId;
use crate::domain::subject::Subject;
use crate::store::StoreError;

impl Write<'_> {
    /// Takes over an entry of another log with its place, its act and its times.
    ///
    /// # Errors
    /// When the place is taken, or the disk is full or fails.
    pub fn append_as(&mut self, entry: &Activity) -> Result<(), StoreError> {
        self.insert(entry)?;
        self.next_seq = None;
        Ok(())
    }

    /// Gives the next new contact this row number: in a copy of a part of the log everybody keeps his own.
    pub const fn number_next(&mut self, id: ContactId) {
        self.next_contact = Some(id.0);
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
