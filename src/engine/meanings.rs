//! What the events of the log mean under the model in force, and under those beside it.

use std::collections::HashMap;

use crate::domain::activity::{Fact, Weight};
use crate::domain::policy::Policy;
use crate::domain::score::Matched;
use crate::store::{ScoreEntry, StoreError};

/// Texts whose meaning is remembered at most: more than this occur only where each is met once.
const MOST_TEXTS: usize = 200_000;

/// What an event means under the model in force, and under the others in their order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    pub active: Matched,
    pub shadows: Vec<Matched>,
}

/// Meanings, each worked out once for each text, and kept once however many texts mean the same.
#[derive(Debug)]
pub(super) struct Meanings<'p> {
    policy: &'p Policy,
    /// By kind and detail as they stand in the log ([`ScoreEntry::key`]).
    by_text: HashMap<String, u32>,
    numbers: HashMap<Meaning, u32>,
    known: Vec<Meaning>,
}

impl<'p> Meanings<'p> {
    pub fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            by_text: HashMap::new(),
            numbers: HashMap::new(),
            known: Vec::new(),
        }
    }

    /// A meaning by its number.
    pub fn get(&self, number: u32) -> Option<&Meaning> {
        self.known.get(number as usize)
    }

    /// The number of what an event means.
    pub fn of(&mut self, entry: &ScoreEntry<'_>) -> Result<u32, StoreError> {
        if let Some(known) = self.by_text.get(entry.key) {
            return Ok(*known);
        }
        let meaning = self.read(entry.kind(), entry.detail())?;
        let next = self.known.len() as u32;
        let number = *self.numbers.entry(meaning.clone()).or_insert(next);
        if number == next {
            self.known.push(meaning);
        }
        if self.by_text.len() >= MOST_TEXTS {
            self.by_text.clear();
        }
        self.by_text.insert(entry.key.to_owned(), number);
        Ok(number)
    }

    fn read(&self, kind: &str, detail: Option<&str>) -> Result<Meaning, StoreError> {
        let detail = serde_json::from_str(detail.unwrap_or("{}"))?;
        let (model, shadows) = (&self.policy.model, self.policy.shadows.iter());
        let fact = Fact::from_parts(kind, true, detail)?;
        if let Fact::Event(event) = &fact {
            return Ok(Meaning {
                active: model.matched(event),
                shadows: shadows.map(|shadow| shadow.model.matched(event)).collect(),
            });
        }
        Ok(Meaning {
            active: if is_act(&fact) {
                Matched::erased()
            } else {
                Matched::default()
            },
            shadows: shadows.map(|_| Matched::default()).collect(),
        })
    }
}

/// Whether an event of which nothing more is known was an act.
fn is_act(fact: &Fact) -> bool {
    matches!(fact, Fact::ErasedEvent(event) if event.erased == Weight::Counted)
}
