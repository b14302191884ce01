//! The books of one transaction: subjects as read, changed by facts, written back once.
//!
//! Live acts, imports and replays all go through [`Books::apply`], so that a state rebuilt from the log is the state that
//! was stored: there is no second way to change anything.

mod colleagues;
mod group;
mod keys;
mod pages;

use std::collections::HashMap;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::committee::Committee;
use crate::domain::contact::{CompanyId, ContactId, ContactPatch, Field};
use crate::domain::decide;
use crate::domain::policy::Policy;
use crate::store::{Counting, NewEntry, StoreError, Write};

pub use keys::keys;
use pages::Page;

/// How an entry came about: what all entries of one act share.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// When it happened.
    pub at: Time,
    /// When we learn of it.
    pub recorded_at: Time,
    /// Who; empty for rules and clocks.
    pub by: &'a str,
    /// From where we know.
    pub source: &'a str,
}

/// Subjects under change within one write transaction.
pub struct Books<'a, 'tx> {
    tx: &'a mut Write<'tx>,
    policy: &'a Policy,
    pages: HashMap<ContactId, Page>,
    /// Who among the open pages works where: some may not be saved yet.
    people: HashMap<CompanyId, Vec<ContactId>>,
    /// Who of a company acted last, as far as it was asked for.
    committees: HashMap<CompanyId, Committee>,
}

impl<'a, 'tx> Books<'a, 'tx> {
    /// Opens the books on a transaction.
    pub fn open(tx: &'a mut Write<'tx>, policy: &'a Policy) -> Self {
        Self {
            tx,
            policy,
            pages: HashMap::new(),
            people: HashMap::new(),
            committees: HashMap::new(),
        }
    }

    /// The transaction below.
    pub const fn tx(&mut self) -> &mut Write<'tx> {
        self.tx
    }

    /// Writes one fact into the log and applies it. `act` is the first entry of the act it belongs to, absent for the first.
    pub fn record(
        &mut self,
        contact: ContactId,
        fact: &Fact,
        stamp: &Stamp<'_>,
        act: Option<Seq>,
    ) -> Result<Activity, StoreError> {
        let Stamp {
            at,
            recorded_at,
            by,
            source,
        } = *stamp;
        let entry = self.tx.append(&NewEntry {
            contact,
            at,
            recorded_at,
            by,
            source,
            fact,
            act,
        })?;
        if !by.is_empty() {
            self.tx.note_user(by, recorded_at)?;
        }
        self.apply(&entry)?;
        Ok(entry)
    }

    /// Carries out what the rules of the house say about the state of `contact` at `stamp.at`, until they say no more.
    pub fn settle(
        &mut self,
        contact: ContactId,
        stamp: &Stamp<'_>,
        act: Option<Seq>,
    ) -> Result<Vec<Fact>, StoreError> {
        let mut done = Vec::new();
        let stamp = Stamp { by: "", ..*stamp };
        let policy = self.policy;
        // What is recorded here moves no score, so that the group stays as good as it is.
        let group = self.group(contact, stamp.at)?;
        while let Some(fact) = self
            .subject(contact)?
            .and_then(|s| decide::consequence(s, policy, stamp.at, group))
        {
            self.record(contact, &fact, &stamp, act)?;
            done.push(fact);
        }
        Ok(done)
    }

    /// Applies an entry that stands in the log to the state.
    pub fn apply(&mut self, entry: &Activity) -> Result<(), StoreError> {
        if self.subject(entry.contact)?.is_none() {
            return Ok(());
        }
        if let Fact::Contact(patch) = &entry.fact {
            self.link(entry.contact, patch)?;
        }
        if matches!(entry.fact, Fact::Handoff(_)) {
            self.save_handoff(entry.contact)?;
        }
        if matches!(entry.fact, Fact::Erase) {
            self.leave_companies(entry.contact)?;
        }
        self.learn(entry)?;
        if let Some(owner) = given_to(&entry.fact) {
            self.tx.note_user(owner, entry.recorded_at)?;
        }
        let Some(page) = self.pages.get_mut(&entry.contact) else {
            return Ok(());
        };
        let company = page.now.company.clone();
        let acted = page.now.apply(entry, self.policy);
        let changed = page
            .now
            .company
            .clone()
            .filter(|now| company.as_ref() != Some(now));
        if acted {
            self.stir_colleagues(entry)?;
        }
        if let Some(company) = changed {
            self.tx.save_company(&company)?;
            self.share(&company, entry.contact)?;
        }
        Ok(())
    }

    /// Counts what the rank learns from: calls and deals, and out again what was taken back.
    fn learn(&mut self, entry: &Activity) -> Result<(), StoreError> {
        if let Fact::Undo(undo) = &entry.fact {
            for undone in self.tx.entries_of_act(undo.act)? {
                self.count(&undone, Counting::Out)?;
            }
        }
        self.count(entry, Counting::In)
    }

    fn count(&mut self, entry: &Activity, counting: Counting) -> Result<(), StoreError> {
        if let Fact::Call { outcome, .. } = &entry.fact {
            self.tx.count_call(entry.at, *outcome, counting)
        } else if let Fact::Win { amount: Some(amount) } = &entry.fact {
            self.tx.count_won(entry.seq, *amount, counting)
        } else {
            Ok(())
        }
    }

    /// Links the contact to the company of the patch and lays claim to its keys.
    fn link(&mut self, id: ContactId, patch: &ContactPatch) -> Result<(), StoreError> {
        if let Some(name) = patch.get(Field::Company) {
            let company = self.tx.company_named(name)?;
            self.people.entry(company.id).or_default().push(id);
            if let Some(page) = self.pages.get_mut(&id) {
                page.now.contact.company = Some(company.id);
                page.now.company = Some(company);
            }
        }
        for (kind, key) in keys(patch) {
            self.tx.claim_identity(kind, &key, id)?;
        }
        Ok(())
    }
}

/// To whom a fact gives the lead.
fn given_to(fact: &Fact) -> Option<&str> {
    if let Fact::Reassign { to } = fact {
        Some(to)
    } else if let Fact::Handoff(record) = fact {
        record.owner.as_deref()
    } else {
        None
    }
}
