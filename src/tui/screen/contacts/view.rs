//! The frame of the contacts screen.

use ratatui_core::layout::Rect;
use ratatui_core::style::Style;
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};

use crate::domain::lead::Lead;
use crate::domain::query::{ContactFilter, ContactLine};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::screen::signs;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::found::Words;

use super::columns::{Columns, GAP};
use super::windows::State;
use super::{Contacts, Focus, HEAD};

/// The first row to show so that the cursor is among `rows` rows, moving as little as possible.
#[must_use]
pub const fn first_row(from: usize, cursor: usize, rows: usize) -> usize {
    if cursor < from {
        cursor
    } else if rows > 0 && cursor >= from + rows {
        cursor + 1 - rows
    } else {
        from
    }
}

/// Draws the screen.
pub fn render(screen: &Contacts, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let area = area.intersection(frame.area());
    let (top, body) = flow::split_top(area, usize::from(HEAD));
    let columns = Columns::for_width(usize::from(area.width));
    search_line(screen, ctx, frame, top);
    let heads = Rect {
        y: top.y + 1,
        height: top.height.saturating_sub(1),
        ..top
    };
    flow::draw(&[head_line(columns, ctx, area.width)], frame, heads);
    if screen.windows.lines().is_empty() {
        empty(screen, ctx, frame, body);
    } else {
        list(screen, columns, ctx, frame, body);
    }
}

/// `/ mäkelä                          [all]  marketing  sales  closed`
fn search_line(screen: &Contacts, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let filters = filter_pieces(screen.windows.filter(), ctx);
    let cells = flow::cells(&filters);
    let width = usize::from(area.width);
    let room = width.saturating_sub(cells + 5);
    let typed = screen.search.text();
    let left = match (screen.focus, typed.is_empty()) {
        (Focus::List, true) => vec![piece(" / searches name, company, e-mail, phone", ctx.theme.dim())],
        (Focus::List, false) => vec![piece(" / ", ctx.theme.key()), piece(typed, ctx.theme.title())],
        (Focus::Search, _) => vec![piece(" / ", ctx.theme.key())],
    };
    let left = flow::row(left, room + 3).spans;
    flow::draw(&[flow::row_ends(left, filters, width)], frame, area);
    if screen.focus == Focus::Search {
        let field = Rect {
            x: area.x.saturating_add(3),
            width: (room as u16).min(area.width.saturating_sub(3)),
            height: area.height.min(1),
            ..area
        };
        screen.search.render(ctx.theme.title(), frame, field);
    }
}

fn filter_pieces(filter: ContactFilter, ctx: &Context) -> Chip {
    [
        ContactFilter::All,
        ContactFilter::Marketing,
        ContactFilter::Sales,
        ContactFilter::Closed,
    ]
    .into_iter()
    .map(|one| {
        if one == filter {
            piece(&format!("[{}]", filter_word(one)), ctx.theme.accent())
        } else {
            piece(&format!(" {} ", filter_word(one)), ctx.theme.dim())
        }
    })
    .collect()
}

const fn filter_word(filter: ContactFilter) -> &'static str {
    match filter {
        ContactFilter::All => "all",
        ContactFilter::Marketing => "marketing",
        ContactFilter::Sales => "sales",
        ContactFilter::Closed => "closed",
    }
}

fn head_line(columns: Columns, ctx: &Context, width: u16) -> Line<'static> {
    let style = ctx.theme.header();
    let mut pieces = vec![piece(&format!(" {} ", signs::grade_heading(width)), style)];
    for (name, cells) in [
        ("Name", columns.name),
        ("Company", columns.company),
        ("Stage", columns.stage),
        ("E-mail", columns.email),
        ("Phone", columns.phone),
    ] {
        cell(
            vec![piece(&text::fit(name, cells), style)],
            cells,
            style,
            &mut pieces,
        );
    }
    flow::row(pieces, usize::from(width))
}

/// Adds a column and the gap before it; nothing when the column is not shown.
fn cell(spans: Chip, cells: usize, style: Style, pieces: &mut Chip) {
    if cells == 0 {
        return;
    }
    if !pieces.is_empty() {
        let gap = if pieces.len() == 1 { 1 } else { GAP };
        pieces.push(Span::styled(" ".repeat(gap), style));
    }
    pieces.extend(spans);
}

