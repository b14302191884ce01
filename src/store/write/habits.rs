//! What the team's own calls and deals teach, kept beside the log.

use super::Write;
use crate::domain::Time;
use crate::domain::activity::Seq;
use crate::domain::lead::Outcome;
use crate::store::StoreError;
use crate::store::cells::millis;

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// Whether something is counted, or taken out of the count again because its act was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// It has happened.
    In,
    /// It has been taken back.
    Out,
}

impl Write<'_> {
    /// Counts a call of the team in the hour in which it was made.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn count_call(&mut self, at: Time, outcome: Outcome, counting: Counting) -> Result<(), StoreError> {
        let hour = millis(at) / HOUR_MS;
        let attempts = match counting {
            Counting::In => 1,
            Counting::Out => -1,
        };
        let reached = if outcome.is_conversation() { attempts } else { 0 };
        self.transaction
            .prepare_cached(
                "INSERT INTO reach (hour, attempts, reached) VALUES (?1, ?2, ?3)
                 ON CONFLICT (hour) DO UPDATE SET
                     attempts = attempts + excluded.attempts, reached = reached + excluded.reached",
            )?
            .execute((hour, attempts, reached))?;
        // An hour without calls is no row, as if there had never been one: what is rebuilt from the log has none.
        self.transaction
            .prepare_cached("DELETE FROM reach WHERE hour = ?1 AND attempts = 0")?
            .execute([hour])?;
        Ok(())
    }

    /// Keeps the amount of a deal won, by the place of the win in the log; an amount that is none is not kept.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn count_won(&mut self, win: Seq, amount: f64, counting: Counting) -> Result<(), StoreError> {
        if amount.is_nan() || amount <= 0.0 {
            return Ok(());
        }
        match counting {
            Counting::In => self
                .transaction
                .prepare_cached("INSERT OR REPLACE INTO won (seq, amount) VALUES (?1, ?2)")?
                .execute((win.0, amount))?,
            Counting::Out => self
                .transaction
                .prepare_cached("DELETE FROM won WHERE seq = ?1")?
                .execute([win.0])?,
        };
        Ok(())
    }
}
