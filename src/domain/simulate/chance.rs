//! Chance that repeats itself, in plain arithmetic: the domain knows no other.

use std::f64::consts::TAU;

/// A generator with a seed (`SplitMix64` of Steele, Lea and Flood, 2014): its streams are far apart when their seeds differ
/// in a single bit, which is what many small streams need.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of one purpose: the same numbers always give the same stream.
    pub(super) fn of(purpose: &[u64]) -> Self {
        let mut chance = Self(0x5DEE_CE66_D1CE_4E5B);
        for number in purpose {
            chance.0 ^= number.wrapping_mul(0xD1B5_4A32_D192_ED03);
            chance.0 = chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Anything from 0 on, below 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of that chance happens.
    pub(super) fn hits(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// The time to the next of things that come independently, so many in a unit of time.
    pub(super) fn wait(&mut self, rate: f64) -> f64 {
        -(1.0 - self.share()).ln() / rate
    }

    /// The standard normal distribution (Box and Muller, 1958).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (TAU * self.share()).cos()
    }

    /// A factor around 1: half of them above it, `spread` being the deviation of its logarithm.
    pub(super) fn factor(&mut self, spread: f64) -> f64 {
        (spread * self.normal()).exp()
    }

    /// A share that is `mean` on the average and differs from one to the next: Beta(1, b), the Beta distribution that can be
    /// drawn in one step.
    pub(super) fn share_around(&mut self, mean: f64) -> f64 {
        // Beta(1, b) has the mean 1 / (1 + b).
        let b = 1.0 / mean.clamp(0.001, 0.999) - 1.0;
        1.0 - (1.0 - self.share()).powf(1.0 / b)
    }

    /// The place of one of some things, each as often as its weight says.
    pub(super) fn weighed(&mut self, weights: &[f64]) -> usize {
        let mut throw = self.share() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            if throw < *weight {
                return place;
            }
            throw -= weight;
        }
        weights.len().saturating_sub(1)
    }
}
