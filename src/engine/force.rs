//! Which scoring model is in force. Stored scores mean nothing under another model than the one that gathered them, so the
//! database knows its own; a changed file is noticed, and comes into force by a rebuild, never half.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::handle::EngineError;
use crate::domain::policy::Policy;
use crate::domain::score::{Model, Shadow};
use crate::store::{Reader, StoreError, Write};

/// Where the rules are remembered under which the stored scores and due times were computed.
pub(super) const RULES_KEY: &str = "rules";

/// Where the models in force are kept.
pub(super) const MODEL_KEY: &str = "model";

/// The model in force and those beside it, as the database keeps them.
#[derive(Serialize, Deserialize)]
struct Models {
    model: Model,
    shadows: Vec<Shadow>,
}

/// The rules of the house with the models that are in force.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// The settings, with the models that the stored scores were computed under.
    pub policy: Policy,
    /// Whether the scoring files say something else by now.
    pub pending: Pending,
}

/// Whether a changed scoring file waits to be put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// The files are what is in force.
    Nothing,
    /// The files have changed since.
    Changed,
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
    // Models of a program that wrote them otherwise are as good as none: the scores are then gathered again anyway.
    let kept = kept.and_then(|text| serde_json::from_str::<Models>(&text).ok());
    let mut policy = settings.clone();
    let mut pending = Pending::Nothing;
    if let Some(Models { model, shadows }) = kept {
        if model != policy.model || shadows != policy.shadows {
            pending = Pending::Changed;
        }
        (policy.model, policy.shadows) = (model, shadows);
    }
    InForce { policy, pending }
}

/// Whether the stored scores and due times stand under these rules.
pub(super) fn is_current(reader: &Reader, policy: &Policy) -> Result<bool, StoreError> {
    Ok(reader.meta(RULES_KEY)?.as_deref() == Some(fingerprint(policy).as_str()))
}

/// Notes that the stored scores and due times stand under `policy`.
pub(super) fn note(tx: &mut Write<'_>, policy: &Policy) -> Result<(), StoreError> {
    let models = Models {
        model: policy.model.clone(),
        shadows: policy.shadows.clone(),
    };
    tx.set_meta(MODEL_KEY, &serde_json::to_string(&models)?)?;
    tx.set_meta(RULES_KEY, &fingerprint(policy))
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
    format!(
        "{model:?} {shadows:?} {:?} {:?} {} {}",
        clocks.hours, clocks.days, clocks.zone, clocks.patience_minutes
    )
    .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
