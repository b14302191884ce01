//! Fitting a card to the older samples.

use std::collections::BTreeSet;

use thiserror::Error;

use super::features::{Encoding, Row};
use super::half_life::{Reason, Tried, half_life};
use super::leak::{Leak, leaks};
use super::logistic::Weights;
use super::points::{Card, Kept, unrounded};
use super::progress::Telling;
use super::sample::{Column, Sample, Samples};
use super::source::Source;
use super::trial::{Trial, learn};

/// Outcomes and non-outcomes among the older samples, below which nothing is fitted: a card of some ten rules needs about
/// ten of the rarer outcome for each of them to be more than chance.
pub const LEAST_TRAIN: usize = 50;
/// The same among the newer samples: with fewer, the judgement itself would be chance.
pub const LEAST_TEST: usize = 20;

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
        "nothing to learn from: no column and no behaviour{} is known of enough contacts. {}",
        if left_out.is_empty() { "" } else { " that is left" },
        import_more(left_out)
    )]
    NothingKnown {
        /// What was left out because it seems to know the outcome: its name, and why.
        left_out: Vec<String>,
    },
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

/// A fitted card, and how it came about.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The card.
    pub card: Card,
    /// Columns and behaviour suspected of knowing the outcome; left out where [`Guard::Exclude`] said so.
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

impl Fitted {
    /// What it was not allowed to look at, because it seems to know the outcome.
    #[must_use]
    pub fn excluded(&self) -> Vec<&Source> {
        let leaks = self.leaks.iter().filter(|_| self.guard == Guard::Exclude);
        leaks.map(|leak| &leak.column).collect()
    }

    /// The columns and the behaviour that it gives or takes points for.
    #[must_use]
    pub fn looked_at(&self) -> BTreeSet<Source> {
        let mut points = self.card.bins.as_slice();
        let counts = self.card.encoding.counts.iter().zip(&self.card.habits);
        let counts = counts.filter(|(_, habit)| habit.cap != 0);
        let mut sources: BTreeSet<Source> = counts.map(|(count, _)| Source::behaviour(&count.what)).collect();
        for binning in &self.card.encoding.binnings {
            let (own, others) = points.split_at(binning.bins.len().min(points.len()));
            points = others;
            if own.iter().any(|points| *points != 0) {
                sources.insert(Source::Column(binning.column.clone()));
            }
        }
        sources
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
    let without: BTreeSet<Source> = match terms.guard {
        Guard::Exclude => leaks.iter().map(|leak| leak.column.clone()).collect(),
        Guard::Warn => BTreeSet::new(),
    };
    let trial = Trial::new(samples, train, &without);
    let half_lives = trial.half_lives(telling);
    let (half_life, half_life_reason) = half_life(&half_lives, terms.usual_half_life);
    let numbers = trial.numbers(half_life);
    let ridge = numbers.ridge(telling);
    let dropped = numbers.needless(ridge, telling);
    let needless = dropped.iter().cloned().map(Source::Column);
    let without: BTreeSet<Source> = without.iter().cloned().chain(needless).collect();
    let encoding = Encoding::learn(train, &samples.deeds, half_life, &without);
    if encoding.width() == 0 {
        return Err(nothing_known(&leaks, terms.guard));
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

fn nothing_known(leaks: &[Leak], guard: Guard) -> LearnError {
    let excluded = leaks.iter().filter(|_| guard == Guard::Exclude);
    LearnError::NothingKnown {
        left_out: excluded
            .map(|leak| format!("{} ({})", leak.column.name(), leak.why()))
            .collect(),
    }
}

/// What was left out, and the remedy.
fn import_more(left_out: &[String]) -> String {
    let commands = "(kapula import contacts, kapula import activities)";
    if left_out.is_empty() {
        return format!("Import what is known of them {commands}");
    }
    format!(
        "Left out by --exclude-leaks, because they seem to know the outcome: {}. Import what else is known of the contacts before \
         the call {commands}, or fit without --exclude-leaks where you are sure that these are known before it",
        left_out.join(", ")
    )
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
