//! The activity level over its baseline (ALOB; method, sections 2 and 3): who is active rises over the usual level, or who
//! was silent wakes up. Both mean that something has changed: a reason to look, worth a few points at most, because
//! measured alone it predicts little.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::recency::day_of;
use super::{Model, RuleNo, ScoreState, Track};
use crate::domain::Time;

/// Days that a pace looks back.
const SPAN_DAYS: u32 = 192;

/// Days below which nobody is known for long enough to have a usual level: a newcomer's is counted over so many.
const LEAST_SPAN: u32 = 30;

/// How many acts the register's usual level is a mean over.
const REGISTER_ACTS: u32 = 5_000;

/// A surge is told of once in so many days.
const TOLD_EVERY_DAYS: i64 = 14;

/// When the level of activity counts as risen, and what that is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The days of the fast rate: what counts as now.
    pub fast_days: u16,
    /// Active days within the fast ones below which nothing is a surge.
    pub least_days: u16,
    /// Rising when the fast rate is at least so many times the usual one.
    pub rising_from: f64,
    /// Waking up when nothing was done for so many days before.
    pub silence_days: u16,
    /// The rule in which a surge gives its points.
    pub rising: RuleNo,
    /// The rule in which waking up gives its points.
    pub waking: RuleNo,
}

/// On which of the last days a contact did something: exact, small, and the same in whatever order its days become known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The newest active day, from 1970 in UTC.
    pub day: i32,
    /// Bit `n` of them all: active `n` days before that.
    pub bits: [u64; 3],
}

/// The register's usual level of activity, as the harmonic mean of the levels of those who acted last: harmonic, because
/// who acts often is met often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Mean days between two active days of one contact; 0 while nobody has acted.
    pub mean_gap_days: f64,
    /// Acts behind the mean, at most 5,000.
    pub acts: u32,
}

/// What a rising level tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Alert {
    /// More active than usual.
    Rising {
        /// Active days within the fast ones.
        days: u32,
        /// Of so many days.
        of: u16,
    },
    /// Back after a long silence.
    Waking {
        /// Days of silence.
        silence_days: i32,
    },
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rising { days, of } => write!(f, "more active than usual: {days} of the last {of} days"),
            Self::Waking { silence_days } => write!(f, "back after {silence_days} silent days"),
        }
    }
}

impl Pace {
    const fn is_empty(&self) -> bool {
        self.bits[0] == 0
    }

    /// Notes an active day; says what is new about it.
    fn note(&mut self, day: i32) -> News {
        if self.is_empty() {
            *self = Self { day, bits: [1, 0, 0] };
            return News::First;
        }
        let ahead = day - self.day;
        if ahead > 0 {
            self.shift(ahead.unsigned_abs());
            self.day = day;
            self.bits[0] |= 1;
            return News::After(ahead);
        }
        let back = ahead.unsigned_abs();
        if back < SPAN_DAYS {
            self.bits[(back / 64) as usize] |= 1 << (back % 64);
        }
        if back == 0 { News::SameDay } else { News::Late }
    }

    fn shift(&mut self, days: u32) {
        let mut shifted = [0; 3];
        for back in 0..SPAN_DAYS.saturating_sub(days) {
            if self.bits[(back / 64) as usize] >> (back % 64) & 1 == 1 {
                let to = back + days;
                shifted[(to / 64) as usize] |= 1 << (to % 64);
            }
        }
        self.bits = shifted;
    }

    /// Active days among the last `days`, from the newest active one.
    #[must_use]
    pub fn active_days(&self, days: u16) -> u32 {
        let mut left = u32::from(days).min(SPAN_DAYS);
        let mut count = 0;
        for bits in self.bits {
            let take = left.min(64);
            let mask = if take == 64 { u64::MAX } else { (1 << take) - 1 };
            count += (bits & mask).count_ones();
            left -= take;
        }
        count
    }

    /// The usual rate before the last `fast_days`, in active days a day.
    fn slow_rate(&self, fast_days: u16) -> f64 {
        let all = self.active_days(SPAN_DAYS as u16) - self.active_days(fast_days);
        let days = self.span().saturating_sub(fast_days.into()).max(LEAST_SPAN);
        f64::from(all) / f64::from(days)
    }

