//! The activity level over its baseline (ALOB; method, sections 2 and 3): who is active rises over the usual level, or who
//! was silent wakes up. Both mean that something has changed: a reason to look, worth a few points at most, because
//! measured alone it predicts little.
//!
//! What is a surge follows from the days on which somebody was active, and from nothing else: a history that becomes known
//! in another order, the newest row first, says the same.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::pace::SPAN_DAYS;
use super::recency::{day_of, end_of};
use super::{Model, RuleNo, ScoreState, Track};
use crate::domain::Time;

/// A surge is told of once in so many days.
const TOLD_EVERY_DAYS: i64 = 14;

/// How old an act may be, in days, that is still told of when it becomes known: a file of the week that comes after the
/// weekend is news, a history of years is none.
const NEWS_DAYS: i32 = 7;

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
        /// Days of silence; 192 when it was so long or longer, because no more are remembered.
        silence_days: u32,
    },
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rising { days, of } => write!(f, "more active than usual: {days} of the last {of} days"),
            Self::Waking { silence_days } if *silence_days >= SPAN_DAYS => {
                write!(f, "back after more than half a year of silence")
            }
            Self::Waking { silence_days } => write!(f, "back after {silence_days} silent days"),
        }
    }
}

/// Notes an act of the contact; says whether [`settle`] has something to look at.
pub(super) fn note(model: &Model, state: &mut ScoreState, at: i64) -> bool {
    model.baseline.is_some() && state.pace.note(day_of(at))
}

/// Gives the points of a surge and of waking up where the days say so, and takes them where they no longer do.
pub(super) fn settle(model: &Model, state: &mut ScoreState) {
    if let Some(baseline) = &model.baseline {
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
        let mut numbered = (0..).zip(&self.behaviour);
        numbered.any(|(number, surge)| surge.name == rule && self.is_surge(number))
    }

    /// The same by the place of the rule.
    pub(super) fn is_surge(&self, rule: RuleNo) -> bool {
        self.baseline
            .as_ref()
            .is_some_and(|baseline| rule == baseline.rising || rule == baseline.waking)
    }

    /// What is to be told of the contact's level of activity at `now`: a surge or a waking of the last seven days (of the
    /// calendar, in UTC) that has not been told yet, whatever was done in the days after it. Older ones are no news: a history
    /// that is imported tells nothing of them.
    #[must_use]
    pub fn alert(&self, state: &ScoreState, now: Time) -> Option<Alert> {
        let baseline = self.baseline.as_ref()?;
        let newest = state.last_event_at?;
        let is_old = |day: i32| day_of(now.timestamp_millis()).saturating_sub(day) >= NEWS_DAYS;
        let told = state.alerted_at;
        if is_old(state.pace.day) || told.is_some_and(|told| (newest - told).num_days() < TOLD_EVERY_DAYS) {
            return None;
        }
        let is_news = |back: &u32| !is_old(state.pace.day.saturating_sub_unsigned(*back));
        if let Some(back) = state.pace.woke(baseline).filter(is_news) {
            let silent = state.pace.silence_before(back)?;
            // So far back nothing is remembered but that there was something.
            let is_whole = back + silent < SPAN_DAYS;
            return Some(Alert::Waking {
                silence_days: if is_whole { silent } else { SPAN_DAYS },
            });
        }
        let back = state.pace.rose(baseline).filter(is_news)?;
        Some(Alert::Rising {
            days: state.pace.active_days(back, baseline.fast_days),
            of: baseline.fast_days,
        })
    }
}
