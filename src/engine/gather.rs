//! What everybody has gathered, from one reading of the log in memory: the same as applying the log entry by entry, without
//! reading and writing a subject for each.

use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

use crate::domain::Time;
use crate::domain::activity::{Fact, Weight};
use crate::domain::committee::{Committee, Deciders, Role};
use crate::domain::contact::{CompanyId, ContactId, ContactPatch, Field};
use crate::domain::policy::Policy;
use crate::domain::score::{Matched, RuleNo, ScoreState};
use crate::domain::text::fold;
use crate::store::{LogPart, Reader, ScoreBatch, ScoreEntry, StoreError};

use super::handle::EngineError;
use super::replay::Reading;

/// Batches that may wait between the two threads: enough that neither waits for long, little memory.
const WAITING: usize = 8;

/// Meanings of events kept at most: more texts than this occur only where each is met once.
const MOST_MEANINGS: usize = 200_000;

/// What one contact has gathered so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    pub score: ScoreState,
    pub shadows: Vec<ScoreState>,
    company: Option<CompanyId>,
    role: Option<Role>,
}

/// What an event means under the model in force, and under the others.
struct Meaning {
    active: Matched,
    shadows: Vec<Matched>,
}

/// Reads the log on one thread while `take` has it on the other.
pub(super) fn through(
    reader: &Reader,
    part: LogPart,
    reading: Reading<'_>,
    mut take: impl FnMut(&ScoreEntry<'_>) -> Result<(), StoreError>,
) -> Result<(), EngineError> {
    let total = reader.counters()?.activities;
    let other = reader.another()?;
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel::<ScoreBatch>(WAITING);
        let (empty, spare) = sync_channel::<ScoreBatch>(WAITING);
        let read = scope.spawn(move || {
            other.score_log(
                part,
                || spare.try_recv().unwrap_or_default(),
                |batch| full.send(batch).is_ok(),
            )
        });
        for mut batch in &batches {
            for entry in batch.entries() {
                take(&entry)?;
            }
            reading(batch.last_seq(), total);
            batch.clear();
            // A reader that has ended needs no more of them.
            let _ = empty.try_send(batch);
        }
        read.join()
            .unwrap_or_else(|_| Err(StoreError::Undecodable("the log could not be read".to_owned())))
    })?;
    Ok(())
}

/// The reading.
pub(super) struct Gathering<'p> {
    policy: &'p Policy,
    /// Row numbers of companies by folded name.
    companies: HashMap<String, CompanyId>,
    /// By row number of the contact.
    people: Vec<Gathered>,
    /// Where people worked before: few ever change.
    left: HashMap<ContactId, Vec<CompanyId>>,
    pub committees: HashMap<CompanyId, Committee>,
    pub deciders: HashMap<CompanyId, Deciders>,
    /// Who gained points by the last entry: whose act it was first, then colleagues. Empty when it counts for nothing.
    pub gained: Vec<ContactId>,
    /// By kind and detail as they stand in the log ([`ScoreEntry::key`]).
    meanings: HashMap<String, usize>,
    known: Vec<Meaning>,
}

impl<'p> Gathering<'p> {
    pub fn new(policy: &'p Policy, companies: HashMap<String, CompanyId>) -> Self {
        Self {
            policy,
            companies,
            people: Vec::new(),
            left: HashMap::new(),
            committees: HashMap::new(),
            deciders: HashMap::new(),
            gained: Vec::new(),
            meanings: HashMap::new(),
            known: Vec::new(),
        }
    }

    /// What a contact has gathered; taken out, because it is wanted once.
    pub fn take(&mut self, id: ContactId) -> Gathered {
        let place = usize::try_from(id.0).unwrap_or_default();
        self.people.get_mut(place).map(std::mem::take).unwrap_or_default()
    }

    /// What a contact has gathered so far.
    pub fn state(&self, id: ContactId) -> Option<&ScoreState> {
        let place = usize::try_from(id.0).ok()?;
        Some(&self.people.get(place)?.score)
    }

    /// Says which explicit rules hold for a contact at this place of the log: the gathering itself looks at behaviour only.
    pub fn hold(&mut self, id: ContactId, holding: Vec<RuleNo>) {
        let place = usize::try_from(id.0).unwrap_or_default();
        if let Some(person) = self.people.get_mut(place) {
            person.score.holding = holding;
        }
    }

