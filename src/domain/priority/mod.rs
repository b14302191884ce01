//! Which call next: the open leads in the order in which to call them, with the arithmetic of each place.
//!
//! A place is decided by its *rank value*: what an hour of waiting costs, for each minute that the call takes ([`Worth`] has
//! the formula and its sources), times what [`Factors`] add that money does not say: a response clock that runs out, a
//! promised callback, a call just tried, a colleague who is called as well. Who may not be called now is [`Hidden`], with
//! the reason.

mod habits;
mod hidden;
mod order;
mod rules;
mod urgency;
mod words;
mod worth;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(in crate::domain) mod tests;

use super::Time;
use super::calendar::Calendar;
use super::contact::ContactId;
use super::policy::Policy;
use super::query::{OpenLead, OpenLeads};
use super::score::Score;
use super::sla::Clock;

pub use habits::{Habits, HourOfCalls, reach_after};
pub use hidden::{Hidden, HiddenCount, count_hidden, hidden_from};
pub use rules::{CallingHours, DAY_MINUTES, RankRules};
pub use urgency::{Callback, Factors};
pub use words::{arithmetic, arithmetic_in, why};
pub use worth::{SizeFrom, Worth};

use hidden::Windows;
use urgency::Tried;

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
    pub places: Vec<Place>,
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
    rank_judged(&open.leads, &open.habits, viewer, policy, now, |lead| {
        let score = policy.model.score(&lead.score, now);
        let probability = policy.probability(score);
        Judged { score, probability }
    })
}

/// Ranks with scores and probabilities from elsewhere.
pub fn rank_judged(
    leads: &[OpenLead],
    habits: &Habits,
    viewer: &str,
    policy: &Policy,
    now: Time,
    judge: impl Fn(&OpenLead) -> Judged,
) -> Ranking {
    let desk = Desk::at(habits, policy, now);
    let mut windows = Windows::at(now, policy.rank.calling, policy.clocks.zone);
    let mut companies = order::Companies::of(leads.len());
    let mut hidden = Vec::new();
    let mut places = Vec::with_capacity(leads.len());
    for (index, lead) in leads.iter().enumerate() {
        let tried = desk.tried(lead);
        if tried == Tried::JustNow {
            companies.tried(lead.company_id);
        }
        if let Some(why) = hidden_from(lead, viewer) {
            hidden.push((index, why));
            continue;
        }
        let (clock, factors) = urgency::of(lead, tried, policy, &desk.calendar, now);
        // Who has asked for a call at a minute is called at that minute, whatever the hours.
        let promised = matches!(factors.callback, Callback::Due(_));
        if let Some(opens) = windows.opens(lead.country).filter(|_| !promised) {
            hidden.push((index, Hidden::OutsideHours(opens)));
            continue;
        }
        companies.placed(lead.company_id, &factors);
        let Judged { score, probability } = judge(lead);
        let worth = desk.worth(lead, score, probability);
        places.push(Place {
            index,
            id: lead.id,
            score,
            worth,
            factors,
            rank_value: worth.per_call_minute() * factors.product(),
            clock,
        });
    }
    order::settle(&mut places, &companies, policy.rank.colleague);
    Ranking { places, hidden }
}

/// Milliseconds of an hour.
const HOUR_MS: f64 = 3_600_000.0;

/// What is the same for all leads of one ranking.
struct Desk<'a> {
    policy: &'a Policy,
    calendar: Calendar,
    now_ms: i64,
    /// The chance that anybody answers now.
    reach: f64,
    median_won: Option<f64>,
}

impl<'a> Desk<'a> {
    fn at(habits: &Habits, policy: &'a Policy, now: Time) -> Self {
        Self {
            policy,
            calendar: Calendar::around(&policy.clocks, now),
            now_ms: now.timestamp_millis(),
            reach: habits.reach(&policy.rank, policy.clocks.zone, now),
            median_won: habits.median_won,
        }
    }

    /// Whether the contact was called within the cool-off.
    fn tried(&self, lead: &OpenLead) -> Tried {
        let cool_off_ms = i64::from(self.policy.clocks.cool_off_minutes) * 60_000;
        let at = lead.lead.work.last_attempt_at;
        if at.is_some_and(|at| self.now_ms - at.timestamp_millis() < cool_off_ms) {
            Tried::JustNow
        } else {
            Tried::LongAgo
        }
    }

    fn worth(&self, lead: &OpenLead, score: Score, probability: f64) -> Worth {
        let rules = &self.policy.rank;
        // A deal size from outside may be anything that parses as a number.
        let own = lead.deal_size.filter(|size| size.is_finite() && *size >= 0.0);
        let (deal_size, size_from) = self
            .policy
            .value
            .deal_size(own, lead.company_size, self.median_won);
        let handoff = &lead.handoff;
        let since = handoff.first_conversation_at.unwrap_or(handoff.handed_at);
        let in_vain = match handoff.first_conversation_at {
            Some(_) => 0,
            None => lead.lead.work.attempts,
        };
        let reach = reach_after(self.reach, in_vain);
        Worth {
            deal_size,
            size_from,
            probability,
            half_life_h: rules.half_life_hours(score.class),
            waited_h: (self.now_ms - since.timestamp_millis()).max(0) as f64 / HOUR_MS,
            reach,
            call_minutes: rules.call_minutes(reach),
        }
    }
}
