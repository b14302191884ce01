//! What can be said of revenue.

use crate::domain::learn::report::{Report, Sums, UNROUNDED};

/// What is known of deal sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::learn) enum Sizes {
    /// They tell deals apart.
    Different,
    /// Known, and all the same.
    Equal,
    /// None is known.
    Unknown,
}

/// Which order catches most revenue, where that can be told.
pub(super) fn money(report: &Report, sizes: Sizes) -> Option<String> {
    match sizes {
        Sizes::Different => {}
        Sizes::Equal => {
            return Some(
                "All deal sizes are equal, so every deal counts the same and `size only` orders nothing."
                    .to_owned(),
            );
        }
        Sizes::Unknown => {
            return Some(
                "No deal sizes are known, so every deal counts the same and `size only` orders nothing."
                    .to_owned(),
            );
        }
    }
    let mut caught: Vec<(&str, f64)> = report
        .orders
        .iter()
        .filter(|order| order.name != UNROUNDED)
        .filter_map(|order| Some((order.name, order.top_tenth.revenue?)))
        .collect();
    caught.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let (best, second) = (*caught.first()?, *caught.get(1)?);
    let Sums { known, of, .. } = report.sums;
    let what = if report.question.outcome.starts_with("won") {
        "deals won"
    } else {
        "outcomes"
    };
    let of_known = format!("Sums are known of {known} of {of} {what} among the newer samples");
    if 2 * known < of {
        return Some(format!(
            "{of_known}, and the others count with a usual size: which order catches most revenue cannot be told."
        ));
    }
    let of_known = if known < of {
        format!(" {of_known}.")
    } else {
        String::new()
    };
    let in_words = |(name, share): (&str, f64)| format!("`{name}` {:.0} %", 100.0 * share);
    let noise = 2.0 * spread(report, best.1).hypot(spread(report, second.1));
    if best.1 - second.1 <= noise {
        let by_chance = report.newer.samples.div_ceil(10) as f64 / report.newer.samples.max(1) as f64;
        let than_chance = if best.1 - by_chance <= 2.0 * spread(report, by_chance) {
            "No order catches more revenue in the top 10 % than chance may"
        } else {
            "Which order catches most revenue in the top 10 % is within chance"
        };
        return Some(format!(
            "{than_chance} ({}, {}; two standard errors of the difference are {:.0} points).{of_known}",
            in_words(best),
            in_words(second),
            100.0 * noise
        ));
    }
    Some(format!(
        "Most revenue in the top 10 % is caught by the order `{}`: {:.0} % (next: {}).{of_known} Where prices vary more than \
         probabilities, size x probability is nearly the order by price.",
        best.0,
        100.0 * best.1,
        in_words(second)
    ))
}

/// The standard error of a share of the revenue.
fn spread(report: &Report, share: f64) -> f64 {
    (share * (1.0 - share) / report.sums.as_many_as.max(1.0))
        .max(0.0)
        .sqrt()
}
