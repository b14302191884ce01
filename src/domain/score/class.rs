//! Classes by the total score, grades by fit and engagement.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is to be done with a contact (method, section 3). Ordered best first: `Class::A < Class::B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// To sales at once.
    A,
    /// To sales by priority.
    B,
    /// To nurture.
    C,
    /// Keep, and find out more.
    D,
}

impl Class {
    /// All classes, best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

/// Letter for fit, digit for engagement: A1 is best, D4 is least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade {
    /// Fit.
    pub letter: Class,
    /// Engagement, 1 (best) to 4.
    pub digit: u8,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letter.letter(), self.digit)
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.to_string()
    }
}

impl TryFrom<String> for Grade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut chars = text.chars();
        let first = chars.next();
        let letter = Class::ALL.into_iter().find(|class| Some(class.letter()) == first);
        let digit = chars
            .next()
            .and_then(|c| c.to_digit(10))
            .filter(|d| (1..=4).contains(d));
        match (letter, digit) {
            (Some(letter), Some(digit)) if text.len() == 2 => Ok(Self {
                letter,
                digit: digit as u8,
            }),
            _ => Err(format!("`{text}` is not a grade: a letter A-D and a digit 1-4")),
        }
    }
}

/// The three lower bounds (inclusive) between four classes, best first, each 0-100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds(pub [f64; 3]);

impl Thresholds {
    /// The class of a value.
    #[must_use]
    pub fn class_of(&self, value: f64) -> Class {
        let rank = self.0.iter().filter(|bound| value < **bound).count();
        Class::ALL[rank]
    }

    /// The lower bound of a class; 0 for D.
    #[must_use]
    pub fn lower_bound(&self, class: Class) -> f64 {
        self.0.get(class as usize).copied().unwrap_or(0.0)
    }
}
