//! From what contacts went through to samples.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::deeds::Counting;
use super::history::{End, Ended, Histories, History};
use super::present::{AsOf, present};
use super::{Asked, Collected, Moment, Wanted};
use crate::domain::Time;
use crate::domain::bant::{Answer, Question};
use crate::domain::committee::Deciders;
use crate::domain::contact::{Company, CompanyId, Contact, ContactId, Field};
use crate::domain::learn::sample::{Column, Filled, HALF_LIVES, Known, Melted, Sample, Samples};
use crate::domain::policy::Policy;
use crate::domain::score::{Matched, ScoreState, leading_number};
use crate::domain::text::fold;

/// The most snapshots of one contact: who never decides must not outweigh those who do.
const MOST_SNAPSHOTS: usize = 26;
/// Contacts with a handoff, as a share of all, from which the first handoff is the moment that is looked at.
const HANDED_OVER: f64 = 0.02;
/// Won deals with a sum, from which their median is the size of a deal of which nothing is known.
const SUMS: usize = 10;

/// Makes the samples.
pub(super) fn sample(histories: &mut Histories, policy: &Policy, asked: &Asked) -> Collected {
    let moment = asked.moment.unwrap_or_else(|| usual(histories));
    for history in histories.contacts.values_mut() {
        history.events.sort_by_key(|(at, _)| *at);
        history.patches[..].sort_by_key(|(at, _)| *at);
    }
    let counting = Counting::new(histories);
    let mut maker = Maker {
        policy,
        asked,
        moment,
        last: histories
            .contacts
            .values()
            .filter_map(|history| history.last)
            .max(),
        usual_size: usual_size(histories, policy),
        matched: histories
            .events
            .iter()
            .map(|event| policy.model.matched(event))
            .collect(),
        histories,
        counting: &counting,
        samples: Samples::default(),
        not_over: 0,
    };
    for (id, history) in &histories.contacts {
        maker.contact(*id, history);
    }
    let Maker {
        mut samples,
        not_over,
        ..
    } = maker;
    samples.deeds = counting.deeds;
    samples.sort();
    Collected {
        samples,
        moment,
        one_of: histories.one_of,
        not_over,
    }
}

fn usual(histories: &Histories) -> Moment {
    let handed = |history: &&History| history.ends.iter().any(|ended| ended.end == End::HandedOver);
    let share = histories.contacts.values().filter(handed).count() as f64;
    if share > HANDED_OVER * histories.contacts.len() as f64 {
        Moment::FirstHandoff
    } else {
        Moment::Creation
    }
}

/// The size of a deal of which nothing is known: the median of those won, else what the settings say.
fn usual_size(histories: &Histories, policy: &Policy) -> f64 {
    let ends = histories.contacts.values().flat_map(|history| &history.ends);
    let mut sums: Vec<f64> = ends
        .filter(|ended| ended.end == End::Won)
        .filter_map(|ended| ended.amount.filter(|amount| *amount > 0.0))
        .collect();
    sums.sort_by(f64::total_cmp);
    if sums.len() < SUMS {
        return policy.value.default_deal_size;
    }
    sums[sums.len() / 2]
}

struct Maker<'a> {
    policy: &'a Policy,
    asked: &'a Asked,
    moment: Moment,
    /// The last of all that happened: what follows is not known.
    last: Option<Time>,
    usual_size: f64,
    histories: &'a Histories,
    counting: &'a Counting,
    /// What each event that occurred means to the model in force.
    matched: Vec<Matched>,
    samples: Samples,
    not_over: usize,
}

/// One contact on its way from snapshot to snapshot.
struct Walk {
    state: ScoreState,
    melted: BTreeMap<u32, (Time, Melted)>,
    /// Events that lie behind.
    counted: usize,
    known: Arc<Known>,
    as_of: AsOf,
    /// How many patches and answers it was made of.
    made_of: (usize, usize),
}

