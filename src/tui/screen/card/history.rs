//! The loaded part of one contact's timeline: windows that join, and a place in them that new entries do not move.

use crate::domain::Time;
use crate::domain::activity::{Activity, Seq};
use crate::domain::contact::ContactId;
use crate::domain::query::{Query, TimelineFilter, TimelinePage, TimelineQuery};
use crate::tui::Effect;
use crate::tui::screen::held::Movement;
use crate::tui::widget::timeline::{Sheet, Spot};

/// Entries of one window.
const WINDOW: usize = 100;

/// Where an entry stands: newer is greater; entries of the same instant in the order in which we learnt of them.
type Place = (Time, Seq);

/// The loaded entries, newest first.
#[derive(Debug, Clone)]
pub struct History {
    contact: ContactId,
    filter: TimelineFilter,
    entries: Vec<Activity>,
    next: Option<Place>,
    /// Whether the first window has come.
    begun: bool,
    /// The older window that was asked for and has not come.
    asked: Option<Place>,
    /// The first entry shown, and its first row shown; the newest when absent, and then new ones push it down.
    top: Option<(Place, usize)>,
    /// What the loaded part was too short for.
    ahead: Ahead,
}

/// Where the reader wants to go as soon as the windows are there.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ahead {
    /// Further down, by these movements in their order; nowhere when there are none.
    Down(Vec<Movement>),
    /// To the beginning of the history, window by window.
    End,
}

impl History {
    /// Nothing loaded yet.
    #[must_use]
    pub const fn new(contact: ContactId) -> Self {
        Self {
            contact,
            filter: TimelineFilter::All,
            entries: Vec::new(),
            next: None,
            begun: false,
            asked: None,
            top: None,
            ahead: Ahead::Down(Vec::new()),
        }
    }

    /// Whether what is shown does not begin with the newest entry.
    #[must_use]
    pub const fn is_scrolled(&self) -> bool {
        self.top.is_some()
    }

    /// Whether the beginning is on its way.
    #[must_use]
    pub const fn goes_to_end(&self) -> bool {
        matches!(self.ahead, Ahead::End)
    }

    /// Which kinds are shown.
    #[must_use]
    pub const fn filter(&self) -> TimelineFilter {
        self.filter
    }

