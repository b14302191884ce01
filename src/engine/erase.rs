//! Erasing a person: out of the log, out of the state, out of the file.
//!
//! The state afterwards is the one that the redacted log gives, entry by entry ([`super::verify`] checks it): what others
//! have from the person (keys that they claimed later, a company's name, the roles that decide there) is looked up in what
//! was ever said of everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::command::Refusal;
use crate::domain::committee::{Deciders, Role, RoleWords};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::decide::{self, Desk};
use crate::domain::erasure::{Redactor, Renamed};
use crate::domain::score::Model;
use crate::domain::text::fold;
use crate::store::{IdentityKind, StoreError, Whose};

use super::books::{Books, Stamp, keys};
use super::handle::EngineError;
use super::import::Mode;
use super::ledger::Ledger;

/// Set while deleted text may still be readable in the file.
const UNSWEPT_KEY: &str = "unswept";

/// What erasing a person takes away, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The name until now.
    pub name: String,
    /// Entries of the log that were redacted: all that there were.
    pub entries: u64,
    /// Handoffs that lost their reasons.
    pub handoffs: u64,
    /// Keys by which the person was found.
    pub keys: u64,
    /// Roles of which nobody is known any more at companies where others still work: their scores may change by it.
    pub roles: Vec<(String, Role)>,
    /// Whether the file is rid of what was deleted. It is not yet when others were at it, or the disk was full.
    pub swept: Swept,
}

/// Whether what was deleted has left the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Swept {
    /// It has.
    Clean,
    /// It has not yet: why.
    NotYet(String),
}

impl Ledger {
    /// Erases all that is known of a person, if `mode` says so, else only counts it. The log keeps that there were entries,
    /// not what they said ([`crate::domain::erasure`]).
    ///
    /// Once more on a person who was erased, it does what was left to do when the file could not be swept.
    ///
    /// # Errors
    /// [`EngineError::Refused`] while somebody else holds the lead, or when the person was erased before; or the store's
    /// failure. In both cases nothing has changed.
    pub fn erase(
        &mut self,
        who: &str,
        source: &str,
        contact: ContactId,
        mode: Mode,
    ) -> Result<Erased, EngineError> {
        let (now, policy) = (self.clock.now(), Arc::clone(&self.policy));
        let desk = Desk {
            who,
            at: now,
            policy: &policy,
        };
        let stamp = Stamp {
            at: now,
            recorded_at: now,
            by: who,
            source,
        };
        let left_over = self.store.meta(UNSWEPT_KEY)?.is_some();
        self.store.overwrite_deleted()?;
        let mut tx = self.begin()?;
        let mut books = Books::open(&mut tx, &policy);
        let unknown = || Refusal::Illegal(format!("there is no contact {contact}"));
        let subject = books.subject(contact)?.ok_or_else(unknown)?.clone();
        let mut erased = Erased {
            name: subject.contact.name(),
            entries: 0,
            handoffs: 0,
            keys: 0,
            roles: Vec::new(),
            swept: Swept::Clean,
        };
        if !(left_over && subject.is_erased()) {
            let fact = decide::erase(&subject, &desk)?;
            let forgotten = forget(&mut books, contact, &policy.model)?;
            (erased.entries, erased.keys, erased.roles) = forgotten;
            books.record(contact, &fact, &stamp, None)?;
            for id in books.unsettled()? {
                books.settle(id, &stamp, None)?;
            }
            books.write_back()?;
            erased.handoffs = tx.clear_reasons(contact)?;
        }
        if mode == Mode::DryRun {
            return Ok(erased);
        }
        tx.set_meta(UNSWEPT_KEY, "yes")?;
        tx.commit()?;
        erased.swept = self.sweep()?;
        Ok(erased)
    }

    /// What could not be swept now stays noted: the erasure itself stands.
    fn sweep(&mut self) -> Result<Swept, EngineError> {
        if let Err(error) = self.store.sweep(&mut self.patience) {
            return Ok(Swept::NotYet(error.to_string()));
        }
        let mut tx = self.store.write_when_free(&mut self.patience)?;
        tx.delete_meta(UNSWEPT_KEY)?;
        tx.commit()?;
        Ok(Swept::Clean)
    }
}

/// What was taken: entries of the log, keys, and roles that nobody is known in any more, with the company.
type Forgotten = (u64, u64, Vec<(String, Role)>);

/// Takes the person out of the log, and out of what others have from it.
fn forget(books: &mut Books<'_, '_>, contact: ContactId, model: &Model) -> Result<Forgotten, StoreError> {
    let mut history = Vec::new();
    books.tx().history(contact, |entry| history.push(entry))?;
    let mut rest = Rest::of(&history, &model.roles);
    let mut others: Option<Person> = None;
    let mut people = Vec::new();
    books.tx().all_said(|entry, whose| {
        if entry.contact == contact {
            return Ok(());
        }
        if others.as_ref().is_some_and(|person| person.id != entry.contact) {
            people.extend(others.take().filter(Person::is_erased));
        }
        let person = others.get_or_insert_with(|| Person::new(entry.contact, whose));
        rest.take(person, entry);
        Ok(())
    })?;
    people.extend(others.filter(Person::is_erased));
    let (renamed, roles) = rename_companies(books, contact, &rest)?;
    redact(books, &history, model, &renamed)?;
    for person in people {
        redact(books, &person.said, model, &renamed)?;
    }
    let mut keys = 0;
    for key in &rest.keys {
        if books.tx().release_identity(key.kind, &key.text, contact)? {
            keys += 1;
            if let Some((_, id)) = key.next {
                books.tx().claim_identity(key.kind, &key.text, id)?;
            }
        }
    }
    Ok((history.len() as u64, keys, roles))
}

