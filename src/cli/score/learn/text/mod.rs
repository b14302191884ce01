//! The judgement as text with bars.

mod doubt;
mod worth;

use std::fmt::Write as _;

use crate::cli::prose::prose;
use crate::domain::Time;
use crate::domain::learn::half_life::Reason;
use crate::domain::learn::report::{Period, Report};
use crate::engine::outcomes::{Collected, Moment};
use doubt::{calibration_drift, leaks, shifts};
use worth::{classes, orders, reliability};

/// The whole judgement.
pub fn text(report: &Report, collected: &Collected) -> String {
    let mut out = String::new();
    let question = &report.question;
    let asked = format!(
        "Outcome: {}. Contacts as they were {}; older and newer by {}.",
        question.outcome, question.snapshot, question.order
    );
    prose(&mut out, "", &asked);
    prose(&mut out, "Older   ", &period(report.older));
    prose(
        &mut out,
        "Newer   ",
        &format!("{} <- judged on these", period(report.newer)),
    );
    if collected.not_over > 0 {
        let until = collected.known_until.map_or_else(String::new, |until| {
            format!(
                "; outcomes are known up to {}, the newest act of a contact or of sales",
                until.format("%Y-%m-%d")
            )
        });
        let left_out = format!(
            "Left out: {} samples whose time is not yet up{until}",
            collected.not_over
        );
        prose(&mut out, "", &left_out);
    }
    if collected.over_before > 0 && collected.moment != Moment::FirstHandoff {
        let left_out = format!(
            "Left out: {} that had come to it by the first that is known of them",
            match collected.over_before {
                1 => "1 contact".to_owned(),
                count => format!("{count} contacts"),
            }
        );
        prose(&mut out, "", &left_out);
    }
    if let Some(who) = never_with_sales(collected) {
        prose(&mut out, "", &format!("Left out: {who}"));
    }
    fitting(&mut out, report);
    orders(&mut out, report);
    reliability(&mut out, report);
    classes(&mut out, report);
    leaks(&mut out, report);
    shifts(&mut out, report);
    calibration_drift(&mut out, report);
    out.push_str("\nWhat follows\n");
    for sentence in &report.advice {
        prose(&mut out, "- ", sentence);
    }
    out
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

fn fitting(out: &mut String, report: &Report) {
    let Some(fitting) = &report.fitting else {
        return;
    };
    let half_life = fitting.half_life_days.map_or_else(String::new, |days| {
        format!("; half-life of behaviour {days} days")
    });
    let _ = writeln!(out, "Fitted: {} rules with points{half_life}", fitting.rules);
    if fitting.half_life_days.is_none() {
        let sentence = "no behaviour was known of enough contacts when they were looked at, so no half-life was chosen, and no \
                        behaviour gives points";
        prose(out, "        ", sentence);
    } else if !fitting.tried.is_empty() {
        let tried: Vec<String> = fitting
            .tried
            .iter()
            .map(|tried| format!("{} d {:.4}", tried.days, tried.loss))
            .collect();
        let losses = format!("loss by half-life on the oldest samples: {}", tried.join(", "));
        prose(out, "        ", &losses);
        let why = match fitting.half_life_reason {
            Reason::Best => None,
            Reason::AsInForce => Some("the one nearest to the card in force was taken"),
            Reason::Usual => Some("a usual one was taken"),
        };
        if let Some(why) = why {
            let sentence = format!(
                "the samples do not tell half-lives apart, so nothing was learnt of how behaviour ages: {why}"
            );
            prose(out, "        ", &sentence);
        }
    }
}

fn period(period: Period) -> String {
    let day = |time: Option<Time>| time.map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string());
    format!(
        "{} samples, {} with the outcome ({:.1} %), {} to {}",
        period.samples,
        period.outcomes,
        100.0 * period.rate,
        day(period.from),
        day(period.to)
    )
}
