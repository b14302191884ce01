//! What is taken out of the log when a person is erased. The one permitted change of what was written: kind, times, author
//! and place of every entry stay, because counts, rates and clocks of the house follow from them; what could tell who it
//! was, or what is said of the person, goes:
//!
//! - contact data: all of it. What an entry says of the *company* stays while others of the company are known: it is shared
//!   with them and says nothing of the person. A company that nobody else has ever worked for is the person's own; it loses
//!   its name and everything else.
//! - events: the detail. Whether they were acts stays, see [`ErasedEvent`].
//! - notes, and the words with returns, triages and lost deals.
//! - the four answers: they are opinions of one person, and nothing of the house is counted from them.
//! - the reasons of handoffs, and the copies of all this that an undo has.
//!
//! Outcomes of calls, reasons of returns (a word of a list), classes and sums of deals stay: they are the team's work.

use std::collections::BTreeMap;

use super::activity::{ErasedEvent, Fact, ReturnFact, TriageFact, UndoFact, Weight};
use super::bant::Bant;
use super::contact::{ContactPatch, Field};
use super::handoff::{Frozen, HandoffRecord};
use super::lead::{Lead, Returned};
use super::score::Model;
use super::text::fold;

/// New names of companies, by the folded old one.
pub type Renamed = BTreeMap<String, String>;

/// Redacts the entries of one person, to be asked in their order.
#[derive(Debug)]
pub struct Redactor<'a> {
    model: &'a Model,
    renamed: &'a Renamed,
    /// The folded name of the company at this place of the log; before the first is named, that one, because it takes over
    /// what was known before. Absent for who never had one.
    company: Option<String>,
}

impl<'a> Redactor<'a> {
    /// `first_company` is the first that the person's entries name; `model` says which events were acts.
    #[must_use]
    pub fn new(first_company: Option<&str>, model: &'a Model, renamed: &'a Renamed) -> Self {
        Self {
            model,
            renamed,
            company: first_company.map(fold),
        }
    }

    /// What is left of a fact.
    #[must_use]
    pub fn redacted(&mut self, fact: &Fact) -> Fact {
        match fact {
            Fact::Event(event) => Fact::ErasedEvent(ErasedEvent {
                kind: event.kind.clone(),
                erased: if self.model.matched(event).is_nothing() {
                    Weight::Uncounted
                } else {
                    Weight::Counted
                },
            }),
            Fact::Contact(patch) => Fact::Contact(self.patch(patch)),
            Fact::Note { .. } => Fact::Note { text: String::new() },
            Fact::Bant(_) => Fact::Bant(Bant::default()),
            Fact::Handoff(record) => Fact::Handoff(handoff(record)),
            Fact::Return(fact) => Fact::Return(ReturnFact {
                note: String::new(),
                ..fact.clone()
            }),
            Fact::Triage(fact) => Fact::Triage(TriageFact {
                note: String::new(),
                ..fact.clone()
            }),
            Fact::Lose { .. } => Fact::Lose {
                reason: String::new(),
            },
            Fact::Undo(undo) => Fact::Undo(undone(undo)),
            Fact::ErasedEvent(_)
            | Fact::Call { .. }
            | Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Accept
            | Fact::Release
            | Fact::Reassign { .. }
            | Fact::Wake
            | Fact::Win { .. }
            | Fact::ScoreClass { .. }
            | Fact::Alert(_)
            | Fact::Erase
            | Fact::Model(_) => fact.clone(),
        }
    }

    fn patch(&mut self, patch: &ContactPatch) -> ContactPatch {
        let named = patch.get(Field::Company);
        if let Some(name) = named {
            self.company = Some(fold(name));
        }
        let mut left = ContactPatch::default();
        let Some(company) = &self.company else {
            return left;
        };
        if let Some(other) = self.renamed.get(company) {
            if named.is_some() {
                left.set(Field::Company, other.clone());
            }
            return left;
        }
        let shared = |field: Field| field == Field::Company || field.of_company();
        for (field, value) in patch.fields.iter().filter(|(field, _)| shared(**field)) {
            left.set(*field, value.clone());
        }
        left
    }
}

fn handoff(record: &HandoffRecord) -> HandoffRecord {
    HandoffRecord {
        frozen: Frozen {
            reasons: Vec::new(),
            ..record.frozen.clone()
        },
        ..record.clone()
    }
}

/// Lead and handoff stay: the clocks of handoffs that ended follow from them.
fn undone(undo: &UndoFact) -> UndoFact {
    let returned = undo.lead.returned.clone().map(|returned| Returned {
        note: String::new(),
        ..returned
    });
    UndoFact {
        act: undo.act,
        what: undo.what.clone(),
        lead: Lead {
            returned,
            ..undo.lead.clone()
        },
        handoff: undo.handoff.as_ref().map(handoff),
        bant: Bant::default(),
        do_not_call: false,
    }
}
