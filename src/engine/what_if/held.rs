//! Whom routing holds back under both models. How good those are together who decide with a contact is known only when
//! everybody has been scored: until then, whoever lacks nothing else waits.

use crate::domain::committee::combined;
use crate::domain::contact::ContactId;
use crate::domain::lead::Hand;
use crate::domain::policy::{Calling, HeldBack, Routing};
use crate::domain::score::Score;
use crate::domain::subject::Subject;
use crate::domain::what_if::{Both, Under};

use super::course::Course;

/// Nobody lacks a group while it is not known.
const BEST_GROUP: u8 = 100;

/// Somebody who lacks at most a group.
struct Waiting {
    id: ContactId,
    under: Under,
    score: Score,
    calling: Calling,
}

/// What is found out while scoring.
pub(super) struct Held<'p> {
    routing: &'p Routing,
    /// Totals under both models, by number of the contact; empty where routing does not ask for the group.
    totals: Vec<Both<u8>>,
    waiting: Vec<Waiting>,
    back: Both<HeldBack>,
}

impl<'p> Held<'p> {
    pub fn new(routing: &'p Routing) -> Self {
        Self {
            routing,
            totals: Vec::new(),
            waiting: Vec::new(),
            back: Both::default(),
        }
    }

    /// Looks at a contact with its scores.
    pub fn note(&mut self, subject: &Subject, score: &Both<Score>, course: &Course<'_>) {
        let id = subject.contact.id;
        if self.routing.asks_for_group() {
            let place = usize::try_from(id.0).unwrap_or_default();
            self.totals
                .resize(self.totals.len().max(place + 1), Both::default());
            self.totals[place] = Both::of(|under| score[under].total);
        }
        if subject.lead.stage.hand() != Hand::Marketing {
            return;
        }
        let calling = Calling::of(&subject.contact);
        for under in Under::ALL {
            if course.waits_for_an_act(under, id) {
                continue;
            }
            let score = score[under];
            match self.routing.missing(score, calling, || BEST_GROUP) {
                Some(missing) => self.back[under].count(score.class, missing),
                None if self.routing.asks_for_group() => self.waiting.push(Waiting {
                    id,
                    under,
                    score,
                    calling,
                }),
                None => {}
            }
        }
    }

    /// All that are held back, now that everybody's score is known.
    pub fn back(mut self, course: &Course<'_>) -> Both<HeldBack> {
        for Waiting {
            id,
            under,
            score,
            calling,
        } in self.waiting
        {
            let total = |id: ContactId| {
                let place = usize::try_from(id.0).ok()?;
                Some(self.totals.get(place)?[under])
            };
            let group = || combined(course.decide_with(under, id).chain([id]).filter_map(total));
            if let Some(missing) = self.routing.missing(score, calling, group) {
                self.back[under].count(score.class, missing);
            }
        }
        self.back
    }
}
