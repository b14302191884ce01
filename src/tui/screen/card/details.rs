//! The details of a card: why the score is what it is, what is known, who else is there, and how it went before.

use ratatui::text::Line;

use crate::domain::contact::{Company, Contact, Field};
use crate::domain::handoff::{HandoffRecord, HandoffState};
use crate::domain::lead::Returned;
use crate::domain::query::{Card, ContactLine};
use crate::domain::score::Reason;
use crate::domain::subject::Subject;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;
use crate::tui::widget::timeline::words::field_word;

/// Cells of the longest bar.
const BAR: usize = 8;

/// Cells of the names of fields.
const NAME: usize = 13;

/// All lines of the details, one section after another.
#[must_use]
pub fn lines(card: &Card, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let subject = &card.subject;
    let mut lines = Vec::new();
    section("Why", reason_lines(subject, ctx, width), ctx, &mut lines);
    section("Returned", returned_lines(subject, ctx, width), ctx, &mut lines);
    section(
        "Handed to sales",
        handoff_lines(subject, ctx, width),
        ctx,
        &mut lines,
    );
    section(
        "Contact",
        contact_lines(&subject.contact, ctx, width),
        ctx,
        &mut lines,
    );
    section(
        "Company",
        company_lines(subject.company.as_ref(), ctx, width),
        ctx,
        &mut lines,
    );
    section(
        "Also known",
        custom_lines(&subject.contact, ctx, width),
        ctx,
        &mut lines,
    );
    section(
        "Colleagues",
        colleague_lines(&card.colleagues, ctx, width),
        ctx,
        &mut lines,
    );
    lines
}

/// `+20 ▇▇▇▇      read the pricing page         9:38` for each reason, the sum under them.
#[must_use]
pub fn reason_lines(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let reasons = ctx.policy.model.explain(&subject.score, ctx.now);
    let most = reasons
        .iter()
        .map(|reason| reason.points.abs())
        .max()
        .unwrap_or(0);
    let mut lines: Vec<Line<'static>> = reasons
        .iter()
        .map(|reason| reason_line(reason, most, ctx, width))
        .collect();
    let total: i32 = reasons.iter().map(|reason| reason.points).sum();
    lines.push(if reasons.is_empty() {
        flow::row(
            vec![piece("nothing yet that a rule counts", ctx.theme.dim())],
            width,
        )
    } else {
        flow::row(
            vec![piece(&format!("{total:>4}  in all"), ctx.theme.title())],
            width,
        )
    });
    lines
}

/// One reason; `most` are the points of the longest bar.
#[must_use]
pub fn reason_line(reason: &Reason, most: i32, ctx: &Context, width: usize) -> Line<'static> {
    let style = if reason.points < 0 {
        ctx.theme.bad()
    } else {
        ctx.theme.good()
    };
    let left = vec![
        piece(&format!("{:>+4} ", reason.points), style),
        piece(&text::fit(&bar(reason.points, most), BAR), style),
        piece(" ", ctx.theme.text()),
        piece(&reason.label, ctx.theme.text()),
    ];
    let right: Chip = reason
        .at
        .iter()
        .map(|at| piece(&say::ago(*at, ctx), ctx.theme.dim()))
        .collect();
    flow::row_ends(left, right, width)
}

/// A bar of whole cells; at least one for what is not nothing.
fn bar(points: i32, most: i32) -> String {
    let cells = BAR * points.unsigned_abs() as usize / (most.max(1) as usize);
    "▇".repeat(if points == 0 { 0 } else { cells.clamp(1, BAR) })
}

fn returned_lines(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let Some(returned) = &subject.lead.returned else {
        return Vec::new();
    };
    let now = ctx.policy.model.score(&subject.score, ctx.now).total;
    let mut rows = vec![
        ("why", returned.reason.label().to_owned()),
        ("by", by_words(returned)),
        ("when", say::moment(returned.at, ctx)),
        ("score", format!("{} then, {now} now", returned.score)),
    ];
    if !returned.note.is_empty() {
        rows.push(("note", returned.note.clone()));
    }
    if returned.stirred {
        rows.push(("since", "has done something since".to_owned()));
    }
    rows.into_iter()
        .flat_map(|(name, value)| field_lines(name, &value, ctx, width))
        .collect()
}

