//! The rules of the house: what the settings say about scoring, routing, value and clocks, as plain values.

mod held_back;
mod rank;
mod routing;

use chrono::NaiveTime;
use chrono_tz::Tz;

pub use held_back::{HeldBack, Lacking};
pub use rank::{CallingHours, DAY_MINUTES, RankRules};
pub use routing::{Calling, Criteria, Known, Missing, Routing};

use super::lead::Urgency;
use super::score::{Class, Fitting, Model, Score, Shadow};

/// Everything a decision or a ranking needs to know besides the facts and the time.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// What events and attributes are worth, and the bounds of the classes.
    pub model: Model,
    /// Models that are only looked at, beside the one in force: the card shows the grade under each.
    pub shadows: Vec<Shadow>,
    /// Which classes go to sales.
    pub routing: Routing,
    /// What a deal is worth and how probable it is.
    pub value: Value,
    /// How fast sales is to act.
    pub clocks: Clocks,
    /// Which call comes next.
    pub rank: RankRules,
}

impl Policy {
    /// The probability of purchase that a score speaks of, 0-1: learnt from outcomes where the model says so, else by class.
    /// The one place that says it, for list and card alike.
    #[must_use]
    pub fn probability(&self, score: Score) -> f64 {
        let learnt = self.model.probability(score.total);
        learnt.unwrap_or_else(|| self.value.probability(score.class))
    }

    /// The explicit rules of all models, for looking at many contacts.
    #[must_use]
    pub fn fittings(&self) -> Fittings<'_> {
        Fittings {
            active: self.model.fitting(),
            shadows: self.shadows.iter().map(|shadow| shadow.model.fitting()).collect(),
        }
    }
}

/// The explicit rules of all models, for looking at many contacts.
#[derive(Debug)]
pub struct Fittings<'p> {
    /// Of the model in force.
    pub active: Fitting<'p>,
    /// Of those that are only looked at, in their order.
    pub shadows: Vec<Fitting<'p>>,
}

/// Deal size and probability (method, section 3: score value = potential deal size x probability of purchase).
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Currency sign or code, for show.
    pub currency: String,
    /// Deal size by number of employees: `(at least, size)`, ascending.
    pub by_company_size: Vec<(u32, f64)>,
    /// Deal size when nothing else is known and no deal has been won.
    pub default_deal_size: f64,
    /// Probability of purchase, 0-1, for the classes A, B, C, D.
    pub probability: [f64; 4],
}

impl Value {
    /// The deal size, and from where it is known: the contact's own (0 says that nobody has put one there), else by company size, else the median of the deals
    /// won, else the default.
    #[must_use]
    #[inline]
    pub fn deal_size(
        &self,
        own: Option<f64>,
        company_size: Option<u32>,
        median_won: Option<f64>,
    ) -> (f64, SizeFrom) {
        let by_size = || {
            let size = company_size?;
            self.by_company_size
                .iter()
                .rev()
                .find(|(least, _)| size >= *least)
                .map(|(_, value)| *value)
        };
        own.filter(|size| *size > 0.0)
            .map(|size| (size, SizeFrom::Contact))
            .or_else(|| Some((by_size()?, SizeFrom::CompanySize)))
            .or_else(|| Some((median_won?, SizeFrom::MedianWon)))
            .unwrap_or((self.default_deal_size, SizeFrom::Settings))
    }

    /// The probability of purchase of a class, 0-1.
    #[must_use]
    pub const fn probability(&self, class: Class) -> f64 {
        self.probability[class as usize]
    }
}

/// From where a deal size is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeFrom {
    /// Said of the contact itself.
    Contact,
    /// By the number of employees.
    CompanySize,
    /// The median of the latest deals won.
    MedianWon,
    /// The default of the settings.
    Settings,
}

/// Response times and the hours in which they run (product, "Clocks").
#[derive(Debug, Clone, PartialEq)]
pub struct Clocks {
    /// The zone in which the hours are meant and in which times are shown.
    pub zone: Tz,
    /// Working hours of a day: from, to.
    pub hours: (NaiveTime, NaiveTime),
    /// Working days, Monday first.
    pub days: [bool; 7],
    /// Response time for urgent handoffs, in working minutes.
    pub urgent_minutes: u32,
    /// Response time for the others, in working minutes.
    pub normal_minutes: u32,
    /// Share of the response time after which a clock is at risk, 0-1.
    pub at_risk_from: f64,
    /// Working minutes after which an untouched handoff goes back by itself.
    pub patience_minutes: u32,
    /// Minutes for which a lead just tried stands back in the list.
    pub cool_off_minutes: u32,
}

impl Clocks {
    /// The response time of an urgency, in working minutes.
    #[must_use]
    pub const fn response_minutes(&self, urgency: Urgency) -> u32 {
        match urgency {
            Urgency::Urgent => self.urgent_minutes,
            Urgency::Normal => self.normal_minutes,
        }
    }
}
