//! A list in which the row under the cursor stays where it is, whatever happens to the order.
//!
//! The law: what is shown is the order, with the selected contact held at its line. When the order changes, the others
//! find their places around it; it moves only when the list has become too short to have that line. When the selected
//! contact leaves the order, it stays at its line as a departed one until the cursor moves away, so that a key on its
//! way to the terminal never meets another lead than the one its person saw. Only a contact that was let go (an own act
//! sent it away) makes room at once for the one that is then at its line.

use crate::domain::contact::ContactId;
use crate::tui::action::Action;

/// The list: an order, and a selected contact held at a line.
#[derive(Debug, Clone, Default)]
pub struct Held {
    order: Vec<ContactId>,
    cursor: Cursor,
    /// The line at which the selected contact is held, counted from the first of the list.
    line: usize,
    /// The first line on the screen.
    top: usize,
    /// How many lines the screen has; at least one.
    visible: usize,
    /// A contact that the next new order need not hold.
    free: Option<(ContactId, Parting)>,
}

/// Whom the cursor is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// The contact at that position of the order.
    On(usize),
    /// A contact that has left the order.
    Departed(ContactId),
}

impl Default for Cursor {
    fn default() -> Self {
        Self::On(0)
    }
}

/// What an own act means for the cursor when the order next changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// If the contact leaves the order, it is not kept at its line.
    MayLeave,
    /// The same, and if it stays in the order, the cursor goes on without it.
    Done,
}

/// What is shown at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The contact at that position of the order.
    At(usize),
    /// The selected contact, which has left the order.
    Departed(ContactId),
}

