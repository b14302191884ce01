//! For verification: a copy of the database as of one instant, and everything counted one by one.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::Reader;
use crate::store::StoreError;

/// All pages in one step: nobody has to wait for a reader, and between steps every commit of somebody else would make the
/// copy begin again.
const PAGES_AT_ONCE: i32 = i32::MAX;

/// How much there is of everything, counted and not remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// Contacts.
    pub contacts: u64,
    /// Entries of the log.
    pub activities: u64,
    /// Leads, whatever their stage.
    pub leads: u64,
    /// Leads in sales' hand.
    pub leads_in_sales: u64,
    /// Rows of the call list.
    pub open_leads: u64,
    /// Handoffs.
    pub handoffs: u64,
    /// Handoffs that have not ended.
    pub handoffs_not_ended: u64,
}

impl Reader {
    /// Where the database is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies the database as it is at this instant to `path`; others may go on writing meanwhile.
    ///
    /// # Errors
    /// When it cannot be read or the copy cannot be written.
    pub fn snapshot(&self, path: &Path) -> Result<Self, StoreError> {
        let mut copy = Connection::open(path)?;
        Backup::new(&self.connection, &mut copy)?.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
        drop(copy);
        Self::open(path)
    }

    /// Counts everything one by one: costs a scan of every table.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn census(&self) -> Result<Census, StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> {
            let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        Ok(Census {
            contacts: count("SELECT count(*) FROM contact")?,
            activities: count("SELECT count(*) FROM activity")?,
            leads: count("SELECT count(*) FROM lead")?,
            leads_in_sales: count(
                "SELECT count(*) FROM lead WHERE stage IN ('queued', 'accepted', 'working', 'meeting', 'offer')",
            )?,
            open_leads: count("SELECT count(*) FROM open_lead")?,
            handoffs: count("SELECT count(*) FROM handoff")?,
            handoffs_not_ended: count("SELECT count(*) FROM handoff WHERE ended_at IS NULL")?,
        })
    }
}
