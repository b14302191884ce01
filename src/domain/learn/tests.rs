//! Laws of learning, on samples made here.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::calibration::Calibration;
use super::fit::{Cleared, Fitted, Guard, LEAST_TRAIN, LearnError, Reason, Terms};
use super::metrics::{Judged, Order, Reliable, calibration_error, pools, reliability};
use super::points::Kept;
use super::progress::Doing;
use super::report::{CLEARED, FITTED, IN_FORCE, Question, Report, Spoken, UNROUNDED};
use super::sample::{Column, Deed, Filled, HALF_LIVES, Known, Present, Sample, Samples};
use super::write::scoring_file;
use crate::domain::Time;
use crate::domain::contact::ContactId;

fn judged(given: &[(f64, bool)]) -> Vec<Judged> {
    let each = given.iter().map(|(given, outcome)| Judged {
        given: *given,
        outcome: *outcome,
        revenue: 1.0,
    });
    each.collect()
}

/// Numbers from 0 to 1 that look drawn and are the same in every run (splitmix64).
fn spread(i: usize, stream: u64) -> f64 {
    let mut z = (i as u64 ^ stream << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Contacts of whom the industry decides most, the size of the company some, visits some; and a column of chance.
fn samples(count: usize) -> Samples {
    let rows = (0..count).map(|i| {
        let retail = spread(i, 1) < 0.4;
        let people = (spread(i, 2) * 500.0).round();
        let visits = (spread(i, 3) * 4.0).floor();
        let logit = -2.0 + if retail { 2.0 } else { 0.0 } + people / 250.0 + visits * 0.4;
        let outcome = spread(i, 4) < 1.0 / (1.0 + f64::exp(-logit));
        let mut known = Known::new();
        let custom = |name: &str| Column::Custom(name.to_owned());
        known.insert(
            custom("Industry"),
            if retail { "Retail" } else { "Energy" }.to_owned(),
        );
        if people >= 50.0 {
            known.insert(custom("People"), people.to_string());
        }
        known.insert(custom("Chance"), format!("c{}", (spread(i, 5) * 5.0).floor()));
        let done = if visits > 0.0 {
            vec![(0, [visits as f32; HALF_LIVES.len()])]
        } else {
            Vec::new()
        };
        Sample {
            contact: ContactId(i64::try_from(i).unwrap() + 1),
            at: Time::from_timestamp_millis(i64::try_from(i).unwrap() * 1_000).unwrap_or_default(),
            order: i as f64,
            known: Arc::new(known),
            done,
            outcome,
            size: 100.0 + people,
            revenue: 100.0 + people,
            present: Present {
                total: 50.0,
                class: 1,
                probability: 0.3,
            },
        }
    });
    Samples {
        rows: rows.collect(),
        deeds: vec![Deed {
            kind: "page_view".to_owned(),
            detail: None,
        }],
        filled: BTreeMap::new(),
        called: 0,
    }
}

fn fit(samples: &Samples, guard: Guard, kept: &[Kept]) -> Result<Fitted, LearnError> {
    let terms = Terms {
        guard,
        kept,
        usual_half_life: None,
    };
    super::fit::fit(samples, &terms, &mut |_, _, _| {})
}

fn evaluate(samples: &Samples, fitted: Option<&Fitted>, question: Question) -> Result<Report, LearnError> {
    super::judge::evaluate(samples, fitted, question, &mut |_, _, _| {})
}

fn leaking(mut samples: Samples) -> Samples {
    for sample in &mut samples.rows {
        let tag = if sample.outcome { "signed" } else { "closed" };
        let mut known = (*sample.known).clone();
        known.insert(Column::Custom("Tags".to_owned()), tag.to_owned());
        sample.known = Arc::new(known);
    }
    samples
}

fn question() -> Question {
    Question {
        outcome: "won".to_owned(),
        within: None,
        probability: Spoken::OfPurchase,
        snapshot: "when they became known".to_owned(),
        order: "time".to_owned(),
        pool: 100,
    }
}

proptest! {
    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order(
        given in prop::collection::vec((0_i32..6, any::<bool>()), 2..60),
    ) {
        let given: Vec<(f64, bool)> = given.into_iter().map(|(g, o)| (f64::from(g), o)).collect();
        let (mut right, mut pairs) = (0.0, 0.0);
        for (a, _) in given.iter().filter(|(_, outcome)| *outcome) {
            for (b, _) in given.iter().filter(|(_, outcome)| !*outcome) {
                pairs += 1.0;
                right += if a > b { 1.0 } else if a < b { 0.0 } else { 0.5 };
            }
        }
        let expected = if pairs == 0.0 { 0.5 } else { right / pairs };
        prop_assert!((Order::new(&judged(&given)).auc() - expected).abs() < 1e-9);
    }

    #[test]
    fn what_an_order_is_worth_depends_on_the_order_alone(
        given in prop::collection::vec((-40_i32..40, any::<bool>()), 2..80),
        count in 1_usize..80,
    ) {
        let plain: Vec<(f64, bool)> = given.iter().map(|(g, o)| (f64::from(*g), *o)).collect();
        let bent: Vec<(f64, bool)> = given.iter().map(|(g, o)| ((f64::from(*g) / 9.0).exp(), *o)).collect();
        let mut turned = plain.clone();
        turned.reverse();
        let (a, b, c) = (Order::new(&judged(&plain)), Order::new(&judged(&bent)), Order::new(&judged(&turned)));
        prop_assert!((a.auc() - b.auc()).abs() < 1e-12);
        prop_assert!((a.top(count).hits - b.top(count).hits).abs() < 1e-9);
        prop_assert!((a.top(count).hits - c.top(count).hits).abs() < 1e-9, "ties are shared out evenly");
    }

    #[test]
    fn probabilities_never_fall_as_totals_rise(
        given in prop::collection::vec((0_u8..=100, any::<bool>()), 1..400),
    ) {
        let given: Vec<(f64, bool)> = given.into_iter().map(|(total, o)| (f64::from(total), o)).collect();
        let table = Calibration::learn(&given);
        let all: Vec<f64> = (0..=100).map(|total| table.probability(f64::from(total))).collect();
        prop_assert_eq!(table.0[0].from, 0);
        prop_assert!(all.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

#[test]
fn the_top_of_everybody_is_chance_and_a_perfect_order_finds_all() {
    let given: Vec<(f64, bool)> = (0..200).map(|i| (f64::from(i), i >= 180)).collect();
    let order = Order::new(&judged(&given));
    assert!((order.top(200).lift - 1.0).abs() < 1e-12);
    assert!((order.top(20).precision - 1.0).abs() < 1e-12);
    assert!((order.top(20).lift - 10.0).abs() < 1e-9);
    assert!((order.auc() - 1.0).abs() < 1e-12);
}

#[test]
fn a_pool_says_how_large_it_is_and_only_full_pools_count() {
    let given: Vec<(f64, bool)> = (0..250).map(|i| (f64::from(i % 100), i % 100 >= 92)).collect();
    let of_pools = pools(&judged(&given), 100, 8);
    assert!(of_pools.is_some_and(|p| p.pools == 2 && p.pool == 100 && (p.precision - 1.0).abs() < 1e-12));
    assert!(pools(&judged(&given), 251, 8).is_none());
}

#[test]
fn a_forecaster_who_is_right_on_average_is_hardly_off() {
    let true_ones: Vec<(f64, bool)> = (0..20_000)
        .map(|i| {
            let p = spread(i, 1);
            (p, spread(i, 2) < p)
        })
        .collect();
    let sure_ones: Vec<(f64, bool)> = true_ones.iter().map(|(_, outcome)| (0.99, *outcome)).collect();
    assert!(calibration_error(&reliability(&judged(&true_ones))) < 0.02);
    assert!(calibration_error(&reliability(&judged(&sure_ones))) > 0.3);
}

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
fn a_column_that_knows_the_outcome_is_found_and_left_out_on_demand() {
    let samples = leaking(samples(3_000));
    let told = fit(&samples, Guard::Warn, &[]).unwrap();
    let names: Vec<&str> = told.leaks.iter().map(|leak| leak.column.name()).collect();
    assert_eq!(names, ["Tags"]);
    let without = fit(&samples, Guard::Exclude, &[]).unwrap();
    let in_card = |name: &str| {
        without
            .card
            .encoding
            .binnings
            .iter()
            .any(|b| b.column.name() == name)
    };
    assert!(!in_card("Tags") && in_card("Industry"));
}

#[test]
fn where_no_behaviour_was_known_no_half_life_is_chosen() {
    let mut samples = samples(3_000);
    for sample in &mut samples.rows {
        sample.done.clear();
    }
    let fitted = fit(&samples, Guard::Warn, &[]).unwrap();
    let report = evaluate(&samples, Some(&fitted), question()).unwrap();
    let fitting = report.fitting.unwrap();
    assert_eq!((fitting.half_life_days, fitting.tried), (None, Vec::new()));
}

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
fn what_is_not_tested_for_leaks_does_not_take_back_what_was_found() {
    let report = evaluate(&leaking(samples(3_000)), None, question()).unwrap();
    let untested = report
        .advice
        .iter()
        .find(|said| said.contains("could not be tested"));
    assert!(
        untested
            .unwrap()
            .contains("--exclude-leaks leaves out the columns named above")
    );
}

#[test]
fn a_column_filled_in_after_the_call_is_found() {
    let mut samples = samples(1_000);
    let late = Filled {
        known: 40,
        after_call: 30,
    };
    samples.filled.insert(Column::Custom("People".to_owned()), late);
    let (train, _) = samples.split();
    let found = super::leak::leaks(&samples, train, &mut |_, _, _| {});
    assert!(
        found
            .iter()
            .any(|leak| leak.column.name() == "People" && leak.after_call == Some(0.75))
    );
}

#[test]
fn too_few_outcomes_are_refused_with_the_numbers_needed_and_had() {
    let mut samples = samples(400);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        sample.outcome = i % 20 == 0;
    }
    let refusal = fit(&samples, Guard::Warn, &[]).unwrap_err();
    assert!(matches!(refusal, LearnError::TooFew { train_hits: 14, .. }));
    let sentence = refusal.to_string();
    assert!(
        sentence.contains(&LEAST_TRAIN.to_string()) && sentence.contains("14"),
        "{sentence}"
    );
    assert!(evaluate(&Samples::default(), None, question()).is_err());
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
    assert!(report.shifts[0].index > super::drift::SHIFTED);
    assert!(report.advice.iter().any(|sentence| sentence.contains("Industry")));
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
    assert_eq!(fitted.excluded(), ["Tags"]);
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
fn where_the_samples_do_not_tell_half_lives_apart_that_of_the_card_in_force_is_taken_and_it_is_said() {
    // Every visit counts the same by every half-life.
    let samples = samples(3_000);
    let taken = |usual_half_life| {
        let terms = Terms {
            guard: Guard::Warn,
            kept: &[],
            usual_half_life,
        };
        let fitted = super::fit::fit(&samples, &terms, &mut |_, _, _| {}).unwrap();
        (fitted.card.encoding.half_life_days(), fitted.half_life_reason)
    };
    assert_eq!(taken(Some(30.0)), (30.0, Reason::AsInForce));
    assert_eq!(
        taken(Some(9.0)),
        (7.0, Reason::AsInForce),
        "the nearest of those tried"
    );
    assert_eq!(taken(None), (7.0, Reason::Usual));
}

#[test]
fn a_half_life_that_foresees_better_is_taken_whatever_the_card_in_force_has() {
    let mut samples = samples(3_000);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        let mut melted = [0.0; HALF_LIVES.len()];
        // Noise by all half-lives but 60 days, by which it says what decides.
        for (place, count) in melted.iter_mut().enumerate() {
            *count = (spread(i, 20 + place as u64) * 4.0) as f32;
        }
        let visits = spread(i, 3) * 4.0;
        melted[5] = visits as f32;
        sample.outcome = spread(i, 4) < 1.0 / (1.0 + f64::exp(3.0 - 1.5 * visits));
        sample.done = vec![(0, melted)];
    }
    let terms = Terms {
        guard: Guard::Warn,
        kept: &[],
        usual_half_life: Some(7.0),
    };
    let fitted = super::fit::fit(&samples, &terms, &mut |_, _, _| {}).unwrap();
    assert!((fitted.card.encoding.half_life_days() - 60.0).abs() < 1e-9);
    assert_eq!(fitted.half_life_reason, Reason::Best);
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
fn where_nobody_was_called_it_is_said_that_the_leak_test_is_half_done_and_which_columns_to_look_at() {
    let mut samples = samples(3_000);
    let cut = samples.rows.len() * 7 / 10;
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        let mut known = (*sample.known).clone();
        if i > cut || i % 3 == 0 {
            known.insert(Column::Custom("Verdict".to_owned()), format!("v{}", i % 4));
        }
        sample.known = Arc::new(known);
    }
    let said = |samples: &Samples| {
        let all = evaluate(samples, None, question()).unwrap().advice;
        all.into_iter()
            .find(|said| said.contains("only after the first call"))
    };
    let half = said(&samples).unwrap();
    assert!(
        half.contains("nobody was called in this log") && half.contains("--without COLUMN"),
        "{half}"
    );
    assert!(
        half.contains("Verdict (unknown of 67 % before, of 0 % lately)"),
        "{half}"
    );
    assert!(!half.contains("Industry"), "{half}");
    samples.called = 19;
    assert!(said(&samples).unwrap().contains("only 19 contacts"));
    samples.called = 20;
    assert_eq!(said(&samples), None);
}

#[test]
fn a_column_just_over_the_line_is_to_be_checked_and_one_far_over_it_is_accused() {
    let mut samples = samples(3_000);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        let mut known = (*sample.known).clone();
        let hint = if spread(i, 9) < 0.4 {
            spread(i, 10) < 0.5
        } else {
            sample.outcome
        };
        known.insert(
            Column::Custom("Hint".to_owned()),
            if hint { "warm" } else { "cool" }.to_owned(),
        );
        sample.known = Arc::new(known);
    }
    let said = |samples: &Samples| evaluate(samples, None, question()).unwrap().advice.join("\n");
    let mild = said(&samples);
    assert!(
        mild.contains("Hint (AUC .") || mild.contains("Hint (AUC 0."),
        "{mild}"
    );
    assert!(
        mild.contains("alone separates suspiciously well: check that it is known before the call"),
        "{mild}"
    );
    assert!(!mild.contains("too good to be true"), "{mild}");
    let strong = said(&leaking(samples));
    assert!(
        strong.contains("Tags: known only after the call, or too good to be true"),
        "{strong}"
    );
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
    super::fit::fit(&samples, &terms, &mut |doing, done, of| {
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

#[test]
fn a_judgement_that_learns_nothing_does_not_speak_of_learning() {
    let refusal = evaluate(&Samples::default(), None, question())
        .unwrap_err()
        .to_string();
    assert!(refusal.starts_with("too few outcomes to judge by"), "{refusal}");
    assert!(!refusal.contains("learn"), "{refusal}");
}
