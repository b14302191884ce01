//! The log read from its beginning: the state rebuilt beside the stored one, as of a past moment, or under another model.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact};
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::domain::score::ScoreState;
use crate::store::{Reader, Store, StoreError};

use super::books::{Books, Stamp};
use super::handle::EngineError;
use super::ledger::{Ledger, RULES_KEY, fingerprint};

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
    let folder = tempfile::Builder::new()
        .prefix("kapula-")
        .tempdir()
        .map_err(EngineError::scratch)?;
    let path = folder.path().join("rebuilt.db");
    let mut store = Store::open_scratch(&path)?;
    let mut tx = store.write()?;
    let mut books = Books::open(&mut tx, policy);
    let mut known: HashSet<ContactId> = HashSet::new();
    let (mut done, total) = (0, source.counters()?.activities);
    source.log(|entry| -> Result<(), StoreError> {
        done += 1;
        reading(done, total);
        let first = !known.contains(&entry.contact);
        let counts = match until {
            Until::Now => true,
            Until::Moment(moment) => entry.at <= moment || first,
        };
        if counts {
            known.insert(entry.contact);
            again(&mut books, &entry, first)?;
        }
        Ok(())
    })?;
    books.write_back()?;
    tx.set_meta(RULES_KEY, &fingerprint(policy))?;
    tx.commit()?;
    Ok(Rebuilt {
        path,
        _folder: folder,
    })
}

/// Writes an entry of another log into this one, and applies it.
fn again(books: &mut Books<'_, '_>, entry: &Activity, first: bool) -> Result<(), StoreError> {
    if first {
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

impl Ledger {
    /// Recomputes every score from the log under the model of the settings, and lets the rules settle. All of it in one
    /// transaction, so that nobody sees half of two models; says how many log entries were read.
    ///
    /// # Errors
    /// The store's failure; nothing has changed then.
    pub fn rebuild_scores(&mut self, reading: Reading<'_>) -> Result<u64, EngineError> {
        let policy: Arc<Policy> = Arc::clone(&self.policy);
        let reader = self.store.reader()?;
        let mut tx = self.store.write_when_free(&mut self.patience)?;
        let mut scores: HashMap<ContactId, ScoreState> = HashMap::new();
        let (mut done, total) = (0, reader.counters()?.activities);
        reader.log(|entry| -> Result<(), StoreError> {
            done += 1;
            reading(done, total);
            let state = scores.entry(entry.contact).or_default();
            if let Fact::Event(event) = &entry.fact {
                policy.model.absorb(state, event, entry.at);
            }
            Ok(())
        })?;
        let now = self.clock.now();
        let stamp = Stamp {
            at: now,
            recorded_at: now,
            by: "",
            source: "score rebuild",
        };
        let mut ids: Vec<ContactId> = scores.keys().copied().collect();
        ids.sort_unstable();
        let mut books = Books::open(&mut tx, &policy);
        for id in ids {
            books.replace_score(id, scores.remove(&id).unwrap_or_default())?;
            books.settle(id, &stamp, None)?;
            if books.is_full() {
                books.write_back()?;
            }
        }
        books.write_back()?;
        tx.set_meta(RULES_KEY, &fingerprint(&policy))?;
        tx.commit()?;
        Ok(done)
    }
}
