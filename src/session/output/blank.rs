//! Which ends of rows are empty: they are erased by one sequence instead of being written cell by cell.
//!
//! A card that gives way to the next is thousands of such cells, more than a terminal takes at once, and the key was
//! answered only when it had taken the rest (4,500 bytes and 7 ms at 200x60).

use ratatui_core::buffer::{Cell, CellDiffOption};
use ratatui_core::style::{Color, Modifier};

use super::width_of;

/// For every cell that was sent whether it is empty. A cell of which nothing is known is not: it is never erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blank {
    width: u16,
    cells: Vec<bool>,
    /// Row by row, the first column of the empty end; computed when it is first asked for.
    from: Vec<Option<u16>>,
}

impl Blank {
    /// A screen that has just been erased.
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self {
            width,
            cells: vec![true; usize::from(width) * usize::from(height)],
            from: vec![None; usize::from(height)],
        }
    }

    /// This cell is about to be sent.
    pub(super) fn note(&mut self, x: u16, y: u16, cell: &Cell) {
        let empty = is_empty(cell);
        for x in x..x.saturating_add(width_of(cell).max(1)).min(self.width) {
            let at = usize::from(y) * usize::from(self.width) + usize::from(x);
            if let Some(place) = self.cells.get_mut(at) {
                *place = empty;
            }
        }
        if let Some(from) = self.from.get_mut(usize::from(y)) {
            *from = None;
        }
    }

    /// From which column on a row will be empty; its width when its last cell is not.
    pub(super) fn from(&mut self, y: u16) -> u16 {
        let width = usize::from(self.width);
        let start = usize::from(y) * width;
        let (Some(from), Some(row)) = (
            self.from.get_mut(usize::from(y)),
            self.cells.get(start..start + width),
        ) else {
            return self.width;
        };
        *from.get_or_insert_with(|| {
            let last = row.iter().rposition(|empty| !empty);
            last.map_or(0, |last| last as u16 + 1)
        })
    }
}

/// Whether erasing shows what the cell shows.
fn is_empty(cell: &Cell) -> bool {
    let unseen = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC;
    cell.symbol() == " "
        && cell.bg == Color::Reset
        && unseen.contains(cell.modifier)
        && !matches!(cell.diff_option, CellDiffOption::ForcedWidth(_))
}
