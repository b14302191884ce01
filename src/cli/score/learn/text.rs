//! The judgement as text with bars.

use std::fmt::Write as _;

use super::figures::{class_figures, figures, percent};
use super::layout::{BAR, bar, prose, with_bars};
use crate::cli::table::{Align, table};
use crate::domain::Time;
use crate::domain::learn::drift::{DriftRow, MOVING, SHIFTED};
use crate::domain::learn::fit::Reason;
use crate::domain::learn::metrics::Reliable;
use crate::domain::learn::report::{ClassRow, Judgement, Period, Report};
use crate::engine::outcomes::{Collected, Moment};

/// Columns that have moved, at most.
const SHIFTS: usize = 6;

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

fn orders(out: &mut String, report: &Report) {
    let figures = figures(report);
    let names: Vec<&str> = figures.iter().map(|figure| figure.short.as_str()).collect();
    let mut columns: Vec<(&str, Align)> = names.iter().map(|name| (*name, Align::Right)).collect();
    columns[0].1 = Align::Left;
    columns.insert(BEHIND_LIFT, ("", Align::Left));
    let most = report
        .orders
        .iter()
        .map(|order| order.top_tenth.lift)
        .fold(1.0, f64::max);
    let drawn = with_bars(&columns, |cells| {
        let row = |order: &Judgement| {
            let mut row: Vec<String> = figures.iter().map(|figure| (figure.of)(order)).collect();
            row.insert(BEHIND_LIFT, bar(order.top_tenth.lift / most, '█', cells));
            row
        };
        report.orders.iter().map(row).collect()
    });
    let _ = write!(out, "\n{drawn}");
    let shares: Vec<&str> = names.iter().copied().filter(|name| is_share(name)).collect();
    let mut legend = format!(
        "{}: share with the outcome; by chance {:.1} %.",
        shares.join(", "),
        100.0 * report.newer.rate
    );
    for figure in &figures {
        if let Some(words) = figure.legend {
            let _ = write!(legend, " {}: {words}.", figure.short);
        }
    }
    prose(out, "", &legend);
}

/// Whether a column is one of shares with the outcome.
fn is_share(name: &str) -> bool {
    name.starts_with("top ") || name.starts_with("8 of")
}

/// Where the bar of the lift stands.
const BEHIND_LIFT: usize = 5;

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
        let _ = writeln!(
            out,
            "  given    {:>5.1} %  {}",
            100.0 * given,
            bar(*given, '░', BAR)
        );
        let _ = writeln!(
            out,
            "  happened {:>5.1} %  {:<20}  of {count}",
            100.0 * happened,
            bar(*happened, '█', BAR)
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
        let row = |row: &ClassRow, cells| {
            let mut cells_of_row = class_figures(row);
            cells_of_row.push(bar(row.rate, '█', cells));
            cells_of_row
        };
        let drawn = with_bars(&columns, |cells| {
            card.rows.iter().map(|of| row(of, cells)).collect()
        });
        let _ = write!(out, "\nClasses of the {}\n{drawn}", card.card);
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
        prose(out, "  ", &format!("{}: {}", leak.column.name(), why.join("; ")));
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
        let drawn = with_bars(&columns, |cells| {
            drift.rows.iter().map(|row| drift_row(row, cells)).collect()
        });
        let _ = write!(
            out,
            "\nCalibration drift of the {}: what happened, older and newer\n{drawn}off by {:.3} on the older, {:.3} on the newer\n",
            drift.card, drift.older_error, drift.newer_error
        );
    }
}

fn drift_row(row: &DriftRow, full: usize) -> Vec<String> {
    let mut cells = vec![tenth(row)];
    for side in [row.older, row.newer] {
        cells.extend(side.map_or_else(
            || [String::new(), String::new(), String::new()],
            |side| {
                [
                    percent(side.happened),
                    bar(side.happened, '█', full),
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
        assert_eq!(class_figures(&row(0))[3..], ["–", "–"]);
        assert_eq!(class_figures(&row(3))[3..], ["0.0 %", "0.00"]);
    }
}
