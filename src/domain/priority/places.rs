//! The places of a ranking.

use super::Place;
use super::ground::Ground;
use super::seat::Seat;
use crate::domain::contact::ContactId;
use crate::domain::sla::ClockState;

/// The places of the call list, best first.
///
/// Of tens of thousands some dozens are looked at. So of each lead there is only what the order goes by, and the arithmetic
/// of a place is worked out when somebody asks for the place.
#[derive(Debug, Default)]
pub struct Places {
    /// Absent before the first ranking.
    pub(super) ground: Option<Ground>,
    pub(super) seats: Vec<Seat>,
    /// The numbers of those in the list, best first.
    pub(super) order: Vec<u32>,
}

impl Places {
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

    /// The contacts, best first: without the arithmetic of their places.
    pub fn ids(&self) -> impl Iterator<Item = ContactId> {
        self.seated().filter_map(|seat| self.id_of(seat))
    }

    /// How the clocks stand, best first.
    pub fn clocks(&self) -> impl Iterator<Item = ClockState> {
        self.seated().map(|seat| seat.state)
    }

    /// Takes out all but the contacts for which something holds.
    pub fn retain(&mut self, stays: impl Fn(ContactId) -> bool) {
        let mut order = std::mem::take(&mut self.order);
        order.retain(|number| {
            let seat = self.seats.get(*number as usize);
            seat.and_then(|seat| self.id_of(seat)).is_some_and(&stays)
        });
        self.order = order;
    }

    fn seated(&self) -> impl Iterator<Item = &Seat> {
        let seats = &self.seats;
        self.order.iter().filter_map(|number| seats.get(*number as usize))
    }

    fn id_of(&self, seat: &Seat) -> Option<ContactId> {
        let briefs = self.ground.as_ref()?.briefs().all();
        briefs.get(seat.brief as usize).map(|brief| brief.id)
    }

    fn numbered(&self, number: u32) -> Option<Place> {
        self.ground.as_ref()?.place(self.seats.get(number as usize)?)
    }
}
