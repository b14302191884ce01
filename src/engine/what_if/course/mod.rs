//! What every contact goes through in the order of the log; `judging` says what both models make of it.

mod handed;
mod judging;

use std::collections::{BTreeMap, HashSet};

use crate::domain::Time;
use crate::domain::activity::{Fact, ReturnFact, TriageChoice, UndoFact};
use crate::domain::contact::{ContactId, ContactPatch};
use crate::domain::handoff::HandoffRecord;
use crate::domain::policy::Policy;
use crate::domain::score::ScoreState;
use crate::domain::what_if::{Both, By, Standing, Trial, Under, Weeks};
use crate::engine::circles::Companies;
use crate::engine::gather::Gathering;
use crate::store::{ScoreEntry, StoreError};

use super::known::Known;
pub(super) use handed::Ended;
use handed::{GivenBack, Handed};

/// The number of an act: its first entry.
type Act = i64;

/// One contact.
#[derive(Debug, Clone, Default)]
struct Person {
    /// Whether something had happened to it by the instant that is asked about.
    had_begun: bool,
    /// The newest of what it did.
    newest: Option<Time>,
    standing: Both<Standing>,
    /// The version of its company that the explicit rules were last looked at with.
    seen: u32,
    /// How it stood before the last act that moved it: an undo takes that back.
    before: Option<Box<(Act, Both<Standing>)>>,
    /// The handoff that has not come back.
    handoff: Option<Box<Handed>>,
}

/// Everybody under both models.
pub(super) struct Course<'p> {
    policies: &'p Both<Policy>,
    gatherings: Both<Gathering<'p>>,
    known: Known,
    people: Vec<Person>,
    pub weeks: Weeks,
    /// By act, which an undo names.
    returned: BTreeMap<(Act, ContactId), GivenBack>,
    /// Of whom nothing may be counted any more. What they did for their colleagues goes on counting.
    erased: HashSet<ContactId>,
    /// The last act that a date began, and of whom: a handoff of the same act asks no score.
    woken: Option<Act>,
}

impl<'p> Course<'p> {
    pub fn new(
        policies: &'p Both<Policy>,
        companies: &'p Companies,
        erased: HashSet<ContactId>,
        as_of: Time,
    ) -> Self {
        Self {
            policies,
            gatherings: Both::of(|under| Gathering::new(policy(policies, under), companies)),
            known: Known::new(policies, companies),
            people: Vec::new(),
            weeks: Weeks::before(as_of),
            returned: BTreeMap::new(),
            erased,
            woken: None,
        }
    }

    /// Takes in the next entry of the log.
    pub fn take_in(&mut self, entry: &ScoreEntry<'_>) -> Result<(), StoreError> {
        for under in Under::ALL {
            self.gatherings[under].take_in(entry)?;
        }
        let place = usize::try_from(entry.contact).unwrap_or_default();
        if place == 0 {
            return Ok(());
        }
        if place >= self.people.len() {
            self.people.resize(place + 1, Person::default());
            self.known.grow(place + 1);
        }
        let at = Time::from_timestamp_millis(entry.at).unwrap_or_default();
        self.people[place].had_begun |= at <= self.weeks.until();
        let erased = self.erased.contains(&contact(place));
        if erased {
            self.people[place].standing = Both::of(|_| Standing::Closed);
        }
        match (entry.is_event, entry.kind) {
            (true, _) => self.event(place, at),
            (false, "contact") => self.learn(place, at, entry.detail)?,
            (false, kind) if moves(kind) && !erased => {
                let detail = entry.detail.map(serde_json::from_str).transpose()?;
                let fact = Fact::from_parts(kind, false, detail.unwrap_or_default())?;
                self.own(place, at, entry.act, &fact);
            }
            (false, _) => {}
        }
        Ok(())
    }

    /// What a contact has gathered by the end; taken out, because it is wanted once.
    pub fn gathered(&mut self, under: Under, id: ContactId) -> ScoreState {
        self.gatherings[under].take(id)
    }

