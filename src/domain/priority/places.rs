//! The places of a ranking.

use super::Place;
use crate::domain::contact::ContactId;

/// Beyond so many colleagues one more changes nothing that could be seen.
const MOST_COLLEAGUES: u32 = 32;

/// The places of the call list, best first.
///
/// They stay where they were worked out, only their numbers are put in order, and what spreading takes is taken when a
/// place is looked at: a place is large, and of tens of thousands some dozens are looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    all: Vec<Place>,
    /// How many colleagues stand before each of them.
    ahead: Vec<u32>,
    /// The numbers of those in the list, best first.
    order: Vec<u32>,
    /// What each further person of one company counts.
    colleague: f64,
}

/// What somebody counts before whom so many colleagues stand.
pub(super) fn share(colleague: f64, ahead: u32) -> f64 {
    colleague.powi(ahead.min(MOST_COLLEAGUES).cast_signed())
}

impl Places {
    /// These places in an order of their numbers, so many colleagues before each.
    pub(super) const fn new(all: Vec<Place>, ahead: Vec<u32>, order: Vec<u32>, colleague: f64) -> Self {
        Self {
            all,
            ahead,
            order,
            colleague,
        }
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is nobody to call.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The place of a rank; 0 is the best.
    #[must_use]
    pub fn get(&self, rank: usize) -> Option<Place> {
        self.numbered(*self.order.get(rank)?)
    }

    /// The best place.
    #[must_use]
    pub fn first(&self) -> Option<Place> {
        self.get(0)
    }

    /// All places, best first.
    pub fn iter(&self) -> impl Iterator<Item = Place> {
        self.order.iter().filter_map(|number| self.numbered(*number))
    }

    /// Takes out all but the contacts for which something holds.
    pub fn retain(&mut self, stays: impl Fn(ContactId) -> bool) {
        let all = &self.all;
        self.order
            .retain(|number| all.get(*number as usize).is_some_and(|place| stays(place.id)));
    }

    fn numbered(&self, number: u32) -> Option<Place> {
        let mut place = *self.all.get(number as usize)?;
        place.factors.colleagues_ahead = *self.ahead.get(number as usize)?;
        place.factors.colleague = share(self.colleague, place.factors.colleagues_ahead);
        place.rank_value *= place.factors.colleague;
        Some(place)
    }
}
