//! BANT: budget, authority, need, timeframe; unknown is not the same as no (method, sections 2 and 4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The answer to one of the four questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nobody has asked, or there was no answer.
    #[default]
    Unknown,
    /// Yes; of the timeframe: the buying window is open now.
    Yes,
    /// No; of the timeframe: later.
    No,
}

/// One of the four questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is there money for it?
    Budget,
    /// Is this the person who decides?
    Authority,
    /// Is there a problem that we solve?
    Need,
    /// Is the buying window open now?
    Timeframe,
}

impl Question {
    /// The four, in the order of the word.
    pub const ALL: [Self; 4] = [Self::Budget, Self::Authority, Self::Need, Self::Timeframe];

    /// Its name in JSON and rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Authority => "authority",
            Self::Need => "need",
            Self::Timeframe => "timeframe",
        }
    }

    /// An answer to it in a word: `yes`, `no`, of the timeframe `now`, `later`; nothing when it is unknown.
    #[must_use]
    pub const fn said(self, answer: Answer) -> Option<&'static str> {
        match (self, answer) {
            (_, Answer::Unknown) => None,
            (Self::Timeframe, Answer::Yes) => Some("now"),
            (Self::Timeframe, Answer::No) => Some("later"),
            (Self::Budget | Self::Authority | Self::Need, Answer::Yes) => Some("yes"),
            (Self::Budget | Self::Authority | Self::Need, Answer::No) => Some("no"),
        }
    }
}

/// What is known of the four, and when the window opens if it is later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bant {
    /// Is there money for it?
    pub budget: Answer,
    /// Does this person decide?
    pub authority: Answer,
    /// Is there a problem that we solve?
    pub need: Answer,
    /// Is the buying window open now?
    pub timeframe: Answer,
    /// The day from which the window is open, when the timeframe is later and a day was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<NaiveDate>,
}

impl Bant {
    /// The answer to one question.
    #[must_use]
    pub const fn get(&self, question: Question) -> Answer {
        match question {
            Question::Budget => self.budget,
            Question::Authority => self.authority,
            Question::Need => self.need,
            Question::Timeframe => self.timeframe,
        }
    }

    /// The questions whose answer is another one than it was; a day that is named anew is another answer too.
    #[must_use]
    pub fn changed_since(self, was: Self) -> Vec<Question> {
        let other = |question: &Question| {
            self.get(*question) != was.get(*question)
                || (*question == Question::Timeframe && self.opens != was.opens)
        };
        Question::ALL.into_iter().filter(other).collect()
    }

    /// What is known, in words: `budget yes, timeframe later`; `none` when nothing is.
    #[must_use]
    pub fn words(self) -> String {
        let known = Question::ALL.into_iter().filter_map(|question| {
            let answer = question.said(self.get(question))?;
            Some(format!("{} {answer}", question.name()))
        });
        let known: Vec<String> = known.collect();
        if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        }
    }

    /// Puts the answer to one question; a timeframe that is not later forgets the day.
    pub const fn set(&mut self, question: Question, answer: Answer) {
        match question {
            Question::Budget => self.budget = answer,
            Question::Authority => self.authority = answer,
            Question::Need => self.need = answer,
            Question::Timeframe => {
                self.timeframe = answer;
                self.opens = None;
            }
        }
    }
}
