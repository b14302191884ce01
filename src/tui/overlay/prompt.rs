//! Typing something: one or two fields, with what was understood shown back before Enter counts.

use ratatui_core::layout::{Position, Rect};
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;

use crate::domain::text::{NOTE_CHARS, grouped};
use crate::tui::act::ask::{Ask, FieldOf};
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::text;
use crate::tui::widget::field::{Edited, Field};

use super::team::{self, Team};
use super::{Intent, Said, frame_of, middle, out_of_sight, put};

/// Columns of the box, its frame included.
const WIDE: u16 = 72;

/// Most rows of what was understood, or of what is missing.
const SAID: usize = 3;

/// Where things stand in the box, and what is said in it of what is typed.
struct Layout {
    area: Rect,
    /// The users to choose from; without height where there are none.
    list: Rect,
    said: Vec<String>,
    style: Style,
}

/// A question that is answered by typing.
#[derive(Debug)]
pub struct Prompt {
    /// The question.
    pub ask: Ask,
    lines: Vec<Field>,
    at: usize,
    /// Who is chosen, where the first field names a user.
    team: Team,
}

impl Prompt {
    /// The question with empty fields.
    #[must_use]
    pub fn new(ask: Ask) -> Self {
        let lines = vec![Field::long(); ask.what.fields().len()];
        Self {
            ask,
            lines,
            at: 0,
            team: Team::default(),
        }
    }

    /// What it says to a key.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        let fields = self.lines.len().max(1);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other key is the line's")]
        match key.code {
            Code::Esc => return Said::Closed,
            Code::Enter => return self.decide(ctx),
            Code::Tab | Code::Down if self.ask.what.names_a_user() => {
                self.team
                    .down(self.lines.first().map_or("", Field::text), &ctx.users);
            }
            Code::BackTab | Code::Up if self.ask.what.names_a_user() => {
                self.team
                    .up(self.lines.first().map_or("", Field::text), &ctx.users);
            }
            Code::Tab | Code::Down => self.at = (self.at + 1) % fields,
            Code::BackTab | Code::Up => self.at = (self.at + fields - 1) % fields,
            _ => {
                let typed = self.lines.get_mut(self.at).map(|line| line.key(key));
                match typed {
                    None | Some(Edited::NotMine) => return Said::Nothing,
                    Some(Edited::Text) => self.team = Team::default(),
                    Some(Edited::Nothing) => {}
                }
            }
        }
        Said::Stays
    }

    /// Takes pasted text into the field under the cursor.
    pub fn paste(&mut self, pasted: &str) -> Said {
        if let Some(line) = self.lines.get_mut(self.at) {
            let _ = line.paste(pasted);
            self.team = Team::default();
        }
        Said::Stays
    }

    /// Enter counts only when all was understood; else what is missing stands under the fields.
    fn decide(&self, ctx: &Context) -> Said {
        match self.ask.read(&self.texts(ctx), ctx) {
            Ok((command, _)) => Said::Decided(Intent::Submit(self.ask.orders(&command))),
            Err(_) => Said::Nothing,
        }
    }

    /// What is typed, or chosen instead of it.
    fn texts<'t>(&'t self, ctx: &'t Context) -> Vec<&'t str> {
        let mut texts: Vec<&str> = self.lines.iter().map(Field::text).collect();
        if let Some(first) = texts.first_mut().filter(|_| self.ask.what.names_a_user()) {
            *first = self.team.name(first, &ctx.users).unwrap_or(first);
        }
        texts
    }

    /// What it says to a click: who is clicked gets the lead.
    pub fn click(&mut self, column: u16, row: u16, ctx: &Context) -> Said {
        let screen = Rect::new(0, 0, ctx.size.0, ctx.size.1);
        let list = self.layout(ctx, screen).list;
        let typed = self.lines.first().map_or("", Field::text);
        let rows = usize::from(list.height);
        if !list.contains(Position::new(column, row)) {
            return Said::Nothing;
        }
        match self
            .team
            .clicked(usize::from(row - list.y), typed, &ctx.users, rows)
        {
            Some(clicked) => {
                self.team = clicked;
                self.decide(ctx)
            }
            None => Said::Nothing,
        }
    }

    /// Where things stand in the box.
    fn layout(&self, ctx: &Context, screen: Rect) -> Layout {
        let (said, style) = match self.ask.read(&self.texts(ctx), ctx) {
            Ok((_, shown)) if shown.is_empty() => (String::new(), ctx.theme.dim()),
            Ok((_, shown)) => (format!("→ {shown}"), ctx.theme.good()),
            Err(missing) => (missing, ctx.theme.warn()),
        };
        let (said, style) = if self.lines.iter().any(Field::is_full) {
            let full = format!(
                "{} characters are the most: what came after them is left out",
                grouped(NOTE_CHARS as u64)
            );
            (full, ctx.theme.warn())
        } else {
            (said, style)
        };
        let room = usize::from(middle(screen, WIDE, 1).width.saturating_sub(2));
        let said = text::wrap(&said, room, SAID);
        // The frame, and the row of the keys.
        let rows = self.lines.len() + 3 + said.len();
        let users = if self.ask.what.names_a_user() {
            team::rows(&ctx.users, usize::from(screen.height).saturating_sub(rows))
        } else {
            0
        };
        let area = middle(screen, WIDE, (rows + users) as u16);
        let list = Rect {
            x: area.x + 1,
            y: area.y + 1 + self.lines.len() as u16,
            width: area.width.saturating_sub(2),
            height: users as u16,
        };
        Layout {
            area,
            list: list.intersection(area),
            said,
            style,
        }
    }

    /// Draws it, with the terminal's cursor in its field.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let fields = self.ask.what.fields();
        let Layout {
            area,
            list,
            said,
            style,
        } = self.layout(ctx, screen);
        let inside = frame_of(&self.ask.title(), ctx, frame, area);
        for (row, field) in fields.iter().enumerate() {
            self.field(ctx, frame, inside, row, *field);
        }
        let below = fields.len() + usize::from(list.height);
        for (row, line) in said.iter().enumerate() {
            put(frame, inside, below + row, line, style);
        }
        let keys = if list.height > 0 {
            "Enter: do it   ↓ ↑: choose   Esc: leave it"
        } else if fields.len() > 1 {
            "Enter: do it   Tab: next field   Esc: leave it"
        } else {
            "Enter: do it   Esc: leave it"
        };
        put(frame, inside, below + said.len(), keys, ctx.theme.dim());
        if list.height > 0 {
            let typed = self.lines.first().map_or("", Field::text);
            let (above, below) = self.team.render(typed, ctx, frame, list);
            out_of_sight(ctx, frame, area, above, below);
        }
    }

    fn field(&self, ctx: &Context, frame: &mut Frame, inside: Rect, row: usize, field: FieldOf) {
        let Some(line) = self.lines.get(row) else { return };
        let label = format!("{:<9}", format!("{}:", field.label));
        let left = (label.len() as u16).min(inside.width);
        let value = Rect {
            x: inside.x + left,
            width: inside.width - left,
            ..inside
        };
        let value = Rect {
            y: value.y.saturating_add(row as u16),
            height: u16::from(row < usize::from(inside.height)),
            ..value
        };
        put(frame, inside, row, &label, ctx.theme.dim());
        if line.text().is_empty() {
            put(frame, value, 0, field.hint, ctx.theme.dim());
        }
        if row == self.at {
            line.render(ctx.theme.text(), frame, value);
        } else {
            line.draw(ctx.theme.text(), frame, value);
        }
    }
}
