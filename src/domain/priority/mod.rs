//! Which call next: the open leads in the order in which to call them, with the arithmetic of each place.

mod urgency;
mod words;

#[cfg(test)]
mod tests;

use super::Time;
use super::calendar::Calendar;
use super::contact::ContactId;
use super::policy::Policy;
use super::query::OpenLead;
use super::score::Score;
use super::sla::Clock;

pub use urgency::{Callback, Factors};
pub use words::{arithmetic, why};

/// One place in the call list, with all that went into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Position of the lead in the slice that was ranked.
    pub index: usize,
    /// Who.
    pub id: ContactId,
    /// The score now.
    pub score: Score,
    /// Potential deal size, in the currency of the settings.
    pub deal_size: f64,
    /// Probability of purchase, 0-1.
    pub probability: f64,
    /// Deal size x probability.
    pub expected_value: f64,
    /// The factor by which urgency lifts or lowers the expected value: the product of the factors.
    pub urgency: f64,
    /// What the urgency is made of.
    pub factors: Factors,
    /// Expected value x urgency: what the order is by.
    pub rank_value: f64,
    /// The clock of the first touch, or of the promised callback.
    pub clock: Clock,
}

/// The call list: who is to be called, best first, and who may not be called now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// Best first.
    pub places: Vec<Place>,
    /// Not to be called now, by position in the slice, with why.
    pub hidden: Vec<(usize, Hidden)>,
}

/// Why a lead is not in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// The contact asked not to be called.
    DoNotCall,
    /// Another rep has taken it.
    TakenByOther,
    /// It is meant for another rep.
    MeantForOther,
}

/// Ranks the open leads for `viewer`: by expected value times urgency, then by deadline, then by contact, so that the
/// order never depends on the order in which the leads come.
///
/// The value of a lead is deal size x probability (method, section 3); it melts while it waits, which the urgency stands
/// for.
#[must_use]
pub fn rank(leads: &[OpenLead], viewer: &str, policy: &Policy, now: Time) -> Ranking {
    rank_scored(leads, viewer, policy, now, |lead| {
        policy.model.score(&lead.score, now)
    })
}

/// Ranks with scores from elsewhere.
fn rank_scored(
    leads: &[OpenLead],
    viewer: &str,
    policy: &Policy,
    now: Time,
    score: impl Fn(&OpenLead) -> Score,
) -> Ranking {
    let calendar = Calendar::around(&policy.clocks, now);
    let mut hidden = Vec::new();
    let mut places = Vec::with_capacity(leads.len());
    for (index, lead) in leads.iter().enumerate() {
        match hidden_from(lead, viewer) {
            Some(why) => hidden.push((index, why)),
            None => places.push(place(index, lead, score(lead), policy, &calendar, now)),
        }
    }
    sort(&mut places);
    Ranking { places, hidden }
}

/// Why `viewer` may not call this lead now; nothing when it may be called.
#[must_use]
pub fn hidden_from(lead: &OpenLead, viewer: &str) -> Option<Hidden> {
    let others = lead.lead.owner.as_deref().is_some_and(|owner| owner != viewer);
    if lead.do_not_call {
        Some(Hidden::DoNotCall)
    } else if !others {
        None
    } else if lead.lead.stage.is_taken() {
        Some(Hidden::TakenByOther)
    } else {
        Some(Hidden::MeantForOther)
    }
}

fn place(
    index: usize,
    lead: &OpenLead,
    score: Score,
    policy: &Policy,
    calendar: &Calendar,
    now: Time,
) -> Place {
    // A deal size from outside may be anything that parses as a number.
    let own = lead.deal_size.filter(|size| size.is_finite() && *size >= 0.0);
    let deal_size = policy.value.deal_size(own, lead.company_size);
    let probability = policy.value.probability(score.class);
    let expected_value = deal_size * probability;
    let (clock, factors) = urgency::of(lead, &policy.clocks, calendar, now);
    let urgency = factors.product();
    Place {
        index,
        id: lead.id,
        score,
        deal_size,
        probability,
        expected_value,
        urgency,
        factors,
        rank_value: expected_value * urgency,
        clock,
    }
}

/// Sorts small keys instead of the places themselves, then moves each place once, without a second list.
fn sort(places: &mut [Place]) {
    let mut keys: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(at, place)| {
            (
                falling(place.rank_value),
                std::cmp::Reverse(place.score.total),
                place.clock.due_at.timestamp_millis(),
                place.id,
                at,
            )
        })
        .collect();
    keys.sort_unstable();
    let mut source: Vec<usize> = keys.into_iter().map(|(_, _, _, _, at)| at).collect();
    for start in 0..source.len() {
        if source[start] == start {
            continue;
        }
        let held = places[start].clone();
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut source[at], at);
            if from == start {
                break;
            }
            places[at] = places[from].clone();
            at = from;
        }
        places[at] = held;
    }
}

/// A whole number that falls as the value rises, in the total order of floats: compared in one step.
const fn falling(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    !(bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed())
}
