//! The frame of the whole screen: header, body, sentence, footer, and what lies over them. Pure.

use std::ops::Range;

use chrono::Datelike;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;

use crate::tui::action::{Action, Where};
use crate::tui::context::Context;
use crate::tui::desk::Count;
use crate::tui::layout;
use crate::tui::overlay::put;
use crate::tui::text;
use crate::tui::toast::Kind;

use super::footer::footer;
use super::{Focus, Model};

/// What stands in a window that is too small for anything else.
const TOO_SMALL: &str = "Kapula needs 40 columns and 10 rows. Make the window larger; q leaves.";

/// Draws the model.
pub fn view(model: &Model, frame: &mut Frame) {
    let ctx = &model.ctx;
    let screen = frame.area();
    frame.buffer_mut().set_style(screen, ctx.theme.text());
    if !layout::fits((screen.width, screen.height)) {
        let (width, height) = (usize::from(screen.width), usize::from(screen.height));
        for (row, line) in text::wrap(TOO_SMALL, width, height).iter().enumerate() {
            put(frame, screen, row, line, ctx.theme.text());
        }
        return;
    }
    let areas = model.areas();
    header(model, frame, areas.header);
    rule(ctx, frame, areas.rule);
    if areas.list.width > 0 {
        model.screens.render(ctx, &model.desk, frame, areas.list);
    }
    divider(model, frame, &areas);
    if let Some(card) = model.card.as_ref().filter(|_| areas.card.width > 0) {
        card.render(ctx, frame, areas.card);
    }
    if footer_is_free(model, frame, &areas) {
        footer(model, frame, areas.footer);
    }
    for overlay in &model.overlays {
        overlay.render(ctx, frame, screen);
    }
}

/// A tab of the header.
#[derive(Debug)]
pub(super) struct Tab {
    pub place: Where,
    pub words: String,
    pub columns: Range<u16>,
}

const TABS: [(Where, char); 4] = [
    (Where::Calls, '1'),
    (Where::Handoffs, '2'),
    (Where::Returned, '3'),
    (Where::Contacts, '4'),
];

/// The tabs with the columns they take: what is drawn and what a click meets. Where there is little room only the shown
/// one has its name.
pub(super) fn tabs(ctx: &Context, shown: Where) -> Vec<Tab> {
    let mut from = if ctx.size.0 >= 100 { 9 } else { 1 };
    let tab = |(place, key): (Where, char)| {
        let words = if ctx.size.0 >= 60 || place == shown {
            format!("{key} {}", place.title())
        } else {
            key.to_string()
        };
        let columns = from..from + words.len() as u16;
        from = columns.end + 2;
        Tab {
            place,
            words,
            columns,
        }
    };
    TABS.into_iter().map(tab).collect()
}

fn header(model: &Model, frame: &mut Frame, area: Rect) {
    let ctx = &model.ctx;
    put(
        frame,
        area,
        0,
        if area.width >= 100 { " Kapula" } else { "" },
        ctx.theme.title(),
    );
    let mut end = 0;
    for tab in tabs(ctx, model.screens.at) {
        let style = if tab.place == model.screens.at {
            ctx.theme.selected()
        } else {
            ctx.theme.header()
        };
        let place = Rect {
            x: tab.columns.start,
            width: tab.columns.end - tab.columns.start,
            ..area
        };
        put(frame, place.intersection(area), 0, &tab.words, style);
        end = tab.columns.end;
    }
    let room = usize::from(area.width.saturating_sub(end + 3));
    let status = status(&model.desk.count(), ctx)
        .into_iter()
        .find(|words| text::width(words) <= room);
    if let Some(words) = status {
        let width = text::width(&words) as u16;
        let place = Rect {
            x: area.right() - width - 1,
            width,
            ..area
        };
        put(frame, place, 0, &words, ctx.theme.header());
    }
}

