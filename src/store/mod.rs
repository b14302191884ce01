//! What is remembered: an append-only log and the state derived from it. (Only erasing a person changes entries of the log,
//! in place: [`Write::redact`].)
//!
//! [`Store`] is the writer's connection, [`Write`] one transaction of it, [`Reader`] a connection that only reads.
//! Plain domain values go in and come out; SQL is spoken here and nowhere else. The store does not know what a fact
//! means: the engine applies facts to a [`Subject`](crate::domain::subject::Subject) and saves it in the same
//! transaction in which it appends them.

mod cells;
mod compare;
mod discard;
mod error;
mod gathered;
mod open;
mod read;
mod search;
mod state;
mod sweep;
mod watch;
mod write;

use std::path::{Path, PathBuf};

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use compare::{Difference, Differences, compare};
pub use error::StoreError;
pub use read::{Acts, Census, Counters, HandoffLine, Reader, ScoreEntry};
pub use watch::Watch;
pub use write::{Counting, IdentityKind, NewEntry, Scored, Whose, Write};

use crate::domain::Time;
use open::Durability;

/// Whether to wait on while another process writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Wait on.
    On,
    /// Give up: nothing is changed.
    GiveUp,
}

/// As long as is waited where nobody says otherwise.
#[must_use]
pub fn five_seconds(waited: Duration) -> Wait {
    if waited < open::BUSY {
        Wait::On
    } else {
        Wait::GiveUp
    }
}

/// The writer's connection to a database file. One thread owns it; other processes may have theirs.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the database at `path`, makes it when there is none, and brings it to the schema of today.
    ///
    /// # Errors
    /// When the file cannot be opened, is something else, is damaged, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::with(path, Durability::Full)
    }

    /// Opens the database at `path`, which must be there.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::Missing`] when there is no file.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            Self::open(path)
        } else {
            Err(StoreError::Missing(path.to_owned()))
        }
    }

    /// Makes a database that nobody will miss: commits do not wait for the disk. For rebuilding beside the real one.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_scratch(path: &Path) -> Result<Self, StoreError> {
        Self::with(path, Durability::None)
    }

    fn with(path: &Path, durability: Durability) -> Result<Self, StoreError> {
        let connection = open::writer(path, durability)?;
        // From now on in slices, so that whoever waits is asked between them.
        connection.busy_timeout(open::SLICE)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a transaction that may write, waiting up to five seconds for other processes. What is not committed
    /// is rolled back when the value is dropped.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process writes for longer than that.
    pub fn write(&mut self) -> Result<Write<'_>, StoreError> {
        self.write_when_free(&mut five_seconds)
    }

    /// The same, waiting for other processes as long as `patience` says so; it is asked some times a second.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when patience has come to its end before the other process has.
    pub fn write_when_free(
        &mut self,
        patience: &mut dyn FnMut(Duration) -> Wait,
    ) -> Result<Write<'_>, StoreError> {
        let mut waited = Duration::ZERO;
        loop {
            match Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate) {
                Ok(transaction) => return Ok(Write::new(transaction)),
                Err(error) => {
                    let error = StoreError::from(error);
                    if !matches!(error, StoreError::Busy) {
                        return Err(error);
                    }
                    waited += open::SLICE;
                }
            }
            if patience(waited) == Wait::GiveUp {
                return Err(StoreError::Busy);
            }
        }
    }

    /// The first moment at which the passing of time will change something.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn next_due(&self) -> Result<Option<Time>, StoreError> {
        let due: Option<i64> = self
            .connection
            .prepare_cached("SELECT min(due_at) FROM lead WHERE due_at IS NOT NULL")?
            .query_row([], |row| row.get(0))?;
        due.map(cells::time).transpose()
    }

    /// A setting of the database itself.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        read::meta(&self.connection, key)
    }

    /// How much there is of everything.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn counters(&self) -> Result<Counters, StoreError> {
        read::counters(&self.connection)
    }

    /// A connection of its own to the same file, for reading.
    ///
    /// # Errors
    /// As [`Store::open_existing`].
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(&self.path)
    }
}

#[cfg(test)]
mod tests;