impl Maker<'_> {
    fn contact(&mut self, id: ContactId, history: &History) {
        let Some(known_since) = history.known_since else {
            return;
        };
        self.filled(history);
        let mut walk: Option<Walk> = None;
        for at in self.snapshots(history, known_since) {
            let Some(outcome) = self.outcome(history, at) else {
                self.not_over += 1;
                continue;
            };
            let walk = walk.get_or_insert_with(|| Walk::new(id, known_since));
            self.know(walk, history, at);
            let (to, from) = (
                history.events.partition_point(|(when, _)| *when <= at),
                walk.counted,
            );
            let events = &history.events[from..to];
            walk.counted = to;
            for (when, event) in events {
                for deed in &self.counting.of_event[*event as usize] {
                    melt(
                        walk.melted.entry(*deed).or_insert((*when, Melted::default())),
                        *when,
                        1.0,
                    );
                }
            }
            let told = events
                .iter()
                .map(|(when, event)| (*when, &self.matched[*event as usize]));
            let present = present(self.policy, &mut walk.state, &walk.as_of, told, at);
            let size = self.size(&walk.as_of);
            let won = history
                .ends
                .iter()
                .rev()
                .find(|ended| ended.end == End::Won && ended.at > at);
            self.samples.rows.push(Sample {
                contact: id,
                at,
                order: self.order(walk, at),
                known: Arc::clone(&walk.known),
                done: walk.done(at),
                outcome,
                size,
                revenue: won
                    .and_then(|ended| ended.amount.filter(|sum| *sum > 0.0))
                    .unwrap_or(size),
                present,
            });
        }
    }

    /// When the contact is looked at.
    fn snapshots(&self, history: &History, known_since: Time) -> Vec<Time> {
        let created = created(history).map_or(known_since, |created| created.min(known_since));
        let candidates = match self.moment {
            Moment::FirstHandoff => {
                let handed = history.ends.iter().filter(|ended| ended.end == End::HandedOver);
                handed.map(|ended| ended.at).min().into_iter().collect()
            }
            Moment::Creation => vec![created],
            Moment::Every(days) => self.every(history, created, days),
        };
        let since = self.asked.since.unwrap_or(Time::MIN_UTC);
        let until = self.asked.until.unwrap_or(Time::MAX_UTC);
        candidates
            .into_iter()
            .filter(|at| (since..=until).contains(at))
            .collect()
    }

    fn every(&self, history: &History, created: Time, days: u32) -> Vec<Time> {
        let step = TimeDelta::days(i64::from(days.max(1)));
        let over = history
            .ends
            .iter()
            .filter(|ended| matches!(ended.end, End::Won | End::Lost) || self.is_wanted(ended))
            .map(|ended| ended.at)
            .min()
            .or(self.last)
            .unwrap_or(created);
        let next = |at: &Time| at.checked_add_signed(step);
        std::iter::successors(next(&created), next)
            .take_while(|at| *at < over)
            .take(MOST_SNAPSHOTS)
            .collect()
    }

    /// Whether the contact came to the outcome after the snapshot, and in time; nothing while its time is not up.
    fn outcome(&self, history: &History, at: Time) -> Option<bool> {
        if let Wanted::Field { name, values } = &self.asked.wanted {
            let value = history.patches.iter().rev().find_map(|(_, patch)| {
                let field = Field::from_name(name).and_then(|field| patch.get(field));
                field.or_else(|| {
                    let custom = patch.custom.iter().find(|(key, _)| fold(key) == fold(name));
                    custom.map(|(_, value)| value.as_str())
                })
            });
            return Some(value.is_some_and(|value| values.contains(&fold(value))));
        }
        let latest = self.asked.within.and_then(|within| at.checked_add_signed(within));
        let latest = latest.unwrap_or(Time::MAX_UTC);
        let came = history
            .ends
            .iter()
            .any(|ended| self.is_wanted(ended) && ended.at > at && ended.at <= latest);
        let over = self.asked.within.is_none() || self.last.is_some_and(|last| latest <= last);
        (came || over).then_some(came)
    }

    fn is_wanted(&self, ended: &Ended) -> bool {
        let end = match self.asked.wanted {
            Wanted::Won => End::Won,
            Wanted::Lost => End::Lost,
            Wanted::Returned => End::Returned,
            Wanted::Accepted => End::Accepted,
            Wanted::Field { .. } => return false,
        };
        ended.end == end
    }

    /// What is known at `at`: the first data even when we learnt them later, because they were true before; the rest as it
    /// became known.
    fn know(&self, walk: &mut Walk, history: &History, at: Time) {
        let patches = history.patches.iter().enumerate();
        let patches = patches.filter(|(i, (when, _))| *i == 0 || *when <= at).count();
        let answers = history.answers.iter().filter(|(when, _)| *when <= at).count();
        if walk.made_of == (patches, answers) {
            return;
        }
        walk.made_of = (patches, answers);
        let contact = &mut walk.as_of.contact;
        let mut employer = None;
        for (_, patch) in &history.patches[..patches] {
            contact
                .fields
                .extend(patch.fields.iter().map(|(k, v)| (*k, v.clone())));
            contact
                .custom
                .extend(patch.custom.iter().map(|(k, v)| (k.clone(), v.clone())));
            employer = patch.get(Field::Company).or(employer);
        }
        walk.as_of.company = employer.map(|name| self.company(name, at));
        if let Some((_, bant)) = history.answers[..answers].last() {
            walk.as_of.bant = *bant;
        }
        walk.known = Arc::new(self.columns(&walk.as_of));
    }

    /// The company as it was known: of what became known later, the first that was said.
    fn company(&self, name: &str, at: Time) -> Company {
        let mut fields = BTreeMap::new();
        for (when, field, value) in self.histories.companies.get(&fold(name)).into_iter().flatten() {
            if *when <= at || !fields.contains_key(field) {
                fields.insert(*field, value.clone());
            }
        }
        Company {
            id: CompanyId(0),
            name: name.to_owned(),
            fields,
            deciders: Deciders::default(),
        }
    }

    fn columns(&self, known: &AsOf) -> Known {
        let fields = known.contact.fields.iter();
        let company = known.company.iter().flat_map(|company| &company.fields);
        let mut columns: Known = fields
            .chain(company)
            .map(|(field, value)| (Column::Field(*field), value.clone()))
            .collect();
        columns.extend(
            known
                .contact
                .custom
                .iter()
                .map(|(k, v)| (Column::Custom(k.clone()), v.clone())),
        );
        for question in Question::ALL {
            let answer = match known.bant.get(question) {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::Unknown => continue,
            };
            columns.insert(Column::Answer(question), answer.to_owned());
        }
        columns.retain(|column, value| !value.trim().is_empty() && !self.is_left_out(column.name()));
        columns
    }

    /// The outcome itself, the order, and what was named.
    fn is_left_out(&self, name: &str) -> bool {
        let name = fold(name);
        let outcome = match &self.asked.wanted {
            Wanted::Field { name, .. } => Some(name),
            Wanted::Won | Wanted::Lost | Wanted::Returned | Wanted::Accepted => None,
        };
        let named = outcome
            .into_iter()
            .chain(&self.asked.order_by)
            .chain(&self.asked.without);
        named.into_iter().any(|other| fold(other) == name)
    }

    fn order(&self, walk: &Walk, at: Time) -> f64 {
        let contact = &walk.as_of.contact;
        let number = self.asked.order_by.as_ref().and_then(|name| {
            let field = Field::from_name(name).and_then(|field| contact.get(field));
            let custom = contact.custom.iter().find(|(key, _)| fold(key) == fold(name));
            leading_number(field.or(custom.map(|(_, value)| value.as_str()))?)
        });
        match (&self.asked.order_by, number) {
            (Some(_), number) => number.unwrap_or(f64::MIN),
            (None, _) => at.timestamp_millis() as f64,
        }
    }

    /// The size that is expected: the contact's own, else by the size of the company, else the usual one.
    fn size(&self, known: &AsOf) -> f64 {
        let own = known.contact.get(Field::DealSize).and_then(leading_number);
        let people = known.company.as_ref().and_then(Company::size);
        let by_company = people.and_then(|people| {
            let bands = self.policy.value.by_company_size.iter().rev();
            bands
                .into_iter()
                .find(|(least, _)| people >= *least)
                .map(|(_, size)| *size)
        });
        own.or(by_company).unwrap_or(self.usual_size)
    }

    /// Counts of the contacts that were called, which columns became known only after the first call.
    fn filled(&mut self, history: &History) {
        let Some(call) = history.first_call else {
            return;
        };
        let mut first: BTreeMap<Column, bool> = BTreeMap::new();
        for (i, (when, patch)) in history.patches.iter().enumerate() {
            let after = i > 0 && *when > call;
            let fields = patch.fields.keys().map(|field| Column::Field(*field));
            for column in fields.chain(patch.custom.keys().cloned().map(Column::Custom)) {
                first.entry(column).or_insert(after);
            }
        }
        for (when, bant) in &history.answers {
            for question in Question::ALL {
                if bant.get(question) != Answer::Unknown {
                    first.entry(Column::Answer(question)).or_insert(*when > call);
                }
            }
        }
        for (column, after) in first {
            let Filled { known, after_call } = self.samples.filled.entry(column).or_default();
            *known += 1;
            *after_call += u32::from(after);
        }
    }
}