impl Held {
    /// The selected contact, whether still in the order or departed; absent only when nothing is shown.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        match self.cursor {
            Cursor::On(rank) => self.order.get(rank).copied(),
            Cursor::Departed(id) => Some(id),
        }
    }

    /// The selected contact when it has left the order.
    #[must_use]
    pub const fn departed(&self) -> Option<ContactId> {
        match self.cursor {
            Cursor::On(_) => None,
            Cursor::Departed(id) => Some(id),
        }
    }

    /// How many lines there are: one for each contact of the order, and one for a departed contact.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.order.len() + matches!(self.cursor, Cursor::Departed(_)) as usize
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The order, without regard to the cursor.
    #[must_use]
    pub fn order(&self) -> &[ContactId] {
        &self.order
    }

    /// The line of the selected contact, counted from the first of the list.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The line of the selected contact, counted from the first on the screen.
    #[must_use]
    pub const fn screen_line(&self) -> usize {
        self.line.saturating_sub(self.top)
    }

    /// What is shown at a line.
    #[must_use]
    pub fn at(&self, line: usize) -> Option<Row> {
        if line >= self.len() {
            return None;
        }
        let others = line - usize::from(line > self.line);
        Some(match self.cursor {
            Cursor::On(rank) if line == self.line => Row::At(rank),
            Cursor::Departed(id) if line == self.line => Row::Departed(id),
            Cursor::On(rank) => Row::At(others + usize::from(others >= rank)),
            Cursor::Departed(_) => Row::At(others),
        })
    }

    /// The lines on the screen, each with what is shown there.
    pub fn shown(&self) -> impl Iterator<Item = (usize, Row)> + '_ {
        (self.top..self.top + self.visible.max(1)).filter_map(|line| Some((line, self.at(line)?)))
    }

    /// Takes a new order, and holds the selected contact at its line, departed or not.
    pub fn renew(&mut self, order: Vec<ContactId>) {
        let selected = self.selected();
        let parting = self
            .free
            .take()
            .filter(|(id, _)| Some(*id) == selected)
            .map(|(_, parting)| parting);
        self.order = order;
        let rank = selected.and_then(|id| self.order.iter().position(|other| *other == id));
        self.cursor = match (selected, rank, parting) {
            (None, ..) => Cursor::On(0),
            (_, Some(rank), None | Some(Parting::MayLeave)) => Cursor::On(rank),
            (_, Some(rank), Some(Parting::Done)) => Cursor::On(self.line_beside(rank)),
            (Some(id), None, None) => Cursor::Departed(id),
            (Some(_), None, Some(_)) => Cursor::On(self.line.min(self.order.len().saturating_sub(1))),
        };
        if selected.is_none() {
            self.line = 0;
        }
        self.line = self.line.min(self.len().saturating_sub(1));
        self.reveal();
    }

    /// An own act on the contact: when the order next changes, it is not kept if it leaves, and when it is done with, the
    /// cursor goes on even if it stays. Nothing happens unless it is selected.
    pub fn let_go(&mut self, id: ContactId, parting: Parting) {
        if self.selected() == Some(id) {
            self.free = Some((id, parting));
        }
    }

    /// The cursor is looked at anew (another screen was in front, another filter was chosen): nobody is kept who is not
    /// in the order.
    pub fn forget_departed(&mut self) {
        match self.cursor {
            Cursor::Departed(_) => self.settle(self.line.min(self.order.len().saturating_sub(1))),
            Cursor::On(_) => {
                self.free = self.selected().map(|id| (id, Parting::MayLeave));
            }
        }
    }

    /// The position that takes the line of a contact which is done with but stays at `rank`: the one at that line, or
    /// the next.
    fn line_beside(&self, rank: usize) -> usize {
        let last = self.order.len().saturating_sub(1);
        (self.line + usize::from(rank == self.line)).min(last)
    }

    /// Takes a new number of lines on the screen.
    pub fn resize(&mut self, visible: usize) {
        self.visible = visible.max(1);
        self.reveal();
    }

    /// Selects what is shown at a line (the last one when the line is beyond it), and holds it there. A departed contact
    /// is gone with that, unless it is the one at the line.
    pub fn go(&mut self, line: usize) {
        let line = line.min(self.len().saturating_sub(1));
        if let Some(Row::At(rank)) = self.at(line) {
            let closed_up = usize::from(self.departed().is_some() && line > self.line);
            self.cursor = Cursor::On(rank);
            self.line = line - closed_up;
            self.free = None;
            self.reveal();
        }
    }

    /// Selects a contact where it is shown now; nothing happens when it is not in the list.
    pub fn select(&mut self, id: ContactId) {
        let shown = |line: usize| match self.at(line) {
            Some(Row::At(rank)) => self.order.get(rank).copied(),
            Some(Row::Departed(id)) => Some(id),
            None => None,
        };
        if let Some(line) = (0..self.len()).find(|line| shown(*line) == Some(id)) {
            self.go(line);
        }
    }

    /// Moves the cursor when the action is a movement, and says whether it was one. The first and the last are those of
    /// the order: the way to the best call when the cursor had held another one at the top.
    pub fn act(&mut self, action: Action) -> Option<()> {
        let page = self.visible.max(2) - 1;
        match movement(action)? {
            Movement::Down => self.go(self.line + 1),
            Movement::Up => self.go(self.line.saturating_sub(1)),
            Movement::PageDown => self.go(self.line + page),
            Movement::PageUp => self.go(self.line.saturating_sub(page)),
            Movement::Top => self.settle(0),
            Movement::Bottom => self.settle(self.order.len().saturating_sub(1)),
        }
        Some(())
    }

    fn settle(&mut self, rank: usize) {
        self.cursor = Cursor::On(rank);
        self.line = rank;
        self.free = None;
        self.reveal();
    }

    fn reveal(&mut self) {
        let visible = self.visible.max(1);
        self.top = self.top.min(self.len().saturating_sub(visible)).min(self.line);
        if self.line >= self.top + visible {
            self.top = self.line + 1 - visible;
        }
    }
}

/// A movement of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// One line down.
    Down,
    /// One line up.
    Up,
    /// A screen down.
    PageDown,
    /// A screen up.
    PageUp,
    /// To the first.
    Top,
    /// To the last.
    Bottom,
}

