//! Rows from outside: matched, accounted for, and written in one transaction a file.

mod ended;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use crate::domain::Time;
use crate::domain::activity::{Event, Fact};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::decide;
use crate::domain::policy::Policy;
use crate::engine::books::{Books, Stamp};
use crate::engine::handle::EngineError;
use crate::engine::ledger::Ledger;
use crate::engine::matching::{self, Said};
use crate::store::{IdentityKind, StoreError};
use ended::{Closed, Concluded, Conclusions};

/// One row of a contacts file: what it says, or why it cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactRow {
    /// Line of the file on which the row begins, 1-based; of a sheet, the row number.
    pub line: u64,
    /// What it says, cleaned; or a sentence why it cannot be used.
    pub patch: Result<ContactPatch, String>,
}

/// One row of an activities file: what it says, or why it cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityRow {
    /// Line of the file on which the row begins, 1-based; of a sheet, the row number.
    pub line: u64,
    /// What it says, cleaned; or a sentence why it cannot be used.
    pub event: Result<ContactEvent, String>,
}

/// Something that happened to a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactEvent {
    /// The contact: external id, e-mail address or phone number.
    pub contact: String,
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub event: Event,
    /// Who did it, when the file says so; else empty.
    pub by: String,
}

/// What became of the rows of a file: `created + merged + unchanged + rejected = rows`, always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Accounting {
    /// Rows of data in the file.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows that added to or corrected what was known.
    pub merged: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows that could not be used.
    pub rejected: Vec<Rejected>,
    /// Of the merged rows, those that may speak of somebody else.
    pub doubtful: Vec<Rejected>,
    /// Open leads that the file closed, because the deal was won or lost there.
    pub closed: u64,
    /// Open leads that stay although the file has an outcome: its latest one is earlier than their handoff.
    pub earlier: u64,
    /// What is doubtful about the file as a whole, in sentences: dates that may be read in two ways.
    pub notes: Vec<String>,
}

/// A row that could not be used, or that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Its line.
    pub line: u64,
    /// Why, and what to do.
    pub reason: String,
}

/// Whether an import is written or only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Do everything, say what would happen, and take it all back.
    DryRun,
}

/// Whether to go on with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward {
    /// Go on.
    Continue,
    /// Stop; the database stays as it was.
    Stop,
}

/// One import: who does it, what it is called in the log, and whether it counts.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The user.
    pub who: &'a str,
    /// The source that every entry names: `import leads.csv`.
    pub source: &'a str,
    /// Whether it is written.
    pub mode: Mode,
}

/// What is told to the person who waits: called after every row with the rows done so far.
pub type Progress<'p> = &'p mut dyn FnMut(u64) -> Onward;

/// What became of one row.
enum Fate {
    Created,
    Merged,
    /// Merged, but perhaps into the wrong person.
    Doubtful(String),
    Unchanged,
    Rejected(String),
}

impl Accounting {
    fn count(&mut self, line: u64, fate: Fate) {
        self.rows += 1;
        match fate {
            Fate::Created => self.created += 1,
            Fate::Merged => self.merged += 1,
            Fate::Doubtful(reason) => {
                self.merged += 1;
                self.doubtful.push(Rejected { line, reason });
            }
            Fate::Unchanged => self.unchanged += 1,
            Fate::Rejected(reason) => self.rejected.push(Rejected { line, reason }),
        }
    }
}

impl Ledger {
    /// Imports contacts: matches each row, writes what it says that is not known, and lets the rules settle.
    ///
    /// # Errors
    /// The store's failure, or [`EngineError::Cancelled`] when `progress` said so; in both cases nothing has changed.
    pub fn import_contacts(
        &mut self,
        import: &Import<'_>,
        rows: impl Iterator<Item = ContactRow>,
        progress: Progress<'_>,
    ) -> Result<Accounting, EngineError> {
        let mut said = Said::default();
        let one = |books: &mut Books<'_, '_>, row: ContactRow, stamp: &Stamp<'_>| {
            let fate = match row.patch {
                Ok(patch) => contact_row(books, patch, &mut said, stamp)?,
                Err(reason) => Fate::Rejected(reason),
            };
            Ok((row.line, fate, None))
        };
        self.import(import, rows, progress, one)
    }

    /// Imports what happened to contacts. An event that stands in the log already (same contact, time, kind and detail) is
    /// unchanged, as often as it stands there. A deal that was won or lost there since the handoff closes the open lead: of
    /// several outcomes of one contact the latest does.
    ///
    /// # Errors
    /// As [`Ledger::import_contacts`].
    pub fn import_activities(
        &mut self,
        import: &Import<'_>,
        rows: impl Iterator<Item = ActivityRow>,
        progress: Progress<'_>,
    ) -> Result<Accounting, EngineError> {
        let mut met: HashMap<(ContactId, Time), Vec<Event>> = HashMap::new();
        let one = |books: &mut Books<'_, '_>, row: ActivityRow, stamp: &Stamp<'_>| {
            let (fate, news) = match row.event {
                Ok(event) => activity_row(books, event, &mut met, stamp)?,
                Err(reason) => (Fate::Rejected(reason), None),
            };
            Ok((row.line, fate, news))
        };
        self.import(import, rows, progress, one)
    }

    fn import<Row>(
        &mut self,
        import: &Import<'_>,
        rows: impl Iterator<Item = Row>,
        progress: Progress<'_>,
        mut one: impl FnMut(
            &mut Books<'_, '_>,
            Row,
            &Stamp<'_>,
        ) -> Result<(u64, Fate, Option<Concluded>), StoreError>,
    ) -> Result<Accounting, EngineError> {
        let now = self.clock.now();
        let policy: Arc<Policy> = Arc::clone(&self.policy);
        let stamp = Stamp {
            at: now,
            recorded_at: now,
            by: import.who,
            source: import.source,
        };
        let mut accounting = Accounting::default();
        let mut tx = self.begin()?;
        let mut books = Books::open(&mut tx, &policy);
        let mut conclusions = Conclusions::default();
        for row in rows {
            let (line, fate, news) = one(&mut books, row, &stamp)?;
            accounting.count(line, fate);
            if let Some(news) = news {
                conclusions.keep(news);
            }
            if books.is_full() {
                settle_all(&mut books, &stamp)?;
            }
            if progress(accounting.rows) == Onward::Stop {
                return Err(EngineError::Cancelled);
            }
        }
        let Closed { closed, earlier } = conclusions.close_all(&mut books, &stamp, policy.clocks.zone)?;
        (accounting.closed, accounting.earlier) = (closed, earlier);
        settle_all(&mut books, &stamp)?;
        if import.mode == Mode::Write {
            tx.commit()?;
        }
        Ok(accounting)
    }
}

