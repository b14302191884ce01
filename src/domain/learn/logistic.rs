//! Regularised logistic regression whose weights have bounds.
//!
//! The optimiser is PANOC of `optimization_engine`: a projected quasi-Newton method, because behaviour may only add
//! (weights of at least 0) and the common L-BFGS and IRLS implementations know no bounds.

use optimization_engine::Problem;
use optimization_engine::constraints::Rectangle;
use optimization_engine::panoc::{PANOCCache, PANOCOptimizer};

use super::features::Row;

/// No weight is beyond this: a bin that has seen one outcome only would else run away.
const WIDEST: f64 = 12.0;
const TOLERANCE: f64 = 1e-5;
const MOST_STEPS: usize = 300;
/// Past steps that the quasi-Newton direction remembers.
const MEMORY: usize = 12;

/// The weights of a logistic model, in logits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// Of a sample of which nothing is known.
    pub intercept: f64,
    /// Of each number of a row.
    pub slopes: Vec<f64>,
}

impl Weights {
    /// The logit of a row.
    pub fn logit(&self, row: &Row) -> f64 {
        row.iter().fold(self.intercept, |sum, (place, value)| {
            self.slopes[*place as usize].mul_add(*value, sum)
        })
    }
}

/// The probability of a logit.
pub(super) fn sigmoid(logit: f64) -> f64 {
    if logit >= 0.0 {
        1.0 / (1.0 + (-logit).exp())
    } else {
        let e = logit.exp();
        e / (1.0 + e)
    }
}

/// The loss of one sample: minus the logarithm of the probability of what happened.
pub(super) fn loss(logit: f64, outcome: bool) -> f64 {
    let towards = if outcome { -logit } else { logit };
    towards.max(0.0) + (-towards.abs()).exp().ln_1p()
}

/// What is fitted to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'a> {
    /// The samples' numbers.
    pub rows: &'a [Row],
    /// Their outcomes.
    pub outcomes: &'a [bool],
    /// How many numbers a row has.
    pub width: usize,
    /// From this place on no weight is below 0.
    pub first_positive: usize,
    /// Strength of the pull towards 0 (ridge), in samples.
    pub ridge: f64,
}

/// Fits the weights; nothing when the optimiser meets a number that is none.
pub(super) fn regress(task: &Task<'_>) -> Option<Weights> {
    let count = task.rows.len();
    if count == 0 {
        return None;
    }
    let hits = task.outcomes.iter().filter(|outcome| **outcome).count() as f64;
    let rate = ((hits + 0.5) / (count as f64 + 1.0)).clamp(1e-6, 1.0 - 1e-6);
    // The last variable is the intercept.
    let mut at = vec![0.0; task.width + 1];
    at[task.width] = (rate / (1.0 - rate)).ln();
    let mut low = vec![-WIDEST; task.width + 1];
    low[task.first_positive.min(task.width)..task.width].fill(0.0);
    let high = vec![WIDEST; task.width + 1];
    let bounds = Rectangle::new(Some(&low), Some(&high));
    let gradient = |w: &[f64], out: &mut [f64]| {
        slope(task, w, out);
        Ok(())
    };
    let cost = |w: &[f64], out: &mut f64| {
        *out = height(task, w);
        Ok(())
    };
    let mut cache = PANOCCache::new(task.width + 1, TOLERANCE, MEMORY);
    let problem = Problem::new(&bounds, gradient, cost);
    let mut optimizer = PANOCOptimizer::new(problem, &mut cache).with_max_iter(MOST_STEPS);
    optimizer.solve(&mut at).ok()?;
    let intercept = at.pop()?;
    Some(Weights {
        intercept,
        slopes: at,
    })
}

fn logit_at(w: &[f64], row: &Row) -> f64 {
    row.iter().fold(w[w.len() - 1], |sum, (place, value)| {
        w[*place as usize].mul_add(*value, sum)
    })
}

/// Mean loss and ridge.
fn height(task: &Task<'_>, w: &[f64]) -> f64 {
    let pairs = task.rows.iter().zip(task.outcomes);
    let losses: f64 = pairs.map(|(row, outcome)| loss(logit_at(w, row), *outcome)).sum();
    let squares: f64 = w[..task.width].iter().map(|w| w * w).sum();
    (losses + task.ridge / 2.0 * squares) / task.rows.len() as f64
}

/// Its gradient.
fn slope(task: &Task<'_>, w: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    let count = task.rows.len() as f64;
    for (row, outcome) in task.rows.iter().zip(task.outcomes) {
        let wrong = sigmoid(logit_at(w, row)) - f64::from(u8::from(*outcome));
        for (place, value) in row {
            out[*place as usize] += wrong * value;
        }
        out[task.width] += wrong;
    }
    for (out, w) in out[..task.width].iter_mut().zip(w) {
        *out += task.ridge * w;
    }
    for out in out {
        *out /= count;
    }
}
