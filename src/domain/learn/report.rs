//! The judgement on the newer samples: one value that text, JSON and HTML are drawn from.

use std::collections::BTreeSet;

use serde::Serialize;

use super::advice::advice;
use super::drift::{CalibrationDrift, Shift, calibration_drift, shifts};
use super::features::Encoding;
use super::fit::{Cleared, Fitted, Guard, LearnError, Tried, enough};
use super::leak::{Leak, leaks};
use super::metrics::{Judged, Order, Point, Pools, Reliable, Top, calibration_error, pools, reliability};
use super::one_time;
use super::sample::{Sample, Samples};
use super::write;
use crate::domain::Time;

/// How many a rep calls of a pool (method, section 2: "8 calls, 3 hot").
const CALLED: usize = 8;

/// What [`Question::snapshot`] says when only contacts handed to sales are looked at.
pub const FIRST_HANDOFF: &str = "at the first handoff";

/// What [`Question::order`] says when samples are ordered by their instants.
pub const BY_TIME: &str = "time";

/// What the probability of an outcome speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoken {
    /// A purchase: the rank multiplies deal sizes with it.
    OfPurchase,
    /// Something that goes before a purchase and is none: being accepted, not being given back.
    OfAnother,
}

/// What was asked: said in the report, so that no number stands without its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What counts as the outcome: `won within 90 days`.
    pub outcome: String,
    /// What its probability speaks of.
    pub probability: Spoken,
    /// When contacts are looked at: `at the first handoff`.
    pub snapshot: String,
    /// What older and newer go by: `time` or the name of a column.
    pub order: String,
    /// Contacts to choose from at one time.
    pub pool: usize,
}

/// The samples of one side of the cut.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Period {
    /// Samples.
    pub samples: usize,
    /// Of these, with the outcome.
    pub outcomes: usize,
    /// Their share, 0-1.
    pub rate: f64,
    /// The first instant.
    pub from: Option<Time>,
    /// The last instant.
    pub to: Option<Time>,
}

/// One way to order contacts, judged on the newer samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Its name.
    pub name: &'static str,
    /// Probability that an outcome stands before a non-outcome, 0-1; 0.5 is chance.
    pub auc: f64,
    /// Its standard error.
    pub auc_error: f64,
    /// The first tenth.
    pub top_tenth: Top,
    /// The first hundred.
    pub top_hundred: Top,
    /// The first of each pool; absent where there is no full pool.
    pub pools: Option<Pools>,
    /// Given against happened; empty for an order that gives no probability.
    pub reliability: Vec<Reliable>,
    /// Expected calibration error, 0-1; absent for an order that gives no probability.
    pub calibration_error: Option<f64>,
    /// The ROC curve.
    pub roc: Vec<Point>,
    /// Share handled against share of the outcomes caught.
    pub gains: Vec<Point>,
}

/// What became of one class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClassRow {
    /// Its letter.
    pub class: char,
    /// Samples.
    pub samples: usize,
    /// Of these, with the outcome.
    pub outcomes: usize,
    /// Their share, 0-1.
    pub rate: f64,
    /// How many times the share of all.
    pub lift: f64,
}

/// The classes of one card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassTable {
    /// Whose classes.
    pub card: &'static str,
    /// A to D.
    pub rows: Vec<ClassRow>,
}

/// How the card was fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitting {
    /// Half-life taken, in days; absent where nobody did anything.
    pub half_life_days: Option<f64>,
    /// Half-lives tried.
    pub tried: Vec<Tried>,
    /// Strength of the ridge.
    pub ridge: f64,
    /// Rules with points.
    pub rules: usize,
}

/// The whole judgement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What was asked.
    pub question: Question,
    /// How the card was fitted; absent when only the model in force is judged.
    pub fitting: Option<Fitting>,
    /// The samples learnt from.
    pub older: Period,
    /// The samples judged on.
    pub newer: Period,
    /// Ways to order, side by side.
    pub orders: Vec<Judgement>,
    /// The classes.
    pub classes: Vec<ClassTable>,
    /// Columns suspected of knowing the outcome.
    pub leaks: Vec<Leak>,
    /// Whether these were left out of the fitted card.
    pub leaks_excluded: bool,
    /// Rules of the card in force that a fair comparison does without, because the fitted card may not look there either.
    pub rules_left_out: Vec<String>,
    /// Samples of one time (or one number of the column) among which the cut between older and newer falls; the order of
    /// import decided there. Absent where the cut falls between two times.
    pub of_one_time: Option<usize>,
    /// What has moved between older and newer, most first.
    pub shifts: Vec<Shift>,
    /// How true the probabilities were on the older and are on the newer, for each card.
    pub calibration_drift: Vec<CalibrationDrift>,
    /// What follows from all of it, as sentences.
    pub advice: Vec<String>,
}

