//! The keys of the place where the hands are, from the table.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::tui::action::{TABLE, Undo, Where};
use crate::tui::context::Context;
use crate::tui::input::Key;
use crate::tui::keymap::Keymap;
use crate::tui::screen::pen::Pen;
use crate::tui::text;

use super::{Said, frame_of, middle, scrolled};

/// The signs of the lists.
const SIGNS: &str = "▸ cursor · ▲ rose or new · ▼ fell · • yours · … being written · ! at risk · ‼ late · ☎ call promised · ✓ tried";

/// Cells of the keys.
const KEYS: usize = 9;

/// Columns of the box at most, its frame included.
const WIDE: u16 = 100;

/// The help of one place.
#[derive(Debug)]
pub struct Help {
    place: Where,
    /// A key, and what it does.
    entries: Vec<(String, String)>,
    top: usize,
}

/// The column of a place whose name does not say all, and what stands in it.
const fn column(place: Where) -> Option<(&'static str, &'static str)> {
    match place {
        Where::Handoffs => Some((
            "Then",
            "class and grade at the handoff, which stay as they were; the class filter goes by them. Calls shows those of now",
        )),
        Where::Calls | Where::Contacts => Some((
            "A·C1",
            "class of the score, then the grade of fit (letter) and engagement (digit), now; Handoffs shows those of the handoff",
        )),
        Where::Returned => Some(("Score", "class and score at the handoff → now")),
        Where::Card => None,
    }
}

impl Help {
    /// The help of a place, with the keys of this session.
    #[must_use]
    pub fn new(place: Where, keymap: &Keymap) -> Self {
        let here = TABLE.iter().filter(|entry| entry.places.contains(&place));
        let mut entries: Vec<(String, String)> = here
            .map(|entry| {
                let tail = match entry.undo {
                    Undo::Nothing | Undo::Yes => String::new(),
                    Undo::No(why) => format!(" ({why})"),
                };
                (keymap.shown(entry.action), format!("{}{tail}", entry.help))
            })
            .collect();
        entries.push((String::new(), String::new()));
        entries.extend(column(place).map(|(name, words)| (name.to_owned(), words.to_owned())));
        entries.push(("signs".to_owned(), SIGNS.to_owned()));
        Self {
            place,
            entries,
            top: 0,
        }
    }

    /// The lines for a box of that width: what is longer goes on below itself.
    fn lines(&self, columns: u16) -> Vec<(&str, String)> {
        let room = usize::from(columns.saturating_sub(2)).saturating_sub(KEYS + 2);
        let lines = self.entries.iter().flat_map(|entry| {
            let keys = std::iter::once(entry.0.as_str()).chain(std::iter::repeat(""));
            keys.zip(text::wrap(&entry.1, room.max(8), 6)).collect::<Vec<_>>()
        });
        lines.collect()
    }

    /// Columns of the box.
    fn columns(size: (u16, u16)) -> u16 {
        WIDE.min(size.0.saturating_sub(2))
    }

    /// What it says to a key: movements scroll, everything else closes.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        let Some(top) = scrolled(self.top, key, self.lines(Self::columns(ctx.size)).len(), ctx) else {
            return Said::Closed;
        };
        self.top = top;
        Said::Stays
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let lines = self.lines(Self::columns((screen.width, screen.height)));
        let area = middle(screen, WIDE, lines.len() as u16 + 2);
        let shown = usize::from(area.height.saturating_sub(2));
        let below = lines.len().saturating_sub(self.top + shown);
        let title = match below {
            0 => format!("Keys in {} · any key closes", self.place.title()),
            more => format!("Keys in {} · j k scroll, {more} more", self.place.title()),
        };
        let inside = frame_of(&title, ctx, frame, area);
        for (row, (key, words)) in lines.iter().skip(self.top).take(shown).enumerate() {
            if let Some(mut pen) = Pen::at(frame, inside, row) {
                pen.right(key, KEYS, ctx.theme.key())
                    .left("", 2, ctx.theme.text())
                    .left(words, usize::from(inside.width), ctx.theme.text());
            }
        }
    }
}
