//! The fitted card and its file.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{evaluate, fit, question, samples};
use crate::domain::learn::fit::fit as learnt_by;
use crate::domain::learn::fit::{Guard, Terms};
use crate::domain::learn::progress::Doing;
use crate::domain::learn::report::{FITTED, IN_FORCE, Spoken, UNROUNDED};
use crate::domain::learn::sample::Column;
use crate::domain::learn::write::scoring_file;

#[test]
fn points_stay_on_the_scale_and_hardly_change_the_order() {
    let samples = samples(3_000);
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    for sample in &samples.rows {
        let total = fitted.card.total(sample);
        assert!((0.0..=100.0).contains(&total) && total.fract() == 0.0);
    }
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let auc = |name| report.order(name).map_or(0.0, |order| order.auc);
    assert!(auc(FITTED) > 0.7, "{}", auc(FITTED));
    assert!((auc(FITTED) - auc(UNROUNDED)).abs() < 0.01);
    assert!(
        (auc(IN_FORCE) - 0.5).abs() < 1e-12,
        "everybody has the same points there"
    );
}

#[test]
fn behaviour_only_adds_and_no_cap_is_below_the_points_of_one_event() {
    let fitted = fit(&samples(3_000), Guard::Warn, &[]).unwrap();
    assert!(
        fitted.card.habits.iter().any(|habit| habit.each > 0),
        "visits matter here"
    );
    for habit in &fitted.card.habits {
        assert!(habit.each >= 0 && habit.cap >= habit.each && habit.cap <= 100);
    }
}

#[test]
fn a_column_of_chance_gets_no_rule() {
    let fitted = fit(&samples(3_000), Guard::Warn, &[]).unwrap();
    let columns: Vec<&str> = fitted
        .card
        .encoding
        .binnings
        .iter()
        .map(|b| b.column.name())
        .collect();
    assert_eq!(columns, ["Industry", "People"]);
}

#[test]
fn the_same_samples_give_the_same_card() {
    let samples = samples(2_000);
    let [a, b] = [(); 2].map(|()| fit(&samples, Guard::Warn, &[]).unwrap().card);
    assert_eq!(a, b);
    let (train, _) = samples.split();
    let file = |card| scoring_file(card, &[], train, Spoken::OfPurchase);
    assert_eq!(file(&a), file(&b));
}

#[test]
fn the_report_counts_the_rules_that_the_file_holds() {
    let samples = samples(2_000);
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let (train, _) = samples.split();
    let file = scoring_file(&fitted.card, &[], train, Spoken::OfAnother);
    let tables = |name: &str| file.lines().filter(|line| line.starts_with(name)).count();
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let rules = report.fitting.unwrap().rules;
    assert_eq!(rules, tables("[[explicit]]") + tables("[[behaviour]]"));
    // Who was not given back has not bought by that.
    assert_eq!(tables("[[calibration]]"), 0);
}

#[test]
fn text_from_outside_cannot_leave_its_place_in_the_file() {
    let mut samples = samples(2_000);
    for sample in &mut samples.rows {
        let mut known = (*sample.known).clone();
        let value = known
            .remove(&Column::Custom("Industry".to_owned()))
            .unwrap_or_default();
        known.insert(
            Column::Custom("In\"dus\\try\npoints = 99".to_owned()),
            format!("{value}\"\n[[explicit]]"),
        );
        sample.known = Arc::new(known);
    }
    let card = fit(&samples, Guard::Warn, &[]).unwrap().card;
    let (train, _) = samples.split();
    let file = scoring_file(&card, &["a\nzz = 1".to_owned()], train, Spoken::OfPurchase);
    let outside: BTreeSet<&str> = file
        .lines()
        .filter(|line| line.starts_with("points = 99") || line.starts_with("zz"))
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!(file.contains("In\\\"dus\\\\try\\u000Apoints = 99"));
}

#[test]
fn whoever_waits_hears_what_is_being_done_and_never_more_than_all_of_it() {
    let samples = samples(1_000);
    let terms = Terms {
        guard: Guard::Warn,
        kept: &[],
        usual_half_life: None,
    };
    let mut heard: Vec<Doing> = Vec::new();
    learnt_by(&samples, &terms, &mut |doing, done, of| {
        assert!(done <= of, "{doing:?}: {done} of {of}");
        if heard.last() != Some(&doing) {
            heard.push(doing);
        }
    })
    .unwrap();
    let all = [
        Doing::Leaks,
        Doing::HalfLives,
        Doing::Ridges,
        Doing::Columns,
        Doing::Points,
    ];
    assert_eq!(heard, all);
}
