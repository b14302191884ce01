//! Lines made of pieces: each piece filtered and counted by cells, the lines never wider than their place.

use ratatui_core::layout::Rect;
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};

use crate::tui::{ink, text};

/// Pieces that stay together on one line.
pub type Chip = Vec<Span<'static>>;

/// A piece of a line, filtered.
#[must_use]
pub fn piece(words: &str, style: Style) -> Span<'static> {
    Span::styled(text::harmless(words).into_owned(), style)
}

/// Cells that the pieces take together.
#[must_use]
pub fn cells(pieces: &[Span<'static>]) -> usize {
    pieces.iter().map(|span| text::width(&span.content)).sum()
}

/// The pieces one after another, cut with `…` to at most `width` cells.
#[must_use]
pub fn row(pieces: Chip, width: usize) -> Line<'static> {
    let mut left = width;
    let mut kept = Vec::with_capacity(pieces.len());
    for span in pieces {
        if left == 0 {
            break;
        }
        let words = text::cut(&span.content, left);
        left = left.saturating_sub(text::width(&words));
        kept.push(Span::styled(words, span.style));
    }
    Line::from(kept)
}

/// The pieces on the left and others at the right edge, `width` cells in all; where both do not fit, the left is cut.
#[must_use]
pub fn row_ends(left: Chip, right: Chip, width: usize) -> Line<'static> {
    let right = row(right, width);
    let right_cells = cells(&right.spans);
    if right_cells == 0 {
        return row(left, width);
    }
    let room = width.saturating_sub(right_cells + 1);
    let mut line = row(left, room);
    let used = cells(&line.spans);
    line.spans
        .push(Span::raw(" ".repeat(width.saturating_sub(used + right_cells))));
    line.spans.extend(right.spans);
    line
}

/// The chips one after another with `gap` between them, on as many lines of `width` cells as they need.
#[must_use]
pub fn flow(chips: Vec<Chip>, gap: &Span<'static>, width: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Chip> = Vec::new();
    let mut used = 0;
    for chip in chips.into_iter().filter(|chip| !chip.is_empty()) {
        let needed = cells(&chip);
        let with_gap = used + text::width(&gap.content) + needed;
        match lines.last_mut() {
            Some(line) if with_gap <= width => {
                line.push(gap.clone());
                line.extend(chip);
                used = with_gap;
            }
            _ => {
                lines.push(chip);
                used = needed;
            }
        }
    }
    lines.into_iter().map(|line| row(line, width)).collect()
}

/// Draws the lines from the top of the area; what does not fit is left out.
pub fn draw(lines: &[Line<'_>], frame: &mut Frame<'_>, area: Rect) {
    let area = area.intersection(frame.area());
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        ink::write_line(frame.buffer_mut(), (area.x, y), line, area.width);
    }
}

/// The area without its first `rows` rows, and those rows.
#[must_use]
pub fn split_top(area: Rect, rows: usize) -> (Rect, Rect) {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(area.height);
    let top = Rect { height: rows, ..area };
    let rest = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (top, rest)
}
