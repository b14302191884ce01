//! Columns that know the outcome: filled in after the call, or the outcome under another name.

use std::collections::BTreeSet;

use serde::Serialize;

use super::bins::Binning;
use super::features::{is_name, value};
use super::metrics::{Judged, Order};
use super::sample::{Column, Sample, Samples};

/// A column that alone separates better than this is suspected. What is known before the call seldom comes near.
pub const SUSPECT_AUC: f64 = 0.75;
/// Called contacts of which a column is known, below which nothing is said about when it is filled in.
const LEAST_CALLED: u32 = 20;

/// A column suspected of knowing the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leak {
    /// The column.
    pub column: Column,
    /// How well it separates alone, on newer samples than it was learnt on; absent where that is not suspicious.
    pub auc: Option<f64>,
    /// Share of the called contacts of which it became known only after the first call; absent where that is the lesser
    /// part.
    pub after_call: Option<f64>,
}

/// The suspected columns, the worst first. Learnt on the older half of the samples given and judged on the newer one.
#[must_use]
pub fn leaks(samples: &Samples, train: &[Sample]) -> Vec<Leak> {
    let columns: BTreeSet<&Column> = train.iter().flat_map(|sample| sample.known.keys()).collect();
    let (older, newer) = train.split_at(train.len() / 2);
    let mut found: Vec<Leak> = columns
        .into_iter()
        .filter(|column| !is_name(column))
        .filter_map(|column| {
            let auc = Some(auc_alone(column, older, newer)).filter(|auc| *auc > SUSPECT_AUC);
            let after_call = after_call(samples, column);
            (auc.is_some() || after_call.is_some()).then(|| Leak {
                column: column.clone(),
                auc,
                after_call,
            })
        })
        .collect();
    found.sort_by(|a, b| b.auc.unwrap_or(0.0).total_cmp(&a.auc.unwrap_or(0.0)));
    found
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
    let share = f64::from(filled.after_call) / f64::from(filled.known.max(1));
    (filled.known >= LEAST_CALLED && share > 0.5).then_some(share)
}
