//! The frame of a card: a panel beside a list, one column on a small screen, two on a wide one.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;
use ratatui_core::text::Line;

use crate::domain::query::{Card, TimelineFilter};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::timeline::{self, Sheet, Words};

use super::{CardView, Found, Pane, details, head, why};

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

/// Rows that the body needs to be of use under a head that stands still.
const LEAST_BODY: usize = 6;

/// A card that is scrolled as a whole, under one line that stays and says whose it is.
pub(super) struct Whole {
    /// The line that stays: the first of the head, or only whose card it is where the rest of the head is passed.
    pub name: Line<'static>,
    /// The rest of the head, and the details; the history follows.
    pub lines: Vec<Line<'static>>,
    /// The first line to show: where it was scrolled to, or where the question under the cursor is in sight.
    pub from: usize,
    /// The last of the lines that may be the first one shown: all of them are passed where the history fills the screen.
    pub last: usize,
}

/// Whether a head of so many rows leaves a body of use.
fn stands_still(head: usize, area: Rect) -> bool {
    head + LEAST_BODY <= usize::from(area.height)
}

/// The card as one scroll, the phone number right after the name; nothing where head and body fit one above the other.
pub(super) fn whole(view: &CardView, card: &Card, ctx: &Context, area: Rect) -> Option<Whole> {
    let width = usize::from(area.width);
    if stands_still(head::lines(card, view.question, ctx, width).len(), area) {
        return None;
    }
    let mut lines = head::phone_first(card, view.question, ctx, width);
    let first = lines.drain(..1.min(lines.len())).next().unwrap_or_default();
    let area = under_name(area);
    let height = usize::from(area.height);
    let asked = head::asked_line(&lines, ctx);
    lines.push(Line::default());
    lines.extend(details::lines(card, ctx, width));
    lines.push(Line::default());
    let sheet = sheet_on(view, ctx, area);
    let below = usize::from(area.height - sheet.area.height) + sheet.rows_up_to_end(view.history.entries());
    let last = lines.len().saturating_sub(height.saturating_sub(below));
    let from = view.details_from.min(last);
    let from = asked.map_or(from, |at| from.clamp((at + 1).saturating_sub(height.max(1)), at));
    let name = if from == 0 {
        first
    } else {
        head::whose(card, ctx, width)
    };
    Some(Whole {
        name,
        lines,
        from,
        last,
    })
}

/// What is scrolled of a card that is scrolled as a whole.
pub(super) fn under_name(area: Rect) -> Rect {
    flow::split_top(area, 1).1
}

fn scrolled(view: &CardView, whole: &Whole, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let shown = &whole.lines[whole.from..];
    let (top, rest) = flow::split_top(under_name(area), shown.len());
    flow::draw(std::slice::from_ref(&whole.name), frame, area);
    flow::draw(shown, frame, top);
    history_column(view, ctx, frame, rest);
    // The column that the inset leaves free, where there is one.
    let x = area.right().min(frame.area().right().saturating_sub(1));
    let signs = [
        (area.y, "▴", whole.from > 0),
        (area.bottom().saturating_sub(1), "▾", rest.height == 0),
    ];
    for (y, sign, _) in signs.into_iter().filter(|(.., is_more)| *is_more) {
        let cell = Rect::new(x, y, 1, 1);
        flow::draw(&[Line::from(piece(sign, ctx.theme.accent()))], frame, cell);
    }
}

fn here(view: &CardView, card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let area = inset(area);
    if let Some(whole) = whole(view, card, ctx, area) {
        scrolled(view, &whole, ctx, frame, area);
        return;
    }
    let head = head::lines(card, view.question, ctx, usize::from(area.width));
    let (top, body) = flow::split_top(area, head.len());
    flow::draw(&head, frame, top);
    if area.width >= TWO_COLUMNS {
        two_columns(view, card, ctx, frame, body);
    } else if view.pane == Pane::Details {
        details_column(view, card, ctx, frame, body);
    } else {
        let reasons = few_reasons(card, ctx, area);
        let (top, rest) = flow::split_top(body, reasons.len());
        flow::draw(&reasons, frame, top);
        history_column(view, ctx, frame, rest);
    }
}

