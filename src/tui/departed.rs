//! Leads that left a list by somebody else's act while the cursor was on them: who they are, and what happened.

use std::collections::BTreeMap;

use crate::domain::contact::ContactId;
use crate::domain::lead::{Hand, Lead, Stage};
use crate::domain::priority::OpenLead;
use crate::domain::query::Card;

/// The leads that have left the open ones, as last seen, and what is known of why; only as long as a list shows them.
#[derive(Debug, Default)]
pub struct Departed(BTreeMap<ContactId, Last>);

#[derive(Debug)]
struct Last {
    name: String,
    company: String,
    /// The lead as the store last told it; absent until its card has been asked for.
    now: Option<Lead>,
}

/// What stands in the row of a departed lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub name: String,
    /// Of which company.
    pub company: String,
    /// What happened: `taken by jussi`.
    pub what: String,
}

impl Departure {
    /// Why a key does nothing on it.
    #[must_use]
    pub fn refusal(&self) -> String {
        format!(
            "{}: {}. Nothing was done; go on to another lead",
            self.name, self.what
        )
    }
}

impl Departed {
    /// Remembers a lead that is not among the open ones any more.
    pub fn note(&mut self, lead: &OpenLead) {
        let last = Last {
            name: lead.name.clone(),
            company: lead.company.clone(),
            now: None,
        };
        self.0.insert(lead.id, last);
    }

    /// Forgets all but this one: the others are shown nowhere.
    pub fn keep(&mut self, ids: &[ContactId]) {
        self.0.retain(|id, _| ids.contains(id));
    }

    /// Learns from a card what has become of one of them. Says whether it was one of them.
    pub fn explain(&mut self, card: &Card) -> bool {
        let last = self.0.get_mut(&card.subject.contact.id);
        last.map(|last| last.now = Some(card.subject.lead.clone()))
            .is_some()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: ContactId) -> Option<Departure> {
        let last = self.0.get(&id)?;
        Some(Departure {
            name: last.name.clone(),
            company: last.company.clone(),
            what: last
                .now
                .as_ref()
                .and_then(what)
                .unwrap_or("no longer in the list".to_owned()),
        })
    }
}

/// An open lead that is not in a list any more.
#[must_use]
pub fn still_open(lead: &OpenLead) -> Departure {
    let what = if lead.do_not_call {
        "asked not to be called".to_owned()
    } else {
        what(&lead.lead).unwrap_or("no longer in the list".to_owned())
    };
    Departure {
        name: lead.name.clone(),
        company: lead.company.clone(),
        what,
    }
}

/// What a rep sees that somebody did with a lead; nothing when the lead does not tell.
#[must_use]
pub fn what(lead: &Lead) -> Option<String> {
    let owner = lead.owner.as_deref();
    match (lead.stage, lead.stage.hand(), &lead.returned) {
        (Stage::Triage, _, Some(returned)) if returned.by.is_empty() => {
            Some(format!("returned: {}", returned.reason.label()))
        }
        (Stage::Triage, _, Some(returned)) => Some(format!(
            "returned by {}: {}",
            returned.by,
            returned.reason.label()
        )),
        (_, Hand::Marketing, _) => Some("back with marketing".to_owned()),
        (Stage::Queued, ..) => owner.map(|owner| format!("given to {owner}")),
        (_, Hand::Sales, _) => owner.map(|owner| format!("taken by {owner}")),
        (stage, Hand::Closed, _) => Some(match owner {
            Some(owner) => format!("{} by {owner}", stage.name()),
            None => stage.name().to_owned(),
        }),
    }
}
