//! Where nothing moves, nothing is told to have moved.

use std::sync::Arc;

use super::{evaluate, fit, question, samples, spread};
use crate::domain::learn::fit::Guard;
use crate::domain::learn::sample::{Column, Known, Samples};

/// Contacts whose probability is known: by segment and title, the same for older and newer; `later` is added to that of the
/// newer.
fn fixed(count: usize, draw: usize, later: f64) -> Samples {
    let mut samples = samples(count);
    let cut = samples.split().0.len();
    for (place, sample) in samples.rows.iter_mut().enumerate() {
        let at = draw * 10_000 + place;
        let (segment, base) =
            [("a", 0.5), ("b", 0.35), ("c", 0.2), ("d", 0.1)][(spread(at, 11) * 4.0) as usize];
        let (title, more) =
            [("CEO", 0.2), ("Assistant", 0.0), ("Engineer", 0.0)][(spread(at, 12) * 3.0) as usize];
        let custom = |name: &str, value: &str| (Column::Custom(name.to_owned()), value.to_owned());
        sample.known = Arc::new(Known::from([custom("Segment", segment), custom("Title", title)]));
        sample.done = Vec::new();
        let probability = base + more;
        sample.outcome = spread(at, 13) < probability + if place < cut { 0.0 } else { later };
        sample.present.probability = probability;
        sample.present.total = 100.0 * probability;
    }
    samples
}

/// In how many of `draws` drift of the calibration is told: of the fitted card, and of the one in force.
fn told(draws: usize, count: usize, later: f64) -> (usize, usize) {
    let (mut fitted, mut in_force) = (0, 0);
    for draw in 0..draws {
        let samples = fixed(count, draw, later);
        let card = fit(&samples, Guard::Warn, &[]).unwrap();
        let report = evaluate(&samples, Some(&card), question()).unwrap();
        let said = |card: &str| {
            let words = format!("calibration of the {card} has drifted");
            usize::from(report.advice.iter().any(|said| said.contains(&words)))
        };
        fitted += said("fitted card");
        in_force += said("card in force");
    }
    (fitted, in_force)
}

#[test]
fn calibration_is_not_told_to_drift_where_probabilities_are_fixed() {
    for (count, draws) in [(700, 40), (2_000, 20)] {
        let (fitted, in_force) = told(draws, count, 0.0);
        assert!(
            fitted * 20 <= draws && in_force * 20 <= draws,
            "{count}: {fitted}, {in_force} of {draws}"
        );
    }
}

#[test]
fn calibration_that_has_moved_is_told() {
    for count in [700, 2_000] {
        assert_eq!(told(3, count, 0.25), (3, 3), "{count}");
    }
}
