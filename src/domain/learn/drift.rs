//! Whether the world of the newer samples is still the one that was learnt from: its people, and how true probabilities are.

use serde::Serialize;

use super::chance::Chance;
use super::features::{Encoding, value};
use super::metrics::{
    Judged, RELIABILITY_ROWS, Reliable, calibration_chance, calibration_error, reliability,
};
use super::sample::Sample;

/// The population stability index from which a column has shifted; the usual bounds are 0.1 (moving) and 0.25 (shifted).
pub const SHIFTED: f64 = 0.25;
/// From which it is moving.
pub const MOVING: f64 = 0.1;
/// A calibration error that has grown by less does not change what anybody does.
const DRIFTED: f64 = 0.03;

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

/// How true the probabilities of one card were on the older samples, and are on the newer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationDrift {
    /// Whose probabilities.
    pub card: &'static str,
    /// By tenths of the probability given; tenths that nobody was given are left out.
    pub rows: Vec<DriftRow>,
    /// Expected calibration error on the older samples, 0-1. A fitted card has learnt from these: there it flatters itself.
    pub older_error: f64,
    /// The same on the newer samples.
    pub newer_error: f64,
    /// What chance alone makes of the newer error where every probability is right.
    pub newer_chance: Chance,
    /// How far the gaps between given and happened have moved from the older to the newer samples on average, 0-1.
    pub moved: f64,
    /// What chance alone makes of that where nothing has moved. The older samples are so many only, too: a card learnt from
    /// them has taken over their chance.
    pub moved_chance: Chance,
}

impl CalibrationDrift {
    /// Whether the probabilities have become less true by more than chance makes of so many samples, and by enough to matter.
    #[must_use]
    pub fn has_drifted(&self) -> bool {
        self.newer_error > self.newer_chance.bound
            && self.moved > self.moved_chance.bound
            && self.newer_error - self.older_error > DRIFTED
    }
}

/// Of those given a probability of about this, how many came to the outcome, then and lately.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DriftRow {
    /// Least probability given, 0-1; the row reaches a tenth further.
    pub from: f64,
    /// Of the older samples; absent when none was given so much.
    pub older: Option<Reliable>,
    /// Of the newer samples.
    pub newer: Option<Reliable>,
}

/// Compares the reliability of a card's probabilities on older and newer samples.
#[must_use]
pub fn calibration_drift(
    card: &'static str,
    given: &dyn Fn(&Sample) -> f64,
    older: &[Sample],
    newer: &[Sample],
) -> CalibrationDrift {
    let table = |samples: &[Sample]| {
        let judged: Vec<Judged> = samples
            .iter()
            .map(|sample| Judged {
                given: given(sample),
                outcome: sample.outcome,
                revenue: 0.0,
            })
            .collect();
        reliability(&judged)
    };
    let (older, newer) = (table(older), table(newer));
    let in_tenth = |rows: &[Reliable], tenth: usize| rows.iter().find(|row| row.tenth == tenth).copied();
    let rows: Vec<DriftRow> = (0..RELIABILITY_ROWS)
        .filter_map(|tenth| {
            let (older, newer) = (in_tenth(&older, tenth), in_tenth(&newer, tenth));
            (older.is_some() || newer.is_some()).then_some(DriftRow {
                from: tenth as f64 / RELIABILITY_ROWS as f64,
                older,
                newer,
            })
        })
        .collect();
    let moves: Vec<Move> = rows.iter().filter_map(moved).collect();
    let of: f64 = moves.iter().map(|gap| gap.weight).sum();
    CalibrationDrift {
        card,
        rows,
        older_error: calibration_error(&older),
        newer_error: calibration_error(&newer),
        newer_chance: calibration_chance(&newer),
        moved: moves.iter().map(|gap| gap.weight * gap.moved).sum::<f64>() / of.max(1.0),
        moved_chance: Chance::of(&moves.iter().map(|gap| (gap.weight, gap.sd)).collect::<Vec<_>>()),
    }
}

/// How far the gap between given and happened has moved in one tenth.
struct Move {
    weight: f64,
    moved: f64,
    /// What chance makes of it, from the samples of both sides.
    sd: f64,
}

/// Of a tenth that both sides have.
fn moved(row: &DriftRow) -> Option<Move> {
    let (older, newer) = (row.older?, row.newer?);
    let (of_older, of_newer) = (older.count as f64, newer.count as f64);
    let rate = (older.happened * of_older + newer.happened * of_newer) / (of_older + of_newer);
    let gap = |side: Reliable| side.happened - side.given;
    Some(Move {
        weight: of_newer,
        moved: (gap(newer) - gap(older)).abs(),
        sd: (rate * (1.0 - rate) * (of_older.recip() + of_newer.recip()))
            .max(0.0)
            .sqrt(),
    })
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
