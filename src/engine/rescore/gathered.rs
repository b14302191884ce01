//! What everybody has gathered by the end of the log: the log itself, brought into the order of the contacts.

use std::hint::black_box;

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::domain::score::{Matched, Model, ScoreState};
use crate::engine::circles::{Circles, Learning, Learnt};
use crate::engine::handle::EngineError;
use crate::engine::meanings::{Meaning, Meanings};
use crate::engine::reading::{READERS, made_of_log};
use crate::engine::replay::Reading;
use crate::store::{Reader, ScoreEntry, StoreError};

use super::deeds::{Deed, Deeds, Heap, What};

/// Everybody's company lies somewhere else, in a memory that no cache holds. Of so many entries all are looked at before the
/// first is followed: then they do not wait for each other, and are still near when their turn comes.
const GLANCED: usize = 128;

/// An entry, as far as it can be understood by itself.
#[derive(Clone, Copy)]
struct Noted {
    contact: ContactId,
    /// Unix milliseconds.
    at: i64,
    told: Told,
}

#[derive(Clone, Copy)]
enum Told {
    Event { number: u32, counts: Counts },
    Learnt(Learnt),
    Alert,
    Erase,
}

/// Whether an event counts for the model in force.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Yes,
    No,
}

/// What follows from the order of the log: who of a company acted in parallel. All else can wait for the contact's turn.
struct InOrder {
    circles: Circles,
    deeds: Deeds,
}

/// The log by contact, and who of the companies acted.
pub(super) struct Gathered<'p> {
    pub judging: Judging<'p>,
    pub heaps: Vec<Heap>,
    pub circles: Circles,
}

/// How deeds become scores.
pub(super) struct Judging<'p> {
    pub policy: &'p Policy,
    /// Of each reader, because each numbers the meanings for itself.
    meanings: Vec<Meanings<'p>>,
    /// The rules that count colleagues: of the model in force, and of the others.
    of_colleagues: (Matched, Vec<Matched>),
}

impl<'p> Gathered<'p> {
    /// Reads the whole log.
    pub fn read(reader: &Reader, policy: &'p Policy, reading: Reading<'_>) -> Result<Self, EngineError> {
        let companies = reader.company_names()?;
        let mut meanings: Vec<Meanings<'p>> = (0..READERS).map(|_| Meanings::new(policy)).collect();
        let makers = (0..).zip(&mut meanings).map(|(turn, meanings)| {
            let mut learning = Learning::new(&companies, &policy.model.roles);
            move |entry: &ScoreEntry<'_>| noted(entry, (turn, &mut *meanings), &mut learning)
        });
        let mut in_order = InOrder {
            circles: Circles::default(),
            deeds: Deeds::of(reader.counters()?.activities, reader.last_contact()?),
        };
        made_of_log(reader, reading, makers.collect(), |noted| {
            in_order.take_in_all(noted)
        })?;
        let shadows = policy.shadows.iter();
        Ok(Self {
            judging: Judging {
                policy,
                meanings,
                of_colleagues: (
                    policy.model.of_colleagues(),
                    shadows.map(|shadow| shadow.model.of_colleagues()).collect(),
                ),
            },
            heaps: in_order.deeds.heaps().collect(),
            circles: in_order.circles,
        })
    }
}

fn noted(
    entry: &ScoreEntry<'_>,
    (turn, meanings): (u32, &mut Meanings<'_>),
    learning: &mut Learning<'_>,
) -> Result<Option<Noted>, StoreError> {
    let told = match (entry.is_event, entry.kind) {
        (true, _) => {
            let number = meanings.of(entry)?;
            let meaning = meanings.get(number);
            let counts = meaning.is_some_and(|meaning| !meaning.active.is_nothing());
            Told::Event {
                number: number * READERS as u32 + turn,
                counts: if counts { Counts::Yes } else { Counts::No },
            }
        }
        (false, "contact") => Told::Learnt(learning.read(entry.detail)?),
        (false, "erase") => Told::Erase,
        (false, "alert") => Told::Alert,
        (false, _) => return Ok(None),
    };
    Ok(Some(Noted {
        contact: ContactId(entry.contact),
        at: entry.at,
        told,
    }))
}

impl InOrder {
    /// Takes in what follows in the log, and leaves nothing of it.
    fn take_in_all(&mut self, noted: &mut Vec<Noted>) -> Result<(), StoreError> {
        for few in noted.chunks(GLANCED) {
            let glances = few.iter().map(|noted| self.circles.glance(noted.contact));
            black_box(glances.fold(0, i64::wrapping_add));
            few.iter().try_for_each(|noted| self.take_in(noted))?;
        }
        noted.clear();
        Ok(())
    }

    fn take_in(&mut self, noted: &Noted) -> Result<(), StoreError> {
        let Noted { contact, at, told } = *noted;
        match told {
            Told::Event { number, counts } => {
                self.deeds.note(contact, What::Event(number), at)?;
                if counts == Counts::Yes {
                    for other in self.circles.act(contact, at) {
                        self.deeds.note(other, What::Colleague, at)?;
                    }
                }
            }
            Told::Learnt(learnt) => self.circles.learn(contact, learnt),
            Told::Alert => self.deeds.note(contact, What::Alert, at)?,
            Told::Erase => {
                self.circles.erase(contact);
                self.deeds.note(contact, What::Erase, at)?;
            }
        }
        Ok(())
    }
}

impl Judging<'_> {
    /// What a contact has gathered under the model in force, and under the others.
    pub fn of(&self, deeds: &[Deed]) -> (ScoreState, Vec<ScoreState>) {
        let (in_force, shadows) = &self.of_colleagues;
        let shadows = self.policy.shadows.iter().zip(shadows).enumerate();
        (
            gathered(&self.policy.model, in_force, deeds, |number| {
                Some(&self.meaning(number)?.active)
            }),
            shadows
                .map(|(at, (shadow, colleagues))| {
                    let meaning = |number| self.meaning(number)?.shadows.get(at);
                    ScoreState {
                        // The log tells of what the model in force says.
                        alerted_at: None,
                        ..gathered(&shadow.model, colleagues, deeds, meaning)
                    }
                })
                .collect(),
        )
    }

    fn meaning(&self, number: u32) -> Option<&Meaning> {
        let readers = READERS as u32;
        self.meanings
            .get((number % readers) as usize)?
            .get(number / readers)
    }
}

/// One contact's history under one model.
fn gathered<'m>(
    model: &Model,
    colleagues: &Matched,
    deeds: &[Deed],
    meaning: impl Fn(u32) -> Option<&'m Matched>,
) -> ScoreState {
    let mut state = ScoreState::default();
    for deed in deeds {
        let at = Time::from_timestamp_millis(deed.at).unwrap_or_default();
        match deed.what() {
            What::Event(number) => {
                if let Some(matched) = meaning(number) {
                    model.gather(&mut state, matched, at);
                }
            }
            What::Colleague => {
                model.gather_colleague(&mut state, colleagues, at);
            }
            What::Alert => state.alerted_at = Some(at),
            What::Erase => state = ScoreState::default(),
        }
    }
    model.settle(&mut state);
    state
}
