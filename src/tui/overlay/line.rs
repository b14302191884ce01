//! One line of typed text.

use tui_input::{Input, InputRequest};

use crate::domain::text;
use crate::tui::input::{Code, Key};

/// What a key did to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Nothing: it is not a key of a line.
    Nothing,
    /// Text or cursor changed.
    Changed,
}

/// The most characters a line takes: beyond it is a paste of something else.
const LONGEST: usize = 500;

/// A line that is being typed.
#[derive(Debug, Clone, Default)]
pub struct Line(Input);

impl Line {
    /// What has been typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// The cell of the cursor, counted from the first of the line.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.0.visual_cursor()
    }

    /// Takes a key.
    pub fn key(&mut self, key: &Key) -> Typed {
        let Some(request) = request(key) else {
            return Typed::Nothing;
        };
        if matches!(request, InputRequest::InsertChar(_)) && self.text().chars().count() >= LONGEST {
            return Typed::Nothing;
        }
        self.0.handle(request);
        Typed::Changed
    }

    /// Takes pasted text, made harmless, as one line.
    pub fn paste(&mut self, pasted: &str) {
        let room = LONGEST.saturating_sub(self.text().chars().count());
        let pasted: String = pasted.chars().take(room).collect();
        for character in text::clean(&pasted).chars() {
            self.0.handle(InputRequest::InsertChar(character));
        }
    }
}

fn request(key: &Key) -> Option<InputRequest> {
    if key.ctrl {
        return control(key.code);
    }
    Some(match key.code {
        Code::Char(character) if !key.alt && !character.is_control() => InputRequest::InsertChar(character),
        Code::Backspace if key.alt => InputRequest::DeletePrevWord,
        Code::Backspace => InputRequest::DeletePrevChar,
        Code::Delete => InputRequest::DeleteNextChar,
        Code::Left if key.alt => InputRequest::GoToPrevWord,
        Code::Left => InputRequest::GoToPrevChar,
        Code::Right if key.alt => InputRequest::GoToNextWord,
        Code::Right => InputRequest::GoToNextChar,
        Code::Home => InputRequest::GoToStart,
        Code::End => InputRequest::GoToEnd,
        Code::Char(_)
        | Code::Function(_)
        | Code::Enter
        | Code::Esc
        | Code::Tab
        | Code::BackTab
        | Code::Up
        | Code::Down
        | Code::PageUp
        | Code::PageDown => return None,
    })
}

/// The keys of every shell.
fn control(code: Code) -> Option<InputRequest> {
    let requests = [
        (Code::Char('a'), InputRequest::GoToStart),
        (Code::Char('e'), InputRequest::GoToEnd),
        (Code::Char('w'), InputRequest::DeletePrevWord),
        (Code::Char('u'), InputRequest::DeleteFromStart),
        (Code::Char('k'), InputRequest::DeleteTillEnd),
        (Code::Left, InputRequest::GoToPrevWord),
        (Code::Right, InputRequest::GoToNextWord),
    ];
    let found = requests.into_iter().find(|(known, _)| *known == code);
    found.map(|(_, request)| request)
}
