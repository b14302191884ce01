//! What many contacts have gathered, in one piece: for scoring all of them at one instant.
//!
//! A state keeps its lists where its contact is. Scoring fifty thousand of them one after the other is mostly waiting for
//! memory, as long as they lie scattered; packed, it is the melting that takes the time.

use super::total::Halves;
use super::track::melted;
use super::{Model, Recency, RuleNo, Score, ScoreState};
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
struct Melting {
    value: f64,
    as_of: i64,
    rule: RuleNo,
}

impl Gathered {
    /// The states of many contacts, in their order.
    pub fn of<'a>(states: impl Iterator<Item = &'a ScoreState>) -> Self {
        let mut all = Self::default();
        for state in states {
            all.holding.extend_from_slice(&state.holding);
            all.tracks.extend(state.tracks.iter().map(|track| Melting {
                value: track.value,
                as_of: track.as_of,
                rule: track.rule,
            }));
            all.ends.push((all.holding.len() as u32, all.tracks.len() as u32));
        }
        all
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

impl Model {
    /// The score at `now` of the contact at a position, the same to the last bit as from its state; nothing where there is
    /// none, or where the model has windows.
    #[must_use]
    pub fn score_gathered(&self, gathered: &Gathered, at: usize, now: Time) -> Option<Score> {
        let now_ms = now.timestamp_millis();
        let (holding, tracks) = gathered.lists(at)?;
        let mut has_windows = false;
        let given = tracks.iter().filter_map(|track| {
            let rule = self.behaviour.get(usize::from(track.rule))?;
            let Recency::HalfLife(days) = rule.recency else {
                has_windows = true;
                return None;
            };
            Some((rule, melted(track.value, track.as_of, now_ms, days).min(rule.cap)))
        });
        let halves = Halves::gathered(self, holding, given);
        (!has_windows).then(|| halves.score(self))
    }
}