/// Names of the orders, in their order in the report.
pub(super) const FITTED: &str = "fitted card";
/// The weights that the fitted card was rounded from.
pub(super) const UNROUNDED: &str = "before rounding";
/// The model in force.
pub(super) const IN_FORCE: &str = "card in force";
/// The same without its rules over what the fitted card may not look at.
pub(super) const CLEARED: &str = "in force, rules left out";

/// Judges the model in force, and a fitted card beside it, on the newer samples.
///
/// # Errors
/// [`LearnError::TooFew`] when the judgement would be chance.
pub fn evaluate(
    samples: &Samples,
    fitted: Option<&Fitted>,
    mut question: Question,
) -> Result<Report, LearnError> {
    enough(samples)?;
    let (train, test) = samples.split();
    let cleared = fitted.and_then(|fitted| fitted.cleared.as_ref());
    let of_one_time = samples.of_one_time();
    let ordered_by = question.order.clone();
    if let Some(count) = of_one_time {
        question.order = one_time::order(&question.order, count == samples.rows.len());
    }
    let encoding = fitted.map_or_else(
        || Encoding::learn(train, &samples.deeds, 3, &BTreeSet::new()),
        |fitted| fitted.card.encoding.clone(),
    );
    let mut report = Report {
        older: period(train),
        newer: period(test),
        orders: orders(
            test,
            fitted,
            cleared.map(|cleared| (cleared, train.len())),
            question.pool,
        ),
        classes: classes(test, fitted),
        leaks: fitted.map_or_else(|| leaks(samples, train), |fitted| fitted.leaks.clone()),
        leaks_excluded: fitted.is_some_and(|fitted| fitted.guard == Guard::Exclude),
        rules_left_out: cleared.map_or_else(Vec::new, |cleared| cleared.rules.clone()),
        of_one_time,
        shifts: shifts(&encoding, train, test),
        calibration_drift: calibration_drifts(fitted, train, test),
        fitting: fitted.map(fitting),
        advice: Vec::new(),
        question,
    };
    let differ = |a: f64, b: f64| a.total_cmp(&b).is_ne();
    let same_size = !test
        .windows(2)
        .any(|pair| differ(pair[0].size, pair[1].size) || differ(pair[0].revenue, pair[1].revenue));
    report.advice = advice(&report, cleared, same_size);
    if let Some(count) = of_one_time {
        // Behind the verdict: it is the first thing to know about it.
        let place = report.advice.len().min(1);
        let all = samples.rows.len();
        report
            .advice
            .insert(place, one_time::advice(&ordered_by, count, all));
    }
    Ok(report)
}

impl Report {
    /// The judgement of an order.
    #[must_use]
    pub fn order(&self, name: &str) -> Option<&Judgement> {
        self.orders.iter().find(|order| order.name == name)
    }
}

fn fitting(fitted: &Fitted) -> Fitting {
    let card = &fitted.card;
    Fitting {
        half_life_days: (!fitted.half_lives.is_empty()).then(|| card.encoding.half_life_days()),
        tried: fitted.half_lives.clone(),
        ridge: fitted.ridge,
        rules: write::rules(card),
    }
}

fn period(samples: &[Sample]) -> Period {
    let outcomes = samples.iter().filter(|sample| sample.outcome).count();
    Period {
        samples: samples.len(),
        outcomes,
        rate: outcomes as f64 / samples.len().max(1) as f64,
        from: samples.iter().map(|sample| sample.at).min(),
        to: samples.iter().map(|sample| sample.at).max(),
    }
}

