//! Rules over what contacts do: which events they count, and what they give at an instant.

use std::cell::OnceCell;

use super::explicit::contains;
use super::{Model, ScoreState, Track};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::text::fold;

/// What a kind of behaviour is worth. The texts are kept folded (`text::fold`).
#[derive(Debug, Clone, PartialEq)]
pub struct BehaviourRule {
    /// Name, unique in the file; what the state keeps points under.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The activity kinds counted.
    pub kinds: Vec<String>,
    /// Counts only events whose detail contains one of these, case folded; all when empty. One of up to three
    /// characters must stand as a word of its own.
    pub detail_contains: Vec<String>,
    /// Points of one event when fresh; never negative, so that scores only fall while nothing happens.
    pub points: f64,
    /// Days in which the points melt to half.
    pub half_life_days: f64,
    /// The most that the rule can give at any instant.
    pub cap: f64,
}

impl BehaviourRule {
    /// The engagement points that a track gives at `now`: melted, and at most the cap.
    #[must_use]
    pub fn given(&self, track: &Track, now: Time) -> f64 {
        track.value_at(now, self.half_life_days).min(self.cap)
    }

    fn counts(&self, kind: &Folded<'_>, detail: &Folded<'_>) -> bool {
        self.kinds.iter().any(|wanted| wanted == kind.text())
            && (self.detail_contains.is_empty()
                || self
                    .detail_contains
                    .iter()
                    .any(|text| contains(detail.text(), text)))
    }
}

/// Counts an event into the state; says whether any rule did.
pub(super) fn absorb(model: &Model, state: &mut ScoreState, event: &Event, at: Time) -> bool {
    let (kind, detail) = (Folded::new(&event.kind), Folded::new(&event.detail));
    let mut counted = false;
    for rule in model.behaviour.iter().filter(|rule| rule.counts(&kind, &detail)) {
        if let Some(track) = state.tracks.get_mut(&rule.name) {
            track.add(rule.points, at, rule.half_life_days);
        } else {
            let value = rule.points;
            state.tracks.insert(rule.name.clone(), Track { value, at });
        }
        counted = true;
    }
    if counted {
        state.last_event_at = state.last_event_at.max(Some(at));
    }
    counted
}

/// The rules that have gathered something, in the order of the state (and so of every sum over them).
pub(super) fn alive<'a>(
    model: &'a Model,
    state: &'a ScoreState,
) -> impl Iterator<Item = (&'a BehaviourRule, &'a Track)> {
    // Few tracks against some twenty rules: looking through the rules is faster than an index that every reader would
    // have to build, and a name of another length is told apart without reading it.
    state.tracks.iter().filter_map(|(name, track)| {
        let rule = model.behaviour.iter().find(|rule| rule.name == *name)?;
        Some((rule, track))
    })
}

/// A text folded at most once, and only if somebody asks and it is not folded as it stands.
struct Folded<'a> {
    raw: &'a str,
    folded: OnceCell<String>,
}

impl<'a> Folded<'a> {
    const fn new(raw: &'a str) -> Self {
        Self {
            raw,
            folded: OnceCell::new(),
        }
    }

    fn text(&self) -> &str {
        let is_folded = |b: u8| b.is_ascii() && !b.is_ascii_uppercase();
        if self.raw.bytes().all(is_folded) {
            return self.raw;
        }
        self.folded.get_or_init(|| fold(self.raw))
    }
}
