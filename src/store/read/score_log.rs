//! The log as a scoring model reads it: as few columns as tell what counts.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rusqlite::types::ValueRef;

use super::Reader;
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::lead::Stage;
use crate::domain::subject::Subject;
use crate::store::{StoreError, state};

/// One entry, as far as scores follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreEntry<'b> {
    /// The first entry of the act that it belongs to; 0 where acts are not asked for.
    pub act: i64,
    /// Row number of the contact; 0 for nobody.
    pub contact: i64,
    /// When it happened, Unix milliseconds.
    pub at: i64,
    /// Whether it happened outside.
    pub is_event: bool,
    /// The kind.
    pub kind: &'b str,
    /// The detail, JSON as it stands.
    pub detail: Option<&'b str>,
}

/// Whether the acts are asked for that entries belong to: a column of twenty million rows more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// They are.
    Asked,
    /// They are not.
    NotAsked,
}

/// Bytes of a file that are mapped at most: all of any that is likely, within what `SQLite` was told when it was compiled.
const MAPPED: i64 = 1 << 40;

fn text(value: ValueRef<'_>) -> Result<Option<&str>, StoreError> {
    let text = value.as_str_or_null();
    text.map_err(|error| StoreError::Undecodable(error.to_string()))
}

impl Reader {
    /// Hands to `each` the entries whose places in the log are after the first of `places` and up to the second,
    /// in their order.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or an entry cannot be read.
    pub fn score_log(
        &self,
        places: Range<u64>,
        acts: Acts,
        mut each: impl FnMut(&ScoreEntry<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let act = match acts {
            Acts::Asked => ", act",
            Acts::NotAsked => "",
        };
        let sql = format!(
            "SELECT contact_id, at, is_event, kind, detail{act} FROM activity WHERE seq > ?1 AND seq <= ?2 ORDER BY seq"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query((places.start.cast_signed(), places.end.cast_signed()))?;
        while let Some(row) = rows.next()? {
            each(&ScoreEntry {
                contact: row.get(0)?,
                at: row.get(1)?,
                is_event: row.get(2)?,
                kind: text(row.get_ref(3)?)?.unwrap_or_default(),
                detail: text(row.get_ref(4)?)?,
                act: match acts {
                    Acts::Asked => row.get(5)?,
                    Acts::NotAsked => 0,
                },
            })?;
        }
        Ok(())
    }

    /// Row numbers of all companies, by folded name.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn company_names(&self) -> Result<HashMap<String, CompanyId>, StoreError> {
        let mut statement = self.connection.prepare("SELECT name_key, id FROM company")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, CompanyId(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Who was erased: costs a scan of the leads.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn erased(&self) -> Result<HashSet<ContactId>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT contact_id FROM lead WHERE stage = ?1")?;
        let rows = statement.query_map([Stage::Erased.name()], |row| row.get(0).map(ContactId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Hands the state of every contact whose row number is in `ids`, but what it has gathered, to `each`, with when time next
    /// changes something, in the order of their row numbers.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or a row cannot be read.
    pub fn every_subject<E: From<StoreError>>(
        &self,
        ids: Range<u64>,
        each: impl FnMut(Subject, Option<Time>) -> Result<(), E>,
    ) -> Result<(), E> {
        state::every(&self.connection, ids, each)
    }

    /// The greatest row number of a contact; 0 when there is none.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn last_contact(&self) -> Result<u64, StoreError> {
        let last = self
            .connection
            .query_row("SELECT coalesce(max(id), 0) FROM contact", [], |row| {
                row.get::<_, i64>(0)
            })?;
        Ok(last.unsigned_abs())
    }

    /// A second reader of the same database, for a thread that reads much of it: with the file mapped into memory, which
    /// spares a call of the system and a copy for every page. Not how the cockpit reads: where the disk fails under a map, the
    /// system ends the program, and there it must say so.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn another(&self) -> Result<Self, StoreError> {
        let other = Self::open(&self.path)?;
        other.connection.pragma_update(None, "mmap_size", MAPPED)?;
        Ok(other)
    }
}
