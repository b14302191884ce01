//! What a contact is interested in: the single point of interest now (SPOI) and the historical all-time interest (HAT)
//! (method, sections 2 and 3).

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::recency::{half_life_ms, left};
use super::{Model, Pattern, RuleNo, ScoreState};
use crate::domain::Time;
use crate::domain::when::ago;

/// Fewer looks than this, faded, are no point of interest: one look is one for a half-life, two are one for two.
const LEAST: f64 = 0.5;

/// How fast what was looked at stops being of interest now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fading {
    /// In so many days a look counts half, in twice as many a quarter.
    pub half_life_days: f64,
}

impl Fading {
    /// What a scoring file means that says nothing: half in three days, so that this week's interest outweighs last month's.
    pub const DEFAULT: Self = Self { half_life_days: 3.0 };

    /// What was in force before scoring files could say it.
    pub(super) const fn before_it_was_asked() -> Self {
        Self { half_life_days: 10.0 }
    }

    const fn half_life_ms(self) -> f64 {
        half_life_ms(self.half_life_days)
    }
}

/// A topic of pages, files and subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Name, unique among the topics of the file.
    pub name: String,
    /// What a person reads: `pricing`.
    pub label: String,
    /// What belongs to it.
    pub pages: Vec<Pattern>,
}

/// How much a contact has looked at one topic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interest {
    /// The topic, by its place in the model.
    pub topic: RuleNo,
    /// Looks as of `at`, fading.
    pub now: f64,
    /// The newest look, Unix milliseconds.
    pub at: i64,
    /// All looks ever.
    pub all: u32,
}

impl Interest {
    fn at(&self, now_ms: i64, fading: Fading) -> f64 {
        self.now * left(now_ms.saturating_sub(self.at), fading.half_life_ms())
    }
}

/// Counts one look at a topic.
pub(super) fn look(state: &mut ScoreState, topic: RuleNo, at: i64, fading: Fading) {
    let place = match state
        .interests
        .binary_search_by_key(&topic, |interest| interest.topic)
    {
        Ok(place) => place,
        Err(place) => {
            let none = Interest {
                topic,
                now: 0.0,
                at,
                all: 0,
            };
            state.interests.insert(place, none);
            place
        }
    };
    let interest = &mut state.interests[place];
    let newest = interest.at.max(at);
    interest.now = interest.at(newest, fading) + left(newest - at, fading.half_life_ms());
    interest.at = newest;
    interest.all = interest.all.saturating_add(1);
}

impl Model {
    /// The single point of interest at `now`: the topic looked at most of late, with when it last was.
    #[must_use]
    pub fn interest_now<'m>(&'m self, state: &ScoreState, now: Time) -> Option<(&'m Topic, Time)> {
        let now_ms = now.timestamp_millis();
        let faded = |interest: &Interest| interest.at(now_ms, self.interest);
        let of_late = state.interests.iter().filter(|interest| faded(interest) >= LEAST);
        let most = of_late.max_by(|a, b| faded(a).total_cmp(&faded(b)).then(b.topic.cmp(&a.topic)))?;
        let topic = self.topics.get(usize::from(most.topic))?;
        Some((topic, Time::from_timestamp_millis(most.at)?))
    }

    /// The historical all-time interest: the topic looked at most of all, with how often.
    #[must_use]
    pub fn interest_ever<'m>(&'m self, state: &ScoreState) -> Option<(&'m Topic, u32)> {
        let most = state
            .interests
            .iter()
            .max_by_key(|interest| (interest.all, std::cmp::Reverse(interest.topic)))?;
        Some((self.topics.get(usize::from(most.topic))?, most.all))
    }

    /// Both as a rep opens a call with them: `now: pricing (4 min ago)` and `all time: integrations (12 looks)`; each is
    /// left out where nothing is known.
    #[must_use]
    pub fn interest_words(&self, state: &ScoreState, now: Time, zone: Tz) -> Vec<String> {
        let of_late = self.interest_now(state, now).map(|(topic, at)| {
            let when = Some(ago(at, now, zone)).filter(|when| when != "now");
            format!("now: {} ({})", topic.label, when.as_deref().unwrap_or("just now"))
        });
        let ever = self.interest_ever(state).map(|(topic, looks)| {
            let looks = if looks == 1 {
                "1 look".to_owned()
            } else {
                format!("{looks} looks")
            };
            format!("all time: {} ({looks})", topic.label)
        });
        of_late.into_iter().chain(ever).collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_model_kept_before_it_was_asked_goes_on_with_ten_days() {
        let mut kept = serde_json::to_value(Model::default()).unwrap();
        kept.as_object_mut().unwrap().remove("interest");
        let model: Model = serde_json::from_value(kept).unwrap();
        assert_eq!(model.interest, Fading { half_life_days: 10.0 });
        assert_ne!(model, Model::default(), "it is noticed, and waits for a rebuild");
    }
}
