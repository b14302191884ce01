//! The probability of a total: what share of those with such a total came to the outcome, never falling as totals rise.

use serde::Serialize;

/// The least samples behind a row, as a share of all.
const ROW_SHARE: f64 = 0.04;
/// And as a number.
const ROW_LEAST: usize = 30;
/// Samples of the average rate that each row is mixed with: a row of thirty misses is not impossible, only rare.
const MIXED: f64 = 2.0;

/// One row: totals from `from` on, up to the next row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Lower bound of the total, inclusive, 0-100.
    pub from: u8,
    /// Probability of the outcome, 0-1.
    pub probability: f64,
    /// Samples behind it.
    pub count: usize,
}

/// The table, ascending; its first row begins at 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calibration(pub Vec<Step>);

/// Totals that belong together.
#[derive(Debug, Clone, Copy)]
struct Block {
    from: u8,
    count: f64,
    hits: f64,
}

impl Block {
    fn rate(self) -> f64 {
        self.hits / self.count.max(1.0)
    }

    const fn join(&mut self, other: Self) {
        self.count += other.count;
        self.hits += other.hits;
    }
}

impl Calibration {
    /// Learns the table from totals (0-100, whole) and outcomes: neighbouring totals joined until there are enough of them,
    /// then joined where the share would fall (isotonic regression by pooling adjacent violators).
    #[must_use]
    pub fn learn(judged: &[(f64, bool)]) -> Self {
        let all = judged.len() as f64;
        if judged.is_empty() {
            return Self::default();
        }
        let wanted = (all * ROW_SHARE).max(ROW_LEAST as f64);
        let rate = judged.iter().filter(|(_, outcome)| *outcome).count() as f64 / all;
        let mut steps: Vec<Step> = Vec::new();
        for block in rising(enough(by_total(judged), wanted)) {
            let probability = (block.hits + MIXED * rate) / (block.count + MIXED);
            let probability = (probability * 1000.0).round() / 1000.0;
            match steps.last_mut() {
                Some(last) if last.probability >= probability => last.count += block.count as usize,
                _ => steps.push(Step {
                    from: if steps.is_empty() { 0 } else { block.from },
                    probability,
                    count: block.count as usize,
                }),
            }
        }
        Self(steps)
    }

    /// The probability of a total; 0 while nothing was learnt.
    #[must_use]
    pub fn probability(&self, total: f64) -> f64 {
        let below = self.0.partition_point(|step| f64::from(step.from) <= total);
        self.0
            .get(below.saturating_sub(1))
            .map_or(0.0, |step| step.probability)
    }
}

/// The mean loss (minus log of the probability of what happened) of the best rising table over totals: how much an order
/// of whole totals still knows.
pub(super) fn best_loss(judged: &[(f64, bool)]) -> f64 {
    let loss: f64 = rising(by_total(judged))
        .iter()
        .map(|block| {
            // Half a sample of each outcome: a pure block is no certainty.
            let p = (block.hits + 0.5) / (block.count + 1.0);
            -(block.hits * p.ln() + (block.count - block.hits) * (1.0 - p).ln())
        })
        .sum();
    loss / judged.len().max(1) as f64
}

fn by_total(judged: &[(f64, bool)]) -> Vec<Block> {
    let mut blocks: Vec<Block> = (0..=100)
        .map(|from| Block {
            from,
            count: 0.0,
            hits: 0.0,
        })
        .collect();
    for (total, outcome) in judged {
        let block = &mut blocks[total.clamp(0.0, 100.0) as usize];
        block.count += 1.0;
        block.hits += f64::from(u8::from(*outcome));
    }
    blocks.retain(|block| block.count > 0.0);
    blocks
}

/// Joins neighbours until each has as many as wanted.
fn enough(blocks: Vec<Block>, wanted: f64) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        match joined.last_mut() {
            Some(last) if last.count < wanted => last.join(block),
            _ => joined.push(block),
        }
    }
    if joined.len() > 1
        && let Some(rest) = joined.pop_if(|last| last.count < wanted)
        && let Some(last) = joined.last_mut()
    {
        last.join(rest);
    }
    joined
}

/// Joins neighbours where the share would fall.
fn rising(blocks: Vec<Block>) -> Vec<Block> {
    let mut pooled: Vec<Block> = Vec::new();
    for block in blocks {
        let mut block = block;
        while let Some(before) = pooled.pop_if(|before| before.rate() >= block.rate()) {
            let mut before = before;
            before.join(block);
            block = before;
        }
        pooled.push(block);
    }
    pooled
}
