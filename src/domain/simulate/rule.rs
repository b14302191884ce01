//! The rules that compete: whom each calls next.

use std::cmp::Reverse;
use std::sync::Arc;

use super::month::Lead;
use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::domain::priority::{Habits, Judged, OpenLead, rank_judged};

/// A way to choose the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The lead that was handed over first.
    FirstInFirstOut,
    /// The lead that was handed over last.
    NewestFirst,
    /// The highest score.
    ScoreOnly,
    /// The largest deal.
    SizeOnly,
    /// The earliest deadline of those that nobody has tried; then those tried, the longest ago first.
    ClockOnly,
    /// The rank of Kapula.
    Ours,
}

impl Rule {
    /// All of them, ours last.
    pub const ALL: [Self; 6] = [
        Self::FirstInFirstOut,
        Self::NewestFirst,
        Self::ScoreOnly,
        Self::SizeOnly,
        Self::ClockOnly,
        Self::Ours,
    ];

    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstInFirstOut => "fifo",
            Self::NewestFirst => "newest_first",
            Self::ScoreOnly => "score_only",
            Self::SizeOnly => "size_only",
            Self::ClockOnly => "clock_only",
            Self::Ours => "ours",
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FirstInFirstOut => "first in first out",
            Self::NewestFirst => "newest first",
            Self::ScoreOnly => "score only",
            Self::SizeOnly => "size only",
            Self::ClockOnly => "clock only",
            Self::Ours => "cost of delay (ours)",
        }
    }

    /// Whom it calls at `now`, by position among `open`; nobody when all were tried a moment ago.
    pub(super) fn choose(
        self,
        open: &[OpenLead],
        month: &[Lead],
        policy: &Arc<Policy>,
        now: Time,
    ) -> Option<usize> {
        if self == Self::Ours {
            return ours(open, month, policy, now);
        }
        let rested_since = now.timestamp_millis() - i64::from(policy.clocks.cool_off_minutes) * 60_000;
        let rested = open.iter().enumerate().filter(|(_, lead)| {
            let tried = lead.lead.work.last_attempt_at;
            tried.is_none_or(|tried| tried.timestamp_millis() <= rested_since)
        });
        // Every rule settles what it does not care about by the contact, as ours does.
        rested
            .min_by_key(|(_, lead)| (self.key(lead, month, policy), lead.id))
            .map(|(at, _)| at)
    }

    /// The least is called first.
    fn key(self, lead: &OpenLead, month: &[Lead], policy: &Policy) -> (u8, Reverse<i64>) {
        let handed_at = lead.handoff.handed_at.timestamp_millis();
        let falling = |value: i64| (0, Reverse(value));
        match self {
            Self::FirstInFirstOut | Self::Ours => falling(-handed_at),
            Self::NewestFirst => falling(handed_at),
            Self::ScoreOnly => falling(of(month, lead.id).map_or(0, |lead| lead.seen_score.total.into())),
            Self::SizeOnly => falling((lead.deal_size.unwrap_or(0.0) * 100.0) as i64),
            Self::ClockOnly => match lead.lead.work.last_attempt_at {
                None => {
                    let minutes = policy.clocks.response_minutes(lead.handoff.urgency);
                    falling(-(handed_at + i64::from(minutes) * 60_000))
                }
                Some(tried) => (1, Reverse(-tried.timestamp_millis())),
            },
        }
    }
}

/// The first place of the ranking whose contact was not called a moment ago: no rule lets the phone ring twice in a row.
fn ours(open: &[OpenLead], month: &[Lead], policy: &Arc<Policy>, now: Time) -> Option<usize> {
    let ranking = rank_judged(open, &Habits::default(), "", policy, now, |lead| {
        let score = of(month, lead.id).map_or(NO_SCORE, |lead| lead.seen_score);
        Judged {
            score,
            probability: policy.probability(score),
        }
    });
    let rested = ranking.places.iter().find(|place| place.factors.cool_off >= 1.0);
    rested.map(|place| place.index)
}

const NO_SCORE: crate::domain::score::Score = crate::domain::score::Score {
    total: 0,
    fit: 0,
    engagement: 0,
    class: crate::domain::score::Class::D,
    grade: crate::domain::score::Grade {
        letter: crate::domain::score::Class::D,
        digit: 4,
    },
};

/// The lead of the month that an open lead is: its id is its place.
pub(super) fn of(month: &[Lead], id: ContactId) -> Option<&Lead> {
    month.get(usize::try_from(id.0).ok()?)
}