/// `cleared` with the place of the first of `test` among all samples.
fn orders(
    test: &[Sample],
    fitted: Option<&Fitted>,
    cleared: Option<(&Cleared, usize)>,
    pool: usize,
) -> Vec<Judgement> {
    let probability = |sample: &Sample| {
        let fitted = fitted.map(|fitted| fitted.card.probability(sample));
        fitted.unwrap_or(sample.present.probability)
    };
    let judge = |name, order: &dyn Fn(&Sample) -> f64| judgement(name, test, pool, order, None);
    let mut orders = Vec::new();
    if let Some(fitted) = fitted {
        let total = |sample: &Sample| fitted.card.total(sample);
        let of_total = |sample: &Sample| fitted.card.probability(sample);
        orders.push(judgement(FITTED, test, pool, &total, Some(&of_total)));
        let raw = |sample: &Sample| fitted.unrounded(sample);
        orders.push(judgement(UNROUNDED, test, pool, &raw, Some(&raw)));
    }
    let total = |sample: &Sample| sample.present.total;
    let of_total = |sample: &Sample| sample.present.probability;
    orders.push(judgement(IN_FORCE, test, pool, &total, Some(&of_total)));
    if let Some((cleared, first)) = cleared {
        let totals = cleared.totals.iter().skip(first).copied();
        orders.push(of_order(CLEARED, pool, &judged(test, totals)));
    }
    orders.push(judge("first in, first out", &|sample| -sample.order));
    orders.push(judge("size only", &|sample| sample.size));
    orders.push(judge("size x probability", &|sample| {
        sample.size * probability(sample)
    }));
    orders.push(judge("log size x probability", &|sample| {
        sample.size.max(0.0).ln_1p() * probability(sample)
    }));
    orders
}

type Giving<'a> = &'a dyn Fn(&Sample) -> f64;

fn judgement(
    name: &'static str,
    test: &[Sample],
    pool: usize,
    order: Giving<'_>,
    probability: Option<Giving<'_>>,
) -> Judgement {
    let mut judgement = of_order(name, pool, &judged(test, test.iter().map(order)));
    if let Some(given) = probability {
        judgement.reliability = reliability(&judged(test, test.iter().map(given)));
        judgement.calibration_error = Some(calibration_error(&judgement.reliability));
    }
    judgement
}

fn judged(test: &[Sample], given: impl Iterator<Item = f64>) -> Vec<Judged> {
    let each = test.iter().zip(given).map(|(sample, given)| Judged {
        given,
        outcome: sample.outcome,
        revenue: sample.revenue,
    });
    each.collect()
}

/// The judgement of an order that gives no probability.
fn of_order(name: &'static str, pool: usize, in_order: &[Judged]) -> Judgement {
    let sorted = Order::new(in_order);
    Judgement {
        name,
        auc: sorted.auc(),
        auc_error: sorted.auc_error(),
        top_tenth: sorted.top(in_order.len().div_ceil(10)),
        top_hundred: sorted.top(100),
        pools: pools(in_order, pool.min(in_order.len()), CALLED),
        calibration_error: None,
        reliability: Vec::new(),
        roc: sorted.roc(),
        gains: sorted.gains(),
    }
}

fn calibration_drifts(fitted: Option<&Fitted>, train: &[Sample], test: &[Sample]) -> Vec<CalibrationDrift> {
    let of_fitted = fitted.map(|fitted| {
        let given = |sample: &Sample| fitted.card.probability(sample);
        calibration_drift(FITTED, &given, train, test)
    });
    let given = |sample: &Sample| sample.present.probability;
    let in_force = calibration_drift(IN_FORCE, &given, train, test);
    of_fitted.into_iter().chain([in_force]).collect()
}

fn classes(test: &[Sample], fitted: Option<&Fitted>) -> Vec<ClassTable> {
    let mut tables = Vec::new();
    if let Some(fitted) = fitted {
        let card = &fitted.card;
        let class = |sample: &Sample| card.class(card.total(sample));
        tables.push(class_table(FITTED, test, &class));
    }
    tables.push(class_table(IN_FORCE, test, &|sample| sample.present.class));
    tables
}

fn class_table(card: &'static str, test: &[Sample], class: &dyn Fn(&Sample) -> usize) -> ClassTable {
    let all = period(test).rate;
    let letters = ['A', 'B', 'C', 'D'].into_iter().enumerate();
    let rows = letters.map(|(rank, letter)| {
        let of_class = test.iter().filter(|sample| class(sample) == rank);
        let (samples, outcomes) = of_class.fold((0, 0), |(samples, outcomes), sample| {
            (samples + 1, outcomes + usize::from(sample.outcome))
        });
        let rate = outcomes as f64 / f64::from(samples.max(1));
        ClassRow {
            class: letter,
            samples: samples as usize,
            outcomes,
            rate,
            lift: if all > 0.0 { rate / all } else { 0.0 },
        }
    });
    ClassTable {
        card,
        rows: rows.collect(),
    }
}
