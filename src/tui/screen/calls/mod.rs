//! Calls: whom to call now, best first, with the reason under the cursor.

mod view;

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::desk::Desk;

use super::held::{Held, Parting};
use super::moved::Marks;

/// The state of the call list: where the cursor is, and what has just moved.
#[derive(Debug, Default)]
pub struct Calls {
    list: Held,
    marks: Marks,
    seen: Seen,
    /// A lead that comes back by an own undo: the cursor goes to it when it is there.
    awaited: Option<ContactId>,
}

/// Whether a ranking has been shown: the first one marks nothing as new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Seen {
    #[default]
    Nothing,
    Ranking,
}

/// Lines under the selected row: why to call, and the arithmetic of its place.
const UNDER: usize = 2;
/// Lines of the area that are not rows: the heading, and those under the cursor.
const BESIDES: u16 = 1 + UNDER as u16;

impl Calls {
    /// Takes the ranking of the desk; the lead under the cursor stays at its line.
    pub fn renew(&mut self, desk: &Desk, ctx: &Context) {
        let order: Vec<ContactId> = desk.ranking().places.ids().collect();
        if self.seen == Seen::Ranking {
            self.marks.note(self.list.order(), &order, ctx.now);
        } else if desk.is_loaded() {
            self.seen = Seen::Ranking;
        }
        self.list.renew(order);
        if let Some(id) = self.awaited.filter(|id| self.list.order().contains(id)) {
            self.list.select(id);
            self.awaited = None;
        }
    }

    /// The area has so many rows now.
    pub fn resize(&mut self, rows: u16) {
        self.list.resize(usize::from(rows.saturating_sub(BESIDES)));
    }

    /// The lead under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        self.list.selected()
    }

    /// The lead under the cursor when it has left the list by somebody else's act.
    #[must_use]
    pub const fn departed(&self) -> Option<ContactId> {
        self.list.departed()
    }

    /// Whether there is no row to show.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The screen comes to the front: who has left meanwhile is not kept.
    pub fn enter(&mut self) {
        self.list.forget_departed();
    }

    /// Puts the cursor on a lead, where it is shown.
    pub fn select(&mut self, id: ContactId) {
        self.list.select(id);
    }

    /// An own undo brings the lead back: the cursor goes to it, because the next key is meant for it.
    pub fn await_return(&mut self, id: ContactId) {
        self.awaited = Some(id);
    }

    /// An own act on the lead: when the order next changes, the cursor does not hold it if it leaves or is done with.
    pub fn let_go(&mut self, id: ContactId, parting: Parting) {
        self.list.let_go(id, parting);
    }

    /// Moves the cursor when the action is a movement.
    pub fn act(&mut self, action: Action) -> Option<()> {
        // Escape has nothing to leave here, and is not worth a sentence.
        self.list.act(action).or((action == Action::Escape).then_some(()))
    }

    /// Selects the row at a line of the area (0 is the heading); gives back what is selected when there is a row.
    pub fn click(&mut self, row: u16) -> Option<ContactId> {
        let at = usize::from(row.checked_sub(1)?);
        // The lines under the selected row belong to that row.
        let selected = self.list.screen_line();
        let at = if at > selected {
            at.saturating_sub(UNDER).max(selected)
        } else {
            at
        };
        let line = self.list.line() - self.list.screen_line() + at;
        self.list.at(line)?;
        self.list.go(line);
        self.list.selected()
    }

    /// Takes away the marks whose time is over, and says whether there were any.
    pub fn fade(&mut self, now: Time) -> bool {
        self.marks.fade(now)
    }

    /// When the next mark is to be taken away.
    #[must_use]
    pub fn wake(&self) -> Option<Time> {
        self.marks.next()
    }
}
