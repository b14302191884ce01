//! What every screen may know besides its own state.

use std::sync::Arc;

use crate::domain::Time;
use crate::domain::policy::Policy;

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
    /// Styles by meaning.
    pub theme: Theme,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
}
