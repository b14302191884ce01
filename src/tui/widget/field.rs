//! A line to type into.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use tui_input::{Input, InputRequest};

use crate::tui::input::{Code, Key};
use crate::tui::text;
use crate::tui::widget::flow::{self, piece};

/// The most characters a field takes: nobody searches for more, and a paste can be a whole file.
const MOST: usize = 200;

/// One line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub struct Field {
    input: Input,
}

/// What a key did to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The text is another one.
    Text,
    /// Only the cursor moved, or nothing did.
    Nothing,
    /// The key is not for a field.
    NotMine,
}

impl Field {
    /// A field that already holds a text, the cursor behind it.
    #[must_use]
    pub fn holding(words: &str) -> Self {
        Self {
            input: Input::new(words.to_owned()),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Edited {
        let Some(request) = request(key) else {
            return Edited::NotMine;
        };
        if matches!(request, InputRequest::InsertChar(_)) && self.text().chars().count() >= MOST {
            return Edited::Nothing;
        }
        match self.input.handle(request) {
            Some(changed) if changed.value => Edited::Text,
            Some(_) | None => Edited::Nothing,
        }
    }

    /// Takes pasted text, harmless and on one line.
    pub fn paste(&mut self, words: &str) -> Edited {
        let before = self.text().len();
        let room = MOST.saturating_sub(self.text().chars().count());
        for c in text::harmless(words).chars().take(room) {
            let _ = self.input.handle(InputRequest::InsertChar(c));
        }
        if self.text().len() == before {
            Edited::Nothing
        } else {
            Edited::Text
        }
    }

    /// Draws the text into the first row of the area, scrolled so that the cursor is seen, and puts the terminal's cursor
    /// there.
    pub fn render(&self, style: Style, frame: &mut Frame<'_>, area: Rect) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let before: String = self.text().chars().take(self.input.cursor()).collect();
        let room = usize::from(area.width) - 1;
        let hidden = hidden_prefix(&before, room);
        let shown = text::cut(&self.text()[hidden..], usize::from(area.width));
        flow::draw(&[Line::from(piece(&shown, style))], frame, area);
        let column = text::width(&before[hidden..]).min(room);
        frame.set_cursor_position((area.x + column as u16, area.y));
    }
}

/// How many bytes to leave out on the left so that the rest takes at most `room` cells.
fn hidden_prefix(before: &str, room: usize) -> usize {
    if text::width(before) <= room {
        return 0;
    }
    let starts = before.char_indices().map(|(at, _)| at);
    starts
        .into_iter()
        .find(|at| text::width(&before[*at..]) <= room)
        .unwrap_or(before.len())
}

/// What a key asks of a field: the keys of every terminal, and those of readline.
fn request(key: Key) -> Option<InputRequest> {
    if key.alt {
        return None;
    }
    if key.ctrl {
        return with_ctrl(key.code);
    }
    match key.code {
        Code::Char(c) if !c.is_control() => Some(InputRequest::InsertChar(c)),
        Code::Backspace => Some(InputRequest::DeletePrevChar),
        Code::Delete => Some(InputRequest::DeleteNextChar),
        Code::Left => Some(InputRequest::GoToPrevChar),
        Code::Right => Some(InputRequest::GoToNextChar),
        Code::Home => Some(InputRequest::GoToStart),
        Code::End => Some(InputRequest::GoToEnd),
        Code::Char(_)
        | Code::Function(_)
        | Code::Enter
        | Code::Esc
        | Code::Tab
        | Code::BackTab
        | Code::Up
        | Code::Down
        | Code::PageUp
        | Code::PageDown => None,
    }
}

/// The keys of readline; the arrows go by words.
fn with_ctrl(code: Code) -> Option<InputRequest> {
    let table = [
        (Code::Char('a'), InputRequest::GoToStart),
        (Code::Char('e'), InputRequest::GoToEnd),
        (Code::Char('w'), InputRequest::DeletePrevWord),
        (Code::Backspace, InputRequest::DeletePrevWord),
        (Code::Char('u'), InputRequest::DeleteFromStart),
        (Code::Char('k'), InputRequest::DeleteTillEnd),
        (Code::Left, InputRequest::GoToPrevWord),
        (Code::Right, InputRequest::GoToNextWord),
    ];
    table
        .into_iter()
        .find(|(known, _)| *known == code)
        .map(|(_, request)| request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> String {
        let mut field = Field::default();
        for key in keys {
            let _ = field.key(*key);
        }
        field.text().to_owned()
    }

    #[test]
    fn a_whole_letter_is_deleted_at_once() {
        let mut field = Field::holding("a\u{308}");
        assert_eq!(field.key(Key::plain(Code::Backspace)), Edited::Text);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn keys_of_the_screen_are_left_to_the_screen() {
        let mut field = Field::default();
        for code in [Code::Enter, Code::Esc, Code::Down, Code::Function(1)] {
            assert_eq!(field.key(Key::plain(code)), Edited::NotMine);
        }
    }

    #[test]
    fn typing_goes_where_the_cursor_is() {
        let keys = [Key::char('b'), Key::plain(Code::Home), Key::char('a')];
        assert_eq!(typed(&keys), "ab");
    }

    #[test]
    fn a_pasted_file_is_one_harmless_line_of_bounded_length() {
        let mut field = Field::default();
        assert_eq!(field.paste(&"row\n\u{1b}[2J".repeat(1_000)), Edited::Text);
        assert_eq!(field.text().chars().count(), MOST);
        assert!(!field.text().contains(char::is_control));
    }
}
