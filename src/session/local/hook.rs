//! What happens to the reports of panics while a session has the terminal.

use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

use super::tty::Tty;

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// Gives the terminal back before a panic is reported, so that the report can be read.
///
/// A panic of another thread does not end the session, so its report waits until the terminal is free: written at once it
/// would land in the middle of the screen.
pub(super) struct PanicHook {
    before: Arc<Hook>,
    waiting: Arc<Mutex<Vec<String>>>,
}

impl PanicHook {
    pub(super) fn install(tty: Arc<Tty>) -> Self {
        let before: Arc<Hook> = Arc::from(panic::take_hook());
        let waiting = Arc::new(Mutex::new(Vec::new()));
        let hook = Self {
            before: Arc::clone(&before),
            waiting: Arc::clone(&waiting),
        };
        let session: ThreadId = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == session {
                // The report is worth more than the reason why the terminal could not be restored.
                let _ = tty.leave();
                before(info);
            } else if let Ok(mut waiting) = waiting.lock() {
                waiting.push(info.to_string());
            }
        }));
        hook
    }
}

impl Drop for PanicHook {
    fn drop(&mut self) {
        // While a panic unwinds, the hook must not be changed.
        if !thread::panicking() {
            let before = Arc::clone(&self.before);
            panic::set_hook(Box::new(move |info| before(info)));
        }
        for report in self
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
        {
            // There is nowhere to report that a report could not be written.
            let _ = writeln!(io::stderr(), "{report}");
        }
    }
}
