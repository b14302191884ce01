//! One sweep over all leads: who may be called, and what each call is worth by itself.

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use super::brief::{ALONE, Brief, Briefs, CompanyNumber, OwnerNumber};
use super::hidden::Windows;
use super::urgency::{self, Tried};
use super::{Callback, Habits, Hidden, Judged, Place, Worth, reach_after};
use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::policy::Policy;

/// From so many leads on, two threads share the work: below it is done before a second one has begun.
const SHARED_FROM: usize = 8_000;

/// Milliseconds of an hour.
const HOUR_MS: f64 = 3_600_000.0;

/// What a sweep has found, each list in the order of the leads.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Found {
    pub places: Vec<Place>,
    /// The rank value of each place.
    pub values: Vec<f64>,
    /// The company of each place; [`ALONE`] where it is not known, or spreading is not about the place.
    pub companies: Vec<CompanyNumber>,
    /// The companies of whom was called a moment ago, by whomever.
    pub just_tried: Vec<CompanyNumber>,
    pub hidden: Vec<(usize, Hidden)>,
}

impl Found {
    fn with_capacity(leads: usize) -> Self {
        Self {
            places: Vec::with_capacity(leads),
            values: Vec::with_capacity(leads),
            companies: Vec::with_capacity(leads),
            ..Self::default()
        }
    }

    fn append(&mut self, mut later: Self) {
        self.places.append(&mut later.places);
        self.values.append(&mut later.values);
        self.companies.append(&mut later.companies);
        self.just_tried.append(&mut later.just_tried);
        self.hidden.append(&mut later.hidden);
    }
}

/// What is the same for all leads of one ranking.
pub(super) struct Sweep<'a> {
    briefs: &'a [Brief],
    policy: &'a Policy,
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

impl<'a> Sweep<'a> {
    pub(super) fn at(
        now: Time,
        briefs: &'a Briefs,
        habits: &Habits,
        viewer: &str,
        policy: &'a Policy,
    ) -> Self {
        let now_ms = now.timestamp_millis();
        Self {
            briefs: briefs.all(),
            policy,
            calendar: Calendar::around(&policy.clocks, now),
            now,
            now_ms,
            cool_since_ms: now_ms - i64::from(policy.clocks.cool_off_minutes) * 60_000,
            viewer: briefs.owner(viewer),
            reach: habits.reach(&policy.rank, policy.clocks.zone, now),
            median_won: habits.median_won,
        }
    }

    /// What each further person of one company counts.
    pub(super) const fn colleague(&self) -> f64 {
        self.policy.rank.colleague
    }

    /// Sweeps over all leads, each judged by its position: the same is found by one thread and by two.
    pub(super) fn run(&self, judge: &(impl Fn(usize) -> Judged + Sync)) -> Found {
        let all = self.briefs.len();
        let mut found = Found::with_capacity(all);
        if all < SHARED_FROM {
            self.over(0..all, &mut found, judge);
            return found;
        }
        let middle = all / 2;
        // Not made by the second thread: the memory of a thread is new to it each time.
        let mut later = Found::with_capacity(all - middle);
        let shared = thread::scope(|scope| {
            let second = || self.over(middle..all, &mut later, judge);
            let second = thread::Builder::new().spawn_scoped(scope, second);
            self.over(0..middle, &mut found, judge);
            second.map(ScopedJoinHandle::join)
        });
        match shared {
            Ok(Ok(())) => {}
            Ok(Err(panic)) => resume_unwind(panic),
            // No thread was to be had.
            Err(_) => self.over(middle..all, &mut later, judge),
        }
        found.append(later);
        found
    }

    fn over(&self, range: Range<usize>, found: &mut Found, judge: &impl Fn(usize) -> Judged) {
        // The lengths of its lists are written with every lead: beside those of the other thread, in one line of the cache,
        // they would make each wait for the other.
        let mut mine = std::mem::take(found);
        self.collect(range, &mut mine, judge);
        *found = mine;
    }

    fn collect(&self, range: Range<usize>, found: &mut Found, judge: &impl Fn(usize) -> Judged) {
        let mut windows = Windows::at(self.now, self.policy.rank.calling, self.policy.clocks.zone);
        for (index, brief) in range.clone().zip(&self.briefs[range]) {
            let tried = self.tried(brief);
            if tried == Tried::JustNow && brief.company != ALONE {
                found.just_tried.push(brief.company);
            }
            if let Some(why) = brief.open_to.hides_from(&self.viewer) {
                found.hidden.push((index, why));
                continue;
            }
            let (clock, factors) = urgency::of(brief, tried, self.policy, &self.calendar, self.now_ms);
            // Who has asked for a call at a minute is called at that minute, whatever the hours.
            let promised = matches!(factors.callback, Callback::Due(_));
            if let Some(opens) = windows.opens(brief.country).filter(|_| !promised) {
                found.hidden.push((index, Hidden::OutsideHours(opens)));
                continue;
            }
            // Who was just called is the one that the others stand behind, not one of them; and a promised call is made
            // whomever else of the company was called: it neither stands back nor makes others do so.
            let is_spread = factors.cool_off >= 1.0 && !promised;
            found
                .companies
                .push(if is_spread { brief.company } else { ALONE });
            let judged = judge(index);
            let worth = self.worth(brief, judged);
            let rank_value = worth.per_call_minute() * factors.product();
            found.values.push(rank_value);
            found.places.push(Place {
                index,
                id: brief.id,
                score: judged.score,
                worth,
                factors,
                rank_value,
                clock,
            });
        }
    }

    /// Whether the contact was called within the cool-off.
    fn tried(&self, brief: &Brief) -> Tried {
        match brief.last_attempt_ms {
            Some(at) if at > self.cool_since_ms => Tried::JustNow,
            Some(_) | None => Tried::LongAgo,
        }
    }

    fn worth(&self, brief: &Brief, judged: Judged) -> Worth {
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
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::domain::contact::CompanyId;
    use crate::domain::priority::tests::{lead, now, policy, score, tried};
    use crate::domain::score::Class;

    #[test]
    fn two_threads_find_what_one_finds() {
        let leads = (0..=8_000_i64).map(|id| {
            let mut lead = lead(id);
            lead.company_id = (id % 7 > 0).then_some(CompanyId(id * 31 % 4_000));
            lead.handoff.handed_at -= Duration::minutes(id * 37 % 9_000);
            lead.do_not_call = id % 11 == 0;
            if id % 5 == 0 { tried(lead, id % 200) } else { lead }
        });
        let leads: Vec<_> = leads.collect();
        let (briefs, policy) = (Briefs::of(&leads), policy());
        let sweep = Sweep::at(now(), &briefs, &Habits::default(), "anna", &policy);
        let judge = |index: usize| Judged {
            score: score(Class::ALL[index % 4]),
            probability: 0.42,
        };
        let mut alone = Found::default();
        sweep.over(0..leads.len(), &mut alone, &judge);
        assert_eq!(sweep.run(&judge), alone);
        assert!(!alone.hidden.is_empty() && !alone.just_tried.is_empty());
    }
}
