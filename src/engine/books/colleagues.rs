//! What the others of a company hear of a fact: that a colleague acted, and what is now known of the company.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use crate::domain::activity::{Activity, Fact};
use crate::domain::committee::Committee;
use crate::domain::contact::{Company, CompanyId, ContactId, Field};
use crate::store::StoreError;

use super::Books;

impl Books<'_, '_> {
    /// Lets those of the company who were active at the same time see that this contact acted (method, section 3).
    pub(super) fn stir_colleagues(&mut self, entry: &Activity) -> Result<(), StoreError> {
        let Some(company) = self
            .pages
            .get(&entry.contact)
            .and_then(|page| page.now.contact.company)
        else {
            return Ok(());
        };
        let parallel = self.committee(company)?.act(entry.contact, entry.at);
        for id in parallel {
            self.subject(id)?;
            if let Some(page) = self.pages.get_mut(&id) {
                page.now.colleague_active(entry.at, self.policy);
            }
        }
        Ok(())
    }

    /// Who of a company acted last, only to be looked at: what is kept is written, and a company of which nobody has acted
    /// has none.
    pub(super) fn who_acted(&self, company: CompanyId) -> Result<Cow<'_, Committee>, StoreError> {
        match self.committees.get(&company) {
            Some(known) => Ok(Cow::Borrowed(known)),
            None => Ok(Cow::Owned(self.tx.committee(company)?)),
        }
    }

    /// Who of a company acted last, to be changed.
    fn committee(&mut self, company: CompanyId) -> Result<&mut Committee, StoreError> {
        match self.committees.entry(company) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(self.tx.committee(company)?)),
        }
    }

    /// Takes somebody out of the memory of every company that it ever worked for.
    pub(super) fn leave_companies(&mut self, id: ContactId) -> Result<(), StoreError> {
        let mut names = Vec::new();
        self.tx.history(id, |entry| {
            if let Fact::Contact(patch) = &entry.fact {
                names.extend(patch.get(Field::Company).map(ToOwned::to_owned));
            }
        })?;
        for name in names {
            let company = self.tx.company_named(&name)?.id;
            let mut committee = self.who_acted(company)?.into_owned();
            if committee.forget(id) {
                self.committees.insert(company, committee);
            }
        }
        Ok(())
    }

    /// Puts what is known of a company, for all its people but one.
    pub fn put_company(&mut self, company: &Company, except: ContactId) -> Result<(), StoreError> {
        self.tx.save_company(company)?;
        self.share(company, except)
    }

    /// Lets all other people of a changed company see the change.
    pub(super) fn share(&mut self, company: &Company, except: ContactId) -> Result<(), StoreError> {
        let mut members = self.tx.members(company.id)?;
        members.extend(self.people.get(&company.id).into_iter().flatten());
        members.sort_unstable();
        members.dedup();
        for id in members.into_iter().filter(|id| *id != except) {
            self.subject(id)?;
            if let Some(page) = self.pages.get_mut(&id)
                && page.now.contact.company == Some(company.id)
            {
                page.now.company = Some(company.clone());
                page.now.rescore(self.policy);
            }
        }
        Ok(())
    }
}
