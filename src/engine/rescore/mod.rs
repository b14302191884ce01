//! Another scoring model comes into force: everybody is scored again from the log, on both cores, in one transaction.

mod deeds;
mod gathered;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::Time;
use crate::domain::activity::{Fact, ModelFact};
use crate::domain::committee::Deciders;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::decide;
use crate::domain::policy::{Fittings, HeldBack, Policy};
use crate::domain::score::Class;
use crate::domain::subject::Subject;
use crate::store::{NewEntry, Reader, Scored, StoreError, Write};

use super::books::{Books, Stamp};
use super::force::{self, fingerprint};
use super::handle::EngineError;
use super::ledger::Ledger;
use super::reading::{READERS, in_turn};
use super::replay::Reading;
use deeds::{HEAP, Heap};
use gathered::{Gathered, Judging};

/// What a rebuild did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rescored {
    /// Entries of the log that were read.
    pub entries: u64,
    /// Contacts that were scored.
    pub contacts: u64,
    /// Contacts whose class is another now.
    pub moved: u64,
    /// Whom routing holds back now.
    pub held_back: HeldBack,
    /// The register's usual level of activity: one active day in so many; absent while nobody has acted on two days.
    pub usual_gap_days: Option<f64>,
}

/// Nobody is left out for his group while it is not known: who may have to be handed over is looked at again.
const BEST_GROUP: u8 = 100;

/// What is found out about everybody while scoring.
#[derive(Debug, Default)]
struct Found {
    contacts: u64,
    /// About whom the rules have something to say.
    unsettled: Vec<ContactId>,
    /// Whose lead once came back: whether it has stirred since depends on what counts.
    returned: Vec<ContactId>,
    /// Whom routing holds back, of those about whom the rules have nothing to say.
    held_back: HeldBack,
    /// Days over which somebody was active, and how many of them were: the register's usual level.
    days: u64,
    active_days: u64,
}

impl Ledger {
    /// Puts the models of the settings in force: recomputes every score from the log and lets the rules settle. All of it in
    /// one transaction, so that nobody sees half of two models; that another model came into force, and by whom, stands in the log.
    ///
    /// # Errors
    /// The store's failure; nothing has changed then.
    pub fn rebuild_scores(&mut self, by: &str, reading: Reading<'_>) -> Result<Rescored, EngineError> {
        let policy = Arc::clone(&self.settings);
        let now = self.clock.now();
        let reader = self.store.reader()?;
        let entries = reader.counters()?.activities;
        let mut tx = self.store.write_when_free(&mut self.patience)?;
        let changed = tx.meta(force::RULES_KEY)?.as_deref() != Some(fingerprint(&policy).as_str());
        let total = entries + reader.last_contact()?;
        let gathered = Gathered::read(&reader, &policy, &mut |done, _| reading(done, total))?;
        let found = score_everybody(&reader, &mut tx, gathered, now, &mut |done, _| {
            reading(entries + done, total);
        })?;
        let (moved, held_back) = settle(&mut tx, &found, &policy, now)?;
        if changed && found.contacts > 0 {
            note_in_log(&mut tx, &policy, found.contacts, (by, now))?;
        }
        force::note(&mut tx, &policy)?;
        tx.commit()?;
        self.adopt(policy);
        Ok(Rescored {
            entries,
            contacts: found.contacts,
            moved,
            held_back,
            usual_gap_days: (found.active_days > 0).then(|| found.days as f64 / found.active_days as f64),
        })
    }
}

/// Contacts scored at once, ready to be written, with what was found out about them.
type Batch = (Vec<Scored>, Found);

/// Scores all contacts: threads read, gather and compute by heaps, this one writes.
fn score_everybody(
    reader: &Reader,
    tx: &mut Write<'_>,
    gathered: Gathered<'_>,
    now: Time,
    reading: Reading<'_>,
) -> Result<Found, EngineError> {
    let (judging, circles, deciders) = (&gathered.judging, &gathered.circles, gathered.circles.deciders());
    let fills = in_turns(gathered.heaps).map(|heaps| {
        let mut scorer = Scorer {
            judging,
            deciders,
            fittings: judging.policy.fittings(),
            now,
        };
        let mut heaps = heaps.into_iter();
        move |reader: &Reader, ids: Range<u64>, batch: &mut Batch| {
            scorer.heap(reader, ids, heaps.next().unwrap_or_default(), batch)
        }
    });
    // Whatever is not read again by those threads is written while they are at work.
    let (mut committees, mut roles) = (circles.committees(), deciders.iter());
    let mut write_circles = |tx: &mut Write<'_>, most: usize| {
        for (company, committee) in committees.by_ref().take(most) {
            tx.save_committee(company, committee)?;
        }
        for (company, deciders) in roles.by_ref().take(most) {
            tx.put_deciders(*company, *deciders)?;
        }
        Ok::<_, StoreError>(())
    };
    let (mut found, last) = (Found::default(), reader.last_contact()? + 1);
    in_turn(
        reader,
        (last, HEAP.into()),
        fills.into(),
        |(batch, of_them), done| {
            for scored in batch.drain(..) {
                tx.put_scored(&scored)?;
            }
            write_circles(tx, HEAP as usize)?;
            found.add(std::mem::take(of_them));
            reading(done, last);
            Ok(())
        },
    )?;
    write_circles(tx, usize::MAX)?;
    tx.forget_circles(
        |company| circles.has_acts(company),
        |company| deciders.contains_key(&company),
    )?;
    Ok(found)
}

