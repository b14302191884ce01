//! The team at work: one month under one rule.

use std::sync::Arc;

use super::month::{Lead, Month};
use super::rule::of;
use super::{Rule, Scenario};
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::country::Whereabouts;
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Lead as State, Stage, Urgency};
use crate::domain::policy::Policy;
use crate::domain::priority::OpenLead;
use crate::domain::score::{Class, ScoreState};

/// Who finds nobody to call looks again after so many milliseconds of working time.
const LOOK_AGAIN_MS: i64 = 5 * 60_000;
const HOUR_MS: f64 = 3_600_000.0;

/// What came of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Outcome {
    /// Money won.
    pub won: f64,
    /// Deals won.
    pub deals: f64,
    /// Attempts made.
    pub calls: f64,
    /// Share of the leads that somebody talked to.
    pub reached: f64,
    /// Share of the leads that nobody tried.
    pub untouched: f64,
    /// Share of the leads whose response time ran out before the first attempt.
    pub breached: f64,
    /// Median working hours from the handoff to the first attempt, of the leads that were tried.
    pub response_h: f64,
    /// Nine of ten were tried within so many working hours.
    pub slow_response_h: f64,
    /// The median for the half of the leads with the smaller deals, the untouched ones counted with their time until the end.
    pub small_response_h: f64,
}

struct Team<'a> {
    month: &'a Month,
    policy: &'a Policy,
    scenario: &'a Scenario,
    open: Vec<OpenLead>,
    /// Luck as far as it has been used up, by lead.
    leads: Vec<Lead>,
    /// Companies that have bought: nobody needs to call their people any more.
    bought: Vec<bool>,
    /// Working milliseconds at the first attempt, by lead.
    first_try: Vec<Option<i64>>,
    reached: usize,
    outcome: Outcome,
}

/// Works through a month under a rule.
#[must_use]
pub fn work(month: &Month, rule: Rule, scenario: &Scenario, policy: &Arc<Policy>) -> Outcome {
    let mut team = Team {
        month,
        policy,
        scenario,
        open: Vec::new(),
        leads: month.leads.clone(),
        bought: vec![false; month.companies],
        first_try: vec![None; month.leads.len()],
        reached: 0,
        outcome: Outcome::default(),
    };
    let (from, to) = month.span;
    let mut free: Vec<i64> = vec![from; scenario.reps.max(1) as usize];
    let mut come = 0;
    while let Some((rep, at)) = earliest(&free).filter(|(_, at)| *at < to) {
        // A millisecond into the working time: its first instant is the end of the day before as well.
        let now = month.calendar.instant(at + 1);
        while let Some(lead) = month.leads.get(come).filter(|lead| lead.handed_at <= now) {
            team.open.push(open(come, lead));
            come += 1;
        }
        team.let_go(at);
        let taken = match rule.choose(&team.open, &month.leads, policy, now) {
            Some(chosen) => team.call(chosen, at, now),
            None => LOOK_AGAIN_MS,
        };
        if let Some(free) = free.get_mut(rep) {
            *free = at + taken.max(1);
        }
    }
    team.judged(to)
}

fn earliest(free: &[i64]) -> Option<(usize, i64)> {
    let mut reps = free.iter().copied().enumerate();
    let first = reps.next()?;
    Some(reps.fold(first, |best, rep| if rep.1 < best.1 { rep } else { best }))
}

