//! The log of a few people: of one contact and of whoever ever worked where it did, because they lift each other.

use std::collections::{BTreeSet, HashMap};

use super::Reader;
use crate::domain::Time;
use crate::domain::activity::Activity;
use crate::domain::contact::ContactId;
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells, Lane, time};

/// Contacts whose data are looked at between two signs of life.
const AT_ONCE: u64 = 20_000;

/// Who ever worked where, by the log.
#[derive(Debug, Default)]
pub struct Worked {
    /// Companies by number: names would be in the memory once for everybody who works there.
    worked: Vec<(ContactId, u32)>,
}

impl Worked {
    /// These contacts, and all who ever worked for a company for which one of these ever did.
    #[must_use]
    pub fn circle(&self, of: &BTreeSet<ContactId>) -> BTreeSet<ContactId> {
        let own = self.worked.iter().filter(|(id, _)| of.contains(id));
        let companies: BTreeSet<u32> = own.map(|(_, company)| *company).collect();
        let met = self
            .worked
            .iter()
            .filter(|(_, company)| companies.contains(company));
        of.iter().copied().chain(met.map(|(id, _)| *id)).collect()
    }
}

impl Reader {
    /// Who ever worked where. Costs a look at the data of everybody, because who has left a company stands in no index;
    /// `reading` is told of how many contacts of how many.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn worked(&self, reading: &mut dyn FnMut(u64, u64)) -> Result<Worked, StoreError> {
        let last = self.last_contact()?;
        let sql = format!(
            "SELECT a.contact_id, json_extract(a.detail, '$.fields.company') AS company
             FROM contact c CROSS JOIN activity a INDEXED BY activity_timeline ON a.contact_id = c.id AND a.lane = {}
             WHERE c.id > ?1 AND c.id <= ?2 AND a.kind = 'contact' AND company IS NOT NULL",
            Lane::Data as i64
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut all = Worked::default();
        for from in (0..last).step_by(AT_ONCE as usize) {
            let to = last.min(from + AT_ONCE);
            let mut rows = statement.query((from.cast_signed(), to.cast_signed()))?;
            while let Some(row) = rows.next()? {
                let next = numbers.len() as u32;
                let company = *numbers.entry(fold(&row.get::<_, String>(1)?)).or_insert(next);
                all.worked.push((ContactId(row.get(0)?), company));
            }
            reading(to, last);
        }
        Ok(all)
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
