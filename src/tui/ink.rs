//! Writing text into the cells of a frame.
//!
//! As the buffer's own way of writing, which looks for clusters in every text and was a third of what a frame costs; nearly
//! all text has none.

use ratatui_core::buffer::Buffer;
use ratatui_core::style::Style;
use ratatui_core::text::Line;

use super::text;

/// Writes a text from a cell on, over at most `room` cells; says in which column it ended. What lies outside the buffer is
/// left out.
pub fn write(buffer: &mut Buffer, at: (u16, u16), words: &str, room: u16, style: Style) -> u16 {
    let (from, y) = at;
    let area = buffer.area;
    if y < area.y || y >= area.bottom() || from < area.x || from >= area.right() {
        return from;
    }
    if !text::is_plain(words) {
        return buffer.set_stringn(from, y, words, usize::from(room), style).0;
    }
    let end = area.right().min(from.saturating_add(room));
    let mut x = from;
    for c in words.chars() {
        let Some(cell) = (x < end).then(|| buffer.cell_mut((x, y))).flatten() else {
            break;
        };
        cell.set_char(c).set_style(style);
        x += 1;
    }
    x
}

/// Writes the pieces of a line one after another, over at most `room` cells.
pub fn write_line(buffer: &mut Buffer, at: (u16, u16), line: &Line<'_>, room: u16) {
    let (from, y) = at;
    let end = from.saturating_add(room);
    let mut x = from;
    for span in line {
        if x >= end {
            break;
        }
        x = write(
            buffer,
            (x, y),
            &span.content,
            end - x,
            line.style.patch(span.style),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui_core::layout::Rect;
    use ratatui_core::style::Color;
    use ratatui_core::text::Span;

    use super::*;

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ -~äÖé…─│]{0,14}",
            "[a-c漢👍é\u{301}\u{200d} ]{0,10}",
            "\\PC{0,8}"
        ]
    }

    proptest! {
        #[test]
        fn a_line_is_written_as_the_buffer_writes_it(
            pieces in prop::collection::vec((words(), any::<u8>()), 0..4), x in 0_u16..12, y in 0_u16..3, room in 0_u16..14,
        ) {
            let spans = pieces.into_iter().map(|(text, colour)| Span::styled(text, Color::Indexed(colour)));
            let line = spans.collect::<Line<'_>>().style(Color::Red);
            let area = Rect::new(0, 0, 12, 3);
            let (mut ours, mut theirs) = (Buffer::empty(area), Buffer::empty(area));
            for buffer in [&mut ours, &mut theirs] {
                buffer.set_string(0, 1, "漢字 there 漢", Color::Blue);
            }
            write_line(&mut ours, (x, y), &line, room);
            theirs.set_line(x, y, &line, room);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        for at in [(0, 1), (3, 0), (9, 9)] {
            write(&mut buffer, at, "text", 4, Style::new());
        }
        assert_eq!(buffer, Buffer::empty(Rect::new(0, 0, 3, 1)));
    }
}
