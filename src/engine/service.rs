//! The running engine: a writer's thread, a reader's thread, and the watch over what other processes commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::Time;
use crate::domain::priority::OpenLeads;
use crate::domain::query::Answer;
use crate::store::{Reader, StoreError, Wait, Watch};

use super::handle::{EngineError, Handle, Job, Question};
use super::ledger::Ledger;

/// Orders and questions that may wait: far more than people can type, far less than would fill the memory.
const MOST_WAITING: usize = 1_024;
/// How long the writer sleeps at most when something is due: the clock may be set while it sleeps.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// How long it waits after the store failed before it tries again.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How long an act waits for another process that writes: a large import.
pub const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// A running engine. It stops, and its threads end, when this is dropped.
#[derive(Debug)]
pub struct Service {
    handle: Handle,
    watch: Option<Watch>,
    writer: Option<JoinHandle<usize>>,
    /// The engine is to stop: what waits for another process waits no longer.
    leaving: Arc<AtomicBool>,
}

impl Service {
    /// Starts the engine on a ledger.
    ///
    /// # Errors
    /// When the database cannot be opened for reading or its folder not be watched.
    pub fn start(mut ledger: Ledger) -> Result<Self, EngineError> {
        let (jobs, todo) = sync_channel(MOST_WAITING);
        let (questions, asked) = sync_channel(MOST_WAITING);
        let (feed, changes) = watch::channel(0_u64);
        let reader = ledger.reader()?;
        let handle = Handle {
            jobs: jobs.clone(),
            questions,
            changes,
            clock: ledger.clock().clone(),
            policy: ledger.policy().clone(),
        };
        let watch = watch_over(&ledger, &jobs, &feed)?;
        let leaving = Arc::new(AtomicBool::new(false));
        let leaves = Arc::clone(&leaving);
        ledger.stay_open();
        ledger.wait_with(move |waited| {
            if waited >= LONGEST_WAIT || leaves.load(Ordering::Relaxed) {
                Wait::GiveUp
            } else {
                Wait::On
            }
        });
        let leaves = Arc::clone(&leaving);
        let writer = std::thread::spawn(move || write(ledger, &todo, &leaves));
        // Ends by itself when nobody can ask any more.
        let (policy, clock) = (Arc::clone(&handle.policy), handle.clock.clone());
        std::thread::spawn(move || {
            let settle = |leads: &mut OpenLeads| leads.settle(&policy, clock.now());
            read(&reader, &asked, settle);
        });
        Ok(Self {
            handle,
            watch: Some(watch),
            writer: Some(writer),
            leaving,
        })
    }

    /// A handle for sessions.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Stops the engine when what was submitted is written. What waits for another process is given up; says how many
    /// orders that are.
    #[must_use]
    pub fn close(mut self) -> usize {
        self.stop()
    }

    fn stop(&mut self) -> usize {
        self.leaving.store(true, Ordering::Relaxed);
        drop(self.watch.take());
        let _ = self.handle.jobs.send(Job::Stop);
        let (closed, _) = sync_channel(0);
        self.handle.questions = closed;
        let writer = self.writer.take().map(JoinHandle::join);
        writer.and_then(Result::ok).unwrap_or(0)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if self.writer.is_some() {
            self.stop();
        }
    }
}

/// Every commit, our own too, is seen by the watch's own connection: one way for all changes to become the feed.
fn watch_over(
    ledger: &Ledger,
    jobs: &SyncSender<Job>,
    feed: &watch::Sender<u64>,
) -> Result<Watch, EngineError> {
    let (jobs, feed) = (jobs.clone(), feed.clone());
    Ok(Watch::start(ledger.path(), move || {
        feed.send_modify(|number| *number += 1);
        // A full queue means that the writer is at work and will look at what is due anyway.
        let _ = jobs.try_send(Job::LookAgain);
    })?)
}

/// Carries out orders until it is told to stop; how many were given up by then because another process was writing.
fn write(mut ledger: Ledger, todo: &Receiver<Job>, leaving: &AtomicBool) -> usize {
    let mut given_up = 0;
    loop {
        let wait = match caught_up(&mut ledger, leaving) {
            Ok(due) => until(due, ledger.clock().now()),
            Err(_) => Some(AFTER_FAILURE),
        };
        let job = match wait {
            Some(wait) => match todo.recv_timeout(wait) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return given_up,
            },
            None => match todo.recv() {
                Ok(job) => job,
                Err(_) => return given_up,
            },
        };
        match job {
            Job::Order {
                who,
                source,
                order,
                reply,
            } => {
                let result = if given_up > 0 {
                    Err(StoreError::Busy.into())
                } else {
                    ledger.submit(&who, source, &order)
                };
                let busy = matches!(result, Err(EngineError::Store(StoreError::Busy)));
                given_up += usize::from(busy && leaving.load(Ordering::Relaxed));
                let _ = reply.send(result);
            }
            Job::LookAgain => {}
            Job::Stop => return given_up,
        }
    }
}

/// What is due, carried out; on the way out that is left to whoever opens the database next.
fn caught_up(ledger: &mut Ledger, leaving: &AtomicBool) -> Result<Option<Time>, EngineError> {
    if leaving.load(Ordering::Relaxed) {
        return Ok(None);
    }
    ledger.catch_up()
}

/// How long to sleep until something is due; for ever when nothing is.
fn until(due: Option<Time>, now: Time) -> Option<Duration> {
    let wait = (due? - now).to_std().unwrap_or(Duration::ZERO);
    Some(wait.min(LONGEST_SLEEP))
}

/// Answers questions until nobody can ask any more. Open leads are settled here, on a thread that no key waits for.
fn read(reader: &Reader, asked: &Receiver<Question>, settle: impl Fn(&mut OpenLeads)) {
    while let Ok(Question { query, reply }) = asked.recv() {
        if reply.is_closed() {
            continue;
        }
        let mut answer = reader.ask(&query).map_err(EngineError::from);
        if let Ok(Answer::OpenLeads(leads)) = &mut answer {
            // Just read, they are in nobody else's hands.
            Arc::get_mut(leads).map(&settle);
        }
        let _ = reply.send(answer);
    }
}
