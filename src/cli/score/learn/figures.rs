//! The figures of an order, for the terminal and the page.

use crate::domain::learn::drift::{CalibrationDrift, DriftRow};
use crate::domain::learn::report::{ClassRow, Judgement, Report, Sums};

/// One figure of an order, as text and page show it.
pub(super) struct Figure {
    /// Over a column of a terminal.
    pub short: String,
    /// Over a column of the page.
    pub long: String,
    /// What it is, where the name does not say it all.
    pub legend: Option<String>,
    pub of: fn(&Judgement) -> String,
}

/// The figures of all orders: those that the outcome has.
pub(super) fn figures(report: &Report) -> Vec<Figure> {
    let figure = |name: &str, of| Figure {
        short: name.to_owned(),
        long: name.to_owned(),
        legend: None,
        of,
    };
    let mut figures = vec![
        figure("order", |order| order.name.to_owned()),
        figure("AUC", |order| format!("{:.3}", order.auc)),
        figure("±", |order| format!("{:.3}", order.auc_error)),
        figure("top 10 %", |order| percent(order.top_tenth.precision)),
        figure("lift", |order| format!("{:.2}", order.top_tenth.lift)),
        figure("top 100", |order| percent(order.top_hundred.precision)),
    ];
    if let Some(pools) = report.orders.iter().find_map(|order| order.pools) {
        figures.push(Figure {
            short: format!("{} of {}", pools.top, pools.pool),
            long: format!("first {} of each {}", pools.top, pools.pool),
            legend: Some("among the first of each pool".to_owned()),
            of: |order| {
                order
                    .pools
                    .map_or_else(String::new, |pools| percent(pools.precision))
            },
        });
    }
    if report
        .orders
        .iter()
        .any(|order| order.top_tenth.revenue.is_some())
    {
        figures.push(Figure {
            long: "revenue in top 10 %".to_owned(),
            legend: Some(revenue(report)),
            ..figure("revenue", |order| {
                order.top_tenth.revenue.map_or_else(String::new, percent)
            })
        });
    }
    if report
        .orders
        .iter()
        .any(|order| order.calibration_error.is_some())
    {
        figures.push(Figure {
            legend: Some("expected calibration error of the probability".to_owned()),
            ..figure("off by", |order| {
                order
                    .calibration_error
                    .map_or_else(String::new, |error| format!("{error:.3}"))
            })
        });
        figures.push(Figure {
            legend: Some(CHANCE.to_owned()),
            ..figure("chance", |order| {
                order
                    .calibration_chance
                    .map_or_else(String::new, |chance| format!("{:.3}", chance.usual))
            })
        });
    }
    figures
}

/// What is said of a class: its letter, samples, outcomes, share and lift; a dash for what is known of nobody, not even 0 %.
pub(super) fn class_figures(row: &ClassRow) -> Vec<String> {
    let of_any = |said: String| if row.samples == 0 { "–".to_owned() } else { said };
    vec![
        row.class.to_string(),
        row.samples.to_string(),
        row.outcomes.to_string(),
        of_any(percent(row.rate)),
        of_any(format!("{:.2}", row.lift)),
    ]
}

/// What stands in the column of chance.
const CHANCE: &str = "what chance alone makes of that where every probability is right";

/// What stands in the column of revenue, and how much of it is known.
fn revenue(report: &Report) -> String {
    let Sums { known, of, .. } = report.sums;
    let of_known = if known < of {
        format!(" (sums known of {known} of {of}, the others as the usual size)")
    } else {
        String::new()
    };
    format!("share of it caught in the top 10 %{of_known}")
}

/// How far off the probabilities of a card were and are, and what of that is chance.
pub(super) fn off_by(drift: &CalibrationDrift) -> String {
    let points = |share: f64| 100.0 * share;
    format!(
        "off by {:.1} points on the older samples, {:.1} on the newer; chance alone makes {:.1} of so many newer samples, and hardly \
         more than {:.1}",
        points(drift.older_error),
        points(drift.newer_error),
        points(drift.newer_chance.usual),
        points(drift.newer_chance.bound)
    )
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// The probabilities of a row: `10-20 %`.
pub(super) fn tenth(row: &DriftRow) -> String {
    let from = 100.0 * row.from;
    format!("{from:.0}-{:.0} %", from + 10.0)
}

/// The title over what seems to know the outcome.
pub(super) fn knowing(report: &Report) -> &'static str {
    if report.leaks.iter().any(|leak| leak.column.is_behaviour()) {
        "Columns and behaviour that seem to know the outcome"
    } else {
        "Columns that seem to know the outcome"
    }
}
