//! What is to be distrusted: leaks and drift.

use std::fmt::Write as _;

use crate::cli::prose::prose;
use crate::cli::score::learn::figures::{knowing, off_by, percent, tenth};
use crate::cli::table::{Align, bar, table};
use crate::domain::learn::drift::{DriftRow, MOVING, SHIFTED};
use crate::domain::learn::report::Report;

/// Columns that have moved, at most.
const SHIFTS: usize = 6;

/// What seems to know the outcome.
pub(super) fn leaks(out: &mut String, report: &Report) {
    if report.leaks.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", knowing(report));
    for leak in &report.leaks {
        prose(out, "  ", &format!("{}: {}", leak.column.name(), leak.why()));
    }
}

/// Columns whose values have moved between older and newer samples.
pub(super) fn shifts(out: &mut String, report: &Report) {
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
    if report.shifts.len() > SHIFTS {
        let all = format!(
            "The {SHIFTS} of {} that moved most; --html and --json have all.",
            report.shifts.len()
        );
        prose(out, "", &all);
    }
}

/// Reliability of the older and the newer samples side by side, for each card.
pub(super) fn calibration_drift(out: &mut String, report: &Report) {
    let columns = [
        ("given", Align::Right),
        ("older", Align::Right),
        ("", Align::Bar),
        ("of", Align::Right),
        ("newer", Align::Right),
        ("", Align::Bar),
        ("of", Align::Right),
    ];
    let learnt = if report.fitting.is_some() {
        "The fitted card has learnt from the older samples: there it flatters itself."
    } else {
        ""
    };
    if !learnt.is_empty() {
        out.push('\n');
        prose(out, "", learnt);
    }
    for drift in &report.calibration_drift {
        let rows: Vec<Vec<String>> = drift.rows.iter().map(drift_row).collect();
        out.push('\n');
        let title = format!(
            "Calibration drift of the {}: what happened, older and newer",
            drift.card
        );
        prose(out, "", &title);
        out.push_str(&table(&columns, &rows));
        prose(out, "", &format!("{}.", off_by(drift)));
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
