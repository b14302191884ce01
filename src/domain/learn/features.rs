//! Samples as numbers: which bins they fall into, and how much they have done.

use std::collections::BTreeSet;

use super::bins::Binning;
use super::sample::{Column, Deed, HALF_LIVES, Sample};
use super::source::{Source, is_left_out};
use crate::domain::contact::Field;

/// Fields that name one person and say nothing about the next.
const NAMES: [Field; 10] = [
    Field::ExternalId,
    Field::FirstName,
    Field::LastName,
    Field::FullName,
    Field::Email,
    Field::Phone,
    Field::Owner,
    Field::CreatedAt,
    Field::Company,
    Field::Website,
];

/// Samples that must have done something for it to be counted, as a share of all.
const DONE_SHARE: f64 = 0.005;
/// And as a number.
const DONE_LEAST: usize = 20;

/// Something counted: its melted number up to `most`, as a share of `most`.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Place in the samples' deeds.
    pub deed: u32,
    /// What it is.
    pub what: Deed,
    /// The melted number beyond which more says no more.
    pub most: f64,
}

/// How samples become numbers: first the bins of all columns, then the counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The columns.
    pub binnings: Vec<Binning>,
    /// The counts.
    pub counts: Vec<Count>,
    /// Place of the half-life in [`HALF_LIVES`].
    pub half_life: usize,
}

/// The numbers of one sample that are not zero: place, value in 0-1.
pub type Row = Vec<(u32, f64)>;

impl Encoding {
    /// Learns the encoding from samples, without some columns and some behaviour.
    #[must_use]
    pub fn learn(samples: &[Sample], deeds: &[Deed], half_life: usize, without: &BTreeSet<Source>) -> Self {
        let columns: BTreeSet<&Column> = samples.iter().flat_map(|sample| sample.known.keys()).collect();
        let binnings = columns
            .into_iter()
            .filter(|column| !without.contains(&Source::Column((*column).clone())) && !is_name(column))
            .filter_map(|column| {
                let values: Vec<Option<&str>> = samples.iter().map(|s| value(s, column)).collect();
                Binning::learn(column, &values)
            })
            .collect();
        Self {
            binnings,
            counts: counts(samples, deeds, half_life, without),
            half_life,
        }
    }

    /// How many numbers a sample has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.first_count() + self.counts.len()
    }

    /// The place of the first count: before it stand the bins.
    #[must_use]
    pub fn first_count(&self) -> usize {
        self.binnings.iter().map(|binning| binning.bins.len()).sum()
    }

    /// The numbers of a sample.
    #[must_use]
    pub fn row(&self, sample: &Sample) -> Row {
        let mut row = Row::new();
        let mut first = 0;
        for binning in &self.binnings {
            if let Some(place) = binning.place(value(sample, &binning.column)) {
                row.push(((first + place) as u32, 1.0));
            }
            first += binning.bins.len();
        }
        for (place, count) in self.counts.iter().enumerate() {
            let done = self.done(sample, count);
            if done > 0.0 {
                row.push(((first + place) as u32, done.min(count.most) / count.most));
            }
        }
        row
    }

    /// How much of something a sample had done, melted by the half-life.
    #[must_use]
    pub fn done(&self, sample: &Sample, count: &Count) -> f64 {
        let found = sample.done.iter().find(|(deed, _)| *deed == count.deed);
        found.map_or(0.0, |(_, melted)| f64::from(melted[self.half_life]))
    }

    /// The half-life in days.
    #[must_use]
    pub fn half_life_days(&self) -> f64 {
        HALF_LIVES.get(self.half_life).copied().unwrap_or(HALF_LIVES[3])
    }
}

/// What a sample says of a column.
#[must_use]
pub fn value<'a>(sample: &'a Sample, column: &Column) -> Option<&'a str> {
    sample.known.get(column).map(String::as_str)
}

/// Whether a column names one person.
#[must_use]
pub fn is_name(column: &Column) -> bool {
    matches!(column, Column::Field(field) if NAMES.contains(field))
}

/// What enough samples have done. Each counts twice over: once up to one fresh time (did it at all) and once up to what a
/// busy tenth of those who did it reach (did it often), because the second time says less than the first.
fn counts(samples: &[Sample], deeds: &[Deed], half_life: usize, without: &BTreeSet<Source>) -> Vec<Count> {
    let least = DONE_LEAST.max((samples.len() as f64 * DONE_SHARE) as usize);
    let mut done: Vec<Vec<f32>> = vec![Vec::new(); deeds.len()];
    for (deed, melted) in samples.iter().flat_map(|sample| &sample.done) {
        if let Some(list) = done.get_mut(*deed as usize) {
            list.push(melted[half_life]);
        }
    }
    let mut counts = Vec::new();
    for (deed, mut list) in done
        .into_iter()
        .enumerate()
        .filter(|(deed, list)| list.len() >= least && !is_left_out(&deeds[*deed], without))
    {
        list.sort_by(f32::total_cmp);
        let busy = f64::from(list[(list.len() - 1) * 9 / 10]).ceil().max(1.0);
        let mut caps = vec![1.0, busy];
        caps.dedup();
        counts.extend(caps.into_iter().map(|most| Count {
            deed: deed as u32,
            what: deeds[deed].clone(),
            most,
        }));
    }
    counts
}
