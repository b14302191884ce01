//! Judging the model in force, and a fitted card, on the newer samples.

use std::collections::BTreeSet;

use super::advice::{Sizes, advice};
use super::drift::{CalibrationDrift, calibration_drift, shifts};
use super::features::Encoding;
use super::fit::{Cleared, Fitted, Guard, LearnError, Purpose, enough};
use super::leak::{after_calls, leaks};
use super::metrics::{Judged, Order, calibration_chance, calibration_error, pools, reliability};
use super::one_time;
use super::progress::Telling;
use super::report::{
    BY_TIME, CLEARED, ClassRow, ClassTable, FITTED, Fitting, IN_FORCE, Judgement, Period, Question, Report,
    Spoken, Sums, UNROUNDED,
};
use super::sample::{Sample, Samples};
use super::write;

/// How many a rep calls of a pool (method, section 2: "8 calls, 3 hot").
pub const CALLED: usize = 8;

/// Judges the model in force, and a fitted card beside it, on the newer samples; `telling` hears how far it has come.
///
/// # Errors
/// [`LearnError::TooFew`] when the judgement would be chance.
pub fn evaluate(
    samples: &Samples,
    fitted: Option<&Fitted>,
    mut question: Question,
    telling: Telling<'_>,
) -> Result<Report, LearnError> {
    enough(samples, Purpose::Judging)?;
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
    let leaks = fitted.map_or_else(|| leaks(samples, train, telling), |fitted| fitted.leaks.clone());
    let mut report = Report {
        older: period_by(&ordered_by, train),
        newer: period_by(&ordered_by, test),
        orders: orders(
            test,
            fitted,
            cleared.map(|cleared| (cleared, train.len())),
            &question,
        ),
        classes: classes(test, fitted),
        after_call: after_calls(samples, &leaks),
        leaks,
        leaks_excluded: fitted.is_some_and(|fitted| fitted.guard == Guard::Exclude),
        rules_left_out: cleared.map_or_else(Vec::new, |cleared| cleared.rules.clone()),
        of_one_time,
        in_force_looks_at: samples.looked_at.clone(),
        sums: sums(test),
        shifts: shifts(&encoding, train, test),
        calibration_drift: calibration_drifts(fitted, train, test, question.probability),
        fitting: fitted.map(fitting),
        advice: Vec::new(),
        question,
    };
    report.advice = advice(&report, cleared, sizes(test));
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
        half_life_days: (!card.encoding.counts.is_empty()).then(|| card.encoding.half_life_days()),
        half_life_reason: fitted.half_life_reason,
        tried: fitted.half_lives.clone(),
        ridge: fitted.ridge,
        rules: write::rules(card),
        looked_at: fitted.looked_at(),
    }
}

/// Of the newer outcomes, what is known of their revenue.
fn sums(test: &[Sample]) -> Sums {
    let outcomes = || test.iter().filter(|sample| sample.outcome);
    let (sum, squares) = outcomes().fold((0.0, 0.0), |(sum, squares), sample| {
        (sum + sample.revenue, squares + sample.revenue * sample.revenue)
    });
    Sums {
        known: outcomes().filter(|sample| sample.sum_known).count(),
        of: outcomes().count(),
        as_many_as: if squares > 0.0 { sum * sum / squares } else { 0.0 },
    }
}

fn sizes(test: &[Sample]) -> Sizes {
    let differ = |a: f64, b: f64| a.total_cmp(&b).is_ne();
    let different = test
        .windows(2)
        .any(|pair| differ(pair[0].size, pair[1].size) || differ(pair[0].revenue, pair[1].revenue));
    if different {
        Sizes::Different
    } else if test.iter().any(|sample| sample.sum_known) {
        Sizes::Equal
    } else {
        Sizes::Unknown
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
        order_from: None,
        order_to: None,
    }
}

/// With the numbers of the column that older and newer go by: their instants may all be those of one import.
fn period_by(order: &str, samples: &[Sample]) -> Period {
    let numbers = || {
        samples
            .iter()
            .map(|sample| sample.order)
            .filter(|number| *number > f64::MIN)
    };
    let of_column = order != BY_TIME;
    Period {
        order_from: numbers().min_by(f64::total_cmp).filter(|_| of_column),
        order_to: numbers().max_by(f64::total_cmp).filter(|_| of_column),
        ..period(samples)
    }
}

/// `cleared` with the place of the first of `test` among all samples.
fn orders(
    test: &[Sample],
    fitted: Option<&Fitted>,
    cleared: Option<(&Cleared, usize)>,
    question: &Question,
) -> Vec<Judgement> {
    let pool = question.pool;
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
    let speaks_of_it = question.probability == Spoken::OfPurchase;
    let of_total = speaks_of_it.then_some(&of_total as Giving<'_>);
    orders.push(judgement(IN_FORCE, test, pool, &total, of_total));
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
    if !speaks_of_it {
        for order in &mut orders {
            order.top_tenth.revenue = None;
            order.top_hundred.revenue = None;
        }
    }
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
        judgement.calibration_chance = Some(calibration_chance(&judgement.reliability));
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
        calibration_chance: None,
        reliability: Vec::new(),
        roc: sorted.roc(),
        gains: sorted.gains(),
    }
}

/// Of the cards whose probability is of the outcome: that of the card in force is always of a purchase.
fn calibration_drifts(
    fitted: Option<&Fitted>,
    train: &[Sample],
    test: &[Sample],
    probability: Spoken,
) -> Vec<CalibrationDrift> {
    let of_fitted = fitted.map(|fitted| {
        let given = |sample: &Sample| fitted.card.probability(sample);
        calibration_drift(FITTED, &given, train, test)
    });
    let given = |sample: &Sample| sample.present.probability;
    let in_force =
        (probability == Spoken::OfPurchase).then(|| calibration_drift(IN_FORCE, &given, train, test));
    of_fitted.into_iter().chain(in_force).collect()
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
