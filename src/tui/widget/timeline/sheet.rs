//! Where a timeline stands, and how far a page of it goes. Update and view ask the same sheet, so that a page is what was
//! shown: an entry takes as many rows as its words need, and every day takes one for its name.

use ratatui_core::layout::Rect;

use crate::domain::activity::Activity;
use crate::tui::context::Context;
use crate::tui::widget::say;

use super::{Times, entry_lines};

/// The row under the last entry that says how the history goes on.
const END: usize = 1;

/// The place of a timeline, and what else decides how many rows an entry takes. Positions are those of the first entry
/// shown, counted from the newest.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// How times are shown.
    pub times: Times,
    /// What every screen knows.
    pub ctx: &'a Context,
    /// Where it is drawn.
    pub area: Rect,
}

impl Sheet<'_> {
    /// Rows of the place.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// The position, or where it is too far down the one that has the end on the bottom row: nothing is shown from further
    /// down.
    #[must_use]
    pub fn within(&self, entries: &[Activity], top: usize) -> usize {
        // Every entry takes a row at least: far from the end nothing need be measured.
        if top.saturating_add(self.height()) < entries.len() {
            return top;
        }
        let rows = self.height().saturating_sub(END);
        top.min(self.fitting_before(entries, entries.len(), rows))
    }

    /// Rows of all of it, the end included; those of the sheet where it has more.
    #[must_use]
    pub fn rows_up_to_end(&self, entries: &[Activity]) -> usize {
        let rows = (0..entries.len()).map(|at| {
            let begins = at == 0 || !self.same_day(entries, at - 1);
            usize::from(begins) + self.rows(entries, at)
        });
        // Every entry takes a row: more of them than rows need not be looked at.
        (END + rows.take(self.height()).sum::<usize>()).min(self.height())
    }

    /// One page down from `top`: from the first entry that was not wholly shown. An entry higher than the screen is passed.
    #[must_use]
    pub fn next_page(&self, entries: &[Activity], top: usize) -> usize {
        let mut used = 0;
        let mut next = top;
        while next < entries.len() {
            let begins = next == top || !self.same_day(entries, next - 1);
            used += usize::from(begins) + self.rows(entries, next);
            if used > self.height() {
                break;
            }
            next += 1;
        }
        self.within(entries, next.max(top + 1))
    }

    /// One page up from `top`: the entry over it becomes the last one wholly shown.
    #[must_use]
    pub fn page_before(&self, entries: &[Activity], top: usize) -> usize {
        self.fitting_before(entries, top, self.height())
    }

    /// The first position from which on all entries up to `end` fit into so many rows; at most the one before `end`.
    fn fitting_before(&self, entries: &[Activity], end: usize, rows: usize) -> usize {
        let mut used = 1;
        let mut first = end;
        while first > 0 {
            let parts = first < end && !self.same_day(entries, first - 1);
            used += usize::from(parts) + self.rows(entries, first - 1);
            if used > rows {
                break;
            }
            first -= 1;
        }
        first.min(end.saturating_sub(1))
    }

    /// Rows of the entry at that position, without the name of its day.
    fn rows(&self, entries: &[Activity], at: usize) -> usize {
        entry_lines(
            &entries[at],
            &entries[at + 1..],
            self.times,
            self.ctx,
            self.area.width,
        )
        .len()
    }

    /// Whether the entry at that position and the next older one stand under the name of one day.
    pub(super) fn same_day(&self, entries: &[Activity], at: usize) -> bool {
        let day = |at: usize| entries.get(at).map(|entry| say::date(entry.at, self.ctx));
        day(at) == day(at + 1)
    }
}