/// The numbers and the time, in ever fewer words.
fn status(count: &Count, ctx: &Context) -> [String; 6] {
    let now = ctx.now.with_timezone(&ctx.policy.clocks.zone);
    let time = now.format("%-H:%M").to_string();
    let day = now.weekday();
    let late = if count.late > 0 {
        format!(" ({} late)", count.late)
    } else {
        String::new()
    };
    let Count {
        to_call,
        at_risk,
        hidden,
        ..
    } = count;
    let others = if *hidden > 0 {
        format!(" · {hidden} hidden")
    } else {
        String::new()
    };
    [
        format!("{to_call} to call · {at_risk} at risk{late}{others}   {day} {time}"),
        format!("{to_call} to call · {at_risk} at risk{late}  {time}"),
        format!("{to_call} to call · {at_risk} at risk  {time}"),
        format!("{to_call} to call  {time}"),
        // The terminal has a clock of its own, as a rule.
        format!("{to_call} to call"),
        time,
    ]
}

fn rule(ctx: &Context, frame: &mut Frame, area: Rect) {
    put(
        frame,
        area,
        0,
        &"─".repeat(usize::from(area.width)),
        ctx.theme.border(),
    );
}

/// Draws the line between list and card, heavier when the card has the keyboard, and joins it to the rules.
fn divider(model: &Model, frame: &mut Frame, areas: &layout::Areas) {
    let theme = &model.ctx.theme;
    let area = areas.divider;
    let (line, style) = if model.focus == Focus::Pane {
        ("┃", theme.accent())
    } else {
        ("│", theme.border())
    };
    for row in 0..usize::from(area.height) {
        put(frame, area, row, line, style);
    }
    if area.width > 0 {
        put(
            frame,
            Rect {
                y: areas.rule.y,
                ..area
            },
            0,
            "┬",
            theme.border(),
        );
    }
}

/// Draws the sentence: in the row over the footer, and where that is too short over the footer and the last rows of the
/// body too, because a remedy stands at a sentence's end. Says whether the footer is still free.
fn footer_is_free(model: &Model, frame: &mut Frame, areas: &layout::Areas) -> bool {
    let ctx = &model.ctx;
    // The rule is dim, and what is written over a dim cell stays dim.
    let Some((sign, style, sentence)) = sentence(model) else {
        rule(ctx, frame, areas.toast);
        return true;
    };
    let lines = said(sign, &sentence, areas.toast.width, ctx.size.1 / 2);
    let over = if lines.len() > 1 {
        areas.footer
    } else {
        areas.toast
    };
    let rows = lines.len() as u16;
    let area = Rect {
        y: over.bottom().saturating_sub(rows),
        height: rows,
        ..over
    };
    let plain = ctx.theme.text();
    let buffer = frame.buffer_mut();
    for at in area.intersection(buffer.area).positions() {
        buffer[at].reset();
        buffer[at].set_style(plain);
    }
    for (row, line) in lines.iter().enumerate() {
        put(frame, area, row, line, style);
    }
    rows < 2
}

/// The rows of what is said, at most so many: each of its lines with the sign before it.
fn said(sign: &str, sentence: &str, width: u16, most: u16) -> Vec<String> {
    let room = usize::from(width).saturating_sub(4);
    let mut rows = Vec::new();
    for line in sentence.lines() {
        let left = usize::from(most).saturating_sub(rows.len());
        if left == 0 {
            break;
        }
        let signs = std::iter::once(sign).chain(std::iter::repeat(" "));
        let wrapped = text::wrap(line, room, left);
        rows.extend(signs.zip(wrapped).map(|(sign, line)| format!(" {sign} {line}")));
    }
    rows
}

/// What is said in the line over the footer: why something was not done, else that an act waits, else what was done.
fn sentence(model: &Model) -> Option<(&'static str, Style, String)> {
    let theme = &model.ctx.theme;
    let toast = model.toast.as_ref();
    if let Some(toast) = toast.filter(|toast| toast.kind == Kind::Refused) {
        return Some(("!", theme.bad(), toast.sentence.clone()));
    }
    if let Some(seconds) = model.owed() {
        let waits = format!(
            "Your act waits, {seconds} s: another process is writing to the database (an import?). Go on looking; {} leaves \
             without it",
            model.ctx.key(Action::Quit)
        );
        return Some(("…", theme.warn(), waits));
    }
    toast.map(|toast| ("✓", theme.good(), toast.sentence.clone()))
}
