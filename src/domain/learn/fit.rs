//! Fitting a card to the older samples.

use std::collections::BTreeSet;

use serde::Serialize;
use thiserror::Error;

use super::features::{Encoding, Row};
use super::leak::{Leak, leaks};
use super::logistic::{Task, Weights, loss, regress};
use super::points::{Card, Kept, unrounded};
use super::progress::{Doing, Telling};
use super::sample::{Column, HALF_LIVES, Sample, Samples, TRAIN_SHARE, split};

/// Outcomes and non-outcomes among the older samples, below which nothing is fitted: a card of some ten rules needs about
/// ten of the rarer outcome for each of them to be more than chance.
pub const LEAST_TRAIN: usize = 50;
/// The same among the newer samples: with fewer, the judgement itself would be chance.
pub const LEAST_TEST: usize = 20;

/// Strengths of the ridge that are tried, in samples.
const RIDGES: [f64; 4] = [1.0, 3.0, 10.0, 30.0];

/// Samples that half-life and ridge are chosen on: more would choose the same, later.
const TRIED_ON: usize = 6_000;

/// The half-life that is taken where neither the samples nor the card in force tell one, in days.
const USUAL_DAYS: f64 = 7.0;

/// A column that adds less than this part to what is known of later samples is left out; half-lives whose losses differ by
/// less are equally good. Not a standard error of the mean loss: the same samples are foreseen each time, so that differences
/// far smaller than it are real.
const HARDLY_MISSED: f64 = 0.000_5;

/// What happens to columns suspected of knowing the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// They are told.
    Warn,
    /// They are told and left out.
    Exclude,
}

/// Why nothing can be learnt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LearnError {
    /// Too few outcomes, or too few others, to tell chance from cause.
    #[error(
        "too few outcomes to {}: the older 70 % of the samples{} need at least {LEAST_TRAIN} with the outcome and {LEAST_TRAIN} \
         without it, and have {train_hits} and {train_misses}; the newer ones{} need {LEAST_TEST} of each, and have {test_hits} \
         and {test_misses}",
        purpose.verb(), purpose.of_older(), purpose.of_newer()
    )]
    TooFew {
        /// What they were to be used for.
        purpose: Purpose,
        /// Outcomes among the older samples.
        train_hits: usize,
        /// Others among the older samples.
        train_misses: usize,
        /// Outcomes among the newer samples.
        test_hits: usize,
        /// Others among the newer samples.
        test_misses: usize,
    },
    /// Nothing is known of the contacts that could tell them apart.
    #[error(
        "nothing to learn from: no column and no behaviour is known of enough contacts. Import what is known of them \
         (kapula import contacts, kapula import activities)"
    )]
    NothingKnown,
    /// The optimiser gave up.
    #[error(
        "the fit did not come to an end; leave out columns with extreme numbers (`ignore` in the column map)"
    )]
    NoEnd,
}

/// What samples are used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new card.
    Learning,
    /// The judgement of the card in force.
    Judging,
}

impl Purpose {
    const fn verb(self) -> &'static str {
        match self {
            Self::Learning => "learn from",
            Self::Judging => "judge by",
        }
    }

    const fn of_older(self) -> &'static str {
        match self {
            Self::Learning => "",
            Self::Judging => ", which drift and leaks are told by,",
        }
    }

    const fn of_newer(self) -> &'static str {
        match self {
            Self::Learning => ", which judge the card,",
            Self::Judging => ", which the card in force is judged on,",
        }
    }
}

/// On what terms a card is fitted.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// What happens to columns suspected of knowing the outcome.
    pub guard: Guard,
    /// The rules over answers of the card in force.
    pub kept: &'a [Kept],
    /// The half-life that the card in force uses most, in days: taken where the samples do not tell half-lives apart.
    pub usual_half_life: Option<f64>,
}

/// Why a half-life was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// With it the later samples were foreseen best.
    Best,
    /// Others were as good; it is the one nearest to that of most rules of the card in force.
    AsInForce,
    /// Others were as good, and the card in force has none.
    Usual,
}

/// A fitted card, and how it came about.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The card.
    pub card: Card,
    /// Columns suspected of knowing the outcome; left out where [`Guard::Exclude`] said so.
    pub leaks: Vec<Leak>,
    /// What was done with them.
    pub guard: Guard,
    /// The half-lives tried on the oldest samples, with their mean loss: the least one is taken, unless others are as good.
    pub half_lives: Vec<Tried>,
    /// Why this half-life was taken.
    pub half_life_reason: Reason,
    /// Columns that the later of the older samples did not miss, left out.
    pub needless: Vec<Column>,
    /// The strength of the ridge that was taken.
    pub ridge: f64,
    /// The card in force without its rules over what this card was not allowed to look at; absent where it has none. Asked of
    /// the model by whoever fits, because a sample knows no rules.
    pub cleared: Option<Cleared>,
    weights: Weights,
}

/// The card in force without some of its rules: what a card that may not look at some columns is fairly compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    /// Names of the rules that give no points here.
    pub rules: Vec<String>,
    /// What they look at.
    pub columns: Vec<String>,
    /// The totals, 0-100, in the order of [`Samples::rows`].
    pub totals: Vec<f64>,
}

