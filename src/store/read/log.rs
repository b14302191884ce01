//! The whole log, the counters, and who is meant by a key.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Reader;
use crate::domain::activity::Activity;
use crate::domain::contact::ContactId;
use crate::domain::lead::Stage;
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells};
use crate::store::write::IdentityKind;

/// How much there is of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters {
    /// Contacts.
    pub contacts: u64,
    /// Companies.
    pub companies: u64,
    /// Entries of the log.
    pub activities: u64,
    /// Handoffs, open and ended.
    pub handoffs: u64,
    /// Leads by stage; every contact is one lead, so these sum to the contacts. Stages with none are there with 0.
    pub leads: BTreeMap<Stage, u64>,
}

/// How much there is of everything: counters that are kept, not counted.
pub(in crate::store) fn counters(connection: &Connection) -> Result<Counters, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name, value FROM counter")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let values: BTreeMap<String, i64> = rows.collect::<Result<_, _>>()?;
    let value = |name: &str| u64::try_from(values.get(name).copied().unwrap_or(0)).unwrap_or(0);
    // The log has no gaps: its last position is its length.
    let activities: i64 = connection
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM activity")?
        .query_row([], |row| row.get(0))?;
    Ok(Counters {
        contacts: value("contacts"),
        companies: value("companies"),
        activities: u64::try_from(activities).unwrap_or(0),
        handoffs: value("handoffs"),
        leads: Stage::ALL
            .into_iter()
            .map(|stage| (stage, value(stage.name())))
            .collect(),
    })
}

impl Reader {
    /// Hands every entry of the log to `each`, in order, without holding the log in memory.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or an entry cannot be read.
    pub fn log<E: From<StoreError>>(&self, mut each: impl FnMut(Activity) -> Result<(), E>) -> Result<(), E> {
        let sql = format!("SELECT {ACTIVITY} FROM activity ORDER BY seq");
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(Cells::new(row).activity()?)?;
        }
        Ok(())
    }

    /// How much there is of everything, kept at every commit: counts nothing.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn counters(&self) -> Result<Counters, StoreError> {
        counters(&self.connection)
    }

    /// Who is meant by an id (`7`, or `#7` where an external id could be meant as well), an external id or an e-mail address (case folded): everybody whom it fits, each once.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn find_contact(&self, key: &str) -> Result<Vec<ContactId>, StoreError> {
        let mut found: Vec<i64> = Vec::new();
        let kinds = if key.trim().starts_with('#') {
            &[][..]
        } else {
            &[IdentityKind::ExternalId, IdentityKind::Email][..]
        };
        for kind in kinds.iter().copied() {
            let mut statement = self
                .connection
                .prepare_cached("SELECT contact_id FROM identity WHERE kind = ?1 AND key = ?2")?;
            for id in statement.query_map((kind.name(), kind.key(key)), |row| row.get(0))? {
                found.push(id?);
            }
        }
        if let Ok(id) = key.trim().trim_start_matches('#').parse::<i64>() {
            let mut statement = self
                .connection
                .prepare_cached("SELECT id FROM contact WHERE id = ?1")?;
            for id in statement.query_map([id], |row| row.get(0))? {
                found.push(id?);
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(ContactId).collect())
    }
}
