//! Why a score is what it is: its reasons as bars, their sum, and what other models say.

use ratatui_core::text::Line;

use crate::domain::score::Reason;
use crate::domain::subject::Subject;
use crate::tui::context::Context;
use crate::tui::widget::flow::{self, piece};
use crate::tui::widget::say;

/// Cells of the longest bar.
const BAR: usize = 8;

/// From so many cells on, the lost points of a reason stand beside it as a number; below, its words need the room.
const NUMBERS: usize = 56;

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
