//! Which rules are in force. Stored scores mean nothing under another model than the one that gathered them, and stored due
//! times follow from the working hours: the database knows its own of both, whoever opens it with whatever settings. Changed
//! settings are noticed, and come into force by a rebuild, never half.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::handle::EngineError;
use crate::domain::policy::{Clocks, Policy};
use crate::domain::score::{BesideChanges, Changes, EMAIL_OPEN, MACHINE_OPEN, Model, Shadow};
use crate::store::{Reader, StoreError, Write};

/// Where the rules are remembered under which the stored scores and due times were computed.
pub(super) const RULES_KEY: &str = "rules";

/// Where the models and the working hours in force are kept.
pub(super) const MODEL_KEY: &str = "model";

/// Under this and a fingerprint: what that fingerprint stood for. An entry of the log says no more of a model than its
/// fingerprint, and what is kept under [`MODEL_KEY`] is the last one only.
const KEPT_KEY: &str = "model:";

/// From which fingerprint to which the rules changed, oldest first.
const STEPS_KEY: &str = "models";

/// The model in force and those beside it, and the working hours, as the database keeps them.
#[derive(Serialize, Deserialize)]
struct Kept {
    model: Model,
    shadows: Vec<Shadow>,
    hours: Hours,
}

/// What due times follow from.
#[derive(PartialEq, Serialize, Deserialize)]
struct Hours {
    /// Name of the time zone.
    zone: String,
    from: NaiveTime,
    to: NaiveTime,
    /// Monday first.
    days: [bool; 7],
    patience_minutes: u32,
}

impl Hours {
    fn of(clocks: &Clocks) -> Self {
        Self {
            zone: clocks.zone.name().to_owned(),
            from: clocks.hours.0,
            to: clocks.hours.1,
            days: clocks.days,
            patience_minutes: clocks.patience_minutes,
        }
    }

    /// Puts them in the place of those of the settings; a zone that this program does not know stays as it is there.
    fn put(&self, clocks: &mut Clocks) {
        clocks.zone = self.zone.parse().unwrap_or(clocks.zone);
        clocks.hours = (self.from, self.to);
        clocks.days = self.days;
        clocks.patience_minutes = self.patience_minutes;
    }
}

/// The rules of the house that are in force.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// The settings, with the models and the working hours that the stored scores and due times were computed under.
    pub policy: Policy,
    /// Whether the settings say something else by now.
    pub pending: Pending,
}

/// Whether changed settings wait to be put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// The settings are what is in force.
    Nothing,
    /// Other scoring files are.
    Changed,
    /// Only models that are looked at beside the one in force are others.
    Shadows,
    /// Other working hours are; the scoring files are the same.
    Hours,
}

impl Pending {
    /// What to say about it; nothing when nothing is pending.
    #[must_use]
    pub const fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Changed => Some(
                "the scoring files have changed and are not in force yet: look with `kapula score what-if --config FILE` \
                 (--settings DIR names the folder there), put them in force with `kapula score rebuild`",
            ),
            Self::Shadows => Some(
                "models in models/ have changed; only looked at, they change no score: `kapula score rebuild` brings the grades under \
                 them up to date",
            ),
            Self::Hours => Some(
                "this database goes by other working hours (zone, hours, days and patience of [clocks]) than your kapula.toml says: \
                 `kapula score rebuild` puts yours in force for everybody",
            ),
        }
    }
}

/// The settings with the models under which the database of `reader` stands; with those of the files when it knows none.
///
/// # Errors
/// When the database cannot be read.
pub fn in_force(reader: &Reader, settings: &Policy) -> Result<InForce, EngineError> {
    Ok(of(reader.meta(MODEL_KEY)?, settings))
}

/// The same from what the database keeps under [`MODEL_KEY`].
pub(super) fn of(kept: Option<String>, settings: &Policy) -> InForce {
    // What another program wrote otherwise is as good as nothing: the scores are then gathered again anyway.
    let kept = kept.and_then(|text| serde_json::from_str::<Kept>(&text).ok());
    let mut policy = settings.clone();
    let mut pending = Pending::Nothing;
    if let Some(kept) = kept {
        if kept.model != policy.model || kept.shadows != policy.shadows {
            pending = if kept.model == policy.model {
                Pending::Shadows
            } else {
                Pending::Changed
            };
        } else if kept.hours != Hours::of(&policy.clocks) {
            pending = Pending::Hours;
        }
        (policy.model, policy.shadows) = (kept.model, kept.shadows);
        kept.hours.put(&mut policy.clocks);
    }
    InForce { policy, pending }
}

