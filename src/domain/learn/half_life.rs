//! How fast behaviour ages: which of the half-lives tried is taken, and why.

use serde::Serialize;

/// The half-life that is taken where neither the samples nor the card in force tell one, in days.
const USUAL_DAYS: f64 = 7.0;

/// A column that adds less than this part to what is known of later samples is left out; half-lives whose losses differ by
/// less are equally good. Not a standard error of the mean loss: the same samples are foreseen each time, so that differences
/// far smaller than it are real.
pub(super) const HARDLY_MISSED: f64 = 0.000_5;

/// One half-life that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tried {
    /// Days.
    pub days: f64,
    /// Mean loss, minus the logarithm of the probability of what happened; less is better.
    pub loss: f64,
}

/// Why a half-life was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// With it the later samples were foreseen best.
    Best,
    /// Others were as good; it is the one nearest to that of most rules of the card in force.
    AsInForce,
    /// Others were as good, and the card in force has none.
    Usual,
}

/// Which of the half-lives tried is taken, and why. Where no event is old enough to have melted, all are equally good, and
/// the least by a hair would be a claim about decay that nothing stands behind.
pub(super) fn half_life(tried: &[Tried], in_force: Option<f64>) -> (usize, Reason) {
    let best = least(tried.iter().map(|tried| tried.loss)).unwrap_or(0);
    let Some(least) = tried.get(best).map(|tried| tried.loss) else {
        return (best, Reason::Best);
    };
    let is_as_good = |place: usize| tried[place].loss <= least * (1.0 + HARDLY_MISSED);
    let wanted = in_force.filter(|days| *days > 0.0).unwrap_or(USUAL_DAYS);
    let off = |place: usize| (tried[place].days / wanted).ln().abs();
    let nearest = (0..tried.len()).min_by(|a, b| off(*a).total_cmp(&off(*b)));
    let is_told = (0..tried.len()).filter(|place| is_as_good(*place)).count() == 1;
    match nearest.filter(|place| !is_told && is_as_good(*place)) {
        Some(nearest) if in_force.is_some() => (nearest, Reason::AsInForce),
        Some(nearest) => (nearest, Reason::Usual),
        None => (best, Reason::Best),
    }
}

/// The place of the least; the first of equal ones.
pub(super) fn least(losses: impl Iterator<Item = f64>) -> Option<usize> {
    let best = losses.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b));
    best.filter(|(_, loss)| loss.is_finite()).map(|(place, _)| place)
}
