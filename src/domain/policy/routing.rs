//! Which leads go to sales, and what is missing to those that do not.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use crate::domain::Time;
use crate::domain::contact::{Contact, Field};
use crate::domain::score::{Class, Score};

/// Which leads the rules hand to sales when their class changes (method, section 3, classes).
#[derive(Debug, Clone, PartialEq)]
pub struct Routing {
    /// Class A goes to sales as urgent when this holds.
    pub a: Criteria,
    /// Class B goes to sales as normal when this holds.
    pub b: Criteria,
    /// Month and day on which the next budget season opens: when a lead returned for want of budget wakes up.
    pub budget_season: (u32, u32),
}

impl Routing {
    /// The next opening of the budget season after `now`: nine in the morning of that day in `zone`.
    #[must_use]
    pub fn next_budget_season(&self, now: Time, zone: Tz) -> Time {
        let (month, day) = self.budget_season;
        let year = now.with_timezone(&zone).year();
        (year..=year + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(9, 0, 0))
            .filter_map(|naive| naive.and_local_timezone(zone).earliest())
            .map(|local| local.to_utc())
            .find(|at| *at > now)
            .unwrap_or(now + chrono::TimeDelta::days(365))
    }

    /// Whether the rules hand over somebody of this score who can be called so and decides with such a group: nothing is
    /// [missing](Routing::missing). The one place that says it, for the live rules and for every question of what would have
    /// been.
    #[must_use]
    pub fn lets_through(&self, score: Score, calling: Calling, group: impl FnOnce() -> u8) -> bool {
        self.missing(score, calling, group).is_none()
    }

    /// What is missing to somebody for being handed over: class A or B, and what is asked of that class. `group` is the
    /// [`combined`](crate::domain::committee::combined) score of those who decide with it, asked for only where it matters.
    #[must_use]
    pub fn missing(&self, score: Score, calling: Calling, group: impl FnOnce() -> u8) -> Option<Missing> {
        let criteria = match score.class {
            Class::A => self.a,
            Class::B => self.b,
            Class::C | Class::D => return Some(Missing::Class),
        };
        match calling {
            Calling::Forbidden => return Some(Missing::Consent),
            Calling::WithoutNumber if criteria.phone_known == Known::Required => {
                return Some(Missing::Number);
            }
            Calling::Possible | Calling::WithoutNumber => {}
        }
        let below = |is: u8, asked: u8| (is < asked).then_some((is, asked));
        let fit = below(score.fit, criteria.min_fit).map(|(is, asked)| Missing::Fit { is, asked });
        fit.or_else(|| {
            let (is, asked) = below(score.engagement, criteria.min_engagement)?;
            Some(Missing::Engagement { is, asked })
        })
        .or_else(|| {
            let (is, asked) = below(
                if criteria.min_group > 0 { group() } else { 0 },
                criteria.min_group,
            )?;
            Some(Missing::Group { is, asked })
        })
    }

    /// Whether what the rules do about somebody depends on the scores of the others who decide.
    #[must_use]
    pub const fn asks_for_group(&self) -> bool {
        self.a.min_group > 0 || self.b.min_group > 0
    }
}

/// What is missing for a handoff by the rules, in points of 0-100 where it is points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The class is neither A nor B.
    Class,
    /// The contact has asked not to be called.
    Consent,
    /// No phone number is known, and one is asked for.
    Number,
    /// The fit is too low.
    Fit {
        /// What it is.
        is: u8,
        /// What is asked for.
        asked: u8,
    },
    /// The engagement is too low.
    Engagement {
        /// What it is.
        is: u8,
        /// What is asked for.
        asked: u8,
    },
    /// The combined score of the decision group is too low.
    Group {
        /// What it is.
        is: u8,
        /// What is asked for.
        asked: u8,
    },
}

impl Missing {
    /// In words, with the setting that asks for it: `fit 20 of 25 asked ([routing.b] min_fit)`.
    #[must_use]
    pub fn words(self, class: Class) -> String {
        let section = match class {
            Class::A => "[routing.a]",
            Class::B | Class::C | Class::D => "[routing.b]",
        };
        let points = |what: &str, is: u8, key: &str, asked: u8| {
            format!("{what} {is} of {asked} asked ({section} {key})")
        };
        match self {
            Self::Class => "only A and B go to sales by themselves".to_owned(),
            Self::Consent => "has asked not to be called".to_owned(),
            Self::Number => format!("no phone number is known ({section} phone)"),
            Self::Fit { is, asked } => points("fit", is, "min_fit", asked),
            Self::Engagement { is, asked } => points("engagement", is, "min_engagement", asked),
            Self::Group { is, asked } => points("combined score", is, "min_group", asked),
        }
    }
}

/// Whether somebody can and may be called, as far as routing asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calling {
    /// A phone number is known.
    Possible,
    /// None is known.
    WithoutNumber,
    /// The contact has asked not to be called.
    Forbidden,
}

impl Calling {
    /// What holds for a contact.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        if contact.do_not_call() {
            Self::Forbidden
        } else if contact.get(Field::Phone).is_some() {
            Self::Possible
        } else {
            Self::WithoutNumber
        }
    }
}

/// What must hold besides the class before the rules hand a lead over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criteria {
    /// Least fit, 0-100.
    pub min_fit: u8,
    /// Least engagement, 0-100.
    pub min_engagement: u8,
    /// Least combined score of the decision group, 0-100; 0 asks for nothing (method, section 3, company score).
    pub min_group: u8,
    /// Whether a phone number must be known: without one nobody can call.
    pub phone_known: Known,
}

/// Whether something must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It must be known.
    Required,
    /// It need not be known.
    Optional,
}
