//! The small signs and short texts that the lists share: colour is never the only signal.

use chrono::Datelike;
use ratatui_core::style::{Modifier, Style};

use crate::domain::calendar::working_day_s;
use crate::domain::priority::OpenLead;
use crate::domain::score::{Class, Grade};
use crate::domain::sla::{Clock, ClockState};
use crate::domain::{Time, sla};
use crate::tui::context::Context;
use crate::tui::desk::Desk;

/// The sign of a clock: nothing, `!` at risk, `‼` late.
#[must_use]
pub const fn of_clock(state: ClockState) -> &'static str {
    match state {
        ClockState::OnTime => "",
        ClockState::AtRisk => "!",
        ClockState::Breached => "‼",
    }
}

/// From so many cells of a list on, the class stands before the grade.
const WITH_CLASS: u16 = 60;

/// The heading of [`graded`].
#[must_use]
pub const fn grade_heading(width: u16) -> &'static str {
    if width >= WITH_CLASS { "C·Gr" } else { "Gr" }
}

/// Class and grade, `A·C1`: the class is that of the total, the grade those of fit and engagement; in a narrow list only the
/// grade.
#[must_use]
pub fn graded(class: Class, grade: Grade, width: u16) -> String {
    if width >= WITH_CLASS {
        format!("{class}·{grade}")
    } else {
        grade.to_string()
    }
}

/// Cells of [`graded`].
#[must_use]
pub const fn grade_cells(width: u16) -> usize {
    if width >= WITH_CLASS { 4 } else { 2 }
}

/// A style within a row. The row under the cursor keeps one colour: reversed, a cell of its own colour would be a block,
/// blank cells too.
#[must_use]
pub fn on(row: Style, style: Style) -> Style {
    if row.add_modifier.contains(Modifier::REVERSED) {
        row.add_modifier(style.add_modifier)
    } else {
        row.patch(style)
    }
}

/// The style of what stands in the column of the clock. Who was tried and has been promised nothing has a `✓` and nothing
/// that presses, however late the first try was: colour alone would say so.
#[must_use]
pub fn lead_style(lead: &OpenLead, clock: &Clock, ctx: &Context) -> Style {
    if lead.lead.work.callback_at.is_none() && lead.handoff.first_attempt_at.is_some() {
        ctx.theme.text()
    } else {
        clock_style(clock.state, ctx)
    }
}

/// The style of a clock.
#[must_use]
pub const fn clock_style(state: ClockState, ctx: &Context) -> Style {
    match state {
        ClockState::OnTime => ctx.theme.text(),
        ClockState::AtRisk => ctx.theme.warn(),
        ClockState::Breached => ctx.theme.bad(),
    }
}

/// The working time left of a clock with its sign: `0:47`, `! 0:12`, `‼ -1:03`; from a working day on the day of the
/// deadline, or the days since it: `‼ -3 d`. Seven cells at most, so that the column never cuts it.
#[must_use]
pub fn left(clock: &Clock, ctx: &Context) -> String {
    let sign = of_clock(clock.state);
    let space = if sign.is_empty() { "" } else { " " };
    let day = working_day_s(&ctx.policy.clocks).max(1);
    let shown = match clock.working_left_s / day {
        0 => sla::show_left(clock.working_left_s, &ctx.policy.clocks),
        days @ ..0 => format!("{days} d"),
        _ => short(clock.due_at(), ctx),
    };
    format!("{sign}{space}{shown}")
}

/// A time in as few cells as say it: `10:00` today, `Tue` within a week, else `15.1.`.
#[must_use]
pub fn short(at: Time, ctx: &Context) -> String {
    let zone = ctx.policy.clocks.zone;
    let (at, now) = (at.with_timezone(&zone), ctx.now.with_timezone(&zone));
    let days = (at.date_naive() - now.date_naive()).num_days();
    match days {
        0 => at.format("%-H:%M").to_string(),
        1..7 => at.format("%a").to_string(),
        _ if at.year() == now.year() => at.format("%-d.%-m.").to_string(),
        _ => at.format("%-d.%-m.%Y").to_string(),
    }
}

/// A time of the next days to the minute: `10:00` today, else `Mon 8:00`.
#[must_use]
pub fn soon(at: Time, ctx: &Context) -> String {
    let zone = ctx.policy.clocks.zone;
    let (at, now) = (at.with_timezone(&zone), ctx.now.with_timezone(&zone));
    let format = if at.date_naive() == now.date_naive() {
        "%-H:%M"
    } else {
        "%a %-H:%M"
    };
    at.format(format).to_string()
}

/// What stands in the column of the clock: the promised callback, the time left to the first touch, or that it is done.
#[must_use]
pub fn of_lead(lead: &OpenLead, clock: &Clock, ctx: &Context) -> String {
    if let Some(at) = lead.lead.work.callback_at {
        let sign = if clock.state == ClockState::Breached {
            "‼ "
        } else {
            ""
        };
        return format!("{sign}{} ☎", short(at, ctx));
    }
    if lead.handoff.first_attempt_at.is_some() {
        return "✓".to_owned();
    }
    left(clock, ctx)
}

/// Whose the lead is, in one cell: `…` while an act is being written, `•` yours.
#[must_use]
pub fn of_owner(lead: &OpenLead, desk: &Desk, ctx: &Context) -> &'static str {
    if desk.is_pending(lead.id) {
        return " …";
    }
    if lead.lead.stage.is_taken() && lead.lead.owner.as_deref() == Some(&ctx.user) {
        return " •";
    }
    ""
}
