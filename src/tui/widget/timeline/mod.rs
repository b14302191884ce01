//! A timeline: newest first, grouped by day, drawn from one entry on for as many rows as there are.

mod sheet;
pub mod words;

use chrono::NaiveDate;
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};

use crate::domain::activity::{Activity, Fact};
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;

pub use sheet::Sheet;

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

/// From this width on, details may take more than one line and exact times bear their date.
const ROOMY: u16 = 60;

/// Cells of the longest relative time.
const AGO: usize = 11;

/// Cells of a user name.
const BY: usize = 14;

/// Cells of the kind's label.
const LABEL: usize = 9;

/// Draws the entries from the position `top` on, and `end` as the last line after them; from further up where the end would
/// leave rows empty. Costs what is visible, however many entries there are; only answers look further down, for those
/// before them.
pub fn render(sheet: &Sheet<'_>, entries: &[Activity], top: usize, end: &str, frame: &mut Frame<'_>) {
    let Sheet { times, ctx, area } = *sheet;
    let height = sheet.height();
    let top = sheet.within(entries, top);
    let mut lines: Vec<Line<'static>> = Vec::with_capacity(height);
    for (at, entry) in entries.iter().enumerate().skip(top) {
        if lines.len() >= height {
            break;
        }
        if at == top || !sheet.same_day(entries, at - 1) {
            lines.push(day_line(say::date(entry.at, ctx), ctx, area.width));
        }
        lines.extend(entry_lines(entry, &entries[at + 1..], times, ctx, area.width));
    }
    if lines.len() < height {
        lines.push(flow::row(
            vec![piece(end, ctx.theme.dim())],
            usize::from(area.width),
        ));
    }
    if lines.len() < height && top > 0 {
        fill(sheet, entries, top, &mut lines);
    }
    flow::draw(&lines, frame, area);
}

/// Puts the last rows of the entry before `top` into the rows that are left, so that the end stands on the bottom row: all
/// of that entry does not fit, else it would be on top. The name of the day stays over what is shown of it.
fn fill(sheet: &Sheet<'_>, entries: &[Activity], top: usize, lines: &mut Vec<Line<'static>>) {
    let Sheet { times, ctx, area } = *sheet;
    let room = sheet.height() - lines.len();
    let mut above = entry_lines(&entries[top - 1], &entries[top..], times, ctx, area.width);
    if sheet.same_day(entries, top - 1) {
        above.drain(..above.len().saturating_sub(room));
        lines.splice(1..1, above);
        return;
    }
    let named = usize::from(room > 1);
    above.drain(..above.len().saturating_sub(room - named));
    if named > 0 {
        above.insert(0, day_line(say::date(entries[top - 1].at, ctx), ctx, area.width));
    }
    lines.splice(..0, above);
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
fn entry_lines(
    entry: &Activity,
    older: &[Activity],
    times: Times,
    ctx: &Context,
    width: u16,
) -> Vec<Line<'static>> {
    let theme = ctx.theme;
    let (label, detail) = words::fact_line(entry, older, ctx);
    let time = format!("{}  ", text::fit_right(&say::time_of_day(entry.at, ctx), 5));
    let label = format!("{} ", text::fit(&label, LABEL));
    let right = right_edge(entry, times, ctx, width);
    let indent = text::width(&time) + text::width(&label);
    let room = usize::from(width).saturating_sub(indent + flow::cells(&right) + 1);
    let mut parts = text::wrap(&detail, room, most_lines(entry, width)).into_iter();
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

/// Notes are written to be read whole; the rest says what matters in its first words.
const fn most_lines(entry: &Activity, width: u16) -> usize {
    match (&entry.fact, width >= ROOMY) {
        (Fact::Note { .. }, true) => 6,
        (Fact::Note { .. }, false) => 3,
        (_, true) => 2,
        (_, false) => 1,
    }
}
