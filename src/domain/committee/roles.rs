//! The roles that usually decide about a purchase, and the titles by which they are known.

use serde::{Deserialize, Serialize};

use crate::domain::text::{fold, place, standing};

/// The roles that usually decide about a purchase: three (method, section 3). A role once known stays known: who leaves is
/// followed by somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deciders(pub u8);

/// One of the roles that usually decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who signs: general management, finance, owners, procurement.
    Buyer,
    /// Who judges whether it works: technology, information systems, engineering, production.
    Expert,
    /// Whose people will use it: the heads of the other functions.
    User,
}

impl Role {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Buyer, Self::Expert, Self::User];

    /// What a person reads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Expert => "expert",
            Self::User => "user",
        }
    }
}

/// Words in titles by which the roles are known; folded ([`fold`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleWords {
    /// Of [`Role::Buyer`].
    pub buyer: Vec<String>,
    /// Of [`Role::Expert`].
    pub expert: Vec<String>,
    /// Of [`Role::User`]: looked for where the title has none of the others.
    pub user: Vec<String>,
    /// Those that take a role back: an assistant to a role is not the role.
    #[serde(default)]
    pub unless: Vec<String>,
}

impl RoleWords {
    /// The role that a title speaks of, if any. Between buyer and expert the word that comes first decides: an IT director
    /// judges, whatever he may sign, and a purchasing specialist buys. The words of a user are said of every head, so they
    /// come last. Of a title that is taken back, only what is left [`standing`] counts.
    #[must_use]
    pub fn of_title(&self, title: &str) -> Option<Role> {
        let folded = fold(title);
        let title = standing(&folded, &self.unless);
        let first = |words: &[String]| words.iter().filter_map(|word| place(title, word)).min();
        match (first(&self.expert), first(&self.buyer)) {
            (Some(expert), Some(buyer)) if buyer < expert => Some(Role::Buyer),
            (Some(_), _) => Some(Role::Expert),
            (None, Some(_)) => Some(Role::Buyer),
            (None, None) => first(&self.user).map(|_| Role::User),
        }
    }
}

impl Deciders {
    /// How many roles are known, 0-3.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether a role is known.
    #[must_use]
    pub const fn covers(self, role: Role) -> bool {
        self.0 >> (role as u8) & 1 == 1
    }

    /// The roles that are known.
    pub fn known(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.covers(*role))
    }

    /// The roles that nobody is known in.
    pub fn missing(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| !self.covers(*role))
    }

    /// Notes that a role is known.
    pub const fn note(&mut self, role: Role) {
        self.0 |= 1 << (role as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_or_missing() {
        let mut deciders = Deciders::default();
        deciders.note(Role::User);
        assert_eq!(deciders.known().collect::<Vec<_>>(), [Role::User]);
        assert_eq!(
            deciders.missing().collect::<Vec<_>>(),
            [Role::Buyer, Role::Expert]
        );
    }

    #[test]
    fn the_first_word_decides_between_buyer_and_expert_and_a_user_is_only_who_is_neither() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let roles = RoleWords {
            buyer: words(&["owner", "purchas"]),
            expert: words(&["it", "specialist"]),
            user: words(&["director"]),
            unless: words(&["assistant"]),
        };
        for (title, role) in [
            ("IT Director", Some(Role::Expert)),
            ("Purchasing specialist", Some(Role::Buyer)),
            ("IT purchasing", Some(Role::Expert)),
            ("Director and Owner", Some(Role::Buyer)),
            ("Sales Director", Some(Role::User)),
            ("Digital editor", None),
            ("Assistant to the IT Director and Owner", None),
            ("Owner's Assistant, IT", None),
            ("Owner & office assistant", Some(Role::Buyer)),
            ("", None),
        ] {
            assert_eq!(roles.of_title(title), role, "{title}");
        }
        assert_eq!(RoleWords::default().of_title("Owner"), None);
    }
}
