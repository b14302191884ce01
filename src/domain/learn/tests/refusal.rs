//! Too little to learn from or to judge by.

use super::{evaluate, fit, question, samples};
use crate::domain::learn::fit::{Guard, LEAST_TRAIN, LearnError};
use crate::domain::learn::sample::Samples;

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
fn a_judgement_that_learns_nothing_does_not_speak_of_learning() {
    let refusal = evaluate(&Samples::default(), None, question())
        .unwrap_err()
        .to_string();
    assert!(refusal.starts_with("too few outcomes to judge by"), "{refusal}");
    assert!(!refusal.contains("learn"), "{refusal}");
}
