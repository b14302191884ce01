//! Which card is the better choice.

use super::listed;
use crate::domain::learn::fit::Cleared;
use crate::domain::learn::metrics::Top;
use crate::domain::learn::report::{CLEARED, FITTED, Judgement, Report};
use crate::domain::learn::source::Source;

/// Columns that a verdict names, at most.
const NAMED: usize = 4;

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

/// A fitted card that looks at what seems to know the outcome, or may be filled in after the call, is the better one only if
/// that is known before it.
fn reservation(report: &Report) -> Option<String> {
    let looked_at = &report.fitting.as_ref()?.looked_at;
    let leaks = report.leaks.iter().filter(|_| !report.leaks_excluded);
    let untested = report.after_call.suspects.iter();
    let untested = untested.map(|suspect| Source::Column(suspect.column.clone()));
    let doubted: Vec<Source> = leaks.map(|leak| leak.column.clone()).chain(untested).collect();
    let doubted = doubted.iter().filter(|source| looked_at.contains(source));
    let names: Vec<&str> = doubted.map(Source::name).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let (first, rest) = names.split_at(names.len().min(NAMED));
    let names = match rest.len() {
        0 => listed(first),
        1 => listed(&names),
        more => format!("{} and {more} more", first.join(", ")),
    };
    (!first.is_empty()).then(|| format!("only if {names} {verb} known before the call"))
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
    if ahead.abs() <= noise
        && let Some(top) = at_the_top(fitted, in_force)
    {
        return format!(
            "as a whole the two cards order within chance of each other, but in the top 10 %, where the calls are made, the {} has \
             more hits than chance makes ({tops}; two standard errors of the difference are {:.0} points): {}.",
            top.better,
            100.0 * top.noise,
            if top.better == FITTED {
                "the fitted card is the better choice for whom to call first".to_owned()
            } else {
                format!("the card in force is the better choice; keep it{as_what}")
            }
        );
    }
    if fitted.says_nothing() && in_force.says_nothing() {
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

/// Which card has more hits in its first tenth by more than chance makes.
struct Topped {
    better: &'static str,
    /// Two standard errors of the difference.
    noise: f64,
}

/// What is to be said where the top, where the calls are made, tells apart what the whole orders do not.
fn at_the_top(fitted: &Judgement, in_force: &Judgement) -> Option<Topped> {
    let better = if fitted.top_tenth.precision > in_force.top_tenth.precision {
        fitted
    } else {
        in_force
    };
    let ahead = (fitted.top_tenth.precision - in_force.top_tenth.precision).abs();
    let noise = 2.0 * fitted.top_error().hypot(in_force.top_error());
    (ahead > noise && better.has_a_top()).then_some(Topped {
        better: better.name,
        noise,
    })
}

impl Judgement {
    /// Whether it orders better than chance may: its area lies above a half by more than two standard errors.
    pub(super) fn tells_apart(&self) -> bool {
        self.auc - 0.5 > 2.0 * self.auc_error
    }

    /// Whether it orders neither better nor worse than chance may.
    pub(super) fn says_nothing(&self) -> bool {
        (self.auc - 0.5).abs() <= 2.0 * self.auc_error
    }

    /// Whether its first tenth has more hits than chance may find.
    fn has_a_top(&self) -> bool {
        let Top { precision, lift, .. } = self.top_tenth;
        lift > 0.0 && precision - precision / lift > 2.0 * self.top_error()
    }

    /// The standard error of the share of hits in the first tenth (binomial).
    fn top_error(&self) -> f64 {
        let share = self.top_tenth.precision;
        (share * (1.0 - share) / self.top_tenth.count.max(1) as f64)
            .max(0.0)
            .sqrt()
    }
}
