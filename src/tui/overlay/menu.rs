//! A menu: one key a choice, or cursor and Enter.

use ratatui_core::layout::{Position, Rect};
use ratatui_core::terminal::Frame;

use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::text;

use super::{Intent, Said, frame_of, middle, out_of_sight, put};

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its key.
    pub key: char,
    /// What it is.
    pub label: String,
    /// What comes of it.
    pub hint: String,
    /// What it decides.
    pub intent: Intent,
}

/// Choose one of a few.
#[derive(Debug)]
pub struct Menu {
    title: String,
    /// The choices.
    pub items: Vec<Item>,
    cursor: usize,
}

impl Menu {
    /// A menu with its cursor on the first choice.
    #[must_use]
    pub const fn new(title: String, items: Vec<Item>) -> Self {
        Self {
            title,
            items,
            cursor: 0,
        }
    }

    /// What it says to a key.
    pub fn key(&mut self, key: &Key) -> Said {
        let last = self.items.len().saturating_sub(1);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other key means nothing")]
        match key.code {
            Code::Char(pressed) if !key.ctrl && !key.alt => {
                let at = self.items.iter().position(|item| item.key == pressed);
                return match at {
                    Some(at) => self.decide(at),
                    None if pressed == 'q' => Said::Closed,
                    None => Said::Nothing,
                };
            }
            Code::Esc => return Said::Closed,
            Code::Enter => return self.decide(self.cursor),
            Code::Down => self.cursor = (self.cursor + 1).min(last),
            Code::Up => self.cursor = self.cursor.saturating_sub(1),
            Code::Home => self.cursor = 0,
            Code::End => self.cursor = last,
            _ => return Said::Nothing,
        }
        Said::Stays
    }

    fn decide(&self, at: usize) -> Said {
        let item = self.items.get(at);
        item.map_or(Said::Nothing, |item| Said::Decided(item.intent.clone()))
    }

    /// What it says to a click: a choice is chosen, outside closes.
    pub fn click(&mut self, column: u16, row: u16, screen: Rect) -> Said {
        let area = self.area(screen);
        if !area.contains(Position::new(column, row)) {
            return Said::Closed;
        }
        if row == area.y || row + 1 == area.bottom() {
            return Said::Nothing;
        }
        self.decide(self.first(area) + usize::from(row - area.y - 1))
    }

    fn area(&self, screen: Rect) -> Rect {
        let hints = self.items.iter().map(|item| text::width(&item.hint));
        let widest = self.label() + hints.max().unwrap_or(0) + 9;
        let columns = widest.max(text::width(&self.title) + 4).min(78);
        middle(screen, columns as u16, self.items.len() as u16 + 2)
    }

    /// Cells of the widest label.
    fn label(&self) -> usize {
        let widths = self.items.iter().map(|item| text::width(&item.label));
        widths.max().unwrap_or(0)
    }

    /// The first choice shown: all of them fit, unless the window is very low.
    fn first(&self, area: Rect) -> usize {
        let rows = usize::from(area.height.saturating_sub(2)).max(1);
        (self.cursor + 1).saturating_sub(rows)
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let area = self.area(screen);
        let inside = frame_of(&self.title, ctx, frame, area);
        let label = self.label();
        for (row, (at, item)) in self.items.iter().enumerate().skip(self.first(area)).enumerate() {
            let cursor = if at == self.cursor { '▸' } else { ' ' };
            let shown = text::fit(&item.label, label);
            let line = format!("{cursor}{}  {shown}  {}", item.key, item.hint);
            let style = if at == self.cursor {
                ctx.theme.selected()
            } else {
                ctx.theme.text()
            };
            put(frame, inside, row, &line, style);
            if at != self.cursor && row < usize::from(inside.height) {
                let key = Rect::new(inside.x + 1, inside.y + row as u16, 1, 1);
                frame.buffer_mut().set_style(key, ctx.theme.key());
            }
        }
        let above = self.first(area);
        let below = self
            .items
            .len()
            .saturating_sub(above + usize::from(inside.height));
        out_of_sight(ctx, frame, area, above, below);
    }
}
