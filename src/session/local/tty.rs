//! The terminal device of this process: opened anew, so that what is set on it is not set for the shell as well.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::session::output::{ENTER, LEAVE};
use crate::session::{SessionError, Window};

/// The size that is assumed when a terminal does not know its own.
const USUAL: (u16, u16) = (80, 24);

/// How often a blocked write to the terminal is tried again when it is prepared or given back, 5 ms apart: a terminal
/// that is stuck must not hold the end of the process.
const ATTEMPTS: usize = 200;

/// The device and its settings as they were found.
#[derive(Debug)]
pub(super) struct Tty {
    device: File,
    found: Termios,
    /// Whether it is prepared for a session.
    prepared: AtomicBool,
}

impl Tty {
    /// Opens the controlling terminal without blocking mode. The description is our own: standard input and output share
    /// theirs with the shell, where that mode would do harm.
    pub(super) fn open() -> Result<Self, SessionError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(SessionError::NoTerminal);
        }
        let device = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(NON_BLOCKING)
            .open("/dev/tty")
            .map_err(|_| SessionError::NoTerminal)?;
        let found = tcgetattr(&device).map_err(io::Error::from)?;
        Ok(Self {
            device,
            found,
            prepared: AtomicBool::new(false),
        })
    }

    /// Raw mode and the alternate screen. May be repeated.
    pub(super) fn enter(&self) -> io::Result<()> {
        self.prepared.store(true, Ordering::SeqCst);
        let mut raw = self.found.clone();
        raw.make_raw();
        tcsetattr(&self.device, OptionalActions::Now, &raw)?;
        self.write_all(ENTER)
    }

    /// Gives the terminal back as it was found; nothing when that has been done.
    pub(super) fn leave(&self) -> io::Result<()> {
        if !self.prepared.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        let written = self.write_all(LEAVE);
        tcsetattr(&self.device, OptionalActions::Now, &self.found)?;
        written
    }

    /// The window as it is now.
    pub(super) fn window(&self, epoch: u64) -> Window {
        let (columns, rows) = tcgetwinsize(&self.device)
            .map(|size| (size.ws_col, size.ws_row))
            .ok()
            .filter(|(columns, rows)| *columns > 0 && *rows > 0)
            .unwrap_or(USUAL);
        Window { columns, rows, epoch }
    }

    /// The device once more, for the loop.
    pub(super) fn device(&self) -> io::Result<File> {
        self.device.try_clone()
    }

    fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        for _ in 0..ATTEMPTS {
            match (&self.device).write(bytes) {
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_millis(5));
                }
                Err(error) => return Err(error),
            }
            if bytes.is_empty() {
                return Ok(());
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }
}

#[expect(
    clippy::cast_possible_wrap,
    reason = "the flag is a small bit, and open takes it signed"
)]
const NON_BLOCKING: i32 = rustix::fs::OFlags::NONBLOCK.bits() as i32;

/// The terminal while a session has it; given back on drop, so also on an error and while unwinding.
pub(super) struct Lent(Arc<Tty>);

impl Lent {
    pub(super) fn new(tty: &Arc<Tty>) -> io::Result<Self> {
        let lent = Self(Arc::clone(tty));
        lent.0.enter()?;
        Ok(lent)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // A terminal that has gone away has nothing to be given back.
        let _ = self.0.leave();
    }
}
