//! The loaded part of a list of contacts: windows of one question that join by key.

use crate::domain::contact::ContactId;
use crate::domain::query::{ContactFilter, ContactLine, ContactsQuery, Query, Slice};
use crate::tui::Effect;

/// Lines of one window.
pub const WINDOW: usize = 100;

/// Where a line stands.
type Place = (String, ContactId);

/// The loaded lines of one question, in the order of the store: a part of the list without gaps, which need not begin with
/// its first line.
#[derive(Debug, Clone)]
pub struct Windows {
    question: ContactsQuery,
    lines: Vec<ContactLine>,
    state: State,
    /// Whether there is more after the last line.
    goes_on: bool,
    /// Whether there is more before the first line.
    goes_back: bool,
    /// The window that was asked for to go there and has not come; looking again is not among that.
    asked: Option<Slice>,
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
                slice: Slice::First,
                limit: WINDOW,
            },
            lines: Vec::new(),
            state: State::Waiting,
            goes_on: false,
            goes_back: false,
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
        self.load(Slice::First)
    }

    /// Whether walking on beyond the loaded lines, down or else up, waits for a window only.
    #[must_use]
    pub const fn leads_on(&self, down: bool) -> bool {
        self.pages() && if down { self.goes_on } else { self.goes_back }
    }

    /// Whether that window was asked for to go to one end of the list.
    #[must_use]
    pub fn awaits(&self, slice: &Slice) -> bool {
        matches!(slice, Slice::First | Slice::Last) && self.asked.as_ref() == Some(slice)
    }

    /// The window that begins with the line `from`: what is shown, again.
    pub fn load_around(&self, from: usize) -> Effect {
        if !self.is_current() || !self.pages() {
            return self.load(Slice::First);
        }
        let before = match (from.checked_sub(1), self.lines.first()) {
            (Some(row), _) => self.lines.get(row).map(place),
            (None, Some(first)) if self.goes_back => Some(just_before(first)),
            (None, _) => None,
        };
        self.load(before.map_or(Slice::First, |(key, id)| Slice::After(key, id)))
    }

    /// The window at one end of the list, where it is not loaded.
    pub fn ask_end(&mut self, end: Slice) -> Option<Effect> {
        self.asked = None;
        if !self.is_current() || !self.leads_on(end.is_backward()) {
            return None;
        }
        self.asked = Some(end.clone());
        Some(self.load(end))
    }

    /// The next window when fewer than two screens of `rows` are left under `row`, or over it.
    pub fn ask_ahead(&mut self, row: usize, rows: usize) -> Option<Effect> {
        if self.state == State::Failed {
            self.state = State::Waiting;
            return Some(self.load(Slice::First));
        }
        if !self.is_current() || self.asked.is_some() {
            return None;
        }
        let near_last = self.lines.len() <= row + 2 * rows && self.leads_on(true);
        let near_first = row < 2 * rows && self.leads_on(false);
        let next = if near_last {
            self.lines
                .last()
                .map(place)
                .map(|(key, id)| Slice::After(key, id))
        } else if near_first {
            self.lines
                .first()
                .map(place)
                .map(|(key, id)| Slice::Before(key, id))
        } else {
            None
        };
        self.asked.clone_from(&next);
        next.map(|slice| self.load(slice))
    }

    /// Takes an answer, and says whether it was one to this question.
    ///
    /// The window replaces the lines of its span: those after its key and up to its last line, or all of them when it is
    /// the end. So the same way serves for going on and for looking again. A window that does not join the lines is taken
    /// only where it is awaited, and then the lines go.
    pub fn loaded(&mut self, query: &ContactsQuery, lines: &[ContactLine]) -> bool {
        if query.text != self.question.text || query.filter != self.question.filter {
            return false;
        }
        let jumps = self.awaits(&query.slice);
        self.asked.take_if(|asked| *asked == query.slice);
        if !self.is_current() || !self.pages() || jumps {
            if !matches!(query.slice, Slice::First | Slice::Last) {
                return false;
            }
            self.lines.clear();
            (self.goes_on, self.goes_back) = (false, false);
        } else if !self.joins(&query.slice) {
            return false;
        }
        if query.slice.is_backward() {
            self.put_before(query, lines);
        } else {
            self.put_after(query, lines);
        }
        self.state = State::Current;
        true
    }

    /// Whether between a window of that slice and the loaded lines nobody can stand. One that was asked for before a jump to
    /// an end of the list does not join what came with the jump.
    fn joins(&self, slice: &Slice) -> bool {
        let (key, id) = match slice {
            Slice::First => return !self.goes_back,
            Slice::Last => return !self.goes_on,
            Slice::After(key, id) | Slice::Before(key, id) => (key, *id),
        };
        let edge = (key.clone(), id);
        let begins = self.lines.first().map(just_before);
        let ends = self.lines.last().map(place);
        (!self.goes_back || begins.is_none_or(|begins| begins <= edge))
            && (!self.goes_on || ends.is_none_or(|ends| edge <= ends))
    }

    fn put_after(&mut self, query: &ContactsQuery, lines: &[ContactLine]) {
        let ends = lines.len() < query.limit;
        let start = match &query.slice {
            Slice::After(key, id) => self.up_to(&(key.clone(), *id)),
            Slice::First | Slice::Before(..) | Slice::Last => 0,
        };
        let stop = match lines.last().map(place) {
            Some(last) if !ends && self.pages() => self.up_to(&last),
            _ => self.lines.len(),
        };
        let was_all = stop == self.lines.len();
        self.lines.splice(start..stop.max(start), lines.iter().cloned());
        if was_all {
            self.goes_on = !ends;
        }
    }

    fn put_before(&mut self, query: &ContactsQuery, lines: &[ContactLine]) {
        let begins = lines.len() < query.limit;
        let stop = match &query.slice {
            Slice::Before(key, id) => self.up_to(&(key.clone(), ContactId(id.0.saturating_sub(1)))),
            Slice::First | Slice::After(..) | Slice::Last => self.lines.len(),
        };
        let start = match lines.first() {
            Some(first) if !begins => self.up_to(&just_before(first)),
            _ => 0,
        };
        self.lines.splice(start.min(stop)..stop, lines.iter().cloned());
        if start == 0 {
            self.goes_back = !begins;
        }
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

    fn load(&self, slice: Slice) -> Effect {
        Effect::Load(Query::Contacts(ContactsQuery {
            slice,
            ..self.question.clone()
        }))
    }
}

fn place(line: &ContactLine) -> Place {
    (line.name_key.clone(), line.id)
}

/// A place after which the line is the next, whoever else comes.
fn just_before(line: &ContactLine) -> Place {
    (line.name_key.clone(), ContactId(line.id.0.saturating_sub(1)))
}
