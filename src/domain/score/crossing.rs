//! The moment at which a class changes by the passing of time alone.
//!
//! Behaviour points are never negative and only melt, so the total never rises while nothing happens, and the first
//! instant of the next class can be found without stepping through time.

use super::behaviour::alive;
use super::decay::melting_ms;
use super::total::{Halves, RESIDUE};
use super::{BehaviourRule, Class, Model, ScoreState, Track};
use crate::domain::Time;

/// How far ahead is looked, in milliseconds: some thousand years, beyond which no date is of use to anybody.
const HORIZON_MS: i64 = 32_000_000_000_000;

/// How far the closed form may be off, in milliseconds, before the search takes over.
const SLACK_MS: i64 = 4;

pub(super) fn next_class_change(model: &Model, state: &ScoreState, now: Time) -> Option<(Time, Class)> {
    let start = now.timestamp_millis();
    let ahead = Ahead {
        model,
        state,
        alive: alive(model, state).collect(),
        start,
    };
    let class = ahead.class(0);
    if ahead.class(HORIZON_MS) == class {
        return None;
    }
    let after = ahead
        .closed_form(class)
        .and_then(|guess| ahead.confirm(guess, class))
        .unwrap_or_else(|| ahead.search(class, 0, HORIZON_MS));
    let at = Time::from_timestamp_millis(start.saturating_add(after))?;
    Some((at, ahead.class(after)))
}

/// The state seen from `start` milliseconds on, with its rules looked up once for the whole search.
struct Ahead<'a> {
    model: &'a Model,
    state: &'a ScoreState,
    alive: Vec<(&'a BehaviourRule, &'a Track)>,
    start: i64,
}

impl Ahead<'_> {
    fn class(&self, after: i64) -> Class {
        let at = Time::from_timestamp_millis(self.start.saturating_add(after)).unwrap_or(Time::MAX_UTC);
        let given = self.alive.iter().map(|(rule, track)| rule.given(track, at));
        let total = Halves::gathered(self.state, given).total(self.model);
        self.model.classes.class_of(total)
    }

    /// The first instant below the class when a single track is left: its melting curve solved for the engagement at
    /// which the shown total leaves the class. Caps do not matter: the curve crosses that value below them.
    fn closed_form(&self, class: Class) -> Option<i64> {
        let mut tracks = self.alive.iter().filter(|(_, track)| track.value > 0.0);
        let (rule, track) = tracks.next()?;
        if tracks.next().is_some() {
            return None;
        }
        let fit: f64 = self.state.explicit.values().sum();
        let least_total = self.model.classes.lower_bound(class).ceil() - 0.5 - RESIDUE;
        let weights = self.model.weights;
        let rest = (least_total - weights.fit * fit.clamp(0.0, 100.0)) / weights.engagement;
        let melting = melting_ms(track.value, rest, rule.half_life_days);
        let at = track.at.timestamp_millis() as f64 + melting;
        let after = at - self.start as f64;
        (rest > 0.0 && after.is_finite() && after < HORIZON_MS as f64).then_some(after as i64)
    }

    /// The exact millisecond near a guess; nothing when the guess was not near.
    fn confirm(&self, guess: i64, class: Class) -> Option<i64> {
        let (old, new) = ((guess - SLACK_MS).max(0), guess + SLACK_MS);
        (self.class(old) == class && self.class(new) != class).then(|| self.search(class, old, new))
    }

    /// Halves the span between `old`, still of the class, and `new`, no longer of it, to one millisecond.
    fn search(&self, class: Class, mut old: i64, mut new: i64) -> i64 {
        while new - old > 1 {
            let middle = old + (new - old) / 2;
            if self.class(middle) == class {
                old = middle;
            } else {
                new = middle;
            }
        }
        new
    }
}
