//! Whether the world of the newer samples is still the one that was learnt from.

use serde::Serialize;

use super::features::{Encoding, value};
use super::sample::Sample;

/// The population stability index from which a column has shifted; the usual bounds are 0.1 (moving) and 0.25 (shifted).
pub const SHIFTED: f64 = 0.25;
/// From which it is moving.
pub const MOVING: f64 = 0.1;

/// How much one column has moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// The column or the behaviour.
    pub name: String,
    /// Population stability index: the sum over its bins of (new - old) x ln(new / old) of their shares; 0 when nothing
    /// moved.
    pub index: f64,
    /// The bin that moved most.
    pub most: String,
    /// Its share among the older samples, 0-1.
    pub older: f64,
    /// Its share among the newer, 0-1.
    pub newer: f64,
}

/// The columns and behaviours of an encoding by how much they have moved, most first.
#[must_use]
pub fn shifts(encoding: &Encoding, older: &[Sample], newer: &[Sample]) -> Vec<Shift> {
    let mut shifts: Vec<Shift> = Vec::new();
    for binning in &encoding.binnings {
        let names = std::iter::once(binning.reference.clone())
            .chain(binning.bins.iter().map(super::bins::label))
            .collect();
        let place = |sample: &Sample| {
            let place = binning.place(value(sample, &binning.column));
            place.map_or(0, |place| place + 1)
        };
        shifts.push(shift(
            binning.column.name().to_owned(),
            names,
            older,
            newer,
            &place,
        ));
    }
    let mut last = None;
    for count in &encoding.counts {
        if last.replace(count.deed) == Some(count.deed) {
            continue;
        }
        let names = vec!["not done".to_owned(), "done lately".to_owned()];
        // A tenth of a time is three half-lives ago and more.
        let place = |sample: &Sample| usize::from(encoding.done(sample, count) >= 0.1);
        shifts.push(shift(count.what.name(), names, older, newer, &place));
    }
    shifts.sort_by(|a, b| b.index.total_cmp(&a.index));
    shifts
}

fn shift(
    name: String,
    names: Vec<String>,
    older: &[Sample],
    newer: &[Sample],
    place: &dyn Fn(&Sample) -> usize,
) -> Shift {
    let old = shares(older, names.len(), place);
    let new = shares(newer, names.len(), place);
    let parts: Vec<f64> = old
        .iter()
        .zip(&new)
        .map(|(old, new)| (new - old) * (new / old).ln())
        .collect();
    let most = (0..parts.len())
        .max_by(|a, b| parts[*a].total_cmp(&parts[*b]))
        .unwrap_or(0);
    Shift {
        name,
        index: parts.iter().sum(),
        older: old[most],
        newer: new[most],
        most: names.into_iter().nth(most).unwrap_or_default(),
    }
}

/// Shares of the bins; half a sample more in each, so that an empty bin has a logarithm.
fn shares(samples: &[Sample], bins: usize, place: &dyn Fn(&Sample) -> usize) -> Vec<f64> {
    let mut counts = vec![0.5; bins];
    for sample in samples {
        counts[place(sample)] += 1.0;
    }
    let all: f64 = counts.iter().sum();
    counts.iter().map(|count| count / all).collect()
}
