//! How good the orders are: side by side, their probabilities, their classes.

use std::fmt::Write as _;

use crate::cli::prose::prose;
use crate::cli::score::learn::figures::{class_figures, figures};
use crate::cli::table::{Align, BAR, bar, table, table_in_parts};
use crate::domain::learn::metrics::Reliable;
use crate::domain::learn::report::{ClassRow, Judgement, Report};

/// All orders side by side.
pub(super) fn orders(out: &mut String, report: &Report) {
    let figures = figures(report);
    let names: Vec<&str> = figures.iter().map(|figure| figure.short.as_str()).collect();
    let mut columns: Vec<(&str, Align)> = names.iter().map(|name| (*name, Align::Right)).collect();
    columns[0].1 = Align::Left;
    columns.insert(BEHIND_LIFT, ("", Align::Bar));
    let most = report
        .orders
        .iter()
        .map(|order| order.top_tenth.lift)
        .fold(1.0, f64::max);
    let row = |order: &Judgement| {
        let mut row: Vec<String> = figures.iter().map(|figure| (figure.of)(order)).collect();
        row.insert(BEHIND_LIFT, bar(order.top_tenth.lift / most, '█'));
        row
    };
    let rows: Vec<Vec<String>> = report.orders.iter().map(row).collect();
    let _ = write!(out, "\n{}", table_in_parts(&columns, &rows, BEHIND_LIFT + 1));
    let shares: Vec<&str> = names.iter().copied().filter(|name| is_share(name)).collect();
    let mut legend = format!(
        "{}: share with the outcome; by chance {:.1} %.",
        shares.join(", "),
        100.0 * report.newer.rate
    );
    for figure in &figures {
        if let Some(words) = &figure.legend {
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

/// The probabilities of the first card that has any, and what happened.
pub(super) fn reliability(out: &mut String, report: &Report) {
    let Some(order) = report.orders.iter().find(|order| !order.reliability.is_empty()) else {
        return;
    };
    out.push('\n');
    let title = format!(
        "Probabilities of the {}: given (░) and what happened (█)",
        order.name
    );
    prose(out, "", &title);
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
            "  happened {:>5.1} %  {:<BAR$}  of {count}",
            100.0 * happened,
            bar(*happened, '█')
        );
    }
}

/// The classes of each card.
pub(super) fn classes(out: &mut String, report: &Report) {
    let columns = [
        ("class", Align::Left),
        ("samples", Align::Right),
        ("outcomes", Align::Right),
        ("share", Align::Right),
        ("lift", Align::Right),
        ("", Align::Bar),
    ];
    for card in &report.classes {
        let row = |row: &ClassRow| {
            let mut cells = class_figures(row);
            cells.push(bar(row.rate, '█'));
            cells
        };
        let rows: Vec<Vec<String>> = card.rows.iter().map(row).collect();
        let _ = write!(out, "\nClasses of the {}\n{}", card.card, table(&columns, &rows));
    }
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