impl Team<'_> {
    /// Who is not to be called any more: the company has bought, or nobody has tried until the patience of the house ended.
    fn let_go(&mut self, at: i64) {
        let (month, bought) = (self.month, &self.bought);
        let patience = i64::from(self.policy.clocks.patience_minutes) * 60_000;
        self.open.retain(|open| {
            of(&month.leads, open.id).is_some_and(|lead| {
                let kept = open.lead.work.attempts > 0 || at - lead.handed <= patience;
                kept && !bought.get(lead.company).copied().unwrap_or(false)
            })
        });
    }

    /// Makes a call, and says how long it took in working time.
    fn call(&mut self, chosen: usize, at: i64, now: Time) -> i64 {
        let (Some(open), rules) = (self.open.get_mut(chosen), &self.policy.rank) else {
            return LOOK_AGAIN_MS;
        };
        let Some(place) = usize::try_from(open.id.0)
            .ok()
            .filter(|at| *at < self.leads.len())
        else {
            return LOOK_AGAIN_MS;
        };
        let lead = &mut self.leads[place];
        self.first_try[place].get_or_insert(at);
        self.outcome.calls += 1.0;
        let work = &mut open.lead.work;
        work.attempts += 1;
        work.last_attempt_at = Some(now);
        open.handoff.first_attempt_at.get_or_insert(now);
        let minutes = if lead.luck.hits(lead.answers) {
            self.reached += 1;
            let waited_h = (now - lead.handed_at).num_milliseconds() as f64 / HOUR_MS;
            let buys = lead.buys * (-waited_h / lead.half_life_h).exp2();
            if lead.luck.hits(buys) {
                self.outcome.won += lead.size;
                self.outcome.deals += 1.0;
                self.bought[lead.company] = true;
            }
            self.open.swap_remove(chosen);
            rules.talk_minutes
        } else {
            if open.lead.work.attempts >= self.scenario.most_attempts {
                self.open.swap_remove(chosen);
            }
            rules.attempt_minutes
        };
        (minutes * 60_000.0 / self.scenario.calling_share) as i64
    }

    fn judged(self, end: i64) -> Outcome {
        let count = self.leads.len().max(1) as f64;
        let (mut tried, mut small, mut breached, mut untouched) = (Vec::new(), Vec::new(), 0.0, 0.0);
        for (lead, first) in self.leads.iter().zip(&self.first_try) {
            let waited = (first.unwrap_or(end) - lead.handed).max(0);
            let minutes = self.policy.clocks.response_minutes(urgency(lead));
            if waited > i64::from(minutes) * 60_000 {
                breached += 1.0;
            }
            match first {
                Some(_) => tried.push(waited),
                None => untouched += 1.0,
            }
            if lead.seen_size < self.month.median_seen {
                small.push(waited);
            }
        }
        Outcome {
            reached: self.reached as f64 / count,
            untouched: untouched / count,
            breached: breached / count,
            response_h: hours(quantile(&mut tried, 0.5)),
            slow_response_h: hours(quantile(&mut tried, 0.9)),
            small_response_h: hours(quantile(&mut small, 0.5)),
            ..self.outcome
        }
    }
}

fn hours(working_ms: i64) -> f64 {
    working_ms as f64 / HOUR_MS
}

fn quantile(waits: &mut [i64], share: f64) -> i64 {
    waits.sort_unstable();
    let at = (waits.len() as f64 * share) as usize;
    waits.get(at).or(waits.last()).copied().unwrap_or(0)
}

fn urgency(lead: &Lead) -> Urgency {
    if lead.seen_score.class == Class::A {
        Urgency::Urgent
    } else {
        Urgency::Normal
    }
}

/// The lead as sales sees it.
fn open(place: usize, lead: &Lead) -> OpenLead {
    let mut state = State::new(lead.handed_at);
    state.stage = Stage::Queued;
    state.cycle = 1;
    state.class = lead.seen_score.class;
    OpenLead {
        id: ContactId(place.cast_signed() as i64),
        name: String::new(),
        company: String::new(),
        email: String::new(),
        phone: String::new(),
        deal_size: Some(lead.seen_size),
        company_size: None,
        do_not_call: false,
        company_id: Some(CompanyId(lead.company.cast_signed() as i64)),
        place: Whereabouts::default(),
        lead: state,
        handoff: HandoffRecord {
            cycle: 1,
            frozen: Frozen {
                class: lead.seen_score.class,
                grade: lead.seen_score.grade,
                score: lead.seen_score.total,
                reasons: Vec::new(),
            },
            urgency: urgency(lead),
            handed_at: lead.handed_at,
            handed_by: String::new(),
            owner: None,
            state: HandoffState::Open,
            accepted_at: None,
            first_attempt_at: None,
            first_conversation_at: None,
            ended_at: None,
        },
        score: ScoreState::default(),
    }
}
