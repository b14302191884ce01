//! Opening a database file, and bringing it to the schema of today.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::cells::rows;
use super::error::StoreError;

/// The schema, step by step: step `n` (1-based) takes a database of `user_version` n-1 to n. A step that has been
/// released is never edited; what changes later is a new step.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_start.sql"),
    include_str!("schema/0002_open_lead_without_reasons.sql"),
    include_str!("schema/0003_habits.sql"),
    include_str!("schema/0004_scoring.sql"),
    include_str!("schema/0005_packed_scores.sql"),
    include_str!("schema/0006_places.sql"),
];

/// How long a writer waits for another process before it gives up.
pub(super) const BUSY: Duration = Duration::from_secs(5);
/// How long the database waits by itself before whoever waits is asked again.
pub(super) const SLICE: Duration = Duration::from_millis(250);

/// How surely a commit is on disk when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// It survives a power cut.
    Full,
    /// For scratch files that are thrown away after use.
    None,
}

/// Opens or makes the file and migrates it.
pub(super) fn writer(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    open_writer(path, durability).map_err(|error| error.while_opening(path))
}

/// A file that is there and is not ours is not written to: `SQLite` takes one of a few bytes for an empty database.
fn refuse_other_files(path: &Path) -> Result<(), StoreError> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let Ok(mut file) = std::fs::File::open(path) else {
        return Ok(());
    };
    let mut start = Vec::new();
    let read = std::io::Read::take(&mut file, MAGIC.len() as u64);
    if std::io::Read::read_to_end(&mut { read }, &mut start).is_ok() && !start.is_empty() && start != MAGIC {
        return Err(StoreError::NotADatabase(path.to_owned()));
    }
    Ok(())
}

fn open_writer(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    refuse_other_files(path)?;
    let mut connection = Connection::open(path)?;
    prepare(&connection)?;
    // Asked before anything is written, so that a file of a newer program or of another one stays untouched.
    check_version(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    let synchronous = match durability {
        Durability::Full => "full",
        Durability::None => "off",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // After an import the log file is as large as what was imported; give that back.
    connection.pragma_update(None, "journal_size_limit", 16 * 1024 * 1024)?;
    // In KiB, an upper bound that only an import comes near: it touches random pages of the indexes again and again, and
    // what does not fit is written to the log file and read back within the one transaction.
    connection.pragma_update(None, "cache_size", -160_000)?;
    migrate(&mut connection, MIGRATIONS)?;
    Ok(connection)
}

/// Opens an existing file for reading. Not with the read-only flag: reading a database in WAL mode needs write access to
/// its `-shm` file, and must make it when nobody else has the file open.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    open_reader(path).map_err(|error| error.while_opening(path))
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection)?;
    check_version(&connection, path)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Plans that depend on no bound value: else a partial index with a constant in its condition makes SQLite prepare anew,
    // at every execution, each statement that joins that table by a bound key. It was 60 % of the time of a search key.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "file")?;
    Ok(())
}

fn check_version(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = version(connection)?;
    let known = rows(MIGRATIONS.len());
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    // A database without our version that already has tables belongs to another program.
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if found == 0 && tables > 0 {
        return Err(StoreError::NotADatabase(path.to_owned()));
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Runs the steps that are missing, all in one transaction.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    if version(connection)? >= rows(steps.len()) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again under the lock: another process may have migrated meanwhile.
    let done = usize::try_from(version(&transaction)?).unwrap_or(0);
    for step in steps.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", rows(steps.len()))?;
    transaction.commit()?;
    Ok(())
}
