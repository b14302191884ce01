//! What a judgement is of, for the terminal and the page: its samples, who was left out, how the card was fitted.

use crate::domain::Time;
use crate::domain::learn::half_life::Reason;
use crate::domain::learn::report::{Period, Report};
use crate::engine::outcomes::{Collected, Moment};

/// The samples of one side of the cut, and when they were, or which numbers of the column that orders them they have.
pub(super) fn period(report: &Report, period: Period) -> String {
    let day = |time: Option<Time>| time.map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string());
    let span = match (period.order_from, period.order_to) {
        (Some(from), Some(to)) => {
            let column = match report.of_one_time {
                None => report.question.order.as_str(),
                Some(_) => "numbers",
            };
            format!("{column} {from} to {to}")
        }
        _ => format!("{} to {}", day(period.from), day(period.to)),
    };
    format!(
        "{} samples, {} with the outcome ({:.1} %), {span}",
        period.samples,
        period.outcomes,
        100.0 * period.rate
    )
}

/// Who is no sample, and why; a sentence each.
pub(super) fn left_out(collected: &Collected) -> Vec<String> {
    let mut said = Vec::new();
    if collected.not_over > 0 {
        let until = collected.known_until.map_or_else(String::new, |until| {
            format!(
                "; outcomes are known up to {}, the newest act of a contact or of sales",
                until.format("%Y-%m-%d")
            )
        });
        said.push(format!(
            "Left out: {} samples whose time is not yet up{until}",
            collected.not_over
        ));
    }
    if collected.over_before > 0 && collected.moment != Moment::FirstHandoff {
        said.push(format!(
            "Left out: {} that had come to it by the first that is known of them",
            match collected.over_before {
                1 => "1 contact".to_owned(),
                count => format!("{count} contacts"),
            }
        ));
    }
    said.extend(never_with_sales(collected).map(|who| format!("Left out: {who}")));
    said
}

/// Those to whom nothing could happen there; nothing where everybody counts.
pub(super) fn never_with_sales(collected: &Collected) -> Option<String> {
    let who = match collected.never_with_sales {
        0 => return None,
        1 => "1 contact that never was".to_owned(),
        count => format!("{count} contacts that never were"),
    };
    Some(format!("{who} with sales, as far as the log tells"))
}

/// How the card was fitted, a line each; nothing where none was.
pub(super) fn fitted(report: &Report) -> Vec<String> {
    let Some(fitting) = &report.fitting else {
        return Vec::new();
    };
    let half_life = fitting.half_life_days.map_or_else(String::new, |days| {
        format!("; half-life of behaviour {days} days")
    });
    let mut said = vec![format!("{} rules with points{half_life}", fitting.rules)];
    if fitting.half_life_days.is_none() {
        said.push(
            "no behaviour was known of enough contacts when they were looked at, so no half-life was chosen, and no behaviour \
             gives points"
                .to_owned(),
        );
    } else if !fitting.tried.is_empty() {
        let tried: Vec<String> = fitting
            .tried
            .iter()
            .map(|tried| format!("{} d {:.4}", tried.days, tried.loss))
            .collect();
        said.push(format!(
            "loss by half-life on the oldest samples: {}",
            tried.join(", ")
        ));
        said.extend(not_told(fitting.half_life_reason));
    }
    said
}

/// Why a half-life was taken that the samples do not tell; nothing where they do.
pub(super) fn not_told(reason: Reason) -> Option<String> {
    let why = match reason {
        Reason::Best => return None,
        Reason::AsInForce => "the one nearest to the card in force was taken",
        Reason::Usual => "a usual one was taken",
    };
    Some(format!(
        "the samples do not tell half-lives apart, so nothing was learnt of how behaviour ages: {why}"
    ))
}
