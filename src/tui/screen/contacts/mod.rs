//! Everybody: a list by name in windows, a search as one types, and filters by hand.

mod columns;
mod view;
mod windows;

#[cfg(test)]
mod tests;

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::contact::ContactId;
use crate::domain::query::{Answer, ContactFilter, ContactLine, ContactsQuery, Slice};
use crate::tui::Effect;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::screen::held::movement;
use crate::tui::widget::field::{Edited, Field};
use windows::Windows;

/// Rows of the screen above the list: the search line and the heads of the columns.
const HEAD: u16 = 2;

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Contacts {
    search: Field,
    focus: Focus,
    windows: Windows,
    cursor: Option<ContactId>,
    /// Position of the cursor, for when its contact has gone from the list.
    row: usize,
    /// First row shown.
    from: usize,
    /// Rows of the list, as last told.
    rows: usize,
    /// Steps that the loaded lines were too few for, down when positive: they are made when the next window comes.
    owed: isize,
}

/// What the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// The list.
    List,
    /// The search field.
    Search,
}

impl Default for Contacts {
    fn default() -> Self {
        Self::new()
    }
}

impl Contacts {
    /// Everybody by name, nothing loaded.
    #[must_use]
    pub fn new() -> Self {
        Self {
            search: Field::default(),
            focus: Focus::List,
            windows: Windows::default(),
            cursor: None,
            row: 0,
            from: 0,
            rows: 18,
            owed: 0,
        }
    }

    /// The screen comes into view: loads what it shows.
    pub fn enter(&mut self) -> Vec<Effect> {
        self.refresh()
    }

    /// Loads again what is shown: somebody changed something.
    #[must_use]
    pub fn refresh(&self) -> Vec<Effect> {
        vec![self.windows.load_around(self.from)]
    }

    /// Takes an answer; one to an older question is left alone.
    pub fn loaded(&mut self, answer: &Answer) -> Vec<Effect> {
        let Answer::Contacts(query, lines) = answer else {
            return Vec::new();
        };
        let jumps = self.windows.awaits(&query.slice);
        if !self.windows.loaded(query, lines) {
            return Vec::new();
        }
        if jumps {
            let last = self.windows.lines().len().saturating_sub(1);
            let row = if query.slice.is_backward() { last } else { 0 };
            self.put_cursor(row);
            self.from = view::first_row(0, row, self.rows);
        } else {
            self.find_cursor();
        }
        if jumps || self.owed != 0 {
            return self.step(0);
        }
        Vec::new()
    }

    /// A load went wrong: the next key asks again.
    pub fn load_failed(&mut self) {
        self.owed = 0;
        self.windows.failed();
    }

    /// Whether the search field has the focus: then keys go to [`Contacts::text_input`].
    #[must_use]
    pub const fn is_typing(&self) -> bool {
        matches!(self.focus, Focus::Search)
    }

