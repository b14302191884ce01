//! How sessions and commands reach the engine: from any thread, without waiting for the disk.

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};

use thiserror::Error;
use tokio::sync::{oneshot, watch};

use crate::domain::Time;
use crate::domain::activity::Seq;
use crate::domain::command::{Order, Refusal};
use crate::domain::policy::Policy;
use crate::domain::query::{Answer, Query};
use crate::store::StoreError;

use super::clock::Clock;

/// Why the engine did not do what it was asked.
#[derive(Debug, Error)]
pub enum EngineError {
    /// A rule said no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A scratch file could not be made.
    #[error("cannot make a temporary file: {0}; see to it that the system's temporary folder can be written")]
    Scratch(std::io::Error),
    /// The person who waited said stop; nothing was changed.
    #[error("stopped; the database is as it was")]
    Cancelled,
    /// More is asked than can be answered.
    #[error("too much is being asked at once; try again in a moment")]
    Overloaded,
    /// The engine has stopped.
    #[error("the engine has stopped; start kapula again")]
    Stopped,
}

impl EngineError {
    pub(super) const fn scratch(error: std::io::Error) -> Self {
        Self::Scratch(error)
    }
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The first entry of the act; absent when there was nothing to write.
    pub act: Option<Seq>,
    /// What was done, as a sentence.
    pub sentence: String,
}

/// What becomes of an order, later.
pub type Doing = oneshot::Receiver<Result<Done, EngineError>>;
/// The answer to a question, later.
pub type Asking = oneshot::Receiver<Result<Answer, EngineError>>;

/// Work for the writer's thread.
pub(super) enum Job {
    /// Carry out an order.
    Order {
        who: String,
        source: &'static str,
        order: Order,
        reply: oneshot::Sender<Result<Done, EngineError>>,
    },
    /// Something was committed elsewhere: look again at what is due.
    LookAgain,
    /// Write no more.
    Stop,
}

/// A question for the reader's thread.
pub(super) struct Question {
    pub(super) query: Query,
    pub(super) reply: oneshot::Sender<Result<Answer, EngineError>>,
}

/// A handle to a running engine; cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    pub(super) jobs: SyncSender<Job>,
    pub(super) questions: SyncSender<Question>,
    pub(super) changes: watch::Receiver<u64>,
    pub(super) clock: Clock,
    pub(super) policy: Arc<Policy>,
}

impl Handle {
    /// Submits an order of `who`; the receiver gets the result when it is on disk.
    #[must_use]
    pub fn submit(&self, who: &str, source: &'static str, order: Order) -> Doing {
        let (reply, doing) = oneshot::channel();
        match self.jobs.try_send(Job::Order {
            who: who.to_owned(),
            source,
            order,
            reply,
        }) {
            Err(TrySendError::Full(Job::Order { reply, .. })) => {
                drop(reply.send(Err(EngineError::Overloaded)));
            }
            Err(TrySendError::Disconnected(Job::Order { reply, .. })) => {
                drop(reply.send(Err(EngineError::Stopped)));
            }
            Ok(()) | Err(_) => {}
        }
        doing
    }

    /// Asks the store; the receiver gets the answer.
    #[must_use]
    pub fn ask(&self, query: Query) -> Asking {
        let (reply, asking) = oneshot::channel();
        match self.questions.try_send(Question { query, reply }) {
            Ok(()) => {}
            Err(TrySendError::Full(question)) => drop(question.reply.send(Err(EngineError::Overloaded))),
            Err(TrySendError::Disconnected(question)) => drop(question.reply.send(Err(EngineError::Stopped))),
        }
        asking
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

    /// The rules of the house.
    #[must_use]
    pub const fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }
}
