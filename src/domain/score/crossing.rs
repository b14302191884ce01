//! The moment at which a class changes by the passing of time alone.
//!
//! Behaviour points are never negative and only melt, so the total never rises while nothing happens, and the first
//! instant of the next class can be found without stepping through time.

use super::behaviour::alive;
use super::curve::Curve;
use super::recency::melting_ms;
use super::total::{Halves, RESIDUE};
use super::{BehaviourRule, Class, Model, Recency, ScoreState, Track};
use crate::domain::Time;

/// How far ahead is looked, in milliseconds: some thousand years, beyond which no date is of use to anybody.
const HORIZON_MS: i64 = 32_000_000_000_000;

/// Looks after which the approach gives up, and halving takes over.
const MOST_LOOKS: usize = 40;

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
    // Most contacts are in the last class, below which there is none.
    if class == Class::D {
        return None;
    }
    let guess = ahead.closed_form(class).or_else(|| ahead.approach(class));
    let (after, next) = guess
        .and_then(|guess| ahead.confirm(guess, class))
        .or_else(|| ahead.crossing(class, 0, HORIZON_MS))?;
    Some((Time::from_timestamp_millis(start.saturating_add(after))?, next))
}

/// The state seen from `start` milliseconds on, with its rules looked up once for the whole search.
pub(super) struct Ahead<'a> {
    pub model: &'a Model,
    pub state: &'a ScoreState,
    pub alive: Vec<(&'a BehaviourRule, &'a Track)>,
    pub start: i64,
}

impl Ahead<'_> {
    fn halves(&self, after: i64) -> Halves {
        let at = self.start.saturating_add(after);
        let given = self
            .alive
            .iter()
            .map(|(rule, track)| (*rule, rule.given_at(track, at)));
        Halves::gathered(self.model, &self.state.holding, given)
    }

    fn class(&self, after: i64) -> Class {
        self.halves(after).class(self.model)
    }

    /// The first instant below the class when a single track is left that melts by half-life: its curve solved for the
    /// engagement at which the shown total leaves the class. Caps do not matter: the curve crosses that value below them.
    /// A guess all the same, because limits may take part: it is confirmed before it counts.
    fn closed_form(&self, class: Class) -> Option<i64> {
        let mut tracks = self
            .alive
            .iter()
            .filter(|(_, track)| track.value > 0.0 || !track.days.is_empty());
        let (rule, track) = tracks.next()?;
        let Recency::HalfLife(half_life) = rule.recency else {
            return None;
        };
        if tracks.next().is_some() {
            return None;
        }
        let fit = Halves::gathered(self.model, &self.state.holding, std::iter::empty()).fit;
        let least = self.least_engagement(class, fit)?;
        let at = track.as_of as f64 + melting_ms(track.value, least, half_life);
        let after = at - self.start as f64;
        (after.is_finite() && after < HORIZON_MS as f64).then_some(after as i64)
    }

    /// About the first instant below the class when several tracks melt together. Their logarithm is nearly a line between
    /// its limits, so that drawing lines (regula falsi, Illinois) comes to the millisecond in five looks where halving takes
    /// forty-five.
    fn approach(&self, class: Class) -> Option<i64> {
        let curve = Curve::of(self)?;
        let least = self.least_engagement(class, curve.fit())?;
        let above = |after: f64| (curve.engagement(self.model, after) / least).log2();
        let (mut old, mut new) = (0.0, curve.surely_below(least).ceil());
        let (mut above_old, mut above_new) = (above(old), above(new));
        if !(new < HORIZON_MS as f64 && above_old >= 0.0 && above_new < 0.0) {
            return None;
        }
        for _ in 0..MOST_LOOKS {
            if new - old < 2.0 {
                break;
            }
            let line = old + (new - old) * above_old / (above_old - above_new);
            let look = line.round().clamp(old + 1.0, new - 1.0);
            let found = above(look);
            if found >= 0.0 {
                (old, above_old, above_new) = (look, found, above_new / 2.0);
            } else {
                (new, above_new, above_old) = (look, found, above_old / 2.0);
            }
        }
        (new - old < SLACK_MS as f64).then_some(new as i64)
    }

    /// The engagement at which the shown total leaves the class, with such a fit; nothing where engagement does not decide it.
    fn least_engagement(&self, class: Class, fit: f64) -> Option<f64> {
        let least_total = self.model.classes.lower_bound(class).ceil() - 0.5 - RESIDUE;
        let weights = self.model.weights;
        let least = (least_total - weights.base - weights.fit * fit) / weights.engagement;
        (self.model.matrix.is_none() && least > 0.0 && least.is_finite()).then_some(least)
    }

    /// The exact millisecond near a guess, which mostly is the guess itself; nothing when the guess was not near.
    fn confirm(&self, guess: i64, class: Class) -> Option<(i64, Class)> {
        self.crossing(class, (guess - 1).max(0), guess)
            .or_else(|| self.crossing(class, (guess - SLACK_MS).max(0), guess + SLACK_MS))
    }

    /// The first millisecond out of the class, and what comes then, when that lies between `old` and `new`: halves the span.
    fn crossing(&self, class: Class, mut old: i64, mut new: i64) -> Option<(i64, Class)> {
        let mut next = self.class(new);
        if next == class || self.class(old) != class {
            return None;
        }
        while new - old > 1 {
            let middle = old + (new - old) / 2;
            match self.class(middle) {
                same if same == class => old = middle,
                other => (new, next) = (middle, other),
            }
        }
        Some((new, next))
    }
}
