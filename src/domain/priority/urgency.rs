//! What lifts or lowers a call besides its worth: clocks, promises, attempts, colleagues.

use chrono::Duration;

use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::policy::Policy;
use crate::domain::query::OpenLead;
use crate::domain::sla::{Clock, ClockState, clock_in};

/// An untouched handoff past its deadline is lifted by so much more than one whose time is all but up.
const BREACHED: f64 = 1.5;
/// A lead just tried stands back: who did not answer a moment ago will hardly answer now.
const COOLING_OFF: f64 = 0.25;
/// A promised callback waits at the bottom until its minute ...
const CALLBACK_AHEAD: f64 = 0.05;
/// ... and from then on stands above all of its size.
const CALLBACK_DUE: f64 = 10.0;
/// How long before its time a callback already counts as due, in minutes: the time to read the card.
const CALLBACK_LEAD_MINUTES: i64 = 2;
/// How long after its time a callback is breached, in minutes.
const CALLBACK_GRACE_MINUTES: i64 = 15;

/// What a place is lifted or lowered by; the worth of the call is multiplied by all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// From 1 on with the share of the response time that an untouched handoff has used, to 2 with the built-in settings;
    /// 2.5 once breached, 1 when tried.
    pub clock: f64,
    /// 0.25 within the cool-off after an attempt, else 1.
    pub cool_off: f64,
    /// The promised callback.
    pub callback: Callback,
    /// What a further person of the same company counts; 1 for the first.
    pub colleague: f64,
    /// How many of the company stand before this one, or have just been called.
    pub colleagues_ahead: u32,
}

/// When a contact was last called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// Within the cool-off.
    JustNow,
    /// Before it, or never.
    LongAgo,
}

/// How a promised callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callback {
    /// None was promised.
    None,
    /// Its time is still to come.
    Ahead(Time),
    /// Its time has come.
    Due(Time),
}

impl Callback {
    /// The factor of a callback: 0.05 ahead of its time, 10 from then on, 1 without one.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Ahead(_) => CALLBACK_AHEAD,
            Self::Due(_) => CALLBACK_DUE,
        }
    }
}

impl Factors {
    /// All factors multiplied.
    #[must_use]
    pub fn product(&self) -> f64 {
        self.clock * self.cool_off * self.callback.factor() * self.colleague
    }
}

/// The clock that a lead is shown with, and its factors; that of its colleagues is not known yet.
pub(super) fn of(
    lead: &OpenLead,
    tried: Tried,
    policy: &Policy,
    calendar: &Calendar,
    now: Time,
) -> (Clock, Factors) {
    let clocks = &policy.clocks;
    let touch = clock_in(calendar, &lead.handoff, now, clocks);
    let mut factors = Factors {
        clock: 1.0,
        cool_off: 1.0,
        callback: Callback::None,
        colleague: 1.0,
        colleagues_ahead: 0,
    };
    if let Some(at) = lead.lead.work.callback_at {
        factors.callback = if at - now > Duration::minutes(CALLBACK_LEAD_MINUTES) {
            Callback::Ahead(at)
        } else {
            Callback::Due(at)
        };
        return (callback_clock(at, calendar, now), factors);
    }
    if lead.handoff.first_attempt_at.is_none() {
        let response_minutes = clocks.response_minutes(lead.handoff.urgency);
        factors.clock = 1.0 + policy.rank.clock_lift * used_up(&touch, response_minutes);
    }
    if tried == Tried::JustNow {
        factors.cool_off = COOLING_OFF;
    }
    (touch, factors)
}

/// The share of the response time that is gone, 0-1; 1.5 once it is up.
fn used_up(clock: &Clock, response_minutes: u32) -> f64 {
    if clock.state == ClockState::Breached {
        return BREACHED;
    }
    let response_s = f64::from(response_minutes) * 60.0;
    let used = response_s - clock.working_left_s as f64;
    (used / response_s.max(1.0)).clamp(0.0, 1.0)
}

fn callback_clock(due_at: Time, calendar: &Calendar, now: Time) -> Clock {
    let late = now - due_at;
    let state = if late > Duration::minutes(CALLBACK_GRACE_MINUTES) {
        ClockState::Breached
    } else if late >= Duration::zero() {
        ClockState::AtRisk
    } else {
        ClockState::OnTime
    };
    let left_ms = calendar.position(due_at) - calendar.position(now);
    Clock {
        due_at,
        working_left_s: left_ms.div_euclid(1_000),
        state,
    }
}
