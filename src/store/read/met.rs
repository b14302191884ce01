//! What has ever been met: kinds of events and custom attributes. Rules that look at something else look at nothing.

use std::collections::BTreeSet;

use super::Reader;
use crate::domain::activity::Activity;
use crate::domain::contact::ContactId;
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells};

impl Reader {
    /// Kinds of events in the log, folded: costs a scan of the log.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn kinds_met(&self) -> Result<BTreeSet<String>, StoreError> {
        self.folded("SELECT DISTINCT kind FROM activity WHERE is_event = 1")
    }

    /// Names of custom attributes that a contact has, folded: costs a scan of the contacts.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn custom_met(&self) -> Result<BTreeSet<String>, StoreError> {
        self.folded("SELECT DISTINCT j.key FROM contact, json_each(contact.custom) j")
    }

    fn folded(&self, sql: &str) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let names: Vec<String> = rows.collect::<Result<_, _>>()?;
        Ok(names.iter().map(|name| fold(name)).collect())
    }

    /// When which scoring model came into force, oldest first: entries of the log about nobody in particular.
    ///
    /// # Errors
    /// When the disk fails or an entry cannot be read.
    pub fn models(&self) -> Result<Vec<Activity>, StoreError> {
        // Every lane is named, so that the index is used.
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {ACTIVITY} FROM activity
             WHERE contact_id = ?1 AND lane IN (0, 1, 2, 3) AND kind = 'model' AND is_event = 0 ORDER BY seq"
        ))?;
        let mut rows = statement.query([ContactId::NOBODY.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Cells::new(row).activity()?);
        }
        Ok(found)
    }
}
