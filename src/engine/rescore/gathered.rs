//! What everybody has gathered by the end of the log.

use std::collections::HashMap;

use crate::domain::Time;
use crate::domain::committee::{Committee, Deciders};
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::policy::Policy;
use crate::domain::score::{Matched, Model, ScoreState};
use crate::engine::circles::Circles;
use crate::engine::handle::EngineError;
use crate::engine::meanings::{Meaning, Meanings};
use crate::engine::reading::through;
use crate::engine::replay::Reading;
use crate::store::{LogPart, Reader, ScoreEntry, StoreError};

use super::deeds::{Deed, Deeds, Histories, What};

/// The log as it is read: who acted in parallel must be seen in its order, all else can wait for the contact's turn.
struct Noting<'p> {
    meanings: Meanings<'p>,
    circles: Circles,
    deeds: Deeds,
}

/// The log, brought into the order of the contacts.
pub(super) struct Gathered {
    meanings: Vec<Meaning>,
    circles: Circles,
    histories: Histories,
    /// The rules that count colleagues: of the model in force, and of the others.
    of_colleagues: (Matched, Vec<Matched>),
}

impl Gathered {
    /// Reads the whole log.
    pub fn read(reader: &Reader, policy: &Policy, reading: Reading<'_>) -> Result<Self, EngineError> {
        let mut noting = Noting {
            meanings: Meanings::new(policy),
            circles: Circles::new(reader.company_names()?),
            deeds: Deeds::default(),
        };
        through(reader, LogPart::Scores, reading, |entry| noting.take_in(entry))?;
        let shadows = policy.shadows.iter();
        Ok(Self {
            meanings: noting.meanings.known().to_vec(),
            circles: noting.circles,
            histories: noting.deeds.by_contact(),
            of_colleagues: (
                policy.model.of_colleagues(),
                shadows.map(|shadow| shadow.model.of_colleagues()).collect(),
            ),
        })
    }

    /// Who acted last, by company.
    pub fn committees(&self) -> impl Iterator<Item = (CompanyId, &Committee)> {
        self.circles.committees()
    }

    /// Which roles are known, by company.
    pub const fn deciders(&self) -> &HashMap<CompanyId, Deciders> {
        self.circles.deciders()
    }

    /// What a contact has gathered, under the model in force and under the others; to be asked in the order of the contacts.
    pub fn of(&mut self, id: ContactId, policy: &Policy) -> (ScoreState, Vec<ScoreState>) {
        let deeds = self.histories.of(id);
        let gather = |model: &Model, colleagues: &Matched, meaning: &dyn Fn(&Meaning) -> &Matched| {
            gathered(model, colleagues, deeds, |number| {
                self.meanings.get(number as usize).map(meaning)
            })
        };
        let shadows = policy.shadows.iter().zip(&self.of_colleagues.1).enumerate();
        (
            gather(&policy.model, &self.of_colleagues.0, &|meaning| &meaning.active),
            shadows
                .map(|(at, (shadow, colleagues))| {
                    gather(&shadow.model, colleagues, &|meaning| &meaning.shadows[at])
                })
                .collect(),
        )
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

impl Noting<'_> {
    fn take_in(&mut self, entry: &ScoreEntry<'_>) -> Result<(), StoreError> {
        let (id, at) = (ContactId(entry.contact), entry.at);
        match (entry.is_event, entry.kind) {
            (true, _) => self.event(id, entry)?,
            (false, "contact") => self.circles.learn(id, entry.detail)?,
            (false, "erase") => {
                self.circles.erase(id);
                self.deeds.note(id, What::Erase, at)?;
            }
            (false, "alert") => self.deeds.note(id, What::Alert, at)?,
            (false, _) => {}
        }
        Ok(())
    }

    fn event(&mut self, id: ContactId, entry: &ScoreEntry<'_>) -> Result<(), StoreError> {
        let number = self.meanings.of(entry)?;
        self.deeds.note(id, What::Event(number), entry.at)?;
        let meaning = self.meanings.known().get(number as usize);
        if meaning.is_some_and(|meaning| !meaning.active.is_nothing()) {
            let at = Time::from_timestamp_millis(entry.at).unwrap_or_default();
            for other in self.circles.act(id, at) {
                self.deeds.note(other, What::Colleague, entry.at)?;
            }
        }
        Ok(())
    }
}
