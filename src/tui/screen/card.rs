//! Stand-in for the card.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::contact::ContactId;
use crate::domain::query::{Answer, Card, Query};
use crate::tui::Effect;
use crate::tui::action::Action;
use crate::tui::context::Context;

/// The state of one shown card.
#[derive(Debug, Clone)]
pub struct CardView {
    id: ContactId,
}

impl CardView {
    /// The card of a contact, and what has to be loaded for it.
    pub fn open(id: ContactId) -> (Self, Vec<Effect>) {
        (Self { id }, vec![Effect::Load(Query::Card(id))])
    }

    /// Whose card it is.
    #[must_use]
    pub const fn id(&self) -> ContactId {
        self.id
    }

    /// What is loaded of the contact.
    #[must_use]
    pub const fn card(&self) -> Option<&Card> {
        None
    }

    /// Whether one of the four questions is under the cursor.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        false
    }

    /// Loads again.
    pub fn refresh(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Card(self.id))]
    }

    /// Takes an answer.
    pub fn loaded(&mut self, answer: &Answer) -> Vec<Effect> {
        let _ = answer;
        Vec::new()
    }

    /// A load went wrong.
    pub const fn load_failed(&mut self) {}

    /// Does what concerns the card.
    pub fn act(&mut self, action: Action, ctx: &Context) -> Vec<Effect> {
        let _ = (action, ctx);
        Vec::new()
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, area: Rect) {
        crate::tui::overlay::put(frame, area, 0, &format!("card of {}", self.id), ctx.theme.text());
    }
}
