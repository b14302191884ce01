//! The activity level over its baseline (ALOB; method, sections 2 and 3): who is active rises over the usual level, or who
//! was silent wakes up. Both mean that something has changed: a reason to look, worth a few points at most, because
//! measured alone it predicts little.
//!
//! What is a surge follows from the days on which somebody was active, and from nothing else: a history that becomes known
//! in another order, the newest row first, says the same.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::recency::{day_of, end_of};
use super::{Model, RuleNo, ScoreState, Track};
use crate::domain::Time;

/// Days that a pace remembers.
const SPAN_DAYS: u32 = 192;

/// Days that the usual level is counted over, and for which a surge is looked back: half of what is remembered, so that
/// whether a day was one does not change as it grows older.
const USUAL_DAYS: u32 = 96;

/// Days below which nobody is known for long enough to have a usual level: a newcomer's is counted over so many.
const LEAST_SPAN: u32 = 30;

/// A surge is told of once in so many days.
const TOLD_EVERY_DAYS: i64 = 14;

/// When the level of activity counts as risen, and what that is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The days of the fast rate: what counts as now, 1-60.
    pub fast_days: u16,
    /// Active days within the fast ones below which nothing is a surge.
    pub least_days: u16,
    /// Rising when the fast rate is at least so many times the usual one.
    pub rising_from: f64,
    /// The register's usual level: one active day in so many. Nobody's own level counts as lower.
    pub usual_gap_days: f64,
    /// Waking up when nothing was done for so many days before, 1-90.
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
    /// Whether there was an active day before all of these.
    pub earlier: bool,
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
        /// Days of silence; as many as are remembered when it was longer.
        silence_days: u32,
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

    const fn was_active(&self, back: u32) -> bool {
        self.bits[(back / 64) as usize] >> (back % 64) & 1 == 1
    }

    /// Notes an active day; says whether it is new.
    fn note(&mut self, day: i32) -> bool {
        let before = *self;
        if self.is_empty() {
            self.day = day;
        } else if day > self.day {
            self.shift(day.abs_diff(self.day));
            self.day = day;
        }
        let back = self.day.abs_diff(day);
        if back < SPAN_DAYS {
            self.bits[(back / 64) as usize] |= 1 << (back % 64);
        } else {
            self.earlier = true;
        }
        *self != before
    }

    fn shift(&mut self, days: u32) {
        let mut shifted = [0; 3];
        let before = *self;
        for back in (0..SPAN_DAYS).filter(|back| before.was_active(*back)) {
            let to = back.saturating_add(days);
            if to < SPAN_DAYS {
                shifted[(to / 64) as usize] |= 1 << (to % 64);
            } else {
                self.earlier = true;
            }
        }
        self.bits = shifted;
    }

    /// Active days among the last `days`, from the newest active one.
    #[must_use]
    pub fn active_days(&self, days: u16) -> u32 {
        self.active(0, u32::from(days))
    }

    /// The days over which somebody was active, from the first that is remembered, and how many of them were active: what a
    /// register's usual level is a mean of. Nothing of who has acted on a single day: one day is no rate.
    #[must_use]
    pub fn rate(&self) -> Option<(u32, u32)> {
        let first = (0..SPAN_DAYS).rev().find(|back| self.was_active(*back))?;
        (first > 0).then(|| ((first + 1).max(LEAST_SPAN), self.active(0, SPAN_DAYS)))
    }

    /// Active days from `back` days ago to before `until` days ago.
    fn active(&self, back: u32, until: u32) -> u32 {
        let days = back..until.min(SPAN_DAYS);
        days.filter(|back| self.was_active(*back)).count() as u32
    }

    /// Silent days before an active one; nothing when it is the first of all.
    fn silence_before(&self, back: u32) -> Option<u32> {
        let earlier = (back + 1..SPAN_DAYS).find(|earlier| self.was_active(*earlier));
        earlier
            .or(self.earlier.then_some(SPAN_DAYS))
            .map(|earlier| earlier - back)
    }

    /// How many times the usual rate the fast one was on an active day: the contact's own rate of before or the register's,
    /// whichever is more. 0 when too few days were active to tell.
    fn over_usual(&self, back: u32, baseline: &Baseline) -> f64 {
        let fast_until = back + u32::from(baseline.fast_days);
        let fast = self.active(back, fast_until);
        if fast < u32::from(baseline.least_days) {
            return 0.0;
        }
        let until = back + USUAL_DAYS;
        let first = (fast_until..until.min(SPAN_DAYS))
            .rev()
            .find(|back| self.was_active(*back));
        let known = first.map_or(0, |first| first + 1 - fast_until).max(LEAST_SPAN);
        let own = f64::from(self.active(fast_until, until)) / f64::from(known);
        let fast = f64::from(fast) / f64::from(baseline.fast_days.max(1));
        fast / own.max(1.0 / baseline.usual_gap_days.max(1.0))
    }

    /// Days ago of the newest active day for which something holds.
    fn latest(&self, holds: impl Fn(u32) -> bool) -> Option<u32> {
        (0..USUAL_DAYS).find(|back| self.was_active(*back) && holds(*back))
    }

    fn rose(&self, baseline: &Baseline) -> Option<u32> {
        self.latest(|back| self.over_usual(back, baseline) >= baseline.rising_from)
    }

    fn woke(&self, baseline: &Baseline) -> Option<u32> {
        let silence = u32::from(baseline.silence_days);
        self.latest(|back| self.silence_before(back).is_some_and(|days| days >= silence))
    }
}

/// Notes an act of the contact, and gives the points of a surge or of waking up where its days say so.
pub(super) fn note(model: &Model, state: &mut ScoreState, at: i64) {
    let Some(baseline) = &model.baseline else {
        return;
    };
    let is_new = state.pace.note(day_of(at));
    if is_new {
        let (rose, woke) = (state.pace.rose(baseline), state.pace.woke(baseline));
        surge(model, state, baseline.rising, rose);
        surge(model, state, baseline.waking, woke);
    }
}

/// Points that melt from the end of the day of the surge, `back` days before the newest active one; none without one. The end
/// stands for the whole day: which act of it became known first must not matter.
fn surge(model: &Model, state: &mut ScoreState, rule_no: RuleNo, back: Option<u32>) {
    let found = state.tracks.binary_search_by_key(&rule_no, |track| track.rule);
    let Some((back, rule)) = back.zip(model.behaviour.get(usize::from(rule_no))) else {
        if let Ok(place) = found {
            state.tracks.remove(place);
        }
        return;
    };
    let day = state.pace.day.saturating_sub_unsigned(back);
    if found.is_ok_and(|place| state.tracks[place].as_of == end_of(day)) {
        return;
    }
    let track = state.track(rule_no, end_of(day));
    (track.value, track.as_of, track.at) = (rule.points, end_of(day), end_of(day));
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
        if state.pace.woke(baseline) == Some(0) {
            let silence_days = state.pace.silence_before(0)?;
            return Some(Alert::Waking { silence_days });
        }
        (state.pace.rose(baseline) == Some(0)).then(|| Alert::Rising {
            days: state.pace.active_days(baseline.fast_days),
            of: baseline.fast_days,
        })
    }
}
