//! The log read from its beginning: the state rebuilt beside the stored one, as of a past moment, or under another model.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::domain::Time;
use crate::domain::activity::Activity;
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::store::{Reader, Store, StoreError};

use super::books::Books;
use super::force;
use super::handle::EngineError;

/// Told of a long reading of the log: entries done, of how many.
pub type Reading<'p> = &'p mut dyn FnMut(u64, u64);

/// A database rebuilt from a log, in a folder of its own that goes with it.
#[derive(Debug)]
pub struct Rebuilt {
    path: PathBuf,
    _folder: TempDir,
}

impl Rebuilt {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// How much of the log counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// All of it.
    Now,
    /// What had happened by this moment. A contact's first data count even when we learnt them later: what happened to it
    /// before we knew it stands in its timeline too.
    Moment(Time),
}

/// Rebuilds a database from the log that `source` reads.
///
/// # Errors
/// When the log cannot be read or the copy not written.
pub fn rebuild(
    source: &Reader,
    policy: &Policy,
    until: Until,
    reading: Reading<'_>,
) -> Result<Rebuilt, EngineError> {
    let mut known: HashSet<ContactId> = HashSet::new();
    let (mut done, total) = (0, source.counters()?.activities);
    scratch(policy, |books| {
        source.log(|entry| -> Result<(), StoreError> {
            done += 1;
            reading(done, total);
            take_over(books, &entry, until, &mut known)
        })
    })
}

/// The same of one contact alone: from its own log and those of whoever ever worked where it did, and of whoever worked
/// where those did, whose scores stand beside it on the card. Everybody keeps his number; of others there is nothing.
///
/// # Errors
/// When the log cannot be read or the copy not written.
pub fn rebuild_around(
    source: &Reader,
    policy: &Policy,
    until: Until,
    contact: ContactId,
    reading: Reading<'_>,
) -> Result<Rebuilt, EngineError> {
    let worked = source.worked(reading)?;
    let colleagues = worked.circle(&BTreeSet::from([contact]));
    let who = worked.circle(&colleagues);
    let mut known: HashSet<ContactId> = HashSet::new();
    scratch(policy, |books| {
        source.log_of(&who, |entry| -> Result<(), StoreError> {
            if !known.contains(&entry.contact) {
                books.tx().number_next(entry.contact);
            }
            take_over(books, &entry, until, &mut known)
        })
    })
}

/// A database of its own, with what `fill` writes into its books.
fn scratch(
    policy: &Policy,
    fill: impl FnOnce(&mut Books<'_, '_>) -> Result<(), StoreError>,
) -> Result<Rebuilt, EngineError> {
    let folder = tempfile::Builder::new()
        .prefix("kapula-")
        .tempdir()
        .map_err(EngineError::scratch)?;
    let path = folder.path().join("rebuilt.db");
    let mut store = Store::open_scratch(&path)?;
    let mut tx = store.write()?;
    let mut books = Books::open(&mut tx, policy);
    fill(&mut books)?;
    books.write_back()?;
    force::note(&mut tx, policy)?;
    tx.commit()?;
    Ok(Rebuilt {
        path,
        _folder: folder,
    })
}

/// Takes an entry over when it counts.
fn take_over(
    books: &mut Books<'_, '_>,
    entry: &Activity,
    until: Until,
    known: &mut HashSet<ContactId>,
) -> Result<(), StoreError> {
    let first = !known.contains(&entry.contact);
    let counts = match until {
        Until::Now => true,
        Until::Moment(moment) => entry.at <= moment || first,
    };
    if counts {
        known.insert(entry.contact);
        again(books, entry, first)?;
    }
    Ok(())
}

/// Writes an entry of another log into this one, and applies it.
fn again(books: &mut Books<'_, '_>, entry: &Activity, first: bool) -> Result<(), StoreError> {
    if first && entry.contact != ContactId::NOBODY {
        books.new_contact(entry.recorded_at)?;
    }
    books.tx().append_as(entry)?;
    if !entry.by.is_empty() {
        books.tx().note_user(&entry.by, entry.recorded_at)?;
    }
    books.apply(entry)?;
    if books.is_full() {
        books.write_back()?;
    }
    Ok(())
}
