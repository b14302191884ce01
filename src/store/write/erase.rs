//! Erasing a person: the one change of what stands in the log, and of what the state repeats of it.

use rusqlite::params;

use super::{IdentityKind, Write};
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::lead::Stage;
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{Cells, Lane, detail};

impl Write<'_> {
    /// Puts what is left of a fact in the place of what it said; kind and lane stay.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn redact(&mut self, seq: Seq, left: &Fact) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE activity SET detail = ?2 WHERE seq = ?1 AND kind = ?3")?
            .execute(params![seq.0, detail(left)?, left.kind()])?;
        Ok(())
    }

    /// Hands all that was ever said of contacts and their companies to `each`, by contact and each contact's in log order; of
    /// erased contacts too, and whether it is one.
    ///
    /// # Errors
    /// What `each` returns; or when the disk fails or an entry cannot be read.
    pub fn all_said(
        &self,
        mut each: impl FnMut(Activity, Whose) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // By contact, so that what is read is the data alone and not the behaviour, of which there is twenty times as much.
        let mut statement = self.transaction.prepare_cached(
            "SELECT a.seq, a.act, a.contact_id, a.at, a.recorded_at, a.by, a.source, a.is_event, a.kind, a.detail, l.stage
             FROM lead l CROSS JOIN activity a ON a.contact_id = l.contact_id AND a.lane = ?1
             ORDER BY l.contact_id, a.seq",
        )?;
        let mut rows = statement.query([Lane::Data as i64])?;
        while let Some(row) = rows.next()? {
            let mut cells = Cells::new(row);
            let entry = cells.activity()?;
            let whose = if cells.text()? == Some(Stage::Erased.name()) {
                Whose::Erased
            } else {
                Whose::Known
            };
            each(entry, whose)?;
        }
        Ok(())
    }

    /// Takes a key from a contact; says whether the contact had it.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn release_identity(
        &mut self,
        kind: IdentityKind,
        key: &str,
        id: ContactId,
    ) -> Result<bool, StoreError> {
        let gone = self
            .transaction
            .prepare_cached("DELETE FROM identity WHERE kind = ?1 AND key = ?2 AND contact_id = ?3")?
            .execute((kind.name(), kind.key(key), id.0))?;
        Ok(gone > 0)
    }

    /// Gives a company another name, and forgets everything else about it.
    ///
    /// # Errors
    /// When there is a company of that name already, or the disk is full or fails.
    pub fn forget_company(&mut self, id: CompanyId, name: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "UPDATE company SET name = ?2, name_key = ?3, fields = '{}', deciders = 0 WHERE id = ?1",
            )?
            .execute((id.0, name, fold(name)))?;
        Ok(())
    }

    /// Takes the reasons out of all handoffs of a contact; how many handoffs these are.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn clear_reasons(&mut self, id: ContactId) -> Result<u64, StoreError> {
        let cleared = self
            .transaction
            .prepare_cached("UPDATE handoff SET reasons = '[]' WHERE contact_id = ?1")?
            .execute([id.0])?;
        Ok(cleared as u64)
    }
}

/// Of whom something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Somebody who is known.
    Known,
    /// Somebody who was erased.
    Erased,
}
