//! Erasing a person: out of the log, out of the state, out of the file.
//!
//! The state afterwards is the one that the redacted log gives, entry by entry ([`super::verify`] checks it): what others
//! have from the person (keys that they claimed later, a company's name, the roles that decide there) is looked up in what
//! was ever said of everybody.

mod rest;

use std::sync::Arc;

use crate::domain::activity::Activity;
use crate::domain::command::Refusal;
use crate::domain::committee::Role;
use crate::domain::contact::ContactId;
use crate::domain::decide::{self, Desk};
use crate::domain::erasure::{Redactor, Renamed};
use crate::domain::score::Model;
use crate::store::StoreError;

use super::books::{Books, Stamp};
use super::handle::EngineError;
use super::import::Mode;
use super::ledger::Ledger;
use rest::{Known, Person, Rest, company_named};

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

/// How far an erasure is: both steps cost what the size of the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What was said of so many contacts, of about so many, is looked through for what they share with the person.
    Looking(u64, u64),
    /// The file, of so many bytes, is written anew without what was deleted.
    Copying(u64),
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
        telling: &mut dyn FnMut(Step),
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
        let last = self.reader()?.last_contact()?;
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
            let forgotten = forget(&mut books, contact, &policy.model, (last, telling))?;
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
        telling(Step::Copying(self.store.bytes()?));
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
fn forget(
    books: &mut Books<'_, '_>,
    contact: ContactId,
    model: &Model,
    (last, telling): (u64, &mut dyn FnMut(Step)),
) -> Result<Forgotten, StoreError> {
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
            telling(Step::Looking(entry.contact.0.unsigned_abs(), last));
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
