//! What follows from a judgement, as sentences: which card is the better choice, and what not to trust.

mod leaks;
mod verdict;

use super::drift::{CalibrationDrift, MOVING, SHIFTED};
use super::fit::Cleared;
use super::report::{FIRST_HANDOFF, FITTED, IN_FORCE, Judgement, Report, Spoken, UNROUNDED};
use leaks::{after_call, leaks};
use verdict::verdict;

/// A probability that is off by more than this on average is not one to multiply prices with.
const TRUE_ENOUGH: f64 = 0.05;

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
