//! The terminal device of this process: opened anew, so that what is set on it is not set for the shell as well.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{self, PanicHookInfo};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::thread::{self, ThreadId};
use std::time::Duration;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

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

/// Reads and writes the terminal without blocking the loop.
#[derive(Clone)]
pub(super) struct Wire(Arc<AsyncFd<File>>);

impl Wire {
    pub(super) fn new(tty: &Tty) -> io::Result<Self> {
        #[expect(
            deprecated,
            reason = "its successor is unsafe for the sake of types that do not own their descriptor; a File does"
        )]
        let wire = AsyncFd::new(tty.device.try_clone()?)?;
        Ok(Self(Arc::new(wire)))
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let mut ready = ready!(self.0.poll_read_ready(cx))?;
            let unfilled = into.initialize_unfilled();
            if let Ok(result) = ready.try_io(|device| device.get_ref().read(unfilled)) {
                return Poll::Ready(result.map(|read| into.advance(read)));
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut ready = ready!(self.0.poll_write_ready(cx))?;
            if let Ok(result) = ready.try_io(|device| device.get_ref().write(bytes)) {
                return Poll::Ready(result);
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

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
