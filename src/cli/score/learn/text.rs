//! The judgement as text with bars.

use std::fmt::Write as _;

use crate::cli::table::{Align, table};
use crate::domain::Time;
use crate::domain::learn::drift::{DriftRow, MOVING, SHIFTED};
use crate::domain::learn::metrics::Reliable;
use crate::domain::learn::report::{ClassRow, Judgement, Period, Report};
use crate::engine::outcomes::Collected;

/// Cells of a full bar.
const BAR: f64 = 20.0;
/// Columns that have moved, at most.
const SHIFTS: usize = 6;

/// The whole judgement.
pub fn text(report: &Report, collected: &Collected) -> String {
    let mut out = String::new();
    let question = &report.question;
    let _ = writeln!(
        out,
        "Outcome: {}. Contacts as they were {}; older and newer by {}.",
        question.outcome, question.snapshot, question.order
    );
    let _ = writeln!(out, "Older   {}", period(report.older));
    let _ = writeln!(out, "Newer   {}   <- judged on these", period(report.newer));
    if collected.not_over > 0 {
        let until = collected.known_until.map_or_else(String::new, |until| {
            format!(
                "; outcomes are known up to {}, the newest act of a contact or of sales",
                until.format("%Y-%m-%d")
            )
        });
        let _ = writeln!(
            out,
            "Left out: {} samples whose time is not yet up{until}",
            collected.not_over
        );
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
        let _ = writeln!(out, "- {sentence}");
    }
    out
}

