//! The frame of the handoff queue.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::lead::Stage;
use crate::domain::priority::OpenLead;
use crate::domain::sla::{self, Clock};
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::screen::held::Row;
use crate::tui::screen::pen::Pen;
use crate::tui::screen::{House, departed, empty, signs};
use crate::tui::text;

use super::Handoffs;

/// Widths of the columns in cells; 0 where there is no room for one.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Of the whole list.
    width: u16,
    name: usize,
    company: usize,
    state: usize,
    owner: usize,
    due: usize,
    left: usize,
}

impl Columns {
    fn of(list: u16) -> Self {
        let width = usize::from(list);
        let left = 11;
        let state = if width >= 50 { 10 } else { 0 };
        let due = if width >= 76 { 14 } else { 0 };
        let owner = if width >= 42 { 9 } else { 0 };
        let free = width.saturating_sub(5 + signs::grade_cells(list) + left + state + due + owner);
        let company = if free >= 26 { free * 45 / 100 } else { 0 };
        Self {
            width: list,
            name: free - company,
            company,
            state,
            owner,
            due,
            left,
        }
    }
}

impl Handoffs {
    /// Draws the queue into an area.
    pub fn render(&self, ctx: &Context, desk: &Desk, house: House, frame: &mut Frame, area: Rect) {
        let columns = Columns::of(area.width);
        if self.list.is_empty() {
            empty::render(&empty::handoffs(desk, house, ctx), ctx, frame, area);
            if self.filter.is_on() {
                self.heading(&columns, ctx, frame, area);
            }
            return;
        }
        self.heading(&columns, ctx, frame, area);
        for (at, (line, row)) in self.list.shown().enumerate() {
            let rank = match row {
                Row::At(rank) => rank,
                Row::Departed(id) => {
                    departed::row(
                        desk.departure(id),
                        5 + signs::grade_cells(area.width),
                        ctx,
                        frame,
                        area,
                        at + 1,
                    );
                    continue;
                }
            };
            let (Some(id), Some(clock)) = (self.list.order().get(rank), self.clocks.get(rank)) else {
                continue;
            };
            let Some(lead) = desk.lead(*id) else { continue };
            let Some(mut pen) = Pen::at(frame, area, at + 1) else {
                break;
            };
            let under_cursor = line == self.list.line();
            draw(
                ctx,
                desk,
                &columns,
                &mut pen,
                (lead, clock),
                if under_cursor { "▸" } else { " " },
            );
        }
    }

    /// The heads of the columns, with what the filter leaves over the names; where that is too long, the row is the filter's:
    /// whoever looks at a part must see at which.
    fn heading(&self, columns: &Columns, ctx: &Context, frame: &mut Frame, area: Rect) {
        let style = ctx.theme.header();
        let Some(mut pen) = Pen::at(frame, area, 0) else {
            return;
        };
        let [words, fewer] = self.filter.shown(ctx);
        let forms = [format!("Name · only {words}"), format!("only {fewer}")];
        let over_names = (columns.name + columns.company).saturating_sub(1);
        let fitting = forms.iter().find(|form| text::width(form) <= over_names);
        if self.filter.is_on() && fitting.is_none() {
            pen.left(&format!(" {}", forms[1]), usize::from(columns.width), style);
            return;
        }
        // Class and grade of the handoff, frozen; `Gr` in the other lists is that of now.
        pen.left(" Then", 5 + signs::grade_cells(columns.width), style);
        match fitting.filter(|_| self.filter.is_on()) {
            Some(form) => pen.left(form, over_names + 1, style),
            None => pen
                .left("Name", columns.name, style)
                .left("Company", columns.company, style),
        };
        pen.left("State", columns.state, style)
            .left("Rep", columns.owner, style)
            .right("Due", columns.due, style)
            .right("Left", columns.left, style);
    }
}

fn draw(
    ctx: &Context,
    desk: &Desk,
    columns: &Columns,
    pen: &mut Pen,
    (lead, clock): (&OpenLead, &Clock),
    cursor: &str,
) {
    let base = if cursor == "▸" {
        ctx.theme.selected()
    } else {
        ctx.theme.text()
    };
    let frozen = &lead.handoff.frozen;
    let clock_style = signs::on(base, signs::lead_style(lead, clock, ctx));
    let owner = lead.lead.owner.as_deref().unwrap_or("–");
    let zone = ctx.policy.clocks.zone;
    let done = lead.handoff.first_attempt_at.is_some();
    let due = if done {
        String::new()
    } else {
        sla::show_due(clock, ctx.now, zone)
    };
    pen.left(cursor, 1, base)
        .left(
            &signs::graded(frozen.class, frozen.grade, columns.width),
            signs::grade_cells(columns.width),
            signs::on(base, ctx.theme.class(frozen.class)),
        )
        .left(
            signs::of_owner(lead, desk, ctx),
            4,
            signs::on(base, ctx.theme.accent()),
        )
        .left(&lead.name, columns.name.saturating_sub(1), base)
        .left("", columns.name.min(1), base)
        .left(&lead.company, columns.company.saturating_sub(1), base)
        .left("", columns.company.min(1), base)
        .left(state(lead.lead.stage), columns.state, base)
        .left(owner, columns.owner, base)
        .right(&due, columns.due, base)
        .right(&signs::of_lead(lead, clock, ctx), columns.left, clock_style);
}

/// How the handoff stands, in the words of the filter where they say as much.
const fn state(stage: Stage) -> &'static str {
    if matches!(stage, Stage::Queued) {
        "waiting"
    } else if matches!(stage, Stage::Accepted) {
        "taken"
    } else {
        stage.name()
    }
}
