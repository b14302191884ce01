//! Every action by its name: fuzzy, with its help sentence and its key.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui_core::layout::{Position, Rect};
use ratatui_core::terminal::Frame;

use crate::tui::action::{Action, TABLE, Undo, Where};
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::keymap::Keymap;
use crate::tui::text;
use crate::tui::widget::field::{Edited, Field};

use super::{Intent, Said, frame_of, middle, out_of_sight, put};

/// One action as listed.
#[derive(Debug)]
struct Row {
    action: Action,
    key: String,
    place: Place,
}

/// Whether an action works where the hands are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Here,
    Elsewhere,
}

/// How what is typed stands to the name of an action; the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// It is the name.
    Name,
    /// The name begins with it.
    Beginning,
    /// Its letters are somewhere in the name or in the sentence.
    Letters,
}

impl Likeness {
    /// `typed` in lower case, with the hyphens of the names.
    fn of(typed: &str, name: &str) -> Self {
        if name == typed {
            Self::Name
        } else if name.starts_with(typed) {
            Self::Beginning
        } else {
            Self::Letters
        }
    }
}

/// Where an action stands among those found: the least is the best.
type Rank = (
    Reverse<bool>,
    Place,
    Likeness,
    Reverse<u32>,
    bool,
    usize,
    Reverse<u32>,
);

/// Find an action by its name.
#[derive(Debug)]
pub struct Palette {
    line: Field,
    rows: Vec<Row>,
    /// Positions of what matches, best first.
    found: Vec<usize>,
    cursor: usize,
}

impl Palette {
    /// All actions, those that work here first.
    #[must_use]
    pub fn new(place: Where, keymap: &Keymap) -> Self {
        let mut rows: Vec<Row> = TABLE
            .iter()
            .map(|entry| Row {
                action: entry.action,
                key: keymap.shown(entry.action),
                place: if entry.action.works_in(place) {
                    Place::Here
                } else {
                    Place::Elsewhere
                },
            })
            .collect();
        rows.sort_by_key(|row| row.place);
        let found = (0..rows.len()).collect();
        Self {
            line: Field::default(),
            rows,
            found,
            cursor: 0,
        }
    }

    /// What it says to a key.
    pub fn key(&mut self, key: &Key) -> Said {
        let last = self.found.len().saturating_sub(1);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other key is the line's")]
        match key.code {
            Code::Esc => return Said::Closed,
            Code::Enter => return self.decide(self.cursor),
            Code::Down => self.cursor = (self.cursor + 1).min(last),
            Code::Up => self.cursor = self.cursor.saturating_sub(1),
            Code::PageDown => self.cursor = (self.cursor + 10).min(last),
            Code::PageUp => self.cursor = self.cursor.saturating_sub(10),
            _ => match self.line.key(key) {
                Edited::Text => self.search(),
                Edited::Nothing => {}
                Edited::NotMine => return Said::Nothing,
            },
        }
        Said::Stays
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) -> Said {
        let _ = self.line.paste(pasted);
        self.search();
        Said::Stays
    }

    /// What it says to a click: an action is done, outside closes.
    pub fn click(&mut self, column: u16, row: u16, screen: Rect) -> Said {
        let area = Self::area(screen);
        if !area.contains(Position::new(column, row)) {
            return Said::Closed;
        }
        if row < area.y + 2 || row + 1 >= area.bottom() {
            return Said::Nothing;
        }
        self.decide(self.first(area) + usize::from(row - area.y - 2))
    }

    fn decide(&self, at: usize) -> Said {
        let row = self.found.get(at).and_then(|row| self.rows.get(*row));
        row.map_or(Said::Nothing, |row| Said::Decided(Intent::Act(row.action)))
    }

    fn search(&mut self) {
        let pattern = Pattern::parse(self.line.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let typed = self.line.text().trim().to_lowercase().replace(' ', "-");
        let mut scored: Vec<(Rank, usize)> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let entry = row.action.entry();
            let name = score(entry.name);
            // A name that matches stands before a sentence that does.
            if let Some(help) = score(entry.help).or(name) {
                let like = Likeness::of(&typed, entry.name);
                // Which letters match tells nothing of names that begin alike.
                let letters = if like == Likeness::Letters { name } else { None };
                let rank = (
                    // A name that is typed whole is meant, even where it does not work: something else is not.
                    Reverse(like == Likeness::Name),
                    row.place,
                    like,
                    Reverse(letters.unwrap_or(0)),
                    // Enter after half a name had better ask than write.
                    row.action.writes_at_once(),
                    entry.name.len(),
                    Reverse(help),
                );
                scored.push((rank, at));
            }
        }
        scored.sort_unstable();
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = 0;
    }

