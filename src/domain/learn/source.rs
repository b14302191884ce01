//! What a card may look at: columns, and behaviour.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::sample::{Column, Deed};
use crate::domain::text::fold;

/// A column, or something that contacts do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// What is known of them.
    Column(Column),
    /// What they do, with its name: `behaviour contract_sent`.
    Behaviour(Deed, String),
}

impl Source {
    /// Something that contacts do.
    #[must_use]
    pub fn behaviour(deed: &Deed) -> Self {
        Self::Behaviour(deed.clone(), format!("behaviour {}", deed.name()))
    }

    /// Its name, as a person reads it; of behaviour it says that it is one.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Column(column) => column.name(),
            Self::Behaviour(_, name) => name,
        }
    }

    /// Whether it is something that contacts do.
    #[must_use]
    pub const fn is_behaviour(&self) -> bool {
        matches!(self, Self::Behaviour(..))
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Column(column) => column.serialize(serializer),
            Self::Behaviour(deed, _) => serializer.serialize_str(&deed.name()),
        }
    }
}

impl Deed {
    /// Whether a person who writes `name` means it: by its own name, or by its kind.
    #[must_use]
    pub fn is_meant_by(&self, name: &str) -> bool {
        let name = fold(name);
        name == self.kind || name == fold(&self.name())
    }
}

/// Whether something done is among what is left out: itself, or its whole kind.
pub(super) fn is_left_out(deed: &Deed, without: &BTreeSet<Source>) -> bool {
    without.iter().any(|source| match source {
        Source::Column(_) => false,
        Source::Behaviour(other, _) => other == deed || other.kind == deed.kind && other.detail.is_none(),
    })
}
