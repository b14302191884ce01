//! The places of a ranking.

use super::Place;

/// The places of the call list, best first.
///
/// They stay where they were worked out, and only their numbers are put in order: a place is large, and of tens of
/// thousands some dozens are looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    all: Vec<Place>,
    /// The numbers of those in the list, best first.
    order: Vec<u32>,
}

impl Places {
    /// These places in an order of their numbers.
    pub(super) const fn new(all: Vec<Place>, order: Vec<u32>) -> Self {
        Self { all, order }
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
    pub fn get(&self, rank: usize) -> Option<&Place> {
        self.all.get(*self.order.get(rank)? as usize)
    }

    /// The best place.
    #[must_use]
    pub fn first(&self) -> Option<&Place> {
        self.get(0)
    }

    /// All places, best first.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.order.iter().filter_map(|at| self.all.get(*at as usize))
    }

    /// Takes out all but those for which something holds.
    pub fn retain(&mut self, holds: impl Fn(&Place) -> bool) {
        let all = &self.all;
        self.order.retain(|at| all.get(*at as usize).is_some_and(&holds));
    }
}
