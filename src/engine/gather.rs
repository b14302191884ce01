//! What everybody has gathered so far, entry by entry of the log: the same as applying it, without reading and writing a
//! subject for each.

use std::collections::HashMap;

use crate::domain::Time;
use crate::domain::committee::Deciders;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::policy::Policy;
use crate::domain::score::{RuleNo, ScoreState};
use crate::store::{ScoreEntry, StoreError};

use super::circles::{Circles, Companies, Learning};
use super::meanings::Meanings;

/// The reading, under the model in force alone.
pub(super) struct Gathering<'p> {
    policy: &'p Policy,
    /// By row number of the contact.
    people: Vec<ScoreState>,
    learning: Learning<'p>,
    circles: Circles,
    meanings: Meanings<'p>,
    /// Who gained points by the last entry: whose act it was first, then colleagues. Empty when it counts for nothing.
    pub gained: Vec<ContactId>,
}

impl<'p> Gathering<'p> {
    pub fn new(policy: &'p Policy, companies: &'p Companies) -> Self {
        Self {
            policy,
            people: Vec::new(),
            learning: Learning::new(companies, &policy.model.roles),
            circles: Circles::default(),
            meanings: Meanings::new(policy),
            gained: Vec::new(),
        }
    }

    /// Which roles are known, by company.
    pub const fn deciders(&self) -> &HashMap<CompanyId, Deciders> {
        self.circles.deciders()
    }

    /// The others who acted last in the company of somebody.
    pub fn decide_with(&self, id: ContactId) -> impl Iterator<Item = ContactId> + '_ {
        self.circles.decide_with(id)
    }

    /// What a contact has gathered; taken out, because it is wanted once.
    pub fn take(&mut self, id: ContactId) -> ScoreState {
        self.state_mut(id).map(std::mem::take).unwrap_or_default()
    }

    /// What a contact has gathered so far.
    pub fn state(&self, id: ContactId) -> Option<&ScoreState> {
        self.people.get(usize::try_from(id.0).ok()?)
    }

    /// Says which explicit rules hold for a contact at this place of the log: the gathering itself looks at behaviour only.
    pub fn hold(&mut self, id: ContactId, holding: Vec<RuleNo>) {
        if let Some(state) = self.state_mut(id) {
            state.holding = holding;
        }
    }

    /// Takes in the next entry of the log.
    pub fn take_in(&mut self, entry: &ScoreEntry<'_>) -> Result<(), StoreError> {
        let place = usize::try_from(entry.contact).unwrap_or_default();
        if place >= self.people.len() {
            self.people.resize(place + 1, ScoreState::default());
        }
        self.gained.clear();
        let at = Time::from_timestamp_millis(entry.at).unwrap_or_default();
        let id = ContactId(entry.contact);
        match (entry.is_event, entry.kind) {
            (true, _) => {
                let meaning = self.meanings.of(entry)?;
                self.event(id, meaning, at);
            }
            (false, "contact") => {
                let learnt = self.learning.read(entry.detail)?;
                self.circles.learn(id, learnt);
            }
            (false, "erase") => {
                self.people[place] = ScoreState::default();
                self.circles.erase(id);
            }
            (false, "alert") => self.people[place].alerted_at = Some(at),
            (false, _) => {}
        }
        Ok(())
    }

    fn state_mut(&mut self, id: ContactId) -> Option<&mut ScoreState> {
        self.people.get_mut(usize::try_from(id.0).ok()?)
    }

    fn event(&mut self, id: ContactId, meaning: u32, at: Time) {
        let model = &self.policy.model;
        let whose = usize::try_from(id.0).unwrap_or_default();
        let (Some(meaning), Some(state)) = (self.meanings.get(meaning), self.people.get_mut(whose)) else {
            return;
        };
        if !model.absorb_matched(state, &meaning.active, at) {
            return;
        }
        self.gained.push(id);
        for other in self.circles.act(id, at.timestamp_millis()) {
            let gained = self
                .state_mut(other)
                .is_some_and(|state| model.absorb_colleague(state, at));
            if gained && other != id {
                self.gained.push(other);
            }
        }
    }
}
