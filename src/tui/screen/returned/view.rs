//! The frame of the triage.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::query::ReturnedLead;
use crate::tui::context::Context;
use crate::tui::overlay::put;
use crate::tui::screen::pen::Pen;
use crate::tui::screen::{House, departed, empty, signs};
use crate::tui::text;

use super::{Line, Returns};

/// Widths of the columns in cells; 0 where there is no room for one.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    company: usize,
    note: usize,
    by: usize,
    score: usize,
    wake: usize,
}

impl Columns {
    fn of(width: u16) -> Self {
        let width = usize::from(width);
        let score = if width >= 60 { 15 } else { 9 };
        let by = if width >= 60 { 9 } else { 0 };
        let wake = if width >= 50 { 12 } else { 0 };
        let free = width.saturating_sub(3 + score + by + wake);
        let note = if free >= 44 { free * 35 / 100 } else { 0 };
        let company = if free - note >= 28 {
            (free - note) * 45 / 100
        } else {
            0
        };
        Self {
            name: free - note - company,
            company,
            note,
            by,
            score,
            wake,
        }
    }
}

impl Returns {
    /// Draws the triage into an area.
    pub fn render(&self, ctx: &Context, house: House, frame: &mut Frame, area: Rect) {
        if self.leads.is_empty() {
            empty::render(&empty::returned(house, ctx), ctx, frame, area);
            return;
        }
        let columns = Columns::of(area.width);
        self.heading(&columns, ctx, frame, area);
        self.note(ctx, frame, area);
        for (row, line) in self
            .lines
            .iter()
            .skip(self.top)
            .take(self.rows.max(1))
            .enumerate()
        {
            match *line {
                Line::Reason(reason, count) => {
                    let words = format!(" {}  {count}  · {}", reason.label(), reason.destination());
                    put(frame, area, row + 1, &words, ctx.theme.title());
                }
                Line::Lead(at) if self.leads.get(at).is_some_and(|lead| self.is_gone(lead.id)) => {
                    departed::row(self.departure(), 3, ctx, frame, area, row + 1);
                }
                Line::Lead(at) => {
                    if let (Some(lead), Some(mut pen)) = (self.leads.get(at), Pen::at(frame, area, row + 1)) {
                        self.row(ctx, &columns, &mut pen, lead, at);
                    }
                }
            }
        }
    }

    /// What the rep wrote about the lead under the cursor, at the foot.
    fn note(&self, ctx: &Context, frame: &mut Frame, area: Rect) {
        let lead = self.leads.get(self.at).filter(|lead| !self.is_gone(lead.id));
        let Some(lead) = lead.filter(|lead| !lead.returned.note.is_empty()) else {
            return;
        };
        let words = format!("Note: {}", lead.returned.note);
        let width = usize::from(area.width).saturating_sub(4);
        for (row, line) in text::wrap(&words, width, self.note_rows).iter().enumerate() {
            let words = format!("   {line}");
            put(frame, area, 1 + self.rows + row, &words, ctx.theme.accent());
        }
    }

    fn heading(&self, columns: &Columns, ctx: &Context, frame: &mut Frame, area: Rect) {
        let style = ctx.theme.header();
        let name = match self.marked.len() {
            0 => "Name".to_owned(),
            marked => format!("Name · {marked} marked"),
        };
        if let Some(mut pen) = Pen::at(frame, area, 0) {
            pen.left("", 3, style)
                .left(&name, columns.name, style)
                .left("Company", columns.company, style)
                .left("Note", columns.note, style)
                .left("By", columns.by, style)
                .right(
                    if columns.score > 9 {
                        "Class, score"
                    } else {
                        "Score"
                    },
                    columns.score,
                    style,
                )
                .right("Wakes up", columns.wake, style);
        }
    }

    fn row(&self, ctx: &Context, columns: &Columns, pen: &mut Pen, lead: &ReturnedLead, at: usize) {
        let under_cursor = at == self.at;
        let base = if under_cursor {
            ctx.theme.selected()
        } else {
            ctx.theme.text()
        };
        let now = ctx.policy.model.score(&lead.score, ctx.now);
        let frozen = lead.handoff.as_ref().map(|handoff| &handoff.frozen);
        let before = frozen.map_or(lead.returned.score, |frozen| frozen.score);
        let score = if columns.score > 9 {
            let class = frozen.map_or_else(String::new, |frozen| format!("{} ", frozen.class));
            format!("{class}{before} → {} {}", now.class, now.total)
        } else {
            format!("{before} → {}", now.total)
        };
        let by = if lead.returned.by.is_empty() {
            "the clock"
        } else {
            &lead.returned.by
        };
        let wake = lead
            .lead
            .wake_at
            .map_or(String::new(), |at| signs::short(at, ctx));
        let mark = if self.marked.contains(&lead.id) {
            "✓"
        } else {
            " "
        };
        let gap = |width: usize| width.saturating_sub(1);
        pen.left(if under_cursor { "▸" } else { " " }, 1, base)
            .left(mark, 2, signs::on(base, ctx.theme.accent()))
            .left(&lead.name, gap(columns.name), base)
            .left("", columns.name.min(1), base)
            .left(&lead.company, gap(columns.company), base)
            .left("", columns.company.min(1), base)
            .left(&lead.returned.note, gap(columns.note), base)
            .left("", columns.note.min(1), base)
            .left(by, columns.by, base)
            .right(&score, columns.score, base)
            .right(&wake, columns.wake, base);
    }
}
