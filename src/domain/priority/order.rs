//! The order itself: spreading over companies, and sorting without moving the places.

use std::cmp::{Ordering, Reverse};

use super::Place;
use super::brief::CompanyNumber;
use super::sweep::Found;

/// Beyond so many colleagues one more changes nothing that could be seen.
const MOST_COLLEAGUES: u32 = 32;

/// What is compared: as few bytes as can be, because fifty thousand are sorted. Places with equal values are settled
/// afterwards: hardly any are.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    falling: i64,
    /// The number of the place.
    at: u32,
}

/// Puts the places of a sweep in order, best first: gives their numbers in that order.
///
/// Spreading: of one company's people the best counts in full, the next one `colleague` of its value, the third that
/// squared; who was just called stands before all of them, so that after a call the next one goes elsewhere. The best is
/// found by the order without spreading, and not by the order of the leads.
pub(super) fn settle(found: &mut Found, companies: usize, colleague: f64) -> Vec<u32> {
    let mut just_tried = vec![0_u32; companies];
    for company in &found.just_tried {
        just_tried[*company as usize] += 1;
    }
    let (mut keys, starts) = grouped(found, companies);
    let places = &mut found.places;
    for (bounds, tried) in starts.windows(2).zip(just_tried) {
        let group = &mut keys[bounds[0] as usize..bounds[1] as usize];
        if group.len() as u32 + tried > 1 {
            group.sort_unstable_by(|a, b| compare(*a, *b, places));
            for (ahead, key) in (tried..).zip(group).filter(|(ahead, _)| *ahead > 0) {
                key.falling = stand_back(&mut places[key.at as usize], ahead, colleague);
            }
        }
    }
    keys.sort_unstable_by_key(|key| key.falling);
    settle_equals(&mut keys, places);
    keys.iter().map(|key| key.at).collect()
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
    for (at, (place, number)) in (0..).zip(found.places.iter().zip(&found.companies)) {
        let next = &mut next[group(*number)];
        keys[*next as usize] = Key {
            falling: falling(place.rank_value),
            at,
        };
        *next += 1;
    }
    (keys, starts)
}

/// So many colleagues stand before it: lowers its value, and gives what that sorts by.
fn stand_back(place: &mut Place, ahead: u32, colleague: f64) -> i64 {
    place.factors.colleagues_ahead = ahead;
    place.factors.colleague = colleague.powi(ahead.min(MOST_COLLEAGUES).cast_signed());
    place.rank_value *= place.factors.colleague;
    falling(place.rank_value)
}

/// The total order: by rank value, then the higher score, then the earlier deadline, then the contact.
fn compare(a: Key, b: Key, places: &[Place]) -> Ordering {
    a.falling.cmp(&b.falling).then_with(|| {
        let rest = |key: Key| {
            let place = &places[key.at as usize];
            (Reverse(place.score.total), place.clock.due_ms, place.id)
        };
        rest(a).cmp(&rest(b))
    })
}

/// Puts those of equal value in order, stretch by stretch.
fn settle_equals(keys: &mut [Key], places: &[Place]) {
    for equals in keys.chunk_by_mut(|a, b| a.falling == b.falling) {
        if equals.len() > 1 {
            equals.sort_unstable_by(|a, b| compare(*a, *b, places));
        }
    }
}

/// A whole number that falls as the value rises, in the total order of floats: compared in one step.
pub(super) const fn falling(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    !(bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed())
}
