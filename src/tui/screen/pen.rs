//! Writing one row of a list, column by column, each with its own style.

use ratatui_core::layout::Rect;
use ratatui_core::style::{Modifier, Style};
use ratatui_core::terminal::Frame;

use crate::tui::{ink, text};

/// A pen on one row of an area.
pub struct Pen<'a, 'f> {
    frame: &'a mut Frame<'f>,
    x: u16,
    y: u16,
    end: u16,
}

impl<'a, 'f> Pen<'a, 'f> {
    /// At the beginning of a row, counted from the top of the area; absent below its end.
    pub fn at(frame: &'a mut Frame<'f>, area: Rect, row: usize) -> Option<Self> {
        let row = u16::try_from(row).ok().filter(|row| *row < area.height)?;
        Some(Self {
            frame,
            x: area.x,
            y: area.y + row,
            end: area.right(),
        })
    }

    /// Writes a column of so many cells, text to the left.
    pub fn left(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        let cells = self.room(cells);
        self.write(&text::fit(text, cells), cells, style)
    }

    /// Writes a column of so many cells, text to the right.
    pub fn right(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        let cells = self.room(cells);
        let text = text::fit_right(text, cells);
        let words = text.trim_start();
        // Only the words are underlined: a line under the blank cells before them reads like a field to be filled in.
        let blank = cells - text::width(words);
        self.write(
            &text[..text.len() - words.len()],
            blank,
            style.remove_modifier(Modifier::UNDERLINED),
        );
        self.write(words, cells - blank, style)
    }

    fn room(&self, cells: usize) -> usize {
        cells.min(usize::from(self.end - self.x))
    }

    fn write(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        ink::write(self.frame.buffer_mut(), (self.x, self.y), text, u16::MAX, style);
        self.x += cells as u16;
        self
    }
}
