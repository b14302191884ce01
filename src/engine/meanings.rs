//! What the events of the log mean under the model in force, and under those beside it.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use foldhash::quality::RandomState;

use crate::domain::activity::{Fact, Weight};
use crate::domain::policy::Policy;
use crate::domain::score::Matched;
use crate::store::{ScoreEntry, StoreError};

/// Texts whose meaning is remembered at most: more than this occur only where each is met once.
const MOST_TEXTS: usize = 200_000;

/// What stands for a text: 128 bits from two keyed hashes. The texts themselves would lie all over the memory, and comparing
/// them would be the most expensive part of reading the log; that two of 200,000 have one mark happens in one of 10^28 logs,
/// and nobody can choose them so, because the keys are made anew for every reading.
type Mark = (u64, u64);

/// A hasher for what is one already.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 ^= number;
    }
}

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
    /// By the mark of kind and detail as they stand in the log.
    by_text: HashMap<Mark, u32, BuildHasherDefault<AsItIs>>,
    marks: [RandomState; 2],
    numbers: HashMap<Meaning, u32>,
    known: Vec<Meaning>,
}

impl<'p> Meanings<'p> {
    pub fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            by_text: HashMap::default(),
            marks: Default::default(),
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
        let [one, other] = &self.marks;
        let text = (entry.kind, entry.detail);
        let mark = (one.hash_one(text), other.hash_one(text));
        if let Some(known) = self.by_text.get(&mark) {
            return Ok(*known);
        }
        let meaning = self.read(entry.kind, entry.detail)?;
        let next = self.known.len() as u32;
        let number = *self.numbers.entry(meaning.clone()).or_insert(next);
        if number == next {
            self.known.push(meaning);
        }
        if self.by_text.len() >= MOST_TEXTS {
            self.by_text.clear();
        }
        self.by_text.insert(mark, number);
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
