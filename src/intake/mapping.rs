//! What each column of a file means.

use std::collections::BTreeMap;

use super::fold::fold;
use super::synonyms::{ROLES, Synonyms};
use crate::domain::contact::Field;
use crate::domain::text::clean;

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A standard field.
    Field(Field),
    /// A custom attribute of this name.
    Custom(String),
    /// Nothing: the column is left out.
    Ignore,
}

/// One column of the file, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the file.
    pub header: String,
    /// What it is taken for when contacts are imported.
    pub target: Target,
    /// A value out of the file, for the eye; empty when none was looked at.
    pub sample: String,
}

/// What a column of an activities file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Whom it happened to: external id, e-mail address or phone number.
    Contact,
    /// When it happened.
    Time,
    /// What kind of thing happened.
    Kind,
    /// What was seen, said or fetched.
    Detail,
    /// Who did it.
    By,
}

impl Role {
    /// Every role, in the order of the map.
    pub const ALL: [Self; 5] = [Self::Contact, Self::Time, Self::Kind, Self::Detail, Self::By];

    /// The name in the map: `contact`, `time`, `kind`, `detail`, `by`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contact => ROLES[0],
            Self::Time => ROLES[1],
            Self::Kind => ROLES[2],
            Self::Detail => ROLES[3],
            Self::By => ROLES[4],
        }
    }
}

/// What each column of a file means: guessed from the names of the columns, corrected by a map that people edit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    pub(super) columns: Vec<Column>,
    /// Further columns of a field that has a better one, field by field, the better ones first: they speak in the rows in which those
    /// before them are empty.
    pub(super) spares: Vec<(usize, Field)>,
    /// Positions of the columns that have a role in an activities file.
    pub(super) roles: BTreeMap<Role, usize>,
    /// Kinds as the source calls them (folded), and what they are taken for.
    pub(super) kinds: BTreeMap<String, String>,
    /// Kinds as the source writes them, out of the rows looked at.
    pub(super) kinds_seen: Vec<String>,
}

impl Mapping {
    /// Guesses from the names of the columns. Of two columns for one field, the one with the better name gets it and the
    /// other becomes a custom attribute under its own name; of phone numbers and e-mail addresses, the other one speaks
    /// where the better one is empty.
    #[must_use]
    pub fn guess(header: &[String]) -> Self {
        let synonyms = Synonyms::embedded();
        let mut best: BTreeMap<Field, (usize, usize)> = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            if let Some((field, rank)) = synonyms.field(name) {
                let held = best.entry(field).or_insert((rank, at));
                *held = (*held).min((rank, at));
            }
        }
        let mut columns: Vec<Column> = header
            .iter()
            .map(|name| Column {
                header: name.clone(),
                target: Target::Custom(name.clone()),
                sample: String::new(),
            })
            .collect();
        let mut spares = Vec::new();
        for (at, name) in header.iter().enumerate() {
            if let Some((field, rank)) = synonyms.field(name)
                && is_shared(field)
                && best.get(&field).is_some_and(|(_, better)| *better != at)
            {
                spares.push((field, rank, at));
            }
        }
        spares.sort_unstable();
        for (field, (_, at)) in best {
            if let Some(column) = columns.get_mut(at) {
                column.target = Target::Field(field);
            }
        }
        Self {
            columns,
            spares: spares.into_iter().map(|(field, _, at)| (at, field)).collect(),
            roles: guess_roles(header, synonyms, &[]),
            ..Self::default()
        }
    }

    /// Adds a look at the first rows: a sample value for each column, the kinds that occur, and second thoughts about
    /// guesses that the values contradict (a `title` full of `Mrs.` is no job title, a `state` full of `open` no place).
    #[must_use]
    pub fn with_samples(mut self, rows: &[Vec<String>]) -> Self {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let values = || {
                rows.iter()
                    .filter_map(|row| row.get(at))
                    .filter(|cell| !cell.trim().is_empty())
            };
            column.sample = values()
                .next()
                .map_or_else(String::new, |cell| clean(cell).chars().take(60).collect());
            let salutations = values()
                .filter(|cell| Synonyms::embedded().is_salutation(cell))
                .count();
            let statuses = values()
                .filter(|cell| Synonyms::embedded().is_status(cell))
                .count();
            let gainsaid = match column.target {
                Target::Field(Field::Title) => salutations,
                Target::Field(Field::State) => statuses,
                Target::Field(_) | Target::Custom(_) | Target::Ignore => 0,
            };
            if gainsaid * 2 > values().count() {
                column.target = Target::Custom(column.header.clone());
            }
        }
        self.reconsider_contact(rows);
        if let Some(at) = self.role(Role::Kind) {
            for kind in rows.iter().filter_map(|row| row.get(at)).map(|cell| clean(cell)) {
                if !kind.is_empty() && !self.kinds_seen.contains(&kind) && self.kinds_seen.len() < 50 {
                    self.kinds_seen.push(kind);
                }
            }
        }
        self
    }

    /// A column of names tells no contact apart: then the next best column is taken for the contact's key, if there is one.
    fn reconsider_contact(&mut self, rows: &[Vec<String>]) {
        let header: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        let is_name = |cell: &str| {
            cell.trim().contains(' ') && !cell.contains(|c: char| c == '@' || c.is_ascii_digit())
        };
        let mut not_contacts = Vec::new();
        while let Some(at) = self.role(Role::Contact) {
            let values = rows
                .iter()
                .filter_map(|row| row.get(at))
                .filter(|cell| !cell.trim().is_empty());
            let names = values.clone().filter(|cell| is_name(cell)).count();
            if names * 2 <= values.count() {
                return;
            }
            not_contacts.push(at);
            let other = guess_roles(&header, Synonyms::embedded(), &not_contacts);
            if !other.contains_key(&Role::Contact) {
                return;
            }
            self.roles = other;
        }
    }

    /// The columns, in the order of the file.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The position of the column that has a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<usize> {
        self.roles.get(&role).copied()
    }

    /// The vocabulary's name for a kind of the source: the map's, else a known synonym's, else its own in `snake_case`.
    #[must_use]
    pub fn kind(&self, name: &str) -> String {
        let mapped = self.kinds.get(&fold(name)).map(String::as_str);
        mapped
            .or_else(|| Synonyms::embedded().kind(name))
            .map_or_else(|| super::fold::snake(name), ToOwned::to_owned)
    }
}

/// Whether several columns can tell a field: where one is empty, a number or an address in another still reaches the person.
pub(super) const fn is_shared(field: Field) -> bool {
    matches!(field, Field::Phone | Field::Email)
}

/// Roles are given in the order of [`Role::ALL`], a column has one role at most.
fn guess_roles(header: &[String], synonyms: &Synonyms, not_contacts: &[usize]) -> BTreeMap<Role, usize> {
    let mut roles = BTreeMap::new();
    for role in Role::ALL {
        let best = header
            .iter()
            .enumerate()
            .filter(|(at, _)| !roles.values().any(|taken| taken == at))
            .filter(|(at, _)| role != Role::Contact || !not_contacts.contains(at))
            .filter_map(|(at, name)| synonyms.role(role.name(), name).map(|rank| (rank, at)))
            .min();
        if let Some((_, at)) = best {
            roles.insert(role, at);
        }
    }
    roles
}
