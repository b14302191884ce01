//! What the ranking reads of an open lead, in one piece.
//!
//! A lead is wide, and what it is ranked by lies scattered over its texts and records. It is gathered once, when the store
//! has answered, because the same leads are ranked again and again: with every act and every minute.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::OpenLead;
use super::hidden::OpenTo;
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::country::Wall;
use crate::domain::score::Gathered;
use crate::domain::sla::Course;

/// One lead in brief; instants in Unix milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Brief {
    /// Position of the lead in the list.
    pub index: u32,
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
    company: Option<CompanyId>,
    pub wall: Wall,
}

/// Whether anybody has tried to reach the contact since the handoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    None,
    Tried,
}

/// An owner by the order of appearance: compared in one step, where names would be read from all over the memory.
pub(super) type OwnerNumber = u32;

/// More than any deal, in any currency.
const MOST_MONEY: f64 = 1e15;

/// Somebody who owns none of the leads.
const STRANGER: OwnerNumber = OwnerNumber::MAX;

/// The briefs of a list of leads: colleagues beside each other, because they are ranked with an eye on each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Briefs {
    all: Vec<Brief>,
    owners: HashMap<String, OwnerNumber, RandomState>,
    /// What the scores follow from, in the order of the briefs.
    gathered: Gathered,
}

impl Briefs {
    /// The briefs of these leads.
    #[must_use]
    pub fn of(leads: &[OpenLead]) -> Self {
        let mut by_company: Vec<(Option<CompanyId>, u32)> =
            leads.iter().map(|lead| lead.company_id).zip(0..).collect();
        by_company.sort_unstable();
        let mut briefs = Self::default();
        briefs.all.reserve_exact(leads.len());
        for (index, lead) in by_company
            .iter()
            .filter_map(|(_, at)| Some((*at, leads.get(*at as usize)?)))
        {
            let owners = &mut briefs.owners;
            briefs.all.push(Brief {
                open_to: OpenTo::of(lead).named(|owner| number_of(owners, owner)),
                ..Brief::unowned(index, lead)
            });
            briefs.gathered.push(&lead.score);
        }
        briefs
    }

    pub(super) fn all(&self) -> &[Brief] {
        &self.all
    }

    pub(in crate::domain) const fn gathered(&self) -> &Gathered {
        &self.gathered
    }

    /// The number by which a viewer is an owner.
    pub(super) fn owner(&self, name: &str) -> OwnerNumber {
        self.owners.get(name).copied().unwrap_or(STRANGER)
    }
}

impl Brief {
    /// Whether both are of one company that is known.
    pub(super) fn is_colleague(&self, other: &Self) -> bool {
        self.company.is_some() && self.company == other.company
    }

    fn unowned(index: u32, lead: &OpenLead) -> Self {
        let (handoff, work) = (&lead.handoff, &lead.lead.work);
        let talked = handoff.first_conversation_at;
        let ms = |at: Time| at.timestamp_millis();
        Self {
            index,
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
            tried_in_vain: lead.tried_in_vain(),
            // A deal size from outside may be anything that parses as a number; no product of it may be none any more.
            deal_size: lead
                .deal_size
                .filter(|size| size.is_finite() && *size >= 0.0)
                .map(|size| size.min(MOST_MONEY)),
            company_size: lead.company_size,
            company: lead.company_id,
            wall: lead.place.wall,
        }
    }
}

fn number_of(owners: &mut HashMap<String, OwnerNumber, RandomState>, owner: &str) -> OwnerNumber {
    if let Some(known) = owners.get(owner) {
        return *known;
    }
    let next = owners.len() as OwnerNumber;
    owners.insert(owner.to_owned(), next);
    next
}
