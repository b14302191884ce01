//! Rules over what contacts do: which events they count, and what they give at an instant.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use super::baseline;
use super::interest;
use super::machine::{self, EMAIL_OPEN, MACHINE_OPEN};
use super::pattern::Taken;
use super::{Model, Pattern, Recency, RuleNo, ScoreState, Track};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::text::fold;

/// The kind of what happens to a contact when somebody else of the company is active too: parallel visits (method,
/// section 3). It stands in no log; it follows from the acts of the others.
pub const COLLEAGUE_ACTIVE: &str = "colleague_active";

/// What a kind of behaviour is worth. The kinds are kept folded (`text::fold`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BehaviourRule {
    /// Name, unique in the file.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The activity kinds counted.
    pub kinds: Vec<String>,
    /// Counts only events whose detail matches one of these; all when empty.
    pub detail: Vec<Pattern>,
    /// Counts no event whose detail matches one of these: clicks of scanners, own visits.
    pub detail_lacks: Vec<Pattern>,
    /// Points of one event when fresh; never negative, so that scores only fall while nothing happens.
    pub points: f64,
    /// How the points melt.
    pub recency: Recency,
    /// The most that the rule can give at any instant.
    pub cap: f64,
    /// The most that the events of one day (UTC) can add.
    pub day_cap: Option<f64>,
    /// The group whose cap it shares, by its place in the model.
    pub group: Option<RuleNo>,
}

/// Behaviour rules that share a cap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Name, unique in the file.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The most that the rules of the group can give together at any instant.
    pub cap: f64,
}

/// What an event means to a model: worked out from its texts once, then used as often as the event occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Matched {
    /// The rules that count it, ascending.
    rules: Vec<RuleNo>,
    /// The topics it belongs to, ascending.
    topics: Vec<RuleNo>,
    /// Whether rules counted it that can no longer be told: it was erased.
    erased: bool,
}

impl BehaviourRule {
    /// The engagement points that a track gives at `now`: melted, and at most the cap.
    #[must_use]
    pub fn given(&self, track: &Track, now: Time) -> f64 {
        self.given_at(track, now.timestamp_millis())
    }

    #[inline]
    pub(super) fn given_at(&self, track: &Track, now_ms: i64) -> f64 {
        track.value_at(now_ms, &self.recency).min(self.cap)
    }

    fn counts<'a>(&self, kind: &Folded<'_>, detail: impl Fn() -> &'a Taken<'a>) -> bool {
        let matches = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(detail()));
        self.kinds.iter().any(|wanted| wanted == kind.text())
            && (self.detail.is_empty() || matches(&self.detail))
            && !matches(&self.detail_lacks)
    }
}

impl Matched {
    /// Whether no rule counts it.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.rules.is_empty() && !self.erased
    }

    /// An act of which nothing else is known any more: it gives no points of a rule, but it was an act.
    #[must_use]
    pub const fn erased() -> Self {
        Self {
            rules: Vec::new(),
            topics: Vec::new(),
            erased: true,
        }
    }
}

/// Which rules count an event, and what it is about. A mail that a machine has opened is nothing that the contact did: no
/// rule counts it, whatever kinds the rule names.
pub(super) fn matched(model: &Model, event: &Event) -> Matched {
    let (kind, detail) = (Folded::new(&event.kind), Folded::new(&event.detail));
    let kind_is = |wanted: &str| kind.text() == wanted;
    if kind_is(MACHINE_OPEN) || kind_is(EMAIL_OPEN) && machine::is_marked(detail.text()) {
        return Matched::default();
    }
    let taken = OnceCell::new();
    let detail = || taken.get_or_init(|| Taken::apart(detail.text()));
    let numbered = (0..).zip(&model.behaviour);
    let rules = numbered
        .filter(|(_, rule)| rule.counts(&kind, detail))
        .map(|(no, _)| no)
        .collect();
    let about = |pages: &[Pattern]| pages.iter().any(|page| page.matches(detail()));
    let topics = (0..)
        .zip(&model.topics)
        .filter(|(_, topic)| about(&topic.pages))
        .map(|(no, _)| no);
    Matched {
        rules,
        topics: topics.collect(),
        erased: false,
    }
}

/// Whether a state follows the level of activity at every event, or once after all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// At every event.
    Followed,
    /// By [`baseline::settle`], after the last one: the same, because it follows from the days alone.
    Later,
}

/// Counts an event into the state; says whether any rule did.
pub(super) fn absorb(
    model: &Model,
    state: &mut ScoreState,
    matched: &Matched,
    at: Time,
    level: Level,
) -> bool {
    if matched.is_nothing() {
        return false;
    }
    let at_ms = at.timestamp_millis();
    add(model, state, matched, at_ms);
    for topic in &matched.topics {
        interest::look(state, *topic, at_ms, model.interest);
    }
    if baseline::note(model, state, at_ms) && level == Level::Followed {
        baseline::settle(model, state);
    }
    state.last_event_at = state.last_event_at.max(Some(at));
    true
}

/// The rules that count activity of others of the company.
pub(super) fn of_colleagues(model: &Model) -> Matched {
    let counts = |rule: &BehaviourRule| rule.kinds.iter().any(|kind| kind == COLLEAGUE_ACTIVE);
    let numbered = (0..).zip(&model.behaviour);
    Matched {
        rules: numbered
            .filter(|(_, rule)| counts(rule))
            .map(|(no, _)| no)
            .collect(),
        ..Matched::default()
    }
}

/// Counts that somebody else of the company was active: it gives points, but it is nothing that the contact has done.
pub(super) fn absorb_colleague(model: &Model, state: &mut ScoreState, rules: &Matched, at: Time) -> bool {
    add(model, state, rules, at.timestamp_millis());
    !rules.rules.is_empty()
}

fn add(model: &Model, state: &mut ScoreState, matched: &Matched, at_ms: i64) {
    for no in &matched.rules {
        if let Some(rule) = model.behaviour.get(usize::from(*no)) {
            state.track(*no, at_ms).add(rule, at_ms);
        }
    }
}

/// The rules that have gathered something, in the order of the state (and so of every sum over them).
#[inline]
pub(super) fn alive<'a>(
    model: &'a Model,
    state: &'a ScoreState,
) -> impl Iterator<Item = (&'a BehaviourRule, &'a Track)> {
    state.tracks.iter().filter_map(|track| {
        let rule = model.behaviour.get(usize::from(track.rule))?;
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
