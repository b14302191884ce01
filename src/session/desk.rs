//! What a session needs of the engine and of the screens, as traits: the loop is tested with neither.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ratatui_core::terminal::Frame;
use tokio::sync::{oneshot, watch};

use crate::domain::Time;
use crate::domain::command::Order;
use crate::domain::query::{Answer, Query};
use crate::engine::handle::{Done, EngineError, Handle};
use crate::tui::{Effect, Message};

use super::SessionError;

/// What a session asks of an engine; nothing here waits.
pub trait Engine {
    /// Submits an order of `who`; the receiver gets the result when it is on disk.
    fn submit(&self, who: &str, order: Order) -> oneshot::Receiver<Result<Done, EngineError>>;
    /// Asks the store.
    fn ask(&self, query: Query) -> oneshot::Receiver<Result<Answer, EngineError>>;
    /// A number that goes up whenever something was committed.
    fn changes(&self) -> watch::Receiver<u64>;
    /// The time now.
    fn now(&self) -> Time;
}

impl Engine for Handle {
    fn submit(&self, who: &str, order: Order) -> oneshot::Receiver<Result<Done, EngineError>> {
        Self::submit(self, who, "cockpit", order)
    }

    fn ask(&self, query: Query) -> oneshot::Receiver<Result<Answer, EngineError>> {
        Self::ask(self, query)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        Self::changes(self)
    }

    fn now(&self) -> Time {
        Self::now(self)
    }
}

/// What a session shows: the model of `tui`, or a script in a test.
pub trait Screen {
    /// Takes a message and says what is to be done.
    fn update(&mut self, message: Message) -> Vec<Effect>;
    /// Draws everything.
    fn view(&self, frame: &mut Frame);
    /// Whether something visible has changed since this was last asked.
    fn take_dirty(&mut self) -> bool;
}

/// Runs a screen's code; its panic ends the session and not the process.
pub(super) fn guarded<T>(code: impl FnOnce() -> T) -> Result<T, SessionError> {
    // Nothing of a session is looked at after its panic, so it does not matter in what state it was left.
    catch_unwind(AssertUnwindSafe(code))
        .map_err(|payload| SessionError::Panicked(panic_text(payload.as_ref())))
}

/// The words of a panic.
pub(super) fn panic_text(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

impl Screen for crate::tui::Model {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        crate::tui::update(self, message)
    }

    fn view(&self, frame: &mut Frame) {
        crate::tui::view(self, frame);
    }

    fn take_dirty(&mut self) -> bool {
        Self::take_dirty(self)
    }
}
