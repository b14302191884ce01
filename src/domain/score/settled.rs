//! What many contacts have gathered, melted to one instant beforehand: for scoring all of them again and again.
//!
//! A call list is ranked with every act and every minute, and what its scores cost is a power of two for each rule of each
//! contact. Points of one half-life melt alike: what they are at a later instant is what they were, times one power for all
//! contacts. Multiplied in another order a sum differs in its last bits; where that could change a number that is shown, the
//! exact way is gone ([`super::Scorer`]).

use super::gathered::Gathered;
use super::recency::left;
use super::total::{Halves, capped};
use super::track::melted;
use super::{BehaviourRule, Model, RuleNo, Score};
use crate::domain::Time;

/// The points of many contacts as of one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    at_ms: i64,
    /// When something begins to melt that lay ahead: the end of the day, of a rule with a daily limit.
    until_ms: i64,
    /// Of each contact, without engagement; nothing for one that has to be scored the exact way.
    fits: Vec<Option<Halves>>,
    /// Points left, before their cap, with their rule; with the number of the rule after all others where they do not melt
    /// yet.
    points: Vec<(f64, u32)>,
    /// Where the points of each contact end.
    ends: Vec<u32>,
}

impl Settled {
    /// Melts everything to `now`.
    #[must_use]
    pub fn new(model: &Model, gathered: &Gathered, now: Time) -> Self {
        let at_ms = now.timestamp_millis();
        let half_lives: Vec<Option<f64>> = model
            .behaviour
            .iter()
            .map(|rule| rule.recency.half_life_ms())
            .collect();
        let mut settled = Self {
            at_ms,
            until_ms: i64::MAX,
            fits: Vec::with_capacity(gathered.len()),
            points: Vec::new(),
            ends: Vec::with_capacity(gathered.len()),
        };
        for (holding, tracks) in gathered.all() {
            let begin = settled.points.len();
            let melts = tracks.iter().all(|track| {
                let Some(half_life) = half_lives.get(usize::from(track.rule)).copied().flatten() else {
                    return false;
                };
                let points = melted(track.value, track.as_of, at_ms, half_life);
                let mut rule = u32::from(track.rule);
                if track.as_of > at_ms {
                    settled.until_ms = settled.until_ms.min(track.as_of);
                    rule += half_lives.len() as u32;
                }
                settled.points.push((points, rule));
                true
            });
            if !melts {
                settled.points.truncate(begin);
            }
            let fit = || {
                let held = holding
                    .iter()
                    .filter_map(|no| model.explicit.get(usize::from(*no)));
                Halves::summed(model, held.map(|rule| rule.points), std::iter::empty())
            };
            settled.fits.push(melts.then(fit));
            settled.ends.push(settled.points.len() as u32);
        }
        settled
    }

    /// The same at a later instant; nothing before the one it was settled at, nor when something else has begun to melt.
    #[must_use]
    pub fn at<'s>(&'s self, model: &'s Model, now: Time) -> Option<Later<'s>> {
        let now_ms = now.timestamp_millis();
        let rule = |rule: &BehaviourRule, left: f64| Melted {
            left,
            cap: rule.cap,
            group: rule.group,
        };
        let melting = model.behaviour.iter().map(|melts| {
            let half_life = melts.recency.half_life_ms();
            rule(melts, half_life.map_or(0.0, |ms| left(now_ms - self.at_ms, ms)))
        });
        let steady = model.behaviour.iter().map(|stays| rule(stays, 1.0));
        (self.at_ms..=self.until_ms).contains(&now_ms).then(|| Later {
            settled: self,
            model,
            rules: melting.chain(steady).collect(),
        })
    }
}

/// Settled points at an instant that is asked for.
#[derive(Debug)]
pub struct Later<'s> {
    settled: &'s Settled,
    model: &'s Model,
    rules: Vec<Melted>,
}

/// A behaviour rule after a while.
#[derive(Debug, Clone, Copy)]
struct Melted {
    /// The share of its points that is left.
    left: f64,
    cap: f64,
    group: Option<RuleNo>,
}

impl Later<'_> {
    /// The score of the contact at a position; nothing where only the exact way says it for certain.
    #[must_use]
    #[inline]
    pub fn score(&self, at: usize) -> Option<Score> {
        let settled = self.settled;
        let fit = (*settled.fits.get(at)?)?;
        let begin = match at.checked_sub(1) {
            Some(before) => *settled.ends.get(before)?,
            None => 0,
        };
        let points = settled
            .points
            .get(begin as usize..*settled.ends.get(at)? as usize)?;
        let given = points.iter().filter_map(|(points, rule)| {
            let rule = self.rules.get(*rule as usize)?;
            Some((rule.group, capped(points * rule.left, rule.cap)))
        });
        let halves = fit.engaged(self.model, given);
        halves.is_clear(self.model).then(|| halves.score(self.model))
    }
}
