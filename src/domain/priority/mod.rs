//! Which call next: the open leads in the order in which to call them, with the arithmetic of each place.
//!
//! A place is decided by its *rank value*: what an hour of waiting costs, for each minute that the call takes ([`Worth`] has
//! the formula and its sources), times what [`Factors`] add that money does not say: a response clock that runs out, a
//! promised callback, a call just tried, a colleague who is called as well. Who may not be called now is [`Hidden`], with
//! the reason.

mod brief;
mod habits;
mod hidden;
mod order;
mod places;
mod rules;
mod sweep;
mod urgency;
mod words;
mod worth;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(in crate::domain) mod tests;

use super::Time;
use super::contact::ContactId;
use super::policy::Policy;
use super::query::{OpenLead, OpenLeads};
use super::score::Score;
use super::sla::Clock;

pub use brief::Briefs;
pub use habits::{Habits, HourOfCalls, reach_after};
pub use hidden::{Hidden, HiddenCount, count_hidden};
pub use places::Places;
pub use rules::{CallingHours, DAY_MINUTES, RankRules};
pub use urgency::{Callback, Factors};
pub use words::{arithmetic, arithmetic_in, why};
pub use worth::{SizeFrom, Worth};

use sweep::Sweep;

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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// Best first.
    pub places: Places,
    /// Not to be called now, by position in the slice, with why.
    pub hidden: Vec<(usize, Hidden)>,
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
pub fn rank(open: &OpenLeads, viewer: &str, policy: &Policy, now: Time) -> Ranking {
    let briefs = open.briefs();
    let sweep = Sweep::at(now, briefs, &open.habits, viewer, policy);
    let scorer = policy.model.scorer(now);
    ranking(&sweep, briefs, |index| {
        let score = scorer
            .score(briefs.gathered(), index)
            .unwrap_or_else(|| policy.model.score(&open[index].score, now));
        let probability = policy.probability(score);
        Judged { score, probability }
    })
}

/// Ranks with scores and probabilities from elsewhere, of leads that are ranked only once.
pub fn rank_judged(
    leads: &[OpenLead],
    habits: &Habits,
    viewer: &str,
    policy: &Policy,
    now: Time,
    judge: impl Fn(&OpenLead) -> Judged + Sync,
) -> Ranking {
    let briefs = Briefs::of(leads);
    let sweep = Sweep::at(now, &briefs, habits, viewer, policy);
    ranking(&sweep, &briefs, |index| judge(&leads[index]))
}

fn ranking(sweep: &Sweep<'_>, briefs: &Briefs, judge: impl Fn(usize) -> Judged + Sync) -> Ranking {
    let mut found = sweep.run(&judge);
    Ranking {
        hidden: std::mem::take(&mut found.hidden),
        places: order::settle(found, briefs.companies(), sweep.colleague()),
    }
}
