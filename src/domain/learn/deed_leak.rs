//! Behaviour that knows the outcome: a contract that is sent only where the deal is all but won.

use std::collections::BTreeSet;

use super::leak::{LEAST_CALLED, Leak, SUSPECT_AUC, mostly};
use super::sample::{HALF_LIVES, Melted, Sample, Samples};
use super::source::{Source, is_left_out};

/// The suspected behaviour. Of a kind that is suspected as a whole its parts are not told again.
pub(super) fn suspected(samples: &Samples, older: &[Sample], newer: &[Sample]) -> Vec<Leak> {
    let count = samples.deeds.len();
    let (older, newer) = (Side::new(older, count), Side::new(newer, count));
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (place, deed) in samples.deeds.iter().enumerate() {
        let held = older.done[place].len() + newer.done[place].len();
        if held < LEAST_CALLED as usize || is_left_out(deed, &told) {
            continue;
        }
        let auc = Some(newer.auc(place)).filter(|auc| *auc > SUSPECT_AUC);
        let first = samples.happened.get(&(place as u32));
        let after_call = first.and_then(|first| mostly(first.after_call, first.known));
        if auc.is_some() || after_call.is_some() {
            let column = Source::behaviour(deed);
            told.insert(column.clone());
            found.push(Leak {
                column,
                auc,
                after_call,
            });
        }
    }
    found
}

/// Samples by what they have done.
struct Side<'a> {
    /// Of each deed: how often it was done, melted, and whether the outcome came; only by those who did it.
    done: Vec<Vec<(&'a Melted, bool)>>,
    hits: usize,
    all: usize,
}

impl<'a> Side<'a> {
    fn new(samples: &'a [Sample], deeds: usize) -> Self {
        let mut done = vec![Vec::new(); deeds];
        for sample in samples {
            for (deed, melted) in &sample.done {
                if let Some(list) = done.get_mut(*deed as usize) {
                    list.push((melted, sample.outcome));
                }
            }
        }
        Self {
            done,
            hits: samples.iter().filter(|sample| sample.outcome).count(),
            all: samples.len(),
        }
    }

    /// How well separates how often one deed was done, a tie counting half: those who never did it are one tie. Hardly melted:
    /// how lately something was done also tells how old a lead is, which is no leak.
    fn auc(&self, deed: usize) -> f64 {
        let mut done: Vec<(f32, bool)> = self.done[deed]
            .iter()
            .map(|(melted, outcome)| (melted[HALF_LIVES.len() - 1], *outcome))
            .collect();
        done.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut above, mut pairs) = (0.0, 0.0);
        let mut count = |hits: usize, misses: usize| {
            pairs += misses as f64 * (above + hits as f64 / 2.0);
            above += hits as f64;
        };
        let did = done.iter().filter(|(_, outcome)| *outcome).count();
        for tie in done.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let hits = tie.iter().filter(|(_, outcome)| *outcome).count();
            count(hits, tie.len() - hits);
        }
        let misses = self.all - self.hits;
        count(self.hits - did, misses - (done.len() - did));
        if self.hits == 0 || misses == 0 {
            return 0.5;
        }
        pairs / (self.hits as f64 * misses as f64)
    }
}
