//! The leads of one month, with everything about them that chance decides.

use super::Scenario;
use super::chance::Chance;
use crate::domain::Time;
use crate::domain::calendar::{Calendar, working_day_s};
use crate::domain::policy::Policy;
use crate::domain::score::{Class, Grade, Score};

/// A Monday without a change of the clocks within two months: when every simulated month begins.
const BEGINS: i64 = 1_767_571_200;
/// Points that the classes A, B, C, D deserve: the middles of their ranges.
const DESERVED: [f64; 4] = [85.0, 60.0, 40.0, 15.0];
/// The score from which on the rules hand a lead over (method, section 3: class B).
const HANDED_OVER_FROM: f64 = 50.0;
/// Draws after which a score is taken for the least that is handed over.
const MOST_DRAWS: usize = 1_000;
/// One in so many leads comes outside working hours.
const AT_NIGHT: f64 = 0.2;
/// So much later than it would have come.
const NIGHT_MS: i64 = 12 * 3_600_000;

/// One lead: what is seen of it, and the truth.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub handed_at: Time,
    /// The same in milliseconds of working time.
    pub handed: i64,
    /// The company, by its place among those of the month.
    pub company: usize,
    pub seen_score: Score,
    pub seen_size: f64,
    /// What the company will pay.
    pub size: f64,
    /// Chance to buy when reached at once.
    pub buys: f64,
    pub half_life_h: f64,
    /// Chance to answer.
    pub answers: f64,
    /// Its luck with attempts, the same under every rule.
    pub luck: Chance,
}

/// A month of leads, in the order in which they come.
#[derive(Debug, Clone)]
pub struct Month {
    pub(super) leads: Vec<Lead>,
    pub(super) companies: usize,
    pub(super) calendar: Calendar,
    /// Beginning and end, in milliseconds of working time.
    pub(super) span: (i64, i64),
    /// Half of the seen sizes are below this.
    pub(super) median_seen: f64,
}

impl Month {
    /// The month of a seed: the same scenario, settings and seed make the same month.
    #[must_use]
    pub fn new(scenario: &Scenario, policy: &Policy, seed: u64) -> Self {
        let begins = Time::from_timestamp(BEGINS, 0).unwrap_or_default();
        let calendar = Calendar::around(&policy.clocks, begins);
        let day = working_day_s(&policy.clocks) * 1_000;
        let from = calendar.position(begins);
        let to = from + i64::from(scenario.days) * day;
        let mut month = Self {
            leads: Vec::new(),
            companies: 0,
            calendar,
            span: (from, to),
            median_seen: 0.0,
        };
        let rate = scenario.arrivals_per_day / day as f64;
        let mut coming = Chance::of(&[seed, 1]);
        let mut number = 0;
        let mut at = from as f64 + coming.wait(rate);
        while at < to as f64 {
            let chance = Chance::of(&[seed, 2, number]);
            number += 1;
            month.add(scenario, policy, month.calendar.instant(at as i64), chance);
            at += coming.wait(rate);
        }
        month.leads.sort_by_key(|lead| lead.handed_at);
        let mut sizes: Vec<f64> = month.leads.iter().map(|lead| lead.seen_size).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        month.median_seen = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        month
    }

    fn add(&mut self, scenario: &Scenario, policy: &Policy, at: Time, mut chance: Chance) {
        let late = chance.hits(AT_NIGHT);
        let earlier = chance.hits(scenario.colleague).then(|| {
            let among = self.leads.len();
            (chance.share() * among as f64) as usize
        });
        let colleague = earlier.and_then(|place| self.leads.get(place));
        let (company, size) = match colleague {
            Some(colleague) => (colleague.company, colleague.size),
            None => (
                self.companies,
                scenario.median_size * chance.factor(scenario.size_spread),
            ),
        };
        self.companies = self.companies.max(company + 1);
        let class = Class::ALL[chance.weighed(&scenario.classes)];
        let handed_at = if late {
            at + chrono::TimeDelta::milliseconds(NIGHT_MS)
        } else {
            at
        };
        let lead = Lead {
            handed_at,
            handed: self.calendar.position(handed_at),
            company,
            seen_score: seen_score(class, scenario, policy, &mut chance),
            seen_size: size * chance.factor(scenario.size_noise),
            size,
            buys: policy.value.probability(class),
            half_life_h: policy.rank.half_life_hours(class)
                * scenario.melt_factor
                * chance.factor(scenario.melt_spread),
            answers: chance.share_around(scenario.reach),
            luck: chance,
        };
        // What comes in the night after the last day is of the next month.
        if lead.handed < self.span.1 {
            self.leads.push(lead);
        }
    }
}

/// What the score says of a lead of that class, given that it was high enough for sales to hear of the lead at all.
fn seen_score(class: Class, scenario: &Scenario, policy: &Policy, chance: &mut Chance) -> Score {
    let drawn = (0..MOST_DRAWS)
        .map(|_| DESERVED[class as usize] + scenario.score_noise * chance.normal())
        .find(|points| *points >= HANDED_OVER_FROM);
    let total = drawn.unwrap_or(HANDED_OVER_FROM).clamp(0.0, 100.0).round();
    let class = policy.model.classes.class_of(total);
    Score {
        total: total as u8,
        fit: total as u8,
        engagement: total as u8,
        class,
        grade: Grade {
            letter: class,
            digit: class as u8 + 1,
        },
    }
}
