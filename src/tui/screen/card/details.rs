//! The details of a card: why the score is what it is (`why`), what is known, who else is there, and how it went before.

use ratatui_core::text::Line;

use crate::domain::contact::{Company, Contact, Field};
use crate::domain::group::{Colleague, Group};
use crate::domain::handoff::{HandoffRecord, HandoffState};
use crate::domain::lead::{Hand, Returned};
use crate::domain::query::Card;
use crate::domain::subject::Subject;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;
use crate::tui::widget::timeline::words::field_word;

use super::why::reason_lines;

/// Cells of the names of fields.
const NAME: usize = 13;

/// All lines of the details, one section after another.
#[must_use]
pub fn lines(card: &Card, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let subject = &card.subject;
    let mut lines = Vec::new();
    section("Why", reason_lines(subject, ctx, width), ctx, &mut lines);
    section("Decision group", group_lines(card, ctx, width), ctx, &mut lines);
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
    lines
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

/// What the rep wrote who gave the lead back, while it is with marketing.
#[must_use]
pub fn returned_note(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let returned = subject.lead.returned.as_ref();
    let with_marketing = subject.lead.stage.hand() == Hand::Marketing;
    let note = returned.filter(|returned| with_marketing && !returned.note.is_empty());
    note.map_or_else(Vec::new, |returned| {
        let words = format!("{}: {}", by_words(returned), returned.note);
        let lines = text::wrap(&words, width, 4);
        lines
            .iter()
            .map(|line| Line::from(piece(line, ctx.theme.accent())))
            .collect()
    })
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
        HandoffState::Accepted if handoff.is_released() => "waits in the queue again",
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
        (
            "with",
            format!("score {}, class {}, {}", frozen.score, frozen.class, frozen.grade),
        ),
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

/// Combined score, who is active and which roles are known; then the colleagues.
fn group_lines(card: &Card, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let Some(group) = Group::of(card, &ctx.policy.model, ctx.now) else {
        return Vec::new();
    };
    let combined = format!("combined score {}", group.combined);
    let together: Vec<Chip> = vec![
        vec![piece(&combined, ctx.theme.title())],
        vec![piece(&group.activity_words(), ctx.theme.text())],
    ];
    let roles = group.role_words().into_iter().map(|words| {
        let style = if words.ends_with("unknown") {
            ctx.theme.warn()
        } else {
            ctx.theme.text()
        };
        vec![piece(&words, style)]
    });
    let dot = piece(" · ", ctx.theme.dim());
    let mut lines = flow::flow(together, &dot, width);
    lines.extend(flow::flow(roles.collect(), &dot, width));
    lines.extend(group.colleagues.iter().map(|one| colleague_line(one, ctx, width)));
    lines
}

/// `● B2  61  Name         2 h ago · working, mikko`; the sign and the time only for whoever is active.
fn colleague_line(colleague: &Colleague<'_>, ctx: &Context, width: usize) -> Line<'static> {
    let (line, score) = (colleague.line, colleague.score);
    let sign = if colleague.acted.is_some() { "● " } else { "  " };
    let left = vec![
        piece(sign, ctx.theme.accent()),
        piece(&score.grade.to_string(), ctx.theme.class(score.class)),
        piece(&format!(" {:>3}  ", score.total), ctx.theme.text()),
        piece(&line.name, ctx.theme.text()),
    ];
    let owner = line.lead.owner.as_ref();
    let owner = owner.map_or(String::new(), |owner| format!(", {owner}"));
    let stage = format!("{}{owner}", line.lead.stage.name());
    let right = match colleague.acted {
        Some(at) => format!("{} · {stage}", say::ago(at, ctx)),
        None => stage,
    };
    flow::row_ends(left, vec![piece(&right, ctx.theme.dim())], width)
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
