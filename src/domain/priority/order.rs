//! The order itself: spreading over companies, and sorting without touching the places.

use std::cmp::{Ordering, Reverse};

use super::brief::CompanyNumber;
use super::places::share;
use super::sweep::Found;
use super::{Place, Places};

/// Below this a sort by comparing is the faster one.
const COUNTED_FROM: usize = 4_096;

/// What colleagues are compared by.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    value: f64,
    /// The number of the place.
    at: u32,
}

/// Puts the places of a sweep in order, best first.
///
/// Spreading: of one company's people the best counts in full, the next one `colleague` of its value, the third that
/// squared; who was just called stands before all of them, so that after a call the next one goes elsewhere. The best is
/// found by the order without spreading, and not by the order of the leads.
pub(super) fn settle(mut found: Found, companies: usize, colleague: f64) -> Places {
    let mut just_tried = vec![0_u32; companies];
    for company in &found.just_tried {
        just_tried[*company as usize] += 1;
    }
    let (mut keys, starts) = grouped(&found, companies);
    let mut ahead = vec![0; found.places.len()];
    for (bounds, tried) in starts.windows(2).zip(just_tried) {
        let group = &mut keys[bounds[0] as usize..bounds[1] as usize];
        if group.len() as u32 + tried > 1 {
            group.sort_unstable_by(|a, b| compare(*a, *b, &found.places));
            for (before, key) in (tried..).zip(group).filter(|(before, _)| *before > 0) {
                key.value *= share(colleague, before);
                ahead[key.at as usize] = before;
                found.values[key.at as usize] = key.value;
            }
        }
    }
    let order = sorted(&found);
    Places::new(found.places, ahead, order, colleague)
}

/// The keys by company, those of one company together and those of none at the end; and where each company begins.
fn grouped(found: &Found, companies: usize) -> (Vec<Key>, Vec<u32>) {
    let group = |number: CompanyNumber| (number as usize).min(companies);
    let mut starts = vec![0_u32; companies + 2];
    for number in &found.companies {
        starts[group(*number) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut keys = vec![Key::default(); found.places.len()];
    for (at, (value, number)) in (0..).zip(found.values.iter().zip(&found.companies)) {
        let next = &mut next[group(*number)];
        keys[*next as usize] = Key { value: *value, at };
        *next += 1;
    }
    (keys, starts)
}

/// The numbers of the places in order.
///
/// Sorted are the upper halves of the values, each with the number of its place in one word: that tells values apart to a
/// millionth. The few that are nearer to each other, or equal, are settled afterwards.
fn sorted(found: &Found) -> Vec<u32> {
    let (values, places) = (&found.values, &found.places);
    let words = (0..)
        .zip(values)
        .map(|(at, value)| falling(*value) >> 32 << 32 | at);
    let words = sorted_words(words.collect());
    let mut order: Vec<u32> = words.iter().map(|word| *word as u32).collect();
    let key = |at: u32| Key {
        value: values[at as usize],
        at,
    };
    let mut start = 0;
    for near in words.chunk_by(|a, b| a >> 32 == b >> 32) {
        let end = start + near.len();
        if near.len() > 1 {
            order[start..end].sort_unstable_by(|a, b| compare(key(*a), key(*b), places));
        }
        start = end;
    }
    order
}

/// Sorted by their upper halves: of many words by counting, three times eleven bits, because fifty thousand are put where
/// they belong sooner than compared.
fn sorted_words(mut words: Vec<u64>) -> Vec<u64> {
    if words.len() < COUNTED_FROM {
        words.sort_unstable();
        return words;
    }
    let mut next_words = vec![0; words.len()];
    for shift in [32, 43, 54] {
        let digit = |word: u64| (word >> shift) as usize & 0x7FF;
        let mut starts = [0_usize; 0x800];
        for word in &words {
            starts[digit(*word)] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += std::mem::replace(start, before);
        }
        for word in &words {
            let start = &mut starts[digit(*word)];
            next_words[*start] = *word;
            *start += 1;
        }
        std::mem::swap(&mut words, &mut next_words);
    }
    words
}

/// The total order: by rank value, then the higher score, then the earlier deadline, then the contact.
fn compare(a: Key, b: Key, places: &[Place]) -> Ordering {
    falling(a.value).cmp(&falling(b.value)).then_with(|| {
        let rest = |key: Key| {
            let place = &places[key.at as usize];
            (Reverse(place.score.total), place.clock.due_ms, place.id)
        };
        rest(a).cmp(&rest(b))
    })
}

/// A whole number that falls as the value rises, in the total order of floats.
pub(super) const fn falling(value: f64) -> u64 {
    let bits = value.to_bits();
    let sign = 1 << 63;
    if bits & sign == 0 { !(bits | sign) } else { bits }
}