/// Redacts entries of one person where they stand.
fn redact(
    books: &mut Books<'_, '_>,
    entries: &[Activity],
    model: &Model,
    renamed: &Renamed,
) -> Result<(), StoreError> {
    let first = entries.iter().find_map(|entry| company_named(&entry.fact));
    let mut redactor = Redactor::new(first, model, renamed);
    for entry in entries {
        let left = redactor.redacted(&entry.fact);
        if left != entry.fact {
            books.tx().redact(entry.seq, &left)?;
        }
    }
    Ok(())
}

/// Gives the companies that were the person's own another name; in the others, the roles that decide are those of the others,
/// and those that are lost by it are told.
fn rename_companies(
    books: &mut Books<'_, '_>,
    contact: ContactId,
    rest: &Rest<'_>,
) -> Result<(Renamed, Vec<(String, Role)>), StoreError> {
    let (mut renamed, mut lost) = (Renamed::new(), Vec::new());
    for (key, company) in &rest.companies {
        let mut known = books.tx().company_named(key)?;
        if company.known == Known::ToNobodyElse {
            let name = format!("#{} (erased)", known.id.0);
            books.tx().forget_company(known.id, &name)?;
            renamed.insert(key.clone(), name);
        } else if known.deciders != company.deciders {
            let gone = known
                .deciders
                .known()
                .filter(|role| !company.deciders.covers(*role));
            lost.extend(gone.map(|role| (known.name.clone(), role)));
            known.deciders = company.deciders;
            books.put_company(&known, contact)?;
        }
    }
    Ok((renamed, lost))
}

fn company_named(fact: &Fact) -> Option<&str> {
    said(fact)?.get(Field::Company)
}

const fn said(fact: &Fact) -> Option<&ContactPatch> {
    if let Fact::Contact(patch) = fact {
        Some(patch)
    } else {
        None
    }
}

/// Whether a company is known through somebody else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    #[default]
    ToNobodyElse,
    ToOthers,
}

/// What others say of a company of the person.
#[derive(Debug, Default)]
struct Employer {
    known: Known,
    deciders: Deciders,
}

/// What others have in common with the person.
struct Rest<'m> {
    /// By which words titles tell a role.
    roles: &'m RoleWords,
    /// By folded name.
    companies: BTreeMap<String, Employer>,
    keys: Vec<Key>,
}

/// A key of the person.
struct Key {
    kind: IdentityKind,
    text: String,
    /// Which entry of somebody else claimed it first.
    next: Option<(Seq, ContactId)>,
}

/// Somebody else, as far as read.
struct Person {
    id: ContactId,
    whose: Whose,
    company: Option<String>,
    role: Option<Role>,
    /// What is still said of somebody who was erased before: the company, which may go now.
    said: Vec<Activity>,
}

impl Person {
    const fn new(id: ContactId, whose: Whose) -> Self {
        Self {
            id,
            whose,
            company: None,
            role: None,
            said: Vec::new(),
        }
    }

    fn is_erased(&self) -> bool {
        self.whose == Whose::Erased
    }
}

impl<'m> Rest<'m> {
    fn of(history: &[Activity], roles: &'m RoleWords) -> Self {
        let patches = || history.iter().filter_map(|entry| said(&entry.fact));
        let names: BTreeSet<String> = patches()
            .filter_map(|patch| patch.get(Field::Company))
            .map(fold)
            .collect();
        let mut claimed: Vec<Key> = Vec::new();
        for (kind, text) in patches().flat_map(keys) {
            if !claimed.iter().any(|key| key.is(kind, &text)) {
                claimed.push(Key {
                    kind,
                    text,
                    next: None,
                });
            }
        }
        Self {
            roles,
            companies: names
                .into_iter()
                .map(|name| (name, Employer::default()))
                .collect(),
            keys: claimed,
        }
    }

    /// Takes in what an entry says of somebody else; the entries of one person in their order.
    fn take(&mut self, person: &mut Person, entry: Activity) {
        if person.is_erased() {
            person.said.push(entry);
            return;
        }
        let Some(patch) = said(&entry.fact) else {
            return;
        };
        if let Some(name) = patch.get(Field::Company) {
            person.company = Some(fold(name));
        }
        if let Some(title) = patch.get(Field::Title) {
            person.role = self.roles.of_title(title);
        }
        let company = person.company.as_ref();
        if let Some(employer) = company.and_then(|name| self.companies.get_mut(name)) {
            employer.known = Known::ToOthers;
            if let Some(role) = person.role {
                employer.deciders.note(role);
            }
        }
        let claims = keys(patch);
        for key in &mut self.keys {
            let later = key.next.is_some_and(|(seq, _)| seq < entry.seq);
            if !later && claims.iter().any(|(kind, text)| key.is(*kind, text)) {
                key.next = Some((entry.seq, entry.contact));
            }
        }
    }
}

impl Key {
    fn is(&self, kind: IdentityKind, text: &str) -> bool {
        (self.kind, self.text.as_str()) == (kind, text)
    }
}
