//! The loaded part of a list of contacts: windows of one question that join by key.

use crate::domain::contact::ContactId;
use crate::domain::query::{ContactFilter, ContactLine, ContactsQuery, Query};
use crate::tui::Effect;

/// Lines of one window.
pub const WINDOW: usize = 100;

/// Where a line stands.
type Place = (String, ContactId);

/// The loaded lines of one question, in the order of the store.
#[derive(Debug, Clone)]
pub struct Windows {
    question: ContactsQuery,
    lines: Vec<ContactLine>,
    state: State,
    /// Whether there is more after the last line.
    goes_on: bool,
    /// After which line the next window was asked for and has not come.
    asked: Option<Place>,
}

/// How the lines stand to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The answer has not come; the lines are those of the question before.
    Waiting,
    /// The lines answer the question.
    Current,
    /// It could not be answered.
    Failed,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            question: ContactsQuery {
                text: String::new(),
                filter: ContactFilter::All,
                after: None,
                limit: WINDOW,
            },
            lines: Vec::new(),
            state: State::Waiting,
            goes_on: false,
            asked: None,
        }
    }
}

impl Windows {
    /// The loaded lines.
    #[must_use]
    pub fn lines(&self) -> &[ContactLine] {
        &self.lines
    }

    /// The question.
    #[must_use]
    pub const fn question(&self) -> &ContactsQuery {
        &self.question
    }

    /// Which contacts are asked for.
    #[must_use]
    pub const fn filter(&self) -> ContactFilter {
        self.question.filter
    }

    /// How the lines stand to the question.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Whether the lines answer the question.
    #[must_use]
    pub const fn is_current(&self) -> bool {
        matches!(self.state, State::Current)
    }

    /// Whether more matches than are loaded.
    #[must_use]
    pub const fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// A new question.
    pub fn ask(&mut self, text: &str, filter: ContactFilter) -> Effect {
        text.clone_into(&mut self.question.text);
        self.question.filter = filter;
        self.state = State::Waiting;
        self.asked = None;
        self.load(None)
    }

    /// The window that begins with the line `from`: what is shown, again.
    pub fn load_around(&self, from: usize) -> Effect {
        let before = from.checked_sub(1).and_then(|row| self.lines.get(row));
        self.load(before.filter(|_| self.is_current() && self.pages()).map(place))
    }

    /// The next window when fewer than two screens of `rows` are left under `row`.
    pub fn ask_ahead(&mut self, row: usize, rows: usize) -> Option<Effect> {
        let last = self.lines.last().map(place);
        let far = self.lines.len() > row + 2 * rows;
        if self.state == State::Failed {
            self.state = State::Waiting;
            return Some(self.load(None));
        }
        if far || !self.is_current() || !self.goes_on || !self.pages() || self.asked == last {
            return None;
        }
        self.asked.clone_from(&last);
        Some(self.load(last))
    }

    /// Takes an answer, and says whether it was one to this question.
    ///
    /// The window replaces the lines of its span: those after its key and up to its last line, or all of them when it is
    /// the end. So the same way serves for going on and for looking again.
    pub fn loaded(&mut self, query: &ContactsQuery, lines: &[ContactLine]) -> bool {
        if query.text != self.question.text || query.filter != self.question.filter {
            return false;
        }
        if !self.is_current() || !self.pages() {
            if query.after.is_some() {
                return false;
            }
            self.lines.clear();
        }
        let ends = lines.len() < query.limit;
        let start = query.after.as_ref().map_or(0, |after| self.up_to(after));
        let stop = match lines.last().map(place) {
            Some(last) if !ends && self.pages() => self.up_to(&last),
            _ => self.lines.len(),
        };
        let was_all = stop == self.lines.len();
        self.lines.splice(start..stop.max(start), lines.iter().cloned());
        self.state = State::Current;
        if was_all {
            self.goes_on = !ends;
        }
        self.asked = None;
        true
    }

    /// A load went wrong.
    pub fn failed(&mut self) {
        self.asked = None;
        if !self.is_current() {
            self.state = State::Failed;
        }
    }

    /// Whether the answer comes in windows: a search gives its best hits in one.
    const fn pages(&self) -> bool {
        self.question.text.is_empty()
    }

    /// How many lines stand at or before that place.
    fn up_to(&self, limit: &Place) -> usize {
        let (key, id) = limit;
        self.lines
            .partition_point(|line| (line.name_key.as_str(), line.id) <= (key.as_str(), *id))
    }

    fn load(&self, after: Option<Place>) -> Effect {
        Effect::Load(Query::Contacts(ContactsQuery {
            after,
            ..self.question.clone()
        }))
    }
}

fn place(line: &ContactLine) -> Place {
    (line.name_key.clone(), line.id)
}
