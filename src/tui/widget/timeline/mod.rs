//! A timeline: newest first, grouped by day, drawn from one entry on for as many rows as there are.

mod sheet;
pub mod words;

use chrono::NaiveDate;
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};

use crate::domain::activity::{Activity, Fact};
use crate::domain::text::NOTE_CHARS;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;

pub use sheet::{Sheet, Spot};

/// How times are shown at the right edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Times {
    /// `4 min ago`.
    #[default]
    Relative,
    /// To the second.
    Exact,
}

impl Times {
    /// The other way.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Relative => Self::Exact,
            Self::Exact => Self::Relative,
        }
    }
}

/// How much is shown of what somebody wrote: a note, the reason of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Its beginning: beside a list, where it is not to hide what else has happened.
    Begun,
    /// All of it.
    All,
}

/// From this width on, details may take more than one line and exact times bear their date.
const ROOMY: u16 = 60;

/// Cells of the longest relative time.
const AGO: usize = 11;

/// Cells of a user name.
const BY: usize = 14;

/// Cells of the kind's label.
const LABEL: usize = 9;

/// Draws the entries from the spot `top` on, and `end` as the last line after them; from further up where the end would
/// leave rows empty. The name of the day stands over whatever is shown first. Costs what is visible, however many entries
/// there are; only answers look further down, for those before them.
pub fn render(sheet: &Sheet<'_>, entries: &[Activity], top: Spot, end: &str, frame: &mut Frame<'_>) {
    let Sheet { ctx, area, .. } = *sheet;
    let height = sheet.height();
    let top = sheet.within(entries, top);
    let mut lines: Vec<Line<'static>> = Vec::with_capacity(height);
    for (at, entry) in entries.iter().enumerate().skip(top.entry) {
        if lines.len() >= height {
            break;
        }
        let is_first = at == top.entry;
        if is_first || !sheet.same_day(entries, at - 1) {
            lines.push(day_line(say::date(entry.at, ctx), ctx, area.width));
        }
        let above = if is_first { top.row } else { 0 };
        lines.extend(
            entry_lines(entry, &entries[at + 1..], sheet)
                .into_iter()
                .skip(above),
        );
    }
    if lines.len() < height {
        lines.push(flow::row(
            vec![piece(end, ctx.theme.dim())],
            usize::from(area.width),
        ));
    }
    // One row, in which the name of another day would say less than the end of its last entry.
    if lines.len() < height
        && let Some(above) = top.entry.checked_sub(1)
    {
        let mut rows = entry_lines(&entries[above], &entries[top.entry..], sheet);
        lines.splice(..0, rows.pop());
    }
    flow::draw(&lines, frame, area);
}

/// `── today ──────`
fn day_line(day: NaiveDate, ctx: &Context, width: u16) -> Line<'static> {
    let name = say::day(day, ctx);
    let rest = usize::from(width).saturating_sub(text::width(&name) + 4);
    let border = ctx.theme.border();
    let pieces = vec![
        piece("── ", border),
        piece(&name, ctx.theme.header()),
        piece(" ", border),
        piece(&"─".repeat(rest), border),
    ];
    flow::row(pieces, usize::from(width))
}

/// `9:38  page      /pricing                 4 min ago`, and further lines for what does not fit on the first.
fn entry_lines(entry: &Activity, older: &[Activity], sheet: &Sheet<'_>) -> Vec<Line<'static>> {
    let Sheet { times, ctx, area, .. } = *sheet;
    let (theme, width) = (ctx.theme, area.width);
    let (label, detail) = words::fact_line(entry, older, ctx);
    let time = format!("{}  ", text::fit_right(&say::time_of_day(entry.at, ctx), 5));
    let label = format!("{} ", text::fit(&label, LABEL));
    let right = right_edge(entry, times, ctx, width);
    let indent = text::width(&time) + text::width(&label);
    let room = usize::from(width).saturating_sub(indent + flow::cells(&right) + 1);
    // Of what is read whole, only the first line makes room for the right edge.
    let (lines, below) = match most_lines(entry, width, sheet.words) {
        NOTE_CHARS => (NOTE_CHARS, usize::from(width).saturating_sub(indent)),
        lines => (lines, room),
    };
    let mut parts = text::wrap_after(&detail, room, below, lines).into_iter();
    let kind = if entry.fact.is_event() {
        theme.text()
    } else {
        theme.accent()
    };
    let first = vec![
        Span::styled(time, theme.dim()),
        Span::styled(label, kind),
        piece(&parts.next().unwrap_or_default(), theme.text()),
    ];
    let mut lines = vec![flow::row_ends(first, right, usize::from(width))];
    lines.extend(parts.map(|part| {
        let pieces = vec![Span::raw(" ".repeat(indent)), piece(&part, theme.text())];
        flow::row(pieces, usize::from(width))
    }));
    lines
}

/// `mikko  4 min ago`
fn right_edge(entry: &Activity, times: Times, ctx: &Context, width: u16) -> Chip {
    let roomy = width >= ROOMY;
    let words = match times {
        Times::Relative if roomy => text::fit_right(&say::ago(entry.at, ctx), AGO),
        Times::Relative => say::ago(entry.at, ctx),
        Times::Exact if roomy => say::exact(entry.at, ctx),
        Times::Exact => say::to_the_second(entry.at, ctx),
    };
    let by = if roomy {
        text::cut(&entry.by, BY)
    } else {
        text::cut(&entry.by, BY / 2)
    };
    vec![piece(&format!("{by}  {words}"), ctx.theme.dim())]
}

/// What somebody wrote is written to be read whole; the rest says what matters in its first words.
const fn most_lines(entry: &Activity, width: u16, words: Words) -> usize {
    let note = matches!(entry.fact, Fact::Note { .. });
    let written = note || matches!(entry.fact, Fact::Return(_) | Fact::Triage(_) | Fact::Lose { .. });
    match (words, width >= ROOMY) {
        // A line a character is the most that words can take.
        (Words::All, _) if written => NOTE_CHARS,
        (Words::Begun, true) if note => 6,
        (Words::Begun, false) if note => 3,
        (_, true) => 2,
        (_, false) => 1,
    }
}
