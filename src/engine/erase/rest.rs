//! What others have in common with a person: looked up in what was ever said of everybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::committee::{Deciders, Role, RoleWords};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::text::fold;
use crate::engine::books::keys;
use crate::store::{IdentityKind, Whose};

pub(super) fn company_named(fact: &Fact) -> Option<&str> {
    said(fact)?.get(Field::Company)
}

pub(super) const fn said(fact: &Fact) -> Option<&ContactPatch> {
    if let Fact::Contact(patch) = fact {
        Some(patch)
    } else {
        None
    }
}

/// Whether a company is known through somebody else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Known {
    #[default]
    ToNobodyElse,
    ToOthers,
}

/// What others say of a company of the person.
#[derive(Debug, Default)]
pub(super) struct Employer {
    pub known: Known,
    pub deciders: Deciders,
}

/// What others have in common with the person.
pub(super) struct Rest<'m> {
    /// By which words titles tell a role.
    roles: &'m RoleWords,
    /// By folded name.
    pub companies: BTreeMap<String, Employer>,
    /// What the person was found by.
    pub keys: Vec<Key>,
}

/// A key of the person.
pub(super) struct Key {
    pub kind: IdentityKind,
    pub text: String,
    /// Which entry of somebody else claimed it first.
    pub next: Option<(Seq, ContactId)>,
}

/// Somebody else, as far as read.
pub(super) struct Person {
    pub id: ContactId,
    whose: Whose,
    company: Option<String>,
    role: Option<Role>,
    /// What is still said of somebody who was erased before: the company, which may go now.
    pub said: Vec<Activity>,
}

impl Person {
    pub const fn new(id: ContactId, whose: Whose) -> Self {
        Self {
            id,
            whose,
            company: None,
            role: None,
            said: Vec::new(),
        }
    }

    pub fn is_erased(&self) -> bool {
        self.whose == Whose::Erased
    }
}

impl<'m> Rest<'m> {
    pub fn of(history: &[Activity], roles: &'m RoleWords) -> Self {
        let patches = || history.iter().filter_map(|entry| said(&entry.fact));
        let names: BTreeSet<String> = patches()
            .filter_map(|patch| patch.get(Field::Company))
            .map(fold)
            .collect();
        let mut claimed: Vec<Key> = Vec::new();
        for (kind, text) in patches().flat_map(keys) {
            if !claimed.iter().any(|key| key.is(kind, &text)) {
                claimed.push(Key {
                    kind,
                    text,
                    next: None,
                });
            }
        }
        Self {
            roles,
            companies: names
                .into_iter()
                .map(|name| (name, Employer::default()))
                .collect(),
            keys: claimed,
        }
    }

    /// Takes in what an entry says of somebody else; the entries of one person in their order.
    pub fn take(&mut self, person: &mut Person, entry: Activity) {
        if person.is_erased() {
            person.said.push(entry);
            return;
        }
        let Some(patch) = said(&entry.fact) else {
            return;
        };
        if let Some(name) = patch.get(Field::Company) {
            person.company = Some(fold(name));
        }
        if let Some(title) = patch.get(Field::Title) {
            person.role = self.roles.of_title(title);
        }
        let company = person.company.as_ref();
        if let Some(employer) = company.and_then(|name| self.companies.get_mut(name)) {
            employer.known = Known::ToOthers;
            if let Some(role) = person.role {
                employer.deciders.note(role);
            }
        }
        let claims = keys(patch);
        for key in &mut self.keys {
            let later = key.next.is_some_and(|(seq, _)| seq < entry.seq);
            if !later && claims.iter().any(|(kind, text)| key.is(*kind, text)) {
                key.next = Some((entry.seq, entry.contact));
            }
        }
    }
}

impl Key {
    fn is(&self, kind: IdentityKind, text: &str) -> bool {
        (self.kind, self.text.as_str()) == (kind, text)
    }
}
