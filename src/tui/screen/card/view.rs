//! The frame of a card: a panel beside a list, one column on a small screen, two on a wide one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::query::{Card, TimelineFilter};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::timeline;

use super::{CardView, Found, Pane, details, head};

/// From this width on, details and timeline stand side by side.
const TWO_COLUMNS: u16 = 100;

/// Below this width it is a panel beside a list: no room for names of what can be chosen.
const PANEL: u16 = 72;

/// Reasons in a panel: the first ones carry most of the score.
const PANEL_REASONS: usize = 3;

/// Draws the card.
pub fn render(view: &CardView, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    match &view.found {
        Found::Waiting => say("Loading …", ctx, frame, area),
        Found::Nobody => say(
            &format!(
                "There is no such contact any more. {} goes back to the list.",
                ctx.key(Action::Back)
            ),
            ctx,
            frame,
            area,
        ),
        Found::Here(card) => here(view, card, ctx, frame, area),
    }
}

fn here(view: &CardView, card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let area = inset(area);
    let head = head::lines(card, view.question, ctx, usize::from(area.width));
    let (top, body) = flow::split_top(area, head.len());
    flow::draw(&head, frame, top);
    if area.width >= TWO_COLUMNS {
        two_columns(view, card, ctx, frame, body);
    } else if view.pane == Pane::Details {
        details_column(view, card, ctx, frame, body);
    } else {
        let body = if area.height >= 20 {
            few_reasons(card, ctx, frame, body)
        } else {
            body
        };
        history_column(view, ctx, frame, body);
    }
}

/// Details on the left, timeline on the right, a line between them and over them; `▸` is where the scrolling keys go.
fn two_columns(view: &CardView, card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let left = (area.width * 2 / 5).min(64);
    let (top, area) = flow::split_top(area, 1);
    let rule = format!(
        "{}┬{}",
        "─".repeat(usize::from(left) - 1),
        "─".repeat(usize::from(area.width - left))
    );
    flow::draw(&[Line::from(piece(&rule, ctx.theme.border()))], frame, top);
    let details = Rect {
        width: left.saturating_sub(2),
        ..area
    };
    details_column(view, card, ctx, frame, details);
    let border = Rect {
        x: area.x + left - 1,
        width: 1,
        ..area
    };
    let bar = Line::from(piece("│", ctx.theme.border()));
    flow::draw(&vec![bar; usize::from(area.height)], frame, border);
    let history = Rect {
        x: area.x + left + 1,
        width: area.width.saturating_sub(left + 1),
        ..area
    };
    history_column(view, ctx, frame, history);
    let focused = match view.pane {
        Pane::Timeline => history,
        Pane::Details => details,
    };
    let sign = Rect {
        x: focused.x.saturating_sub(1),
        width: 1,
        ..focused
    };
    flow::draw(&[Line::from(piece("▸", ctx.theme.accent()))], frame, sign);
}

fn details_column(view: &CardView, card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let lines = details::lines(card, ctx, usize::from(area.width));
    let from = view.details_from.min(lines.len().saturating_sub(1));
    flow::draw(&lines[from..], frame, area);
    let hidden = lines.len().saturating_sub(from + usize::from(area.height));
    if hidden > 0 && area.height > 0 {
        let foot = Rect {
            y: area.bottom() - 1,
            height: 1,
            ..area
        };
        let words = text::fit(&format!("… {} more lines", hidden + 1), usize::from(area.width));
        flow::draw(&[Line::from(piece(&words, ctx.theme.dim()))], frame, foot);
    }
}

/// The reasons that carry most, over the timeline where there is only one column.
fn few_reasons(card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let reasons = ctx.policy.model.explain(&card.subject.score, ctx.now);
    let lines = details::bars(&reasons, PANEL_REASONS, ctx, usize::from(area.width));
    let (top, rest) = flow::split_top(area, lines.len());
    flow::draw(&lines, frame, top);
    rest
}

fn history_column(view: &CardView, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let choice = filter_line(view.history.filter(), ctx, area.width);
    let (top, rest) = flow::split_top(area, usize::from(choice.is_some()));
    flow::draw(choice.as_slice(), frame, top);
    timeline::render(
        view.history.shown(),
        view.times,
        &end_words(view, ctx),
        ctx,
        frame,
        rest,
    );
}

/// `History  [all]  behaviour  talks  moves`; in a panel only when not all is shown.
fn filter_line(filter: TimelineFilter, ctx: &Context, width: u16) -> Option<Line<'static>> {
    if width < PANEL.min(56) && filter == TimelineFilter::All {
        return None;
    }
    let mut pieces: Chip = vec![piece("History ", ctx.theme.header())];
    for one in [
        TimelineFilter::All,
        TimelineFilter::Behaviour,
        TimelineFilter::Talks,
        TimelineFilter::Moves,
    ] {
        pieces.push(if one == filter {
            piece(&format!(" [{}]", filter_word(one)), ctx.theme.accent())
        } else {
            piece(&format!("  {} ", filter_word(one)), ctx.theme.dim())
        });
    }
    Some(flow::row(pieces, usize::from(width)))
}

const fn filter_word(filter: TimelineFilter) -> &'static str {
    match filter {
        TimelineFilter::All => "all",
        TimelineFilter::Behaviour => "behaviour",
        TimelineFilter::Talks => "talks",
        TimelineFilter::Moves => "moves",
    }
}

/// What stands after the last loaded entry.
fn end_words(view: &CardView, ctx: &Context) -> String {
    let history = &view.history;
    let words = match (
        history.has_begun(),
        history.goes_on(),
        history.shown().is_empty(),
        history.filter(),
    ) {
        (false, ..) => "Loading …",
        (true, true, ..) => "…",
        (true, false, false, _) => "· the beginning ·",
        (true, false, true, TimelineFilter::All) => "Nothing has happened yet.",
        (true, false, true, _) => {
            return format!(
                "Nothing of this kind; {} shows the next kind, then all again.",
                ctx.key(Action::Filter)
            );
        }
    };
    words.to_owned()
}

fn say(words: &str, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let area = inset(area);
    let lines: Vec<Line<'static>> = text::wrap(words, usize::from(area.width), 3)
        .iter()
        .map(|line| Line::from(piece(line, ctx.theme.dim())))
        .collect();
    flow::draw(&lines, frame, area);
}

/// One empty column on either side where the card fills the screen; beside a list the divider keeps them apart.
const fn inset(area: Rect) -> Rect {
    if area.x > 0 || area.width <= 2 {
        return area;
    }
    Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    }
}
