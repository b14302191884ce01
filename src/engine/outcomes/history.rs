//! What contacts went through, gathered from the log.

use std::collections::{BTreeMap, HashMap};

use super::horizon::Horizon;
use crate::domain::Time;
use crate::domain::activity::{Activity, Event, Fact, Seq};
use crate::domain::bant::Bant;
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::text::fold;

/// What the source of an imported entry begins with.
const IMPORT: &str = "import ";

/// Something that came of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Won,
    Lost,
    Returned,
    Accepted,
    HandedOver,
}

/// One thing that came of a contact, and the act that said so: an undo takes it back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub end: End,
    pub at: Time,
    pub act: Seq,
    pub amount: Option<f64>,
}

/// Data that were said of a contact at once.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// From when on they are known.
    pub at: Time,
    /// When we learnt of them.
    pub recorded_at: Time,
    /// Whether a person filled them in, or said when that was: an import tells no more than that they are there by now.
    pub is_dated: bool,
    pub patch: ContactPatch,
}

/// One contact.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// When Kapula first heard of it.
    pub heard_of: Option<Time>,
    /// The earliest of its data and its activities: from then on it is known, however late we heard of that.
    pub known_since: Option<Time>,
    /// What was said of it: first the data that we learnt first, which count from its beginning; then the others by their dates.
    pub patches: Vec<Said>,
    /// Its answers from each instant on.
    pub answers: Vec<(Time, Bant)>,
    /// What came of it.
    pub ends: Vec<Ended>,
    /// What it did: instant and place in [`Histories::events`]. Compact, because there are millions.
    pub events: Vec<(Time, u32)>,
    /// When somebody first tried to call.
    pub first_call: Option<Time>,
}

/// All contacts that are looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Histories {
    pub one_of: u64,
    pub horizon: Horizon,
    pub contacts: BTreeMap<ContactId, History>,
    /// What was said of companies, by folded name: when, which field, what. All contacts say it, not only those looked at.
    pub companies: HashMap<String, Vec<(Time, Field, String)>>,
    /// Each event that occurred, once.
    pub events: Vec<Event>,
    /// How often it occurred.
    pub counts: Vec<u64>,
    places: HashMap<(String, String), u32>,
    employers: HashMap<ContactId, String>,
}

impl Histories {
    pub fn new(one_of: u64) -> Self {
        Self {
            one_of,
            ..Self::default()
        }
    }

    /// Puts what happened into the order in which it happened, once all is taken in.
    pub fn sort(&mut self) {
        for history in self.contacts.values_mut() {
            history.events.sort_by_key(|(at, _)| *at);
            // The first stay first, whatever others are dated: what is dated before an import was still written down after it.
            if let Some((_, later)) = history.patches.split_first_mut() {
                later.sort_by_key(|said| said.at);
            }
        }
    }

    /// Takes in one entry of the log.
    pub fn take(&mut self, entry: Activity) {
        self.horizon.take(&entry);
        if let Fact::Contact(patch) = &entry.fact {
            self.company(entry.contact, entry.at, patch);
        }
        if matches!(entry.fact, Fact::Erase) {
            self.contacts.remove(&entry.contact);
            return;
        }
        let looked_at = entry.contact.0.unsigned_abs().is_multiple_of(self.one_of);
        if entry.contact == ContactId::NOBODY || !looked_at {
            return;
        }
        let event = if let Fact::Event(event) = &entry.fact {
            Some(self.place(event))
        } else {
            None
        };
        let history = self.contacts.entry(entry.contact).or_default();
        history.heard_of.get_or_insert(entry.recorded_at);
        // What is dated ahead was known when it was written down.
        let at = entry.at.min(entry.recorded_at);
        history.known_since = Some(history.known_since.map_or(at, |first| first.min(at)));
        if let Some(event) = event {
            history.events.push((entry.at, event));
        }
        history.take(entry);
    }

    fn place(&mut self, event: &Event) -> u32 {
        let key = (event.kind.clone(), event.detail.clone());
        let place = *self.places.entry(key).or_insert_with(|| {
            self.events.push(event.clone());
            self.counts.push(0);
            self.events.len() as u32 - 1
        });
        if let Some(count) = self.counts.get_mut(place as usize) {
            *count += 1;
        }
        place
    }

    fn company(&mut self, contact: ContactId, at: Time, patch: &ContactPatch) {
        if let Some(name) = patch.get(Field::Company) {
            self.employers.insert(contact, fold(name));
        }
        let Some(name) = self.employers.get(&contact) else {
            return;
        };
        for (field, value) in patch.fields.iter().filter(|(field, _)| field.of_company()) {
            let said = self.companies.entry(name.clone()).or_default();
            said.push((at, *field, value.clone()));
        }
    }
}

impl History {
    fn take(&mut self, entry: Activity) {
        let Activity {
            at,
            act,
            fact,
            recorded_at,
            source,
            ..
        } = entry;
        let mut ended = |end, amount| {
            self.ends.push(Ended { end, at, act, amount });
        };
        match fact {
            Fact::Contact(patch) => self.patches.push(Said {
                at,
                recorded_at,
                is_dated: at < recorded_at || !source.starts_with(IMPORT),
                patch,
            }),
            Fact::Bant(bant) => self.answers.push((at, bant)),
            Fact::Call { .. } => self.call(at),
            Fact::Win { amount } => ended(End::Won, amount),
            Fact::Lose { .. } => ended(End::Lost, None),
            Fact::Return(_) => ended(End::Returned, None),
            Fact::Accept => ended(End::Accepted, None),
            Fact::Handoff(_) => ended(End::HandedOver, None),
            Fact::Event(event) => {
                if event.kind == "call" {
                    self.call(at);
                } else if let Some(end) = meaning(&event.kind) {
                    ended(end, crate::domain::score::leading_number(&event.detail));
                }
            }
            Fact::Undo(undo) => {
                self.ends.retain(|ended| ended.act != undo.act);
                self.answers.push((at, undo.bant));
            }
            Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Note { .. }
            | Fact::Release
            | Fact::Reassign { .. }
            | Fact::Triage(_)
            | Fact::Wake
            | Fact::Alert(_)
            | Fact::Model(_)
            | Fact::ErasedEvent(_)
            | Fact::Erase
            | Fact::ScoreClass { .. } => {}
        }
    }

    /// Whether sales ever had it: it was handed over, accepted, given back, called, or there was a deal.
    pub fn was_with_sales(&self) -> bool {
        !self.ends.is_empty() || self.first_call.is_some()
    }

    fn call(&mut self, at: Time) {
        self.first_call = Some(self.first_call.map_or(at, |first| first.min(at)));
    }
}

/// What an imported activity says came of a contact; its detail may begin with the sum.
pub(super) fn meaning(kind: &str) -> Option<End> {
    Some(match fold(kind).as_str() {
        "win" | "won" => End::Won,
        "lose" | "lost" => End::Lost,
        "return" | "returned" => End::Returned,
        "accept" | "accepted" => End::Accepted,
        "handoff" => End::HandedOver,
        _ => return None,
    })
}
