//! A score and its reasons.

use serde::{Deserialize, Serialize};

use super::behaviour::alive;
use super::class::{Class, Grade};
use super::recency::{day_of, end_of};
use super::total::{Halves, RESIDUE, beyond_groups, shown};
use super::{Model, ScoreState, Track};
use crate::domain::Time;

/// One named reason of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule or group, by its name in the scoring file; `base` for what everybody has, `cap` and `floor` for what the
    /// limits 0 and 100 took or gave.
    pub rule: String,
    /// What a person reads: `read the pricing page`.
    pub label: String,
    /// Points of the total; the points of all reasons of a score sum to it exactly.
    pub points: i32,
    /// Points of the total that it gave when its newest event was fresh; the same as `points` for what does not melt.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fresh: i32,
    /// Whether the points count for fit (explicit) or engagement (behaviour).
    pub side: Side,
    /// When the newest event behind it happened, of parallel activity the act of a colleague or of the contact that made it
    /// parallel, whichever was later; absent for explicit rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
}

impl Reason {
    /// Points that have melted away since its newest event was fresh; 0 for what does not melt, whatever the rounding.
    #[must_use]
    pub fn lost(&self) -> i32 {
        self.at.map_or(0, |_| (self.fresh - self.points).max(0))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_zero(points: &i32) -> bool {
    *points == 0
}

/// The two halves of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Explicit points.
    Fit,
    /// Behaviour points.
    Engagement,
}

/// The score of one instant. All three numbers are whole, 0-100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// What the class is decided by.
    pub total: u8,
    /// Explicit points.
    pub fit: u8,
    /// Behaviour points.
    pub engagement: u8,
    /// The class of the total.
    pub class: Class,
    /// The grade of fit and engagement.
    pub grade: Grade,
}

/// How a total divides into fit and engagement: whole points that sum to it, so weighted, and not the numbers 0-100 of
/// [`Score::fit`] and [`Score::engagement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Points of the total that come from fit; less than 0 when more speaks against the contact than for it.
    pub fit: i32,
    /// Points of the total that come from engagement.
    pub engagement: i32,
}

impl Shares {
    /// The shares of a score by its reasons: the same numbers as [`Model::shares`], also of a frozen score.
    #[must_use]
    pub fn of(reasons: &[Reason]) -> Self {
        let sum = |side: Side| -> i32 {
            let of_side = reasons.iter().filter(|reason| reason.side == side);
            of_side.map(|reason| reason.points).sum()
        };
        Self {
            fit: sum(Side::Fit),
            engagement: sum(Side::Engagement),
        }
    }

    /// The sum in words that cannot be taken for the numbers of 0-100: `83 = 46 from fit + 37 from engagement`.
    #[must_use]
    pub fn words(self) -> String {
        let sign = if self.engagement < 0 { '-' } else { '+' };
        format!(
            "{} = {} from fit {sign} {} from engagement",
            self.fit + self.engagement,
            self.fit,
            self.engagement.abs()
        )
    }
}

/// A reason before its points are whole.
struct Part {
    reason: Reason,
    exact: f64,
    fresh: f64,
}

pub(super) fn shares(model: &Model, halves: Halves) -> Shares {
    // What the limits of the total take is taken from engagement as far as it goes, then from fit; what they give is given
    // to fit.
    let sum = halves.sum(model);
    let engagement = model.weights.engagement * halves.engagement();
    let taken = (sum - 100.0).max(0.0).min(engagement);
    let fit = sum - engagement + floor(sum) - ((sum - 100.0).max(0.0) - taken);
    let whole = apportion(&[fit, engagement - taken], halves.total(model) as i32);
    Shares {
        fit: whole[0],
        engagement: whole[1],
    }
}

/// What the limit 0 gives to a sum.
fn floor(sum: f64) -> f64 {
    (-sum).max(0.0)
}

/// The reasons, each side summing to its share, and so all of them to the total.
pub(super) fn reasons(model: &Model, state: &ScoreState, now: Time) -> Vec<Reason> {
    let halves = Halves::of(model, state, now.timestamp_millis());
    let shares = shares(model, halves);
    let mut all = whole(fit_parts(model, state, halves), shares.fit);
    all.extend(whole(
        engagement_parts(model, state, halves, now),
        shares.engagement,
    ));
    // What a limit gives is no reason to call: it stands last, however much it is.
    let gift = |reason: &Reason| reason.points > 0 && reason.label.ends_with(UNCOUNTED);
    all.sort_by(|a, b| (gift(a), b.points, &a.rule).cmp(&(gift(b), a.points, &b.rule)));
    all
}

fn fit_parts(model: &Model, state: &ScoreState, halves: Halves) -> Vec<Part> {
    let weights = &model.weights;
    let base = (weights.base != 0.0).then(|| part("base", "everybody has", Side::Fit, weights.base));
    let holding = state
        .holding
        .iter()
        .filter_map(|no| model.explicit.get(usize::from(*no)));
    let rules = holding.map(|rule| part(&rule.name, &rule.label, Side::Fit, weights.fit * rule.points));
    let sum = halves.sum(model);
    let engagement = weights.engagement * halves.engagement();
    let beyond = ((sum - 100.0).max(0.0) - engagement).max(0.0);
    let own = limit_part("fit", -weights.fit * halves.fit_beyond, Side::Fit);
    let of_all = limit_part(TOTAL, floor(sum) - beyond, Side::Fit);
    base.into_iter().chain(rules).chain(own).chain(of_all).collect()
}

