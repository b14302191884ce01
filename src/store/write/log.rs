//! Appending to the log, and reading back what was appended.

use rusqlite::{OptionalExtension, Params, params};

use super::Write;
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::contact::ContactId;
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells, Lane, detail, millis};

/// An entry that has no place in the log yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewEntry<'a> {
    /// Whom it happened to.
    pub contact: ContactId,
    /// When it happened.
    pub at: Time,
    /// When we learnt of it.
    pub recorded_at: Time,
    /// Who did it; empty when it was the contact or the passing of time.
    pub by: &'a str,
    /// From where we know.
    pub source: &'a str,
    /// What happened.
    pub fact: &'a Fact,
    /// The act that it belongs to; `None` begins a new one.
    pub act: Option<Seq>,
}

impl Write<'_> {
    /// Appends an entry and gives it its place: one more than the last, always.
    ///
    /// # Errors
    /// When the disk is full or fails, or a number in the fact is not finite.
    pub fn append(&mut self, entry: &NewEntry<'_>) -> Result<Activity, StoreError> {
        let seq = self.take_seq()?;
        let entry = Activity {
            seq: Seq(seq),
            act: entry.act.unwrap_or(Seq(seq)),
            contact: entry.contact,
            at: entry.at,
            recorded_at: entry.recorded_at,
            by: entry.by.to_owned(),
            source: entry.source.to_owned(),
            fact: entry.fact.clone(),
        };
        self.insert(&entry)?;
        Ok(entry)
    }

    /// Writes an entry at the place that it has.
    pub(super) fn insert(&mut self, entry: &Activity) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO activity (seq, act, contact_id, at, recorded_at, by, source, is_event, lane, kind, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                entry.seq.0,
                entry.act.0,
                entry.contact.0,
                millis(entry.at),
                millis(entry.recorded_at),
                entry.by,
                entry.source,
                entry.fact.is_event(),
                Lane::of(&entry.fact) as i64,
                entry.fact.kind(),
                detail(&entry.fact)?,
            ])?;
        Ok(())
    }

    fn take_seq(&mut self) -> Result<i64, StoreError> {
        let seq = match self.next_seq {
            Some(seq) => seq,
            None => {
                self.transaction
                    .query_row("SELECT coalesce(max(seq), 0) + 1 FROM activity", [], |row| {
                        row.get(0)
                    })?
            }
        };
        self.next_seq = Some(seq + 1);
        Ok(seq)
    }

    /// Hands every entry of a contact to `each`, in the order in which we learnt of them.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn history(&self, contact: ContactId, each: impl FnMut(Activity)) -> Result<(), StoreError> {
        let sql = format!("SELECT {ACTIVITY} FROM activity WHERE contact_id = ?1 ORDER BY seq");
        self.entries(&sql, [contact.0], each)
    }

    /// The entries that one act wrote, about whomever, in log order.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn entries_of_act(&self, act: Seq) -> Result<Vec<Activity>, StoreError> {
        let sql = format!(
            "SELECT {ACTIVITY} FROM activity WHERE seq = ?1
             UNION ALL SELECT {ACTIVITY} FROM activity WHERE act = ?1 AND act <> seq
             ORDER BY seq"
        );
        let mut found = Vec::new();
        self.entries(&sql, [act.0], |entry| found.push(entry))?;
        Ok(found)
    }

    /// The entries of the newest act of Kapula's own on a contact: empty when there was none. Events do not count.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn last_act(&self, contact: ContactId) -> Result<Vec<Activity>, StoreError> {
        self.act_before(contact, Seq(i64::MAX))
    }

    /// The entries of the newest act of Kapula's own on a contact that began before `act`: to look further back.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn act_before(&self, contact: ContactId, act: Seq) -> Result<Vec<Activity>, StoreError> {
        let found: Option<i64> = self
            .transaction
            .prepare_cached(
                "SELECT max(act) FROM activity
                 WHERE contact_id = ?1 AND lane IN (1, 2, 3) AND is_event = 0 AND act < ?2",
            )?
            .query_row((contact.0, act.0), |row| row.get(0))
            .optional()?
            .flatten();
        found.map_or_else(|| Ok(Vec::new()), |act| self.entries_of_act(Seq(act)))
    }

    /// Every entry of a contact at one instant.
    pub(super) fn at_instant(
        &self,
        contact: ContactId,
        at: Time,
        each: impl FnMut(Activity),
    ) -> Result<(), StoreError> {
        // Every lane is named, so that the index is used to its last column.
        let sql = format!(
            "SELECT {ACTIVITY} FROM activity
             WHERE contact_id = ?1 AND lane IN (0, 1, 2, 3) AND at = ?2 ORDER BY seq"
        );
        self.entries(&sql, (contact.0, millis(at)), each)
    }

    fn entries(
        &self,
        sql: &str,
        parameters: impl Params,
        mut each: impl FnMut(Activity),
    ) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            each(Cells::new(row).activity()?);
        }
        Ok(())
    }
}