    /// Whether a search or a filter leaves somebody out: Escape then shows everybody before it goes anywhere.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.search.text().is_empty() || self.windows.filter() != ContactFilter::All
    }

    /// The contact under the cursor; nobody while the answer to what was just typed has not come.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        self.selected_line().map(|line| line.id)
    }

    /// The line under the cursor, as [`Contacts::selected`].
    #[must_use]
    pub fn selected_line(&self) -> Option<&ContactLine> {
        if self.windows.is_current() {
            self.windows.lines().get(self.row)
        } else {
            None
        }
    }

    /// Does what concerns the list; other actions are the root's.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a screen names the actions that are its own"
    )]
    pub fn act(&mut self, action: Action, ctx: &Context) -> Vec<Effect> {
        self.rows = rows(ctx);
        if movement(action).is_none() {
            self.owed = 0;
        }
        match action {
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::PageDown => self.step(self.rows.cast_signed()),
            Action::PageUp => self.step(-self.rows.cast_signed()),
            Action::Top => self.go_to(Slice::First),
            Action::Bottom => self.go_to(Slice::Last),
            Action::Search => {
                self.focus = Focus::Search;
                Vec::new()
            }
            Action::Filter => {
                let filter = next_filter(self.windows.filter());
                self.ask(filter)
            }
            Action::Escape if self.is_narrowed() => self.show_everybody(),
            _ => Vec::new(),
        }
    }

    /// Takes a key while the search field has the focus. Enter goes to the list, Escape shows everybody again, Up and
    /// Down move in the list without leaving the field.
    pub fn text_input(&mut self, key: &Key) -> Vec<Effect> {
        match key.code {
            Code::Enter | Code::Tab => self.focus = Focus::List,
            Code::Esc => {
                self.focus = Focus::List;
                return self.show_everybody();
            }
            Code::Down => return self.step(1),
            Code::Up => return self.step(-1),
            Code::PageDown => return self.step(self.rows.cast_signed()),
            Code::PageUp => return self.step(-self.rows.cast_signed()),
            Code::Char(_)
            | Code::Function(_)
            | Code::BackTab
            | Code::Backspace
            | Code::Delete
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End => {
                let edited = self.search.key(key);
                return self.after(edited);
            }
        }
        Vec::new()
    }

    /// Takes pasted text into the search field.
    pub fn paste(&mut self, words: &str) -> Vec<Effect> {
        let edited = self.search.paste(words);
        self.after(edited)
    }

    /// Puts the cursor on the row that was clicked, counted from the top of the area that the screen was drawn into, and
    /// says who stands there; the search line takes the focus.
    pub fn click(&mut self, row: u16) -> Option<ContactId> {
        let Some(row) = row.checked_sub(HEAD) else {
            self.focus = Focus::Search;
            return None;
        };
        let row = self.from + usize::from(row);
        if row >= self.windows.lines().len() {
            return None;
        }
        self.focus = Focus::List;
        self.owed = 0;
        self.put_cursor(row);
        self.selected()
    }

    /// The area into which the screen is drawn has so many rows now.
    pub fn resize(&mut self, rows: u16) {
        self.rows = usize::from(rows.saturating_sub(HEAD)).max(1);
        self.from = view::first_row(self.from, self.row, self.rows);
    }

    /// Draws the screen into the area.
    pub fn render(&self, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
        view::render(self, ctx, frame, area);
    }

    fn after(&mut self, edited: Edited) -> Vec<Effect> {
        match edited {
            Edited::Text => self.ask(self.windows.filter()),
            Edited::Nothing | Edited::NotMine => Vec::new(),
        }
    }

    fn show_everybody(&mut self) -> Vec<Effect> {
        if !self.is_narrowed() {
            return Vec::new();
        }
        self.search = Field::default();
        self.ask(ContactFilter::All)
    }

    /// Asks a new question, from its first row.
    fn ask(&mut self, filter: ContactFilter) -> Vec<Effect> {
        self.cursor = None;
        self.row = 0;
        self.from = 0;
        self.owed = 0;
        vec![self.windows.ask(self.search.text().trim(), filter)]
    }

    /// Goes to one end of the list: at once where it is loaded, else when it has come.
    fn go_to(&mut self, end: Slice) -> Vec<Effect> {
        self.owed = 0;
        let by = if end.is_backward() { isize::MAX } else { isize::MIN };
        if let Some(effect) = self.windows.ask_end(end) {
            return vec![effect];
        }
        let effects = self.step(by);
        self.owed = 0;
        effects
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        let by = self.owed.saturating_add(by);
        // From an end there is one way only.
        if self.windows.awaits(&Slice::First) {
            self.owed = by.max(0);
            return Vec::new();
        }
        if self.windows.awaits(&Slice::Last) {
            self.owed = by.min(0);
            return Vec::new();
        }
        let last = self.windows.lines().len().saturating_sub(1);
        let wanted = self.row.cast_signed().saturating_add(by);
        let row = wanted.clamp(0, last.cast_signed());
        self.owed = if self.windows.leads_on(wanted > row) {
            wanted - row
        } else {
            0
        };
        self.put_cursor(row.cast_unsigned());
        self.from = view::first_row(self.from, self.row, self.rows);
        self.windows.ask_ahead(self.row, self.rows).into_iter().collect()
    }

    fn put_cursor(&mut self, row: usize) {
        self.row = row;
        self.cursor = self.windows.lines().get(row).map(|line| line.id);
    }

    /// After the lines have changed: the cursor stays on its contact, else on its row.
    fn find_cursor(&mut self) {
        let lines = self.windows.lines();
        let found = self
            .cursor
            .and_then(|id| lines.iter().position(|line| line.id == id));
        let row = found.unwrap_or(self.row).min(lines.len().saturating_sub(1));
        self.from = self
            .from
            .saturating_add_signed(row.cast_signed() - self.row.cast_signed());
        self.put_cursor(row);
    }

    /// The question that the shown lines answer.
    const fn question(&self) -> &ContactsQuery {
        self.windows.question()
    }
}

/// Rows of the list, seen from the rows of the screen: what page keys move by.
fn rows(ctx: &Context) -> usize {
    usize::from(ctx.size.1.saturating_sub(HEAD + 4)).max(1)
}

const fn next_filter(filter: ContactFilter) -> ContactFilter {
    match filter {
        ContactFilter::All => ContactFilter::Marketing,
        ContactFilter::Marketing => ContactFilter::Sales,
        ContactFilter::Sales => ContactFilter::Closed,
        ContactFilter::Closed => ContactFilter::All,
    }
}