/// Notes that the stored scores and due times stand under `policy`.
pub(super) fn note(tx: &mut Write<'_>, policy: &Policy) -> Result<(), StoreError> {
    let kept = Kept {
        model: policy.model.clone(),
        shadows: policy.shadows.clone(),
        hours: Hours::of(&policy.clocks),
    };
    let (kept, now) = (serde_json::to_string(&kept)?, fingerprint(policy));
    if let (Some(before), Some(old)) = (tx.meta(RULES_KEY)?, tx.meta(MODEL_KEY)?) {
        if before != now {
            let mut steps = steps(tx.meta(STEPS_KEY)?);
            steps.push((before.clone(), now.clone()));
            tx.set_meta(STEPS_KEY, &serde_json::to_string(&steps)?)?;
        }
        tx.set_meta(&format!("{KEPT_KEY}{before}"), &old)?;
    }
    tx.set_meta(&format!("{KEPT_KEY}{now}"), &kept)?;
    tx.set_meta(MODEL_KEY, &kept)?;
    tx.set_meta(RULES_KEY, &now)
}

/// A model before and after it was changed.
type Step = (String, String);

fn steps(kept: Option<String>) -> Vec<Step> {
    // What another program wrote otherwise is as good as nothing: it only says less.
    kept.and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default()
}

/// What changed when the models of these fingerprints came into force, in their order, oldest first; nothing where the model
/// before was not kept, because the database is older than the keeping.
///
/// # Errors
/// When the database cannot be read.
pub fn changes(reader: &Reader, fingerprints: &[&str]) -> Result<Vec<Option<Changed>>, EngineError> {
    let mut steps = steps(reader.meta(STEPS_KEY)?);
    let kept = |fingerprint: &str| -> Result<Option<Kept>, EngineError> {
        let kept = reader.meta(&format!("{KEPT_KEY}{fingerprint}"))?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    };
    let mut found = Vec::new();
    // From the end, because the first ones may not have been kept; and a step in an empty register is no entry of the log.
    for fingerprint in fingerprints.iter().rev() {
        while steps.last().is_some_and(|(_, to)| to != fingerprint) {
            steps.pop();
        }
        let pair = match steps.pop() {
            Some((from, to)) => kept(&from)?.zip(kept(&to)?),
            None => None,
        };
        found.push(pair.map(|(old, new)| Changed::of(&old, &new)));
    }
    found.reverse();
    Ok(found)
}

/// What a rebuild put in force that was not before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Of the model in force.
    #[serde(flatten)]
    pub model: Changes,
    /// Whether models beside it came, went or changed.
    pub beside: bool,
    /// Which of them, and what about them.
    pub models_beside: BesideChanges,
    /// Whether the working hours changed.
    pub hours: bool,
}

impl Changed {
    fn of(old: &Kept, new: &Kept) -> Self {
        Self {
            model: Changes::of(&old.model, &new.model),
            beside: old.shadows != new.shadows,
            models_beside: BesideChanges::of(&old.shadows, &new.shadows),
            hours: old.hours != new.hours,
        }
    }

    /// One sentence for each kind of change.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = self.model.sentences();
        let beside = self.models_beside.sentences();
        if self.beside && beside.is_empty() {
            sentences.push("the models beside it stand in another order".to_owned());
        }
        sentences.extend(beside);
        if self.hours {
            sentences.push("changed: working hours".to_owned());
        }
        if sentences.is_empty() {
            sentences.push("the same rules, reckoned again after an update of the program".to_owned());
        }
        sentences
    }
}

fn is_open(kind: &str) -> bool {
    kind == EMAIL_OPEN || kind == MACHINE_OPEN
}

/// What tells one set of rules from another, as far as stored scores and due times follow from them. Not stable over
/// compiler releases: the worst that a changed hash costs is one recomputation.
pub(super) fn fingerprint(policy: &Policy) -> String {
    let Policy {
        model,
        shadows,
        clocks,
        ..
    } = policy;
    let mut hasher = DefaultHasher::new();
    // Opens by machines were counted once: only where a rule speaks of opens do stored scores differ by it.
    let opens = |model: &Model| {
        model
            .behaviour
            .iter()
            .any(|rule| rule.kinds.iter().any(|kind| is_open(kind)))
    };
    let of_opens = if opens(model) || shadows.iter().any(|shadow| opens(&shadow.model)) {
        " people's opens"
    } else {
        ""
    };
    format!(
        "{model:?} {shadows:?} {:?} {:?} {} {}{of_opens}",
        clocks.hours, clocks.days, clocks.zone, clocks.patience_minutes
    )
    .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
