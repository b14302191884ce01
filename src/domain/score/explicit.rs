//! Rules over attributes and answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::number::leading_number;
use crate::domain::bant::{Answer, Bant, Question};
use crate::domain::contact::{Company, Contact, Field};
use crate::domain::text::{contains, fold, standing};

/// What an attribute is looked up by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// A standard field of the contact or its company.
    Field(Field),
    /// A custom attribute, by its name in the source, compared case-folded.
    Custom(String),
    /// One of the four questions.
    Bant(Question),
    /// How many of the roles that usually decide about a purchase are known in the company, 0-3 (method, section 3).
    Deciders,
}

/// When a rule holds. The texts are kept folded (`text::fold`), because they are compared often and changed never.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The value is one of these, case and accents folded.
    OneOf(Vec<String>),
    /// The value contains one of these, case and accents folded. One of up to three ASCII characters must stand as a
    /// word of its own: `cto` is not in `director`.
    Contains(Vec<String>),
    /// The same of what is left [`standing`] by words that take the rest back: `assistant to the ceo` is no `ceo`.
    ContainsUnless {
        /// What it contains.
        texts: Vec<String>,
        /// What takes back.
        unless: Vec<String>,
    },
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl Condition {
    /// Whether it holds for a value of an attribute; blank is the same as unknown.
    #[must_use]
    pub fn holds(&self, value: &str) -> bool {
        let value = value.trim();
        if value.is_empty() {
            return false;
        }
        match self {
            Self::OneOf(texts) => {
                let folded = fold(value);
                texts.contains(&folded)
            }
            Self::Contains(texts) => {
                let folded = fold(value);
                texts.iter().any(|text| contains(&folded, text))
            }
            Self::ContainsUnless { texts, unless } => {
                let folded = fold(value);
                let standing = standing(&folded, unless);
                texts.iter().any(|text| contains(standing, text))
            }
            Self::Between { min, max } => leading_number(value)
                .is_some_and(|n| min.is_none_or(|min| n >= min) && max.is_none_or(|max| n < max)),
            Self::Known => true,
            Self::Answered(_) => false,
        }
    }

    /// Whether it holds for the answer to a question.
    #[must_use]
    pub fn holds_for_answer(&self, answer: Answer) -> bool {
        match self {
            Self::Answered(wanted) => *wanted == answer,
            Self::Known => answer != Answer::Unknown,
            Self::OneOf(_) | Self::Contains(_) | Self::ContainsUnless { .. } | Self::Between { .. } => false,
        }
    }

    /// Whether it holds for what was found under its attribute.
    pub(super) fn holds_for(&self, seen: &Seen<'_>) -> bool {
        match seen {
            Seen::Text(value) => self.holds(value),
            Seen::Count(count) => self.holds(&count.to_string()),
            Seen::Answer(answer) => self.holds_for_answer(*answer),
            Seen::Nothing => false,
        }
    }
}

/// What is found under an attribute.
pub(super) enum Seen<'a> {
    Text(&'a str),
    Count(u32),
    Answer(Answer),
    Nothing,
}

/// All that explicit rules look at, with the custom names folded once for all rules.
pub(super) struct Known<'a> {
    contact: &'a Contact,
    company: Option<&'a Company>,
    bant: &'a Bant,
    custom: BTreeMap<String, &'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn new(contact: &'a Contact, company: Option<&'a Company>, bant: &'a Bant) -> Self {
        let custom = contact
            .custom
            .iter()
            .map(|(name, value)| (fold(name), value.as_str()));
        Self {
            contact,
            company,
            bant,
            custom: custom.collect(),
        }
    }

    pub(super) fn satisfies(&self, rule: &ExplicitRule) -> bool {
        rule.condition.holds_for(&self.seen(&rule.attribute))
    }

    pub(super) fn seen(&self, attribute: &Attribute) -> Seen<'a> {
        let text = match attribute {
            Attribute::Bant(question) => return Seen::Answer(self.bant.get(*question)),
            Attribute::Deciders => {
                return Seen::Count(self.company.map_or(0, |company| company.deciders.count()));
            }
            Attribute::Field(field) => self.field(*field),
            Attribute::Custom(name) => self.custom.get(name).copied(),
        };
        text.map_or(Seen::Nothing, Seen::Text)
    }

    fn field(&self, field: Field) -> Option<&'a str> {
        if field == Field::Company {
            self.company.map(|company| company.name.as_str())
        } else if field.of_company() {
            self.company
                .and_then(|company| company.get(field))
                .or_else(|| self.contact.get(field))
        } else {
            self.contact.get(field)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[test]
    fn case_and_accents_do_not_matter_and_blank_is_unknown() {
        let one_of = Condition::OneOf(vec!["paallikko".into()]);
        assert!(one_of.holds(" PÄÄLLIKKÖ "));
        assert!(!Condition::Known.holds("  "));
    }

    #[test]
    fn a_range_takes_its_lower_bound_and_leaves_its_upper() {
        let range = Condition::Between {
            min: Some(50.0),
            max: Some(250.0),
        };
        assert!(range.holds("50"));
        assert!(range.holds("50-1000 employees"));
        assert!(!range.holds("250"));
        assert!(!range.holds("many"));
    }
}
