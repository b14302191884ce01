//! The frame of the call list: built for the visible lines only.

use ratatui_core::layout::Rect;
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;

use crate::domain::priority::{self, OpenLead, Place};
use crate::domain::text as words;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::overlay::put;
use crate::tui::screen::departed;
use crate::tui::screen::held::Row;
use crate::tui::screen::moved::Move;
use crate::tui::screen::pen::Pen;
use crate::tui::screen::signs;
use crate::tui::text;

use super::{Calls, UNDER};

/// Widths of the columns in cells; 0 where there is no room for one.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Of the whole list.
    width: u16,
    /// Of the place in the list, as wide as the last one needs.
    rank: usize,
    name: usize,
    company: usize,
    value: usize,
    left: usize,
    tries: usize,
}

/// Cursor, sign of the owner and mark, with the space between them; the number and the grade come to it.
const FIXED: usize = 1 + 1 + 3 + 2;

/// Cells of a number of up to three digits: the columns of most lists stand still.
const RANK: usize = 3;

impl Columns {
    /// What fits of a list of so many rows: number, name and clock always, then the value, the tries, the company.
    fn of(list: u16, rows: usize) -> Self {
        let width = usize::from(list);
        let (value, left) = if width >= 60 { (9, 9) } else { (7, 8) };
        let tries = if width >= 48 { 6 } else { 0 };
        let rank = text::width(&rows.to_string()).max(RANK);
        let free = width.saturating_sub(FIXED + rank + signs::grade_cells(list) + value + left + tries);
        let company = if free >= 22 { free * 45 / 100 } else { 0 };
        Self {
            width: list,
            rank,
            name: free - company,
            company,
            value,
            left,
            tries,
        }
    }

    /// Cells before the grade, and before the lines under the selected row.
    const fn indent(&self) -> usize {
        1 + self.rank + 1
    }
}

impl Calls {
    /// Draws the list into an area.
    pub fn render(&self, ctx: &Context, desk: &Desk, frame: &mut Frame, area: Rect) {
        let columns = Columns::of(area.width, self.list.order().len());
        heading(&columns, ctx, frame, area);
        let mut at = 1;
        for (line, row) in self.list.shown() {
            let rank = match row {
                Row::At(rank) => rank,
                Row::Departed(id) => {
                    departed::row(
                        desk.departure(id),
                        columns.indent() + signs::grade_cells(area.width) + 3,
                        ctx,
                        frame,
                        area,
                        at,
                    );
                    // The lines under it stay empty, so that no row below moves.
                    at += 1 + UNDER;
                    continue;
                }
            };
            let Some((place, lead)) = desk.place(rank) else {
                continue;
            };
            let selected = line == self.list.line();
            let base = if selected {
                ctx.theme.selected()
            } else {
                ctx.theme.text()
            };
            if let Some(mut pen) = Pen::at(frame, area, at) {
                pen.left(if selected { "▸" } else { " " }, 1, base);
                pen.right(&(rank + 1).to_string(), columns.rank, base);
                self.cells(ctx, desk, &columns, &mut pen, (&place, lead), base);
            }
            at += 1;
            if selected {
                let indent = columns.indent();
                for line in under(&place, lead, ctx, usize::from(area.width).saturating_sub(indent)) {
                    put(frame, area, at, &format!("{:indent$}{line}", ""), ctx.theme.dim());
                    at += 1;
                }
            }
        }
    }

    fn cells(
        &self,
        ctx: &Context,
        desk: &Desk,
        columns: &Columns,
        pen: &mut Pen,
        (place, lead): (&Place, &OpenLead),
        base: Style,
    ) {
        let mark = self.marks.get(lead.id).map_or("", Move::sign);
        let value = words::money(place.expected_value(), "");
        let clock = signs::of_lead(lead, &place.clock, ctx);
        pen.left("", 1, base)
            .left(
                &signs::graded(place.score.class, place.score.grade, columns.width),
                signs::grade_cells(columns.width),
                signs::on(base, ctx.theme.class(place.score.class)),
            )
            .left(
                signs::of_owner(lead, desk, ctx),
                3,
                signs::on(base, ctx.theme.accent()),
            )
            .left(&lead.name, columns.name.saturating_sub(1), base)
            .left("", 1, base)
            .left(&lead.company, columns.company, base)
            .right(mark, 2, signs::on(base, ctx.theme.accent()))
            .right(&value, columns.value, base)
            .right(
                &clock,
                columns.left,
                signs::on(base, signs::lead_style(lead, &place.clock, ctx)),
            )
            .right(&lead.lead.work.attempts.to_string(), columns.tries, base);
    }
}

/// Why to call, and the arithmetic of the place, in as many words as there is room for.
fn under(place: &Place, lead: &OpenLead, ctx: &Context, room: usize) -> [String; UNDER] {
    let why = priority::why(lead, place, &ctx.policy, ctx.now);
    let currency = &ctx.policy.value.currency;
    let sum = priority::arithmetic_in(place, currency, |form| text::width(form) <= room);
    [why, sum].map(|line| text::cut_between_words(&line, room))
}

fn heading(columns: &Columns, ctx: &Context, frame: &mut Frame, area: Rect) {
    let style = ctx.theme.header();
    let value = format!("Exp. {}", ctx.policy.value.currency);
    if let Some(mut pen) = Pen::at(frame, area, 0) {
        pen.right("#", 1 + columns.rank, style)
            .left("", 1, style)
            .left(
                signs::grade_heading(columns.width),
                signs::grade_cells(columns.width) + 3,
                style,
            )
            .left("Name", columns.name, style)
            .left("Company", columns.company, style)
            .right(&value, columns.value + 2, style)
            .right("Left", columns.left, style)
            .right("Tries", columns.tries, style);
    }
}
