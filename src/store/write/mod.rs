//! One writing transaction: entries of the log, and the state that follows from them.

mod again;
mod keys;
mod log;
mod save;

use std::collections::BTreeMap;

use rusqlite::Transaction;

pub use keys::IdentityKind;
pub use log::NewEntry;

use super::error::StoreError;

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
}

impl<'c> Write<'c> {
    pub(super) const fn new(transaction: Transaction<'c>) -> Self {
        Self {
            transaction,
            next_seq: None,
            next_contact: None,
            counts: BTreeMap::new(),
        }
    }

    /// Makes everything written so far durable and visible to others.
    ///
    /// # Errors
    /// When the disk is full or fails; then nothing was changed.
    pub fn commit(self) -> Result<(), StoreError> {
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

    fn count(&mut self, name: &'static str, change: i64) {
        *self.counts.entry(name).or_default() += change;
    }
}
