//! What goes to the terminal: a drawing surface over a byte buffer, of a size that the client announces.
//!
//! It asks no terminal and no process anything, so that one process can serve many sessions.

mod blank;
mod canvas;
pub mod filter;
mod pen;

use std::convert::Infallible;

use base64::Engine as _;
use ratatui_core::backend::{Backend, ClearType, WindowSize};
use ratatui_core::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui_core::layout::{Position, Size};

use blank::Blank;
pub use canvas::Canvas;
pub use pen::Colours;
use pen::Pen;

/// Prepares a terminal: alternate screen, clicks and wheel in SGR form, bracketed paste, no line wrap, no cursor.
pub const ENTER: &[u8] =
    b"\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?1004l\x1b[?7l\x1b[?25l\x1b[m\x1b[2J\x1b[H";

/// Gives a terminal back as it was. Begins with the end of any string, frame or style that was broken off in the middle.
pub const LEAVE: &[u8] =
    b"\x1b\\\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[?1049l\x1b[?25h";

/// The longest text that is put into a clipboard, in bytes: terminals drop longer ones without a word.
pub const CLIPBOARD_LIMIT: usize = 48 * 1024;

const SYNC_START: &[u8] = b"\x1b[?2026h";
/// An empty end of a row shorter than this is written: the sequence that erases it would be as long.
const WORTH_ERASING: u16 = 4;

const SYNC_END: &[u8] = b"\x1b[?2026l";

/// A drawing surface that turns cells into bytes.
#[derive(Debug)]
pub struct Surface {
    size: Size,
    colours: Colours,
    bytes: Vec<u8>,
    asides: Vec<u8>,
    pen: Pen,
    at: Option<Position>,
    cursor: Cursor,
    blank: Blank,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Hidden,
    Shown,
}

impl Surface {
    /// A surface of that many columns and rows, on a terminal that has been sent [`ENTER`].
    #[must_use]
    pub fn new(columns: u16, rows: u16, colours: Colours) -> Self {
        Self {
            size: Size::new(columns, rows),
            colours,
            bytes: Vec::new(),
            asides: Vec::new(),
            pen: Pen::PLAIN,
            at: None,
            cursor: Cursor::Hidden,
            blank: Blank::new(columns, rows),
        }
    }

    /// The client announces another size.
    pub fn set_size(&mut self, columns: u16, rows: u16) {
        self.size = Size::new(columns, rows);
        self.at = None;
        self.blank = Blank::new(columns, rows);
    }

    /// Forgets what the terminal shows and where its cursor is: something else has written to it, or it was prepared anew.
    pub fn forget(&mut self) {
        self.bytes.clear();
        self.pen = Pen::PLAIN;
        self.at = None;
        self.cursor = Cursor::Hidden;
        self.blank = Blank::new(self.size.width, self.size.height);
    }

    /// Puts text into the terminal's clipboard (OSC 52), before the next frame; the last text counts, and one longer
    /// than [`CLIPBOARD_LIMIT`] does not.
    pub fn copy(&mut self, text: &str) {
        if text.len() <= CLIPBOARD_LIMIT {
            let encoded = base64::engine::general_purpose::STANDARD.encode(text);
            self.asides.clear();
            self.asides.extend_from_slice(b"\x1b]52;c;");
            self.asides.extend_from_slice(encoded.as_bytes());
            self.asides.extend_from_slice(b"\x1b\\");
        }
    }

    /// Rings the bell, before the next frame; once, however often it was asked for.
    pub fn ring(&mut self) {
        if self.asides.last() != Some(&0x07) {
            self.asides.push(0x07);
        }
    }

    /// Takes all that is to be written: first what stands beside the frames, then the frame, bracketed as one update.
    /// Empty when nothing changed.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        let mut out = self.take_asides();
        if !self.bytes.is_empty() {
            out.extend_from_slice(SYNC_START);
            out.append(&mut self.bytes);
            out.extend_from_slice(SYNC_END);
        }
        out
    }

    /// Takes only what stands beside the frames.
    #[must_use]
    pub fn take_asides(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.asides)
    }

    /// Whether something stands beside the frames and waits to be taken.
    #[must_use]
    pub const fn has_asides(&self) -> bool {
        !self.asides.is_empty()
    }

    fn move_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let sequence = match self.at {
            Some(at) if at.y == to.y && to.x == at.x + 1 => "\x1b[C".to_owned(),
            Some(at) if at.y == to.y && to.x > at.x => format!("\x1b[{}C", to.x - at.x),
            _ => format!("\x1b[{};{}H", u32::from(to.y) + 1, u32::from(to.x) + 1),
        };
        self.bytes.extend_from_slice(sequence.as_bytes());
        self.at = Some(to);
    }

    /// Erases the rest of a row: with no colour, because terminals erase with the colour they write with.
    fn erase_to_end(&mut self, from: Position) {
        self.move_to(from);
        self.pen.change_to(Pen::PLAIN, &mut self.bytes);
        self.pen = Pen::PLAIN;
        self.bytes.extend_from_slice(b"\x1b[K");
    }

    fn put(&mut self, at: Position, cell: &Cell) {
        if at.x >= self.size.width || at.y >= self.size.height {
            return;
        }
        let room = self.size.width - at.x;
        let width = width_of(cell).clamp(1, room);
        self.move_to(at);
        let pen = Pen::of(cell, self.colours);
        self.pen.change_to(pen, &mut self.bytes);
        self.pen = pen;
        let symbol = filter::tame(cell.symbol(), width);
        self.bytes.extend_from_slice(symbol.as_bytes());
        // Terminals disagree about the width of clusters and wide characters, and the last column does not move the
        // cursor: say the next position outright instead of relying on it.
        let certain = width == 1 && room > 1 && symbol.chars().nth(1).is_none();
        self.at = certain.then(|| Position::new(at.x + 1, at.y));
    }
}

/// The columns that the cell buffer gives to a cell. Single bytes are one column; a control must not reach `cell_width`,
/// which asserts against it.
fn width_of(cell: &Cell) -> u16 {
    if let CellDiffOption::ForcedWidth(width) = cell.diff_option {
        width.get()
    } else if cell.symbol().len() <= 1 {
        1
    } else {
        cell.symbol().cell_width()
    }
}

impl Backend for Surface {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let content: Vec<(u16, u16, &Cell)> = content.collect();
        // Terminals without synchronised updates would show the cursor running over the screen.
        if !content.is_empty() {
            self.hide_cursor()?;
        }
        for (x, y, cell) in &content {
            self.blank.note(*x, *y, cell);
        }
        let mut erased = None;
        for (x, y, cell) in content {
            let from = self.blank.from(y);
            if x < from || from + WORTH_ERASING > self.size.width {
                self.put(Position::new(x, y), cell);
            } else if erased != Some(y) {
                erased = Some(y);
                self.erase_to_end(Position::new(x, y));
            }
        }
        self.pen.change_to(Pen::PLAIN, &mut self.bytes);
        self.pen = Pen::PLAIN;
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        if self.cursor == Cursor::Shown {
            self.bytes.extend_from_slice(b"\x1b[?25l");
            self.cursor = Cursor::Hidden;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        if self.cursor == Cursor::Hidden {
            self.bytes.extend_from_slice(b"\x1b[?25h");
            self.cursor = Cursor::Shown;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.move_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        if clear_type == ClearType::All {
            self.blank = Blank::new(self.size.width, self.size.height);
        }
        self.bytes.extend_from_slice(match clear_type {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[0J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0K",
        });
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
