//! Where a timeline stands, and how far a page of it goes. Update and view ask the same sheet, so that a page is what was
//! shown: an entry takes as many rows as its words need, and every day takes one for its name.

use ratatui_core::layout::Rect;

use crate::domain::activity::Activity;
use crate::tui::context::Context;
use crate::tui::widget::say;

use super::{Times, Words, entry_lines};

/// The row under the last entry that says how the history goes on.
const END: usize = 1;

/// The name of the day, which stands over whatever is shown first.
const DAY: usize = 1;

/// The place of a timeline, and what else decides how many rows an entry takes.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// How times are shown.
    pub times: Times,
    /// How much of what somebody wrote is shown.
    pub words: Words,
    /// What every screen knows.
    pub ctx: &'a Context,
    /// Where it is drawn.
    pub area: Rect,
}

/// What stands first on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// Position of the entry, counted from the newest.
    pub entry: usize,
    /// Its first row that is shown: of an entry higher than the sheet, or where the end stands on the bottom row; else 0.
    pub row: usize,
}

impl Spot {
    /// Further down than anything stands.
    pub const END: Self = Self {
        entry: usize::MAX,
        row: usize::MAX,
    };

    /// The beginning of an entry.
    #[must_use]
    pub const fn of(entry: usize) -> Self {
        Self { entry, row: 0 }
    }
}

impl Sheet<'_> {
    /// Rows of the place.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// The spot, or where it is too far down the one that has the end on the bottom row: nothing is shown from further down.
    #[must_use]
    pub fn within(&self, entries: &[Activity], spot: Spot) -> Spot {
        let spot = self.settled(entries, spot);
        // Every entry takes a row at least: far from the end nothing more need be measured.
        let lowest = if spot.entry.saturating_add(self.height()) < entries.len() {
            Spot::END
        } else {
            self.lowest(entries)
        };
        if spot >= lowest {
            return lowest;
        }
        let row = if self.is_high(entries, spot.entry) {
            spot.row
        } else {
            0
        };
        Spot { row, ..spot }
    }

    /// The spot, on a row that there is: the last one of its entry, or of all, where it is beyond that.
    fn settled(&self, entries: &[Activity], spot: Spot) -> Spot {
        let Some(last) = entries.len().checked_sub(1) else {
            return Spot::default();
        };
        let (entry, row) = if spot.entry > last {
            (last, usize::MAX)
        } else {
            (spot.entry, spot.row)
        };
        let row = match row {
            0 => 0,
            row => row.min(self.rows(entries, entry) - 1),
        };
        Spot { entry, row }
    }

    /// Where the end stands on the bottom row. Where one row is left that the name of another day would take, it is filled
    /// when it is drawn.
    fn lowest(&self, entries: &[Activity]) -> Spot {
        let rows = self.height().saturating_sub(END);
        let (first, used) = self.fitting_before(entries, Spot::of(entries.len()), rows);
        let Some(above) = first.entry.checked_sub(1) else {
            return first;
        };
        let parts = first.entry < entries.len() && !self.same_day(entries, above);
        let room = rows.saturating_sub(used + usize::from(parts));
        if room == 0 && first.entry < entries.len() {
            return first;
        }
        Spot {
            entry: above,
            row: self.rows(entries, above).saturating_sub(room.max(1)),
        }
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

    /// One step down: to the next entry, and in one that is higher than the sheet to its next row; it may be further down
    /// than anything stands.
    #[must_use]
    pub fn next(&self, entries: &[Activity], spot: Spot) -> Spot {
        let in_it = self.is_high(entries, spot.entry) && spot.row + 1 < self.rows(entries, spot.entry);
        if in_it {
            Spot {
                row: spot.row + 1,
                ..spot
            }
        } else {
            Spot::of(spot.entry + 1)
        }
    }

    /// One step up.
    #[must_use]
    pub fn before(&self, entries: &[Activity], spot: Spot) -> Spot {
        let high = |entry| self.is_high(entries, entry);
        match (spot.row, spot.entry.checked_sub(1)) {
            (0, None) => spot,
            (0, Some(above)) if high(above) => Spot {
                entry: above,
                row: self.rows(entries, above) - 1,
            },
            (0, Some(above)) => Spot::of(above),
            (row, _) if high(spot.entry) => Spot { row: row - 1, ..spot },
            (..) => Spot::of(spot.entry),
        }
    }

    /// One page down: from the first entry that was not wholly shown; from the first row that was not shown of one that is
    /// higher than the sheet.
    #[must_use]
    pub fn next_page(&self, entries: &[Activity], spot: Spot) -> Spot {
        let mut used = 0;
        let mut next = spot.entry;
        while next < entries.len() {
            let begins = next == spot.entry || !self.same_day(entries, next - 1);
            let above = if next == spot.entry { spot.row } else { 0 };
            used += usize::from(begins) + self.rows(entries, next).saturating_sub(above);
            if used > self.height() {
                break;
            }
            next += 1;
        }
        if next > spot.entry {
            return self.within(entries, Spot::of(next));
        }
        let row = spot.row + self.height().saturating_sub(DAY).max(1);
        if row < self.rows(entries, spot.entry) {
            self.within(entries, Spot { row, ..spot })
        } else {
            self.within(entries, Spot::of(spot.entry + 1))
        }
    }

    /// One page up: what stands over it becomes the last that is wholly shown.
    #[must_use]
    pub fn page_before(&self, entries: &[Activity], spot: Spot) -> Spot {
        // Of an entry that fits on a page, the part that is shown is shown again with the rest of it.
        let end = if spot.row > 0 && !self.is_high(entries, spot.entry) {
            Spot::of(spot.entry + 1)
        } else {
            spot
        };
        let (first, _) = self.fitting_before(entries, end, self.height());
        if first < end {
            return first;
        }
        let room = self.height().saturating_sub(DAY).max(1);
        match (end.row, end.entry.checked_sub(1)) {
            (0, None) => end,
            (0, Some(above)) => Spot {
                entry: above,
                row: self.rows(entries, above).saturating_sub(room),
            },
            (row, _) => Spot {
                row: row.saturating_sub(room),
                ..end
            },
        }
    }

    /// The first entry from which on everything over `end` fits into so many rows, and how many it takes with the name of
    /// its day; `end` itself where nothing does.
    fn fitting_before(&self, entries: &[Activity], end: Spot, rows: usize) -> (Spot, usize) {
        let mut used = DAY + end.row;
        if used > rows {
            return (end, DAY);
        }
        let mut first = Spot::of(end.entry);
        while let Some(above) = first.entry.checked_sub(1) {
            let parts = (first.entry < end.entry || end.row > 0) && !self.same_day(entries, above);
            let more = usize::from(parts) + self.rows(entries, above);
            if used + more > rows {
                break;
            }
            used += more;
            first = Spot::of(above);
        }
        (first, used)
    }

    /// Rows of the entry at that position, without the name of its day.
    fn rows(&self, entries: &[Activity], at: usize) -> usize {
        entry_lines(&entries[at], &entries[at + 1..], self).len()
    }

    /// Whether the entry at that position does not fit on a sheet under the name of its day: then it is read by rows.
    fn is_high(&self, entries: &[Activity], at: usize) -> bool {
        at < entries.len() && DAY + self.rows(entries, at) > self.height()
    }

    /// Whether the entry at that position and the next older one stand under the name of one day.
    pub(super) fn same_day(&self, entries: &[Activity], at: usize) -> bool {
        let day = |at: usize| entries.get(at).map(|entry| say::date(entry.at, self.ctx));
        day(at) == day(at + 1)
    }
}
