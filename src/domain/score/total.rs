//! From gathered points to the three shown numbers, with rounding settled in one place.

use super::behaviour::alive;
use super::{BehaviourRule, Class, Grade, Model, RuleNo, Score, ScoreState};

/// What float residue may hide below a half without changing the shown number: sums of the same points in another
/// order differ by some 1e-14, and a point melts by some 1e-9 in a millisecond.
pub(super) const RESIDUE: f64 = 1e-9;

/// By how much a sum in another order is trusted to be off at most, in points: a thousand times what it is off by.
const NEAR: f64 = RESIDUE / 4.0;

/// Most groups of one model: their sums are held on the way of every score.
pub const MOST_GROUPS: usize = 16;

/// At most the cap. Not `f64::min`, which also asks whether one of them is no number.
#[inline]
pub(super) const fn capped(points: f64, cap: f64) -> f64 {
    if points > cap { cap } else { points }
}

/// The shown number: whole, half up. Rounded down without `floor`, which is a call where the processor has to be asked
/// whether it can.
#[inline]
pub(super) const fn shown(value: f64) -> f64 {
    let raised = value + 0.5 + RESIDUE;
    let whole = raised as i64 as f64;
    if whole > raised { whole - 1.0 } else { whole }
}

/// Whether a value from 0 to 100 that is off by no more than [`NEAR`] is shown as the same number all the same: it is, unless
/// it stands where [`shown`] changes, which is not the half itself.
#[inline]
const fn is_clear_of_edge(value: f64) -> bool {
    let raised = value + RESIDUE;
    let beyond = raised - raised as i64 as f64 - 0.5;
    beyond > NEAR || beyond < -NEAR
}

/// The halves of a score before rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Halves {
    /// Sum of the explicit points, those that count for the contact limited to 100, those against it not limited: an
    /// answer `no` takes its points from everybody, however good or poor the fit is beside it.
    pub fit: f64,
    /// What that limit of 100 took.
    pub fit_beyond: f64,
    /// Sum of the behaviour points within the caps of their groups, not limited.
    pub engagement: f64,
}

/// Points by group, uncapped; those of no group stand last.
#[inline]
fn by_group(given: impl Iterator<Item = (Option<RuleNo>, f64)>) -> [f64; MOST_GROUPS + 1] {
    let mut sums = [0.0; MOST_GROUPS + 1];
    for (group, points) in given {
        // Without a way to branch, which the processor would guess wrong half the time.
        let at = group.map_or(MOST_GROUPS, usize::from);
        sums[at.min(MOST_GROUPS)] += points;
    }
    sums
}

/// What the caps of the groups take, by group.
pub(super) fn beyond_groups(
    model: &Model,
    state: &ScoreState,
    now_ms: i64,
) -> impl Iterator<Item = f64> + use<> {
    let given = alive(model, state).map(|(rule, track)| (rule.group, rule.given_at(track, now_ms)));
    let sums = by_group(given);
    let caps: Vec<f64> = model.groups.iter().map(|group| group.cap).collect();
    caps.into_iter().zip(sums).map(|(cap, sum)| (sum - cap).max(0.0))
}

impl Halves {
    #[inline]
    pub(super) fn of(model: &Model, state: &ScoreState, now_ms: i64) -> Self {
        Self::gathered(
            model,
            &state.holding,
            alive(model, state).map(|(rule, track)| (rule, rule.given_at(track, now_ms))),
        )
    }

    /// The halves from the points that the live tracks give, in the order of the state: another order of the same sum
    /// could differ in the last bit.
    #[inline]
    pub(super) fn gathered<'a>(
        model: &Model,
        holding: &[RuleNo],
        given: impl Iterator<Item = (&'a BehaviourRule, f64)>,
    ) -> Self {
        let holding = holding
            .iter()
            .filter_map(|no| model.explicit.get(usize::from(*no)))
            .map(|rule| rule.points);
        Self::summed(model, holding, given.map(|(rule, points)| (rule.group, points)))
    }

    /// The same from the points of the explicit rules, and from those of behaviour with their groups.
    #[inline]
    pub(super) fn summed(
        model: &Model,
        holding: impl Iterator<Item = f64>,
        given: impl Iterator<Item = (Option<RuleNo>, f64)>,
    ) -> Self {
        let (mut speaks_for, mut speaks_against) = (0.0, 0.0);
        for points in holding {
            speaks_for += points.max(0.0);
            speaks_against += points.min(0.0);
        }
        Self {
            fit: f64::min(speaks_for, 100.0) + speaks_against,
            fit_beyond: (speaks_for - 100.0).max(0.0),
            engagement: 0.0,
        }
        .engaged(model, given)
    }

    /// The same fit with other points of behaviour, given with their groups.
    #[inline]
    pub(super) fn engaged(self, model: &Model, given: impl Iterator<Item = (Option<RuleNo>, f64)>) -> Self {
        let sums = by_group(given);
        let mut engagement = sums[MOST_GROUPS];
        for (group, sum) in model.groups.iter().zip(&sums) {
            engagement += capped(*sum, group.cap);
        }
        Self { engagement, ..self }
    }

    /// Fit as shown, 0-100.
    #[inline]
    pub(super) const fn fit(self) -> f64 {
        self.fit.clamp(0.0, 100.0)
    }

    /// Engagement, 0-100.
    #[inline]
    pub(super) const fn engagement(self) -> f64 {
        self.engagement.clamp(0.0, 100.0)
    }

    /// Whether other float residue in the engagement would show the same numbers: neither its own nor the total is where it
    /// is rounded the other way.
    #[inline]
    pub(super) fn is_clear(self, model: &Model) -> bool {
        is_clear_of_edge(self.engagement()) && is_clear_of_edge(self.sum(model).clamp(0.0, 100.0))
    }

    /// The total before its own limits. What speaks against a contact counts in full, below a fit of 0 too: else the
    /// return of a lead with a poor fit would not lower its score.
    #[inline]
    pub(super) fn sum(self, model: &Model) -> f64 {
        let weights = &model.weights;
        weights.base + weights.fit * self.fit + weights.engagement * self.engagement()
    }

    /// The total as shown, 0-100.
    #[inline]
    pub(super) fn total(self, model: &Model) -> f64 {
        shown(self.sum(model).clamp(0.0, 100.0))
    }

    #[inline]
    fn grade(self, model: &Model) -> Grade {
        Grade {
            letter: model.letters.class_of(shown(self.fit())),
            digit: model.digits.class_of(shown(self.engagement())) as u8 + 1,
        }
    }

    /// The class: decided by the shown numbers, so that a shown 70 is always an A; or by the grade where the house wants it.
    #[inline]
    pub(super) fn class(self, model: &Model) -> Class {
        match &model.matrix {
            Some(matrix) => matrix.class_of(self.grade(model)),
            None => model.classes.class_of(self.total(model)),
        }
    }

    /// The score.
    #[inline]
    pub(super) fn score(self, model: &Model) -> Score {
        Score {
            total: self.total(model) as u8,
            fit: shown(self.fit()) as u8,
            engagement: shown(self.engagement()) as u8,
            class: self.class(model),
            grade: self.grade(model),
        }
    }
}
