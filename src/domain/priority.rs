//! Which call next: the open leads in the order in which to call them, with the arithmetic of each place.

use super::Time;
use super::contact::ContactId;
use super::policy::Policy;
use super::query::OpenLead;
use super::score::Score;
use super::sla::Clock;

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
    /// The factor by which urgency lifts or lowers the expected value.
    pub urgency: f64,
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

/// Ranks the open leads for `viewer`.
#[must_use]
pub fn rank(leads: &[OpenLead], viewer: &str, policy: &Policy, now: Time) -> Ranking {
    let mut ranking = Ranking::default();
    for (index, lead) in leads.iter().enumerate() {
        let hidden = match &lead.lead.owner {
            _ if lead.do_not_call => Some(Hidden::DoNotCall),
            Some(owner) if owner != viewer && lead.lead.stage.is_taken() => Some(Hidden::TakenByOther),
            Some(owner) if owner != viewer => Some(Hidden::MeantForOther),
            _ => None,
        };
        if let Some(why) = hidden {
            ranking.hidden.push((index, why));
            continue;
        }
        let score = policy.model.score(&lead.score, now);
        let deal_size = policy.value.deal_size(lead.deal_size, lead.company_size);
        let probability = policy.value.probability(score.class);
        ranking.places.push(Place {
            index,
            id: lead.id,
            score,
            deal_size,
            probability,
            expected_value: deal_size * probability,
            urgency: 1.0,
            rank_value: deal_size * probability,
            clock: super::sla::clock(&lead.handoff, now, &policy.clocks),
        });
    }
    ranking
        .places
        .sort_by(|a, b| b.rank_value.total_cmp(&a.rank_value).then(a.id.cmp(&b.id)));
    ranking
}

/// Stand-in.
#[must_use]
pub fn why(lead: &OpenLead, place: &Place, policy: &Policy, now: Time) -> String {
    let _ = (policy, now);
    format!(
        "{} · handed over by {}",
        place.score.grade, lead.handoff.handed_by
    )
}

/// Stand-in.
#[must_use]
pub fn arithmetic(place: &Place, currency: &str) -> String {
    format!(
        "{:.0} {currency} x {:.0} %",
        place.deal_size,
        place.probability * 100.0
    )
}
