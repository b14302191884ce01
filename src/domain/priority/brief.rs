//! What the ranking reads of an open lead, in one piece.
//!
//! A lead is wide, and what it is ranked by lies scattered over its texts and records. It is gathered once, when the store
//! has answered, because the same leads are ranked again and again: with every act and every minute.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::hidden::OpenTo;
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::country::Country;
use crate::domain::query::OpenLead;
use crate::domain::score::Gathered;
use crate::domain::sla::Course;

/// One lead in brief; instants in Unix milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Brief {
    pub id: ContactId,
    pub open_to: OpenTo<OwnerNumber>,
    /// What the clock of the first touch goes by.
    pub course: Course,
    pub touch: Touch,
    /// Since when the contact waits: since the handoff, and after a talk since that.
    pub waits_since_ms: i64,
    pub last_attempt_ms: Option<i64>,
    pub callback_ms: Option<i64>,
    /// Attempts since the handoff, as long as none has led to a talk.
    pub tried_in_vain: u32,
    /// The contact's own deal size, if it is one.
    pub deal_size: Option<f64>,
    pub company_size: Option<u32>,
    pub company: CompanyNumber,
    pub country: Option<Country>,
}

/// Whether anybody has tried to reach the contact since the handoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    None,
    Tried,
}

/// An owner by the order of appearance: compared in one step, where names would be read from all over the memory.
pub(super) type OwnerNumber = u32;

/// Somebody who owns none of the leads.
const STRANGER: OwnerNumber = OwnerNumber::MAX;

/// A company by the order of appearance, so that what is counted by company is a list and no map.
pub(super) type CompanyNumber = u32;

/// No company is known.
pub(super) const ALONE: CompanyNumber = CompanyNumber::MAX;

/// The briefs of a list of leads, in the same order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Briefs {
    all: Vec<Brief>,
    owners: HashMap<String, OwnerNumber>,
    companies: usize,
    /// What the scores follow from.
    gathered: Gathered,
}

impl Briefs {
    /// The briefs of these leads.
    #[must_use]
    pub fn of(leads: &[OpenLead]) -> Self {
        let mut owners = HashMap::new();
        let mut companies = Companies::of(leads.len());
        let all = leads.iter().map(|lead| Brief {
            open_to: OpenTo::of(lead).named(|owner| number_of(&mut owners, owner)),
            company: companies.number(lead.company_id),
            ..Brief::unnumbered(lead)
        });
        Self {
            all: all.collect(),
            companies: companies.0.len(),
            owners,
            gathered: Gathered::of(leads.iter().map(|lead| &lead.score)),
        }
    }

    pub(super) fn all(&self) -> &[Brief] {
        &self.all
    }

    pub(super) const fn gathered(&self) -> &Gathered {
        &self.gathered
    }

    /// How many companies there are: each has a number below this.
    pub(super) const fn companies(&self) -> usize {
        self.companies
    }

    /// The number by which a viewer is an owner.
    pub(super) fn owner(&self, name: &str) -> OwnerNumber {
        self.owners.get(name).copied().unwrap_or(STRANGER)
    }
}

impl Brief {
    fn unnumbered(lead: &OpenLead) -> Self {
        let (handoff, work) = (&lead.handoff, &lead.lead.work);
        let talked = handoff.first_conversation_at;
        let ms = |at: Time| at.timestamp_millis();
        Self {
            id: lead.id,
            open_to: OpenTo::Everybody,
            course: Course::from(handoff),
            touch: match handoff.first_attempt_at {
                Some(_) => Touch::Tried,
                None => Touch::None,
            },
            waits_since_ms: ms(talked.unwrap_or(handoff.handed_at)),
            last_attempt_ms: work.last_attempt_at.map(ms),
            callback_ms: work.callback_at.map(ms),
            tried_in_vain: if talked.is_some() { 0 } else { work.attempts },
            // A deal size from outside may be anything that parses as a number.
            deal_size: lead.deal_size.filter(|size| size.is_finite() && *size >= 0.0),
            company_size: lead.company_size,
            company: ALONE,
            country: lead.country,
        }
    }
}

fn number_of(owners: &mut HashMap<String, OwnerNumber>, owner: &str) -> OwnerNumber {
    if let Some(known) = owners.get(owner) {
        return *known;
    }
    let next = owners.len() as OwnerNumber;
    owners.insert(owner.to_owned(), next);
    next
}

/// The companies so far, with their numbers.
struct Companies(HashMap<CompanyId, CompanyNumber, BuildHasherDefault<RowNumber>>);

impl Companies {
    /// None yet, of so many leads.
    fn of(leads: usize) -> Self {
        // Two to four people of a company: a table that is no larger than it must be stays in the cache.
        let room = leads / 3;
        Self(HashMap::with_capacity_and_hasher(
            room,
            BuildHasherDefault::default(),
        ))
    }

    fn number(&mut self, company: Option<CompanyId>) -> CompanyNumber {
        let next = self.0.len() as CompanyNumber;
        company.map_or(ALONE, |company| *self.0.entry(company).or_insert(next))
    }
}

/// Row numbers are spread by one multiplication: they are our own, so nobody can choose them to collide.
#[derive(Debug, Default)]
struct RowNumber(u64);

impl Hasher for RowNumber {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_i64(i64::from(*byte));
        }
    }

    fn write_i64(&mut self, number: i64) {
        let mixed = (self.0 ^ number.cast_unsigned()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
