//! From weights to whole points on a scale of 0-100 that a person can read, question and change.

use super::calibration::{Calibration, best_loss};
use super::features::{Encoding, value};
use super::logistic::{Weights, sigmoid};
use super::progress::{Doing, Telling};
use super::sample::{Column, Sample};
use crate::domain::bant::{Answer, Question};

/// Points of one logit that are tried. Above, nearly everybody would stand at 0 or 100.
const SCALES: std::ops::RangeInclusive<u32> = 3..=40;
/// A smaller scale is taken while it loses at most this part of what the best one knows: small numbers are easier to read.
const GOOD_ENOUGH: f64 = 0.001;
/// Samples that a scale is tried on.
const TRIED_ON: usize = 20_000;
/// Shares of the older samples in the classes A, A to B, A to C.
pub(super) const CLASS_SHARES: [f64; 3] = [0.1, 0.3, 0.6];

/// What one kind of behaviour gives: so many points each time, melting, at most `cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// Points of one event when fresh.
    pub each: i32,
    /// The most at one time; 0 when it gives nothing.
    pub cap: i32,
}

/// A rule over an answer that the fit did not learn and the card keeps from the model in force: what a rep hears on the
/// phone is not known beforehand, so nothing can be learnt of it, but a `no` must still lower the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Name of the rule.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: Answer,
    /// Points of the total.
    pub points: i32,
}

/// A scoring card of whole points.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// What the points are given for.
    pub encoding: Encoding,
    /// Points that everybody has, -100 to 100.
    pub base: i32,
    /// Points of the bins, in the order of the encoding, -100 to 100 each.
    pub bins: Vec<i32>,
    /// What the counts give, in the order of the encoding.
    pub habits: Vec<Habit>,
    /// Rules taken over.
    pub kept: Vec<Kept>,
    /// The probability of a total.
    pub calibration: Calibration,
    /// Lower bounds of the classes A, B and C, on the total.
    pub classes: [u8; 3],
    /// Lower bounds of the grade letters A, B and C, on fit.
    pub letters: [u8; 3],
    /// Lower bounds of the grade digits 1, 2 and 3, on engagement.
    pub digits: [u8; 3],
}

/// The halves of a total: fit may be below 0, engagement is 0-100.
type Halves = (f64, f64);

/// What a card looks at in a sample: looked up once for all scales that are tried.
struct Seen {
    /// Places of the bins it falls into.
    bins: Vec<usize>,
    /// Places of the kept rules that hold.
    kept: Vec<usize>,
    /// What it has done, in the order of the counts.
    done: Vec<f64>,
    outcome: bool,
}

impl Card {
    /// Rounds weights to points: on the smallest scale that keeps what they know, in the middle of 0-100.
    pub(super) fn round(
        weights: &Weights,
        encoding: &Encoding,
        kept: &[Kept],
        train: &[Sample],
        telling: Telling<'_>,
    ) -> Self {
        let every = train.len().div_ceil(TRIED_ON).max(1);
        let tried: Vec<Seen> = train
            .iter()
            .step_by(every)
            .map(|sample| Seen::new(sample, encoding, kept))
            .collect();
        let all = u64::from(SCALES.end() - SCALES.start());
        let cards = SCALES.map(|scale| {
            telling(Doing::Points, u64::from(scale - SCALES.start()), all);
            let card = Self::at_scale(weights, encoding, kept, &tried, f64::from(scale));
            let loss = best_loss(&card.judge(&tried));
            (card, loss)
        });
        let cards: Vec<(Self, f64)> = cards.collect();
        let best = cards.iter().map(|(_, loss)| *loss).fold(f64::INFINITY, f64::min);
        let good = cards
            .into_iter()
            .find(|(_, loss)| *loss <= best * (1.0 + GOOD_ENOUGH));
        let mut card = good.map_or_else(
            || Self::at_scale(weights, encoding, kept, &tried, 10.0),
            |(card, _)| card,
        );
        card.bound(train);
        card
    }

    fn at_scale(weights: &Weights, encoding: &Encoding, kept: &[Kept], tried: &[Seen], scale: f64) -> Self {
        let points = |weight: f64| (weight * scale).round().clamp(-100.0, 100.0) as i32;
        let first = encoding.first_count();
        let habits = encoding.counts.iter().zip(&weights.slopes[first..]);
        let mut card = Self {
            encoding: encoding.clone(),
            base: 0,
            bins: weights.slopes[..first]
                .iter()
                .map(|weight| points(*weight))
                .collect(),
            habits: habits
                .map(|(count, weight)| habit(points(*weight), count.most))
                .collect(),
            kept: kept.to_vec(),
            calibration: Calibration::default(),
            classes: [70, 50, 30],
            letters: [75, 50, 25],
            digits: [75, 50, 25],
        };
        // The middle of all but the outermost goes to the middle of the scale.
        let mut raw: Vec<f64> = tried.iter().map(|seen| card.raw(seen)).collect();
        raw.sort_by(f64::total_cmp);
        let low = quantile(&raw, 0.005);
        let high = quantile(&raw, 0.995);
        card.base = (50.0 - f64::midpoint(low, high)).round().clamp(-100.0, 100.0) as i32;
        card
    }

