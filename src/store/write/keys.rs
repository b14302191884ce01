//! Companies, identities, users, timers and settings.

use rusqlite::{OptionalExtension, Params};

use super::Write;
use crate::domain::Time;
use crate::domain::committee::{Committee, Deciders};
use crate::domain::contact::{Company, CompanyId, ContactId, employees};
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{self, millis};
use crate::store::state;

/// By what kind of key a contact is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// The key in the system where the contact comes from; compared as written.
    ExternalId,
    /// E-mail address; compared without regard to case.
    Email,
    /// Phone number; compared as written.
    Phone,
    /// Name and company, joined by whoever asks; compared as written.
    Name,
}

impl IdentityKind {
    /// Its name in the table.
    pub(in crate::store) const fn name(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
        }
    }

    /// The key as it is compared.
    pub(in crate::store) fn key(self, key: &str) -> String {
        let key = key.trim();
        match self {
            Self::Email => key.to_lowercase(),
            Self::ExternalId | Self::Phone | Self::Name => key.to_owned(),
        }
    }
}

impl Write<'_> {
    /// Who has claimed a key, if anybody has.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn identity(&self, kind: IdentityKind, key: &str) -> Result<Option<ContactId>, StoreError> {
        let found = self
            .transaction
            .prepare_cached("SELECT contact_id FROM identity WHERE kind = ?1 AND key = ?2")?
            .query_row((kind.name(), kind.key(key)), |row| row.get(0))
            .optional()?;
        Ok(found.map(ContactId))
    }

    /// Claims a key for a contact that is saved in this transaction at the latest; somebody's earlier claim stands.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn claim_identity(&mut self, kind: IdentityKind, key: &str, id: ContactId) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO identity (kind, key, contact_id) VALUES (?1, ?2, ?3)")?
            .execute((kind.name(), kind.key(key), id.0))?;
        Ok(())
    }

    /// The company of that name, case and accents folded; made when there is none yet.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn company_named(&mut self, name: &str) -> Result<Company, StoreError> {
        let key = fold(name);
        let found: Option<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM company WHERE name_key = ?1")?
            .query_row([&key], |row| row.get(0))
            .optional()?;
        if let Some(id) = found
            && let Some(company) = state::company(&self.transaction, CompanyId(id))?
        {
            return Ok(company);
        }
        let name = name.trim();
        self.transaction
            .prepare_cached("INSERT INTO company (name, name_key, fields) VALUES (?1, ?2, '{}')")?
            .execute((name, &key))?;
        self.count("companies", 1);
        Ok(Company {
            id: CompanyId(self.transaction.last_insert_rowid()),
            name: name.to_owned(),
            fields: std::collections::BTreeMap::new(),
            deciders: Deciders::default(),
        })
    }

    /// A company by its row number.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn company(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        state::company(&self.transaction, id)
    }

    /// Saves the fields of a company; what the open leads of its people repeat of them follows. Its name stays as
    /// first written.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save_company(&mut self, company: &Company) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE company SET fields = ?2, deciders = ?3 WHERE id = ?1")?
            .execute((
                company.id.0,
                serde_json::to_string(&company.fields)?,
                company.deciders.0,
            ))?;
        // Each by the same function as when the person is saved: two ways to read one number would drift apart.
        let open = self.ids(
            "SELECT id FROM contact WHERE company_id = ?1 AND hand = 0",
            [company.id.0],
        )?;
        for id in open {
            let subject = self.subject(id)?;
            let size = subject.and_then(|subject| employees(&subject.contact, subject.company.as_ref()));
            self.transaction
                .prepare_cached("UPDATE open_lead SET company_size = ?2 WHERE contact_id = ?1")?
                .execute((id.0, size))?;
        }
        Ok(())
    }

    /// Who of a company acted last.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn committee(&self, company: CompanyId) -> Result<Committee, StoreError> {
        state::committee(&self.transaction, company)
    }

    /// Puts who of a company acted last.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save_committee(&mut self, company: CompanyId, committee: &Committee) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO committee (company_id, state) VALUES (?1, ?2)")?
            .execute((company.0, serde_json::to_string(committee)?))?;
        Ok(())
    }

    /// The people of a company, by row number.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn members(&self, company: CompanyId) -> Result<Vec<ContactId>, StoreError> {
        self.ids(
            "SELECT id FROM contact WHERE company_id = ?1 ORDER BY id",
            [company.0],
        )
    }

    /// For whom the passing of time changes something at `now` or before, the longest due first, at most `limit`.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn due(&self, now: Time, limit: usize) -> Result<Vec<ContactId>, StoreError> {
        self.ids(
            "SELECT contact_id FROM lead WHERE due_at <= ?1 ORDER BY due_at, contact_id LIMIT ?2",
            (millis(now), cells::rows(limit)),
        )
    }

    /// Everybody who has ever acted or been given a lead, by name.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn users(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT name FROM user ORDER BY name")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that somebody acts or is given a lead, the first time.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn note_user(&mut self, name: &str, at: Time) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO user (name, since) VALUES (?1, ?2)")?
            .execute((name, millis(at)))?;
        Ok(())
    }

    /// A setting of the database itself.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let found = self
            .transaction
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// Puts a setting of the database itself.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?
            .execute((key, value))?;
        Ok(())
    }

    /// Takes away a setting of the database itself.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn delete_meta(&mut self, key: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM meta WHERE key = ?1")?
            .execute([key])?;
        Ok(())
    }

    fn ids(&self, sql: &str, parameters: impl Params) -> Result<Vec<ContactId>, StoreError> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map(parameters, |row| row.get(0).map(ContactId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
