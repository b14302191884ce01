//! What every screen may know besides its own state.

use std::sync::Arc;

use crate::domain::Time;
use crate::domain::policy::Policy;

use super::action::Action;
use super::keymap::Keymap;
use super::theme::Theme;

/// Who looks, by which rules, when, in which colours, through how large a window.
#[derive(Debug, Clone)]
pub struct Context {
    /// The rules of the house.
    pub policy: Arc<Policy>,
    /// The time now, as last told by the session.
    pub now: Time,
    /// The user name under which acts are recorded.
    pub user: String,
    /// Everybody who has acted here or was given a lead, by name, as last heard of.
    pub users: Arc<[String]>,
    /// Styles by meaning.
    pub theme: Theme,
    /// The keys of this session: what a hint names is what the hand finds.
    pub keymap: Keymap,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
}

impl Context {
    /// The key of an action as it is shown; empty when it has none.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.keymap.shown(action)
    }
}
