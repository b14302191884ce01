//! The order itself: spreading over companies, and sorting without moving more than is needed.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Callback, Factors, Place};
use crate::domain::contact::CompanyId;

/// Beyond so many colleagues one more changes nothing that could be seen.
const MOST_COLLEAGUES: u32 = 32;

/// The companies of one ranking, numbered as they come, with how many of their people were called a moment ago, by whomever.
#[derive(Debug)]
pub(super) struct Companies {
    numbers: HashMap<CompanyId, u32, BuildHasherDefault<RowNumber>>,
    just_tried: Vec<u32>,
    /// The company of each place so far; [`ALONE`] where it is not known, or spreading is not about the place.
    of_places: Vec<u32>,
}

/// No company.
const ALONE: u32 = u32::MAX;

/// What is compared: as few bytes as can be, because fifty thousand are sorted. Places with equal values are settled
/// afterwards: hardly any are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    falling: i64,
    at: u32,
    ahead: u32,
}

impl Companies {
    /// None yet, of so many leads.
    pub(super) fn of(leads: usize) -> Self {
        Self {
            // Two to four people of a company: a table that is no larger than it must be stays in the cache.
            numbers: HashMap::with_capacity_and_hasher(leads / 3, BuildHasherDefault::default()),
            just_tried: Vec::new(),
            of_places: Vec::with_capacity(leads),
        }
    }

    /// One of its people has just been called.
    pub(super) fn tried(&mut self, company: Option<CompanyId>) {
        let number = self.number(company) as usize;
        if let Some(tried) = self.just_tried.get_mut(number) {
            *tried += 1;
        }
    }

    /// The next place is of that company. Who was just called is the one that the others stand behind, not one of them; and
    /// a promised call is made whomever else of the company was called: it neither stands back nor makes others do so.
    pub(super) fn placed(&mut self, company: Option<CompanyId>, factors: &Factors) {
        let promised = matches!(factors.callback, Callback::Due(_));
        let company = company.filter(|_| factors.cool_off >= 1.0 && !promised);
        let number = self.number(company);
        self.of_places.push(number);
    }

    fn number(&mut self, company: Option<CompanyId>) -> u32 {
        let Some(company) = company else {
            return ALONE;
        };
        let next = self.just_tried.len() as u32;
        let number = *self.numbers.entry(company).or_insert(next);
        if number == next {
            self.just_tried.push(0);
        }
        number
    }

    /// The keys by company, those of one company together and those of none at the end; and where each company begins.
    fn grouped(&self, places: &[Place]) -> (Vec<Key>, Vec<u32>) {
        let companies = self.just_tried.len();
        let group = |number: u32| (number as usize).min(companies);
        let mut starts = vec![0_u32; companies + 2];
        for number in &self.of_places {
            starts[group(*number) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut keys = vec![Key::default(); places.len()];
        for (at, (place, number)) in (0..).zip(places.iter().zip(&self.of_places)) {
            let next = &mut next[group(*number)];
            keys[*next as usize] = Key {
                falling: falling(place.rank_value),
                at,
                ahead: 0,
            };
            *next += 1;
        }
        (keys, starts)
    }
}

/// Puts the places in order, best first.
///
/// Spreading: of one company's people the best counts in full, the next one `colleague` of its value, the third that
/// squared; who was just called stands before all of them, so that after a call the next one goes elsewhere. The best is
/// found by the order without spreading, and not by the order of the leads.
pub(super) fn settle(places: &mut [Place], companies: &Companies, colleague: f64) {
    let (mut keys, starts) = companies.grouped(places);
    for (bounds, tried) in starts.windows(2).zip(&companies.just_tried) {
        let group = &mut keys[bounds[0] as usize..bounds[1] as usize];
        if group.len() as u32 + tried > 1 {
            group.sort_unstable_by(|a, b| compare(*a, *b, places));
            for (ahead, key) in (*tried..).zip(group) {
                key.spread(ahead, colleague);
            }
        }
    }
    keys.sort_unstable();
    settle_equals(&mut keys, places);
    arrange(places, &keys);
    for (place, key) in places.iter_mut().zip(&keys).filter(|(_, key)| key.ahead > 0) {
        place.factors.colleagues_ahead = key.ahead;
        place.factors.colleague = share(colleague, key.ahead);
        place.rank_value *= place.factors.colleague;
    }
}

impl Key {
    /// So many colleagues stand before it.
    fn spread(&mut self, ahead: u32, colleague: f64) {
        if ahead > 0 {
            self.ahead = ahead;
            self.falling = falling(value_of(self.falling) * share(colleague, ahead));
        }
    }
}

fn share(colleague: f64, ahead: u32) -> f64 {
    colleague.powi(ahead.min(MOST_COLLEAGUES).cast_signed())
}

/// The total order: by rank value, then the higher score, then the earlier deadline, then the contact.
fn compare(a: Key, b: Key, places: &[Place]) -> Ordering {
    a.falling.cmp(&b.falling).then_with(|| {
        let rest = |key: Key| {
            let place = &places[key.at as usize];
            let due = place.clock.due_at.timestamp_millis();
            (Reverse(place.score.total), due, place.id)
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

/// Moves each place once to where its key stands, without a second list.
fn arrange(places: &mut [Place], keys: &[Key]) {
    let mut source: Vec<u32> = keys.iter().map(|key| key.at).collect();
    for start in 0..source.len() {
        if source[start] as usize == start {
            continue;
        }
        let held = places[start];
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut source[at], at as u32) as usize;
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

/// The value of which [`falling`] was taken.
const fn value_of(falling: i64) -> f64 {
    let bits = !falling;
    f64::from_bits((bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed()).cast_unsigned())
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
