//! What one ranking stands on: the leads in brief, the rules, and one instant.

use std::sync::Arc;

use super::brief::{Brief, Briefs, OwnerNumber};
use super::seat::Seat;
use super::urgency::{self, Tried};
use super::{Factors, Habits, Judged, Place, Worth, reach_after};
use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::policy::Policy;
use crate::domain::sla::Clock;

/// Milliseconds of an hour.
const HOUR_MS: f64 = 3_600_000.0;

/// What is the same for all leads of one ranking. It is kept with the ranking, so that the arithmetic of a row can be
/// worked out when the row is looked at.
#[derive(Debug)]
pub(super) struct Ground {
    briefs: Arc<Briefs>,
    policy: Arc<Policy>,
    calendar: Calendar,
    now: Time,
    now_ms: i64,
    /// After this a contact was called a moment ago.
    cool_since_ms: i64,
    viewer: OwnerNumber,
    /// The chance that anybody answers now.
    reach: f64,
    median_won: Option<f64>,
}

impl Ground {
    pub(super) fn at(
        now: Time,
        briefs: Arc<Briefs>,
        habits: &Habits,
        viewer: &str,
        policy: Arc<Policy>,
    ) -> Self {
        let now_ms = now.timestamp_millis();
        Self {
            calendar: Calendar::around(&policy.clocks, now),
            now,
            now_ms,
            cool_since_ms: now_ms - i64::from(policy.clocks.cool_off_minutes) * 60_000,
            viewer: briefs.owner(viewer),
            reach: habits.reach(&policy.rank, policy.clocks.zone, now),
            median_won: habits.median_won,
            briefs,
            policy,
        }
    }

    pub(super) fn briefs(&self) -> &Briefs {
        &self.briefs
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) const fn now(&self) -> Time {
        self.now
    }

    pub(super) const fn viewer(&self) -> OwnerNumber {
        self.viewer
    }

    /// What each further person of one company counts.
    pub(super) fn colleague(&self) -> f64 {
        self.policy.rank.colleague
    }

    /// Whether the contact was called within the cool-off.
    #[inline]
    pub(super) fn tried(&self, brief: &Brief) -> Tried {
        match brief.last_attempt_ms {
            Some(at) if at > self.cool_since_ms => Tried::JustNow,
            Some(_) | None => Tried::LongAgo,
        }
    }

    /// The clock of a lead, and what lifts or lowers it by itself.
    #[inline]
    pub(super) fn urgency(&self, brief: &Brief, tried: Tried) -> (Clock, Factors) {
        urgency::of(brief, tried, &self.policy, &self.calendar, self.now_ms)
    }

    /// What a call is worth.
    #[inline]
    pub(super) fn worth(&self, brief: &Brief, judged: Judged) -> Worth {
        let rules = &self.policy.rank;
        let value = &self.policy.value;
        let (deal_size, size_from) = value.deal_size(brief.deal_size, brief.company_size, self.median_won);
        let reach = reach_after(self.reach, brief.tried_in_vain);
        Worth {
            deal_size,
            size_from,
            probability: judged.probability,
            half_life_h: rules.half_life_hours(judged.score.class),
            waited_h: (self.now_ms - brief.waits_since_ms).max(0) as f64 / HOUR_MS,
            reach,
            call_minutes: rules.call_minutes(reach),
        }
    }

    /// The place of a seat, with its arithmetic: the same as when it was ranked.
    pub(super) fn place(&self, seat: &Seat) -> Option<Place> {
        let brief = self.briefs.all().get(seat.brief as usize)?;
        let (clock, alone) = self.urgency(brief, self.tried(brief));
        Some(Place {
            index: brief.index as usize,
            id: brief.id,
            score: seat.judged.score,
            worth: self.worth(brief, seat.judged),
            factors: Factors {
                colleague: share(self.colleague(), seat.ahead),
                colleagues_ahead: seat.ahead,
                ..alone
            },
            rank_value: seat.value,
            clock,
        })
    }
}

/// Beyond so many colleagues one more changes nothing that could be seen.
const MOST_COLLEAGUES: u32 = 32;

/// What somebody counts before whom so many colleagues stand.
pub(super) fn share(colleague: f64, ahead: u32) -> f64 {
    colleague.powi(ahead.min(MOST_COLLEAGUES).cast_signed())
}
