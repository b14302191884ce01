//! Writing one row of a list, column by column, each with its own style.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

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
        self.write(&text::fit_right(text, cells), cells, style)
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
