//! From whole sequences to what a person did, by a maintained parser with a fresh state for each sequence.

use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind};
use termina::{Event, Parser};

use crate::tui::input::{Code, Focus, Input, Key, Mouse, MouseAct};

use super::framer::Piece;
use super::output::filter;

/// What a person did with this piece; nothing when it is an answer of the terminal or a key that has no meaning here.
#[must_use]
pub fn read(piece: &Piece) -> Option<Input> {
    match piece {
        Piece::Paste { bytes, .. } => Some(Input::Paste(pasted(bytes))),
        Piece::Sequence(bytes) => sequence(bytes),
    }
}

/// Pasted text with line ends as `\n` and without characters that are not text.
fn pasted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !filter::is_hostile(*c))
        .collect()
}

fn sequence(bytes: &[u8]) -> Option<Input> {
    match bytes {
        // The parser waits for more of `ESC [`, `ESC O`, `ESC P` and `ESC ]`; the framer knows that there is no more.
        [0x1b, key @ 0x20..=0x7e] => {
            let mut key = Key::char(char::from(*key));
            key.alt = true;
            Some(Input::Key(key))
        }
        // Some terminals and most scripts send these for Enter and Backspace; neither is worth losing for Ctrl-J, Ctrl-H.
        b"\n" => Some(Input::Key(Key::plain(Code::Enter))),
        b"\x08" => Some(Input::Key(Key::plain(Code::Backspace))),
        _ => translate(&event(bytes)?),
    }
}

/// The one event of one sequence. The parser forgets a sequence that it finds malformed and takes the rest of it for
/// letters; those are thrown away here.
fn event(bytes: &[u8]) -> Option<Event> {
    let mut parser = Parser::default();
    parser.parse(bytes, false);
    let event = parser.pop()?;
    let is_letter = matches!(&event, Event::Key(key) if matches!(key.code, KeyCode::Char(_)));
    let may_be_letter = match bytes {
        [0x1b, b'[', third, ..] => third.is_ascii_digit(),
        [0x1b, b'O', ..] => false,
        _ => true,
    };
    (parser.pop().is_none() && (may_be_letter || !is_letter)).then_some(event)
}

fn translate(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) => translate_key(*key).map(Input::Key),
        Event::Mouse(mouse) => translate_mouse(*mouse).map(Input::Mouse),
        Event::FocusIn => Some(Input::Focus(Focus::Gained)),
        Event::FocusOut => Some(Input::Focus(Focus::Lost)),
        // Sizes are announced by the client and pastes are cut out by the framer; the rest are answers nobody asked for.
        Event::WindowResized(_) | Event::Paste(_) | Event::Csi(_) | Event::Osc(_) | Event::Dcs(_) => None,
    }
}

fn translate_key(event: KeyEvent) -> Option<Key> {
    let foreign = Modifiers::SUPER | Modifiers::HYPER | Modifiers::META;
    if event.kind == KeyEventKind::Release || event.modifiers.intersects(foreign) {
        return None;
    }
    Some(Key {
        code: translate_code(event.code, event.modifiers)?,
        ctrl: event.modifiers.contains(Modifiers::CONTROL),
        alt: event.modifiers.contains(Modifiers::ALT),
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser knows many keys that have no meaning here, and will learn more"
)]
fn translate_code(code: KeyCode, modifiers: Modifiers) -> Option<Code> {
    Some(match code {
        KeyCode::Char(c) if filter::is_hostile(c) => return None,
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Function(n @ 1..=12) => Code::Function(n),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab if modifiers.contains(Modifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "releases, drags and other buttons have no meaning here"
)]
const fn translate_mouse(event: MouseEvent) -> Option<Mouse> {
    let act = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseAct::Click,
        MouseEventKind::ScrollUp => MouseAct::WheelUp,
        MouseEventKind::ScrollDown => MouseAct::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        act,
        column: event.column,
        row: event.row,
    })
}

#[cfg(test)]
mod tests;
