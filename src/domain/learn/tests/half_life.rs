//! Which half-life is taken.

use super::{evaluate, fit, question, samples, spread};
use crate::domain::learn::fit::fit as learnt_by;
use crate::domain::learn::fit::{Guard, Terms};
use crate::domain::learn::half_life::Reason;
use crate::domain::learn::sample::HALF_LIVES;

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
fn where_the_samples_do_not_tell_half_lives_apart_that_of_the_card_in_force_is_taken_and_it_is_said() {
    // Every visit counts the same by every half-life.
    let samples = samples(3_000);
    let taken = |usual_half_life| {
        let terms = Terms {
            guard: Guard::Warn,
            kept: &[],
            usual_half_life,
        };
        let fitted = learnt_by(&samples, &terms, &mut |_, _, _| {}).unwrap();
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
    let fitted = learnt_by(&samples, &terms, &mut |_, _, _| {}).unwrap();
    assert!((fitted.card.encoding.half_life_days() - 60.0).abs() < 1e-9);
    assert_eq!(fitted.half_life_reason, Reason::Best);
}
