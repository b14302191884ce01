//! One person looking: the only event loop, over any input stream and any output.
//!
//! A [`Session`] holds a screen, an engine handle and a drawing surface; [`Session::run`] serves one [`Client`] until
//! something ends it. The local terminal ([`local`]), an SSH channel and a test differ only in the client they bring.
//! Whoever brings the client sends [`output::ENTER`] before and [`output::LEAVE`] after.

mod client;
mod desk;
mod errands;
pub mod framer;
pub mod keys;
pub mod local;
mod outgoing;
pub mod output;
mod pace;

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::tui::{Effect, Message, NotDone, Submitted};

pub use client::{Client, Ended, SessionError, Settings, Window};
use desk::guarded;
pub use desk::{Engine, Screen};
use errands::Errands;
use framer::{Extent, Framer, Piece};
use outgoing::Outgoing;
use output::Canvas;
use pace::{FrameWaits, Pace};

/// Largest size that is believed; a client that announces more gets this much (the cells cost memory).
const LARGEST: (u16, u16) = (1000, 500);

/// How long the last bytes may take when a session ends: a stuck client must not hold it.
const FAREWELL: Duration = Duration::from_millis(300);

/// What is said while the engine owes more answers than a session may wait for.
const BUSY: &str = "the database does not answer; nothing was changed by this, try again in a moment";

/// One person's session; outlives a suspension.
#[derive(Debug)]
pub struct Session<S, E> {
    screen: S,
    engine: E,
    settings: Settings,
    canvas: Canvas,
    window: Option<Window>,
    inbox: Inbox,
    effects: VecDeque<Effect>,
    errands: Errands,
    outgoing: Outgoing,
    changes: watch::Receiver<u64>,
    pace: Pace,
    ending: Option<Ended>,
}

/// Input that was read and not yet told to the screen.
#[derive(Debug, Default)]
struct Inbox {
    framer: Framer,
    pieces: VecDeque<Piece>,
}

/// One thing that happened to the loop.
enum Happening {
    Stop(Ended),
    Wrote(io::Result<()>),
    Read(io::Result<usize>),
    Window,
    Changed,
    Returned(Message),
    Time,
}

/// Whether the screen must be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    Fresh,
    Stale,
}

impl<S: Screen, E: Engine> Session<S, E> {
    /// A session on a screen that has just been made, with the effects that making it asked for.
    #[must_use]
    pub fn new(opened: (S, Vec<Effect>), engine: E, settings: Settings) -> Self {
        let (screen, effects) = opened;
        let mut changes = engine.changes();
        changes.mark_unchanged();
        let canvas = Canvas::new(settings.colours);
        Self {
            screen,
            engine,
            settings,
            canvas,
            window: None,
            inbox: Inbox::default(),
            effects: effects.into(),
            errands: Errands::default(),
            outgoing: Outgoing::default(),
            changes,
            pace: Pace::default(),
            ending: None,
        }
    }

