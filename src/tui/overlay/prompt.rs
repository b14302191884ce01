//! Typing something: one or two fields, with what was understood shown back before Enter counts.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::tui::act::ask::{Ask, FieldOf};
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::text;
use crate::tui::widget::field::{Edited, Field};

use super::{Intent, Said, frame_of, middle, put};

/// Columns of the box, its frame included.
const WIDE: u16 = 72;

/// Most rows of what was understood, or of what is missing.
const SAID: usize = 3;

/// A question that is answered by typing.
#[derive(Debug)]
pub struct Prompt {
    /// The question.
    pub ask: Ask,
    lines: Vec<Field>,
    at: usize,
}

impl Prompt {
    /// The question with empty fields.
    #[must_use]
    pub fn new(ask: Ask) -> Self {
        let lines = vec![Field::default(); ask.what.fields().len()];
        Self { ask, lines, at: 0 }
    }

    /// What it says to a key.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        let fields = self.lines.len().max(1);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other key is the line's")]
        match key.code {
            Code::Esc => return Said::Closed,
            Code::Enter => return self.decide(ctx),
            Code::Tab | Code::Down => self.at = (self.at + 1) % fields,
            Code::BackTab | Code::Up => self.at = (self.at + fields - 1) % fields,
            _ => {
                let typed = self.lines.get_mut(self.at).map(|line| line.key(key));
                if matches!(typed, None | Some(Edited::NotMine)) {
                    return Said::Nothing;
                }
            }
        }
        Said::Stays
    }

    /// Takes pasted text into the field under the cursor.
    pub fn paste(&mut self, pasted: &str) -> Said {
        if let Some(line) = self.lines.get_mut(self.at) {
            let _ = line.paste(pasted);
        }
        Said::Stays
    }

    /// Enter counts only when all was understood; else what is missing stands under the fields.
    fn decide(&self, ctx: &Context) -> Said {
        match self.ask.what.read(&self.texts(), ctx) {
            Ok((command, _)) => Said::Decided(Intent::Submit(self.ask.orders(&command))),
            Err(_) => Said::Nothing,
        }
    }

    fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(Field::text).collect()
    }

    /// Draws it, with the terminal's cursor in its field.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let fields = self.ask.what.fields();
        let (said, style) = match self.ask.what.read(&self.texts(), ctx) {
            Ok((_, shown)) if shown.is_empty() => (String::new(), ctx.theme.dim()),
            Ok((_, shown)) => (format!("→ {shown}"), ctx.theme.good()),
            Err(missing) => (missing, ctx.theme.warn()),
        };
        let room = usize::from(middle(screen, WIDE, 1).width.saturating_sub(2));
        let said = text::wrap(&said, room, SAID);
        let rows = fields.len() + 3 + said.len();
        let area = middle(screen, WIDE, rows as u16);
        let inside = frame_of(&self.ask.title(), ctx, frame, area);
        for (row, field) in fields.iter().enumerate() {
            self.field(ctx, frame, inside, row, *field);
        }
        for (row, line) in said.iter().enumerate() {
            put(frame, inside, fields.len() + row, line, style);
        }
        let keys = if fields.len() > 1 {
            "Enter: do it   Tab: next field   Esc: leave it"
        } else {
            "Enter: do it   Esc: leave it"
        };
        put(frame, inside, rows - 3, keys, ctx.theme.dim());
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
