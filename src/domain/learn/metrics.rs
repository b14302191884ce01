//! How good an order is, and how true a probability. Ties are shared out evenly: what an order leaves open, it does not know.

use serde::Serialize;

use super::chance::Chance;

/// One judged sample: what it was given, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What it was given: more is earlier, or the probability.
    pub given: f64,
    /// Whether it came to the outcome.
    pub outcome: bool,
    /// What it brings with the outcome.
    pub revenue: f64,
}

/// A group of equal samples in an order, the best first.
#[derive(Debug, Clone, Copy, Default)]
struct Tie {
    count: f64,
    hits: f64,
    revenue: f64,
}

/// Samples in their order: groups of ties, the best first.
#[derive(Debug, Clone)]
pub struct Order {
    ties: Vec<Tie>,
    count: f64,
    hits: f64,
    revenue: f64,
}

/// The first of an order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Top {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// Outcomes among them; ties give parts.
    pub hits: f64,
    /// Share of outcomes among them, 0-1.
    pub precision: f64,
    /// How many times the share of outcomes among all.
    pub lift: f64,
    /// Share of the revenue of all outcomes that falls to them, 0-1; absent where the outcome brings none.
    pub revenue: Option<f64>,
}

/// A point of a curve.
pub type Point = (f64, f64);

impl Order {
    /// Puts samples into their order.
    #[must_use]
    pub fn new(judged: &[Judged]) -> Self {
        let mut sorted = judged.to_vec();
        sorted.sort_by(|a, b| b.given.total_cmp(&a.given));
        let ties = sorted
            .chunk_by(|a, b| a.given.total_cmp(&b.given).is_eq())
            .map(|tie| {
                let won = tie.iter().filter(|judged| judged.outcome);
                Tie {
                    count: tie.len() as f64,
                    hits: won.clone().count() as f64,
                    revenue: won.map(|judged| judged.revenue).sum(),
                }
            });
        let ties: Vec<Tie> = ties.collect();
        Self {
            count: ties.iter().map(|tie| tie.count).sum(),
            hits: ties.iter().map(|tie| tie.hits).sum(),
            revenue: ties.iter().map(|tie| tie.revenue).sum(),
            ties,
        }
    }

    /// The area under the ROC curve: the probability that an outcome stands before a non-outcome, a tie counting half.
    /// 0.5 where there are none of one of them.
    #[must_use]
    pub fn auc(&self) -> f64 {
        let others = self.count - self.hits;
        if self.hits == 0.0 || others == 0.0 {
            return 0.5;
        }
        let mut above = 0.0;
        let mut pairs = 0.0;
        for tie in &self.ties {
            let missed = tie.count - tie.hits;
            pairs += missed * (above + tie.hits / 2.0);
            above += tie.hits;
        }
        pairs / (self.hits * others)
    }

    /// The standard error of the area (Hanley and `McNeil`, 1982).
    #[must_use]
    pub fn auc_error(&self) -> f64 {
        let (hits, others, auc) = (self.hits, self.count - self.hits, self.auc());
        if hits == 0.0 || others == 0.0 {
            return 0.5;
        }
        let q1 = auc / (2.0 - auc);
        let q2 = 2.0 * auc * auc / (1.0 + auc);
        let square = auc * auc;
        let variance = (auc * (1.0 - auc) + (hits - 1.0) * (q1 - square) + (others - 1.0) * (q2 - square))
            / (hits * others);
        variance.max(0.0).sqrt()
    }

    /// The first `count` of the order.
    #[must_use]
    pub fn top(&self, count: usize) -> Top {
        let wanted = (count as f64).min(self.count);
        let (mut left, mut hits, mut revenue) = (wanted, 0.0, 0.0);
        for tie in &self.ties {
            let part = (left / tie.count).min(1.0);
            hits += part * tie.hits;
            revenue += part * tie.revenue;
            left -= part * tie.count;
            if left <= 0.0 {
                break;
            }
        }
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let precision = share(hits, wanted);
        Top {
            count: wanted as usize,
            of: self.count as usize,
            hits,
            precision,
            lift: share(precision, share(self.hits, self.count)),
            revenue: Some(share(revenue, self.revenue)),
        }
    }

    /// The ROC curve: false positives against true positives, both 0-1, from corner to corner.
    #[must_use]
    pub fn roc(&self) -> Vec<Point> {
        let others = (self.count - self.hits).max(1.0);
        let hits = self.hits.max(1.0);
        self.curve(|count, found| ((count - found) / others, found / hits))
    }