    /// Days from the first active one that is remembered to the newest, both counted.
    fn span(&self) -> u32 {
        let [newer, middle, older] = self.bits;
        let highest = |bits: u64, below: u32| below + 64 - bits.leading_zeros();
        if older != 0 {
            highest(older, 128)
        } else if middle != 0 {
            highest(middle, 64)
        } else {
            highest(newer, 0)
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    First,
    SameDay,
    Late,
    /// The newest day, so many days after the one before.
    After(i32),
}

impl Register {
    /// Notes that a contact with this pace has acted.
    fn note(&mut self, pace: &Pace) {
        let days = f64::from(pace.active_days(SPAN_DAYS as u16).max(1));
        let gap = f64::from(pace.span().max(LEAST_SPAN)) / days;
        self.acts = (self.acts + 1).min(REGISTER_ACTS);
        self.mean_gap_days += (gap - self.mean_gap_days) / f64::from(self.acts);
    }

    /// The usual rate, in active days a day.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.mean_gap_days > 0.0 {
            1.0 / self.mean_gap_days
        } else {
            0.0
        }
    }
}

/// Notes an act of the contact, and gives the points of a surge or of waking up when it is one.
pub(super) fn note(model: &Model, state: &mut ScoreState, at: i64, register: &mut Register) {
    let Some(baseline) = &model.baseline else {
        return;
    };
    let news = state.pace.note(day_of(at));
    let times = over_usual(baseline, state, register);
    if matches!(news, News::First | News::After(_)) {
        register.note(&state.pace);
    }
    match news {
        News::After(gap) if gap >= i32::from(baseline.silence_days) => {
            raise(model, state, baseline.waking, at);
        }
        News::SameDay | News::After(_) | News::First if times >= baseline.rising_from => {
            raise(model, state, baseline.rising, at);
        }
        News::First | News::SameDay | News::Late | News::After(_) => {}
    }
}

/// How many times the usual rate, the contact's own or the register's, whichever is more, the fast one is; 0 when too
/// few days are active to tell.
fn over_usual(baseline: &Baseline, state: &ScoreState, register: &Register) -> f64 {
    let days = state.pace.active_days(baseline.fast_days);
    if days < u32::from(baseline.least_days) {
        return 0.0;
    }
    let fast = f64::from(days) / f64::from(baseline.fast_days.max(1));
    let least = 1.0 / f64::from(SPAN_DAYS);
    fast / state
        .pace
        .slow_rate(baseline.fast_days)
        .max(register.rate())
        .max(least)
}

fn raise(model: &Model, state: &mut ScoreState, rule_no: RuleNo, at: i64) {
    let Some(rule) = model.behaviour.get(usize::from(rule_no)) else {
        return;
    };
    if let super::Recency::HalfLife(half_life) = rule.recency {
        state.track(rule_no, at).raise(rule.points, at, half_life);
    }
}

impl ScoreState {
    /// The track of a rule, begun when there is none.
    pub(super) fn track(&mut self, rule: RuleNo, at: i64) -> &mut Track {
        let place = match self.tracks.binary_search_by_key(&rule, |track| track.rule) {
            Ok(place) => place,
            Err(place) => {
                self.tracks.insert(place, Track::new(rule, at));
                place
            }
        };
        &mut self.tracks[place]
    }
}

impl Model {
    /// What is to be told of the contact's level of activity at `now`: a surge or a waking of the last day that has not been
    /// told yet. Old ones are no news: a history that is imported tells nothing.
    #[must_use]
    pub fn alert(&self, state: &ScoreState, now: Time) -> Option<Alert> {
        let baseline = self.baseline.as_ref()?;
        let newest = state.last_event_at?;
        let told = state.alerted_at;
        if (now - newest).num_days() >= 1
            || told.is_some_and(|told| (newest - told).num_days() < TOLD_EVERY_DAYS)
        {
            return None;
        }
        let newest_ms = newest.timestamp_millis();
        let raised = |rule: RuleNo| {
            let mut tracks = state.tracks.iter();
            tracks.any(|track| track.rule == rule && day_of(track.at) == day_of(newest_ms))
        };
        if raised(baseline.waking) {
            return Some(Alert::Waking {
                silence_days: state.pace.silence_before(),
            });
        }
        raised(baseline.rising).then(|| Alert::Rising {
            days: state.pace.active_days(baseline.fast_days),
            of: baseline.fast_days,
        })
    }
}

impl Model {
    /// Whether a rule gives the points of a surge or of waking up.
    #[must_use]
    pub fn tells_of_surge(&self, rule: &str) -> bool {
        let numbers = self
            .baseline
            .iter()
            .flat_map(|baseline| [baseline.rising, baseline.waking]);
        let mut rules = numbers.filter_map(|number| self.behaviour.get(usize::from(number)));
        rules.any(|surge| surge.name == rule)
    }
}

impl Pace {
    /// Days between the newest active day and the one before; the whole span when none is known.
    fn silence_before(&self) -> i32 {
        let earlier = (1..SPAN_DAYS).find(|back| self.bits[(back / 64) as usize] >> (back % 64) & 1 == 1);
        earlier.unwrap_or(SPAN_DAYS).cast_signed()
    }
}
