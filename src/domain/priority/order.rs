//! The order itself, found without moving the seats.

use std::cmp::{Ordering, Reverse};

use super::brief::Brief;
use super::seat::Seat;

/// Below this a sort by comparing is the faster one.
const COUNTED_FROM: usize = 4_096;

/// What putting in order works with. It is kept from one ranking to the next: memory for tens of thousands of leads, asked
/// for anew each time, would take longer to come than the order takes to find.
#[derive(Debug, Default)]
pub(super) struct Sorting {
    words: Vec<u64>,
    next_words: Vec<u64>,
}

impl Sorting {
    /// Leaves in `order` the numbers of the seats, best first.
    ///
    /// Sorted are the upper halves of the values, each with the number of its seat in one word: that tells values apart to a
    /// millionth. The few that are nearer to each other, or equal, are settled afterwards.
    pub(super) fn sort(&mut self, seats: &[Seat], briefs: &[Brief], order: &mut Vec<u32>) {
        let words = (0..)
            .zip(seats)
            .map(|(at, seat)| falling(seat.height()) >> 32 << 32 | at);
        self.words.clear();
        self.words.extend(words);
        self.sort_words();
        order.clear();
        order.extend(self.words.iter().map(|word| *word as u32));
        let mut start = 0;
        for near in self.words.chunk_by(|a, b| a >> 32 == b >> 32) {
            let end = start + near.len();
            if near.len() > 1 {
                order[start..end]
                    .sort_unstable_by(|a, b| compare(&seats[*a as usize], &seats[*b as usize], briefs));
            }
            start = end;
        }
    }

    /// Sorts by the upper halves: many words by counting, three times eleven bits, because fifty thousand are put where
    /// they belong sooner than compared.
    fn sort_words(&mut self) {
        let words = &mut self.words;
        if words.len() < COUNTED_FROM {
            words.sort_unstable();
            return;
        }
        self.next_words.clear();
        self.next_words.resize(words.len(), 0);
        for shift in [32, 43, 54] {
            let digit = |word: u64| (word >> shift) as usize & 0x7FF;
            let mut starts = [0_usize; 0x800];
            for word in words.iter() {
                starts[digit(*word)] += 1;
            }
            let mut before = 0;
            for start in &mut starts {
                before += std::mem::replace(start, before);
            }
            for word in words.iter() {
                let start = &mut starts[digit(*word)];
                self.next_words[*start] = *word;
                *start += 1;
            }
            std::mem::swap(words, &mut self.next_words);
        }
    }
}

/// The total order: promises for this minute first, then by rank value, then the higher score, then the earlier deadline, then the contact.
pub(super) fn compare(a: &Seat, b: &Seat, briefs: &[Brief]) -> Ordering {
    let first = |seat: &Seat| (falling(seat.height()), falling(seat.value));
    first(a).cmp(&first(b)).then_with(|| {
        let rest = |seat: &Seat| {
            let id = briefs[seat.brief as usize].id;
            (Reverse(seat.judged.score.total), seat.due_ms, id)
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
