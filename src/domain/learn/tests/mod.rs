//! Laws of learning, on samples made here.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod card;
mod drift;
mod half_life;
mod leaks;
mod measures;
mod refusal;
mod stationary;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fit::{Fitted, Guard, LearnError, Terms};
use super::metrics::Judged;
use super::points::Kept;
use super::report::{Question, Report, Spoken};
use super::sample::{Column, Deed, HALF_LIVES, Known, Present, Sample, Samples};
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
            sum_known: true,
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
        happened: BTreeMap::new(),
        looked_at: BTreeSet::new(),
        called: 0,
        called_before: 0,
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
