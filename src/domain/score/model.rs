//! What events and attributes are worth.

use super::class::Thresholds;
use super::explicit::ExplicitRule;
use super::{Class, Reason, Score, ScoreState};
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

/// What a kind of behaviour is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct BehaviourRule {
    /// Name, unique in the file; what the state keeps points under.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The activity kinds counted.
    pub kinds: Vec<String>,
    /// Counts only events whose detail contains one of these, case folded; all when empty.
    pub detail_contains: Vec<String>,
    /// Points of one event when fresh.
    pub points: f64,
    /// Days in which the points melt to half.
    pub half_life_days: f64,
    /// The most that the rule can give at any instant.
    pub cap: f64,
}

impl Model {
    /// The explicit points that hold, by rule name.
    #[must_use]
    pub fn explicit_points(
        &self,
        contact: &Contact,
        company: Option<&Company>,
        bant: &Bant,
    ) -> std::collections::BTreeMap<String, f64> {
        let _ = (contact, company, bant);
        std::collections::BTreeMap::new()
    }

    /// Counts an event that happened at `at`: one addition for each rule that matches. Says whether any did.
    pub fn absorb(&self, state: &mut ScoreState, event: &Event, at: Time) -> bool {
        let _ = (state, event, at);
        false
    }

    /// The score at `now`.
    #[must_use]
    pub fn score(&self, state: &ScoreState, now: Time) -> Score {
        let _ = now;
        let total = state.explicit.values().sum::<f64>() as u8;
        Score {
            total,
            fit: total,
            engagement: 0,
            class: self.classes.class_of(f64::from(total)),
            grade: super::Grade {
                letter: Class::A,
                digit: 1,
            },
        }
    }

    /// The reasons of the score at `now`, largest first; their points sum to its total.
    #[must_use]
    pub fn explain(&self, state: &ScoreState, now: Time) -> Vec<Reason> {
        let _ = (state, now);
        Vec::new()
    }

    /// When, after `now` and if nothing happens, the class will first be another than at `now`, and which.
    #[must_use]
    pub fn next_class_change(&self, state: &ScoreState, now: Time) -> Option<(Time, Class)> {
        let _ = (state, now);
        None
    }
}