/// One half-life that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tried {
    /// Days.
    pub days: f64,
    /// Mean loss, minus the logarithm of the probability of what happened; less is better.
    pub loss: f64,
}

impl Fitted {
    /// The columns that it was not allowed to look at, because they seem to know the outcome.
    #[must_use]
    pub fn excluded(&self) -> Vec<&str> {
        let leaks = self.leaks.iter().filter(|_| self.guard == Guard::Exclude);
        leaks.map(|leak| leak.column.name()).collect()
    }

    /// The probability before rounding to points.
    #[must_use]
    pub fn unrounded(&self, sample: &Sample) -> f64 {
        unrounded(&self.weights, &self.card.encoding, sample)
    }
}

/// Fits a card to the older samples. Half-life and ridge are chosen inside them too: learnt on their older part, judged on
/// their newer one, so that the newest samples have had no say in anything.
///
/// # Errors
/// [`LearnError`] when there is too little to learn from.
pub fn fit(samples: &Samples, terms: &Terms<'_>, telling: Telling<'_>) -> Result<Fitted, LearnError> {
    enough(samples, Purpose::Learning)?;
    let (train, _) = samples.split();
    let leaks = leaks(samples, train, telling);
    let without: BTreeSet<Column> = match terms.guard {
        Guard::Exclude => leaks.iter().map(|leak| leak.column.clone()).collect(),
        Guard::Warn => BTreeSet::new(),
    };
    let trial = Trial::new(samples, train, &without);
    let half_lives = trial.half_lives(telling);
    let (half_life, half_life_reason) = half_life(&half_lives, terms.usual_half_life);
    let numbers = trial.numbers(half_life);
    let ridge = numbers.ridge(telling);
    let dropped = numbers.needless(ridge, telling);
    let without: BTreeSet<Column> = without.iter().cloned().chain(dropped.iter().cloned()).collect();
    let encoding = Encoding::learn(train, &samples.deeds, half_life, &without);
    if encoding.width() == 0 {
        return Err(LearnError::NothingKnown);
    }
    let rows: Vec<Row> = train.iter().map(|sample| encoding.row(sample)).collect();
    let outcomes: Vec<bool> = train.iter().map(|sample| sample.outcome).collect();
    let weights = learn(&rows, &outcomes, &encoding, ridge).ok_or(LearnError::NoEnd)?;
    let asked: BTreeSet<&Column> = encoding.binnings.iter().map(|binning| &binning.column).collect();
    let kept: Vec<Kept> = terms
        .kept
        .iter()
        .filter(|kept| !asked.contains(&Column::Answer(kept.question)))
        .cloned()
        .collect();
    let card = Card::round(&weights, &encoding, &kept, train, telling);
    Ok(Fitted {
        card,
        leaks,
        guard: terms.guard,
        half_lives,
        half_life_reason,
        needless: dropped,
        ridge,
        cleared: None,
        weights,
    })
}

/// Whether there are enough of both outcomes, older and newer.
///
/// # Errors
/// [`LearnError::TooFew`] with the numbers needed and had.
pub fn enough(samples: &Samples, purpose: Purpose) -> Result<(), LearnError> {
    let (train, test) = samples.split();
    let count = |rows: &[Sample]| {
        let hits = rows.iter().filter(|sample| sample.outcome).count();
        (hits, rows.len() - hits)
    };
    let ((train_hits, train_misses), (test_hits, test_misses)) = (count(train), count(test));
    if train_hits.min(train_misses) < LEAST_TRAIN || test_hits.min(test_misses) < LEAST_TEST {
        return Err(LearnError::TooFew {
            purpose,
            train_hits,
            train_misses,
            test_hits,
            test_misses,
        });
    }
    Ok(())
}

/// The older samples once more in two: to learn on and to choose by.
struct Trial<'a> {
    samples: &'a Samples,
    without: &'a BTreeSet<Column>,
    early: Vec<Sample>,
    late: Vec<Sample>,
}

impl<'a> Trial<'a> {
    fn new(samples: &'a Samples, train: &'a [Sample], without: &'a BTreeSet<Column>) -> Self {
        let (early, late) = split(train, TRAIN_SHARE);
        let thinned = |all: &[Sample]| {
            let every = all.len().div_ceil(TRIED_ON).max(1);
            all.iter().step_by(every).cloned().collect()
        };
        Self {
            samples,
            without,
            early: thinned(early),
            late: thinned(late),
        }
    }

    /// Every half-life with its loss; none where nobody did anything.
    fn half_lives(&self, telling: Telling<'_>) -> Vec<Tried> {
        if self.samples.deeds.is_empty() {
            return Vec::new();
        }
        let tried = HALF_LIVES.iter().enumerate().map(|(place, days)| {
            telling(Doing::HalfLives, place as u64, HALF_LIVES.len() as u64);
            Tried {
                days: *days,
                loss: self.numbers(place).loss(RIDGES[1], &BTreeSet::new()),
            }
        });
        tried.collect()
    }

