//! Progress for the person who waits: shown after one second, on a terminal only, at most ten times a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::Time;
use crate::domain::text::grouped;
use crate::engine::Clock;
use crate::tui::text::width;

use super::out::Out;

const SHOWN_AFTER: Duration = Duration::from_secs(1);
const SHOWN_EVERY: Duration = Duration::from_millis(100);
/// Rows between two looks at the clock: looking costs more than a row. What is done in fewer steps has slower ones.
const LOOK_EVERY: u64 = 256;
/// Of so few steps each is looked at.
const FEW: u64 = 4_096;
/// Cells of the bar where there is room; where there is not, it gives way first.
const BAR: usize = 24;

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

    /// Says from now on that something else is being made.
    pub fn now_making(&mut self, what: &'static str) {
        self.what = what;
        self.counted = Counted::Share;
        // At once, where something is shown already.
        self.shown = self.shown.map(|_| self.started);
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
        let words = match self.counted {
            Counted::Things => format!(
                " {} {} · {} {}/s",
                grouped(done),
                self.what,
                grouped(rate.round() as u64),
                self.what
            ),
            Counted::Share => format!("  {}", self.what),
        };
        Out::progress(&line(done, of, &words, Out::columns()));
    }

    /// Clears the line, and says how long it took.
    pub fn finish(self) -> Duration {
        if self.shown.is_some() {
            Out::progress("");
        }
        (self.clock.now() - self.started).to_std().unwrap_or_default()
    }
}

/// Says every second how long something has been under way that does not tell how far it is; until it is dropped.
#[derive(Debug)]
pub struct Ticker(Option<(Sender<()>, JoinHandle<()>)>);

impl Ticker {
    /// Ticks from now on, where somebody is watching: `what` says what is being done.
    pub fn start(what: String) -> Self {
        if !Out::is_watched() {
            return Self(None);
        }
        let (stop, stopped) = channel();
        let started = Clock::System.now();
        let thread = std::thread::spawn(move || {
            let mut shown = false;
            while stopped.recv_timeout(SHOWN_AFTER) == Err(RecvTimeoutError::Timeout) {
                let seconds = (Clock::System.now() - started).num_seconds();
                Out::progress(&format!("{what} · {}:{:02}", seconds / 60, seconds % 60));
                shown = true;
            }
            if shown {
                Out::progress("");
            }
        });
        Self(Some((stop, thread)))
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            // It has nothing to say but what it has said.
            drop(thread.join());
        }
    }
}

/// The bar with its share, and the words: within so many columns as long as shrinking the bar is enough for it.
fn line(done: u64, of: Option<u64>, words: &str, columns: usize) -> String {
    let Some(of) = of.filter(|of| *of > 0) else {
        return words.trim_start().to_owned();
    };
    let done = done.min(of);
    let share = format!(" {:>3} %", u128::from(done) * 100 / u128::from(of));
    let cells = columns.saturating_sub(width(&share) + width(words)).min(BAR);
    let full = (u128::from(done) * cells as u128 / u128::from(of)) as usize;
    let bar = format!("{}{}{share}{words}", "█".repeat(full), "░".repeat(cells - full));
    bar.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::tui::text::width;

    #[test]
    fn the_bar_gives_way_before_the_numbers_do() {
        let words = " 29 184 rows · 12 345 rows/s";
        for columns in 35..120 {
            let line = line(29_184, Some(100_000), words, columns);
            assert!(line.ends_with(words) && line.contains("29 %"), "{line}");
            assert!(width(&line) <= columns, "{columns}: {line}");
        }
        assert_eq!(line(1, None, words, 80), words.trim_start());
        assert_eq!(line(7, Some(0), " 7 rows", 80), "7 rows");
        assert_eq!(
            line(u64::MAX, Some(u64::MAX), "", 80),
            format!("{} 100 %", "█".repeat(24))
        );
    }
}
