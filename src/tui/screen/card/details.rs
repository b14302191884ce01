//! The details of a card: why the score is what it is, what is known, who else is there, and how it went before.

use ratatui_core::text::Line;

use crate::domain::contact::{Company, Contact, Field};
use crate::domain::group::{Colleague, Group};
use crate::domain::handoff::{HandoffRecord, HandoffState};
use crate::domain::lead::{Hand, Returned};
use crate::domain::query::Card;
use crate::domain::score::Reason;
use crate::domain::subject::Subject;
use crate::tui::context::Context;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;
use crate::tui::widget::timeline::words::field_word;

/// Cells of the longest bar.
const BAR: usize = 8;

/// From so many cells on, the lost points of a reason stand beside it as a number; below, its words need the room.
const NUMBERS: usize = 56;

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

/// `+20 ▇▇▇▇░░    read the pricing page    4 min ago` for each reason, the sums under them, and what the models beside
/// the one in force say.
#[must_use]
pub fn reason_lines(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let reasons = ctx.policy.model.explain(&subject.score, ctx.now);
    let mut lines = bars(&reasons, reasons.len(), ctx, width);
    lines.push(if reasons.is_empty() {
        let words = piece("nothing yet that a rule counts", ctx.theme.dim());
        flow::row(vec![words], width)
    } else {
        sum_line(&reasons, ctx, width)
    });
    lines.extend(shadow_lines(subject, ctx, width));
    lines
}

/// The first reasons as bars of one scale: points now in full cells, what has melted since they were fresh in light ones.
#[must_use]
pub fn bars(reasons: &[Reason], first: usize, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let longest = |reason: &Reason| reason.points.abs().max(reason.points + reason.lost());
    let most = reasons.iter().map(longest).max().unwrap_or(0);
    let numbers = width >= NUMBERS && reasons.iter().any(|reason| reason.lost() > 0);
    let line = |reason: &Reason| {
        let lost = numbers.then(|| lost_words(reason.lost()));
        reason_line(reason, most, &lost.unwrap_or_default(), ctx, width)
    };
    reasons.iter().take(first).map(line).collect()
}

/// One reason; `most` are the points of the longest bar, `lost_words` stand before the label.
fn reason_line(reason: &Reason, most: i32, lost_words: &str, ctx: &Context, width: usize) -> Line<'static> {
    let style = if reason.points < 0 {
        ctx.theme.bad()
    } else {
        ctx.theme.good()
    };
    let now = bar_cells(reason.points.abs(), most);
    let lost = bar_cells(reason.points + reason.lost(), most).saturating_sub(now);
    let lost = if reason.lost() > 0 { lost } else { 0 };
    let left = vec![
        piece(&format!("{:>+4} ", reason.points), style),
        piece(&"▇".repeat(now), style),
        piece(&"░".repeat(lost), ctx.theme.dim()),
        piece(&" ".repeat(BAR + 1 - now - lost), ctx.theme.text()),
        piece(lost_words, ctx.theme.dim()),
        piece(&reason.label, ctx.theme.text()),
    ];
    let age = |at| {
        let age = say::ago(at, ctx);
        // Where room is short, the words need it more: an age at the end of a reason is understood.
        let short = age.strip_suffix(" ago").filter(|_| width < NUMBERS);
        short.map(ToOwned::to_owned).unwrap_or(age)
    };
    let right = reason.at.map(|at| vec![piece(&age(at), ctx.theme.dim())]);
    flow::row_ends(left, right.unwrap_or_default(), width)
}

/// `-15 ` for points that have melted, as wide for none.
fn lost_words(lost: i32) -> String {
    if lost > 0 {
        format!("{:>4} ", -lost)
    } else {
        " ".repeat(5)
    }
}

/// Whole cells of a bar; at least one for what is not nothing.
fn bar_cells(points: i32, most: i32) -> usize {
    let points = points.max(0) as usize;
    if points == 0 {
        return 0;
    }
    (BAR * points / most.max(1) as usize).clamp(1, BAR)
}

/// `  62  in all, 15 more when fresh`
fn sum_line(reasons: &[Reason], ctx: &Context, width: usize) -> Line<'static> {
    let total: i32 = reasons.iter().map(|reason| reason.points).sum();
    let lost: i32 = reasons.iter().map(Reason::lost).sum();
    let mut words = vec![piece(&format!("{total:>4}  in all"), ctx.theme.title())];
    if lost > 0 {
        words.push(piece(&format!("; {lost} more while fresh "), ctx.theme.text()));
        words.push(piece("░", ctx.theme.dim()));
    }
    flow::row(words, width)
}

/// `under fitted: B2 · class B · 61` for each model that is only looked at.
fn shadow_lines(subject: &Subject, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let shadows = subject.shadows.iter().zip(&ctx.policy.shadows);
    shadows
        .map(|(state, shadow)| {
            let score = shadow.model.score(state, ctx.now);
            let pieces = vec![
                piece(&format!("under {}: ", shadow.name), ctx.theme.dim()),
                piece(&score.grade.to_string(), ctx.theme.class(score.class)),
                piece(
                    &format!(
                        " · class {} · {}",
                        shadow.model.class_words(score.class),
                        score.total
                    ),
                    ctx.theme.text(),
                ),
            ];
            flow::row(pieces, width)
        })
        .collect()
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
