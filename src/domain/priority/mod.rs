//! Which call next: the open leads in the order in which to call them, with the arithmetic of each place.
//!
//! A place is decided by its *rank value*: what an hour of waiting costs, for each minute that the call takes ([`Worth`] has
//! the formula and its sources), times what [`Factors`] add that money does not say: a response clock that runs out, a
//! promised callback, a call just tried, a colleague who is called as well. Who may not be called now is [`Hidden`], with
//! the reason.

mod brief;
mod ground;
mod habits;
mod hidden;
mod leads;
mod order;
mod places;
mod seat;
mod sweep;
mod urgency;
mod words;
mod worth;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(in crate::domain) mod tests;

use std::sync::Arc;

use super::Time;
use super::contact::ContactId;
use super::policy::Policy;
use super::score::Score;
use super::sla::Clock;

pub use brief::Briefs;
pub use habits::{Behind, Habits, HourOfCalls, Tally, reach_after};
pub use hidden::{Hidden, HiddenCount, count_hidden};
pub use leads::{OpenLead, OpenLeads};
pub use places::Places;
pub use urgency::{Callback, Factors};
pub use words::{arithmetic, arithmetic_in, why};
pub use worth::Worth;

use ground::Ground;
use order::Sorting;
use sweep::Found;

/// One place in the call list, with all that went into it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Position of the lead in the slice that was ranked.
    pub index: usize,
    /// Who.
    pub id: ContactId,
    /// The score now.
    pub score: Score,
    /// What the call is worth, and from what that follows.
    pub worth: Worth,
    /// What lifts or lowers it.
    pub factors: Factors,
    /// Worth per call minute x factors: what the order is by. Money per hour of delay and minute of the call.
    pub rank_value: f64,
    /// The clock of the first touch, or of the promised callback.
    pub clock: Clock,
}

impl Place {
    /// Deal size x probability: what the list shows of its worth.
    #[must_use]
    pub fn expected_value(&self) -> f64 {
        self.worth.expected_value()
    }
}

/// The call list: who is to be called, best first, and who may not be called now.
#[derive(Debug, Default)]
pub struct Ranking {
    /// Best first.
    pub places: Places,
    /// Not to be called now, by position in the slice, with why; in no order that matters.
    pub hidden: Vec<(usize, Hidden)>,
    room: Room,
}

/// What ranking works with, kept for the next time: the list is ranked anew with every act and every minute.
#[derive(Debug, Default)]
struct Room {
    found: Found,
    later: Found,
    sorting: Sorting,
}

/// What is thought of a lead now: its score, and the probability of purchase that follows from it, 0-1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The score now.
    pub score: Score,
    /// Probability of purchase, 0-1.
    pub probability: f64,
}

/// Ranks the open leads for `viewer`: by rank value, then by score, by deadline and by contact, so that the order never
/// depends on the order in which the leads come, and equal leads never change places.
#[must_use]
pub fn rank(open: &OpenLeads, viewer: &str, policy: &Arc<Policy>, now: Time) -> Ranking {
    let mut ranking = Ranking::default();
    ranking.renew(open, viewer, policy, now);
    ranking
}

/// Ranks with scores and probabilities from elsewhere, of leads that are ranked only once.
pub fn rank_judged(
    leads: &[OpenLead],
    habits: &Habits,
    viewer: &str,
    policy: &Arc<Policy>,
    now: Time,
    judge: impl Fn(&OpenLead) -> Judged + Sync,
) -> Ranking {
    let briefs = Arc::new(Briefs::of(leads));
    let ground = Ground::at(now, Arc::clone(&briefs), habits, viewer, Arc::clone(policy));
    let mut ranking = Ranking::default();
    ranking.settle(ground, |number| {
        judge(&leads[briefs.all()[number].index as usize])
    });
    ranking
}

impl Ranking {
    /// Ranks anew as [`rank`] does, in the memory of this ranking.
    pub fn renew(&mut self, open: &OpenLeads, viewer: &str, policy: &Arc<Policy>, now: Time) {
        let briefs = open.briefs();
        let ground = Ground::at(now, Arc::clone(briefs), &open.habits, viewer, Arc::clone(policy));
        let scorer = policy.model.scorer(now);
        let settled = open
            .settled(policy)
            .and_then(|settled| settled.at(&policy.model, now));
        self.settle(ground, |number| {
            let quick = settled.as_ref().and_then(|settled| settled.score(number));
            let exact = || {
                scorer.score(briefs.gathered(), number).unwrap_or_else(|| {
                    let lead = &open[briefs.all()[number].index as usize];
                    policy.model.score(&lead.score, now)
                })
            };
            let score = quick.unwrap_or_else(exact);
            let probability = policy.probability(score);
            Judged { score, probability }
        });
    }

    fn settle(&mut self, ground: Ground, judge: impl Fn(usize) -> Judged + Sync) {
        let (
            places,
            Room {
                found,
                later,
                sorting,
            },
        ) = (&mut self.places, &mut self.room);
        // The memory of the last ranking is that of this one.
        std::mem::swap(&mut found.seats, &mut places.seats);
        std::mem::swap(&mut found.hidden, &mut self.hidden);
        sweep::run(&ground, &judge, found, later);
        std::mem::swap(&mut found.seats, &mut places.seats);
        std::mem::swap(&mut found.hidden, &mut self.hidden);
        sorting.sort(&places.seats, ground.briefs().all(), &mut places.order);
        places.ground = Some(ground);
    }
}