fn list(screen: &Contacts, columns: Columns, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let rows = usize::from(area.height);
    let lines = screen.windows.lines();
    let from = first_row(screen.from, screen.row, rows).min(lines.len() - 1);
    let words = Words::of(screen.search.text());
    let mut drawn: Vec<Line<'static>> = lines[from..]
        .iter()
        .take(rows)
        .enumerate()
        .map(|(at, line)| {
            let under = from + at == screen.row;
            row(line, &words, row_styles(under, ctx), columns, ctx, area.width)
        })
        .collect();
    if drawn.len() < rows && screen.windows.goes_on() && !screen.search.text().is_empty() {
        let more = " The best hits; type more to narrow the search.";
        drawn.push(flow::row(
            vec![piece(more, ctx.theme.dim())],
            usize::from(area.width),
        ));
    }
    flow::draw(&drawn, frame, area);
}

/// The styles of a row, and the sign before it.
#[derive(Clone, Copy)]
struct RowStyles {
    sign: &'static str,
    text: Style,
    faint: Style,
    mark: Style,
}

fn row_styles(under: bool, ctx: &Context) -> RowStyles {
    let theme = ctx.theme;
    if under {
        RowStyles {
            sign: "▸",
            text: theme.selected(),
            faint: theme.selected(),
            mark: theme.selected().patch(theme.mark()),
        }
    } else {
        RowStyles {
            sign: " ",
            text: theme.text(),
            faint: theme.dim(),
            mark: theme.mark(),
        }
    }
}

fn row(
    line: &ContactLine,
    words: &Words,
    styles: RowStyles,
    columns: Columns,
    ctx: &Context,
    width: u16,
) -> Line<'static> {
    let score = ctx.policy.model.score(&line.score, ctx.now);
    let grade_style = styles.text.patch(ctx.theme.class(score.class));
    let mut pieces = vec![piece(
        &format!(
            "{}{} ",
            styles.sign,
            signs::graded(score.class, score.grade, width)
        ),
        if styles.sign == " " {
            grade_style
        } else {
            styles.text
        },
    )];
    let stage = stage_words(&line.lead, ctx);
    for (value, cells, plain) in [
        (line.name.as_str(), columns.name, styles.text),
        (&line.company, columns.company, styles.text),
    ] {
        cell(
            words.mark(value, cells, plain, styles.mark),
            cells,
            styles.text,
            &mut pieces,
        );
    }
    let stage = vec![piece(&text::fit(&stage, columns.stage), styles.faint)];
    cell(stage, columns.stage, styles.text, &mut pieces);
    for (value, cells) in [(&line.email, columns.email), (&line.phone, columns.phone)] {
        cell(
            words.mark(value, cells, styles.text, styles.mark),
            cells,
            styles.text,
            &mut pieces,
        );
    }
    let mut row = flow::row(pieces, usize::from(width));
    let rest = usize::from(width).saturating_sub(flow::cells(&row.spans));
    row.spans.push(Span::styled(" ".repeat(rest), styles.text));
    row
}

fn stage_words(lead: &Lead, ctx: &Context) -> String {
    match &lead.owner {
        Some(owner) if *owner == ctx.user => format!("{}, yours", lead.stage.name()),
        Some(owner) if lead.stage.is_taken() => format!("taken by {owner}"),
        Some(owner) => format!("{} for {owner}", lead.stage.name()),
        None => lead.stage.name().to_owned(),
    }
}

/// What an empty list means, and what to do.
fn empty(screen: &Contacts, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
    let words = empty_words(screen, ctx);
    let width = usize::from(area.width).saturating_sub(2);
    let mut lines = vec![Line::default()];
    lines.extend(
        text::wrap(&words, width, 6)
            .iter()
            .map(|line| Line::from(vec![Span::raw(" "), piece(line, ctx.theme.text())])),
    );
    flow::draw(&lines, frame, area);
}

fn empty_words(screen: &Contacts, ctx: &Context) -> String {
    let (next, all) = (ctx.key(Action::Filter), ctx.key(Action::Escape));
    let question = screen.question();
    let among = match question.filter {
        ContactFilter::All => "",
        ContactFilter::Marketing => " in marketing's hand",
        ContactFilter::Sales => " in sales' hand",
        ContactFilter::Closed => " among the closed",
    };
    match (screen.windows.state(), question.text.is_empty(), question.filter) {
        (State::Waiting, ..) => "Loading …".to_owned(),
        (State::Failed, ..) => "The list could not be read; the next key tries again.".to_owned(),
        (State::Current, false, filter) => {
            let wider = if filter == ContactFilter::All {
                String::new()
            } else {
                format!(", {next} looks elsewhere")
            };
            format!(
                "Nobody{among} has “{}” in name, company, e-mail or phone. Type less of it{wider}, or {all} shows everybody.",
                question.text
            )
        }
        (State::Current, true, ContactFilter::All) => {
            "No contacts yet. `kapula import contacts FILE` brings them in from CSV or XLSX; `kapula demo` shows a made-up team."
                .to_owned()
        }
        (State::Current, true, _) => format!("Nobody{among}. {next} shows the next filter, {all} shows everybody."),
    }
}
