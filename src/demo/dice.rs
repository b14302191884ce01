//! Chance that repeats itself: the same seed throws the same dice.

use fastrand::Rng;

/// A generator with a seed, and the throws that the demo needs.
#[derive(Debug, Clone)]
pub(super) struct Dice(Rng);

impl Dice {
    /// Dice for one purpose under a seed: purposes do not disturb each other, so that one more contact does not change
    /// what another does.
    pub fn new(seed: u64, purpose: u64) -> Self {
        Self(Rng::with_seed(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03),
        ))
    }

    /// A number from `least` to `most`, both possible.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.i64(least..=most.max(least))
    }

    /// A place in a list of `len`; 0 for an empty one.
    pub fn place(&mut self, len: usize) -> usize {
        self.0.usize(0..len.max(1))
    }

    /// True in `percent` of 100 throws.
    pub fn hits(&mut self, percent: u32) -> bool {
        self.0.u32(0..100) < percent
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.place(from.len())]
    }

    /// One of a list that is not empty, each as often as its weight says.
    pub fn weighed<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let sum: u32 = from.iter().map(|(_, weight)| weight).sum();
        let mut throw = self.0.u32(0..sum.max(1));
        for (thing, weight) in from {
            if throw < *weight {
                return *thing;
            }
            throw -= weight;
        }
        from[0].0
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        self.0.shuffle(things);
    }
}
