//! The measuring loop, and what it finds.

use std::time::{Duration, Instant};

/// Whatever went wrong: a benchmark has nobody to tell it apart for.
pub type Failure = Box<dyn std::error::Error>;

/// The time now; the only place where a benchmark reads it.
pub fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let now = Instant::now();
    now
}

/// Repeated measurements of one thing.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    sorted: Vec<Duration>,
}

impl Sample {
    /// Adds one measurement.
    pub fn add(&mut self, took: Duration) {
        let place = self.sorted.partition_point(|other| *other <= took);
        self.sorted.insert(place, took);
    }

    /// Runs `code` so many times and measures each run.
    pub fn of(times: usize, mut code: impl FnMut() -> Result<(), Failure>) -> Result<Self, Failure> {
        let mut sample = Self::default();
        for _ in 0..times {
            let start = now();
            code()?;
            sample.add(start.elapsed());
        }
        Ok(sample)
    }

    /// The middle one; nothing took no time.
    pub fn median(&self) -> Duration {
        self.sorted
            .get(self.sorted.len() / 2)
            .copied()
            .unwrap_or_default()
    }

    /// The shortest.
    pub fn min(&self) -> Duration {
        self.sorted.first().copied().unwrap_or_default()
    }

    /// The longest.
    pub fn max(&self) -> Duration {
        self.sorted.last().copied().unwrap_or_default()
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.sorted.len()
    }
}
