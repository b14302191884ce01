//! Which card is the better choice.

use super::listed;
use crate::domain::learn::fit::Cleared;
use crate::domain::learn::report::{CLEARED, Judgement, Report};

/// Which card is the better choice, with the conditions under which that holds before it.
pub(super) fn verdict(
    report: &Report,
    fitted: &Judgement,
    in_force: &Judgement,
    cleared: Option<&Cleared>,
) -> String {
    let rest = report.order(CLEARED).zip(cleared);
    let conditions: Vec<String> = reservation(report)
        .into_iter()
        .chain(rest.map(|(_, cleared)| fairly(cleared)))
        .collect();
    let which = rest.map_or_else(
        || which(fitted, in_force, ""),
        |(rest, _)| {
            format!(
                "{} With those rules the card in force has AUC {:.3}, which counts only if what they look at is known before \
                 the call.",
                which(fitted, rest, ", without those rules"),
                in_force.auc
            )
        },
    );
    if conditions.is_empty() {
        return capital(&which);
    }
    capital(&format!("{}: {which}", conditions.join("; ")))
}

/// A fitted card that looks at what seems to know the outcome is the better one only if it does not.
fn reservation(report: &Report) -> Option<String> {
    let names: Vec<&str> = report.leaks.iter().map(|leak| leak.column.name()).collect();
    (!report.leaks_excluded && !names.is_empty()).then(|| {
        let verb = if names.len() == 1 { "is" } else { "are" };
        format!("only if {} {verb} known before the call", listed(&names))
    })
}

/// What of the card in force was not compared, and why.
fn fairly(cleared: &Cleared) -> String {
    let names = |names: &[String]| listed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let rules = if cleared.rules.len() == 1 { "rule" } else { "rules" };
    format!(
        "compared without the {rules} {} of the card in force, because the fitted card may not look at {} either",
        names(&cleared.rules),
        names(&cleared.columns)
    )
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The two cards against each other. Within two standard errors nobody can say which is the better one, and a card that
/// people know is worth more than a new one. `as_what` says which part of the card in force is meant.
fn which(fitted: &Judgement, in_force: &Judgement, as_what: &str) -> String {
    let ahead = fitted.auc - in_force.auc;
    let noise = 2.0 * fitted.auc_error.max(in_force.auc_error);
    let tops = format!(
        "AUC {:.3} against {:.3}, {:.0} % against {:.0} % hits in the top 10 %",
        fitted.auc,
        in_force.auc,
        100.0 * fitted.top_tenth.precision,
        100.0 * in_force.top_tenth.precision
    );
    if says_nothing(fitted) && says_nothing(in_force) {
        return format!(
            "neither card tells anything apart on the newest samples{as_what} ({tops}; .5 is chance, and both are within two standard \
             errors of it): what is known of these contacts does not foresee this outcome. Import more of what was known \
             before the call, or ask for another outcome."
        );
    }
    if ahead < 0.0 {
        return format!(
            "the card in force is the better choice on the newest samples (the fitted one has {tops}): keep it{as_what}. A \
             fitted card loses when the world has moved on from what it learnt, or when people know more than its columns."
        );
    }
    if ahead < noise {
        return format!(
            "the fitted card is ahead by no more than chance can make ({tops}; two standard errors are {noise:.3}): the card \
             in force is the better choice as long as people know it; keep it{as_what}."
        );
    }
    if fitted.top_tenth.precision < in_force.top_tenth.precision {
        return format!(
            "the fitted card orders better as a whole, but not at the top, where the calls are made ({tops}): look at both \
             before you choose."
        );
    }
    format!("the fitted card is better on samples that it has never seen ({tops}).")
}

/// Whether an order is no better (or worse) than chance can make.
fn says_nothing(order: &Judgement) -> bool {
    (order.auc - 0.5).abs() <= 2.0 * order.auc_error
}
