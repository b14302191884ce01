//! What was deleted leaves the file, too: a database marks it as free and goes on, and the bytes stay readable.

use std::time::Duration;

use super::{Store, StoreError, Wait, open};

impl Store {
    /// Overwrites with zeros what is deleted from now on: should the sweep have to wait, little is left to find.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn overwrite_deleted(&self) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "secure_delete", true)?;
        Ok(())
    }

    /// Writes the file anew without anything that was deleted: merges the search index, in which deleted texts are only
    /// crossed out, copies all pages that are in use, and empties the write-ahead log. Costs what writing the whole database
    /// costs. Zeroing what is deleted from now on would not do: earlier versions of a row are free space already.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process writes, or reads for long, and `patience` has come to its end; or when the
    /// disk is full (the copy needs as much room as the database) or fails. Nothing that is known has changed then.
    pub fn sweep(&mut self, patience: &mut dyn FnMut(Duration) -> Wait) -> Result<(), StoreError> {
        let mut waited = Duration::ZERO;
        for step in ["INSERT INTO search (search) VALUES ('optimize')", "VACUUM"] {
            while let Err(error) = self.connection.execute_batch(step) {
                give_up_or_wait(error.into(), &mut waited, patience)?;
            }
        }
        while !self.truncated()? {
            give_up_or_wait(StoreError::Busy, &mut waited, patience)?;
        }
        Ok(())
    }

    /// How large the database is, without what waits in the write-ahead log.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn bytes(&self) -> Result<u64, StoreError> {
        let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let bytes: i64 = self.connection.query_row(size, [], |row| row.get(0))?;
        Ok(bytes.unsigned_abs())
    }

    /// Moves the write-ahead log into the file and empties it; says whether nobody was in the way.
    fn truncated(&self) -> Result<bool, StoreError> {
        let busy: i64 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}

fn give_up_or_wait(
    error: StoreError,
    waited: &mut Duration,
    patience: &mut dyn FnMut(Duration) -> Wait,
) -> Result<(), StoreError> {
    *waited += open::SLICE;
    if matches!(error, StoreError::Busy) && patience(*waited) == Wait::On {
        Ok(())
    } else {
        Err(error)
    }
}