    /// Whether the first window has come.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.begun
    }

    /// Whether there is older history that is not loaded.
    #[must_use]
    pub const fn goes_on(&self) -> bool {
        self.next.is_some()
    }

    /// The loaded entries, newest first.
    #[must_use]
    pub fn entries(&self) -> &[Activity] {
        &self.entries
    }

    /// What is shown first: the entry that was on top, or the next older one if it is gone. A sheet shows no empty rows for
    /// it: near the end it begins further up.
    #[must_use]
    pub fn top(&self) -> Spot {
        let Some((top, row)) = self.top else {
            return Spot::default();
        };
        let first = self.entries.partition_point(|entry| place(entry) > top);
        let entry = first.min(self.entries.len().saturating_sub(1));
        let there = self.entries.get(entry).is_some_and(|entry| place(entry) == top);
        let row = if there { row } else { 0 };
        Spot { entry, row }
    }

    /// Asks for the newest window.
    pub const fn load_newest(&self) -> Effect {
        self.load(None)
    }

    /// Goes on to the next kind, from the top, and asks for it.
    pub fn next_filter(&mut self) -> Effect {
        let filter = match self.filter {
            TimelineFilter::All => TimelineFilter::Behaviour,
            TimelineFilter::Behaviour => TimelineFilter::Talks,
            TimelineFilter::Talks => TimelineFilter::Moves,
            TimelineFilter::Moves => TimelineFilter::All,
        };
        *self = Self {
            filter,
            ..Self::new(self.contact)
        };
        self.load_newest()
    }

    /// Takes a window; on the way to the beginning it asks for the next. Answers to questions that are not asked any more are
    /// left alone.
    pub fn loaded(&mut self, query: &TimelineQuery, page: &TimelinePage) -> Option<Effect> {
        if query.contact != self.contact || query.filter != self.filter {
            return None;
        }
        match query.before {
            None => self.newest(page),
            Some(before) if self.next == Some(before) => {
                self.entries.extend_from_slice(&page.entries);
                self.next = page.next;
                self.asked = None;
                if self.goes_to_end() {
                    self.show_from(Spot::END);
                    return self.ask();
                }
            }
            Some(_) => {}
        }
        None
    }

    /// A load went wrong: the next move asks again.
    pub fn forget_asked(&mut self) {
        self.asked = None;
        self.ahead = Ahead::Down(Vec::new());
    }

    /// Moves on the sheet, never further than to where the end of what is loaded stands on its last row; asks for the next
    /// window when fewer than two screens are left.
    pub fn go(&mut self, movement: Movement, sheet: &Sheet<'_>) -> Option<Effect> {
        let entries = &self.entries;
        let top = sheet.within(entries, self.top());
        self.show_from(match movement {
            Movement::Down => {
                let next = sheet.next(entries, top);
                let there = sheet.within(entries, next);
                // A part of a step now would be lost when the rest of the history has come.
                if there != next && self.next.is_some() {
                    top
                } else {
                    there
                }
            }
            Movement::Up => sheet.before(entries, top),
            Movement::PageDown => sheet.next_page(entries, top),
            Movement::PageUp => sheet.page_before(entries, top),
            Movement::Top => Spot::default(),
            Movement::Bottom => sheet.within(entries, Spot::END),
        });
        let is_down = matches!(movement, Movement::Down | Movement::PageDown);
        if movement == Movement::Bottom && self.next.is_some() {
            self.ahead = Ahead::End;
        } else if is_down && self.next.is_some() && self.top() == top {
            self.owe(movement);
        } else {
            self.ahead = Ahead::Down(Vec::new());
        }
        let left = self.entries.len() - self.top().entry;
        if left > 2 * sheet.height() {
            return None;
        }
        self.ask()
    }

    /// Makes the movements for which the loaded part was too short, as far as it reaches now.
    pub fn catch_up(&mut self, sheet: &Sheet<'_>) -> Option<Effect> {
        let mut owed = match &mut self.ahead {
            Ahead::Down(owed) if self.asked.is_none() => std::mem::take(owed).into_iter(),
            Ahead::Down(_) | Ahead::End => return None,
        };
        let mut effect = None;
        for movement in owed.by_ref() {
            effect = self.go(movement, sheet).or(effect);
            if self.owes() {
                break;
            }
        }
        owed.for_each(|movement| self.owe(movement));
        effect
    }

    /// Whether movements wait for a window.
    #[must_use]
    pub const fn owes(&self) -> bool {
        matches!(&self.ahead, Ahead::Down(owed) if !owed.is_empty())
    }

    fn owe(&mut self, movement: Movement) {
        match &mut self.ahead {
            Ahead::Down(owed) => owed.push(movement),
            Ahead::End => self.ahead = Ahead::Down(vec![movement]),
        }
    }

    /// The newest window replaces what is loaded of its span, so that late entries find their place. Where it does not
    /// reach down to what is loaded, there would be a gap: then what is loaded goes.
    fn newest(&mut self, page: &TimelinePage) {
        let oldest = page.entries.last().map(place);
        let older = oldest.map_or(self.entries.len(), |oldest| {
            self.entries.partition_point(|entry| place(entry) >= oldest)
        });
        let joins = page.next.is_some() && older > 0 && older < self.entries.len();
        if joins {
            self.entries.splice(..older, page.entries.iter().cloned());
        } else {
            self.entries.clone_from(&page.entries);
            self.next = page.next;
            self.asked = None;
        }
        self.begun = true;
    }

    fn show_from(&mut self, spot: Spot) {
        let entry = spot.entry.min(self.entries.len().saturating_sub(1));
        self.top = if entry == 0 && spot.row == 0 {
            None
        } else {
            self.entries.get(entry).map(|entry| (place(entry), spot.row))
        };
    }

    /// Asks for the next older window, once.
    fn ask(&mut self) -> Option<Effect> {
        if self.next.is_none() || self.asked == self.next {
            return None;
        }
        self.asked = self.next;
        Some(self.load(self.next))
    }

    const fn load(&self, before: Option<Place>) -> Effect {
        Effect::Load(Query::Timeline(TimelineQuery {
            contact: self.contact,
            before,
            filter: self.filter,
            limit: WINDOW,
        }))
    }
}

const fn place(entry: &Activity) -> Place {
    (entry.at, entry.seq)
}
