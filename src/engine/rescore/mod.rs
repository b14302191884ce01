//! Another scoring model comes into force: everybody is scored again from the log, on both cores, in one transaction.

mod deeds;
mod gathered;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use crate::domain::Time;
use crate::domain::activity::{Fact, ModelFact};
use crate::domain::contact::ContactId;
use crate::domain::decide;
use crate::domain::policy::Policy;
use crate::domain::subject::Subject;
use crate::store::{NewEntry, Reader, StoreError, Write};

use super::books::{Books, Stamp};
use super::force::{self, fingerprint};
use super::handle::EngineError;
use super::ledger::Ledger;
use super::replay::Reading;
use gathered::Gathered;

/// Batches that may wait between the two threads: enough that neither waits for long, little memory.
const WAITING: usize = 8;

/// Subjects handed over at once.
const SUBJECTS: usize = 512;

/// What a rebuild did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rescored {
    /// Entries of the log that were read.
    pub entries: u64,
    /// Contacts that were scored.
    pub contacts: u64,
    /// Contacts whose class is another now.
    pub moved: u64,
    /// The register's usual level of activity: one active day in so many; absent while nobody has acted on two days.
    pub usual_gap_days: Option<f64>,
}

/// A subject scored again, and what follows from it.
struct Scored {
    subject: Subject,
    /// When time next changes something, as saved and from now on.
    saved: Option<Time>,
    due: Option<Time>,
    /// Whether the rules have something to say about it now.
    unsettled: bool,
}

impl Ledger {
    /// Puts the models of the settings in force: recomputes every score from the log and lets the rules settle. All of it in
    /// one transaction, so that nobody sees half of two models; that another model came into force stands in the log.
    ///
    /// # Errors
    /// The store's failure; nothing has changed then.
    pub fn rebuild_scores(&mut self, reading: Reading<'_>) -> Result<Rescored, EngineError> {
        let policy = Arc::clone(&self.settings);
        let now = self.clock.now();
        let reader = self.store.reader()?;
        let entries = reader.counters()?.activities;
        let mut tx = self.store.write_when_free(&mut self.patience)?;
        let changed = tx.meta(force::RULES_KEY)?.as_deref() != Some(fingerprint(&policy).as_str());
        let gathered = Gathered::read(&reader, &policy, reading)?;
        for (company, committee) in gathered.committees() {
            tx.save_committee(company, committee)?;
        }
        tx.replace_deciders(gathered.deciders())?;
        let (contacts, unsettled, usual_gap_days) =
            score_everybody(&reader, &mut tx, gathered, &policy, now)?;
        let moved = settle(&mut tx, unsettled, &policy, now)?;
        if changed && contacts > 0 {
            note_in_log(&mut tx, &policy, contacts, now)?;
        }
        force::note(&mut tx, &policy)?;
        tx.commit()?;
        self.adopt(policy);
        Ok(Rescored {
            entries,
            contacts,
            moved,
            usual_gap_days,
        })
    }
}

/// Scores all contacts: one thread reads and computes, the other writes. Says how many there are, and about whom the rules
/// have something to say, and how active the register is.
fn score_everybody(
    reader: &Reader,
    tx: &mut Write<'_>,
    mut gathered: Gathered,
    policy: &Policy,
    now: Time,
) -> Result<(u64, Vec<ContactId>, Option<f64>), EngineError> {
    let (mut contacts, mut unsettled) = (0, Vec::new());
    let (mut span, mut active) = (0_u64, 0_u64);
    let other = reader.another()?;
    tx.clear_scores()?;
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel::<Vec<Scored>>(WAITING);
        let read = scope.spawn(move || {
            let mut batch = Vec::with_capacity(SUBJECTS);
            other.every_subject(|subject, due| {
                batch.push(scored(subject, due, &mut gathered, policy, now));
                if batch.len() == SUBJECTS {
                    let next = Vec::with_capacity(SUBJECTS);
                    // A writer that has ended has failed, and says so itself.
                    let _ = full.send(std::mem::replace(&mut batch, next));
                }
                Ok::<(), StoreError>(())
            })?;
            let _ = full.send(batch);
            Ok::<(), StoreError>(())
        });
        for scored in batches.iter().flatten() {
            tx.put_scored(&scored.subject, scored.saved, scored.due)?;
            contacts += 1;
            let (days, of_them) = scored.subject.score.pace.rate().unwrap_or_default();
            span += u64::from(days);
            active += u64::from(of_them);
            if scored.unsettled {
                unsettled.push(scored.subject.contact.id);
            }
        }
        read.join().unwrap_or_else(|_| {
            Err(StoreError::Undecodable(
                "the contacts could not be read".to_owned(),
            ))
        })
    })?;
    let usual_gap_days = (active > 0).then(|| span as f64 / active as f64);
    Ok((contacts, unsettled, usual_gap_days))
}

fn scored(
    mut subject: Subject,
    saved: Option<Time>,
    gathered: &mut Gathered,
    policy: &Policy,
    now: Time,
) -> Scored {
    (subject.score, subject.shadows) = gathered.of(subject.contact.id, policy);
    if let Some(company) = &mut subject.company {
        company.deciders = gathered.deciders().get(&company.id).copied().unwrap_or_default();
    }
    subject.rescore(policy);
    Scored {
        saved,
        due: decide::due_at(&subject, policy),
        unsettled: decide::consequence(&subject, policy, now).is_some(),
        subject,
    }
}

/// Lets the rules settle; says how many contacts have another class now.
fn settle(tx: &mut Write<'_>, ids: Vec<ContactId>, policy: &Policy, now: Time) -> Result<u64, EngineError> {
    let stamp = Stamp {
        at: now,
        recorded_at: now,
        by: "",
        source: "score rebuild",
    };
    let mut moved = 0;
    let mut books = Books::open(tx, policy);
    for id in ids {
        let facts = books.settle(id, &stamp, None)?;
        moved += u64::from(facts.iter().any(|fact| matches!(fact, Fact::ScoreClass { .. })));
        if books.is_full() {
            books.write_back()?;
        }
    }
    books.write_back()?;
    Ok(moved)
}

/// That another model is in force is a fact of the log, of nobody in particular.
fn note_in_log(tx: &mut Write<'_>, policy: &Policy, contacts: u64, now: Time) -> Result<(), StoreError> {
    let fact = Fact::Model(ModelFact {
        fingerprint: fingerprint(policy),
        rules: policy.model.explicit.len() + policy.model.behaviour.len(),
        contacts,
    });
    tx.append(&NewEntry {
        contact: ContactId::NOBODY,
        at: now,
        recorded_at: now,
        by: "",
        source: "score rebuild",
        fact: &fact,
        act: None,
    })?;
    Ok(())
}