    /// The bounds of classes and grades, and the probabilities.
    fn bound(&mut self, train: &[Sample]) {
        let seen: Vec<Seen> = train
            .iter()
            .map(|sample| Seen::new(sample, &self.encoding, &self.kept))
            .collect();
        let sorted = |of: &dyn Fn(&Seen) -> f64| {
            let mut all: Vec<f64> = seen.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all
        };
        self.classes = bounds(&sorted(&|seen| self.total_of(seen)), self.classes);
        self.letters = bounds(
            &sorted(&|seen| self.halves(seen).0.clamp(0.0, 100.0)),
            self.letters,
        );
        self.digits = bounds(&sorted(&|seen| self.halves(seen).1), self.digits);
        self.calibration = Calibration::learn(&self.judge(&seen));
    }

    fn judge(&self, seen: &[Seen]) -> Vec<(f64, bool)> {
        seen.iter()
            .map(|seen| (self.total_of(seen), seen.outcome))
            .collect()
    }

    /// The total of a sample, whole, 0-100: what the scoring file gives, written out.
    #[must_use]
    pub fn total(&self, sample: &Sample) -> f64 {
        self.total_of(&Seen::new(sample, &self.encoding, &self.kept))
    }

    fn total_of(&self, seen: &Seen) -> f64 {
        shown(self.raw(seen).clamp(0.0, 100.0))
    }

    /// The probability of a sample.
    #[must_use]
    pub fn probability(&self, sample: &Sample) -> f64 {
        self.calibration.probability(self.total(sample))
    }

    /// Rank of the class of a total: 0 for A to 3 for D.
    #[must_use]
    pub fn class(&self, total: f64) -> usize {
        self.classes
            .iter()
            .filter(|bound| total < f64::from(**bound))
            .count()
    }

    fn raw(&self, seen: &Seen) -> f64 {
        let (fit, engagement) = self.halves(seen);
        f64::from(self.base) + fit + engagement
    }

    /// As the score does it: what speaks for a contact counts up to 100, what speaks against it in full.
    fn halves(&self, seen: &Seen) -> Halves {
        let of_bins = seen.bins.iter().map(|place| self.bins[*place]);
        let of_kept = seen.kept.iter().map(|place| self.kept[*place].points);
        let (mut speaks_for, mut against) = (0, 0);
        for points in of_bins.chain(of_kept) {
            if points > 0 {
                speaks_for += points;
            } else {
                against += points;
            }
        }
        let given = seen.done.iter().zip(&self.habits);
        let given = given.map(|(done, habit)| (done * f64::from(habit.each)).min(f64::from(habit.cap)));
        let engagement: f64 = given.sum();
        (
            f64::from(speaks_for.min(100)) + f64::from(against),
            engagement.min(100.0),
        )
    }
}

impl Seen {
    fn new(sample: &Sample, encoding: &Encoding, kept: &[Kept]) -> Self {
        let mut first = 0;
        let mut bins = Vec::new();
        for binning in &encoding.binnings {
            bins.extend(
                binning
                    .place(value(sample, &binning.column))
                    .map(|place| first + place),
            );
            first += binning.bins.len();
        }
        let holds = |kept: &Kept| answer(sample, kept.question) == kept.answer;
        Self {
            bins,
            kept: (0..kept.len()).filter(|place| holds(&kept[*place])).collect(),
            done: encoding
                .counts
                .iter()
                .map(|count| encoding.done(sample, count))
                .collect(),
            outcome: sample.outcome,
        }
    }
}

/// What a sample says of a question.
fn answer(sample: &Sample, question: Question) -> Answer {
    match sample.known.get(&Column::Answer(question)).map(String::as_str) {
        Some("yes") => Answer::Yes,
        Some("no") => Answer::No,
        _ => Answer::Unknown,
    }
}

/// Whole, half up, as the score shows it.
fn shown(value: f64) -> f64 {
    (value + 0.5 + 1e-9).floor()
}

fn habit(cap: i32, most: f64) -> Habit {
    if cap < 1 {
        return Habit { each: 0, cap: 0 };
    }
    let each = (f64::from(cap) / most).round().max(1.0) as i32;
    Habit {
        each: each.min(cap),
        cap,
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// Bounds such that the shares of the classes are as close to [`CLASS_SHARES`] as whole points allow; those given where all
/// are alike.
fn bounds(sorted: &[f64], otherwise: [u8; 3]) -> [u8; 3] {
    let [a, b, c] = CLASS_SHARES.map(|share| quantile(sorted, 1.0 - share).clamp(1.0, 98.0) as u8);
    let c = c.max(1);
    let b = b.max(c + 1);
    let a = a.max(b + 1);
    if sorted.first() == sorted.last() || a > 100 {
        otherwise
    } else {
        [a, b, c]
    }
}

/// The probability that the weights alone give, before rounding.
pub(super) fn unrounded(weights: &Weights, encoding: &Encoding, sample: &Sample) -> f64 {
    sigmoid(weights.logit(&encoding.row(sample)))
}
