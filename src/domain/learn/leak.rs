//! Columns and behaviour that know the outcome: what comes after the call, or the outcome under another name.

use std::collections::BTreeSet;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::bins::Binning;
use super::deed_leak::suspected;
use super::features::{is_name, value};
use super::metrics::{Judged, Order};
use super::progress::{Doing, Telling};
use super::sample::{Column, Sample, Samples};
use super::source::Source;

/// A column that alone separates better than this is suspected. What is known before the call seldom comes near.
pub const SUSPECT_AUC: f64 = 0.75;
/// And from here on it all but is the outcome.
pub(super) const SURELY: f64 = 0.9;
/// A share of unknown values that has moved by this much is no chance of who came.
const MUCH_EMPTIER: f64 = 0.1;
/// Called contacts of which a column is known, below which nothing is said about when it is filled in.
pub(super) const LEAST_CALLED: u32 = 20;

/// A column, or a behaviour, suspected of knowing the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// What it is.
    pub column: Source,
    /// How well it separates alone, on newer samples than it was learnt on; absent where that is not suspicious.
    pub auc: Option<f64>,
    /// Share of the called contacts of which it became known (or which did it for the first time) only after the first call;
    /// absent where that is the lesser part.
    pub after_call: Option<f64>,
}

impl Leak {
    /// Whether it is more than a suspicion: filled in after the call, or next to the outcome itself.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.after_call.is_some() || self.auc.is_some_and(|auc| auc >= SURELY)
    }

    /// Why it is suspected: `alone separates with AUC 0.910`.
    #[must_use]
    pub fn why(&self) -> String {
        let alone = self.auc.map(|auc| format!("alone separates with AUC {auc:.3}"));
        let late = self.after_call.map(|share| {
            let percent = 100.0 * share;
            if self.column.is_behaviour() {
                format!("came only after the first call for {percent:.0} % of those called who did it")
            } else {
                format!("filled in only after the first call for {percent:.0} % of those called")
            }
        });
        let why: Vec<String> = alone.into_iter().chain(late).collect();
        why.join("; ")
    }
}

impl Serialize for Leak {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut leak = serializer.serialize_struct("Leak", 4)?;
        leak.serialize_field("column", &self.column)?;
        let kind = if self.column.is_behaviour() {
            "behaviour"
        } else {
            "column"
        };
        leak.serialize_field("kind", kind)?;
        leak.serialize_field("auc", &self.auc)?;
        leak.serialize_field("after_call", &self.after_call)?;
        leak.end()
    }
}

/// The suspected columns and behaviour, the worst first. Learnt on the older half of the samples given and judged on the newer one.
#[must_use]
pub fn leaks(samples: &Samples, train: &[Sample], telling: Telling<'_>) -> Vec<Leak> {
    let columns: BTreeSet<&Column> = train.iter().flat_map(|sample| sample.known.keys()).collect();
    let (older, newer) = train.split_at(train.len() / 2);
    let all = columns.len() as u64;
    let mut found: Vec<Leak> = (0..)
        .zip(columns)
        .filter(|(_, column)| !is_name(column))
        .filter_map(|(place, column)| {
            telling(Doing::Leaks, place, all);
            let auc = Some(auc_alone(column, older, newer)).filter(|auc| *auc > SUSPECT_AUC);
            let after_call = after_call(samples, column);
            (auc.is_some() || after_call.is_some()).then(|| Leak {
                column: Source::Column(column.clone()),
                auc,
                after_call,
            })
        })
        .collect();
    found.extend(suspected(samples, older, newer));
    found.sort_by(|a, b| b.auc.unwrap_or(0.0).total_cmp(&a.auc.unwrap_or(0.0)));
    found
}

/// The half of the test that needs calls: whether columns are filled in only after the first one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AfterCall {
    /// Contacts that were called.
    pub called: u32,
    /// Of these, those whose data were recorded before the first call: only they tell what was filled in after it.
    pub testable: u32,
    /// Whether these were enough to test it.
    pub tested: bool,
    /// Where not: columns that may be filled in later, because fewer, or more, of the older samples have them. Without those
    /// that are suspected already; those that moved most first.
    pub suspects: Vec<Emptier>,
}

/// A column whose share of unknown values has moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Emptier {
    /// The column.
    pub column: Column,
    /// Share of the older samples of which it is unknown, 0-1.
    pub older: f64,
    /// The same of the newer.
    pub newer: f64,
}

/// Whether there were calls enough to tell what is filled in after them; where not, which columns are worth a look.
#[must_use]
pub fn after_calls(samples: &Samples, found: &[Leak]) -> AfterCall {
    let testable = samples.called.saturating_sub(samples.called_before);
    let tested = testable >= LEAST_CALLED;
    let (train, test) = samples.split();
    let columns: BTreeSet<&Column> = samples
        .rows
        .iter()
        .flat_map(|sample| sample.known.keys())
        .collect();
    let unknown = |rows: &[Sample], column: &Column| {
        let without = rows.iter().filter(|sample| value(sample, column).is_none());
        without.count() as f64 / rows.len().max(1) as f64
    };
    let mut suspects: Vec<Emptier> = columns
        .into_iter()
        .filter(|column| {
            !tested && !is_name(column) && !found.iter().any(|leak| leak.column.name() == column.name())
        })
        .map(|column| Emptier {
            column: column.clone(),
            older: unknown(train, column),
            newer: unknown(test, column),
        })
        .filter(|emptier| emptier.moved() >= MUCH_EMPTIER)
        .collect();
    suspects.sort_by(|a, b| b.moved().total_cmp(&a.moved()));
    AfterCall {
        called: samples.called,
        testable,
        tested,
        suspects,
    }
}

impl Emptier {
    fn moved(&self) -> f64 {
        (self.newer - self.older).abs()
    }
}

/// How well a column separates alone: each bin gives its share of outcomes among the older, mixed with the average.
#[must_use]
pub fn auc_alone(column: &Column, older: &[Sample], newer: &[Sample]) -> f64 {
    let values: Vec<Option<&str>> = older.iter().map(|sample| value(sample, column)).collect();
    let Some(binning) = Binning::learn(column, &values) else {
        return 0.5;
    };
    let place = |sample: &Sample| {
        let place = binning.place(value(sample, column));
        place.map_or(0, |place| place + 1)
    };
    let hits = older.iter().filter(|sample| sample.outcome).count() as f64;
    let rate = hits / older.len().max(1) as f64;
    // Ten samples of the average: a bin with one sample says next to nothing.
    let mut bins = vec![(10.0 * rate, 10.0); binning.bins.len() + 1];
    for sample in older {
        let bin = &mut bins[place(sample)];
        bin.0 += f64::from(u8::from(sample.outcome));
        bin.1 += 1.0;
    }
    let judged: Vec<Judged> = newer
        .iter()
        .map(|sample| {
            let (hits, count) = bins[place(sample)];
            Judged {
                given: hits / count,
                outcome: sample.outcome,
                revenue: 0.0,
            }
        })
        .collect();
    Order::new(&judged).auc()
}

fn after_call(samples: &Samples, column: &Column) -> Option<f64> {
    let filled = samples.filled.get(column)?;
    mostly(filled.after_call, filled.known).or_else(|| {
        // What cannot be told counts as filled in before.
        mostly(
            filled.after_call + filled.late_after_call,
            filled.known + filled.late_known,
        )
    })
}

/// The share of those after the call, where it is the greater part of enough.
pub(super) fn mostly(after: u32, all: u32) -> Option<f64> {
    let share = f64::from(after) / f64::from(all.max(1));
    (all >= LEAST_CALLED && share > 0.5).then_some(share)
}
