//! The loaded part of one contact's timeline: windows that join, and a place in them that new entries do not move.

use crate::domain::Time;
use crate::domain::activity::{Activity, Seq};
use crate::domain::contact::ContactId;
use crate::domain::query::{Query, TimelineFilter, TimelinePage, TimelineQuery};
use crate::tui::Effect;

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
    /// The first entry shown; the newest when absent, and then new ones push it down.
    top: Option<Place>,
    /// The way to the beginning is still being loaded, window by window, for a screen of so many entries.
    to_end: Option<usize>,
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
            to_end: None,
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
        self.to_end.is_some()
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

    /// The entries from the first shown one on.
    #[must_use]
    pub fn shown(&self) -> &[Activity] {
        &self.entries[self.first()..]
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
                return self.to_end.and_then(|screen| self.bottom(screen));
            }
            Some(_) => {}
        }
        None
    }

    /// A load went wrong: the next move asks again.
    pub const fn forget_asked(&mut self) {
        self.asked = None;
        self.to_end = None;
    }

    /// Moves by so many entries, down when positive; asks for the next window when fewer than two screens are left.
    pub fn scroll(&mut self, by: isize, screen: usize) -> Option<Effect> {
        self.to_end = None;
        let first = self.first().saturating_add_signed(by);
        self.show_from(first);
        self.ask_ahead(screen)
    }

    /// Shows the newest first, and stays with it.
    pub const fn top(&mut self) {
        self.top = None;
        self.to_end = None;
    }

    /// Shows the last loaded screen, and goes on to the beginning of the history as its windows come.
    pub fn bottom(&mut self, screen: usize) -> Option<Effect> {
        self.to_end = self.next.map(|_| screen);
        self.show_from(self.entries.len().saturating_sub(screen));
        self.ask_ahead(screen)
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

    /// Position of the first entry shown: the one that was on top, or the next older one if it is gone.
    fn first(&self) -> usize {
        let Some(top) = self.top else { return 0 };
        let first = self.entries.partition_point(|entry| place(entry) > top);
        first.min(self.entries.len().saturating_sub(1))
    }

    fn show_from(&mut self, first: usize) {
        let first = first.min(self.entries.len().saturating_sub(1));
        self.top = if first == 0 {
            None
        } else {
            self.entries.get(first).map(place)
        };
    }

    fn ask_ahead(&mut self, screen: usize) -> Option<Effect> {
        let left = self.entries.len() - self.first();
        if left > 2 * screen || self.next.is_none() || self.asked == self.next {
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