    /// Serves a client until the session ends, or `stop` says how it is to end; may be run again after
    /// [`Ended::Suspended`]. Sleeps while nothing happens.
    ///
    /// # Errors
    /// When the client cannot be written to, or the screen's code panics.
    pub async fn run<R, W>(
        &mut self,
        client: &mut Client<R, W>,
        stop: impl Future<Output = Ended>,
    ) -> Result<Ended, SessionError>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let mut stop = pin!(stop);
        let mut chunk = [0; 4096];
        self.window = None;
        self.attach(*client.window.borrow_and_update())?;
        let mut picture = Picture::Stale;
        loop {
            self.catch_up()?;
            if let Some(ended) = self.ending.take() {
                return Ok(self.part(client, ended).await);
            }
            picture = self.draw(picture)?;
            match self.next(client, &mut chunk, stop.as_mut(), picture).await {
                Happening::Stop(ended) => return Ok(self.part(client, ended).await),
                Happening::Read(Ok(0)) => return Ok(Ended::Closed),
                Happening::Read(Err(error)) | Happening::Wrote(Err(error)) => return hung_up(error),
                Happening::Wrote(Ok(())) | Happening::Time => {}
                Happening::Read(Ok(length)) => self.take_bytes(chunk.get(..length).unwrap_or_default()),
                Happening::Window => {
                    self.attach(*client.window.borrow_and_update())?;
                    picture = Picture::Stale;
                }
                Happening::Changed => self.pace.note_change(),
                Happening::Returned(message) => self.tell(message)?,
            }
        }
    }

    /// Waits for the next thing to happen. Every branch may be given up without losing anything.
    async fn next<R, W>(
        &mut self,
        client: &mut Client<R, W>,
        chunk: &mut [u8],
        stop: Pin<&mut impl Future<Output = Ended>>,
        picture: Picture,
    ) -> Happening
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let writing = !self.outgoing.is_idle();
        let frame = if picture == Picture::Stale && !writing {
            FrameWaits::Yes
        } else {
            FrameWaits::No
        };
        let wake = self.pace.wake(frame);
        tokio::select! {
            ended = stop => Happening::Stop(ended),
            result = self.outgoing.advance(&mut client.output), if writing => Happening::Wrote(result),
            result = client.input.read(chunk) => Happening::Read(result),
            Ok(()) = client.window.changed() => Happening::Window,
            Ok(()) = self.changes.changed() => Happening::Changed,
            message = self.errands.next() => Happening::Returned(message),
            () = sleep_until(wake) => Happening::Time,
        }
    }

    /// The client's window is like this now; tells the screen, and has everything drawn again if the window is new or lost
    /// what it showed.
    fn attach(&mut self, window: Window) -> Result<(), SessionError> {
        let before = self.window.replace(window);
        let columns = window.columns.min(LARGEST.0);
        let rows = window.rows.min(LARGEST.1);
        self.canvas.surface().set_size(columns, rows);
        if before.is_none_or(|before| before.epoch != window.epoch) {
            self.outgoing.forget();
            self.canvas.forget();
        }
        let same_size = before.is_some_and(|b| (b.columns, b.rows) == (window.columns, window.rows));
        if same_size {
            Ok(())
        } else {
            self.tell(Message::Size(columns, rows))
        }
    }

    fn take_bytes(&mut self, bytes: &[u8]) {
        let Inbox { framer, pieces } = &mut self.inbox;
        framer.push(bytes, pieces);
        self.pace.expect_rest(framer.patience(), Instant::now());
    }

    /// Does all that is due: effects, input, the end of an unfinished key, changes, the alarm.
    fn catch_up(&mut self) -> Result<(), SessionError> {
        let now = Instant::now();
        if self.pace.take_flush(now) {
            let Inbox { framer, pieces } = &mut self.inbox;
            framer.flush(pieces);
        }
        self.perform()?;
        while self.ending.is_none()
            && let Some(piece) = self.inbox.pieces.pop_front()
        {
            self.take_piece(&piece)?;
        }
        if self.pace.take_change(now) {
            self.tell(Message::Changed)?;
        }
        if self.pace.take_alarm(|| self.engine.now(), now) {
            self.update(Message::Clock(self.engine.now()))?;
            self.perform()?;
        }
        Ok(())
    }

    fn take_piece(&mut self, piece: &Piece) -> Result<(), SessionError> {
        if let Some(input) = keys::read(piece) {
            self.tell(Message::Input(input))?;
        }
        if matches!(
            piece,
            Piece::Paste {
                extent: Extent::Cut,
                ..
            }
        ) {
            let cut = "the pasted text was too long or broke off; only its beginning was taken";
            self.tell(Message::Notice(cut.to_owned()))?;
        }
        Ok(())
    }

    /// Tells the screen the time and then the message, and does what it asks for.
    fn tell(&mut self, message: Message) -> Result<(), SessionError> {
        self.update(Message::Clock(self.engine.now()))?;
        self.update(message)?;
        self.perform()
    }

    fn update(&mut self, message: Message) -> Result<(), SessionError> {
        self.effects.extend(guarded(|| self.screen.update(message))?);
        Ok(())
    }

    fn perform(&mut self) -> Result<(), SessionError> {
        while let Some(effect) = self.effects.pop_front() {
            match effect {
                Effect::Submit(order) if self.errands.is_full() => {
                    let result = Err(NotDone::Failed(BUSY.to_owned()));
                    self.update(Message::Submitted(Submitted { order, result }))?;
                }
                Effect::Load(_) if self.errands.is_full() => {
                    self.update(Message::LoadFailed(BUSY.to_owned()))?;
                }
                Effect::Submit(order) => {
                    let reply = self.engine.submit(&self.settings.user, order.clone());
                    self.errands.submit(order, reply);
                }
                Effect::Load(query) => self.errands.load(self.engine.ask(query)),
                Effect::Copy(text) => self.canvas.surface().copy(&text),
                Effect::Dial(number) => self.dial(number)?,
                Effect::After(at) => self.pace.set_alarm(at, self.engine.now(), Instant::now()),
                Effect::Bell => self.canvas.surface().ring(),
                Effect::Suspend => self.end(Ended::Suspended),
                Effect::Quit => self.end(Ended::Quit),
            }
        }
        Ok(())
    }

    fn dial(&mut self, number: String) -> Result<(), SessionError> {
        if let Some(dialler) = self.settings.dialler.clone() {
            self.errands.dial(dialler, number);
            return Ok(());
        }
        let none = "not dialled: no dial command is set; copy the number, or set one in the settings";
        self.update(Message::Notice(none.to_owned()))
    }

    fn end(&mut self, how: Ended) {
        self.ending.get_or_insert(how);
    }

    /// Draws if something visible changed, the last frame is out and its time is over; else says that it is still to do.
    fn draw(&mut self, picture: Picture) -> Result<Picture, SessionError> {
        let stale = guarded(|| self.screen.take_dirty())? || picture == Picture::Stale;
        let picture = if stale { Picture::Stale } else { Picture::Fresh };
        if !self.outgoing.is_idle() {
            return Ok(picture);
        }
        if stale && self.pace.take_frame(Instant::now()) {
            let Self { canvas, screen, .. } = self;
            guarded(|| canvas.draw(|frame| screen.view(frame)))?;
            self.outgoing.start(self.canvas.surface().take());
            return Ok(Picture::Fresh);
        }
        if self.canvas.surface().has_asides() {
            self.outgoing.start(self.canvas.surface().take_asides());
        }
        Ok(picture)
    }

    /// Sends what is left to send (half a frame, a text for the clipboard), unless the client is too slow for it.
    async fn part<R, W: AsyncWrite + Unpin>(&mut self, client: &mut Client<R, W>, ended: Ended) -> Ended {
        let farewell = async {
            self.outgoing.finish(&mut client.output).await?;
            self.outgoing.start(self.canvas.surface().take_asides());
            self.outgoing.finish(&mut client.output).await
        };
        // The session has ended either way; a client that cannot take its last bytes needs no error message.
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
        ended
    }
}

/// A client that has gone away has ended the session; any other trouble with it is an error.
fn hung_up(error: io::Error) -> Result<Ended, SessionError> {
    let gone = matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::WriteZero
    );
    // A terminal whose window was closed answers with EIO.
    if gone || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) {
        Ok(Ended::Closed)
    } else {
        Err(error.into())
    }
}

async fn sleep_until(wake: Option<Instant>) {
    match wake {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
