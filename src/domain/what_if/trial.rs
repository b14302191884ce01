//! A handoff as both models judge it, and what became of it.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Both, Listed};
use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::lead::ReturnReason;
use crate::domain::score::Score;

/// Who handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The rules, by the score.
    Rules,
    /// A person.
    Person,
    /// The date on which the lead was to come back, whatever its score.
    Date,
}

/// What one model says of a handoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The score at its moment.
    #[serde(flatten)]
    pub score: Score,
    /// Whether class and routing let it through.
    pub through: bool,
}

/// What the two say of it together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A person or a date made it: no score was asked.
    NotAsked,
    /// Both let it through.
    Through,
    /// Only the one in force lets it through: the other would have kept it back.
    KeptBack,
    /// Only the one that is tried lets it through; it was made under rules of an earlier day.
    LetThrough,
    /// Neither does; it was made under rules of an earlier day.
    Neither,
}

/// A handoff under both models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// When it was made.
    pub handed_at: Time,
    /// By whom.
    pub by: By,
    /// What the two say.
    pub sides: Both<Side>,
}

impl Trial {
    /// What the two say together.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match (self.by, self.sides.in_force.through, self.sides.tried.through) {
            (By::Person | By::Date, _, _) => Verdict::NotAsked,
            (By::Rules, true, true) => Verdict::Through,
            (By::Rules, true, false) => Verdict::KeptBack,
            (By::Rules, false, true) => Verdict::LetThrough,
            (By::Rules, false, false) => Verdict::Neither,
        }
    }
}

/// A handoff that would have been kept back, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Who.
    pub contact_id: ContactId,
    /// The name.
    pub name: String,
    /// The company; empty when none is known.
    pub company: String,
    /// When it was handed over.
    pub handed_at: Time,
    /// When sales gave it back, or accepted or won it.
    pub ended_at: Time,
    /// Why it came back; absent when sales kept it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReturnReason>,
    /// Whether it was won.
    pub won: bool,
    /// The two scores at the handoff.
    pub score: Both<Side>,
}

/// Handoffs that ended in one way, as both models judge them. `not_asked + through + kept_back + let_through + neither = all`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Judged {
    /// How many.
    pub all: u64,
    /// Of these, won.
    pub won: u64,
    /// Made by a person or a date: no score was asked.
    pub not_asked: u64,
    /// Let through by both.
    pub through: u64,
    /// Kept back by the one that is tried.
    pub kept_back: u64,
    /// Of these, won.
    pub kept_back_won: u64,
    /// Let through only by the one that is tried.
    pub let_through: u64,
    /// Let through by neither.
    pub neither: u64,
    /// Those kept back: won ones first, then the newest.
    pub cases: Vec<Case>,
}

impl Judged {
    /// Counts a handoff; `case` says what became of it.
    pub fn count(&mut self, trial: &Trial, case: Case) {
        let won = u64::from(case.won);
        self.all += 1;
        self.won += won;
        match trial.verdict() {
            Verdict::NotAsked => self.not_asked += 1,
            Verdict::Through => self.through += 1,
            Verdict::LetThrough => self.let_through += 1,
            Verdict::Neither => self.neither += 1,
            Verdict::KeptBack => {
                self.kept_back += 1;
                self.kept_back_won += won;
                self.cases.push(case);
            }
        }
    }

    /// How many the rules made: of those a model can keep some back.
    #[must_use]
    pub const fn by_rules(&self) -> u64 {
        self.all - self.not_asked
    }

    /// Brings the cases into their order and leaves the first of them.
    pub fn keep(&mut self, listed: Listed) {
        self.cases
            .sort_by_key(|case| (Reverse(case.won), Reverse(case.ended_at), case.contact_id));
        self.cases.truncate(listed.most());
    }
}
