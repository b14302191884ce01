//! One writing transaction: entries of the log, and the state that follows from them.

mod again;
mod erase;
mod habits;
mod keys;
mod log;
mod rescore;
mod save;

use std::collections::BTreeMap;

use rusqlite::Transaction;

pub use erase::Whose;
pub use habits::Counting;
pub use keys::IdentityKind;
pub use log::NewEntry;
pub use rescore::Scored;

use super::error::StoreError;
use crate::domain::contact::ContactId;

/// A transaction that may write. Rolled back when it is dropped without [`Write::commit`].
#[derive(Debug)]
pub struct Write<'c> {
    transaction: Transaction<'c>,
    /// The next position in the log, once asked for.
    next_seq: Option<i64>,
    /// The next row number of a contact, once asked for.
    next_contact: Option<i64>,
    /// What this transaction adds to the counters.
    counts: BTreeMap<&'static str, i64>,
    /// What the search index is to hold, by row number of the contact. Written together and last: the index sorts what it
    /// gets in memory, and whenever another table is written in between it has to put even a single row on the disk.
    findable: BTreeMap<i64, Findable>,
}

/// The text of one contact on its way to the search index.
#[derive(Debug)]
struct Findable {
    text: String,
    /// Whether the index holds an older text.
    known: bool,
}

/// How many contacts wait for the search index at most: bounds the memory of an import.
const MOST_WAITING: usize = 20_000;

impl<'c> Write<'c> {
    pub(super) const fn new(transaction: Transaction<'c>) -> Self {
        Self {
            transaction,
            next_seq: None,
            next_contact: None,
            counts: BTreeMap::new(),
            findable: BTreeMap::new(),
        }
    }

    /// Makes everything written so far durable and visible to others.
    ///
    /// # Errors
    /// When the disk is full or fails; then nothing was changed.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.write_search()?;
        for (name, change) in &self.counts {
            self.transaction
                .prepare_cached(
                    "INSERT INTO counter (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
                )?
                .execute((name, change))?;
        }
        // A counter that is back at nothing is no row, as if it had never counted: what is rebuilt from the log has none.
        self.transaction
            .prepare_cached("DELETE FROM counter WHERE value = 0")?
            .execute([])?;
        self.transaction.commit()?;
        Ok(())
    }

    /// Lets a contact be found by `text` and by nothing else; `known` says whether an older text may be there.
    fn make_findable(&mut self, id: ContactId, text: String, known: bool) -> Result<(), StoreError> {
        let earlier = self.findable.insert(id.0, Findable { text, known });
        if let (Some(earlier), Some(now)) = (earlier, self.findable.get_mut(&id.0)) {
            now.known = earlier.known;
        }
        if self.findable.len() >= MOST_WAITING {
            self.write_search()?;
        }
        Ok(())
    }

    fn write_search(&mut self) -> Result<(), StoreError> {
        let mut delete = self
            .transaction
            .prepare_cached("DELETE FROM search WHERE rowid = ?1")?;
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO search (rowid, text) VALUES (?1, ?2)")?;
        for (id, findable) in std::mem::take(&mut self.findable) {
            if findable.known {
                delete.execute([id])?;
            }
            // Of whom nothing is known there is nothing to find.
            if !findable.text.is_empty() {
                insert.execute((id, findable.text))?;
            }
        }
        Ok(())
    }

    fn count(&mut self, name: &'static str, change: i64) {
        *self.counts.entry(name).or_default() += change;
    }
}