/// What one thread scores contacts with.
struct Scorer<'a> {
    judging: &'a Judging<'a>,
    deciders: &'a HashMap<CompanyId, Deciders>,
    fittings: Fittings<'a>,
    now: Time,
}

impl Scorer<'_> {
    /// Scores the contacts of one heap, ready to be written.
    fn heap(
        &mut self,
        reader: &Reader,
        ids: Range<u64>,
        heap: Heap,
        (batch, found): &mut Batch,
    ) -> Result<(), StoreError> {
        let histories = heap.by_contact();
        reader.every_subject(ids, |mut subject, saved| {
            let id = subject.contact.id;
            (subject.score, subject.shadows) = self.judging.of(histories.of(id));
            if let Some(company) = &mut subject.company {
                company.deciders = self.deciders.get(&company.id).copied().unwrap_or_default();
            }
            subject.rescore_by(&mut self.fittings);
            found.note(&subject, self.judging.policy, self.now);
            let due = decide::due_at(&subject, self.judging.policy);
            batch.push(Scored::of(&subject, saved, due)?);
            Ok(())
        })
    }
}

/// Each thread's heaps: those whose turn is its.
fn in_turns(heaps: Vec<Heap>) -> [Vec<Heap>; READERS] {
    let mut turns: [Vec<Heap>; READERS] = Default::default();
    for (at, heap) in heaps.into_iter().enumerate() {
        turns[at % READERS].push(heap);
    }
    turns
}

impl Found {
    fn note(&mut self, subject: &Subject, policy: &Policy, now: Time) {
        self.contacts += 1;
        let (days, active_days) = subject.score.pace.rate().unwrap_or_default();
        self.days += u64::from(days);
        self.active_days += u64::from(active_days);
        if subject.lead.returned.is_some() {
            self.returned.push(subject.contact.id);
        } else if decide::consequence(subject, policy, now, BEST_GROUP).is_some() {
            self.unsettled.push(subject.contact.id);
        } else if subject.lead.class <= Class::B
            && let Some((class, missing)) = decide::held_back(subject, policy, now, || BEST_GROUP)
        {
            // The announced class is the one of the score here: else the rules would have had something to say.
            self.held_back.count(class, missing);
        }
    }

    fn add(&mut self, more: Self) {
        self.contacts += more.contacts;
        self.days += more.days;
        self.active_days += more.active_days;
        self.held_back.add(&more.held_back);
        self.unsettled.extend(more.unsettled);
        self.returned.extend(more.returned);
    }
}

/// Lets the rules settle; says how many contacts have another class now, and whom routing holds back of all.
fn settle(
    tx: &mut Write<'_>,
    found: &Found,
    policy: &Policy,
    now: Time,
) -> Result<(u64, HeldBack), EngineError> {
    let stamp = Stamp {
        at: now,
        recorded_at: now,
        by: "",
        source: "score rebuild",
    };
    let (mut moved, mut held_back) = (0, found.held_back);
    let mut books = Books::open(tx, policy);
    for (at, id) in found.returned.iter().chain(&found.unsettled).enumerate() {
        if at < found.returned.len() {
            books.recount_stirring(*id)?;
        }
        let facts = books.settle(*id, &stamp, None)?;
        moved += u64::from(facts.iter().any(|fact| matches!(fact, Fact::ScoreClass { .. })));
        if let Some((class, missing)) = books.held_back(*id, now)? {
            held_back.count(class, missing);
        }
        if books.is_full() {
            books.write_back()?;
        }
    }
    books.write_back()?;
    Ok((moved, held_back))
}

/// That another model is in force is a fact of the log, about nobody in particular.
fn note_in_log(
    tx: &mut Write<'_>,
    policy: &Policy,
    contacts: u64,
    (by, now): (&str, Time),
) -> Result<(), StoreError> {
    let fact = Fact::Model(ModelFact {
        fingerprint: fingerprint(policy),
        rules: policy.model.explicit.len() + policy.model.behaviour.len(),
        contacts,
    });
    tx.append(&NewEntry {
        contact: ContactId::NOBODY,
        at: now,
        recorded_at: now,
        by,
        source: "score rebuild",
        fact: &fact,
        act: None,
    })?;
    Ok(())
}
