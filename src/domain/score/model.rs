//! What events and attributes are worth.

use serde::{Deserialize, Serialize};

use super::baseline::{self, Baseline};
use super::behaviour::{Group, Level, Matched};
use super::class::{Matrix, Thresholds};
use super::explicit::{ExplicitRule, Known};
use super::total::Halves;
use super::{
    BehaviourRule, Class, Fading, Reason, RuleNo, Score, ScoreState, Shares, Topic, behaviour, crossing,
    explain,
};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::bant::Bant;
use crate::domain::committee::RoleWords;
use crate::domain::contact::{Company, Contact};

/// A scoring model: the whole of a scoring file, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Rules over attributes and answers.
    pub explicit: Vec<ExplicitRule>,
    /// Rules over what contacts do.
    pub behaviour: Vec<BehaviourRule>,
    /// Behaviour rules that share a cap.
    pub groups: Vec<Group>,
    /// What pages, files and subjects are about.
    pub topics: Vec<Topic>,
    /// How fast looks stop being of interest now. A database whose rules are older than this setting goes on as before, until
    /// a rebuild.
    #[serde(default = "Fading::before_it_was_asked")]
    pub interest: Fading,
    /// When a level of activity counts as risen; absent when it is not looked at.
    pub baseline: Option<Baseline>,
    /// How fit and engagement make the total.
    pub weights: Weights,
    /// Lower bounds of the classes, on the total.
    pub classes: Thresholds,
    /// Lower bounds of the grade letters, on fit.
    pub letters: Thresholds,
    /// Lower bounds of the grade digits, on engagement.
    pub digits: Thresholds,
    /// The class of each grade, where the class follows the grade and not the total.
    pub matrix: Option<Matrix>,
    /// What the house calls the classes A to D.
    pub class_names: [String; 4],
    /// Probability of purchase by total, where it was learnt from outcomes; ascending, first from 0.
    pub calibration: Vec<Calibration>,
    /// By which words a title tells who decides. Here, because what is known of companies follows from it and stands under
    /// one model only.
    pub roles: RoleWords,
}

/// From this total on (inclusive, 0-100), so probable is a purchase (0-1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Least total, 0-100.
    pub from: f64,
    /// Probability, 0-1.
    pub probability: f64,
}

/// How the total is made: `base + fit x fit + engagement x engagement`, limited to 0-100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Points that everybody has, -100 to 100.
    pub base: f64,
    /// Weight of fit, 0-1.
    pub fit: f64,
    /// Weight of engagement, 0-1.
    pub engagement: f64,
}

/// A model that is only looked at, beside the one in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shadow {
    /// The name of its file, without the ending.
    pub name: String,
    /// The model.
    pub model: Model,
}

impl Default for Model {
    /// No rules; bounds and weights of the method (section 3).
    fn default() -> Self {
        Self {
            explicit: Vec::new(),
            behaviour: Vec::new(),
            groups: Vec::new(),
            topics: Vec::new(),
            interest: Fading::DEFAULT,
            baseline: None,
            weights: Weights {
                base: 0.0,
                fit: 0.5,
                engagement: 0.5,
            },
            classes: Thresholds([70.0, 50.0, 30.0]),
            letters: Thresholds([75.0, 50.0, 25.0]),
            digits: Thresholds([75.0, 50.0, 25.0]),
            matrix: None,
            class_names: Class::ALL.map(|class| class.to_string()),
            calibration: Vec::new(),
            roles: RoleWords::default(),
        }
    }
}

impl Model {
    /// The explicit rules that hold, ascending.
    #[must_use]
    pub fn holding(&self, contact: &Contact, company: Option<&Company>, bant: &Bant) -> Vec<RuleNo> {
        let known = Known::new(contact, company, bant);
        let numbered = (0..).zip(&self.explicit);
        numbered
            .filter(|(_, rule)| known.satisfies(rule))
            .map(|(no, _)| no)
            .collect()
    }

    /// What an event means to this model.
    #[must_use]
    pub fn matched(&self, event: &Event) -> Matched {
        behaviour::matched(self, event)
    }

    /// Counts an event that happened at `at`: one addition for each rule that matches. Says whether any did.
    pub fn absorb(&self, state: &mut ScoreState, event: &Event, at: Time) -> bool {
        self.absorb_matched(state, &self.matched(event), at)
    }

    /// The same with what the event means already worked out.
    pub fn absorb_matched(&self, state: &mut ScoreState, matched: &Matched, at: Time) -> bool {
        behaviour::absorb(self, state, matched, at, Level::Followed)
    }

    /// The same for one of many events of a history: what the level of activity says is left to [`Model::settle`], which is
    /// called once after all of them and comes to the same.
    pub fn gather(&self, state: &mut ScoreState, matched: &Matched, at: Time) -> bool {
        behaviour::absorb(self, state, matched, at, Level::Later)
    }

    /// Gives the points of a risen level of activity after a history was gathered.
    pub fn settle(&self, state: &mut ScoreState) {
        baseline::settle(self, state);
    }

    /// The rules that count what others of the company do.
    #[must_use]
    pub fn of_colleagues(&self) -> Matched {
        behaviour::of_colleagues(self)
    }

    /// Counts that somebody else of the company was active at `at`. Says whether any rule did.
    pub fn absorb_colleague(&self, state: &mut ScoreState, at: Time) -> bool {
        self.gather_colleague(state, &self.of_colleagues(), at)
    }

    /// The same with the rules of [`Model::of_colleagues`] at hand.
    pub fn gather_colleague(&self, state: &mut ScoreState, rules: &Matched, at: Time) -> bool {
        behaviour::absorb_colleague(self, state, rules, at)
    }

    /// The score at `now`.
    #[must_use]
    pub fn score(&self, state: &ScoreState, now: Time) -> Score {
        Halves::of(self, state, now.timestamp_millis()).score(self)
    }

    /// The probability of purchase of a total, where it was learnt from outcomes.
    #[must_use]
    pub fn probability(&self, total: u8) -> Option<f64> {
        let reached = self
            .calibration
            .iter()
            .rev()
            .find(|step| f64::from(total) >= step.from);
        reached.or(self.calibration.first()).map(|step| step.probability)
    }

    /// What the house calls a class; its letter when it has no name of its own.
    #[must_use]
    pub fn class_name(&self, class: Class) -> &str {
        &self.class_names[class as usize]
    }

    /// A class spelt out: `A`, or `A (hot)` where the house has a name for it.
    #[must_use]
    pub fn class_words(&self, class: Class) -> String {
        let (letter, name) = (class.to_string(), self.class_name(class));
        if name == letter {
            letter
        } else {
            format!("{letter} ({name})")
        }
    }

    /// How the total at `now` divides into fit and engagement.
    #[must_use]
    pub fn shares(&self, state: &ScoreState, now: Time) -> Shares {
        explain::shares(self, Halves::of(self, state, now.timestamp_millis()))
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
