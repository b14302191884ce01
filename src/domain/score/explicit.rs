//! Rules over attributes and answers.

use crate::domain::bant::{Answer, Question};
use crate::domain::contact::Field;

/// What an attribute is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// A standard field of the contact or its company.
    Field(Field),
    /// A custom attribute, by its name in the source, compared case-folded.
    Custom(String),
    /// One of the four questions.
    Bant(Question),
}

/// When a rule holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The value is one of these, case and accents folded.
    OneOf(Vec<String>),
    /// The value contains one of these, case and accents folded.
    Contains(Vec<String>),
    /// The value is a number from `min` (inclusive) to `max` (exclusive).
    Between {
        /// Lower bound, inclusive.
        min: Option<f64>,
        /// Upper bound, exclusive.
        max: Option<f64>,
    },
    /// Something is known.
    Known,
    /// The question has this answer.
    Answered(Answer),
}

/// One rule over attributes: so many points while it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplicitRule {
    /// Name, unique in the file.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// What is looked at.
    pub attribute: Attribute,
    /// When it holds.
    pub condition: Condition,
    /// Points while it holds; may be negative.
    pub points: f64,
}
