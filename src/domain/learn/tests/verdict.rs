//! Which card is advised, and on what conditions.

use super::{evaluate, fit, leaking, question, samples, spread};
use crate::domain::learn::fit::{Cleared, Guard};
use crate::domain::learn::report::{CLEARED, FITTED, IN_FORCE, Question, Spoken};
use crate::domain::learn::sample::Sample;

#[test]
fn where_both_cards_order_by_chance_none_is_advised() {
    let mut samples = samples(3_000);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        sample.outcome = spread(i, 77) < 0.3;
    }
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let verdict = report.advice.first().unwrap();
    assert!(
        verdict.starts_with("Neither card tells anything apart") && !verdict.contains("keep it"),
        "{verdict}"
    );
}

#[test]
fn a_card_that_the_world_has_left_behind_is_told_to_be_the_worse_choice() {
    let mut samples = samples(3_000);
    let cut = samples.rows.len() * 7 / 10;
    for sample in &mut samples.rows[cut..] {
        // What led to the outcome before speaks against it now; the card in force knew all along.
        let retail = sample.known.values().any(|value| value == "Retail");
        sample.outcome = !retail;
        sample.present.total = if retail { 10.0 } else { 90.0 };
    }
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    assert!(report.advice[0].contains("keep it"), "{}", report.advice[0]);
}

#[test]
fn a_card_that_looks_at_a_leak_gets_its_verdict_with_the_reservation_first() {
    let samples = leaking(samples(3_000));
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let verdict = "Only if Tags is known before the call: the fitted card is better";
    assert!(report.advice[0].starts_with(verdict), "{}", report.advice[0]);
}

#[test]
fn a_card_without_leaks_is_compared_with_the_one_in_force_without_its_rules_over_them() {
    let mut samples = leaking(samples(3_000));
    for sample in &mut samples.rows {
        // The card in force lives on what gives the outcome away.
        sample.present.total = if sample.outcome { 90.0 } else { 10.0 };
    }
    let mut fitted = fit(&samples, Guard::Exclude, &[]).unwrap();
    let excluded: Vec<&str> = fitted.excluded().iter().map(|source| source.name()).collect();
    assert_eq!(excluded, ["Tags"]);
    let unfair = evaluate(&samples, Some(&fitted), question()).unwrap();
    assert!(unfair.advice[0].contains("keep it"), "{}", unfair.advice[0]);
    assert!(unfair.rules_left_out.is_empty() && unfair.order(CLEARED).is_none());

    let cleared = |total: &dyn Fn(&Sample) -> f64| Cleared {
        rules: vec!["tag_signed".to_owned(), "tag_closed".to_owned()],
        columns: vec!["Tags".to_owned()],
        totals: samples.rows.iter().map(total).collect(),
    };
    fitted.cleared = Some(cleared(&|_| 10.0));
    let fair = evaluate(&samples, Some(&fitted), question()).unwrap();
    let said = &fair.advice[0];
    assert!(
        said.starts_with("Compared without the rules tag_signed and tag_closed of the card in force"),
        "{said}"
    );
    assert!(
        said.contains(": the fitted card is better") && said.contains("AUC 1.000"),
        "{said}"
    );
    let auc = |name| fair.order(name).map_or(0.0, |order| order.auc);
    assert!((auc(CLEARED) - 0.5).abs() < 1e-12 && (auc(IN_FORCE) - 1.0).abs() < 1e-12);
    assert_eq!(fair.rules_left_out, ["tag_signed", "tag_closed"]);

    // What is left of it may still be the better card: then it is kept, but not as it is.
    fitted.cleared = Some(cleared(&|sample| if sample.outcome { 60.0 } else { 40.0 }));
    let said = evaluate(&samples, Some(&fitted), question()).unwrap().advice[0].clone();
    assert!(said.contains("keep it, without those rules"), "{said}");
}

#[test]
fn the_probabilities_of_the_card_in_force_are_not_held_against_what_is_no_purchase() {
    let samples = samples(3_000);
    let asked = Question {
        probability: Spoken::OfAnother,
        outcome: "not returned".to_owned(),
        ..question()
    };
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let report = evaluate(&samples, Some(&fitted), asked.clone()).unwrap();
    let in_force = report.order(IN_FORCE).unwrap();
    assert!(in_force.reliability.is_empty() && in_force.calibration_error.is_none());
    assert!(report.order(FITTED).unwrap().calibration_error.is_some());
    let drifts: Vec<&str> = report.calibration_drift.iter().map(|drift| drift.card).collect();
    assert_eq!(drifts, [FITTED]);
    assert!(
        report
            .orders
            .iter()
            .all(|order| order.top_tenth.revenue.is_none())
    );
    let alone = evaluate(&samples, None, asked).unwrap();
    assert!(alone.calibration_drift.is_empty());
    let said = alone.advice.join(" ");
    assert!(said.contains("`not returned` is no purchase"), "{said}");
    assert!(
        !said.contains("Most revenue") && !said.contains("percentage points"),
        "{said}"
    );
}
