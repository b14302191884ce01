//! Ctrl-C, the end of the terminal, or SIGTERM while something long is being done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::signal::unix::{SignalKind, signal};

use super::failure::Failure;

/// A flag that such a signal raises: what is being done takes itself back and ends with a sentence.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Result<Self, Failure> {
        let flag = Self::default();
        let raised = Arc::clone(&flag.0);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(|error| Failure::failed(&error))?;
        // Installed before the thread runs, so that a Ctrl-C from now on is ours.
        let (mut interrupt, mut terminate, mut hang_up) = {
            let _inside = runtime.enter();
            let listen = |kind| signal(kind).map_err(|error| Failure::failed(&error));
            (
                listen(SignalKind::interrupt())?,
                listen(SignalKind::terminate())?,
                listen(SignalKind::hangup())?,
            )
        };
        std::thread::spawn(move || {
            let code = runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => 130,
                    _ = terminate.recv() => 143,
                    _ = hang_up.recv() => 129,
                }
            });
            raised.store(code, Ordering::Relaxed);
        });
        Ok(flag)
    }

    /// Whether such a signal has come.
    pub fn is_raised(&self) -> bool {
        self.code().is_some()
    }

    /// The exit code that shells expect of the signal that has come: 128 and its number.
    pub fn code(&self) -> Option<u8> {
        Some(self.0.load(Ordering::Relaxed)).filter(|code| *code != 0)
    }

    /// What was being done was stopped: with this sentence, and the code of the signal.
    pub fn stopped(&self, sentence: String) -> Failure {
        match self.code() {
            Some(code) => Failure::Stopped(code, sentence),
            None => Failure::Failed(sentence),
        }
    }
}
