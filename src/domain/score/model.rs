//! What events and attributes are worth.

use std::collections::BTreeMap;

use super::class::Thresholds;
use super::explicit::{ExplicitRule, Known};
use super::total::Halves;
use super::{BehaviourRule, Class, Reason, Score, ScoreState, Shares, behaviour, crossing, explain};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::bant::Bant;
use crate::domain::contact::{Company, Contact};

/// A scoring model: the whole of a scoring file, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Rules over attributes and answers.
    pub explicit: Vec<ExplicitRule>,
    /// Rules over what contacts do.
    pub behaviour: Vec<BehaviourRule>,
    /// How fit and engagement make the total.
    pub weights: Weights,
    /// Lower bounds of the classes, on the total.
    pub classes: Thresholds,
    /// Lower bounds of the grade letters, on fit.
    pub letters: Thresholds,
    /// Lower bounds of the grade digits, on engagement.
    pub digits: Thresholds,
}

/// Shares of fit and engagement in the total; each 0-1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Share of fit.
    pub fit: f64,
    /// Share of engagement.
    pub engagement: f64,
}

impl Model {
    /// The explicit points that hold, by rule name.
    #[must_use]
    pub fn explicit_points(
        &self,
        contact: &Contact,
        company: Option<&Company>,
        bant: &Bant,
    ) -> BTreeMap<String, f64> {
        let known = Known::new(contact, company, bant);
        let holding = self.explicit.iter().filter(|rule| known.satisfies(rule));
        holding.map(|rule| (rule.name.clone(), rule.points)).collect()
    }

    /// Counts an event that happened at `at`: one addition for each rule that matches. Says whether any did.
    pub fn absorb(&self, state: &mut ScoreState, event: &Event, at: Time) -> bool {
        behaviour::absorb(self, state, event, at)
    }

    /// The score at `now`.
    #[must_use]
    pub fn score(&self, state: &ScoreState, now: Time) -> Score {
        Halves::of(self, state, now).score(self)
    }

    /// How the total at `now` divides into fit and engagement.
    #[must_use]
    pub fn shares(&self, state: &ScoreState, now: Time) -> Shares {
        explain::shares(self, Halves::of(self, state, now))
    }

    /// The reasons of the score at `now`, largest first; their points sum to its total, and those of each side to its
    /// share of the total.
    #[must_use]
    pub fn explain(&self, state: &ScoreState, now: Time) -> Vec<Reason> {
        explain::reasons(self, state, now)
    }

    /// When, after `now` and if nothing happens, the class will first be another than at `now`, and which. Exact to the
    /// millisecond.
    #[must_use]
    pub fn next_class_change(&self, state: &ScoreState, now: Time) -> Option<(Time, Class)> {
        crossing::next_class_change(self, state, now)
    }
}
