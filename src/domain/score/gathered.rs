//! What many contacts have gathered, in one piece: for scoring all of them at one instant.
//!
//! A state keeps its lists where its contact is. Scoring fifty thousand of them one after the other is mostly waiting for
//! memory, as long as they lie scattered; packed, it is the melting that takes the time.

use super::total::{Halves, capped};
use super::track::melted;
use super::{BehaviourRule, Model, RuleNo, Score, ScoreState};
use crate::domain::Time;

/// What each of many contacts has gathered, as far as melting by half-life goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    holding: Vec<RuleNo>,
    tracks: Vec<Melting>,
    /// Where the lists of each contact end.
    ends: Vec<(u32, u32)>,
}

/// A track without its days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Melting {
    pub value: f64,
    pub as_of: i64,
    pub rule: RuleNo,
}

impl Gathered {
    /// One contact more.
    pub fn push(&mut self, state: &ScoreState) {
        self.holding.extend_from_slice(&state.holding);
        self.tracks.extend(state.tracks.iter().map(|track| Melting {
            value: track.value,
            as_of: track.as_of,
            rule: track.rule,
        }));
        self.ends
            .push((self.holding.len() as u32, self.tracks.len() as u32));
    }

    /// Of how many contacts.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// What each of them holds and what it has gathered, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&[RuleNo], &[Melting])> {
        (0..self.len()).filter_map(|at| self.lists(at))
    }

    fn lists(&self, at: usize) -> Option<(&[RuleNo], &[Melting])> {
        let begin = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => (0, 0),
        };
        let end = *self.ends.get(at)?;
        let holding = self.holding.get(begin.0 as usize..end.0 as usize)?;
        Some((holding, self.tracks.get(begin.1 as usize..end.1 as usize)?))
    }
}

/// A model at one instant, laid out for scoring many: of each rule only what scoring asks for.
#[derive(Debug)]
pub struct Scorer<'m> {
    model: &'m Model,
    now_ms: i64,
    /// Points of the explicit rules.
    explicit: Vec<f64>,
    behaviour: Vec<Card>,
}

/// A behaviour rule as a scorer sees it.
#[derive(Debug, Clone, Copy)]
struct Card {
    /// Absent for a rule with windows.
    half_life_ms: Option<f64>,
    cap: f64,
    group: Option<RuleNo>,
}

impl Model {
    /// The model at `now`, for scoring many contacts.
    #[must_use]
    pub fn scorer(&self, now: Time) -> Scorer<'_> {
        let card = |rule: &BehaviourRule| Card {
            half_life_ms: rule.recency.half_life_ms(),
            cap: rule.cap,
            group: rule.group,
        };
        Scorer {
            model: self,
            now_ms: now.timestamp_millis(),
            explicit: self.explicit.iter().map(|rule| rule.points).collect(),
            behaviour: self.behaviour.iter().map(card).collect(),
        }
    }
}

impl Scorer<'_> {
    /// The score of the contact at a position, the same to the last bit as from its state; nothing where there is none, or
    /// where it has gathered in windows.
    #[must_use]
    pub fn score(&self, gathered: &Gathered, at: usize) -> Option<Score> {
        let (holding, tracks) = gathered.lists(at)?;
        let holding = holding
            .iter()
            .filter_map(|no| self.explicit.get(usize::from(*no)).copied());
        let mut has_windows = false;
        let given = tracks.iter().filter_map(|track| {
            let card = self.behaviour.get(usize::from(track.rule))?;
            let Some(half_life_ms) = card.half_life_ms else {
                has_windows = true;
                return None;
            };
            let points = capped(
                melted(track.value, track.as_of, self.now_ms, half_life_ms),
                card.cap,
            );
            Some((card.group, points))
        });
        let halves = Halves::summed(self.model, holding, given);
        (!has_windows).then(|| halves.score(self.model))
    }
}
