//! How much a call gains by being made now rather than later.

use chrono::Duration;

use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::lead::Urgency;
use crate::domain::policy::Clocks;
use crate::domain::query::OpenLead;
use crate::domain::sla::{Clock, ClockState, clock_in};

/// An untouched handoff past its deadline: above every running clock, which lifts by two at most.
const BREACHED: f64 = 2.5;
/// A lead just tried stands back.
const COOLING_OFF: f64 = 0.25;
/// A promised callback waits at the bottom until its minute ...
const CALLBACK_AHEAD: f64 = 0.05;
/// ... and from then on stands above all of its size.
const CALLBACK_DUE: f64 = 10.0;
/// How long before its time a callback already counts as due, in minutes: the time to read the card.
const CALLBACK_LEAD_MINUTES: i64 = 2;
/// How long after its time a callback is breached, in minutes.
const CALLBACK_GRACE_MINUTES: i64 = 15;

/// What the urgency of a place is made of; the urgency is their product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// Which response time holds.
    pub urgency: Urgency,
    /// 2 for urgent handoffs, 1 for normal ones.
    pub base: f64,
    /// 1 to 2 with the share of the response time that an untouched handoff has used, 2.5 once breached, 1 when tried.
    pub clock: f64,
    /// 0.25 within the cool-off after an attempt, else 1.
    pub cool_off: f64,
    /// The promised callback.
    pub callback: Callback,
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
    /// The factor of a callback in the urgency: 0.05 ahead of its time, 10 from then on, 1 without one.
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
    /// The urgency: all factors multiplied.
    #[must_use]
    pub fn product(&self) -> f64 {
        self.base * self.clock * self.cool_off * self.callback.factor()
    }
}

/// The clock that a lead is shown with, and the factors of its urgency.
pub(super) fn of(lead: &OpenLead, clocks: &Clocks, calendar: &Calendar, now: Time) -> (Clock, Factors) {
    let work = &lead.lead.work;
    let touch = clock_in(calendar, &lead.handoff, now, clocks);
    let base = match lead.handoff.urgency {
        Urgency::Urgent => 2.0,
        Urgency::Normal => 1.0,
    };
    let mut factors = Factors {
        urgency: lead.handoff.urgency,
        base,
        clock: 1.0,
        cool_off: 1.0,
        callback: Callback::None,
    };
    if let Some(at) = work.callback_at {
        factors.callback = if at - now > Duration::minutes(CALLBACK_LEAD_MINUTES) {
            Callback::Ahead(at)
        } else {
            Callback::Due(at)
        };
        return (callback_clock(at, calendar, now), factors);
    }
    if lead.handoff.first_attempt_at.is_none() {
        factors.clock = clock_factor(&touch, clocks.response_minutes(lead.handoff.urgency));
    }
    let cool_off = Duration::minutes(clocks.cool_off_minutes.into());
    if work.last_attempt_at.is_some_and(|tried| now - tried < cool_off) {
        factors.cool_off = COOLING_OFF;
    }
    (touch, factors)
}

fn clock_factor(clock: &Clock, response_minutes: u32) -> f64 {
    if clock.state == ClockState::Breached {
        return BREACHED;
    }
    let response_s = f64::from(response_minutes) * 60.0;
    let used = response_s - clock.working_left_s as f64;
    1.0 + (used / response_s.max(1.0)).clamp(0.0, 1.0)
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