    /// Takes in the next entry of the log.
    pub fn take_in(&mut self, entry: &ScoreEntry<'_>) -> Result<(), StoreError> {
        let place = usize::try_from(entry.contact).unwrap_or_default();
        if place >= self.people.len() {
            let shadows = vec![ScoreState::default(); self.policy.shadows.len()];
            let nobody = Gathered {
                shadows,
                ..Gathered::default()
            };
            self.people.resize(place + 1, nobody);
        }
        self.gained.clear();
        let at = Time::from_timestamp_millis(entry.at).unwrap_or_default();
        match (entry.is_event, entry.kind) {
            (true, _) => {
                let meaning = self.meaning(entry)?;
                self.event(place, meaning, at);
            }
            (false, "contact") => self.learn(place, entry.detail)?,
            (false, "erase") => self.erase(place),
            (false, "alert") => self.people[place].score.alerted_at = Some(at),
            (false, _) => {}
        }
        Ok(())
    }

    /// The last word about a person, as in [`Subject::apply`](crate::domain::subject::Subject::apply).
    fn erase(&mut self, place: usize) {
        let id = ContactId(i64::try_from(place).unwrap_or_default());
        let person = &mut self.people[place];
        let companies = self.left.remove(&id).into_iter().flatten().chain(person.company);
        *person = Gathered {
            shadows: vec![ScoreState::default(); self.policy.shadows.len()],
            ..Gathered::default()
        };
        for company in companies {
            if let Some(committee) = self.committees.get_mut(&company) {
                committee.forget(id);
            }
        }
    }

    fn event(&mut self, place: usize, meaning: usize, at: Time) {
        let Some(meaning) = self.known.get(meaning) else {
            return;
        };
        let person = &mut self.people[place];
        let shadows = person
            .shadows
            .iter_mut()
            .zip(&self.policy.shadows)
            .zip(&meaning.shadows);
        for ((state, shadow), matched) in shadows {
            shadow.model.absorb_matched(state, matched, at);
        }
        if !self
            .policy
            .model
            .absorb_matched(&mut person.score, &meaning.active, at)
        {
            return;
        }
        let company = person.company;
        let id = ContactId(i64::try_from(place).unwrap_or_default());
        self.gained.push(id);
        let Some(company) = company else {
            return;
        };
        for other in self.committees.entry(company).or_default().act(id, at) {
            let Some(person) = usize::try_from(other.0)
                .ok()
                .and_then(|place| self.people.get_mut(place))
            else {
                continue;
            };
            if self.policy.model.absorb_colleague(&mut person.score, at) && other != id {
                self.gained.push(other);
            }
            for (state, shadow) in person.shadows.iter_mut().zip(&self.policy.shadows) {
                shadow.model.absorb_colleague(state, at);
            }
        }
    }

    fn learn(&mut self, place: usize, detail: Option<&str>) -> Result<(), StoreError> {
        let patch: ContactPatch = serde_json::from_str(detail.unwrap_or("{}"))?;
        let person = &mut self.people[place];
        if let Some(company) = patch
            .get(Field::Company)
            .and_then(|name| self.companies.get(&fold(name)))
            && let Some(left) = person.company.replace(*company)
            && left != *company
        {
            let id = ContactId(i64::try_from(place).unwrap_or_default());
            self.left.entry(id).or_default().push(left);
        }
        if let Some(title) = patch.get(Field::Title) {
            person.role = self.policy.model.roles.of_title(title);
        }
        if let (Some(company), Some(role)) = (person.company, person.role) {
            self.deciders.entry(company).or_default().note(role);
        }
        Ok(())
    }

    /// What an event means: worked out once for each text.
    fn meaning(&mut self, entry: &ScoreEntry<'_>) -> Result<usize, StoreError> {
        if let Some(known) = self.meanings.get(entry.key) {
            return Ok(*known);
        }
        if self.known.len() >= MOST_MEANINGS {
            self.meanings.clear();
            self.known.clear();
        }
        let meaning = self.read(entry.kind, entry.detail)?;
        self.known.push(meaning);
        let number = self.known.len() - 1;
        self.meanings.insert(entry.key.to_owned(), number);
        Ok(number)
    }

    fn read(&self, kind: &str, detail: Option<&str>) -> Result<Meaning, StoreError> {
        let empty = || serde_json::Value::Object(serde_json::Map::new());
        let detail = detail.map_or_else(|| Ok(empty()), serde_json::from_str)?;
        let (model, shadows) = (&self.policy.model, self.policy.shadows.iter());
        let fact = Fact::from_parts(kind, true, detail)?;
        if let Fact::Event(event) = &fact {
            return Ok(Meaning {
                active: model.matched(event),
                shadows: shadows.map(|shadow| shadow.model.matched(event)).collect(),
            });
        }
        Ok(Meaning {
            active: if is_act(&fact) {
                Matched::erased()
            } else {
                Matched::default()
            },
            shadows: shadows.map(|_| Matched::default()).collect(),
        })
    }
}

/// Whether an event of which nothing more is known was an act.
fn is_act(fact: &Fact) -> bool {
    matches!(fact, Fact::ErasedEvent(event) if event.erased == Weight::Counted)
}
