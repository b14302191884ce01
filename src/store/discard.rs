//! Taking back a database that was made for something that came to nothing.

use super::{Store, StoreError};

impl Store {
    /// Removes the file if nothing was ever written into it and nobody else has it open; says whether it did.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another connection has it open, or when the disk fails; the file stays then.
    pub fn discard_if_empty(self) -> Result<bool, StoreError> {
        // Leaving WAL mode succeeds for the only connection there is, and the lock keeps others out until the end.
        self.connection
            .pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        self.connection.execute_batch("BEGIN EXCLUSIVE")?;
        let there = self.counters()?;
        if there.contacts > 0 || there.activities > 0 {
            return Ok(false);
        }
        Ok(std::fs::remove_file(&self.path).is_ok())
    }
}