fn fitting(out: &mut String, report: &Report) {
    let Some(fitting) = &report.fitting else {
        return;
    };
    let half_life = fitting.half_life_days.map_or_else(String::new, |days| {
        format!("; half-life of behaviour {days} days")
    });
    let _ = writeln!(out, "Fitted: {} rules with points{half_life}", fitting.rules);
    if !fitting.tried.is_empty() {
        let tried: Vec<String> = fitting
            .tried
            .iter()
            .map(|tried| format!("{} d {:.4}", tried.days, tried.loss))
            .collect();
        let _ = writeln!(
            out,
            "        loss by half-life on the oldest samples: {}",
            tried.join(", ")
        );
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

fn orders(out: &mut String, report: &Report) {
    let pool = report.orders.iter().find_map(|order| order.pools);
    let pool = pool.map_or_else(
        || "pool".to_owned(),
        |pools| format!("{} of each {}", pools.top, pools.pool),
    );
    let columns = [
        ("order", Align::Left),
        ("AUC", Align::Right),
        ("±", Align::Right),
        ("top 10 %", Align::Right),
        ("lift", Align::Right),
        ("", Align::Left),
        ("top 100", Align::Right),
        (pool.as_str(), Align::Right),
        ("revenue", Align::Right),
        ("off by", Align::Right),
    ];
    let most = report
        .orders
        .iter()
        .map(|order| order.top_tenth.lift)
        .fold(1.0, f64::max);
    let rows: Vec<Vec<String>> = report.orders.iter().map(|order| row(order, most)).collect();
    let _ = write!(out, "\n{}", table(&columns, &rows));
    let _ = writeln!(
        out,
        "top 10 %, top 100, {pool}: share with the outcome; by chance {:.1} %. revenue: share of it caught in the top 10 %.\n\
         off by: expected calibration error of the probability.",
        100.0 * report.newer.rate
    );
}

fn row(order: &Judgement, most: f64) -> Vec<String> {
    let mut row = figures(order);
    row.insert(BEHIND_LIFT, bar(order.top_tenth.lift / most, '█'));
    row
}

/// Where the bar of the lift stands.
const BEHIND_LIFT: usize = 5;

/// The figures of one order, as text and page show them.
pub(super) fn figures(order: &Judgement) -> Vec<String> {
    vec![
        order.name.to_owned(),
        format!("{:.3}", order.auc),
        format!("{:.3}", order.auc_error),
        percent(order.top_tenth.precision),
        format!("{:.2}", order.top_tenth.lift),
        percent(order.top_hundred.precision),
        order
            .pools
            .map_or_else(String::new, |pools| percent(pools.precision)),
        percent(order.top_tenth.revenue),
        order
            .calibration_error
            .map_or_else(String::new, |error| format!("{error:.3}")),
    ]
}

/// What is said of a class, or a dash where nobody is in it: no share of nobody is known, not even 0 %.
pub(super) fn of_any(row: &ClassRow, said: String) -> String {
    if row.samples == 0 { "–".to_owned() } else { said }
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn reliability(out: &mut String, report: &Report) {
    let Some(order) = report.orders.iter().find(|order| !order.reliability.is_empty()) else {
        return;
    };
    let _ = writeln!(
        out,
        "\nProbabilities of the {}: given (░) and what happened (█)",
        order.name
    );
    for Reliable {
        count,
        given,
        happened,
        ..
    } in &order.reliability
    {
        let _ = writeln!(out, "  given    {:>5.1} %  {}", 100.0 * given, bar(*given, '░'));
        let _ = writeln!(
            out,
            "  happened {:>5.1} %  {:<20}  of {count}",
            100.0 * happened,
            bar(*happened, '█')
        );
    }
}

fn classes(out: &mut String, report: &Report) {
    let columns = [
        ("class", Align::Left),
        ("samples", Align::Right),
        ("outcomes", Align::Right),
        ("share", Align::Right),
        ("lift", Align::Right),
        ("", Align::Left),
    ];
    for card in &report.classes {
        let rows: Vec<Vec<String>> = card
            .rows
            .iter()
            .map(|row| {
                vec![
                    row.class.to_string(),
                    row.samples.to_string(),
                    row.outcomes.to_string(),
                    of_any(row, percent(row.rate)),
                    of_any(row, format!("{:.2}", row.lift)),
                    bar(row.rate, '█'),
                ]
            })
            .collect();
        let _ = write!(out, "\nClasses of the {}\n{}", card.card, table(&columns, &rows));
    }
}

fn leaks(out: &mut String, report: &Report) {
    if report.leaks.is_empty() {
        return;
    }
    out.push_str("\nColumns that seem to know the outcome\n");
    for leak in &report.leaks {
        let mut why = Vec::new();
        if let Some(auc) = leak.auc {
            why.push(format!("alone separates with AUC {auc:.3}"));
        }
        if let Some(share) = leak.after_call {
            why.push(format!(
                "filled in only after the first call for {:.0} % of those called",
                100.0 * share
            ));
        }
        let _ = writeln!(out, "  {}: {}", leak.column.name(), why.join("; "));
    }
}

fn shifts(out: &mut String, report: &Report) {
    let moved: Vec<Vec<String>> = report
        .shifts
        .iter()
        .take(SHIFTS)
        .map(|shift| {
            let state = if shift.index >= SHIFTED {
                "shifted"
            } else if shift.index >= MOVING {
                "moving"
            } else {
                "steady"
            };
            vec![
                shift.name.clone(),
                format!("{:.3}", shift.index),
                state.to_owned(),
                shift.most.clone(),
                format!("{:.1} %", 100.0 * shift.older),
                format!("{:.1} %", 100.0 * shift.newer),
            ]
        })
        .collect();
    if moved.is_empty() {
        return;
    }
    let columns = [
        ("drift", Align::Left),
        ("index", Align::Right),
        ("", Align::Left),
        ("most of all", Align::Left),
        ("older", Align::Right),
        ("newer", Align::Right),
    ];
    let _ = write!(out, "\n{}", table(&columns, &moved));
}

/// Reliability of the older and the newer samples side by side, for each card.
fn calibration_drift(out: &mut String, report: &Report) {
    let columns = [
        ("given", Align::Right),
        ("older", Align::Right),
        ("", Align::Left),
        ("of", Align::Right),
        ("newer", Align::Right),
        ("", Align::Left),
        ("of", Align::Right),
    ];
    let learnt = if report.fitting.is_some() {
        "\n(The fitted card has learnt from the older samples: there it flatters itself.)\n"
    } else {
        ""
    };
    out.push_str(learnt);
    for drift in &report.calibration_drift {
        let rows: Vec<Vec<String>> = drift.rows.iter().map(drift_row).collect();
        let _ = write!(
            out,
            "\nCalibration drift of the {}: what happened, older and newer\n{}off by {:.3} on the older, {:.3} on the newer\n",
            drift.card,
            table(&columns, &rows),
            drift.older_error,
            drift.newer_error
        );
    }
}

fn drift_row(row: &DriftRow) -> Vec<String> {
    let mut cells = vec![tenth(row)];
    for side in [row.older, row.newer] {
        cells.extend(side.map_or_else(
            || [String::new(), String::new(), String::new()],
            |side| {
                [
                    percent(side.happened),
                    bar(side.happened, '█'),
                    side.count.to_string(),
                ]
            },
        ));
    }
    cells
}

/// The probabilities of a row: `10-20 %`.
pub(super) fn tenth(row: &DriftRow) -> String {
    let from = 100.0 * row.from;
    format!("{from:.0}-{:.0} %", from + 10.0)
}

fn bar(share: f64, sign: char) -> String {
    let cells = (share.clamp(0.0, 1.0) * BAR).round() as usize;
    sign.to_string().repeat(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_class_that_nobody_is_in_no_share_is_told() {
        let row = |samples| ClassRow {
            class: 'A',
            samples,
            outcomes: 0,
            rate: 0.0,
            lift: 0.0,
        };
        assert_eq!(of_any(&row(0), percent(0.0)), "–");
        assert_eq!(of_any(&row(3), percent(0.0)), "0.0 %");
    }
}
