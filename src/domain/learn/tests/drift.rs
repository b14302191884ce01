//! A world that moves, and what tells older from newer.

use std::sync::Arc;

use super::{evaluate, question, samples};
use crate::domain::learn::drift::SHIFTED;
use crate::domain::learn::metrics::Reliable;
use crate::domain::learn::report::{IN_FORCE, Question};
use crate::domain::learn::sample::{Column, Samples};

#[test]
fn probabilities_that_come_true_no_longer_are_told_tenth_by_tenth_and_in_a_sentence() {
    let mut samples = samples(3_000);
    let (older, _) = samples.split();
    let cut = older.len();
    for (place, sample) in samples.rows.iter_mut().enumerate() {
        let likely = place % 4 == 0;
        sample.present.probability = if likely { 0.85 } else { 0.05 };
        // Of the likely, 9 of 10 came to it, and of the newer none.
        sample.outcome = if likely {
            place < cut && place % 40 != 0
        } else {
            place % 20 == 1
        };
    }
    let report = evaluate(&samples, None, question()).unwrap();
    let drift = report.calibration_drift.first().unwrap();
    assert_eq!(drift.card, IN_FORCE);
    assert!(drift.older_error < 0.05, "{}", drift.older_error);
    assert!(drift.newer_error > 0.2, "{}", drift.newer_error);
    let happened: Vec<(u32, u32, u32)> = drift
        .rows
        .iter()
        .map(|row| {
            let share =
                |side: Option<Reliable>| side.map_or(999, |side| (side.happened * 100.0).round() as u32);
            (
                (row.from * 100.0).round() as u32,
                share(row.older),
                share(row.newer),
            )
        })
        .collect();
    assert_eq!(happened, [(0, 7, 7), (80, 90, 0)]);
    let told = report
        .advice
        .iter()
        .any(|said| said.contains("calibration of the card in force has drifted"));
    assert!(told, "{:#?}", report.advice);
}

#[test]
fn a_world_that_moved_is_told() {
    let mut samples = samples(2_000);
    let cut = samples.rows.len() * 7 / 10;
    for sample in &mut samples.rows[cut..] {
        let mut known = (*sample.known).clone();
        known.insert(Column::Custom("Industry".to_owned()), "Retail".to_owned());
        sample.known = Arc::new(known);
    }
    let report = evaluate(&samples, None, question()).unwrap();
    assert_eq!(report.shifts[0].name, "Industry");
    assert!(report.shifts[0].index > SHIFTED);
    assert!(report.advice.iter().any(|sentence| sentence.contains("Industry")));
}

#[test]
fn the_newest_are_advised_against_only_where_their_time_may_not_be_up() {
    let mut samples = samples(3_000);
    for sample in &mut samples.rows[2_100..] {
        sample.outcome &= sample.contact.0 % 2 == 0;
    }
    let told = |within: Option<&str>| {
        let question = Question {
            within: within.map(str::to_owned),
            ..question()
        };
        let report = evaluate(&samples, None, question).unwrap();
        let fallen = report.advice.iter().find(|said| said.contains("has fallen"));
        fallen.unwrap().contains("--until")
    };
    assert_eq!((told(None), told(Some("7d"))), (true, false));
}

#[test]
fn samples_that_no_time_tells_apart_are_told_with_the_order_that_was_taken_and_a_remedy() {
    let mut samples = samples(3_000);
    assert_eq!(evaluate(&samples, None, question()).unwrap().of_one_time, None);
    for sample in &mut samples.rows[1_000..] {
        sample.order = 1e9;
    }
    let told = |samples: &Samples, order: &str| {
        let question = Question {
            order: order.to_owned(),
            ..question()
        };
        let report = evaluate(samples, None, question).unwrap();
        let said = report.advice.iter().find(|said| said.contains("imported"));
        (
            report.question.order,
            report.of_one_time,
            said.cloned().unwrap_or_default(),
        )
    };
    let (order, count, said) = told(&samples, "time");
    assert_eq!(
        (order.as_str(), count),
        ("time, at the cut by order of import", Some(2_000))
    );
    assert!(said.starts_with("2000 of 3000 samples"), "{said}");
    for sample in &mut samples.rows {
        sample.order = 1e9;
    }
    let (order, count, said) = told(&samples, "time");
    assert_eq!(
        (order.as_str(), count),
        ("order of import (all are of one time)", Some(3_000))
    );
    assert!(
        said.starts_with("All samples are of one time") && said.contains("--order-by"),
        "{said}"
    );
    let (_, _, said) = told(&samples, "Lead Number");
    assert!(said.contains("the same number in `Lead Number`"), "{said}");
}

#[test]
fn samples_of_one_instant_stay_on_one_side_of_the_cut() {
    let mut samples = samples(100);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        sample.order = f64::from(u8::from(i >= 66)) + f64::from(u8::from(i >= 75));
    }
    let (train, test) = samples.split();
    assert_eq!((train.len(), test.len()), (66, 34));
}
