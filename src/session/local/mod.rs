//! The local terminal: made ready before a session, given back after it, whatever happens in between.

mod hook;
mod tty;
mod wire;

use std::io;
use std::sync::Arc;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use tokio::signal::unix::{Signal as Incoming, SignalKind, signal};
use tokio::sync::watch;

use super::{Client, Ended, Engine, Screen, Session, SessionError, Window};
use hook::PanicHook;
use tty::{Lent, Tty};
use wire::Wire;

/// Runs a session on the terminal of this process until it ends, through any number of suspensions. SIGTERM, SIGHUP and
/// SIGINT end it in an orderly way ([`Ended::Stopped`]), SIGTSTP suspends it; the terminal is as it was before, on every
/// way out.
///
/// # Errors
/// When there is no terminal, it fails, or the screen's code panics.
pub fn run_local<S: Screen, E: Engine>(session: Session<S, E>) -> Result<Ended, SessionError> {
    let tty = Arc::new(Tty::open()?);
    let hook = PanicHook::install(Arc::clone(&tty));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(drive(session, &tty));
    drop(hook);
    result
}

async fn drive<S: Screen, E: Engine>(
    mut session: Session<S, E>,
    tty: &Arc<Tty>,
) -> Result<Ended, SessionError> {
    let mut stops = Stops::listen()?;
    let lent = Lent::new(tty)?;
    let (announce, window) = watch::channel(tty.window(0));
    let watching = tokio::spawn(watch_window(Arc::clone(tty), announce, Resizes::listen()?));
    let wire = Wire::new(tty)?;
    let mut client = Client {
        input: wire.clone(),
        output: wire,
        window,
    };
    let result = loop {
        match session.run(&mut client, stops.next()).await {
            Ok(Ended::Suspended) => suspend(tty)?,
            result => break result,
        }
    };
    watching.abort();
    drop(lent);
    result
}

/// Stops this process and its job, and comes back when the shell continues it. By SIGSTOP: SIGTSTP is what we listen to.
/// That the system would not ignore where nobody can continue us, so there the session goes on at once: a shell with job
/// control gives every job a process group of its own, and one that leads its session (a window or an SSH login with
/// Kapula as its only command) is nobody's job.
fn suspend(tty: &Tty) -> io::Result<()> {
    tty.leave()?;
    if getsid(None)? != getpgrp() {
        kill_current_process_group(Signal::STOP)?;
    }
    tty.enter()
}

/// Signals that end a session, for good or for a while.
struct Stops {
    terminate: Incoming,
    hang_up: Incoming,
    interrupt: Incoming,
    suspend: Incoming,
}

impl Stops {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            suspend: signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?,
        })
    }

    /// The next one, as the end that it asks for; exit codes as shells expect them, 128 and the signal's number.
    async fn next(&mut self) -> Ended {
        tokio::select! {
            _ = self.terminate.recv() => Ended::Stopped(143),
            _ = self.hang_up.recv() => Ended::Stopped(129),
            _ = self.interrupt.recv() => Ended::Stopped(130),
            _ = self.suspend.recv() => Ended::Suspended,
        }
    }
}

/// Signals after which the window is looked at again.
struct Resizes {
    resized: Incoming,
    continued: Incoming,
}

impl Resizes {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            resized: signal(SignalKind::window_change())?,
            continued: signal(SignalKind::from_raw(Signal::CONT.as_raw()))?,
        })
    }
}

/// Announces every new size. After SIGCONT the terminal is prepared again and redrawn in full, also when somebody else had
/// stopped the process.
async fn watch_window(tty: Arc<Tty>, announce: watch::Sender<Window>, mut signals: Resizes) {
    let mut epoch = 0;
    loop {
        let alive = tokio::select! {
            signal = signals.resized.recv() => signal,
            signal = signals.continued.recv() => {
                epoch += 1;
                // A terminal that cannot be prepared cannot be read either, and that ends the session with its error.
                let _ = tty.enter();
                signal
            }
        };
        if alive.is_none() || announce.send(tty.window(epoch)).is_err() {
            return;
        }
    }
}