fn settle_all(books: &mut Books<'_, '_>, stamp: &Stamp<'_>) -> Result<(), StoreError> {
    for id in books.unsettled()? {
        books.settle(id, stamp, None)?;
    }
    books.write_back()
}

fn contact_row(
    books: &mut Books<'_, '_>,
    mut patch: ContactPatch,
    said: &mut Said,
    stamp: &Stamp<'_>,
) -> Result<Fate, StoreError> {
    let Some(id) = matching::find(books, &patch)? else {
        let id = books.new_contact(stamp.recorded_at)?;
        said.first_word(id, None, &mut patch);
        books.record(id, &Fact::Contact(patch), stamp, None)?;
        return Ok(Fate::Created);
    };
    let doubt = matching::doubt(books, id, &patch)?;
    known_key(books, id, &mut patch)?;
    let company = books
        .subject(id)?
        .and_then(|subject| subject.field(Field::Company));
    said.first_word(id, company, &mut patch);
    let news = match books.subject(id)? {
        Some(subject) => decide::news(subject, &patch),
        None => patch,
    };
    if news.is_empty() {
        return Ok(Fate::Unchanged);
    }
    books.record(id, &Fact::Contact(news), stamp, None)?;
    Ok(doubt.map_or(Fate::Merged, Fate::Doubtful))
}

/// A contact may have come out of several systems, with a key from each: a key that finds it already is not news, even when
/// another key is the one that is shown.
fn known_key(books: &mut Books<'_, '_>, id: ContactId, patch: &mut ContactPatch) -> Result<(), StoreError> {
    if let Some(key) = patch.get(Field::ExternalId)
        && books.tx().identity(IdentityKind::ExternalId, key.trim())? == Some(id)
    {
        patch.fields.remove(&Field::ExternalId);
    }
    Ok(())
}

fn activity_row(
    books: &mut Books<'_, '_>,
    row: ContactEvent,
    met: &mut HashMap<(ContactId, Time), Vec<Event>>,
    stamp: &Stamp<'_>,
) -> Result<(Fate, Option<Concluded>), StoreError> {
    let Some(id) = whose(books, &row.contact)? else {
        let who = row.contact;
        let reason = format!("nobody is known by `{who}`; import the contacts first, or correct the key");
        return Ok((Fate::Rejected(reason), None));
    };
    let known = match met.entry((id, row.at)) {
        std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
        std::collections::hash_map::Entry::Vacant(slot) => slot.insert(books.tx().events_at(id, row.at)?),
    };
    if let Some(place) = known.iter().position(|event| *event == row.event) {
        known.swap_remove(place);
        return Ok((Fate::Unchanged, None));
    }
    let news = decide::is_conclusion(&row.event).then(|| Concluded {
        contact: id,
        at: row.at,
        event: row.event.clone(),
        by: row.by.clone(),
    });
    books.record(
        id,
        &Fact::Event(row.event),
        &Stamp {
            at: row.at,
            by: &row.by,
            ..*stamp
        },
        None,
    )?;
    Ok((Fate::Created, news))
}

/// The contact of a key: external id, e-mail address or phone number.
fn whose(books: &mut Books<'_, '_>, key: &str) -> Result<Option<ContactId>, StoreError> {
    let key = key.trim();
    let ways = [
        (IdentityKind::ExternalId, key.to_owned()),
        (IdentityKind::Email, key.to_lowercase()),
        (IdentityKind::Phone, key.to_owned()),
    ];
    for (kind, key) in ways {
        if let Some(id) = books.tx().identity(kind, &key)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
