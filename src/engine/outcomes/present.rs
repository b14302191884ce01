//! How the model in force scored a contact at an instant. The only place here that asks the model.

use crate::domain::Time;
use crate::domain::bant::{Answer, Bant};
use crate::domain::contact::{Company, Contact};
use crate::domain::learn::points::Kept;
use crate::domain::learn::sample::Present;
use crate::domain::policy::Policy;
use crate::domain::score::{Attribute, Condition, Matched, Model, Recency, ScoreState};

/// What was known of a contact at an instant.
#[derive(Debug, Clone)]
pub(super) struct AsOf {
    pub contact: Contact,
    pub company: Option<Company>,
    pub bant: Bant,
}

/// The score at `at`, after events that had not been counted into `state` yet, with what they mean to the model.
pub(super) fn present<'a>(
    policy: &Policy,
    state: &mut ScoreState,
    known: &AsOf,
    events: impl Iterator<Item = (Time, &'a Matched)>,
    at: Time,
) -> Present {
    let model = &policy.model;
    for (when, matched) in events {
        model.absorb_matched(state, matched, when);
    }
    state.holding = model.holding(&known.contact, known.company.as_ref(), &known.bant);
    let score = model.score(state, at);
    let by_class = policy.value.probability(score.class);
    Present {
        total: f64::from(score.total),
        class: score.class as usize,
        probability: model.probability(score.total).unwrap_or(by_class),
    }
}

/// The rules of the model in force over the four answers, in points of the total: a fitted card keeps those that it could
/// not learn.
#[must_use]
pub fn kept(model: &Model) -> Vec<Kept> {
    let rules = model.explicit.iter().filter_map(|rule| {
        let Attribute::Bant(question) = rule.attribute else {
            return None;
        };
        let Condition::Answered(answer) = rule.condition else {
            return None;
        };
        let points = (rule.points * model.weights.fit).round() as i32;
        (points != 0 && answer != Answer::Unknown).then(|| Kept {
            name: rule.name.clone(),
            label: rule.label.clone(),
            question,
            answer,
            points: points.clamp(-100, 100),
        })
    });
    rules.collect()
}

/// The half-life that most behaviour rules of the model in force have, in days; of equally many the longest. Nothing where
/// it has no such rules.
#[must_use]
pub fn usual_half_life(model: &Model) -> Option<f64> {
    let each = || {
        model.behaviour.iter().filter_map(|rule| match &rule.recency {
            Recency::HalfLife(days) => Some(*days),
            Recency::Windows(_) => None,
        })
    };
    let rules_with = |days: f64| each().filter(|other| days.total_cmp(other).is_eq()).count();
    each().max_by(|a, b| rules_with(*a).cmp(&rules_with(*b)).then(a.total_cmp(b)))
}
