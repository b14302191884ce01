//! What can go wrong with the database, in sentences with the remedy.

use std::path::{Path, PathBuf};

use crate::domain::text::inline;
use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the store did not do what it was asked. Nothing was changed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process has been writing for longer than we wait.
    #[error(
        "another process is writing to the database (an import?); nothing was changed, try again when it is done"
    )]
    Busy,
    /// No room is left.
    #[error("the disk is full; nothing was changed. Make room and try again")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the database is read-only; check the permissions of the file and of its folder")]
    ReadOnly,
    /// The content of the file is damaged.
    #[error("the database is damaged ({0}); put back a copy from before the damage")]
    Corrupt(String),
    /// The file is something else.
    #[error("{} is not a Kapula database; give another path with --db", inline(.0.display()))]
    NotADatabase(PathBuf),
    /// The file was written by a later version of the program.
    #[error("{} has schema {found}, and this kapula knows schemas up to {known}; install a newer kapula, or give another path with --db", inline(path.display()))]
    Newer {
        /// The file.
        path: PathBuf,
        /// Schema of the file.
        found: i64,
        /// Newest schema that this program knows.
        known: i64,
    },
    /// There is no such file.
    #[error("there is no database at {}; import contacts to make one, or give another path with --db", inline(.0.display()))]
    Missing(PathBuf),
    /// The file cannot be opened or made.
    #[error("{} cannot be opened ({reason}); check the path and its permissions", inline(path.display()))]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A row does not say what this program writes.
    #[error("the database holds something that this kapula cannot read: {0}")]
    Undecodable(String),
    /// Anything else that `SQLite` says.
    #[error("the database failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// Gives the path to errors that happen while a file is opened and that are about the file as a whole.
    pub(super) fn while_opening(self, path: &Path) -> Self {
        match self {
            Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
                Self::NotADatabase(path.to_owned())
            }
            Self::Sqlite(error) => Self::CannotOpen {
                path: path.to_owned(),
                reason: error.to_string(),
            },
            Self::ReadOnly => Self::CannotOpen {
                path: path.to_owned(),
                reason: "it is read-only".to_owned(),
            },
            Self::Busy
            | Self::Full
            | Self::Corrupt(_)
            | Self::NotADatabase(_)
            | Self::Newer { .. }
            | Self::Missing(_)
            | Self::CannotOpen { .. }
            | Self::Undecodable(_) => self,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        if matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) {
            Self::Busy
        } else if code == Some(ErrorCode::DiskFull) || lacks_room_for_index(&error) {
            Self::Full
        } else if code == Some(ErrorCode::ReadOnly) {
            Self::ReadOnly
        } else if code == Some(ErrorCode::DatabaseCorrupt) {
            Self::Corrupt(error.to_string())
        } else {
            Self::Sqlite(error)
        }
    }
}

impl From<postcard::Error> for StoreError {
    fn from(error: postcard::Error) -> Self {
        Self::Undecodable(format!("what a contact has gathered ({error})"))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Undecodable(error.to_string())
    }
}

/// Whether there is no room for the `-shm` file: on a full disk the first who opens a database, even for reading, is told of
/// an I/O error.
fn lacks_room_for_index(error: &rusqlite::Error) -> bool {
    let known = error.sqlite_error();
    known.is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_for_opening_is_a_full_disk() {
        let error = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        let error = StoreError::from(rusqlite::Error::SqliteFailure(error, None));
        assert!(matches!(error.while_opening(Path::new("k.db")), StoreError::Full));
    }
}
