//! The judgement as text with bars.

mod doubt;
mod worth;

use super::about::{fitted, left_out, period};
use crate::cli::prose::prose;
use crate::domain::learn::report::Report;
use crate::engine::outcomes::Collected;
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
    prose(&mut out, "Older   ", &period(report, report.older));
    prose(
        &mut out,
        "Newer   ",
        &format!("{} <- judged on these", period(report, report.newer)),
    );
    for sentence in left_out(collected) {
        prose(&mut out, "", &sentence);
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

fn fitting(out: &mut String, report: &Report) {
    for (place, sentence) in fitted(report).iter().enumerate() {
        prose(out, if place == 0 { "Fitted: " } else { "        " }, sentence);
    }
}
