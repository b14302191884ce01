//! What goes on while somebody looks: visits, answers, forms, and colleagues at work.
//!
//! What happens follows from the seed and from what it meets; only its pace is the machine's. Nobody touches the leads
//! that the visitor holds or the first rows of the visitor's list, where the cursor is.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::street::Street;
use crate::engine::Handle;

/// Running traffic; it stops when this is dropped.
#[derive(Debug)]
pub struct Traffic {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Traffic {
    /// Starts traffic on a running engine: an event or an act every one to four seconds, a little more often at first.
    #[must_use]
    pub fn start(handle: Handle, seed: u64) -> Self {
        let (stop, stopped) = sync_channel(0);
        let thread = std::thread::spawn(move || {
            let mut street = Street::new(handle, seed);
            while stopped.recv_timeout(street.pause()) == Err(RecvTimeoutError::Timeout) {
                // Once the engine has stopped, the pause goes on until this is dropped too.
                let _ = street.tick();
            }
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Traffic {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