fn by_words(returned: &Returned) -> String {
    if returned.by.is_empty() {
        "the clock".to_owned()
    } else {
        returned.by.clone()
    }
}

fn handoff_lines(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let Some(handoff) = &subject.handoff else {
        return Vec::new();
    };
    handoff_rows(handoff, ctx)
        .into_iter()
        .flat_map(|(name, value)| field_lines(name, &value, ctx, width))
        .collect()
}

fn handoff_rows(handoff: &HandoffRecord, ctx: &Context) -> Vec<(&'static str, String)> {
    let frozen = &handoff.frozen;
    let state = match handoff.state {
        HandoffState::Open => "waits in the queue",
        HandoffState::Accepted => "accepted",
        HandoffState::Returned => "returned",
        HandoffState::AutoReturned => "returned by the clock",
    };
    let again = match handoff.cycle {
        0 | 1 => String::new(),
        cycle => format!(", handoff no. {cycle}"),
    };
    let when = format!("{}{again}", say::moment(handoff.handed_at, ctx));
    let mut rows = vec![
        ("when", when),
        ("with", format!("score {}, {}", frozen.score, frozen.grade)),
        ("state", state.to_owned()),
    ];
    let moments = [
        ("first try", handoff.first_attempt_at),
        ("first talk", handoff.first_conversation_at),
        ("ended", handoff.ended_at),
    ];
    rows.extend(
        moments
            .into_iter()
            .filter_map(|(name, at)| Some((name, say::moment(at?, ctx)))),
    );
    rows
}

/// The name stands in the head; everything else that is known stands here.
fn contact_lines(contact: &Contact, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    Field::ALL
        .into_iter()
        .filter(|field| !matches!(field, Field::FullName | Field::FirstName | Field::LastName))
        .filter_map(|field| Some((field, contact.get(field)?)))
        .flat_map(|(field, value)| field_lines(field_word(field), value, ctx, width))
        .collect()
}

fn company_lines(company: Option<&Company>, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let Some(company) = company else {
        return Vec::new();
    };
    let known = Field::ALL
        .into_iter()
        .filter_map(|field| Some((field_word(field), company.get(field)?)));
    std::iter::once(("name", company.name.as_str()))
        .chain(known)
        .flat_map(|(name, value)| field_lines(name, value, ctx, width))
        .collect()
}

fn custom_lines(contact: &Contact, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    contact
        .custom
        .iter()
        .flat_map(|(name, value)| field_lines(name, value, ctx, width))
        .collect()
}

/// `B2  Name                 working, mikko's`
fn colleague_lines(colleagues: &[ContactLine], ctx: &Context, width: usize) -> Vec<Line<'static>> {
    colleagues
        .iter()
        .map(|colleague| {
            let score = ctx.policy.model.score(&colleague.score, ctx.now);
            let owner = colleague
                .lead
                .owner
                .as_ref()
                .map_or(String::new(), |owner| format!(", {owner}"));
            let left = vec![
                piece(&score.grade.to_string(), ctx.theme.class(score.class)),
                piece("  ", ctx.theme.text()),
                piece(&colleague.name, ctx.theme.text()),
            ];
            let right = format!("{}{owner}", colleague.lead.stage.name());
            flow::row_ends(left, vec![piece(&right, ctx.theme.dim())], width)
        })
        .collect()
}

/// `name         value`; a long value goes on under itself, for three lines at most.
fn field_lines(name: &str, value: &str, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(NAME + 1);
    text::wrap(value, room, 3)
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let name = if index == 0 { name } else { "" };
            let pieces = vec![
                piece(&text::fit(name, NAME), ctx.theme.dim()),
                piece(" ", ctx.theme.text()),
                piece(&part, ctx.theme.text()),
            ];
            flow::row(pieces, width)
        })
        .collect()
}

/// Adds a heading and its lines, and an empty line before it; nothing when there are no lines.
fn section(title: &str, body: Vec<Line<'static>>, ctx: &Context, lines: &mut Vec<Line<'static>>) {
    if body.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::from(vec![piece(title, ctx.theme.header())]));
    lines.extend(body);
}
