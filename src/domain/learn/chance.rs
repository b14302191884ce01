//! What chance alone makes of a sum of gaps between shares: an error of many small bins is large though nothing is wrong.

use std::f64::consts::FRAC_2_PI;

use serde::Serialize;

/// How large a mean gap is where every gap is chance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Chance {
    /// Its mean, 0-1.
    pub usual: f64,
    /// Its mean and two standard deviations: what lies above is hardly chance.
    pub bound: f64,
}

impl Chance {
    /// Of gaps by their weights (of any sum) and the standard deviations that chance gives them: each is about normal, so that
    /// its size has the mean sd x sqrt(2/pi) and the variance sd² x (1 - 2/pi).
    pub(super) fn of(gaps: &[(f64, f64)]) -> Self {
        let all: f64 = gaps.iter().map(|(weight, _)| weight).sum();
        if all <= 0.0 {
            return Self::default();
        }
        let parts = gaps.iter().map(|(weight, sd)| weight / all * sd);
        let (sum, squares) = parts.fold((0.0, 0.0), |(sum, squares), part| {
            (sum + part, squares + part * part)
        });
        let usual = FRAC_2_PI.sqrt() * sum;
        Self {
            usual,
            bound: 2.0_f64.mul_add(((1.0 - FRAC_2_PI) * squares).sqrt(), usual),
        }
    }
}
