//! What other systems call the fields: `config/columns.toml`, read once.

use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::LazyLock;

use phonenumber::country::Id;
use serde::Deserialize;

use super::affixes;
use super::fold::fold;
use super::mapping::is_shared;
use crate::domain::contact::Field;

/// The names that we know, folded.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    fields: HashMap<String, (Field, usize)>,
    roles: HashMap<(&'static str, String), usize>,
    kinds: HashMap<String, String>,
    salutations: Vec<String>,
    statuses: Vec<String>,
    regions: HashMap<String, Id>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    pub fields: HashMap<String, Vec<String>>,
    pub activities: HashMap<String, Vec<String>>,
    pub kinds: HashMap<String, Vec<String>>,
    pub regions: HashMap<String, Vec<String>>,
    pub salutations: Vec<String>,
    pub statuses: Vec<String>,
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

/// The standard field that a column of this name becomes when no map says otherwise.
#[must_use]
pub fn header_field(header: &str) -> Option<Field> {
    Synonyms::embedded().field(header).map(|(field, _)| field)
}

impl Synonyms {
    /// The synonyms delivered with the program. A test reads them, so that a mistake in the file is found at build.
    pub(super) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    fn from(described: &Described) -> Self {
        let mut known = Self {
            salutations: described.salutations.iter().map(|word| fold(word)).collect(),
            statuses: described.statuses.iter().map(|word| fold(word)).collect(),
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
        for (code, names) in &described.regions {
            let Ok(region) = Id::from_str(code) else {
                continue;
            };
            known.regions.insert(fold(code), region);
            known
                .regions
                .extend(names.iter().map(|name| (fold(name), region)));
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

    /// The field that a header names, and how well: 0 is the best. A name that is in the list is better than any that is
    /// only understood by its words.
    pub(super) fn field(&self, header: &str) -> Option<(Field, usize)> {
        let folded = fold(header);
        let known = self.fields.get(&folded).copied();
        known.or_else(|| affixes::field(&folded, &self.fields))
    }

    /// How well a header names a role in an activities file: 0 is the best. A contact is named by any address or number too.
    pub(super) fn role(&self, role: &'static str, header: &str) -> Option<usize> {
        let known = self.roles.get(&(role, fold(header))).copied();
        known.or_else(|| {
            let (field, rank) = self.field(header).filter(|_| role == ROLES[0])?;
            is_shared(field).then_some(affixes::AFTER_KNOWN + rank)
        })
    }

    /// The kind of the vocabulary that another system's name means.
    pub(super) fn kind(&self, name: &str) -> Option<&str> {
        self.kinds.get(&fold(name)).map(String::as_str)
    }

    /// The region of phone numbers in a country, by its name or code.
    pub(super) fn region(&self, country: &str) -> Option<Id> {
        self.regions.get(&fold(country)).copied()
    }

    /// Whether a value is a form of address such as `Mrs.`, which some systems keep under `title`.
    pub(super) fn is_salutation(&self, value: &str) -> bool {
        let value = fold(value);
        self.salutations.contains(&value)
    }

    /// Whether a value says how far something has come, which some systems keep under `state`.
    pub(super) fn is_status(&self, value: &str) -> bool {
        let value = fold(value);
        self.statuses.contains(&value)
    }

    /// How many cells of a row are names that we know.
    pub(super) fn known(&self, row: &[String]) -> usize {
        let known = |cell: &&String| {
            let folded = fold(cell);
            self.field(cell).is_some()
                || ROLES
                    .iter()
                    .any(|role| self.roles.contains_key(&(*role, folded.clone())))
        };
        row.iter().filter(|cell| cell.len() < 80).filter(known).count()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn described() -> Described {
        toml::from_str(DESCRIBED).unwrap()
    }

    #[test]
    fn the_described_names_are_of_fields_and_roles_that_exist() {
        let described = described();
        assert!(
            described
                .fields
                .keys()
                .all(|name| Field::from_name(name).is_some())
        );
        assert!(
            described
                .activities
                .keys()
                .all(|name| ROLES.contains(&name.as_str()))
        );
        assert!(described.regions.keys().all(|code| Id::from_str(code).is_ok()));
        assert_eq!(described.fields.len(), Field::ALL.len());
    }

    #[test]
    fn a_name_stands_under_one_field_and_one_kind_only() {
        for section in [described().fields, described().kinds, described().regions] {
            let mut seen: HashMap<String, String> = HashMap::new();
            for (name, synonyms) in &section {
                for synonym in synonyms.iter().map(|synonym| fold(synonym)) {
                    assert!(!synonym.is_empty());
                    let other = seen
                        .insert(synonym.clone(), name.clone())
                        .unwrap_or_else(|| name.clone());
                    assert_eq!(&other, name, "{synonym}");
                }
            }
        }
    }
}
