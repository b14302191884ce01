//! What another scoring model would have meant, beside the one in force: who would be in another class, how many handoffs a
//! week there would have been, and which leads that sales gave back would never have come to sales.
//!
//! Both models are put to the same yardstick, so that what differs is the model and nothing else. It is defined thus:
//!
//! - **Class**: of everybody who is not closed and was known, as of one instant (something had happened, or the source says
//!   that the contact was made by then); attributes and answers as they are then, behaviour from the
//!   log.
//! - **Handoffs a week**: a contact counts as handed over when, by an entry of the log or at its wake-up, it stands in class A
//!   or B and what routing asks of that class holds, and it does not count as handed over already ([`Standing`]). It counts
//!   again only after a return stands in the log and the contact has done something since, as under the live rules. Who is
//!   handed over by a person, or at a date without regard to the score, is with sales under every model and counts in neither
//!   column. Everything is judged by what stood in the log up to there, at the moment at which it happened: what was imported
//!   long after counts in the week in which it happened, not in that of the import, and an entry that came later than newer
//!   ones of the same contact counts at the moment of the newest.
//! - **Kept back** ([`Verdict`]): a handoff is looked at as of its moment, and by what stood in the log then. The other model
//!   keeps it back when the model in force lets it through and the other one does not: class C or D, or what routing asks does
//!   not hold. Only handoffs that the rules made can be kept back: a person, or a date, asks no score.
//!
//! What sales then really did stands in the log once, under the model of then: what it would have made of other leads nobody
//! knows, and nothing here claims it.

mod moves;
mod standing;
mod trial;
mod weeks;

use std::ops::{Index, IndexMut};

use serde::Serialize;

use super::Time;
use super::policy::HeldBack;

pub use moves::{Cell, Mover, Moves};
pub use standing::Standing;
pub use trial::{By, Case, Judged, Side, Trial, Verdict};
pub use weeks::{Counts, DAYS, Week, Weeks};

/// Which of the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// The one in force.
    InForce,
    /// The one that is tried.
    Tried,
}

impl Under {
    /// Both.
    pub const ALL: [Self; 2] = [Self::InForce, Self::Tried];
}

/// Something under both models.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    /// Under the one in force.
    pub in_force: T,
    /// Under the one that is tried.
    pub tried: T,
}

impl<T> Both<T> {
    /// Works out something for both.
    pub fn of(mut each: impl FnMut(Under) -> T) -> Self {
        Self {
            in_force: each(Under::InForce),
            tried: each(Under::Tried),
        }
    }
}

impl<T> Index<Under> for Both<T> {
    type Output = T;

    fn index(&self, under: Under) -> &T {
        match under {
            Under::InForce => &self.in_force,
            Under::Tried => &self.tried,
        }
    }
}

impl<T> IndexMut<Under> for Both<T> {
    fn index_mut(&mut self, under: Under) -> &mut T {
        match under {
            Under::InForce => &mut self.in_force,
            Under::Tried => &mut self.tried,
        }
    }
}

/// How many names are listed in one place; of all others only the number is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// So many.
    First(usize),
    /// All.
    All,
}

impl Listed {
    /// The most.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::First(most) => most,
            Self::All => usize::MAX,
        }
    }
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// The instant of the classes, and the end of the weeks.
    pub as_of: Time,
    /// The beginning of the weeks: 90 days before.
    pub since: Time,
    /// Who moves.
    pub moves: Moves,
    /// Leads in marketing's free hand, of class A or B as of that instant, that routing holds back.
    pub held_back: Both<HeldBack>,
    /// Handoffs a week.
    pub handoffs: Weeks,
    /// Leads that sales gave back within the 90 days.
    pub returned: Judged,
    /// Leads that sales kept within the 90 days: accepted or won, and not returned since. What it would have kept back of
    /// these is the price.
    pub kept: Judged,
}
