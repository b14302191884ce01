//! What follows from a judgement, as sentences: which card is the better choice, and what not to trust.

use super::drift::{CalibrationDrift, MOVING, SHIFTED};
use super::fit::Cleared;
use super::leak::{Emptier, Leak};
use super::report::{CLEARED, FIRST_HANDOFF, FITTED, IN_FORCE, Judgement, Report, Spoken, UNROUNDED};

/// A probability that is off by more than this on average is not one to multiply prices with.
const TRUE_ENOUGH: f64 = 0.05;

/// So much more off than on the older samples is drift; less is the ordinary flattery of what one has learnt from.
const CALIBRATION_DRIFTED: f64 = 0.03;

pub(super) fn advice(report: &Report, cleared: Option<&Cleared>, same_size: bool) -> Vec<String> {
    let mut said = Vec::new();
    let in_force = report.order(IN_FORCE);
    if let (Some(fitted), Some(in_force)) = (report.order(FITTED), in_force) {
        said.push(verdict(report, fitted, in_force, cleared));
    }
    if let Some(probabilities) = report.order(FITTED).or(in_force) {
        said.extend(rate(report));
        said.extend(calibration(probabilities));
    }
    said.extend(chosen(report));
    said.extend(drift(report));
    said.extend(report.calibration_drift.iter().filter_map(calibration_drifted));
    said.extend(leaks(report));
    said.extend(after_call(report));
    said.extend(no_purchase(report));
    said.extend(money(report, same_size));
    said
}

