use super::super::framer::{Extent, Framer};
use super::*;

/// What a person did, who sent these bytes and then paused.
fn inputs(bytes: &[u8]) -> Vec<Input> {
    let mut framer = Framer::default();
    let mut pieces = Vec::new();
    framer.push(bytes, &mut pieces);
    framer.flush(&mut pieces);
    pieces.iter().filter_map(read).collect()
}

const fn key(code: Code) -> Input {
    Input::Key(Key::plain(code))
}

const fn with_ctrl(code: Code) -> Input {
    Input::Key(Key {
        code,
        ctrl: true,
        alt: false,
    })
}

const fn with_alt(code: Code) -> Input {
    Input::Key(Key {
        code,
        ctrl: false,
        alt: true,
    })
}

#[test]
fn every_key_of_the_screens_arrives() {
    let keys: [(&[u8], Input); 33] = [
        (b"q", key(Code::Char('q'))),
        (b"N", key(Code::Char('N'))),
        ("ö".as_bytes(), key(Code::Char('ö'))),
        (b" ", key(Code::Char(' '))),
        (b"\x03", with_ctrl(Code::Char('c'))),
        (b"\x1a", with_ctrl(Code::Char('z'))),
        (b"\x1bx", with_alt(Code::Char('x'))),
        ("\x1bä".as_bytes(), with_alt(Code::Char('ä'))),
        (b"\x1b[", with_alt(Code::Char('['))),
        (b"\x1bP", with_alt(Code::Char('P'))),
        (b"\r", key(Code::Enter)),
        (b"\n", key(Code::Enter)),
        (b"\x1b", key(Code::Esc)),
        (b"\t", key(Code::Tab)),
        (b"\x1b[Z", key(Code::BackTab)),
        (b"\x7f", key(Code::Backspace)),
        (b"\x08", key(Code::Backspace)),
        (b"\x1b[3~", key(Code::Delete)),
        (b"\x1b[A", key(Code::Up)),
        (b"\x1bOA", key(Code::Up)),
        (b"\x1b[B", key(Code::Down)),
        (b"\x1b[C", key(Code::Right)),
        (b"\x1b[1;5D", with_ctrl(Code::Left)),
        (b"\x1b[H", key(Code::Home)),
        (b"\x1b[1~", key(Code::Home)),
        (b"\x1bOF", key(Code::End)),
        (b"\x1b[5~", key(Code::PageUp)),
        (b"\x1b[6~", key(Code::PageDown)),
        (b"\x1bOP", key(Code::Function(1))),
        (b"\x1b[[B", key(Code::Function(2))),
        (b"\x1b[15~", key(Code::Function(5))),
        (b"\x1b[24~", key(Code::Function(12))),
        (b"\x1b[I", Input::Focus(Focus::Gained)),
    ];
    for (bytes, input) in keys {
        assert_eq!(inputs(bytes), [input], "{bytes:?}");
    }
}

#[test]
fn clicks_and_the_wheel_arrive_in_both_reports_and_the_rest_of_the_mouse_does_not() {
    let at = |act| {
        Input::Mouse(Mouse {
            act,
            column: 9,
            row: 4,
        })
    };
    assert_eq!(inputs(b"\x1b[<0;10;5M"), [at(MouseAct::Click)]);
    assert_eq!(inputs(b"\x1b[<64;10;5M"), [at(MouseAct::WheelUp)]);
    assert_eq!(inputs(b"\x1b[<65;10;5M"), [at(MouseAct::WheelDown)]);
    assert_eq!(inputs(b"\x1b[M *%"), [at(MouseAct::Click)]);
    assert_eq!(inputs(b"\x1b[<0;10;5m\x1b[<2;1;1M\x1b[<35;3;3M"), []);
}

#[test]
fn the_first_column_and_row_are_zero_and_no_report_can_go_below() {
    assert_eq!(
        inputs(b"\x1b[<0;1;1M"),
        [Input::Mouse(Mouse {
            act: MouseAct::Click,
            column: 0,
            row: 0
        })]
    );
    // Not a place on any screen: it must only do no harm.
    inputs(b"\x1b[<0;0;0M\x1b[M   \x1b[<0;99999;99999M");
}

#[test]
fn the_rest_of_a_sequence_that_the_parser_gives_up_on_is_not_typed() {
    for bytes in [
        &b"\x1b[=c"[..],
        b"\x1b[=1;2c",
        b"\x1b[>q",
        b"\x1b[ q",
        b"\x1b[!p",
        b"\x1bOq",
        b"\x1b[<q",
        b"\x1b[;q",
        b"\x1b[=u",
    ] {
        assert_eq!(inputs(bytes), [], "{bytes:?}");
    }
}

#[test]
fn pasted_text_keeps_lines_and_tabs_and_loses_what_is_not_text() {
    let piece = Piece::Paste {
        bytes: b"a\r\nb\rc\td\x1b[2J\xe2\x80\xae\xff\x00".to_vec(),
        extent: Extent::Whole,
    };
    assert_eq!(
        read(&piece),
        Some(Input::Paste("a\nb\nc\td[2J\u{fffd}".to_owned()))
    );
}