/// Where the history is drawn in a card that fills the area, or would be if it were shown instead of the details.
pub(super) fn sheet<'a>(view: &CardView, card: &Card, ctx: &'a Context, area: Rect) -> Sheet<'a> {
    let area = inset(area);
    let head = head::lines(card, view.question, ctx, usize::from(area.width)).len();
    if !stands_still(head, area) {
        return sheet_on(view, ctx, under_name(area));
    }
    let (_, body) = flow::split_top(area, head);
    let rest = if area.width >= TWO_COLUMNS {
        Columns::of(body).history
    } else {
        flow::split_top(body, few_reasons(card, ctx, area).len()).1
    };
    sheet_on(view, ctx, rest)
}

/// Where the details are drawn in a card that fills the area, or would be if they were shown instead of the history.
pub(super) fn details_area(view: &CardView, card: &Card, ctx: &Context, area: Rect) -> Rect {
    let area = inset(area);
    let head = head::lines(card, view.question, ctx, usize::from(area.width));
    let (_, body) = flow::split_top(area, head.len());
    if area.width >= TWO_COLUMNS {
        Columns::of(body).details
    } else {
        body
    }
}

/// The places of a wide card under its head.
struct Columns {
    rule: Rect,
    details: Rect,
    border: Rect,
    history: Rect,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let left = (area.width * 2 / 5).min(64);
        let (rule, area) = flow::split_top(area, 1);
        Self {
            rule,
            details: Rect {
                width: left.saturating_sub(2),
                ..area
            },
            border: Rect {
                x: area.x + left - 1,
                width: 1,
                ..area
            },
            history: Rect {
                x: area.x + left + 1,
                width: area.width.saturating_sub(left + 1),
                ..area
            },
        }
    }
}

/// Details on the left, timeline on the right, a line between them and over them; `▸` is where the scrolling keys go.
fn two_columns(view: &CardView, card: &Card, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let Columns {
        rule,
        details,
        border,
        history,
    } = Columns::of(area);
    let left = usize::from(border.x - area.x);
    let words = format!(
        "{}┬{}",
        "─".repeat(left),
        "─".repeat(usize::from(area.width) - left - 1)
    );
    flow::draw(&[Line::from(piece(&words, ctx.theme.border()))], frame, rule);
    details_column(view, card, ctx, frame, details);
    let bar = Line::from(piece("│", ctx.theme.border()));
    flow::draw(&vec![bar; usize::from(border.height)], frame, border);
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
    let from = view
        .details_from
        .min(lines.len().saturating_sub(usize::from(area.height)));
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

/// The reasons that carry most, and what the rep wrote who gave it back, over the timeline where there is only one column;
/// nothing where the card has few rows.
fn few_reasons(card: &Card, ctx: &Context, area: Rect) -> Vec<Line<'static>> {
    if area.height < 20 {
        return Vec::new();
    }
    let reasons = ctx.policy.model.explain(&card.subject.score, ctx.now);
    let width = usize::from(area.width);
    let mut lines = why::bars(&reasons, PANEL_REASONS, ctx, width);
    lines.extend(details::returned_note(&card.subject, ctx, width));
    lines
}

fn history_column(view: &CardView, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let choice = filter_line(view.history.filter(), ctx, area.width);
    flow::draw(choice.as_slice(), frame, area);
    let sheet = sheet_on(view, ctx, area);
    let (entries, top) = (view.history.entries(), view.history.top());
    timeline::render(&sheet, entries, top, &end_words(view, ctx), frame);
}

/// What is left to the entries of an area under the choice of their kinds.
fn sheet_on<'a>(view: &CardView, ctx: &'a Context, area: Rect) -> Sheet<'a> {
    let choice = filter_line(view.history.filter(), ctx, area.width);
    let (_, area) = flow::split_top(area, usize::from(choice.is_some()));
    Sheet {
        times: view.times,
        // A card that fills the screen has its history begin in the left half, whatever stands beside it.
        words: if area.x > ctx.size.0 / 2 {
            Words::Begun
        } else {
            Words::All
        },
        ctx,
        area,
    }
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
        history.entries().is_empty(),
        history.filter(),
    ) {
        (false, ..) => "Loading …",
        (true, true, ..) if history.goes_to_end() => "Loading the beginning …",
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
pub(super) const fn inset(area: Rect) -> Rect {
    if area.x > 0 || area.width <= 2 {
        return area;
    }
    Rect {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    }
}
