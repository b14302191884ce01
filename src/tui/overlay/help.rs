//! The keys of the place where the hands are, from the table.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::action::{TABLE, Undo, Where};
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::keymap::Keymap;
use crate::tui::text;

use super::{Said, frame_of, middle, put};

/// The signs of the lists.
const SIGNS: &str =
    "▸ cursor   ▲ rose or new   ▼ fell   • yours   … being written   ! at risk   ‼ late   ☎ call promised";

/// The help of one place.
#[derive(Debug)]
pub struct Help {
    place: Where,
    lines: Vec<String>,
    top: usize,
}

impl Help {
    /// The help of a place, with the keys of this session.
    #[must_use]
    pub fn new(place: Where, keymap: &Keymap) -> Self {
        let here = TABLE.iter().filter(|entry| entry.places.contains(&place));
        let mut lines: Vec<String> = here
            .map(|entry| {
                let key = text::fit_right(&keymap.shown(entry.action), 9);
                let tail = match entry.undo {
                    Undo::Nothing | Undo::Yes => String::new(),
                    Undo::No(why) => format!(" (cannot be undone: {why})"),
                };
                format!("{key}  {}{tail}", entry.help)
            })
            .collect();
        lines.push(String::new());
        lines.push(SIGNS.to_owned());
        Self { place, lines, top: 0 }
    }

    /// What it says to a key: movements scroll, everything else closes.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        let page = usize::from(ctx.size.1.saturating_sub(6)).max(1);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other key closes the help")]
        let top = match key.code {
            Code::Down | Code::Char('j') => self.top + 1,
            Code::Up | Code::Char('k') => self.top.saturating_sub(1),
            Code::PageDown | Code::Char(' ') => self.top + page,
            Code::PageUp => self.top.saturating_sub(page),
            _ => return Said::Closed,
        };
        self.top = top.min(self.lines.len().saturating_sub(page));
        Said::Stays
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let area = middle(screen, 100, self.lines.len() as u16 + 2);
        let title = format!("Keys in {} · any key closes, j k scroll", self.place.title());
        let inside = frame_of(&title, ctx, frame, area);
        for (row, line) in self.lines.iter().skip(self.top).enumerate() {
            put(frame, inside, row, line, ctx.theme.text());
        }
        let keys = Rect {
            width: inside.width.min(9),
            height: inside
                .height
                .min((self.lines.len() - 2).saturating_sub(self.top) as u16),
            ..inside
        };
        frame.buffer_mut().set_style(keys, ctx.theme.key());
    }
}
