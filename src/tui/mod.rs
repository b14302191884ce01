//! What is seen: model, message, update, view. Pure: no clock, no disk, no terminal, no waiting.

pub mod act;
pub mod action;
pub mod context;
pub mod departed;
pub mod desk;
#[cfg(test)]
mod fixture;
pub mod ink;
pub mod input;
pub mod keymap;
pub mod layout;
pub mod overlay;
mod root;
pub mod screen;
pub mod text;
pub mod theme;
mod toast;
pub mod widget;

pub use root::{Model, update, view};

use std::sync::Arc;

use crate::domain::Time;
use crate::domain::activity::Seq;
use crate::domain::command::Order;
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::domain::query::{Answer, Query};

/// What is told to a model.
#[derive(Debug, Clone)]
pub enum Message {
    /// The time is now this: sent before every other message and when an [`Effect::After`] is over.
    Clock(Time),
    /// A key, a click, a paste.
    Input(input::Input),
    /// The screen has this many columns and rows.
    Size(u16, u16),
    /// The answer to an [`Effect::Load`].
    Loaded(Answer),
    /// A load went wrong: a sentence.
    LoadFailed(String),
    /// What became of an [`Effect::Submit`].
    Submitted(Submitted),
    /// Somebody (this session, another, another process) changed something.
    Changed,
    /// Something to say that fits no screen: dialling failed, the clipboard is not to be had.
    Notice(String),
}

/// What became of a submitted order.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// The order.
    pub order: Order,
    /// The first entry of the act and a sentence about what was done (`Returned to marketing: no budget`), or why not.
    pub result: Result<(Option<Seq>, String), NotDone>,
}

/// Why an order was not carried out, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// A rule said no, and would say so again.
    Refused(String),
    /// It gives a lead to somebody who has never been seen here: to be confirmed.
    Stranger {
        /// Why, without a remedy: the screen asks back.
        sentence: String,
        /// Who may have been meant.
        closest: Option<String>,
    },
    /// It could not be written, and may be tried again.
    Failed(String),
}

impl NotDone {
    /// The sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        match self {
            Self::Refused(sentence) | Self::Stranger { sentence, .. } | Self::Failed(sentence) => sentence,
        }
    }
}

/// What a model wants done. Carried out by the session, answered by a [`Message`].
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Effect {
    /// Carry out an act.
    Submit(Order),
    /// Ask the store.
    Load(Query),
    /// Put text into the terminal's clipboard (OSC 52).
    Copy(String),
    /// Dial a number with the configured command.
    Dial(String),
    /// Wake me at this instant, and not at the one asked for before.
    After(Time),
    /// Ring the terminal's bell.
    Bell,
    /// Suspend to the shell (Ctrl-Z), then come back.
    Suspend,
    /// End the session.
    Quit,
}

/// Who is looking, and at what: handed to a new model.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The user name under which acts are recorded.
    pub user: String,
    /// The rules of the house.
    pub policy: Arc<Policy>,
    /// Theme name and whether colour may be used at all.
    pub theme: theme::ThemeChoice,
    /// Whether a dial command is configured.
    pub can_dial: bool,
    /// Whether the database has just been made (nothing imported yet), for the empty states.
    pub fresh: bool,
    /// Key bindings that differ from the defaults: action name to key.
    pub keys: Vec<(String, String)>,
    /// The contact to start on, if any.
    pub start_on: Option<ContactId>,
    /// What is said at the start, one sentence or two each.
    pub notices: Vec<String>,
}