    fn numbers(&self, half_life: usize) -> Numbers {
        let encoding = Encoding::learn(&self.early, &self.samples.deeds, half_life, self.without);
        let encode = |all: &[Sample]| -> (Vec<Row>, Vec<bool>) {
            all.iter()
                .map(|sample| (encoding.row(sample), sample.outcome))
                .unzip()
        };
        Numbers {
            early: encode(&self.early),
            late: encode(&self.late),
            encoding,
        }
    }
}

/// A trial as numbers: looked up once for all that is tried on them.
struct Numbers {
    encoding: Encoding,
    early: (Vec<Row>, Vec<bool>),
    late: (Vec<Row>, Vec<bool>),
}

impl Numbers {
    /// The strength with which the later samples are foreseen best.
    fn ridge(&self, telling: Telling<'_>) -> f64 {
        let losses = (0..).zip(RIDGES).map(|(place, ridge)| {
            telling(Doing::Ridges, place, RIDGES.len() as u64);
            self.loss(ridge, &BTreeSet::new())
        });
        RIDGES[least(losses).unwrap_or(1)]
    }

    /// The columns that the later samples do not miss: each is left out by itself first, then one after the other, those
    /// that are missed least first. A card with fewer columns is easier to read, and moves less when the world does.
    fn needless(&self, ridge: f64, telling: Telling<'_>) -> Vec<Column> {
        let mut without = BTreeSet::new();
        let mut least = self.loss(ridge, &without);
        let count = self.encoding.binnings.len();
        let mut tell = |step: usize| telling(Doing::Columns, step as u64, 2 * count as u64);
        let mut missed: Vec<(f64, usize)> = (0..count)
            .map(|column| {
                tell(column);
                (self.loss(ridge, &BTreeSet::from([column])), column)
            })
            .collect();
        missed.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (step, (_, column)) in missed.into_iter().enumerate() {
            tell(count + step);
            without.insert(column);
            let loss = self.loss(ridge, &without);
            if loss <= least * (1.0 + HARDLY_MISSED) {
                least = least.min(loss);
            } else {
                without.remove(&column);
            }
        }
        let columns = without
            .iter()
            .filter_map(|column| self.encoding.binnings.get(*column));
        columns.map(|binning| binning.column.clone()).collect()
    }

    /// The mean loss on the later samples of what was learnt on the earlier ones without some columns.
    fn loss(&self, ridge: f64, without: &BTreeSet<usize>) -> f64 {
        let mut left_out = vec![false; self.encoding.width()];
        let mut first = 0;
        for (column, binning) in self.encoding.binnings.iter().enumerate() {
            left_out[first..first + binning.bins.len()].fill(without.contains(&column));
            first += binning.bins.len();
        }
        let rest = |rows: &[Row]| -> Vec<Row> {
            let kept = |row: &Row| {
                row.iter()
                    .filter(|(place, _)| !left_out[*place as usize])
                    .copied()
                    .collect()
            };
            rows.iter().map(kept).collect()
        };
        let Some(weights) = learn(&rest(&self.early.0), &self.early.1, &self.encoding, ridge) else {
            return f64::INFINITY;
        };
        let late = rest(&self.late.0);
        let losses = late
            .iter()
            .zip(&self.late.1)
            .map(|(row, outcome)| loss(weights.logit(row), *outcome));
        losses.sum::<f64>() / late.len().max(1) as f64
    }
}

fn learn(rows: &[Row], outcomes: &[bool], encoding: &Encoding, ridge: f64) -> Option<Weights> {
    regress(&Task {
        rows,
        outcomes,
        width: encoding.width(),
        first_positive: encoding.first_count(),
        ridge,
    })
}

/// Which of the half-lives tried is taken, and why. Where no event is old enough to have melted, all are equally good, and
/// the least by a hair would be a claim about decay that nothing stands behind.
fn half_life(tried: &[Tried], in_force: Option<f64>) -> (usize, Reason) {
    let best = least(tried.iter().map(|tried| tried.loss)).unwrap_or(0);
    let Some(least) = tried.get(best).map(|tried| tried.loss) else {
        return (best, Reason::Best);
    };
    let is_as_good = |place: usize| tried[place].loss <= least * (1.0 + HARDLY_MISSED);
    let wanted = in_force.filter(|days| *days > 0.0).unwrap_or(USUAL_DAYS);
    let off = |place: usize| (tried[place].days / wanted).ln().abs();
    let nearest = (0..tried.len()).min_by(|a, b| off(*a).total_cmp(&off(*b)));
    let is_told = (0..tried.len()).filter(|place| is_as_good(*place)).count() == 1;
    match nearest.filter(|place| !is_told && is_as_good(*place)) {
        Some(nearest) if in_force.is_some() => (nearest, Reason::AsInForce),
        Some(nearest) => (nearest, Reason::Usual),
        None => (best, Reason::Best),
    }
}

/// The place of the least; the first of equal ones.
fn least(losses: impl Iterator<Item = f64>) -> Option<usize> {
    let best = losses.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b));
    best.filter(|(_, loss)| loss.is_finite()).map(|(place, _)| place)
}
