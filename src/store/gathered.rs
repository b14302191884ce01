//! What contacts have gathered, as kept: bytes without names, because the call list reads them for every open lead and a
//! rebuild writes them for everybody.

use serde::{Deserialize, Serialize};

use super::cells::{millis, time};
use super::error::StoreError;
use crate::domain::score::{Interest, Pace, RuleNo, ScoreState, Track};

/// Rule, value, landmark and newest event in Unix milliseconds, points by day.
type ByDay = (RuleNo, f64, i64, i64, Vec<(i32, f64)>);

/// A [`ScoreState`]. What is added here later comes with a step of the schema that has everything gathered again.
#[derive(Serialize, Deserialize)]
struct Compact {
    /// Explicit rules that hold.
    holding: Vec<RuleNo>,
    /// Tracks that melt from their newest event: rule, value, Unix milliseconds.
    plain: Vec<(RuleNo, f64, i64)>,
    /// Tracks that know days.
    by_day: Vec<ByDay>,
    /// Newest active day, the bits of those before it, whether there were earlier ones.
    pace: Option<(i32, [u64; 3], bool)>,
    /// Topic, faded looks, Unix milliseconds, all looks.
    interests: Vec<(RuleNo, f64, i64, u32)>,
    /// Unix milliseconds of the last event.
    last: Option<i64>,
    /// Unix milliseconds of the last alert.
    alerted: Option<i64>,
}

/// A score state from its column; nothing gathered when there is no row, or an empty one.
pub(super) fn read(bytes: Option<&[u8]>) -> Result<ScoreState, StoreError> {
    match bytes {
        None | Some([]) => Ok(ScoreState::default()),
        Some(bytes) => state(postcard::from_bytes(bytes)?),
    }
}

/// The column of a score state.
pub(super) fn written(state: &ScoreState) -> Result<Vec<u8>, StoreError> {
    Ok(postcard::to_stdvec(&compact(state))?)
}

/// The states under the models that are only looked at.
pub(super) fn read_all(bytes: Option<&[u8]>) -> Result<Vec<ScoreState>, StoreError> {
    let Some(bytes) = bytes else {
        return Ok(Vec::new());
    };
    let all: Vec<Compact> = postcard::from_bytes(bytes)?;
    all.into_iter().map(state).collect()
}

/// Their column.
pub(super) fn written_all(states: &[ScoreState]) -> Result<Option<Vec<u8>>, StoreError> {
    if states.is_empty() {
        return Ok(None);
    }
    let all: Vec<Compact> = states.iter().map(compact).collect();
    Ok(Some(postcard::to_stdvec(&all)?))
}

/// A column for people to read: of one state, of several, or what cannot be read at all.
pub(super) fn told(bytes: &[u8]) -> String {
    json::<Compact>(bytes)
        .or_else(|| json::<Vec<Compact>>(bytes))
        .unwrap_or_else(|| format!("{} bytes", bytes.len()))
}

fn json<'b, T: Serialize + Deserialize<'b>>(bytes: &'b [u8]) -> Option<String> {
    let (whole, rest) = postcard::take_from_bytes::<T>(bytes).ok()?;
    rest.is_empty().then(|| serde_json::to_string(&whole).ok())?
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