/// The movement that an action is, if it is one.
#[must_use]
pub fn movement(action: Action) -> Option<Movement> {
    let pairs = [
        (Action::Down, Movement::Down),
        (Action::Up, Movement::Up),
        (Action::PageDown, Movement::PageDown),
        (Action::PageUp, Movement::PageUp),
        (Action::Top, Movement::Top),
        (Action::Bottom, Movement::Bottom),
    ];
    pairs
        .into_iter()
        .find(|(known, _)| *known == action)
        .map(|(_, movement)| movement)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn orders() -> impl Strategy<Value = Vec<ContactId>> {
        proptest::collection::btree_set(0_i64..40, 0..40)
            .prop_map(|ids| ids.into_iter().map(ContactId).collect::<Vec<_>>())
            .prop_shuffle()
    }

    fn shown(list: &Held) -> Vec<ContactId> {
        (0..list.len())
            .filter_map(|line| list.at(line))
            .map(|row| match row {
                Row::At(rank) => list.order[rank],
                Row::Departed(id) => id,
            })
            .collect()
    }

    proptest! {
        #[test]
        fn the_selected_contact_and_its_row_never_change_by_a_new_order(
            first in orders(), then in proptest::collection::vec(orders(), 1..5), line in 0_usize..50, visible in 1_usize..20,
        ) {
            let mut list = Held::default();
            list.resize(visible);
            list.renew(first);
            list.go(line);
            for order in then {
                let (before, screen_line, list_line) = (list.selected(), list.screen_line(), list.line());
                list.renew(order.clone());
                prop_assert_eq!(list.selected(), before.or_else(|| order.first().copied()));
                prop_assert_eq!(list.departed(), before.filter(|id| !order.contains(id)));
                if list.len() >= list_line + visible {
                    prop_assert_eq!(list.screen_line(), screen_line);
                }
            }
        }

        #[test]
        fn a_contact_let_go_makes_room_at_its_line(
            first in orders(), second in orders(), line in 0_usize..50, done in proptest::bool::ANY,
        ) {
            let mut list = Held::default();
            list.renew(first);
            list.go(line);
            let (before, at) = (list.selected(), list.line());
            let parting = if done { Parting::Done } else { Parting::MayLeave };
            if let Some(id) = before {
                list.let_go(id, parting);
            }
            list.renew(second.clone());
            prop_assert_eq!(list.departed(), None);
            let stays = before.filter(|id| second.contains(id));
            if !done && stays.is_some() {
                prop_assert_eq!(list.selected(), stays);
            } else if before.is_some() && stays.is_none() {
                prop_assert_eq!(list.selected(), second.get(at).or(second.last()).copied());
            } else if second.len() > at + 1 {
                prop_assert!(before.is_none() || list.selected() != before);
            }
        }

        #[test]
        fn a_departed_contact_is_gone_once_the_cursor_moves_and_comes_back_with_the_order(
            first in orders(), line in 0_usize..50, step in 0_usize..6,
        ) {
            let acts = [Action::Down, Action::Up, Action::PageDown, Action::PageUp, Action::Top, Action::Bottom];
            let mut list = Held::default();
            list.resize(5);
            list.renew(first.clone());
            list.go(line);
            let Some(id) = list.selected() else { return Ok(()) };
            let rest: Vec<ContactId> = first.iter().copied().filter(|other| *other != id).collect();
            list.renew(rest.clone());
            prop_assert_eq!(list.departed(), Some(id));
            let mut again = list.clone();
            again.renew(first);
            prop_assert_eq!((again.departed(), again.selected()), (None, Some(id)));
            let (lines, at) = (shown(&list), list.line());
            prop_assert!(list.act(acts[step]).is_some());
            if list.departed().is_none() {
                prop_assert_eq!(shown(&list), rest.clone());
            } else {
                let stuck = rest.is_empty() || at == 0 || at + 1 == lines.len();
                prop_assert!(stuck, "the cursor stands only where there is no way to go");
            }
            if acts[step] == Action::Down && at + 1 < lines.len() {
                prop_assert_eq!(list.selected(), Some(lines[at + 1]), "one down is the row below");
            }
        }

        #[test]
        fn every_lead_is_shown_once_and_the_others_in_their_order(first in orders(), second in orders(), line in 0_usize..50) {
            let mut list = Held::default();
            list.renew(first);
            list.go(line);
            list.renew(second.clone());
            let selected = list.selected();
            let lines = shown(&list);
            let others = |ids: &[ContactId]| ids.iter().copied().filter(|id| Some(*id) != selected).collect::<Vec<_>>();
            prop_assert_eq!(lines.len(), second.len() + usize::from(list.departed().is_some()));
            prop_assert_eq!(others(&lines), others(&second));
        }

        #[test]
        fn the_cursor_is_always_on_the_screen(
            first in orders(), visible in 1_usize..20, steps in proptest::collection::vec(0_usize..6, 0..20), after in orders(),
        ) {
            let acts = [Action::Down, Action::Up, Action::PageDown, Action::PageUp, Action::Top, Action::Bottom];
            let mut list = Held::default();
            list.resize(visible);
            list.renew(first);
            for step in steps {
                prop_assert!(list.act(acts[step]).is_some());
                prop_assert!(list.screen_line() < visible);
            }
            list.renew(after);
            prop_assert!(list.screen_line() < visible);
            prop_assert_eq!(list.selected().is_none(), list.is_empty());
        }
    }
}
