//! The people of a company who decide together: which of the usual roles are known, and who is active at the same time
//! (method, section 3, company score).

use serde::{Deserialize, Serialize};

use super::Time;
use super::contact::ContactId;
use super::text::{fold, place};

/// How far apart, in days, two people of a company may act to be active in parallel.
const PARALLEL_DAYS: i64 = 14;

/// How often, in days, the company of others counts: what is parallel is the interest, not the number of clicks.
const COUNTED_EVERY_DAYS: i64 = 7;

/// How many of those who acted last are remembered: a purchase has two to four deciders, so twice that.
const REMEMBERED: usize = 8;

/// How many people decide about a purchase, typically (method, section 3).
const USUAL_DECIDERS: u16 = 3;

const MS_PER_DAY: i64 = 86_400_000;

/// The combined score of people who decide together, 0-100: the mean of the three best totals among them, rounded half up;
/// whoever is missing to three counts as 0. One keen person alone cannot buy, and whoever only stands by does not dilute.
///
/// For people to see; no rule can look at it, because each score would then depend on the others and they on it. Rules look
/// at what the group is made of: the roles known ([`Deciders`]) and parallel activity ([`Committee::act`]).
#[must_use]
pub fn combined(totals: impl IntoIterator<Item = u8>) -> u8 {
    let mut totals: Vec<u8> = totals.into_iter().collect();
    totals.sort_unstable_by(|a, b| b.cmp(a));
    let best = totals.into_iter().take(usize::from(USUAL_DECIDERS));
    let sum: u16 = best.map(u16::from).sum();
    // Half up: a remainder of two thirds is nearer to the next whole one.
    u8::try_from((sum + 1) / USUAL_DECIDERS).unwrap_or(u8::MAX)
}

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
}

impl RoleWords {
    /// The role that a title speaks of, if any. Between buyer and expert the word that comes first decides: an IT director
    /// judges, whatever he may sign, and a purchasing specialist buys. The words of a user are said of every head, so they
    /// come last.
    #[must_use]
    pub fn of_title(&self, title: &str) -> Option<Role> {
        let title = fold(title);
        let first = |words: &[String]| words.iter().filter_map(|word| place(&title, word)).min();
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

impl Acting {
    /// Whether the company of others may be counted on that day.
    fn is_uncounted(&self, day: i64) -> bool {
        self.counted
            .is_none_or(|counted| counted + COUNTED_EVERY_DAYS <= day)
    }
}

impl Committee {
    /// Notes that one of the company acted. Gives those for whom this counts as parallel activity, the one who acted
    /// included: everybody who acted within a fortnight of it, each once a week.
    pub fn act(&mut self, contact: ContactId, at: Time) -> Vec<ContactId> {
        self.act_at(contact, at.timestamp_millis())
    }

    /// The same with the instant in Unix milliseconds.
    pub fn act_at(&mut self, contact: ContactId, at: i64) -> Vec<ContactId> {
        let day = at.div_euclid(MS_PER_DAY);
        match self.acting.iter_mut().find(|acting| acting.contact == contact) {
            Some(acting) => acting.at = acting.at.max(at),
            None => self.enter(contact, at),
        }
        let near = |acting: &Acting| (acting.at - at).abs() <= PARALLEL_DAYS * MS_PER_DAY;
        let (mut others, mut uncounted) = (0, 0);
        for acting in self.acting.iter().filter(|acting| near(acting)) {
            others += usize::from(acting.contact != contact);
            uncounted += usize::from(acting.is_uncounted(day));
        }
        if others == 0 || uncounted == 0 {
            return Vec::new();
        }
        let parallel = self.acting.iter_mut().filter(|acting| near(acting));
        let uncounted = parallel.filter(|acting| acting.is_uncounted(day));
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

    /// When somebody last acted, if that was within a fortnight before `now`.
    #[must_use]
    pub fn last_act(&self, contact: ContactId, now: Time) -> Option<Time> {
        let from = now.timestamp_millis() - PARALLEL_DAYS * MS_PER_DAY;
        let acting = self.acting.iter().find(|acting| acting.contact == contact)?;
        Time::from_timestamp_millis(acting.at).filter(|_| acting.at >= from)
    }

    /// Forgets somebody; says whether there was somebody to forget.
    pub fn forget(&mut self, contact: ContactId) -> bool {
        let before = self.acting.len();
        self.acting.retain(|acting| acting.contact != contact);
        self.acting.len() < before
    }

    /// All who are remembered, at most eight, by contact.
    pub fn remembered(&self) -> impl Iterator<Item = ContactId> + '_ {
        self.acting.iter().map(|acting| acting.contact)
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
    fn two_of_a_company_within_a_fortnight_are_counted_each_once_a_week() {
        let (one, two) = (ContactId(1), ContactId(2));
        let mut committee = Committee::default();
        assert_eq!(committee.act(one, day(0)), []);
        assert_eq!(committee.act(two, day(14)), [one, two]);
        assert_eq!(committee.act(one, day(14)), []);
        assert_eq!(committee.act(one, day(20)), []);
        assert_eq!(committee.act(one, day(21)), [one, two]);
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
    fn the_last_act_is_told_for_a_fortnight() {
        let mut committee = Committee::default();
        committee.act(ContactId(1), day(0));
        assert_eq!(committee.last_act(ContactId(1), day(14)), Some(day(0)));
        assert_eq!(committee.last_act(ContactId(1), day(15)), None);
        assert_eq!(committee.last_act(ContactId(2), day(1)), None);
    }

    #[test]
    fn the_combined_score_is_the_mean_of_the_three_best_and_absent_ones_are_nothing() {
        for (totals, mean) in [
            (vec![], 0),
            (vec![90], 30),
            (vec![50, 50], 33),
            (vec![50, 51], 34),
            (vec![10, 80, 70, 60, 5], 70),
            (vec![100; 20], 100),
        ] {
            assert_eq!(combined(totals.clone()), mean, "{totals:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn one_more_person_or_point_never_lowers_the_combined_score(
            totals in proptest::collection::vec(0_u8..=100, 0..12),
            more in 0_u8..=100,
        ) {
            let before = combined(totals.iter().copied());
            proptest::prop_assert!(before <= totals.iter().copied().max().unwrap_or(0));
            proptest::prop_assert!(combined(totals.iter().copied().chain([more])) >= before);
            proptest::prop_assert!(combined(totals.iter().map(|total| total.saturating_add(more).min(100))) >= before);
        }
    }

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
        };
        for (title, role) in [
            ("IT Director", Some(Role::Expert)),
            ("Purchasing specialist", Some(Role::Buyer)),
            ("IT purchasing", Some(Role::Expert)),
            ("Director and Owner", Some(Role::Buyer)),
            ("Sales Director", Some(Role::User)),
            ("Digital editor", None),
            ("", None),
        ] {
            assert_eq!(roles.of_title(title), role, "{title}");
        }
        assert_eq!(RoleWords::default().of_title("Owner"), None);
    }
}