fn engagement_parts(model: &Model, state: &ScoreState, halves: Halves, now: Time) -> Vec<Part> {
    let weight = model.weights.engagement;
    let rules = alive(model, state).map(|(rule, track)| {
        let mut part = part(
            &rule.name,
            &rule.label,
            Side::Engagement,
            weight * rule.given(track, now),
        );
        part.reason.at = Some(behind(model, state, track));
        part.fresh = weight * rule.given_at(track, track.at);
        part
    });
    let groups = model
        .groups
        .iter()
        .zip(beyond_groups(model, state, now.timestamp_millis()))
        .filter(|(_, beyond)| *beyond > RESIDUE);
    let groups = groups.map(|(group, beyond)| {
        let label = format!("{}: more than {} does not count", group.label, group.cap);
        part(&group.name, &label, Side::Engagement, -weight * beyond)
    });
    let engagement = weight * halves.engagement();
    let beyond = (halves.sum(model) - 100.0).max(0.0).min(engagement);
    let own = limit_part(
        "engagement",
        engagement - weight * halves.engagement,
        Side::Engagement,
    );
    let of_all = limit_part(TOTAL, -beyond, Side::Engagement);
    rules.chain(groups).chain(own).chain(of_all).collect()
}

/// When what a track counted last happened: the contact's own act, or for parallel activity the act that made it parallel,
/// which may be a colleague's and later than all the contact's own. A surge is kept by the end of its day, which may be still
/// to come and is later than the act: it is dated by the contact's last act when that is of the day, else by the day's
/// beginning.
fn behind(model: &Model, state: &ScoreState, track: &Track) -> Time {
    let newest = track.newest();
    if !model.is_surge(track.rule) {
        return newest;
    }
    let day = day_of(newest.timestamp_millis());
    let of_that_day = |own: &Time| day_of(own.timestamp_millis()) == day;
    state.last_event_at.filter(of_that_day).unwrap_or_else(|| {
        let begins = Time::from_timestamp_millis(end_of(day.saturating_sub(1)) + 1);
        begins.unwrap_or(newest)
    })
}

fn part(rule: &str, label: &str, side: Side, exact: f64) -> Part {
    let reason = Reason {
        rule: rule.to_owned(),
        label: label.to_owned(),
        points: 0,
        fresh: 0,
        side,
        at: None,
    };
    Part {
        reason,
        exact,
        fresh: exact,
    }
}

/// How the reason of a limit ends.
const UNCOUNTED: &str = " does not count";

/// What is limited besides the two sides, as a reason says it.
const TOTAL: &str = "fit and engagement together";

/// What the limits 0 and 100 of `what` gave or took, if anything; `side` is the share that it changes, which of the total's
/// limits is not what is limited.
fn limit_part(what: &str, exact: f64, side: Side) -> Option<Part> {
    let (name, limit) = if exact < 0.0 {
        ("cap", "more than 100")
    } else {
        ("floor", "less than 0")
    };
    (exact.abs() > RESIDUE).then(|| part(name, &format!("{what}: {limit}{UNCOUNTED}"), side, exact))
}

/// Gives the parts whole points that sum to `share`, and drops those without any.
fn whole(parts: Vec<Part>, share: i32) -> Vec<Reason> {
    let exact: Vec<f64> = parts.iter().map(|part| part.exact).collect();
    let points = apportion(&exact, share);
    let with_points = parts.into_iter().zip(points).filter(|(_, points)| *points != 0);
    with_points
        .map(|(part, points)| Reason {
            points,
            fresh: fresh_points(part.exact, part.fresh, points),
            ..part.reason
        })
        .collect()
}

/// What a part gave when fresh: the same as now where nothing melts, whichever way the points of now were rounded.
fn fresh_points(exact: f64, fresh: f64, points: i32) -> i32 {
    if fresh - exact < RESIDUE {
        points
    } else {
        points.max(shown(fresh) as i32)
    }
}

/// Whole numbers that sum to `total`, each the whole part of its exact value or one more: the largest remainders are
/// rounded up (Hamilton's method), because rounding each by itself would leave a sum that is off by some points.
fn apportion(exact: &[f64], total: i32) -> Vec<i32> {
    let mut whole: Vec<i32> = exact
        .iter()
        .map(|value| (value + RESIDUE).floor() as i32)
        .collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let remainder = |index: usize| exact[index] - f64::from(whole[index]);
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    let missing = total - whole.iter().sum::<i32>();
    let step = missing.signum();
    for index in order.into_iter().cycle().take(missing.unsigned_abs() as usize) {
        whole[index] += step;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::Shares;

    #[test]
    fn the_words_of_a_sum_are_a_sum_whatever_the_signs() {
        let words = |fit, engagement| Shares { fit, engagement }.words();
        assert_eq!(words(46, 37), "83 = 46 from fit + 37 from engagement");
        assert_eq!(words(-5, 24), "19 = -5 from fit + 24 from engagement");
        assert_eq!(words(24, -5), "19 = 24 from fit - 5 from engagement");
    }
}
