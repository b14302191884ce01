//! What both models make of a contact at one place of the log: its score, that of its group, and whether it would go to sales.

use crate::domain::Time;
use crate::domain::committee::combined;
use crate::domain::contact::ContactId;
use crate::domain::score::{Score, ScoreState};
use crate::domain::what_if::{Side, Standing, Under};

use super::{Course, contact, number, policy};

impl Course<'_> {
    /// Looks again which explicit rules hold.
    pub(super) fn look_again(&mut self, place: usize) {
        let Some(subject) = self.known.subject(place) else {
            return;
        };
        for under in Under::ALL {
            let model = &policy(self.policies, under).model;
            let holding = model.holding(&subject.contact, subject.company.as_ref(), &subject.bant);
            self.gatherings[under].hold(subject.contact.id, holding);
        }
        self.people[place].seen = self.known.version(place);
    }

    /// The same when the company has changed through others.
    pub(super) fn look_again_if_shared(&mut self, place: usize) {
        if self.people[place].seen != self.known.version(place) {
            self.look_again(place);
        }
    }

    /// The same of everybody whose score decides whether the contact is handed over.
    pub(super) fn look_again_at_group(&mut self, place: usize) {
        self.look_again_if_shared(place);
        if self.policies.in_force.routing.asks_for_group() {
            // The company and who acts in it are the same under both models; who counts as having acted may differ.
            let with = |under| self.gatherings[under].decide_with(contact(place)).map(number);
            let others: Vec<usize> = Under::ALL.into_iter().flat_map(with).collect();
            for other in others {
                self.look_again_if_shared(other);
            }
        }
    }

    pub(super) fn judge_both(&mut self, place: usize, at: Time) {
        for under in Under::ALL {
            self.judge(place, under, at);
            self.judge_group(place, under, at);
        }
    }

    /// Whether somebody who decides with the contact would be handed over now, where routing asks for the group.
    pub(super) fn judge_group(&mut self, place: usize, under: Under, at: Time) {
        if self.policies.in_force.routing.asks_for_group() {
            let with = self.gatherings[under].decide_with(contact(place)).map(number);
            let others: Vec<usize> = with.collect();
            for other in others {
                self.judge(other, under, at);
            }
        }
    }

    /// Whether the contact would be handed over now.
    pub(super) fn judge(&mut self, place: usize, under: Under, at: Time) {
        if self.people[place].standing[under] != Standing::Free {
            return;
        }
        self.look_again_at_group(place);
        let at = self.people[place].newest.map_or(at, |newest| newest.max(at));
        let score = self.score(contact(place), under, at);
        let (calling, routing) = (self.known.calling(place), &self.policies.in_force.routing);
        let mut standing = self.people[place].standing[under];
        if standing.judge(score, calling, || self.group(place, under, at), routing) {
            self.weeks.would(under, at);
        }
        self.people[place].standing[under] = standing;
    }

    pub(super) fn side(&self, place: usize, under: Under, at: Time) -> Side {
        let score = self.score(contact(place), under, at);
        let (calling, routing) = (self.known.calling(place), &self.policies.in_force.routing);
        Side {
            score,
            through: routing.lets_through(score, calling, || self.group(place, under, at)),
        }
    }

    fn score(&self, id: ContactId, under: Under, at: Time) -> Score {
        let nothing = ScoreState::default();
        let state = self.gatherings[under].state(id).unwrap_or(&nothing);
        policy(self.policies, under).model.score(state, at)
    }

    /// How good those are together who decide with a contact, itself included.
    fn group(&self, place: usize, under: Under, at: Time) -> u8 {
        let people = self.gatherings[under].decide_with(contact(place));
        combined(
            people
                .chain([contact(place)])
                .map(|id| self.score(id, under, at).total),
        )
    }
}
