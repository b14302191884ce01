//! From what contacts went through to samples.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::deeds::Counting;
use super::filled::filled;
use super::history::{End, Histories, History};
use super::present::{AsOf, present};
use super::{Asked, Moment};
use crate::domain::Time;
use crate::domain::contact::{Contact, ContactId, Field};
use crate::domain::learn::progress::{Doing, Telling};
use crate::domain::learn::sample::{Column, Deed, HALF_LIVES, Known, Melted, Sample, Samples};
use crate::domain::learn::source::Source;
use crate::domain::policy::Policy;
use crate::domain::score::{Attribute, Matched, ScoreState, leading_number};

/// Contacts with a handoff, as a share of all, from which the first handoff is the moment that is looked at.
const HANDED_OVER: f64 = 0.02;
/// Won deals with a sum, from which their median is the size of a deal of which nothing is known.
const SUMS: usize = 10;

/// What was made of histories.
pub(super) struct Sampled {
    /// The oldest first.
    pub samples: Samples,
    /// Snapshots left out because their time is not yet up.
    pub not_over: usize,
    /// Contacts that had come to what is asked about by their first look.
    pub over_before: usize,
    /// Contacts that never were with sales, where that is asked for.
    pub never_with_sales: usize,
}

/// Contacts between two words about how far it has come.
const TOLD_EVERY: usize = 256;

/// Makes samples of histories; `telling` hears how far it has come.
pub(super) fn sample(histories: &Histories, policy: &Policy, asked: &Asked, telling: Telling<'_>) -> Sampled {
    let counting = Counting::new(histories, &asked.without);
    let mut maker = Maker {
        policy,
        asked,
        moment: moment(histories, asked),
        known_until: known_until(histories, asked),
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
        over_before: 0,
        never_with_sales: 0,
        handing_over: usual(histories) == Moment::FirstHandoff,
    };
    (
        maker.samples.called,
        maker.samples.called_before,
        maker.samples.filled,
    ) = filled(histories);
    let all = histories.contacts.len();
    for (place, (id, history)) in histories.contacts.iter().enumerate() {
        if place.is_multiple_of(TOLD_EVERY) {
            telling(Doing::Sampling, place as u64, all as u64);
        }
        maker.contact(*id, history);
    }
    let Maker {
        mut samples,
        not_over,
        over_before,
        never_with_sales,
        ..
    } = maker;
    samples.deeds = counting.deeds;
    samples.looked_at = looked_at(policy, &samples.deeds);
    samples.sort();
    Sampled {
        samples,
        not_over,
        over_before,
        never_with_sales,
    }
}

/// Columns, and what of these deeds, the model in force has rules with points over.
fn looked_at(policy: &Policy, deeds: &[Deed]) -> BTreeSet<Source> {
    let rules = policy.model.explicit.iter().filter(|rule| rule.points != 0.0);
    let columns = rules.filter_map(|rule| match &rule.attribute {
        Attribute::Field(field) => Some(Column::Field(*field)),
        Attribute::Custom(name) => Some(Column::Custom(name.clone())),
        Attribute::Bant(question) => Some(Column::Answer(*question)),
        // Of the whole company, and of no column of the contact.
        Attribute::Deciders => None,
    });
    let counted = policy.model.behaviour.iter().filter(|rule| rule.points != 0.0);
    let counts = |deed: &&Deed| counted.clone().any(|rule| rule.kinds.contains(&deed.kind));
    let deeds = deeds.iter().filter(counts).map(Source::behaviour);
    columns.map(Source::Column).chain(deeds).collect()
}

/// How far it is known what came of contacts.
pub(super) fn known_until(histories: &Histories, asked: &Asked) -> Option<Time> {
    let ends = histories.contacts.values().flat_map(|history| &history.ends);
    let wanted = ends
        .filter(|ended| asked.wanted.is(ended.end))
        .map(|ended| ended.at);
    wanted.max().max(histories.horizon.until())
}

