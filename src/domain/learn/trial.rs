//! What is chosen inside the older samples: half-life, ridge, and the columns that nobody misses.

use std::collections::BTreeSet;

use super::features::{Encoding, Row};
use super::half_life::{HARDLY_MISSED, Tried, least};
use super::logistic::{Task, Weights, loss, regress};
use super::progress::{Doing, Telling};
use super::sample::{Column, HALF_LIVES, Sample, Samples, TRAIN_SHARE, split};
use super::source::Source;

/// Strengths of the ridge that are tried, in samples.
const RIDGES: [f64; 4] = [1.0, 3.0, 10.0, 30.0];

/// Samples that half-life and ridge are chosen on: more would choose the same, later.
const TRIED_ON: usize = 6_000;

/// The older samples once more in two: to learn on and to choose by.
pub(super) struct Trial<'a> {
    samples: &'a Samples,
    without: &'a BTreeSet<Source>,
    early: Vec<Sample>,
    late: Vec<Sample>,
}

impl<'a> Trial<'a> {
    pub fn new(samples: &'a Samples, train: &'a [Sample], without: &'a BTreeSet<Source>) -> Self {
        let (early, late) = split(train, TRAIN_SHARE);
        let thinned = |all: &[Sample]| {
            let every = all.len().div_ceil(TRIED_ON).max(1);
            all.iter().step_by(every).cloned().collect()
        };
        Self {
            samples,
            without,
            early: thinned(early),
            late: thinned(late),
        }
    }

    /// Every half-life with its loss; none where no behaviour is known of enough contacts by the time they are looked at, so
    /// that all would be alike.
    pub fn half_lives(&self, telling: Telling<'_>) -> Vec<Tried> {
        if self.numbers(0).encoding.counts.is_empty() {
            return Vec::new();
        }
        let tried = HALF_LIVES.iter().enumerate().map(|(place, days)| {
            telling(Doing::HalfLives, place as u64, HALF_LIVES.len() as u64);
            Tried {
                days: *days,
                loss: self.numbers(place).loss(RIDGES[1], &BTreeSet::new()),
            }
        });
        tried.collect()
    }

    pub fn numbers(&self, half_life: usize) -> Numbers {
        let encoding = Encoding::learn(&self.early, &self.samples.deeds, half_life, self.without);
        let encode = |all: &[Sample]| -> (Vec<Row>, Vec<bool>) {
            all.iter()
                .map(|sample| (encoding.row(sample), sample.outcome))
                .unzip()
        };
        Numbers {
            early: encode(&self.early),
            late: encode(&self.late),
            encoding,
        }
    }
}

/// A trial as numbers: looked up once for all that is tried on them.
pub(super) struct Numbers {
    encoding: Encoding,
    early: (Vec<Row>, Vec<bool>),
    late: (Vec<Row>, Vec<bool>),
}

impl Numbers {
    /// The strength with which the later samples are foreseen best.
    pub fn ridge(&self, telling: Telling<'_>) -> f64 {
        let losses = (0..).zip(RIDGES).map(|(place, ridge)| {
            telling(Doing::Ridges, place, RIDGES.len() as u64);
            self.loss(ridge, &BTreeSet::new())
        });
        RIDGES[least(losses).unwrap_or(1)]
    }

    /// The columns that the later samples do not miss: each is left out by itself first, then one after the other, those
    /// that are missed least first. A card with fewer columns is easier to read, and moves less when the world does.
    pub fn needless(&self, ridge: f64, telling: Telling<'_>) -> Vec<Column> {
        let mut without = BTreeSet::new();
        let mut least = self.loss(ridge, &without);
        let count = self.encoding.binnings.len();
        let mut tell = |step: usize| telling(Doing::Columns, step as u64, 2 * count as u64);
        let mut missed: Vec<(f64, usize)> = (0..count)
            .map(|column| {
                tell(column);
                (self.loss(ridge, &BTreeSet::from([column])), column)
            })
            .collect();
        missed.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (step, (_, column)) in missed.into_iter().enumerate() {
            tell(count + step);
            without.insert(column);
            let loss = self.loss(ridge, &without);
            if loss <= least * (1.0 + HARDLY_MISSED) {
                least = least.min(loss);
            } else {
                without.remove(&column);
            }
        }
        let columns = without
            .iter()
            .filter_map(|column| self.encoding.binnings.get(*column));
        columns.map(|binning| binning.column.clone()).collect()
    }

    /// The mean loss on the later samples of what was learnt on the earlier ones without some columns.
    fn loss(&self, ridge: f64, without: &BTreeSet<usize>) -> f64 {
        let mut left_out = vec![false; self.encoding.width()];
        let mut first = 0;
        for (column, binning) in self.encoding.binnings.iter().enumerate() {
            left_out[first..first + binning.bins.len()].fill(without.contains(&column));
            first += binning.bins.len();
        }
        let rest = |rows: &[Row]| -> Vec<Row> {
            let kept = |row: &Row| {
                row.iter()
                    .filter(|(place, _)| !left_out[*place as usize])
                    .copied()
                    .collect()
            };
            rows.iter().map(kept).collect()
        };
        let Some(weights) = learn(&rest(&self.early.0), &self.early.1, &self.encoding, ridge) else {
            return f64::INFINITY;
        };
        let late = rest(&self.late.0);
        let losses = late
            .iter()
            .zip(&self.late.1)
            .map(|(row, outcome)| loss(weights.logit(row), *outcome));
        losses.sum::<f64>() / late.len().max(1) as f64
    }
}

pub(super) fn learn(rows: &[Row], outcomes: &[bool], encoding: &Encoding, ridge: f64) -> Option<Weights> {
    regress(&Task {
        rows,
        outcomes,
        width: encoding.width(),
        first_positive: encoding.first_count(),
        ridge,
    })
}