    /// Who decides with somebody by the end, as far as others acted.
    pub fn decide_with(&self, under: Under, id: ContactId) -> impl Iterator<Item = ContactId> + '_ {
        self.gatherings[under].decide_with(id)
    }

    /// Whether a contact came back and has done nothing since that the model counts.
    pub fn waits_for_an_act(&self, under: Under, id: ContactId) -> bool {
        let person = self.people.get(number(id));
        person.is_some_and(|person| matches!(person.standing[under], Standing::GivenBack { .. }))
    }

    /// Whether something had happened to a contact by the instant that is asked about: it was known then.
    pub fn had_begun(&self, id: ContactId) -> bool {
        self.people.get(number(id)).is_some_and(|person| person.had_begun)
    }

    /// The handoffs of the weeks that came back, and those that sales kept.
    pub fn ended(
        &mut self,
    ) -> (
        impl Iterator<Item = Ended> + use<>,
        impl Iterator<Item = Ended> + use<>,
    ) {
        let (first, last) = (self.weeks.clone(), self.weeks.clone());
        let returned = std::mem::take(&mut self.returned).into_iter();
        let returned = returned
            .filter(move |(_, back)| first.hold(back.at))
            .map(|((_, id), back)| back.handed.ended(id, back.at, Some(back.reason)));
        let people = std::mem::take(&mut self.people).into_iter().zip(0..);
        let kept = people.filter_map(move |(person, id)| {
            let handed = person.handoff?;
            let at = handed.kept_at().filter(|at| last.hold(*at))?;
            Some(handed.ended(ContactId(id), at, None))
        });
        (returned, kept)
    }

    fn event(&mut self, place: usize, at: Time) {
        let person = &mut self.people[place];
        person.newest = person.newest.max(Some(at));
        for under in Under::ALL {
            let gained = std::mem::take(&mut self.gatherings[under].gained);
            for id in &gained {
                let whose = number(*id);
                if whose == place {
                    self.people[place].standing[under].stir(at);
                }
                self.judge(whose, under, at);
                self.judge_group(whose, under, at);
            }
            self.gatherings[under].gained = gained;
        }
    }

    fn learn(&mut self, place: usize, at: Time, detail: Option<&str>) -> Result<(), StoreError> {
        let patch: ContactPatch = serde_json::from_str(detail.unwrap_or("{}"))?;
        self.known.learn(place, patch);
        let deciders = self.gatherings.in_force.deciders();
        self.known.decide(place, |company| {
            deciders.get(&company).copied().unwrap_or_default()
        });
        self.look_again(place);
        self.judge_both(place, at);
        Ok(())
    }

    fn own(&mut self, place: usize, at: Time, act: Act, fact: &Fact) {
        match fact {
            Fact::Bant(bant) => {
                self.known.answer(place, *bant);
                self.look_again(place);
                self.judge_both(place, at);
            }
            Fact::Handoff(record) => self.hand_over(place, at, act, record),
            Fact::Return(fact) => self.give_back(place, at, act, fact),
            Fact::Undo(undo) => self.undo(place, at, undo),
            Fact::Wake => {
                self.woken = Some(act);
                for under in Under::ALL {
                    self.people[place].standing[under].wake();
                }
                self.judge_both(place, at);
            }
            Fact::Accept => self.handed(place, |handed| handed.accepted = Some((at, act))),
            Fact::Release => self.handed(place, |handed| handed.accepted = None),
            Fact::Win { .. } => {
                self.handed(place, |handed| handed.won = Some((at, act)));
                self.stand(place, act, |_| Standing::Closed);
            }
            Fact::Lose { .. } => self.stand(place, act, |_| Standing::Closed),
            Fact::Triage(triage) if triage.to == TriageChoice::Close => {
                self.stand(place, act, |_| Standing::Closed);
            }
            Fact::Triage(_)
            | Fact::Event(_)
            | Fact::Contact(_)
            | Fact::Call { .. }
            | Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Note { .. }
            | Fact::Reassign { .. }
            | Fact::ScoreClass { .. }
            | Fact::Alert(_)
            | Fact::ErasedEvent(_)
            | Fact::Erase
            | Fact::Model(_) => {}
        }
    }

    fn hand_over(&mut self, place: usize, at: Time, act: Act, record: &HandoffRecord) {
        let by = if self.woken == Some(act) {
            By::Date
        } else if record.handed_by.is_empty() {
            By::Rules
        } else {
            By::Person
        };
        self.look_again_at_group(place);
        let trial = Trial {
            handed_at: at,
            by,
            sides: Both::of(|under| self.side(place, under, at)),
        };
        self.weeks.was(at, u64::from(by == By::Rules));
        if by != By::Rules {
            self.stand(place, act, |mut standing| {
                standing.take_over();
                standing
            });
        }
        self.people[place].handoff = Some(Box::new(Handed {
            trial,
            act,
            accepted: None,
            won: None,
        }));
    }

    fn give_back(&mut self, place: usize, at: Time, act: Act, fact: &ReturnFact) {
        self.stand(place, act, |_| Standing::GivenBack { at });
        if let Some(handed) = self.people[place].handoff.take() {
            let key = (act, contact(place));
            let reason = fact.reason;
            self.returned.insert(key, GivenBack { at, reason, handed });
        }
    }

    /// Takes back an act, and what it did to the answers.
    fn undo(&mut self, place: usize, at: Time, undo: &UndoFact) {
        let act = undo.act.0;
        let person = &mut self.people[place];
        if let Some((_, before)) = person
            .before
            .take_if(|before| before.0 == act)
            .map(|before| *before)
        {
            person.standing = before;
        }
        if let Some(back) = self.returned.remove(&(act, contact(place))) {
            person.handoff = Some(back.handed);
        }
        if let Some(handed) = person.handoff.take_if(|handed| handed.act == act) {
            let by_rules = u64::from(handed.trial.by == By::Rules);
            self.weeks.was_not(handed.trial.handed_at, by_rules);
        }
        if let Some(handed) = &mut person.handoff {
            handed.accepted = handed.accepted.filter(|(_, accepted)| *accepted != act);
            handed.won = handed.won.filter(|(_, won)| *won != act);
        }
        self.known.restore(place, undo.bant, undo.do_not_call);
        self.look_again(place);
        self.judge_both(place, at);
    }

    fn handed(&mut self, place: usize, change: impl FnOnce(&mut Handed)) {
        if let Some(handed) = &mut self.people[place].handoff {
            change(handed);
        }
    }

    /// An act moves the contact under both models.
    fn stand(&mut self, place: usize, act: Act, to: impl Fn(Standing) -> Standing) {
        let person = &mut self.people[place];
        if person.before.as_ref().is_none_or(|before| before.0 != act) {
            person.before = Some(Box::new((act, person.standing)));
        }
        person.standing = Both::of(|under| to(person.standing[under]));
    }
}

fn policy(policies: &Both<Policy>, under: Under) -> &Policy {
    &policies[under]
}

fn contact(place: usize) -> ContactId {
    ContactId(i64::try_from(place).unwrap_or_default())
}

fn number(id: ContactId) -> usize {
    usize::try_from(id.0).unwrap_or_default()
}

/// Whether an own act moves a contact or says something of it: the others are not worth being read.
fn moves(kind: &str) -> bool {
    [
        "bant", "handoff", "return", "undo", "wake", "accept", "release", "win", "lose", "triage",
    ]
    .contains(&kind)
}
