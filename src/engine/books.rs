//! The books of one transaction: subjects as read, changed by facts, written back once.
//!
//! Live acts, imports and replays all go through [`Books::apply`], so that a state rebuilt from the log is the state that
//! was stored: there is no second way to change anything.

use std::collections::HashMap;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::committee::Committee;
use crate::domain::contact::{Company, CompanyId, ContactId, ContactPatch, Field};
use crate::domain::decide;
use crate::domain::policy::Policy;
use crate::domain::subject::Subject;
use crate::domain::text::fold;
use crate::store::{Counting, IdentityKind, NewEntry, StoreError, Write};

/// Subjects kept before they are written back: bounds the memory of an import or a replay.
const MOST_OPEN: usize = 20_000;

/// One subject, as it was read and as it is now.
#[derive(Debug)]
struct Page {
    /// Absent for a contact made in this transaction.
    before: Option<Subject>,
    now: Subject,
    due: Due,
}

/// Whether the saved due time can still be right when the subject has not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// It was computed under these rules.
    AsSaved,
    /// It was computed under others.
    Anew,
}

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
                    due: Due::AsSaved,
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
                due: Due::AsSaved,
            },
        );
        Ok(id)
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
        while let Some(fact) = self
            .subject(contact)?
            .and_then(|s| decide::consequence(s, policy, stamp.at))
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

    /// Lets those of the company who were active at the same time see that this contact acted (method, section 3).
    fn stir_colleagues(&mut self, entry: &Activity) -> Result<(), StoreError> {
        let Some(company) = self
            .pages
            .get(&entry.contact)
            .and_then(|page| page.now.contact.company)
        else {
            return Ok(());
        };
        if !self.committees.contains_key(&company) {
            let committee = self.tx.committee(company)?;
            self.committees.insert(company, committee);
        }
        let parallel = self
            .committees
            .get_mut(&company)
            .map(|committee| committee.act(entry.contact, entry.at));
        for id in parallel.unwrap_or_default() {
            self.subject(id)?;
            if let Some(page) = self.pages.get_mut(&id) {
                page.now.colleague_active(entry.at, self.policy);
            }
        }
        Ok(())
    }

    /// Takes somebody out of the memory of every company that it ever worked for.
    fn leave_companies(&mut self, id: ContactId) -> Result<(), StoreError> {
        let mut names = Vec::new();
        self.tx.history(id, |entry| {
            if let Fact::Contact(patch) = &entry.fact {
                names.extend(patch.get(Field::Company).map(ToOwned::to_owned));
            }
        })?;
        for name in names {
            let company = self.tx.company_named(&name)?.id;
            let mut committee = match self.committees.get(&company) {
                Some(committee) => committee.clone(),
                None => self.tx.committee(company)?,
            };
            // Kept only where it changes: a company of which nobody has acted has none.
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

    /// Saves the handoff before the next one takes its place: a subject knows only the latest, the store keeps them all.
    fn save_handoff(&mut self, id: ContactId) -> Result<(), StoreError> {
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

    /// Lets all other people of a changed company see the change.
    fn share(&mut self, company: &Company, except: ContactId) -> Result<(), StoreError> {
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

    /// The contacts whose state has changed since it was read.
    pub fn changed(&self) -> Vec<ContactId> {
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
            if page.due == Due::Anew || page.before.as_ref() != Some(&page.now) {
                let due = decide::due_at(&page.now, self.policy);
                self.tx.save_since(page.before.as_ref(), &page.now, due)?;
            }
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

/// The keys by which a patch makes its contact findable, strongest first: external id, e-mail, phone; name and company only
/// where there is nothing else, and together with a phone number that stands alone: a switchboard's is shared.
pub fn keys(patch: &ContactPatch) -> Vec<(IdentityKind, String)> {
    let mut keys: Vec<(IdentityKind, String)> = [
        (
            IdentityKind::ExternalId,
            patch.get(Field::ExternalId).map(|id| id.trim().to_owned()),
        ),
        (
            IdentityKind::Email,
            patch.get(Field::Email).map(|email| email.trim().to_lowercase()),
        ),
        (
            IdentityKind::Phone,
            patch.get(Field::Phone).map(|phone| phone.trim().to_owned()),
        ),
    ]
    .into_iter()
    .filter_map(|(kind, key)| Some((kind, key?)))
    .collect();
    if let Some(name) = name_key(patch) {
        match keys.as_slice() {
            [] => keys.push((IdentityKind::Name, name)),
            [(IdentityKind::Phone, phone)] => {
                let both = format!("{name}|{phone}");
                // Looked for before the number alone: who has claimed both is meant, whatever the others are called by now.
                keys.insert(0, (IdentityKind::Name, both));
            }
            _ => {}
        }
    }
    keys
}

fn name_key(patch: &ContactPatch) -> Option<String> {
    let names =
        [Field::FullName, Field::FirstName, Field::LastName].map(|f| patch.get(f).unwrap_or_default());
    let name = fold(&names.join(" "));
    (!name.is_empty()).then(|| format!("{name}|{}", fold(patch.get(Field::Company).unwrap_or_default())))
}
