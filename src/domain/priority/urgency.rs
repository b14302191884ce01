//! What lifts or lowers a call besides its worth: clocks, promises, attempts, colleagues.

use crate::domain::Time;
use crate::domain::calendar::{Calendar, from_ms};
use crate::domain::policy::Policy;
use crate::domain::sla::{Clock, ClockState};

use super::brief::{Brief, Touch};

/// An untouched handoff past its deadline is lifted by so much more than one whose time is all but up.
const BREACHED: f64 = 1.5;
/// A lead just tried stands back: who did not answer a moment ago will hardly answer now.
const COOLING_OFF: f64 = 0.25;
/// A promised callback waits at the bottom until its minute ...
const CALLBACK_AHEAD: f64 = 0.05;
/// ... stands at it before all whom nobody has promised anything, which the order itself sees to, whatever calls are worth ...
const CALLBACK_DUE: f64 = 1_000_000.0;
/// ... and when it was missed still stands before them, unless what it is worth is a thousandth: somebody waits.
const CALLBACK_LATE: f64 = 1_000.0;
/// How long before its time a callback already counts as due, in milliseconds: the time to read the card.
const CALLBACK_LEAD_MS: i64 = 2 * 60_000;
/// How long after its time a callback is breached, in milliseconds.
const CALLBACK_GRACE_MS: i64 = 15 * 60_000;

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

/// How a promised callback stands; its time in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callback {
    /// None was promised.
    None,
    /// Its time is still to come.
    Ahead(i64),
    /// Its minute has come, and is not long past.
    Due(i64),
    /// It was missed.
    Late(i64),
}

impl Callback {
    /// As of an instant: due from two minutes before its time until its clock is breached, a quarter of an hour after it.
    #[inline]
    const fn of(at: i64, now_ms: i64) -> Self {
        if at - now_ms > CALLBACK_LEAD_MS {
            Self::Ahead(at)
        } else if now_ms - at > CALLBACK_GRACE_MS {
            Self::Late(at)
        } else {
            Self::Due(at)
        }
    }

    /// Whether its minute has come, and is not long past.
    pub(super) const fn is_due(self) -> bool {
        matches!(self, Self::Due(_))
    }

    /// From when on a promise whose time is still to come brings the contact into the list, whatever the hours.
    pub(super) fn comes(self) -> Option<Time> {
        match self {
            Self::Ahead(ms) => Some(from_ms(ms - CALLBACK_LEAD_MS)),
            Self::None | Self::Due(_) | Self::Late(_) => None,
        }
    }

    /// Whether the contact is to be called because that was promised, at its minute or since.
    pub(super) const fn is_to_be_kept(self) -> bool {
        matches!(self, Self::Due(_) | Self::Late(_))
    }

    /// The factor of a callback: 0.05 ahead of its time, a million at its minute, 1,000 once missed, 1 without one.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Ahead(_) => CALLBACK_AHEAD,
            Self::Due(_) => CALLBACK_DUE,
            Self::Late(_) => CALLBACK_LATE,
        }
    }

    /// When it was promised for.
    #[must_use]
    pub fn at(self) -> Option<Time> {
        match self {
            Self::None => None,
            Self::Ahead(ms) | Self::Due(ms) | Self::Late(ms) => Some(from_ms(ms)),
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
#[inline]
pub(super) fn of(
    brief: &Brief,
    tried: Tried,
    policy: &Policy,
    calendar: &Calendar,
    now_ms: i64,
) -> (Clock, Factors) {
    let mut factors = Factors {
        clock: 1.0,
        cool_off: 1.0,
        callback: Callback::None,
        colleague: 1.0,
        colleagues_ahead: 0,
    };
    if let Some(at) = brief.callback_ms {
        factors.callback = Callback::of(at, now_ms);
        return (callback_clock(at, calendar, now_ms), factors);
    }
    let touch = brief.course.clock(calendar, now_ms, &policy.clocks);
    if brief.touch == Touch::None {
        let response_minutes = policy.clocks.response_minutes(brief.course.urgency);
        factors.clock = 1.0 + policy.rank.clock_lift * used_up(&touch, response_minutes);
    }
    if tried == Tried::JustNow {
        factors.cool_off = COOLING_OFF;
    }
    (touch, factors)
}

/// The share of the response time that is gone, 0-1; 1.5 once it is up.
#[inline]
fn used_up(clock: &Clock, response_minutes: u32) -> f64 {
    if clock.state == ClockState::Breached {
        return BREACHED;
    }
    let response_s = f64::from(response_minutes) * 60.0;
    let used = response_s - clock.working_left_s as f64;
    (used / response_s.max(1.0)).clamp(0.0, 1.0)
}

fn callback_clock(due_ms: i64, calendar: &Calendar, now_ms: i64) -> Clock {
    let late_ms = now_ms - due_ms;
    let state = if late_ms > CALLBACK_GRACE_MS {
        ClockState::Breached
    } else if late_ms >= 0 {
        ClockState::AtRisk
    } else {
        ClockState::OnTime
    };
    let left_ms = calendar.position_ms(due_ms) - calendar.position_ms(now_ms);
    Clock {
        due_ms,
        working_left_s: left_ms.div_euclid(1_000),
        state,
    }
}
