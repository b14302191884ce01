//! Whom a field may name: everybody who works here at once, fewer as one types, and a cursor to choose one.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::text::fold;
use crate::tui::context::Context;

use super::put;

/// Most of them shown at once.
const SHOWN: usize = 8;

/// Who is chosen of those that what is typed finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Team {
    /// The first of them; nobody while nothing is typed.
    #[default]
    First,
    /// Nobody: what is typed is the name.
    AsTyped,
    /// This one, by name: who comes or goes meanwhile does not move the choice.
    Chosen(String),
}

impl Team {
    /// Who is chosen; nobody where what is typed finds nobody, and counts as it is.
    #[must_use]
    pub fn name<'u>(&self, typed: &str, users: &'u [String]) -> Option<&'u str> {
        let mut found = found(typed, users).into_iter();
        match self {
            Self::First if typed.trim().is_empty() => None,
            Self::First => found.next(),
            Self::AsTyped => None,
            Self::Chosen(name) => found.find(|user| user == name),
        }
    }

    /// Moves the choice on to the next.
    pub fn down(&mut self, typed: &str, users: &[String]) {
        let found = found(typed, users);
        let next = self.at(typed, users).map_or(0, |at| at + 1);
        if let Some(name) = found.get(next) {
            *self = Self::Chosen((*name).to_owned());
        }
    }

    /// Moves the choice back, from the first one to what is typed.
    pub fn up(&mut self, typed: &str, users: &[String]) {
        let above = self.at(typed, users).and_then(|at| at.checked_sub(1));
        *self = match above.and_then(|at| found(typed, users).get(at).copied()) {
            Some(name) => Self::Chosen(name.to_owned()),
            None => Self::AsTyped,
        };
    }

    fn at(&self, typed: &str, users: &[String]) -> Option<usize> {
        let name = self.name(typed, users)?;
        found(typed, users).into_iter().position(|user| user == name)
    }

    /// Position of the first one shown in so many rows.
    fn first(&self, typed: &str, users: &[String], rows: usize) -> usize {
        self.at(typed, users)
            .map_or(0, |at| (at + 1).saturating_sub(rows))
    }

    /// Whom a click on a row of the list chooses.
    #[must_use]
    pub fn clicked(&self, row: usize, typed: &str, users: &[String], rows: usize) -> Option<Self> {
        let at = self.first(typed, users, rows) + row;
        let name = found(typed, users).get(at).copied()?;
        Some(Self::Chosen(name.to_owned()))
    }

    /// Draws the list, and gives back how many are out of sight above and below it.
    pub fn render(&self, typed: &str, ctx: &Context, frame: &mut Frame, area: Rect) -> (usize, usize) {
        let (found, rows) = (found(typed, &ctx.users), usize::from(area.height));
        let (first, chosen) = (self.first(typed, &ctx.users, rows), self.name(typed, &ctx.users));
        for (row, name) in found.iter().skip(first).take(rows).enumerate() {
            if Some(*name) == chosen {
                put(frame, area, row, &format!("▸{name}"), ctx.theme.selected());
            } else {
                put(frame, area, row, &format!(" {name}"), ctx.theme.text());
            }
        }
        if found.is_empty() {
            put(frame, area, 0, " Nobody here is called that", ctx.theme.dim());
        }
        (first, found.len().saturating_sub(first + rows))
    }
}

/// Rows of the list, where there is room for so many: as many whatever is typed, so that nothing moves meanwhile.
#[must_use]
pub fn rows(users: &[String], room: usize) -> usize {
    users.len().min(SHOWN).min(room)
}

/// Those whose name has what is typed in it, case and accents folded; those whose name begins like it first.
fn found<'u>(typed: &str, users: &'u [String]) -> Vec<&'u str> {
    let typed = fold(typed.trim());
    let place = |user: &'u String| Some((fold(user).find(&typed)? > 0, user.as_str()));
    let mut found: Vec<(bool, &str)> = users.iter().filter_map(place).collect();
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, user)| user).collect()
}