impl Walk {
    fn new(id: ContactId, known_since: Time) -> Self {
        Self {
            state: ScoreState::default(),
            melted: BTreeMap::new(),
            counted: 0,
            known: Arc::default(),
            as_of: AsOf {
                contact: Contact::new(id, known_since),
                company: None,
                bant: crate::domain::bant::Bant::default(),
            },
            made_of: (usize::MAX, usize::MAX),
        }
    }

    fn done(&mut self, at: Time) -> Vec<(u32, Melted)> {
        let each = self.melted.iter_mut().map(|(deed, kept)| {
            melt(kept, at, 0.0);
            (*deed, kept.1)
        });
        each.collect()
    }
}

/// Melts counts to `at` by each half-life, and adds `more`.
fn melt(kept: &mut (Time, Melted), at: Time, more: f32) {
    let days = (at - kept.0).as_seconds_f64() / 86_400.0;
    for (count, half_life) in kept.1.iter_mut().zip(HALF_LIVES) {
        *count = count.mul_add((-days / half_life).exp2() as f32, more);
    }
    kept.0 = at;
}

/// When the source system made the contact.
fn created(history: &History) -> Option<Time> {
    let (_, first) = history.patches.first()?;
    let written = first.get(Field::CreatedAt)?;
    Some(Time::from(chrono::DateTime::parse_from_rfc3339(written).ok()?))
}