/// When contacts are looked at: as asked, else at the first handoff where there are handoffs.
pub(super) fn moment(histories: &Histories, asked: &Asked) -> Moment {
    asked.moment.unwrap_or_else(|| usual(histories))
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

pub(super) struct Maker<'a> {
    pub policy: &'a Policy,
    pub asked: &'a Asked,
    pub moment: Moment,
    /// How far outcomes are known: what came later is not.
    pub known_until: Option<Time>,
    pub usual_size: f64,
    pub histories: &'a Histories,
    pub counting: &'a Counting,
    /// What each event that occurred means to the model in force.
    pub matched: Vec<Matched>,
    pub samples: Samples,
    pub not_over: usize,
    pub over_before: usize,
    pub never_with_sales: usize,
    /// Whether the log tells whom marketing handed over: then nobody else could be accepted.
    pub handing_over: bool,
}

/// One contact on its way from snapshot to snapshot.
pub(super) struct Walk {
    pub state: ScoreState,
    pub melted: BTreeMap<u32, (Time, Melted)>,
    /// When each deed was done for the first time.
    pub first: BTreeMap<u32, Time>,
    /// Events that lie behind.
    pub counted: usize,
    pub known: Arc<Known>,
    pub as_of: AsOf,
    /// How many patches and answers it was made of.
    pub made_of: (usize, usize),
}

impl Maker<'_> {
    fn contact(&mut self, id: ContactId, history: &History) {
        let Some(first_look) = self.first_look(history) else {
            return;
        };
        if !self.could_come_to_it(history) {
            self.never_with_sales += usize::from(self.is_asked(first_look));
            return;
        }
        if self.was_over(history, first_look) && self.is_asked(first_look) {
            self.over_before += 1;
            // Who was handed over after a deal is there for another one; who became known by it is no miss, but no hit either.
            if self.moment != Moment::FirstHandoff {
                return;
            }
        }
        let mut walk: Option<Walk> = None;
        for at in self.snapshots(history, first_look) {
            let Some(outcome) = self.outcome(history, at) else {
                self.not_over += 1;
                continue;
            };
            let walk = walk.get_or_insert_with(|| Walk::new(id, first_look));
            let sample = self.sample(walk, (id, history), at, outcome);
            self.samples.rows.push(sample);
        }
        if let (Some(walk), Some(call)) = (walk, history.first_call) {
            for (deed, first) in walk.first {
                let happened = self.samples.happened.entry(deed).or_default();
                happened.known += 1;
                happened.after_call += u32::from(first > call);
            }
        }
    }

    /// The contact as it was at one moment; `walk` goes on to that moment.
    fn sample(
        &mut self,
        walk: &mut Walk,
        (id, history): (ContactId, &History),
        at: Time,
        outcome: bool,
    ) -> Sample {
        self.know(walk, history, at);
        let to = history.events.partition_point(|(when, _)| *when <= at);
        let events = &history.events[std::mem::replace(&mut walk.counted, to)..to];
        for (when, event) in events {
            for deed in &self.counting.of_event[*event as usize] {
                walk.first.entry(*deed).or_insert(*when);
                let fresh = (*when, Melted::default());
                melt(walk.melted.entry(*deed).or_insert(fresh), *when, 1.0);
            }
        }
        let told = events
            .iter()
            .map(|(when, event)| (*when, &self.matched[*event as usize]));
        let present = present(self.policy, &mut walk.state, &walk.as_of, told, at);
        let size = self.size(&walk.as_of);
        let own_size = walk.as_of.contact.get(Field::DealSize).and_then(leading_number);
        let mut later = history.ends.iter().rev();
        let won = later.find(|ended| ended.end == End::Won && ended.at > at);
        let paid = won.and_then(|ended| ended.amount.filter(|sum| *sum > 0.0));
        Sample {
            contact: id,
            at,
            order: self.order(walk, at),
            known: Arc::clone(&walk.known),
            done: walk.done(at),
            outcome,
            size,
            revenue: paid.unwrap_or(size),
            sum_known: paid.is_some() || own_size.is_some(),
            present,
        }
    }
}

impl Walk {
    fn new(id: ContactId, known_since: Time) -> Self {
        Self {
            state: ScoreState::default(),
            melted: BTreeMap::new(),
            first: BTreeMap::new(),
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