    fn area(screen: Rect) -> Rect {
        middle(screen, 100, 20)
    }

    fn first(&self, area: Rect) -> usize {
        let rows = usize::from(area.height.saturating_sub(3)).max(1);
        (self.cursor + 1).saturating_sub(rows)
    }

    /// Draws it, with the terminal's cursor in its line.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let area = Self::area(screen);
        let inside = frame_of("Do what?", ctx, frame, area);
        put(frame, inside, 0, ":", ctx.theme.accent());
        let line = Rect {
            x: inside.x + 2.min(inside.width),
            width: inside.width.saturating_sub(2),
            height: inside.height.min(1),
            ..inside
        };
        self.line.render(ctx.theme.accent(), frame, line);
        if self.found.is_empty() {
            put(
                frame,
                inside,
                1,
                "No action is called that; Esc closes",
                ctx.theme.dim(),
            );
        }
        for (row, (at, found)) in self.found.iter().enumerate().skip(self.first(area)).enumerate() {
            let Some(listed) = self.rows.get(*found) else {
                continue;
            };
            let style = match listed.place {
                _ if at == self.cursor => ctx.theme.selected(),
                Place::Here => ctx.theme.text(),
                Place::Elsewhere => ctx.theme.dim(),
            };
            put(frame, inside, row + 1, &listed.line(at == self.cursor), style);
        }
        let above = self.first(area);
        let shown = usize::from(inside.height.saturating_sub(1));
        let below = self.found.len().saturating_sub(above + shown);
        out_of_sight(ctx, frame, area, above, below);
    }
}

impl Row {
    fn line(&self, under_cursor: bool) -> String {
        let entry = self.action.entry();
        let cursor = if under_cursor { '▸' } else { ' ' };
        let key = text::fit_right(&self.key, 8);
        let place = match (self.place, entry.places.first()) {
            (Place::Elsewhere, Some(place)) => format!(" (in {})", place.title()),
            _ => String::new(),
        };
        let undo = match entry.undo {
            Undo::Nothing | Undo::Yes => String::new(),
            Undo::No(why) => format!(" ({why})"),
        };
        let name = text::fit(entry.name, 16);
        format!("{cursor}{name} {key}  {}{place}{undo}", entry.help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(place: Where, typed: &str) -> Option<Action> {
        let mut palette = Palette::new(place, &Keymap::new(&[]).0);
        let _ = palette.paste(typed);
        match palette.key(&Key::plain(Code::Enter)) {
            Said::Decided(Intent::Act(action)) => Some(action),
            Said::Decided(_) | Said::Stays | Said::Closed | Said::Nothing => None,
        }
    }

    #[test]
    fn a_name_that_is_typed_whole_is_done_and_nothing_else() {
        for place in Where::ALL {
            for entry in TABLE {
                assert_eq!(chosen(place, entry.name), Some(entry.action), "{}", entry.name);
                let shouted = entry.name.to_uppercase().replace('-', " ");
                assert_eq!(chosen(place, &shouted), Some(entry.action), "{shouted}");
            }
        }
    }

    #[test]
    fn half_a_name_never_writes_at_once_where_another_that_begins_so_would_ask() {
        assert_eq!(chosen(Where::Calls, "retu"), Some(Action::ReturnMore));
        for entry in TABLE {
            for place in entry.places {
                for end in 1..entry.name.len() {
                    let typed = &entry.name[..end];
                    let Some(action) = chosen(*place, typed) else {
                        unreachable!("{typed} finds something");
                    };
                    let name = action.entry().name;
                    assert!(name.starts_with(typed), "{typed} is not {name}");
                    assert!(
                        name == typed || entry.action.writes_at_once() || !action.writes_at_once(),
                        "{typed} had better be {} than {name}",
                        entry.name
                    );
                }
            }
        }
    }
}
