//! The log of a few people: of one contact and of whoever ever worked where it did, because they lift each other.

use std::collections::BTreeSet;

use super::Reader;
use crate::domain::Time;
use crate::domain::activity::Activity;
use crate::domain::contact::ContactId;
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells, time};

impl Reader {
    /// These contacts, and all who ever worked for a company for which one of these ever did, by the log. Costs a look at
    /// every entry that says something of a company: who has left one stands in no index.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn circle(&self, of: &BTreeSet<ContactId>) -> Result<BTreeSet<ContactId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT contact_id, json_extract(detail, '$.fields.company') FROM activity
             WHERE kind = 'contact' AND is_event = 0 AND json_extract(detail, '$.fields.company') IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| Ok((ContactId(row.get(0)?), row.get::<_, String>(1)?)))?;
        let worked: Vec<(ContactId, String)> = rows.collect::<Result<_, _>>()?;
        let worked: Vec<_> = worked
            .into_iter()
            .map(|(id, company)| (id, fold(&company)))
            .collect();
        let own = worked.iter().filter(|(id, _)| of.contains(id));
        let companies: BTreeSet<&str> = own.map(|(_, company)| company.as_str()).collect();
        let met = worked
            .iter()
            .filter(|(_, company)| companies.contains(company.as_str()));
        Ok(of.iter().copied().chain(met.map(|(id, _)| *id)).collect())
    }

    /// Hands every entry of these contacts to `each`, in the order of the log.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or an entry cannot be read.
    pub fn log_of<E: From<StoreError>>(
        &self,
        who: &BTreeSet<ContactId>,
        mut each: impl FnMut(Activity) -> Result<(), E>,
    ) -> Result<(), E> {
        let ids: Vec<i64> = who.iter().map(|id| id.0).collect();
        let ids = serde_json::to_string(&ids).map_err(StoreError::from)?;
        let sql = format!(
            "SELECT {ACTIVITY} FROM activity WHERE contact_id IN (SELECT value FROM json_each(?1)) ORDER BY seq"
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([ids]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(Cells::new(row).activity()?)?;
        }
        Ok(())
    }

    /// When the first thing happened that the log has of a contact; absent when it has nothing.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn first_at(&self, id: ContactId) -> Result<Option<Time>, StoreError> {
        let first: Option<i64> = self
            .connection
            .prepare_cached("SELECT min(at) FROM activity WHERE contact_id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        first.map(time).transpose()
    }
}
