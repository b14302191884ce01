//! The order itself: spreading over companies, and sorting without moving more than is needed.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Callback, Place};
use crate::domain::contact::CompanyId;
use crate::domain::query::OpenLead;

/// Beyond so many colleagues one more changes nothing that could be seen.
const MOST_COLLEAGUES: u32 = 32;

/// How many people of each company stand before the next one: those just tried, whoever tried them, and those placed.
#[derive(Debug, Default)]
pub(super) struct Companies(HashMap<CompanyId, u32, BuildHasherDefault<RowNumber>>);

impl Companies {
    /// One of them has just been called.
    pub(super) fn tried(&mut self, company: Option<CompanyId>) {
        if let Some(company) = company {
            *self.0.entry(company).or_default() += 1;
        }
    }
}

/// What is compared first, and where the rest is found: as few bytes as can be, because fifty thousand are sorted.
#[derive(Debug, Clone, Copy)]
struct Key {
    falling: i64,
    at: u32,
}

/// Puts the places in order, best first.
///
/// Spreading: of one company's people the best counts in full, the next one `colleague` of its value, the third that
/// squared; who was just called stands before all of them, so that after a call the next one goes elsewhere. The best is
/// found by the order without spreading, and not by the order of the leads.
pub(super) fn settle(places: &mut [Place], leads: &[OpenLead], companies: &mut Companies, colleague: f64) {
    let mut keys: Vec<Key> = (0..)
        .zip(places.iter())
        .map(|(at, place)| Key {
            falling: falling(place.rank_value),
            at,
        })
        .collect();
    keys.sort_unstable_by(|a, b| compare(*a, *b, places));
    let mut moved = false;
    for key in &mut keys {
        let Some(place) = places.get_mut(key.at as usize) else {
            continue;
        };
        let Some(company) = leads.get(place.index).and_then(|lead| lead.company_id) else {
            continue;
        };
        // A promise is kept, and who was just called is the one that the others stand behind.
        if place.factors.cool_off < 1.0 {
            continue;
        }
        let ahead = companies.0.entry(company).or_default();
        if *ahead > 0 && !matches!(place.factors.callback, Callback::Due(_)) {
            place.factors.colleagues_ahead = *ahead;
            place.factors.colleague = colleague.powi((*ahead).min(MOST_COLLEAGUES).cast_signed());
            place.rank_value *= place.factors.colleague;
            key.falling = falling(place.rank_value);
            moved = true;
        }
        *ahead += 1;
    }
    if moved {
        keys.sort_unstable_by(|a, b| compare(*a, *b, places));
    }
    arrange(places, &keys);
}

/// The total order: by rank value, then the higher score, then the earlier deadline, then the contact.
fn compare(a: Key, b: Key, places: &[Place]) -> Ordering {
    a.falling.cmp(&b.falling).then_with(|| {
        let rest = |key: Key| {
            places.get(key.at as usize).map(|place| {
                (
                    Reverse(place.score.total),
                    place.clock.due_at.timestamp_millis(),
                    place.id,
                )
            })
        };
        rest(a).cmp(&rest(b))
    })
}

/// Moves each place once to where its key stands, without a second list.
fn arrange(places: &mut [Place], keys: &[Key]) {
    let mut source: Vec<usize> = keys.iter().map(|key| key.at as usize).collect();
    for start in 0..source.len() {
        if source[start] == start {
            continue;
        }
        let held = places[start];
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut source[at], at);
            if from == start {
                break;
            }
            places[at] = places[from];
            at = from;
        }
        places[at] = held;
    }
}

/// A whole number that falls as the value rises, in the total order of floats: compared in one step.
pub(super) const fn falling(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    !(bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed())
}

/// Row numbers are spread by one multiplication: they are our own, so nobody can choose them to collide.
#[derive(Debug, Default)]
pub(super) struct RowNumber(u64);

impl Hasher for RowNumber {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_i64(i64::from(*byte));
        }
    }

    fn write_i64(&mut self, number: i64) {
        let mixed = (self.0 ^ number.cast_unsigned()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
