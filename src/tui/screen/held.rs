//! A list in which the row under the cursor stays where it is, whatever happens to the order.
//!
//! The law: what is shown is the order, with the selected contact held at its line. When the order changes, the others
//! find their places around it; it moves only when the list has become too short to have that line. When the selected
//! contact leaves the list, the one now at that line is selected.

use crate::domain::contact::ContactId;
use crate::tui::action::Action;

/// The list: an order, and a selected contact held at a line.
#[derive(Debug, Clone, Default)]
pub struct Held {
    order: Vec<ContactId>,
    /// Position of the selected contact in the order.
    rank: usize,
    /// The line at which it is held, counted from the first of the list.
    line: usize,
    /// The first line on the screen.
    top: usize,
    /// How many lines the screen has; at least one.
    visible: usize,
    /// A contact that is done with: the next new order does not hold it.
    done: Option<ContactId>,
}

impl Held {
    /// The selected contact; absent only when the list is empty.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        self.order.get(self.rank).copied()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.order.is_empty()
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

    /// The position in the order of what is shown at a line.
    #[must_use]
    pub fn at(&self, line: usize) -> Option<usize> {
        if line >= self.order.len() {
            return None;
        }
        let among_others = match line.cmp(&self.line) {
            std::cmp::Ordering::Equal => return Some(self.rank),
            std::cmp::Ordering::Less => line,
            std::cmp::Ordering::Greater => line - 1,
        };
        Some(among_others + usize::from(among_others >= self.rank))
    }

    /// The lines on the screen, each with its position in the order.
    pub fn shown(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (self.top..self.top + self.visible.max(1)).filter_map(|line| Some((line, self.at(line)?)))
    }

    /// Takes a new order, and holds the selected contact at its line.
    pub fn renew(&mut self, order: Vec<ContactId>) {
        let done = self.done.take();
        let selected = self.selected().filter(|id| Some(*id) != done);
        self.order = order;
        let last = self.order.len().saturating_sub(1);
        self.line = self.line.min(last);
        self.rank = selected
            .and_then(|id| self.order.iter().position(|other| *other == id))
            .unwrap_or_else(|| self.line_beside(done));
        self.line = if selected.is_none() { self.rank } else { self.line };
        self.reveal();
    }

    /// The contact is done with: when the order next changes, the cursor is not held by it, but goes to the one that is
    /// then at its line, or to the next when it is still there itself. Nothing happens unless it is selected.
    pub fn let_go(&mut self, id: ContactId) {
        self.done = self.selected().filter(|selected| *selected == id);
    }

    /// The line of the cursor, or the next when what stands there is done with.
    fn line_beside(&self, done: Option<ContactId>) -> usize {
        let stays = done.is_some() && self.order.get(self.line).copied() == done;
        let last = self.order.len().saturating_sub(1);
        (self.line + usize::from(stays)).min(last)
    }

    /// Takes a new number of lines on the screen.
    pub fn resize(&mut self, visible: usize) {
        self.visible = visible.max(1);
        self.reveal();
    }

    /// Selects what is shown at a line (the last one when the line is beyond it), and holds it there.
    pub fn go(&mut self, line: usize) {
        let line = line.min(self.order.len().saturating_sub(1));
        if let Some(rank) = self.at(line) {
            self.rank = rank;
            self.line = line;
            self.done = None;
            self.reveal();
        }
    }

    /// Selects a contact where it is shown now; nothing happens when it is not in the list.
    pub fn select(&mut self, id: ContactId) {
        let line =
            (0..self.order.len()).find(|line| self.at(*line).is_some_and(|rank| self.order[rank] == id));
        if let Some(line) = line {
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
        self.rank = rank;
        self.line = rank;
        self.reveal();
    }

    fn reveal(&mut self) {
        let visible = self.visible.max(1);
        self.top = self
            .top
            .min(self.order.len().saturating_sub(visible))
            .min(self.line);
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
            .map(|rank| list.order[rank])
            .collect()
    }

    proptest! {
        #[test]
        fn the_row_under_the_cursor_never_moves(
            first in orders(), then in proptest::collection::vec(orders(), 1..5), line in 0_usize..50, visible in 1_usize..20,
        ) {
            let mut list = Held::default();
            list.resize(visible);
            list.renew(first);
            list.go(line);
            for order in then {
                let (before, screen_line, list_line) = (list.selected(), list.screen_line(), list.line());
                list.renew(order.clone());
                let long_enough = order.len() >= list_line + visible;
                let at_its_place = order.get(list_line.min(order.len().saturating_sub(1))).copied();
                let expected = before.filter(|id| order.contains(id)).or(at_its_place);
                prop_assert_eq!(list.selected(), expected);
                if long_enough {
                    prop_assert_eq!(list.screen_line(), screen_line);
                }
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
            prop_assert_eq!(lines.len(), second.len());
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
