//! What other systems call the fields: `config/columns.toml`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use crate::domain::contact::Field;

/// The names that we know, folded.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    fields: HashMap<String, (Field, usize)>,
    roles: HashMap<(&'static str, String), usize>,
    kinds: HashMap<String, String>,
    salutations: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    pub fields: HashMap<String, Vec<String>>,
    pub activities: HashMap<String, Vec<String>>,
    pub kinds: HashMap<String, Vec<String>>,
    pub salutations: Vec<String>,
}

/// The described data file, as delivered.
pub(super) const DESCRIBED: &str = include_str!("../../config/columns.toml");

/// What a column of an activities file can be for, with what it tells.
pub(super) const ROLES: [&str; 5] = ["contact", "time", "kind", "detail", "by"];

static EMBEDDED: LazyLock<Synonyms> = LazyLock::new(|| {
    toml::from_str(DESCRIBED)
        .map(|described| Synonyms::from(&described))
        .unwrap_or_default()
});

impl Synonyms {
    /// The synonyms delivered with the program. A test reads them, so that a mistake in the file is found at build.
    pub(super) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    fn from(described: &Described) -> Self {
        let mut known = Self {
            salutations: described.salutations.iter().map(|word| fold(word)).collect(),
            ..Self::default()
        };
        for (name, synonyms) in &described.fields {
            let Some(field) = Field::from_name(name) else {
                continue;
            };
            for (rank, synonym) in synonyms.iter().enumerate() {
                known.fields.insert(fold(synonym), (field, rank));
            }
        }
        for role in ROLES {
            for (rank, synonym) in described.activities.get(role).into_iter().flatten().enumerate() {
                known.roles.insert((role, fold(synonym)), rank);
            }
        }
        for (kind, synonyms) in &described.kinds {
            known.kinds.insert(fold(kind), kind.clone());
            known
                .kinds
                .extend(synonyms.iter().map(|synonym| (fold(synonym), kind.clone())));
        }
        known
    }

    /// The field that a header names, and how early it stands among that field's names: 0 is the best.
    pub(super) fn field(&self, header: &str) -> Option<(Field, usize)> {
        self.fields.get(&fold(header)).copied()
    }

    /// How well a header names a role in an activities file: 0 is the best.
    pub(super) fn role(&self, role: &'static str, header: &str) -> Option<usize> {
        self.roles.get(&(role, fold(header))).copied()
    }

    /// The kind of the vocabulary that another system's name means.
    pub(super) fn kind(&self, name: &str) -> Option<&str> {
        self.kinds.get(&fold(name)).map(String::as_str)
    }

    /// Whether a value is a form of address such as `Mrs.`, which some systems keep under `title`.
    pub(super) fn is_salutation(&self, value: &str) -> bool {
        let value = fold(value);
        self.salutations.contains(&value)
    }

    /// How many cells of a row are names that we know.
    pub(super) fn known(&self, row: &[String]) -> usize {
        let known = |cell: &&String| {
            let folded = fold(cell);
            self.fields.contains_key(&folded)
                || ROLES
                    .iter()
                    .any(|role| self.roles.contains_key(&(*role, folded.clone())))
        };
        row.iter().filter(|cell| cell.len() < 80).filter(known).count()
    }
}
