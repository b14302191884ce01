//! Progress for the person who waits: shown after one second, on a terminal only, at most ten times a second.

use std::time::Duration;

use crate::domain::Time;
use crate::engine::Clock;

use super::out::Out;

const SHOWN_AFTER: Duration = Duration::from_secs(1);
const SHOWN_EVERY: Duration = Duration::from_millis(100);
/// Rows between two looks at the clock: looking costs more than a row. What is done in fewer steps has slower ones.
const LOOK_EVERY: u64 = 256;
/// Of so few steps each is looked at.
const FEW: u64 = 4_096;
const BAR: u64 = 24;

/// What a person wants to know of the number that is done.
#[derive(Debug, Clone, Copy)]
enum Counted {
    /// How many, and how fast.
    Things,
    /// Only how much of all.
    Share,
}

/// A progress bar with its rate.
#[derive(Debug)]
pub struct Meter {
    what: &'static str,
    counted: Counted,
    started: Time,
    shown: Option<Time>,
    clock: Clock,
}

impl Meter {
    /// A meter of so many `what` ("rows", "entries").
    pub fn new(what: &'static str) -> Self {
        let clock = Clock::System;
        Self {
            what,
            counted: Counted::Things,
            started: clock.now(),
            shown: None,
            clock,
        }
    }

    /// A meter of something that is made in steps which mean nothing to a person: `what` says what it is.
    pub fn making(what: &'static str) -> Self {
        Self {
            counted: Counted::Share,
            ..Self::new(what)
        }
    }

    /// So many are done; of how many, where that is known.
    pub fn at(&mut self, done: u64, of: Option<u64>) {
        let few = of.is_some_and(|of| of <= FEW);
        if !(few || done.is_multiple_of(LOOK_EVERY)) || !Out::is_watched() {
            return;
        }
        let now = self.clock.now();
        let running = (now - self.started).to_std().unwrap_or_default();
        let since = self
            .shown
            .map_or(SHOWN_EVERY, |shown| (now - shown).to_std().unwrap_or_default());
        if running < SHOWN_AFTER || since < SHOWN_EVERY {
            return;
        }
        self.shown = Some(now);
        let rate = done as f64 / running.as_secs_f64();
        let bar = bar(done, of);
        Out::progress(&match self.counted {
            Counted::Things => format!("{bar} {done} {} · {rate:.0} {}/s", self.what, self.what),
            Counted::Share => format!("{bar}  {}", self.what),
        });
    }

    /// Clears the line, and says how long it took.
    pub fn finish(self) -> Duration {
        if self.shown.is_some() {
            Out::progress("");
        }
        (self.clock.now() - self.started).to_std().unwrap_or_default()
    }
}

fn bar(done: u64, of: Option<u64>) -> String {
    let Some(of) = of.filter(|of| *of > 0) else {
        return String::new();
    };
    let full = (done.min(of) * BAR / of) as usize;
    format!(
        "{}{} {:>3} %",
        "█".repeat(full),
        "░".repeat(BAR as usize - full),
        done.min(of) * 100 / of
    )
}
