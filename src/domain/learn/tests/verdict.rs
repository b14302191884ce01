//! Which card is advised, and on what conditions.

use super::{evaluate, fit, leaking, question, samples, spread};
use crate::domain::learn::fit::{Cleared, Guard};
use crate::domain::learn::report::{CLEARED, FITTED, IN_FORCE, Question, Spoken};
use crate::domain::learn::sample::{Column, Sample};
use crate::domain::learn::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::learn::advice::{Sizes, advice};

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

#[test]
fn probabilities_are_good_for_an_order_only_where_there_is_one() {
    let mut samples = samples(3_000);
    for sample in &mut samples.rows {
        sample.present.probability = 0.1;
    }
    let said = evaluate(&samples, None, question()).unwrap().advice.join(" ");
    assert!(
        said.contains("card in force orders nothing better than chance (AUC 0.500")
            && said.contains("its probabilities are off by")
            && !said.contains("good for an order"),
        "{said}"
    );
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        let likely = f64::midpoint(f64::from(u8::from(sample.outcome)), spread(i, 5));
        sample.present.total = 100.0 * likely;
        sample.present.probability = 0.3 * likely;
    }
    let said = evaluate(&samples, None, question()).unwrap().advice.join(" ");
    assert!(
        said.contains("good for an order, not for a forecast")
            && !said.contains("nothing better than chance"),
        "{said}"
    );
}

#[test]
fn an_order_is_best_by_revenue_only_where_sums_are_known_and_it_leads_by_more_than_chance() {
    let mut samples = samples(3_000);
    let said = |samples: &_| {
        let said = evaluate(samples, None, question()).unwrap().advice;
        said.into_iter().next_back().unwrap_or_default()
    };
    // Size decides here, and the card in force knows nothing.
    for sample in &mut samples.rows {
        sample.present.probability = 0.3;
        sample.revenue = if sample.size > 500.0 { 100_000.0 } else { 100.0 };
    }
    assert!(
        said(&samples).contains("is within chance"),
        "three orders are by size"
    );
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        sample.sum_known = i % 3 == 0;
    }
    let few = said(&samples);
    assert!(
        few.starts_with("Sums are known of ")
            && few.contains("cannot be told")
            && !few.contains("Most revenue"),
        "{few}"
    );
    for sample in &mut samples.rows {
        (sample.size, sample.revenue) = (900.0, 900.0);
    }
    assert!(said(&samples).starts_with("All deal sizes are equal"));
    for sample in &mut samples.rows {
        sample.sum_known = false;
    }
    assert!(said(&samples).starts_with("No deal sizes are known"));
}

#[test]
fn where_whole_orders_are_alike_the_one_with_clearly_more_hits_at_the_top_is_told() {
    let samples = samples(3_000);
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let mut report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let (auc, top) = report
        .order(FITTED)
        .map(|fitted| (fitted.auc, fitted.top_tenth))
        .unwrap();
    let mut told = |precision: f64| {
        for order in report.orders.iter_mut().filter(|order| order.name == IN_FORCE) {
            order.auc = auc;
            order.top_tenth = top;
            order.top_tenth.precision = precision;
            order.top_tenth.lift = precision / report.newer.rate;
        }
        advice(&report, None, Sizes::Different).remove(0)
    };
    let far = told(top.precision - 0.3);
    assert!(
        far.contains("more hits than chance makes")
            && far.contains("the fitted card is the better choice for whom"),
        "{far}"
    );
    assert!(told(top.precision - 0.02).contains("no more than chance can make"));
}

#[test]
fn a_column_that_may_be_filled_in_late_is_a_condition_of_the_verdict_where_the_card_looks_at_it() {
    let mut samples = samples(3_000);
    let cut = samples.rows.len() * 7 / 10;
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        let mut known = (*sample.known).clone();
        let mut put = |name: &str, value: String| known.insert(Column::Custom(name.to_owned()), value);
        if i > cut || i % 3 == 0 {
            let hint = sample.outcome == (spread(i, 8) < 0.7);
            put("Hint", hint.to_string());
            put("Noise", format!("n{}", i % 4));
        }
        sample.known = Arc::new(known);
    }
    let fitted = fit(&samples, Guard::Exclude, &[]).unwrap();
    let mut report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let suspects: Vec<&str> = report
        .after_call
        .suspects
        .iter()
        .map(|suspect| suspect.column.name())
        .collect();
    assert_eq!(suspects, ["Hint", "Noise"]);
    assert!(
        report.advice[0].starts_with("Only if Hint"),
        "{}",
        report.advice[0]
    );
    let looked_at = BTreeSet::from([Source::Column(Column::Custom("Hint".to_owned()))]);
    report.fitting.as_mut().unwrap().looked_at = looked_at;
    let said = advice(&report, None, Sizes::Different).remove(0);
    assert!(
        said.starts_with("Only if Hint is known before the call: "),
        "{said}"
    );
}

#[test]
fn a_card_is_not_reproached_for_what_it_does_not_look_at() {
    let mut samples = leaking(samples(3_000));
    let said = |samples: &_| evaluate(samples, None, question()).unwrap().advice.join(" ");
    assert!(said(&samples).contains("The card in force does not look at Tags."));
    samples.looked_at = BTreeSet::from([Source::Column(Column::Custom("tags".to_owned()))]);
    let used = said(&samples);
    assert!(
        used.contains("The card in force has rules over Tags: ") && !used.contains("does not look"),
        "{used}"
    );
}

#[test]
fn a_class_that_has_come_away_from_its_share_is_told() {
    let samples = samples(3_000);
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let mut report = evaluate(&samples, Some(&fitted), question()).unwrap();
    assert!(!report.advice.iter().any(|said| said.starts_with("Class A")));
    report.classes[0].rows[0].samples = 18;
    let said = advice(&report, None, Sizes::Different).join(" ");
    assert!(
        said.contains("Class A of the fitted card holds 2.0 % of the newer samples, where 10 % was aimed at"),
        "{said}"
    );
}
