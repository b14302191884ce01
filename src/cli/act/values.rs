//! Single values as they are said on the command line: a question, an outcome, a reason, a sum.

use clap::ValueEnum;

use crate::domain::activity::TriageChoice;
use crate::domain::bant::{Answer, Question};
use crate::domain::lead::{Outcome, ReturnReason};

/// The four questions on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum QuestionWord {
    Budget,
    Authority,
    Need,
    Timeframe,
}

/// The answers on the command line; `now` and `later` are the timeframe's yes and no.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AnswerWord {
    #[value(alias = "now")]
    Yes,
    #[value(alias = "later")]
    No,
    Unknown,
}

/// Where triage sends a lead.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TriageWord {
    /// Ripen it
    Nurture,
    /// Find out what is missing
    #[value(alias = "ask")]
    Research,
    /// Close it for good
    #[value(alias = "disqualify")]
    Close,
}

impl From<QuestionWord> for Question {
    fn from(word: QuestionWord) -> Self {
        match word {
            QuestionWord::Budget => Self::Budget,
            QuestionWord::Authority => Self::Authority,
            QuestionWord::Need => Self::Need,
            QuestionWord::Timeframe => Self::Timeframe,
        }
    }
}

impl From<AnswerWord> for Answer {
    fn from(word: AnswerWord) -> Self {
        match word {
            AnswerWord::Yes => Self::Yes,
            AnswerWord::No => Self::No,
            AnswerWord::Unknown => Self::Unknown,
        }
    }
}

impl From<TriageWord> for TriageChoice {
    fn from(word: TriageWord) -> Self {
        match word {
            TriageWord::Nurture => Self::Nurture,
            TriageWord::Research => Self::Research,
            TriageWord::Close => Self::Close,
        }
    }
}

/// The value of a word among names that are written with `_`; `-`, a space and capitals do as well.
fn named<T: Copy>(word: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let folded = word.trim().to_lowercase().replace(['-', ' '], "_");
    all.iter()
        .copied()
        .find(|value| name(*value) == folded)
        .ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
            format!("one of {}", names.join(", "))
        })
}

/// How a call went.
pub fn outcome(word: &str) -> Result<Outcome, String> {
    named(word, &Outcome::ALL, Outcome::name)
}

/// Why a lead goes back: the word, or the letter of the question that failed.
pub fn reason(word: &str) -> Result<ReturnReason, String> {
    match word.trim() {
        "N" | "n" => Ok(ReturnReason::Need),
        "B" | "b" => Ok(ReturnReason::Budget),
        "A" | "a" => Ok(ReturnReason::Authority),
        "T" | "t" => Ok(ReturnReason::Timeframe),
        word => named(word, &ReturnReason::ALL, ReturnReason::name),
    }
}

/// A sum of money, not negative; spaces and `_` between the digits, a comma or a point before the decimals.
pub fn money(word: &str) -> Result<f64, String> {
    let sum: f64 = word
        .replace([' ', '_'], "")
        .replace(',', ".")
        .parse()
        .map_err(|_| "a sum, for example 12500".to_owned())?;
    if sum.is_finite() && sum >= 0.0 {
        Ok(sum)
    } else {
        Err("a sum that is not negative".to_owned())
    }
}
