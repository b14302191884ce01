//! The people of a company who decide together: which of the usual roles are known, and who is active at the same time
//! (method, section 3, company score).

use serde::{Deserialize, Serialize};

use super::Time;
use super::contact::ContactId;
use super::text::{contains, fold};

/// How far apart, in days, two people of a company may act to be active in parallel.
const PARALLEL_DAYS: i64 = 14;

/// How many of those who acted last are remembered: a purchase has two to four deciders, so twice that.
const REMEMBERED: usize = 8;

const MS_PER_DAY: i64 = 86_400_000;

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

    /// The role that a title speaks of, if any. By words in English and Finnish, the more telling first: an IT director
    /// judges, whatever he may sign.
    #[must_use]
    pub fn of_title(title: &str) -> Option<Self> {
        const EXPERT: [&str; 15] = [
            "cto",
            "cio",
            "ciso",
            "it",
            "technical",
            "technology",
            "engineer",
            "architect",
            "developer",
            "production",
            "tekninen",
            "tietohallin",
            "insinoori",
            "arkkitehti",
            "tuotanto",
        ];
        const BUYER: [&str; 18] = [
            "ceo",
            "cfo",
            "coo",
            "md",
            "owner",
            "founder",
            "president",
            "partner",
            "managing",
            "finance",
            "purchas",
            "procurement",
            "toimitusjohtaja",
            "tj",
            "talous",
            "omistaja",
            "yrittaja",
            "hankinta",
        ];
        const USER: [&str; 10] = [
            "head of",
            "director",
            "manager",
            "vp",
            "lead",
            "cmo",
            "cso",
            "chro",
            "johtaja",
            "paallikko",
        ];
        let title = fold(title);
        let speaks = |words: &[&str]| words.iter().any(|word| contains(&title, word));
        if speaks(&EXPERT) {
            Some(Self::Expert)
        } else if speaks(&BUYER) {
            Some(Self::Buyer)
        } else {
            speaks(&USER).then_some(Self::User)
        }
    }

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

    /// Notes that a role is known.
    pub const fn note(&mut self, role: Role) {
        self.0 |= 1 << (role as u8);
    }
}

/// Who of a company acted last: what parallel visits are noticed by, in O(1) whatever the size of the company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Committee {
    /// At most eight, by contact.
    acting: Vec<Acting>,
}

/// When one of them last acted, and for which day the company of others has been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Acting {
    contact: ContactId,
    /// Unix milliseconds.
    at: i64,
    /// Day from 1970 in UTC; absent when never.
    counted: Option<i64>,
}

impl Committee {
    /// Notes that one of the company acted. Gives those for whom this counts as parallel activity, the one who acted
    /// included: everybody who acted within a fortnight of it, each once a day.
    pub fn act(&mut self, contact: ContactId, at: Time) -> Vec<ContactId> {
        let (at, day) = (
            at.timestamp_millis(),
            at.timestamp_millis().div_euclid(MS_PER_DAY),
        );
        match self.acting.iter_mut().find(|acting| acting.contact == contact) {
            Some(acting) => acting.at = acting.at.max(at),
            None => self.enter(contact, at),
        }
        let near = |acting: &Acting| (acting.at - at).abs() <= PARALLEL_DAYS * MS_PER_DAY;
        if !self
            .acting
            .iter()
            .any(|acting| acting.contact != contact && near(acting))
        {
            return Vec::new();
        }
        let parallel = self.acting.iter_mut().filter(|acting| near(acting));
        let uncounted = parallel.filter(|acting| acting.counted.is_none_or(|counted| counted < day));
        uncounted
            .map(|acting| {
                acting.counted = Some(day);
                acting.contact
            })
            .collect()
    }

    /// Those who acted within a fortnight before `now`.
    pub fn active(&self, now: Time) -> impl Iterator<Item = ContactId> + '_ {
        let from = now.timestamp_millis() - PARALLEL_DAYS * MS_PER_DAY;
        self.acting
            .iter()
            .filter(move |acting| acting.at >= from)
            .map(|acting| acting.contact)
    }

    /// Makes room for one more by forgetting who acted longest ago.
    fn enter(&mut self, contact: ContactId, at: i64) {
        let new = Acting {
            contact,
            at,
            counted: None,
        };
        let place = self.acting.partition_point(|acting| acting.contact < contact);
        self.acting.insert(place, new);
        if self.acting.len() > REMEMBERED
            && let Some(oldest) =
                (0..self.acting.len()).min_by_key(|at| (self.acting[*at].at, self.acting[*at].contact))
        {
            self.acting.remove(oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: i64) -> Time {
        Time::from_timestamp_millis(days * MS_PER_DAY + 1).unwrap_or_default()
    }

    #[test]
    fn two_of_a_company_within_a_fortnight_are_counted_each_once_a_day() {
        let (one, two) = (ContactId(1), ContactId(2));
        let mut committee = Committee::default();
        assert_eq!(committee.act(one, day(0)), []);
        assert_eq!(committee.act(two, day(14)), [one, two]);
        assert_eq!(committee.act(one, day(14)), []);
        assert_eq!(committee.act(one, day(15)), [one, two]);
        assert_eq!(committee.act(one, day(40)), []);
        assert_eq!(committee.active(day(40)).collect::<Vec<_>>(), [one]);
    }

    #[test]
    fn a_committee_remembers_the_eight_who_acted_last() {
        let mut committee = Committee::default();
        for id in 1..=20 {
            committee.act(ContactId(id), day(id));
        }
        assert_eq!(committee.acting.len(), REMEMBERED);
        assert!(committee.active(day(20)).all(|id| id.0 > 12));
    }

    #[test]
    fn titles_speak_of_the_three_usual_roles() {
        for (title, role) in [
            ("Toimitusjohtaja", Some(Role::Buyer)),
            ("CTO", Some(Role::Expert)),
            ("IT Director", Some(Role::Expert)),
            ("Head of Marketing", Some(Role::User)),
            ("Myyntipäällikkö", Some(Role::User)),
            ("Talousjohtaja", Some(Role::Buyer)),
            ("Student", None),
        ] {
            assert_eq!(Role::of_title(title), role, "{title}");
        }
    }
}