/// Which card is the better choice, with the conditions under which that holds before it.
fn verdict(report: &Report, fitted: &Judgement, in_force: &Judgement, cleared: Option<&Cleared>) -> String {
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

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
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

/// Whether outcomes have become rarer or more frequent than what was learnt.
fn rate(report: &Report) -> Option<String> {
    let (older, newer) = (report.older, report.newer);
    let spread =
        |period: super::report::Period| period.rate * (1.0 - period.rate) / period.samples.max(1) as f64;
    let noise = 2.0 * (spread(older) + spread(newer)).sqrt();
    let moved = newer.rate - older.rate;
    (moved.abs() > noise).then(|| {
        let (way, remedy) = if moved < 0.0 {
            ("fallen", "promise too much")
        } else {
            ("risen", "promise too little")
        };
        format!(
            "The share of outcomes has {way} from {:.1} % to {:.1} %: probabilities learnt from the older samples {remedy}.{}",
            100.0 * older.rate,
            100.0 * newer.rate,
            if report.question.within.is_none() {
                " Of the newest, not all may have come to it yet, and these look like misses: leave them out where that may be \
                 so (--until)."
            } else {
                // Whose time is not up is no sample.
                ""
            }
        )
    })
}

/// Who was never handed over is not among the samples.
fn chosen(report: &Report) -> Option<String> {
    (report.question.snapshot.starts_with(FIRST_HANDOFF)).then(|| {
        "Only contacts that were handed to sales are judged, and the card in force chose them: what it kept back is not seen \
         here. --snapshot creation looks at everybody."
            .to_owned()
    })
}

fn calibration(order: &Judgement) -> Option<String> {
    let error = order.calibration_error.filter(|error| *error > TRUE_ENOUGH)?;
    Some(format!(
        "The probabilities of the {} are off by {:.1} percentage points on average: good for an order, not for a forecast.",
        order.name,
        100.0 * error
    ))
}

fn drift(report: &Report) -> Option<String> {
    let shifted: Vec<&str> = names(report, SHIFTED, f64::INFINITY);
    let moving = names(report, MOVING, SHIFTED).len();
    if shifted.is_empty() {
        return None;
    }
    Some(format!(
        "The world has shifted since: {} (index of {SHIFTED} or more){}. Fit again more often, and believe the newest \
         samples.",
        shifted.join(", "),
        if moving > 0 {
            format!("; {moving} more are moving")
        } else {
            String::new()
        }
    ))
}

/// Probabilities that were truer on the older samples than they are on the newer.
fn calibration_drifted(drift: &CalibrationDrift) -> Option<String> {
    (drift.newer_error - drift.older_error > CALIBRATION_DRIFTED).then(|| {
        format!(
            "The calibration of the {} has drifted: its probabilities were off by {:.1} percentage points on the older samples \
             and are by {:.1} on the newer. Fit again, or put newer probabilities under [[calibration]] or \
             [value.probability].",
            drift.card,
            100.0 * drift.older_error,
            100.0 * drift.newer_error
        )
    })
}

fn names(report: &Report, from: f64, to: f64) -> Vec<&str> {
    let within = report
        .shifts
        .iter()
        .filter(|shift| shift.index >= from && shift.index < to);
    within.map(|shift| shift.name.as_str()).collect()
}

fn leaks(report: &Report) -> Vec<String> {
    let names: Vec<&str> = report.leaks.iter().map(|leak| leak.column.name()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    if report.leaks_excluded {
        return vec![format!(
            "Left out, because they seem to know the outcome: {}.",
            names.join(", ")
        )];
    }
    let (sure, doubtful): (Vec<&Leak>, Vec<&Leak>) = report.leaks.iter().partition(|leak| leak.is_sure());
    let sure: Vec<&str> = sure.iter().map(|leak| leak.column.name()).collect();
    let sure = (!sure.is_empty()).then(|| {
        format!(
            "{}: known only after the call, or too good to be true. A card that decides whom to call must not look at \
             it; leave it out by fitting with --exclude-leaks, unless you are sure that it is known before.",
            sure.join(", ")
        )
    });
    let each: Vec<String> = doubtful
        .iter()
        .map(|leak| format!("{} (AUC {:.3})", leak.column.name(), leak.auc.unwrap_or_default()))
        .collect();
    let each: Vec<&str> = each.iter().map(String::as_str).collect();
    let doubtful = (!each.is_empty()).then(|| {
        format!(
            "{} alone {} suspiciously well: check that it is known before the call, and leave it out by fitting with --exclude-leaks if it is \
             not.",
            listed(&each),
            if each.len() == 1 { "separates" } else { "separate" }
        )
    });
    sure.into_iter().chain(doubtful).collect()
}

/// That half of the leak test was not done, why, and what may have slipped through.
fn after_call(report: &Report) -> Option<String> {
    let (test, leaks_found) = (&report.after_call, !report.leaks.is_empty());
    if test.tested {
        return None;
    }
    let called = match test.called {
        0 => "nobody was called in this log".to_owned(),
        1 => "only one contact was called in this log".to_owned(),
        called => format!("only {called} contacts were called in this log"),
    };
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let mut suspects: Vec<String> = Vec::new();
    let shares = |emptier: &Emptier| (percent(emptier.older), percent(emptier.newer));
    // What was filled in together has the same shares: they are said once.
    for alike in test.suspects.chunk_by(|a, b| shares(a) == shares(b)) {
        let names: Vec<&str> = alike.iter().map(|emptier| emptier.column.name()).collect();
        let (older, newer) = alike.first().map(shares).unwrap_or_default();
        suspects.push(format!(
            "{} (unknown of {older} before, of {newer} lately)",
            listed(&names)
        ));
    }
    let suspects = if suspects.is_empty() {
        String::new()
    } else {
        format!(
            " Look first at those whose share of unknown values has moved between older and newer samples: {}.",
            suspects.join("; ")
        )
    };
    Some(format!(
        "Which columns are filled in only after the first call could not be tested: {called}. Leave out by name what your \
         people write down later (--without COLUMN, or `ignore` in the map of the import): --exclude-leaks leaves out {}, and \
         finds none of those filled in late.{suspects}",
        if leaks_found {
            "the columns named above, which alone separate too well"
        } else {
            "columns that alone separate too well"
        }
    ))
}

/// Why the card in force gets no calibration.
fn no_purchase(report: &Report) -> Option<String> {
    (report.question.probability == Spoken::OfAnother).then(|| {
        format!(
            "`{}` is no purchase, and the probabilities of the card in force are of purchases: whether these come true, and how \
             much revenue is caught, is not judged here (--outcome won judges it).",
            report.question.outcome
        )
    })
}

fn money(report: &Report, same_size: bool) -> Option<String> {
    if same_size {
        return Some(
            "No deal sizes are known, so every deal counts the same and `size only` orders nothing."
                .to_owned(),
        );
    }
    let best = report
        .orders
        .iter()
        .filter(|order| order.name != UNROUNDED)
        .filter_map(|order| Some((order.name, order.top_tenth.revenue?)))
        .max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (name, revenue) = best?;
    Some(format!(
        "Most revenue in the top 10 % is caught by the order `{}`: {:.0} %. Where prices vary more than probabilities, size \
         x probability is nearly the order by price.",
        name,
        100.0 * revenue
    ))
}
