//! The pages of the books: each subject as it was read and as it is now, and writing back what differs.

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::decide;
use crate::domain::stirring::Stirring;
use crate::domain::subject::Subject;
use crate::store::StoreError;

use super::Books;

/// Subjects kept before they are written back: bounds the memory of an import or a replay.
const MOST_OPEN: usize = 20_000;

/// One subject, as it was read and as it is now.
#[derive(Debug)]
pub(super) struct Page {
    /// Absent for a contact made in this transaction.
    before: Option<Subject>,
    pub(super) now: Subject,
}

impl Books<'_, '_> {
    /// The subject as it is now, facts of this transaction included.
    pub fn subject(&mut self, id: ContactId) -> Result<Option<&Subject>, StoreError> {
        if !self.pages.contains_key(&id) {
            let Some(subject) = self.tx.subject(id)? else {
                return Ok(None);
            };
            if let Some(company) = subject.contact.company {
                self.people.entry(company).or_default().push(id);
            }
            self.pages.insert(
                id,
                Page {
                    before: Some(subject.clone()),
                    now: subject,
                },
            );
        }
        Ok(self.pages.get(&id).map(|page| &page.now))
    }

    /// A contact of whom nothing is known yet.
    pub fn new_contact(&mut self, known_since: Time) -> Result<ContactId, StoreError> {
        let subject = self.tx.new_contact(known_since)?;
        let id = subject.contact.id;
        self.pages.insert(
            id,
            Page {
                before: None,
                now: subject,
            },
        );
        Ok(id)
    }

    /// Says again whether a lead that came back has stirred since, by what counts now.
    pub fn recount_stirring(&mut self, id: ContactId) -> Result<(), StoreError> {
        let Some(contact) = self.subject(id)?.map(|subject| subject.contact.clone()) else {
            return Ok(());
        };
        let mut stirring = Stirring::of(contact, self.policy);
        self.tx.history(id, |entry| stirring.follow(&entry))?;
        let returned = self
            .pages
            .get_mut(&id)
            .and_then(|page| page.now.lead.returned.as_mut());
        if let Some((returned, stirred)) = returned.zip(stirring.has_stirred()) {
            returned.stirred = stirred;
        }
        Ok(())
    }

    /// Saves the handoff before the next one takes its place: a subject knows only the latest, the store keeps them all.
    pub(super) fn save_handoff(&mut self, id: ContactId) -> Result<(), StoreError> {
        let Some(page) = self.pages.get_mut(&id) else {
            return Ok(());
        };
        let saved = page.before.as_ref().and_then(|before| before.handoff.as_ref());
        if page.now.handoff.is_some() && saved != page.now.handoff.as_ref() {
            let due = decide::due_at(&page.now, self.policy);
            self.tx.save_since(page.before.as_ref(), &page.now, due)?;
            page.before = Some(page.now.clone());
        }
        Ok(())
    }

    /// The contacts whose state has changed since it was read.
    pub(super) fn changed(&self) -> Vec<ContactId> {
        let mut ids: Vec<ContactId> = self
            .pages
            .iter()
            .filter(|(_, p)| p.before.as_ref() != Some(&p.now))
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Whether so many subjects are open that it is time to write them back.
    pub fn is_full(&self) -> bool {
        self.pages.len() >= MOST_OPEN
    }

    /// Writes everything back. The next due time of each contact follows from its state alone.
    pub fn write_back(&mut self) -> Result<(), StoreError> {
        self.people.clear();
        for (company, committee) in std::mem::take(&mut self.committees) {
            self.tx.save_committee(company, &committee)?;
        }
        let mut pages: Vec<(ContactId, Page)> = self.pages.drain().collect();
        pages.sort_unstable_by_key(|(id, _)| *id);
        for (_, page) in pages {
            if page.before.as_ref() != Some(&page.now) {
                let due = decide::due_at(&page.now, self.policy);
                self.tx.save_since(page.before.as_ref(), &page.now, due)?;
            }
        }
        Ok(())
    }
}
