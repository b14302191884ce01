//! The response clocks of handoffs, in working time (product, "Clocks").

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Time;
use super::calendar::{Calendar, add_working, from_ms, working_day_s};
use super::handoff::HandoffRecord;
use super::lead::Urgency;
use super::policy::Clocks;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Enough time left, or stopped in time.
    OnTime,
    /// Most of the response time is gone.
    AtRisk,
    /// The deadline has passed.
    Breached,
}

impl ClockState {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::AtRisk => "at_risk",
            Self::Breached => "breached",
        }
    }
}

/// A clock as of one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The deadline, Unix milliseconds: deadlines of thousands of leads are compared and few are shown.
    pub due_ms: i64,
    /// Working seconds left until then; negative after it.
    pub working_left_s: i64,
    /// How it stands.
    pub state: ClockState,
}

impl Clock {
    /// The deadline.
    #[must_use]
    pub fn due_at(&self) -> Time {
        from_ms(self.due_ms)
    }
}

/// What the clock of a handoff goes by; instants in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Which response time holds.
    pub urgency: Urgency,
    /// Where it begins.
    pub handed_ms: i64,
    /// What has stopped it: the first attempt, else the end of the handoff.
    pub stopped_ms: Option<i64>,
}

impl From<&HandoffRecord> for Course {
    fn from(handoff: &HandoffRecord) -> Self {
        let stopped = handoff.first_attempt_at.or(handoff.ended_at);
        Self {
            urgency: handoff.urgency,
            handed_ms: handoff.handed_at.timestamp_millis(),
            stopped_ms: stopped.map(|at| at.timestamp_millis()),
        }
    }
}

/// The clock from the handoff to the first human attempt, as of `now`.
///
/// The first attempt stops it, and so does the end of the handoff: from then on it says for good whether that came in
/// time.
#[must_use]
pub fn clock(handoff: &HandoffRecord, now: Time, clocks: &Clocks) -> Clock {
    clock_in(&Calendar::new(clocks), handoff, now, clocks)
}

/// The same with a calendar at hand, for many handoffs at once.
#[must_use]
pub fn clock_in(calendar: &Calendar, handoff: &HandoffRecord, now: Time, clocks: &Clocks) -> Clock {
    Course::from(handoff).clock(calendar, now.timestamp_millis(), clocks)
}

impl Course {
    /// The clock as of `now_ms`.
    #[must_use]
    #[inline]
    pub fn clock(&self, calendar: &Calendar, now_ms: i64, clocks: &Clocks) -> Clock {
        let response_ms = i64::from(clocks.response_minutes(self.urgency)) * 60_000;
        let due = calendar.position_ms(self.handed_ms) + response_ms;
        let due_ms = if response_ms == 0 {
            self.handed_ms
        } else {
            calendar.instant_ms(due)
        };
        let as_of = self.stopped_ms.unwrap_or(now_ms);
        let left_ms = due - calendar.position_ms(as_of);
        let used = (response_ms - left_ms) as f64;
        let state = if as_of > due_ms {
            ClockState::Breached
        } else if self.stopped_ms.is_none() && used >= clocks.at_risk_from * response_ms as f64 {
            ClockState::AtRisk
        } else {
            ClockState::OnTime
        };
        Clock {
            due_ms,
            working_left_s: left_ms.div_euclid(1_000),
            state,
        }
    }
}

/// When an untouched handoff goes back to marketing by itself (method, section 4: what sales does not work goes back).
#[must_use]
pub fn patience_ends(handoff: &HandoffRecord, clocks: &Clocks) -> Time {
    add_working(clocks, handoff.handed_at, clocks.patience_minutes)
}

/// Working time left, as on the screen: `0:47`, `-0:12`, and from one working day on `2 d 3:10`; so late, days say it: `-7 d`.
#[must_use]
pub fn show_left(working_left_s: i64, clocks: &Clocks) -> String {
    // Whole minutes, rounded down: what is left is never promised longer than it is.
    let minutes_left = working_left_s.div_euclid(60);
    let sign = if minutes_left < 0 { "-" } else { "" };
    let minutes = minutes_left.unsigned_abs();
    let day = (working_day_s(clocks) / 60).max(1).unsigned_abs();
    let (days, rest) = (minutes / day, minutes % day);
    let clock = format!("{}:{:02}", rest / 60, rest % 60);
    if days == 0 {
        format!("{sign}{clock}")
    } else if minutes_left < 0 {
        format!("-{days} d")
    } else {
        format!("{sign}{days} d {clock}")
    }
}

