//! What follows from a judgement, as sentences: which card is the better choice, and what not to trust.

mod leaks;
mod money;
mod verdict;

use std::collections::BTreeSet;

use super::drift::{CalibrationDrift, MOVING, SHIFTED};
use super::fit::Cleared;
use super::leak::Leak;
use super::points::CLASS_SHARES;
use super::report::{FIRST_HANDOFF, FITTED, IN_FORCE, Judgement, Report, Spoken};
use crate::domain::learn::source::Source;
use crate::domain::text::fold;
use leaks::{after_call, leaks};
pub(super) use money::Sizes;
use money::money;
use verdict::verdict;

/// A probability that is off by more than this on average is not one to multiply prices with.
const TRUE_ENOUGH: f64 = 0.05;

pub(super) fn advice(report: &Report, cleared: Option<&Cleared>, sizes: Sizes) -> Vec<String> {
    let mut said = Vec::new();
    let in_force = report.order(IN_FORCE);
    if let (Some(fitted), Some(in_force)) = (report.order(FITTED), in_force) {
        said.push(verdict(report, fitted, in_force, cleared));
    }
    if let Some(probabilities) = report.order(FITTED).or(in_force) {
        said.extend(rate(report));
        said.extend(calibration(report, probabilities));
    }
    said.extend(chosen(report));
    said.extend(drift(report));
    said.extend(report.calibration_drift.iter().filter_map(calibration_drifted));
    said.extend(classes(report));
    said.extend(leaks(report));
    said.extend(looked_at(report));
    said.extend(after_call(report));
    said.extend(no_purchase(report));
    said.extend(money(report, sizes));
    said
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
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

/// Where probabilities are not to be multiplied with prices: what they are good for depends on whether the order is any good.
fn calibration(report: &Report, order: &Judgement) -> Option<String> {
    let beyond_chance = order.calibration_chance.map_or(0.0, |chance| chance.bound);
    let off = order
        .calibration_error
        .filter(|error| *error > TRUE_ENOUGH.max(beyond_chance));
    let off = off.map(|error| {
        let by_chance = order.calibration_chance.map_or(0.0, |chance| chance.usual);
        format!(
            "off by {:.1} percentage points on average (chance alone makes {:.1} of so many samples)",
            100.0 * error,
            100.0 * by_chance
        )
    });
    if order.tells_apart() {
        return off.map(|off| {
            format!(
                "The probabilities of the {} are {off}: good for an order, not for a forecast.",
                order.name
            )
        });
    }
    // Where both cards say nothing, the verdict has said so.
    let said = report.fitting.is_some()
        && order.says_nothing()
        && report.order(IN_FORCE).is_some_and(Judgement::says_nothing);
    let off = off.map(|off| format!("its probabilities are {off}"));
    match (said, off) {
        (true, off) => off.map(|off| format!("Of the {}: {off}.", order.name)),
        (false, off) => Some(format!(
            "The {} orders nothing better than chance (AUC {:.3}; .5 is chance, and two standard errors are {:.3}){}.",
            order.name,
            order.auc,
            2.0 * order.auc_error,
            off.map_or_else(String::new, |off| format!(", and {off}"))
        )),
    }
}

/// Classes that have come away from the shares that they were made for.
fn classes(report: &Report) -> Option<String> {
    let of_fitted = report.classes.iter().find(|table| table.card == FITTED)?;
    let aimed = CLASS_SHARES[0];
    let all = report.newer.samples.max(1) as f64;
    let share = of_fitted.rows.first()?.samples as f64 / all;
    let noise = 2.0 * (aimed * (1.0 - aimed) / all).sqrt();
    let is_other = (share - aimed).abs() > noise && (share < aimed / 2.0 || share > aimed * 2.0);
    is_other.then(|| {
        format!(
            "Class A of the fitted card holds {:.1} % of the newer samples, where {:.0} % was aimed at: move the bounds under \
             [classes] in the file before it comes into force.",
            100.0 * share,
            100.0 * aimed
        )
    })
}

/// Whether the card that is judged looks at what seems to know the outcome.
fn looked_at(report: &Report) -> Option<String> {
    if report.leaks_excluded {
        return None;
    }
    let (card, looks_at) = report.fitting.as_ref().map_or_else(
        || (IN_FORCE, &report.in_force_looks_at),
        |fitting| (FITTED, &fitting.looked_at),
    );
    let (used, unused): (Vec<&Leak>, Vec<&Leak>) =
        report.leaks.iter().partition(|leak| has(looks_at, &leak.column));
    let names = |leaks: &[&Leak]| listed(&leaks.iter().map(|leak| leak.column.name()).collect::<Vec<_>>());
    let mut said = Vec::new();
    if !unused.is_empty() {
        said.push(format!("The {card} does not look at {}.", names(&unused)));
    }
    // Of a fitted card the verdict says it first.
    if !used.is_empty() && card == IN_FORCE {
        said.push(format!(
            "The {card} has rules over {}: what is said of it here holds only if {} known before the call.",
            names(&used),
            if used.len() == 1 { "that is" } else { "these are" }
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether something is among others; rules name custom attributes in any case of their letters.
fn has(sources: &BTreeSet<Source>, source: &Source) -> bool {
    let same = |other: &Source| match (other, source) {
        (Source::Column(other), Source::Column(column)) => {
            other.key() == column.key() && fold(other.name()) == fold(column.name())
        }
        (Source::Behaviour(other, _), Source::Behaviour(deed, _)) => other.kind == deed.kind,
        (Source::Column(_), Source::Behaviour(..)) | (Source::Behaviour(..), Source::Column(_)) => false,
    };
    sources.iter().any(same)
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
    drift.has_drifted().then(|| {
        format!(
            "The calibration of the {} has drifted: its probabilities were off by {:.1} percentage points on the older samples \
             and are by {:.1} on the newer, where chance alone makes {:.1} of so many samples. Fit again, or put newer probabilities under [[calibration]] or \
             [value.probability].",
            drift.card,
            100.0 * drift.older_error,
            100.0 * drift.newer_error,
            100.0 * drift.newer_chance.usual
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
