//! Stand-in for the search of everybody.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::contact::ContactId;
use crate::domain::query::{Answer, ContactFilter, ContactsQuery, Query};
use crate::tui::Effect;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::input::Key;

/// Everybody.
#[derive(Debug, Clone, Default)]
pub struct Contacts {
    typing: bool,
}

impl Contacts {
    /// Nothing searched yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The screen is shown.
    pub fn enter(&mut self) -> Vec<Effect> {
        vec![Effect::Load(Query::Contacts(ContactsQuery {
            text: String::new(),
            filter: ContactFilter::All,
            after: None,
            limit: 50,
        }))]
    }

    /// Whether the search field has the focus.
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        self.typing
    }

    /// Takes an answer.
    pub fn loaded(&mut self, answer: &Answer) -> Vec<Effect> {
        let _ = answer;
        Vec::new()
    }

    /// Does what concerns the list; `Search` gives the search field the focus.
    pub fn act(&mut self, action: Action, ctx: &Context) -> Vec<Effect> {
        let _ = ctx;
        self.typing = action == Action::Search;
        Vec::new()
    }

    /// A key while the search field has the focus.
    pub fn text_input(&mut self, key: &Key) -> Vec<Effect> {
        self.typing = key.code != crate::tui::input::Code::Esc;
        Vec::new()
    }

    /// Who is under the cursor.
    #[must_use]
    pub const fn selected(&self) -> Option<ContactId> {
        None
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, area: Rect) {
        crate::tui::overlay::put(frame, area, 0, "contacts", ctx.theme.text());
    }
}
