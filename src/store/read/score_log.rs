//! The log as a scoring model reads it: five columns of what can count, in batches that travel between threads.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rusqlite::types::ValueRef;

use super::Reader;
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::lead::Stage;
use crate::domain::subject::Subject;
use crate::store::{StoreError, state};

/// Which entries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogPart {
    /// Those that what is gathered for scores follows from.
    Scores,
    /// All: what became of leads, too.
    All,
}

/// One entry, as far as scores follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreEntry<'b> {
    /// The first entry of the act that it belongs to.
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
    /// Kind and detail in one: what entries that mean the same have in common.
    pub key: &'b str,
}

/// Entries that follow one another, their texts in one string.
#[derive(Debug, Default)]
pub struct ScoreBatch {
    rows: Vec<Row>,
    texts: String,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    act: i64,
    contact: i64,
    at: i64,
    is_event: bool,
    /// Where the kind begins; where, behind a mark, the detail begins; where that ends. The detail is empty for NULL.
    kind: u32,
    detail: u32,
    end: u32,
}

impl ScoreBatch {
    /// The entries, in the order of the log.
    pub fn entries(&self) -> impl Iterator<Item = ScoreEntry<'_>> {
        let text = |from: u32, to: u32| self.texts.get(from as usize..to as usize).unwrap_or_default();
        self.rows.iter().map(move |row| ScoreEntry {
            act: row.act,
            contact: row.contact,
            at: row.at,
            is_event: row.is_event,
            kind: text(row.kind, row.detail - 1),
            detail: (row.end > row.detail).then(|| text(row.detail, row.end)),
            key: text(row.kind, row.end),
        })
    }

    /// Makes it empty, keeping its memory.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.texts.clear();
    }

    fn push(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        let kind = self.texts.len() as u32;
        self.texts.push_str(text(row.get_ref(3)?)?);
        // Between the two stands a mark that no text from outside can hold: control characters are dropped on the way in.
        self.texts.push('\u{1f}');
        let detail = self.texts.len() as u32;
        self.texts.push_str(text(row.get_ref(4)?)?);
        self.rows.push(Row {
            contact: row.get(0)?,
            at: row.get(1)?,
            is_event: row.get(2)?,
            act: row.get(5)?,
            kind,
            detail,
            end: self.texts.len() as u32,
        });
        Ok(())
    }
}

fn text(value: ValueRef<'_>) -> Result<&str, StoreError> {
    match value {
        ValueRef::Null => Ok(""),
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => value
            .as_str()
            .map_err(|error| StoreError::Undecodable(error.to_string())),
    }
}

impl Reader {
    /// Adds to `batch` the entries of that part whose places in the log are after the first of `places` and up to the second,
    /// in their order.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn score_log(
        &self,
        part: LogPart,
        places: Range<u64>,
        batch: &mut ScoreBatch,
    ) -> Result<(), StoreError> {
        let wanted = match part {
            LogPart::Scores => "AND (is_event = 1 OR kind IN ('contact', 'alert', 'erase'))",
            LogPart::All => "",
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT contact_id, at, is_event, kind, detail, act FROM activity WHERE seq > ?1 AND seq <= ?2 {wanted} ORDER BY seq"
        ))?;
        let mut rows = statement.query((places.start.cast_signed(), places.end.cast_signed()))?;
        while let Some(row) = rows.next()? {
            batch.push(row)?;
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

    /// Hands the state of every contact but what it has gathered to `each`, with when time next changes something, in the
    /// order of their row numbers.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or a row cannot be read.
    pub fn every_subject<E: From<StoreError>>(
        &self,
        each: impl FnMut(Subject, Option<Time>) -> Result<(), E>,
    ) -> Result<(), E> {
        state::every(&self.connection, each)
    }

    /// A second reader of the same database, for another thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn another(&self) -> Result<Self, StoreError> {
        Self::open(&self.path)
    }
}
