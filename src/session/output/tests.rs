#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Color, Modifier, Style};

use unicode_width::UnicodeWidthStr;

use super::*;

/// A text somewhere on the screen.
#[derive(Debug, Clone)]
struct Written {
    at: (u16, u16),
    text: String,
    style: Style,
}

fn colour() -> impl Strategy<Value = Color> {
    prop_oneof![
        Just(Color::Reset),
        Just(Color::Black),
        Just(Color::Red),
        Just(Color::Gray),
        Just(Color::DarkGray),
        Just(Color::LightCyan),
        Just(Color::White),
        any::<u8>().prop_map(Color::Indexed),
        any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    (colour(), colour(), any::<u8>()).prop_map(|(fg, bg, weights)| {
        let all = [
            Modifier::BOLD,
            Modifier::ITALIC,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
        ];
        let chosen = all.iter().enumerate().filter(|(i, _)| weights & (1 << i) != 0);
        let modifier = chosen.fold(Modifier::empty(), |sum, (_, weight)| sum | *weight);
        Style::new().fg(fg).bg(bg).add_modifier(modifier)
    })
}

fn written() -> impl Strategy<Value = Written> {
    let words = prop::collection::vec(
        prop::sample::select(vec![
            "a", "Z", " ", "ä", "e\u{301}", "漢", "한", "─", "€", "👍", "q",
        ]),
        0..12,
    );
    ((0_u16..24, 0_u16..6), words, style()).prop_map(|(at, words, style)| Written {
        at,
        text: words.concat(),
        style,
    })
}

fn draw(canvas: &mut Canvas, texts: &[Written]) -> (Vec<u8>, Buffer) {
    let mut drawn = Buffer::default();
    canvas.draw(|frame| {
        let area = frame.area();
        for text in texts.iter().filter(|text| area.contains(text.at.into())) {
            frame
                .buffer_mut()
                .set_string(text.at.0, text.at.1, &text.text, text.style);
        }
        drawn = frame.buffer_mut().clone();
    });
    (canvas.surface().take(), drawn)
}

/// A canvas of that many columns and rows.
fn canvas_of(columns: u16, rows: u16, colours: Colours) -> Canvas {
    let mut canvas = Canvas::new(colours);
    canvas.surface().set_size(columns, rows);
    canvas
}

/// A terminal to look at.
fn terminal_of(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0)
}

fn vt_colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Reset => vt100::Color::Default,
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Black => vt100::Color::Idx(0),
        Color::Red => vt100::Color::Idx(1),
        Color::Green => vt100::Color::Idx(2),
        Color::Yellow => vt100::Color::Idx(3),
        Color::Blue => vt100::Color::Idx(4),
        Color::Magenta => vt100::Color::Idx(5),
        Color::Cyan => vt100::Color::Idx(6),
        Color::Gray => vt100::Color::Idx(7),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::LightRed => vt100::Color::Idx(9),
        Color::LightGreen => vt100::Color::Idx(10),
        Color::LightYellow => vt100::Color::Idx(11),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::LightMagenta => vt100::Color::Idx(13),
        Color::LightCyan => vt100::Color::Idx(14),
        Color::White => vt100::Color::Idx(15),
    }
}

/// The screen shows the buffer, cell by cell: text, colours, weights.
fn assert_shows(screen: &vt100::Screen, buffer: &Buffer) {
    let Rect { width, height, .. } = buffer.area;
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let cell = &buffer[(x, y)];
            let shown = screen.cell(y, x).unwrap();
            let text = if shown.has_contents() {
                shown.contents()
            } else {
                " "
            };
            assert_eq!(text, cell.symbol(), "text at {x},{y}");
            let reverse = shown.inverse() || cell.modifier.contains(Modifier::REVERSED);
            let line = shown.underline() || cell.modifier.contains(Modifier::UNDERLINED);
            assert_eq!(shown.bgcolor(), vt_colour(cell.bg), "ground at {x},{y}");
            // Colour and weight of nothing cannot be seen, and the half of a wide character that was written over keeps them.
            if text != " " || reverse || line {
                assert_eq!(shown.fgcolor(), vt_colour(cell.fg), "colour at {x},{y}");
                let weights = [shown.bold(), shown.italic(), shown.underline(), shown.inverse()];
                let wanted = [
                    Modifier::BOLD,
                    Modifier::ITALIC,
                    Modifier::UNDERLINED,
                    Modifier::REVERSED,
                ]
                .map(|weight| cell.modifier.contains(weight));
                assert_eq!(weights, wanted, "weights at {x},{y}");
            }
            x += width_of(cell).max(1);
        }
    }
}

