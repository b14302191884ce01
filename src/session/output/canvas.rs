//! Where screens draw: two cell buffers whose differences go to a [`Surface`].

use std::collections::BTreeMap;

use ratatui_core::buffer::{Buffer, Cell, CellDiffOption};
use ratatui_core::terminal::{Frame, Terminal};

use super::{Colours, Surface, width_of};

/// A drawing surface with the picture that the client has.
#[derive(Debug)]
pub struct Canvas {
    terminal: Terminal<Surface>,
    wide: WideRows,
}

impl Canvas {
    /// A canvas without an extent yet.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        let Ok(terminal) = Terminal::new(Surface::new(0, 0, colours));
        Self {
            terminal,
            wide: WideRows::default(),
        }
    }

    /// The surface beneath.
    pub const fn surface(&mut self) -> &mut Surface {
        self.terminal.backend_mut()
    }

    /// The client has lost what it showed: the next frame is drawn in full, on an empty screen.
    pub fn forget(&mut self) {
        self.surface().forget();
        let Ok(()) = self.terminal.clear();
    }

    /// Draws a frame; what of it is new waits in the surface.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) {
        let Self { terminal, wide } = self;
        let Ok(_) = terminal.draw(|frame| {
            view(frame);
            wide.mark(frame.buffer_mut());
        });
    }
}

/// Rows that showed wide characters in the last frame, as they were.
///
/// A wide character that is written over in part takes its other half with it, in the colours it had. The difference of two
/// buffers does not see that half, as both have nothing there. So such a row is sent whole whenever it changes.
#[derive(Debug, Default)]
struct WideRows(BTreeMap<usize, Vec<Cell>>);

impl WideRows {
    fn mark(&mut self, buffer: &mut Buffer) {
        let last = std::mem::take(&mut self.0);
        let width = usize::from(buffer.area.width).max(1);
        for (y, row) in buffer.content.chunks_mut(width).enumerate() {
            if row
                .iter()
                .any(|cell| cell.symbol().len() > 2 && width_of(cell) > 1)
            {
                self.0.insert(y, row.to_vec());
            }
            if last.get(&y).is_some_and(|last| last != row) {
                for cell in row
                    .iter_mut()
                    .filter(|cell| cell.diff_option == CellDiffOption::None)
                {
                    cell.diff_option = CellDiffOption::AlwaysUpdate;
                }
            }
        }
    }
}
