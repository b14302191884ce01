//! A line to type into.

use ratatui_core::layout::Rect;
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;
use ratatui_core::text::Line;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::{NOTE_CHARS, clean_lines};
use crate::tui::input::{Code, Key};
use crate::tui::text;
use crate::tui::widget::flow::{self, piece};

/// The most characters a field takes that is looked for: nobody searches for more, and a paste can be a whole file.
const MOST: usize = 500;

/// One line of text with a cursor.
#[derive(Debug, Clone)]
pub struct Field {
    input: Input,
    most: usize,
    /// Whether what was typed or pasted last did not find room.
    is_full: bool,
}

impl Default for Field {
    fn default() -> Self {
        Self {
            input: Input::default(),
            most: MOST,
            is_full: false,
        }
    }
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
            ..Self::default()
        }
    }

    /// An empty field for what is written down, of up to [`NOTE_CHARS`] characters.
    #[must_use]
    pub fn long() -> Self {
        Self {
            most: NOTE_CHARS,
            ..Self::default()
        }
    }

    /// Whether what was typed or pasted last did not find room: it is not in the text.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.is_full
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes a key.
    pub fn key(&mut self, key: &Key) -> Edited {
        let Some(request) = request(*key) else {
            return Edited::NotMine;
        };
        let adds = matches!(request, InputRequest::InsertChar(_));
        self.is_full = adds && self.text().chars().count() >= self.most;
        if self.is_full {
            return Edited::Nothing;
        }
        match self.input.handle(request) {
            Some(changed) if changed.value => Edited::Text,
            Some(_) | None => Edited::Nothing,
        }
    }

    /// Takes pasted text, harmless and on one line.
    pub fn paste(&mut self, words: &str) -> Edited {
        let words = clean_lines(words).replace('\n', " ");
        let room = self.most.saturating_sub(self.text().chars().count());
        let pasted: String = words.chars().take(room).collect();
        self.is_full = pasted.len() < words.len();
        if pasted.is_empty() {
            return Edited::Nothing;
        }
        // In one piece: a letter at a time, a long text would be moved along for each.
        let at = self.input.cursor();
        let before: String = self.text().chars().take(at).collect();
        let whole = format!("{before}{pasted}{}", &self.text()[before.len()..]);
        self.input = Input::new(whole).with_cursor(at + pasted.chars().count());
        Edited::Text
    }

    /// Draws the text into the first row of the area, scrolled so that the cursor is seen.
    pub fn draw(&self, style: Style, frame: &mut Frame<'_>, area: Rect) {
        let (shown, _) = self.window(usize::from(area.width));
        flow::draw(&[Line::from(piece(&shown, style))], frame, area);
    }

    /// Draws it as [`Field::draw`] and puts the terminal's cursor into it.
    pub fn render(&self, style: Style, frame: &mut Frame<'_>, area: Rect) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        self.draw(style, frame, area);
        let (_, column) = self.window(usize::from(area.width));
        frame.set_cursor_position((area.x + column as u16, area.y));
    }

    /// What is seen in so many cells, and the cell of the cursor in it.
    fn window(&self, width: usize) -> (String, usize) {
        let before: String = self.text().chars().take(self.input.cursor()).collect();
        let room = width.saturating_sub(1);
        let hidden = hidden_prefix(&before, room);
        let shown = text::cut(&self.text()[hidden..], width);
        (shown, text::width(&before[hidden..]).min(room))
    }
}

/// How many bytes to leave out on the left so that the rest takes at most `room` cells.
fn hidden_prefix(before: &str, room: usize) -> usize {
    let mut used = 0;
    for (at, cluster) in before.grapheme_indices(true).rev() {
        used += text::width(cluster);
        if used > room {
            return at + cluster.len();
        }
    }
    0
}

/// What a key asks of a field: the keys of every terminal, and those of readline.
fn request(key: Key) -> Option<InputRequest> {
    if key.ctrl || key.alt {
        return with_modifier(key.code);
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

/// The keys of every shell, Ctrl and Alt alike: terminals disagree about which of the two goes by words.
fn with_modifier(code: Code) -> Option<InputRequest> {
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

    #[test]
    fn the_cursor_is_always_in_the_window() {
        let mut field = Field::holding("漢字 and a sentence that is longer than its window");
        for width in 2..60 {
            for _ in 0..70 {
                let _ = field.key(&Key::plain(Code::Left));
                let (shown, column) = field.window(width);
                assert!(text::width(&shown) <= width && column < width, "{shown}");
            }
            let _ = field.key(&Key::plain(Code::End));
        }
    }

    fn typed(keys: &[Key]) -> String {
        let mut field = Field::default();
        for key in keys {
            let _ = field.key(key);
        }
        field.text().to_owned()
    }

    #[test]
    fn a_whole_letter_is_deleted_at_once() {
        let mut field = Field::holding("a\u{308}");
        assert_eq!(field.key(&Key::plain(Code::Backspace)), Edited::Text);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn keys_of_the_screen_are_left_to_the_screen() {
        let mut field = Field::default();
        for code in [Code::Enter, Code::Esc, Code::Down, Code::Function(1)] {
            assert_eq!(field.key(&Key::plain(code)), Edited::NotMine);
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
        assert!(!field.text().contains(char::is_control) && field.is_full());
    }

    #[test]
    fn what_finds_no_room_is_told_and_the_rest_goes_where_the_cursor_is() {
        let mut field = Field::long();
        assert_eq!(field.paste("ad"), Edited::Text);
        let _ = field.key(&Key::plain(Code::Left));
        let _ = field.paste("b\nc");
        assert_eq!((field.text(), field.is_full()), ("ab cd", false));
        let _ = field.paste(&"x".repeat(NOTE_CHARS));
        assert_eq!(
            (field.text().chars().count(), field.is_full()),
            (NOTE_CHARS, true)
        );
        assert_eq!(field.key(&Key::plain(Code::Backspace)), Edited::Text);
        assert!(!field.is_full());
        let _ = field.key(&Key::char('y'));
        assert_eq!(field.key(&Key::char('z')), Edited::Nothing);
        assert!(field.is_full() && field.text().ends_with('d'));
    }
}