proptest! {
    #[test]
    fn a_terminal_shows_what_was_drawn_frame_after_frame(
        frames in prop::collection::vec(prop::collection::vec(written(), 0..8), 1..5),
    ) {
        let mut canvas = canvas_of(24, 6, Colours::On);
        let mut shown = terminal_of(24, 6);
        shown.process(ENTER);
        for texts in frames {
            let (bytes, drawn) = draw(&mut canvas, &texts);
            shown.process(&bytes);
            assert_shows(shown.screen(), &drawn);
        }
    }

    #[test]
    fn after_another_size_everything_is_drawn_again(
        before in prop::collection::vec(written(), 0..8), after in prop::collection::vec(written(), 0..8),
        columns in 1_u16..30, rows in 1_u16..8,
    ) {
        let mut canvas = canvas_of(24, 6, Colours::On);
        prop_assume!((columns, rows) != (24, 6));
        draw(&mut canvas, &before);
        canvas.surface().set_size(columns, rows);
        let (bytes, drawn) = draw(&mut canvas, &after);
        prop_assert_eq!(drawn.area, Rect::new(0, 0, columns, rows));
        // Whatever the terminal showed meanwhile, it is gone.
        let mut shown = terminal_of(columns, rows);
        shown.process(b"\x1b[Hrubbish");
        shown.process(&bytes);
        assert_shows(shown.screen(), &drawn);
    }

    #[test]
    fn without_colours_no_colour_is_sent(texts in prop::collection::vec(written(), 0..8)) {
        let mut canvas = canvas_of(24, 6, Colours::Off);
        let (bytes, mut drawn) = draw(&mut canvas, &texts);
        for cell in &mut drawn.content {
            cell.fg = Color::Reset;
            cell.bg = Color::Reset;
        }
        let mut shown = terminal_of(24, 6);
        shown.process(&bytes);
        assert_shows(shown.screen(), &drawn);
    }

    #[test]
    fn a_frame_that_changes_nothing_sends_nothing(texts in prop::collection::vec(written(), 0..8)) {
        let mut canvas = canvas_of(24, 6, Colours::On);
        draw(&mut canvas, &texts);
        prop_assert_eq!(draw(&mut canvas, &texts).0, Vec::<u8>::new());
    }

    #[test]
    fn no_cell_can_say_anything_to_the_terminal(symbol in ".{0,8}|\u{1b}[^a]{0,6}|[\u{80}-\u{9f}\n\r]{1,3}", x in 0_u16..9) {
        // The empty end of a row is erased.
        prop_assume!(symbol != " ");
        let mut surface = Surface::new(9, 1, Colours::On);
        let mut cell = Cell::default();
        cell.set_symbol(&symbol);
        let Ok(()) = surface.draw([(x, 0, &cell)].into_iter());
        let start = format!("\x1b[1;{}H", x + 1);
        let sent = String::from_utf8(surface.bytes).unwrap();
        let text = sent.strip_prefix(&start).unwrap();
        prop_assert!(!text.contains(filter::is_hostile));
        prop_assert!(text.width() <= usize::from(9 - x));
    }
}

#[test]
fn a_frame_is_one_synchronised_update_and_the_rest_stands_before_it() {
    let mut canvas = canvas_of(24, 6, Colours::On);
    canvas.surface().ring();
    canvas.surface().ring();
    canvas.surface().copy("+358 40 1");
    canvas.surface().ring();
    let text = Written {
        at: (0, 0),
        text: "x".to_owned(),
        style: Style::new(),
    };
    let sent = String::from_utf8(draw(&mut canvas, &[text]).0).unwrap();
    assert_eq!(
        sent,
        "\x1b]52;c;KzM1OCA0MCAx\x1b\\\x07\x1b[?2026h\x1b[2J\x1b[1;1Hx\x1b[?2026l"
    );
}

#[test]
fn the_cursor_is_shown_where_the_frame_wants_it_and_hidden_while_drawing() {
    let mut canvas = canvas_of(24, 6, Colours::On);
    let mut shown = terminal_of(24, 6);
    shown.process(ENTER);
    assert!(shown.screen().hide_cursor());
    for text in ["a", "ab"] {
        canvas.draw(|frame| {
            frame.buffer_mut().set_string(3, 2, text, Style::new());
            frame.set_cursor_position((7, 4));
        });
        let bytes = canvas.surface().take();
        shown.process(&bytes);
        assert!(!shown.screen().hide_cursor());
        assert_eq!(shown.screen().cursor_position(), (4, 7));
    }
    canvas.draw(|_| {});
    shown.process(&canvas.surface().take());
    assert!(shown.screen().hide_cursor());
}

#[test]
fn a_text_too_long_for_a_clipboard_is_not_sent() {
    let mut surface = Surface::new(24, 6, Colours::On);
    surface.copy(&"x".repeat(CLIPBOARD_LIMIT + 1));
    assert!(!surface.has_asides());
}

#[test]
fn text_that_gives_way_to_nothing_costs_a_few_bytes_a_row() {
    let mut canvas = canvas_of(200, 50, Colours::On);
    let column = |x: u16, text: &str| -> Vec<Written> {
        let row = |y| Written {
            at: (x, y),
            text: text.to_owned(),
            style: Style::new().fg(Color::Red),
        };
        (0..50).map(row).collect()
    };
    let list = column(0, "name");
    let both = [column(0, "name"), column(100, &"words ".repeat(16))].concat();
    draw(&mut canvas, &both);
    let bytes = draw(&mut canvas, &list).0;
    assert!(bytes.len() <= 50 * 12 + 40, "{}", bytes.len());
}

#[test]
fn a_change_of_one_cell_costs_a_few_bytes() {
    let mut canvas = canvas_of(200, 50, Colours::On);
    let at = |text: &str| Written {
        at: (20, 6),
        text: text.to_owned(),
        style: Style::new().fg(Color::Red),
    };
    draw(&mut canvas, &[at("82")]);
    let bytes = draw(&mut canvas, &[at("83")]).0;
    assert!(bytes.len() <= 40, "{}", bytes.len());
}