    /// The gains curve: share of the samples handled against share of the outcomes caught, both 0-1.
    #[must_use]
    pub fn gains(&self) -> Vec<Point> {
        let (all, hits) = (self.count.max(1.0), self.hits.max(1.0));
        self.curve(|count, found| (count / all, found / hits))
    }

    /// A curve with at most some hundred points: more are not seen.
    fn curve(&self, point: impl Fn(f64, f64) -> Point) -> Vec<Point> {
        let step = self.count / 100.0;
        let (mut count, mut hits, mut drawn) = (0.0, 0.0, 0.0);
        let mut points = vec![point(0.0, 0.0)];
        for tie in &self.ties {
            count += tie.count;
            hits += tie.hits;
            if count - drawn >= step || count >= self.count {
                points.push(point(count, hits));
                drawn = count;
            }
        }
        points
    }
}

/// The first `top` of every pool of `pool` samples that came one after the other: whom a rep would call who has so many to
/// choose from. The last pool counts only when it is full.
#[must_use]
pub fn pools(judged: &[Judged], pool: usize, top: usize) -> Option<Pools> {
    let (mut hits, mut count, mut all) = (0.0, 0, 0.0);
    for part in judged.chunks_exact(pool.max(1)) {
        let order = Order::new(part);
        hits += order.top(top).hits;
        all += order.hits;
        count += 1;
    }
    let called = (count * top.min(pool)) as f64;
    (count > 0).then(|| {
        let rate = all / (count * pool) as f64;
        let precision = hits / called;
        Pools {
            top: top.min(pool),
            pool,
            pools: count,
            precision,
            at_random: rate,
            lift: if rate > 0.0 { precision / rate } else { 0.0 },
        }
    })
}

/// What calling the first of each pool would have brought.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pools {
    /// How many were called of each pool.
    pub top: usize,
    /// Size of a pool.
    pub pool: usize,
    /// How many pools.
    pub pools: usize,
    /// Share of outcomes among the called, 0-1.
    pub precision: f64,
    /// The same when called at random.
    pub at_random: f64,
    /// The ratio of the two.
    pub lift: f64,
}

/// One row of a reliability table: of those given a probability of about this, how many came to the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reliable {
    /// Which tenth of the probabilities it is, from 0.
    #[serde(skip)]
    pub tenth: usize,
    /// Samples.
    pub count: usize,
    /// Mean probability given.
    pub given: f64,
    /// Share of outcomes.
    pub happened: f64,
}

/// Rows of a reliability table.
pub const RELIABILITY_ROWS: usize = 10;

/// The reliability table of probabilities, in ten rows of equal width; empty ones are left out.
#[must_use]
pub fn reliability(judged: &[Judged]) -> Vec<Reliable> {
    let mut sums = [(0_usize, 0.0, 0_usize); RELIABILITY_ROWS];
    for judged in judged {
        let row = (judged.given * RELIABILITY_ROWS as f64).clamp(0.0, RELIABILITY_ROWS as f64 - 1.0) as usize;
        sums[row].0 += 1;
        sums[row].1 += judged.given;
        sums[row].2 += usize::from(judged.outcome);
    }
    let rows = sums.into_iter().enumerate().filter(|(_, (count, ..))| *count > 0);
    rows.map(|(tenth, (count, given, hits))| Reliable {
        tenth,
        count,
        given: given / count as f64,
        happened: hits as f64 / count as f64,
    })
    .collect()
}

/// The expected calibration error: how far the rows are off on average, by their samples; 0-1.
#[must_use]
pub fn calibration_error(rows: &[Reliable]) -> f64 {
    let all: usize = rows.iter().map(|row| row.count).sum();
    let off: f64 = rows
        .iter()
        .map(|row| row.count as f64 * (row.given - row.happened).abs())
        .sum();
    if all == 0 { 0.0 } else { off / all as f64 }
}

/// The calibration error that as many samples have where every probability given is right.
#[must_use]
pub fn calibration_chance(rows: &[Reliable]) -> Chance {
    let gaps: Vec<(f64, f64)> = rows
        .iter()
        .map(|row| {
            let variance = row.given * (1.0 - row.given) / row.count.max(1) as f64;
            (row.count as f64, variance.max(0.0).sqrt())
        })
        .collect();
    Chance::of(&gaps)
}
