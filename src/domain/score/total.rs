//! From gathered points to the three shown numbers, with rounding settled in one place.

use super::behaviour::alive;
use super::{Grade, Model, Score, ScoreState};
use crate::domain::Time;

/// What float residue may hide below a half without changing the shown number: sums of the same points in another
/// order differ by some 1e-14, and a point melts by some 1e-9 in a millisecond.
pub(super) const RESIDUE: f64 = 1e-9;

/// The shown number: whole, half up.
pub(super) fn shown(value: f64) -> f64 {
    (value + 0.5 + RESIDUE).floor()
}

/// The halves of a score before rounding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Halves {
    /// Sum of the explicit points, those that count for the contact limited to 100, those against it not limited: an
    /// answer `no` takes its points from everybody, however good or poor the fit is beside it.
    pub fit: f64,
    /// What that limit of 100 took.
    pub fit_beyond: f64,
    /// Sum of the behaviour points, not limited.
    pub engagement: f64,
}

impl Halves {
    pub(super) fn of(model: &Model, state: &ScoreState, now: Time) -> Self {
        let given = alive(model, state).map(|(rule, track)| rule.given(track, now));
        Self::gathered(state, given)
    }

    /// The halves from the points that the live tracks give, in the order of the state: another order of the same sum
    /// could differ in the last bit.
    pub(super) fn gathered(state: &ScoreState, given: impl Iterator<Item = f64>) -> Self {
        let points = || state.explicit.values();
        let speaks_for: f64 = points().filter(|points| **points > 0.0).sum();
        let speaks_against: f64 = points().filter(|points| **points <= 0.0).sum();
        Self {
            fit: speaks_for.min(100.0) + speaks_against,
            fit_beyond: (speaks_for - 100.0).max(0.0),
            engagement: given.sum(),
        }
    }

    /// Fit as shown, 0-100.
    pub(super) const fn fit(self) -> f64 {
        self.fit.clamp(0.0, 100.0)
    }

    /// Engagement, 0-100.
    pub(super) const fn engagement(self) -> f64 {
        self.engagement.clamp(0.0, 100.0)
    }

    /// The total before its own limits. What speaks against a contact counts in full, below a fit of 0 too: else the
    /// return of a lead with a poor fit would not lower its score.
    pub(super) fn sum(self, model: &Model) -> f64 {
        model.weights.fit * self.fit + model.weights.engagement * self.engagement()
    }

    /// The total as shown, 0-100.
    pub(super) fn total(self, model: &Model) -> f64 {
        shown(self.sum(model).clamp(0.0, 100.0))
    }

    /// The score: class and grade are decided by the shown numbers, so that a shown 70 is always an A.
    pub(super) fn score(self, model: &Model) -> Score {
        let (total, fit, engagement) = (self.total(model), shown(self.fit()), shown(self.engagement()));
        Score {
            total: total as u8,
            fit: fit as u8,
            engagement: engagement as u8,
            class: model.classes.class_of(total),
            grade: Grade {
                letter: model.letters.class_of(fit),
                digit: model.digits.class_of(engagement) as u8 + 1,
            },
        }
    }
}
