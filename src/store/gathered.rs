//! What contacts have gathered, as kept: short, without names and without dates to parse, because the call list reads one
//! for every open lead.

use serde::{Deserialize, Serialize};

use super::cells::{millis, time};
use super::error::StoreError;
use crate::domain::score::{Interest, Pace, RuleNo, ScoreState, Track};

/// Rule, value, landmark and newest event in Unix milliseconds, points by day.
type ByDay = (RuleNo, f64, i64, i64, Vec<(i32, f64)>);

/// A [`ScoreState`]: what is empty is left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Compact {
    /// Explicit rules that hold.
    #[serde(rename = "h", skip_serializing_if = "Vec::is_empty")]
    holding: Vec<RuleNo>,
    /// Tracks that melt from their newest event: rule, value, Unix milliseconds.
    #[serde(rename = "t", skip_serializing_if = "Vec::is_empty")]
    plain: Vec<(RuleNo, f64, i64)>,
    /// Tracks that know days.
    #[serde(rename = "d", skip_serializing_if = "Vec::is_empty")]
    by_day: Vec<ByDay>,
    /// Newest active day, the bits of those before it, whether there were earlier ones.
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    pace: Option<(i32, [u64; 3], bool)>,
    /// Topic, faded looks, Unix milliseconds, all looks.
    #[serde(rename = "i", skip_serializing_if = "Vec::is_empty")]
    interests: Vec<(RuleNo, f64, i64, u32)>,
    /// Unix milliseconds of the last event.
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    last: Option<i64>,
    /// Unix milliseconds of the last alert.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    alerted: Option<i64>,
}

/// A score state from its column; nothing gathered when there is no row.
pub(super) fn read(text: Option<&str>) -> Result<ScoreState, StoreError> {
    match text {
        Some(text) => state(serde_json::from_str(text)?),
        None => Ok(ScoreState::default()),
    }
}

/// The column of a score state.
pub(super) fn written(state: &ScoreState) -> Result<String, StoreError> {
    Ok(serde_json::to_string(&compact(state))?)
}

/// The states under the models that are only looked at.
pub(super) fn read_all(text: Option<&str>) -> Result<Vec<ScoreState>, StoreError> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let all: Vec<Compact> = serde_json::from_str(text)?;
    all.into_iter().map(state).collect()
}

/// Their column.
pub(super) fn written_all(states: &[ScoreState]) -> Result<Option<String>, StoreError> {
    if states.is_empty() {
        return Ok(None);
    }
    let all: Vec<Compact> = states.iter().map(compact).collect();
    Ok(Some(serde_json::to_string(&all)?))
}

fn state(compact: Compact) -> Result<ScoreState, StoreError> {
    let plain = compact.plain.into_iter().map(|(rule, value, at)| Track {
        rule,
        value,
        as_of: at,
        at,
        days: Vec::new(),
    });
    let by_day = compact.by_day.into_iter();
    let mut tracks: Vec<Track> = plain
        .chain(by_day.map(|(rule, value, as_of, at, days)| Track {
            rule,
            value,
            as_of,
            at,
            days,
        }))
        .collect();
    tracks.sort_unstable_by_key(|track| track.rule);
    let interests = compact
        .interests
        .into_iter()
        .map(|(topic, now, at, all)| Interest { topic, now, at, all });
    Ok(ScoreState {
        holding: compact.holding,
        tracks,
        pace: compact
            .pace
            .map_or_else(Pace::default, |(day, bits, earlier)| Pace { day, bits, earlier }),
        interests: interests.collect(),
        last_event_at: compact.last.map(time).transpose()?,
        alerted_at: compact.alerted.map(time).transpose()?,
    })
}

fn compact(state: &ScoreState) -> Compact {
    let is_plain = |track: &&Track| track.days.is_empty() && track.as_of == track.at;
    let plain = state
        .tracks
        .iter()
        .filter(is_plain)
        .map(|track| (track.rule, track.value, track.at));
    let by_day = state.tracks.iter().filter(|track| !is_plain(track));
    Compact {
        holding: state.holding.clone(),
        plain: plain.collect(),
        by_day: by_day
            .map(|t| (t.rule, t.value, t.as_of, t.at, t.days.clone()))
            .collect(),
        pace: (state.pace != Pace::default()).then_some((
            state.pace.day,
            state.pace.bits,
            state.pace.earlier,
        )),
        interests: state
            .interests
            .iter()
            .map(|i| (i.topic, i.now, i.at, i.all))
            .collect(),
        last: state.last_event_at.map(millis),
        alerted: state.alerted_at.map(millis),
    }
}
