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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds(pub [f64; 3]);

impl Thresholds {
    /// The class of a value.
    #[must_use]
    #[inline]
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

/// The class of each grade, where a house decides by grade and not by total: rows by letter A-D, columns by digit 1-4. No
/// class is better to the right of or below another, so that no signal ever lowers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix(pub [[Class; 4]; 4]);

impl Matrix {
    /// The class of a grade.
    #[must_use]
    pub fn class_of(&self, grade: Grade) -> Class {
        let column = usize::from(grade.digit.clamp(1, 4)) - 1;
        self.0[grade.letter as usize][column]
    }

    /// Whether a better grade never has a worse class.
    #[must_use]
    pub fn is_monotone(&self) -> bool {
        let rows = self.0.iter().all(|row| row.is_sorted());
        rows && self
            .0
            .windows(2)
            .all(|pair| (0..4).all(|column| pair[0][column] <= pair[1][column]))
    }
}
