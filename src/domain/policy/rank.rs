//! What the house has settled about the rank: section `[rank]` of the settings.

use crate::domain::score::Class;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// The settings of the rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankRules {
    /// In how many days of waiting the value of a lead halves, for the classes A, B, C, D; more than 0.
    pub half_life_days: [f64; 4],
    /// Minutes that a talk takes, notes included; more than 0.
    pub talk_minutes: f64,
    /// Minutes that an attempt takes which reaches nobody: ringing, perhaps a message; more than 0.
    pub attempt_minutes: f64,
    /// Share of the attempts that reach somebody, as long as the team's own calls do not say better; between 0 and 1.
    pub reach: f64,
    /// Own calls from which on the chance to reach is told apart by weekday and hour; flat until then.
    pub learn_from: u32,
    /// What each further person of one company counts, 0-1: the second so much of its value, the third that squared.
    pub colleague: f64,
    /// By how much a response clock that is all but used up lifts a lead: 1 doubles it, 0 leaves clocks out.
    pub clock_lift: f64,
    /// When contacts may be called, in their own time.
    pub calling: CallingHours,
}

/// The hours and days of calls, by the clock on the contact's wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallingHours {
    /// First minute of the day.
    pub from: u16,
    /// The minute at which it ends; [`DAY_MINUTES`] is midnight.
    pub to: u16,
    /// Days, Monday first.
    pub days: [bool; 7],
}

impl CallingHours {
    /// Any hour of any day.
    pub const ALWAYS: Self = Self {
        from: 0,
        to: DAY_MINUTES,
        days: [true; 7],
    };
}

impl RankRules {
    /// In how many hours of waiting the value of a lead of a class halves.
    #[must_use]
    pub const fn half_life_hours(&self, class: Class) -> f64 {
        self.half_life_days[class as usize] * 24.0
    }

    /// The minutes that a call is expected to take: a talk when somebody is reached, an attempt when not.
    #[must_use]
    #[inline]
    pub fn call_minutes(&self, reach: f64) -> f64 {
        reach * self.talk_minutes + (1.0 - reach) * self.attempt_minutes
    }
}

impl Default for RankRules {
    /// The built-in settings, at any hour: for tests and simulations.
    fn default() -> Self {
        Self {
            half_life_days: [3.0, 14.0, 30.0, 90.0],
            talk_minutes: 12.0,
            attempt_minutes: 3.0,
            reach: 0.2,
            learn_from: 200,
            colleague: 0.5,
            clock_lift: 1.0,
            calling: CallingHours::ALWAYS,
        }
    }
}
