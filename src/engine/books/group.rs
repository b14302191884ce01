//! Those who decide together with a contact, for rules that ask how good they are together.

use std::collections::BTreeSet;

use crate::domain::Time;
use crate::domain::committee::combined;
use crate::domain::contact::ContactId;
use crate::domain::decide;
use crate::domain::policy::Missing;
use crate::domain::score::Class;
use crate::store::StoreError;

use super::Books;

impl Books<'_, '_> {
    /// About whom the rules may have something to say: whoever has changed since it was read, and whoever decides with one of
    /// those where routing asks for the group.
    pub fn unsettled(&mut self) -> Result<Vec<ContactId>, StoreError> {
        let changed = self.changed();
        if !self.policy.routing.asks_for_group() {
            return Ok(changed);
        }
        let mut all: BTreeSet<ContactId> = changed.iter().copied().collect();
        for id in changed {
            all.extend(self.decide_with(id)?);
        }
        Ok(all.into_iter().collect())
    }

    /// The [`combined`] score of a contact and those who decide with it, at an instant; 0 where routing does not ask for it.
    pub(super) fn group(&mut self, id: ContactId, at: Time) -> Result<u8, StoreError> {
        if !self.policy.routing.asks_for_group() {
            return Ok(0);
        }
        let mut people = self.decide_with(id)?;
        people.push(id);
        let mut totals = Vec::with_capacity(people.len());
        for person in people {
            let policy = self.policy;
            let score = self
                .subject(person)?
                .map(|subject| policy.model.score(&subject.score, at));
            totals.extend(score.map(|score| score.total));
        }
        Ok(combined(totals))
    }

    /// What routing misses in somebody whom the rules have settled, as [`decide::held_back`].
    pub fn held_back(&mut self, id: ContactId, at: Time) -> Result<Option<(Class, Missing)>, StoreError> {
        let may_be = self
            .subject(id)?
            .is_some_and(|subject| subject.lead.class <= Class::B && decide::is_free(subject));
        if !may_be {
            return Ok(None);
        }
        let (group, policy) = (self.group(id, at)?, self.policy);
        let subject = self.subject(id)?;
        Ok(subject.and_then(|subject| decide::held_back(subject, policy, at, || group)))
    }

    /// The others who acted last in the company of a contact and still are there: at most eight, however large it is.
    fn decide_with(&mut self, id: ContactId) -> Result<Vec<ContactId>, StoreError> {
        let company = self.subject(id)?.and_then(|subject| subject.contact.company);
        let Some(company) = company else {
            return Ok(Vec::new());
        };
        let acted: Vec<ContactId> = self.who_acted(company)?.remembered().collect();
        let mut others = Vec::new();
        for other in acted.into_iter().filter(|other| *other != id) {
            let works_at = self.subject(other)?.and_then(|subject| subject.contact.company);
            if works_at == Some(company) {
                others.push(other);
            }
        }
        Ok(others)
    }
}
