//! Who of a company acted last, and who was active at the same time.

use serde::{Deserialize, Serialize};

use crate::domain::Time;
use crate::domain::contact::ContactId;

/// How far apart, in days, two people of a company may act to be active in parallel.
const PARALLEL_DAYS: i64 = 14;

/// How often, in days, the company of others counts: what is parallel is the interest, not the number of clicks.
const COUNTED_EVERY_DAYS: i64 = 7;

/// How many of those who acted last are remembered: a purchase has two to four deciders, so twice that.
const REMEMBERED: usize = 8;

const MS_PER_DAY: i64 = 86_400_000;

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
}
