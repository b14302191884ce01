//! Who looks at a session, what it is told about it, and how it ends.

use std::io;

use thiserror::Error;
use tokio::sync::watch;

use crate::outlet::Dialler;

use super::output::Colours;

/// How a session came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person quit.
    Quit,
    /// The person wants the shell back for a while; [`Session::run`](super::Session::run) again goes on where this stopped.
    Suspended,
    /// The stop that was handed to [`Session::run`](super::Session::run) came; with the exit code that says of which kind.
    Stopped(u8),
    /// The client has gone away.
    Closed,
}

/// Why a session failed.
#[derive(Debug, Error)]
pub enum SessionError {
    /// A screen's code panicked. The engine and other sessions are not touched.
    #[error("the screen failed ({0}); nothing that was saved is lost, start kapula again")]
    Panicked(String),
    /// The terminal could not be read or written.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] io::Error),
    /// There is no terminal.
    #[error(
        "the cockpit needs a terminal; without one use kapula list, kapula show or kapula handoffs (each takes --json)"
    )]
    NoTerminal,
}

/// What a client's window is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// Goes up when the window has lost what it showed and everything is to be drawn again.
    pub epoch: u64,
}

/// Who looks: where input comes from, where output goes to, and the size, as the client announces it.
#[derive(Debug)]
pub struct Client<R, W> {
    /// What the terminal sends.
    pub input: R,
    /// What is sent to the terminal.
    pub output: W,
    /// The window now and whenever it changes.
    pub window: watch::Receiver<Window>,
}

/// What a session is to know besides screen and engine.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The user under whose name acts are submitted.
    pub user: String,
    /// Whether colours are sent.
    pub colours: Colours,
    /// The dial command, if one is configured.
    pub dialler: Option<Dialler>,
}
