//! Reading: every answer is a window that costs what it shows, one file a question.

mod card;
mod census;
mod circle;
mod contacts;
mod habits;
mod handoffs;
mod log;
mod met;
mod open_leads;
mod returned;
mod score_log;
mod timeline;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

pub use census::Census;
pub use handoffs::HandoffLine;
pub use log::Counters;
pub(super) use log::counters;
pub use score_log::{Acts, ScoreEntry};

use super::error::StoreError;
use super::{open, state};
use crate::domain::contact::ContactId;
use crate::domain::query::{Answer, Query};
use crate::domain::subject::Subject;

/// A setting of the database itself.
pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// A connection that only reads. Sees what was committed when a question is asked; never waits for a writer.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    path: PathBuf,
}

impl Reader {
    /// Opens an existing database for reading.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read, is something else, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            connection: open::reader(path)?,
            path: path.to_owned(),
        })
    }

    /// Answers a question. [`Card::last_act`](crate::domain::query::Card::last_act) stays empty: what can be taken back
    /// is for the engine to say.
    ///
    /// # Errors
    /// When the disk fails or a row cannot be read.
    pub fn ask(&self, query: &Query) -> Result<Answer, StoreError> {
        // One transaction: all tables as of one instant.
        let snapshot = self.connection.unchecked_transaction()?;
        let answer = match query {
            Query::OpenLeads => Answer::OpenLeads(Arc::new(open_leads::all(&snapshot)?)),
            Query::Returned => Answer::Returned(returned::all(&snapshot)?),
            Query::Card(id) => Answer::Card(card::card(&snapshot, *id)?.map(Box::new)),
            Query::Timeline(query) => Answer::Timeline(query.clone(), timeline::page(&snapshot, query)?),
            Query::Contacts(query) => Answer::Contacts(query.clone(), contacts::page(&snapshot, query)?),
        };
        snapshot.commit()?;
        Ok(answer)
    }

    /// The state of a contact with its company.
    ///
    /// # Errors
    /// When the disk fails or a row cannot be read.
    pub fn subject(&self, id: ContactId) -> Result<Option<Subject>, StoreError> {
        state::subject(&self.connection, id)
    }

    /// A number that changes when another connection, of this process or another, has committed.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// A setting of the database itself.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        meta(&self.connection, key)
    }

    /// Everybody who has ever acted or been given a lead, by name.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn users(&self) -> Result<Vec<String>, StoreError> {
        open_leads::users(&self.connection)
    }
}