/// The deadline as short as it can be said: `10:00` today, `Tue` within the next six days, else `24 Nov`.
#[must_use]
pub fn show_due(clock: &Clock, now: Time, zone: Tz) -> String {
    let (due, today) = (
        clock.due_at().with_timezone(&zone),
        now.with_timezone(&zone).date_naive(),
    );
    let format = match (due.date_naive() - today).num_days() {
        0 => "%-H:%M",
        1..=6 => "%a",
        _ => "%-d %b",
    };
    due.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, NaiveTime};

    use super::*;
    use crate::domain::handoff::{Frozen, HandoffState};
    use crate::domain::lead::Urgency;
    use crate::domain::score::{Class, Grade};

    fn clocks() -> Clocks {
        let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
        Clocks {
            zone: Tz::Europe__Helsinki,
            hours: (hour(8), hour(16)),
            days: [true, true, true, true, true, false, false],
            urgent_minutes: 60,
            normal_minutes: 480,
            at_risk_from: 0.75,
            patience_minutes: 2_400,
            cool_off_minutes: 60,
        }
    }

    /// Monday 2026-11-23 9:00 in Helsinki.
    fn monday() -> Time {
        DateTime::from_timestamp(1_795_417_200, 0).unwrap_or_default()
    }

    fn handoff(urgency: Urgency) -> HandoffRecord {
        HandoffRecord {
            cycle: 1,
            frozen: Frozen {
                class: Class::A,
                grade: Grade {
                    letter: Class::A,
                    digit: 1,
                },
                score: 80,
                reasons: Vec::new(),
            },
            urgency,
            handed_at: monday(),
            handed_by: String::new(),
            owner: None,
            state: HandoffState::Open,
            accepted_at: None,
            first_attempt_at: None,
            first_conversation_at: None,
            ended_at: None,
        }
    }

    fn after(minutes: i64) -> Time {
        monday() + Duration::minutes(minutes)
    }

    #[test]
    fn an_untouched_handoff_runs_from_on_time_over_at_risk_to_breached() {
        let handoff = handoff(Urgency::Urgent);
        for (minutes, state, left) in [
            (0, ClockState::OnTime, 3_600),
            (44, ClockState::OnTime, 960),
            (45, ClockState::AtRisk, 900),
            (60, ClockState::AtRisk, 0),
            (61, ClockState::Breached, -60),
        ] {
            let clock = clock(&handoff, after(minutes), &clocks());
            assert_eq!(
                (clock.state, clock.working_left_s),
                (state, left),
                "after {minutes} min"
            );
            assert_eq!(clock.due_at(), after(60));
        }
    }

    #[test]
    fn the_first_attempt_stops_the_clock_for_good() {
        let mut handoff = handoff(Urgency::Urgent);
        handoff.first_attempt_at = Some(after(59));
        let stopped = clock(&handoff, after(10_000), &clocks());
        assert_eq!((stopped.state, stopped.working_left_s), (ClockState::OnTime, 60));
        handoff.first_attempt_at = Some(after(70));
        let stopped = clock(&handoff, after(10_000), &clocks());
        assert_eq!(
            (stopped.state, stopped.working_left_s),
            (ClockState::Breached, -600)
        );
    }

    #[test]
    fn a_deadline_that_passed_in_the_evening_is_breached_that_evening() {
        let handoff = handoff(Urgency::Normal);
        // Eight working hours from Monday 9:00 end on Tuesday 9:00.
        let clock = clock(&handoff, after(24 * 60), &clocks());
        assert_eq!(
            (clock.due_at(), clock.state),
            (after(24 * 60), ClockState::AtRisk)
        );
        assert_eq!(patience_ends(&handoff, &clocks()), after(7 * 24 * 60));
    }

    #[test]
    fn time_left_is_said_in_hours_and_working_days() {
        for (seconds, shown) in [
            (47 * 60 + 59, "0:47"),
            (4_800, "1:20"),
            (-12 * 60, "-0:12"),
            (-1, "-0:01"),
            (0, "0:00"),
            ((2 * 8 * 60 + 190) * 60, "2 d 3:10"),
            (-(7 * 8 * 60 + 190) * 60, "-7 d"),
            (i64::MIN, ""),
            (i64::MAX, ""),
        ] {
            let said = show_left(seconds, &clocks());
            assert!(shown.is_empty() || said == shown, "{seconds}: {said}");
        }
    }

    #[test]
    fn a_deadline_is_said_by_hour_weekday_or_date() {
        for (minutes, shown) in [
            (60, "10:00"),
            (24 * 60, "Tue"),
            (7 * 24 * 60, "30 Nov"),
            (-24 * 60, "22 Nov"),
        ] {
            let clock = Clock {
                due_ms: after(minutes).timestamp_millis(),
                working_left_s: 0,
                state: ClockState::OnTime,
            };
            assert_eq!(show_due(&clock, monday(), Tz::Europe__Helsinki), shown);
        }
    }
}
