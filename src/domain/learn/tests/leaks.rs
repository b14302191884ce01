//! Columns that know the outcome.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Fitted, evaluate, fit, leaking, question, samples, spread};
use crate::domain::learn::fit::Guard;
use crate::domain::learn::leak::leaks;
use crate::domain::learn::sample::{Column, Deed, Filled, HALF_LIVES, Samples};

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
fn a_column_filled_in_after_the_call_is_found() {
    let mut samples = samples(1_000);
    let late = Filled {
        known: 40,
        after_call: 30,
        ..Filled::default()
    };
    samples.filled.insert(Column::Custom("People".to_owned()), late);
    let (train, _) = samples.split();
    let found = leaks(&samples, train, &mut |_, _, _| {});
    assert!(
        found
            .iter()
            .any(|leak| leak.column.name() == "People" && leak.after_call == Some(0.75))
    );
}

#[test]
fn where_first_data_came_after_the_call_only_what_was_empty_then_and_is_not_now_is_found() {
    let mut samples = samples(1_000);
    let late = |late_after_call| Filled {
        late_known: 40,
        late_after_call,
        ..Filled::default()
    };
    let custom = |name: &str| Column::Custom(name.to_owned());
    samples.filled.insert(custom("People"), late(30));
    samples.filled.insert(custom("Industry"), late(10));
    let (train, _) = samples.split();
    let found = leaks(&samples, train, &mut |_, _, _| {});
    let names: Vec<&str> = found.iter().map(|leak| leak.column.name()).collect();
    assert_eq!(names, ["People"]);
}

#[test]
fn what_came_in_an_import_later_than_the_calls_is_said_not_to_be_tested_and_of_how_many_it_was() {
    let mut samples = samples(3_000);
    (samples.called, samples.called_before) = (3_000, 3_000);
    let said = |samples: &Samples| {
        let report = evaluate(samples, None, question()).unwrap();
        let sentence = report
            .advice
            .into_iter()
            .find(|said| said.contains("only after the first call"));
        (sentence.unwrap_or_default(), report.after_call)
    };
    let (words, test) = said(&samples);
    assert!(!test.tested && test.testable == 0, "{test:?}");
    assert!(
        words.contains(
            "could not be tested: 3000 contacts were called, but their data were recorded only later"
        ) && words.contains("--without COLUMN"),
        "{words}"
    );
    samples.called_before = 2_990;
    assert!(
        said(&samples)
            .0
            .contains("but the data of all but 10 of them were recorded only later")
    );
    samples.called_before = 2_500;
    let (words, test) = said(&samples);
    assert!(test.tested && test.testable == 500, "{test:?}");
    assert!(
        words.contains("tested on 500 of the 3000 contacts that were called"),
        "{words}"
    );
}

/// A contract is sent only where the deal is all but won, and the page read by chance.
fn contracts(mut samples: Samples) -> Samples {
    let deed = |detail: Option<&str>| Deed {
        kind: "contract_sent".to_owned(),
        detail: detail.map(str::to_owned),
    };
    samples.deeds.extend([deed(None), deed(Some("standard"))]);
    for (i, sample) in samples.rows.iter_mut().enumerate() {
        if sample.outcome && spread(i, 7) < 0.9 {
            sample
                .done
                .extend([(1, [1.0; HALF_LIVES.len()]), (2, [1.0; HALF_LIVES.len()])]);
        }
    }
    samples
}

#[test]
fn behaviour_that_knows_the_outcome_is_told_as_behaviour_and_left_out_on_demand_with_its_parts() {
    let samples = contracts(samples(3_000));
    let told = fit(&samples, Guard::Warn, &[]).unwrap();
    let names: Vec<&str> = told.leaks.iter().map(|leak| leak.column.name()).collect();
    assert_eq!(names, ["behaviour contract_sent"], "not its parts again");
    let counted = |fitted: &Fitted| -> BTreeSet<String> {
        let counts = fitted.card.encoding.counts.iter();
        counts.map(|count| count.what.kind.clone()).collect()
    };
    assert!(counted(&told).contains("contract_sent"));
    let without = fit(&samples, Guard::Exclude, &[]).unwrap();
    assert_eq!(counted(&without), BTreeSet::from(["page_view".to_owned()]));
    let said = evaluate(&samples, Some(&told), question()).unwrap().advice;
    assert!(
        said.iter()
            .any(|said| said.starts_with("Behaviour contract_sent: known only after the call")),
        "{said:?}"
    );
    let json = serde_json::to_value(&told.leaks).unwrap();
    assert_eq!(
        (&json[0]["column"], &json[0]["kind"]),
        (&"contract_sent".into(), &"behaviour".into())
    );
}

#[test]
fn behaviour_that_mostly_comes_only_after_the_first_call_is_found_where_samples_hold_it() {
    let mut samples = samples(1_000);
    let mut seen = |after_call| {
        let happened = Filled {
            known: 40,
            after_call,
            ..Filled::default()
        };
        samples.happened.insert(0, happened);
        let (train, _) = samples.split();
        let found = leaks(&samples, train, &mut |_, _, _| {});
        found
            .iter()
            .any(|leak| leak.column.name() == "behaviour page_view" && leak.after_call.is_some())
    };
    assert!(seen(30) && !seen(10));
}

#[test]
fn where_the_guard_leaves_nothing_to_learn_from_it_names_what_it_left_out_and_why() {
    let mut samples = leaking(samples(3_000));
    for sample in &mut samples.rows {
        let mut known = (*sample.known).clone();
        known.retain(|column, _| column.name() == "Tags");
        sample.known = Arc::new(known);
        sample.done.clear();
    }
    let refusal = fit(&samples, Guard::Exclude, &[]).unwrap_err().to_string();
    assert!(
        refusal.contains("nothing to learn from")
            && refusal.contains("Tags (alone separates with AUC 1.000)"),
        "{refusal}"
    );
    assert!(fit(&samples, Guard::Warn, &[]).is_ok());
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
