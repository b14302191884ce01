//! Engagement as a curve over the time ahead: nearly what it will be, at a fraction of its price.
//!
//! A score asks for one power of two for each rule. Half-lives are few, and rules that share one share its power.

use super::crossing::Ahead;
use super::recency::MS_PER_DAY;
use super::total::Halves;
use super::{Model, Recency, RuleNo};

/// What melts by half-life.
pub(super) struct Curve {
    /// Without engagement.
    halves: Halves,
    melting: Vec<Melting>,
    /// Milliseconds.
    half_lives: Vec<f64>,
}

/// One rule's points.
struct Melting {
    /// As if they had begun to melt at the start, and what they are until they do: at most the cap.
    at_start: f64,
    most: f64,
    half_life: usize,
    group: Option<RuleNo>,
}

impl Curve {
    /// The curve; nothing when something does not melt by half-life.
    pub fn of(ahead: &Ahead<'_>) -> Option<Self> {
        let mut half_lives = Vec::new();
        let mut melting = Vec::with_capacity(ahead.alive.len());
        for (rule, track) in &ahead.alive {
            let Recency::HalfLife(days) = rule.recency else {
                return None;
            };
            let half_life = (days * MS_PER_DAY as f64).max(1.0);
            let place = half_lives
                .iter()
                .position(|known: &f64| known.to_bits() == half_life.to_bits());
            let begun = (track.as_of.saturating_sub(ahead.start)) as f64;
            melting.push(Melting {
                at_start: track.value * (begun / half_life).exp2(),
                most: track.value.min(rule.cap),
                half_life: place.unwrap_or(half_lives.len()),
                group: rule.group,
            });
            if place.is_none() {
                half_lives.push(half_life);
            }
        }
        Some(Self {
            halves: Halves::gathered(ahead.model, &ahead.state.holding, std::iter::empty()),
            melting,
            half_lives,
        })
    }

    /// The fit, which does not melt.
    pub const fn fit(&self) -> f64 {
        self.halves.fit
    }

    /// A time after the start at which the engagement is at most `least`, caps or no caps: when everything melted as slowly
    /// as what melts slowest.
    pub fn surely_below(&self, least: f64) -> f64 {
        let all: f64 = self.melting.iter().map(|melting| melting.at_start).sum();
        let slowest = self.half_lives.iter().copied().fold(0.0, f64::max);
        slowest * (all / least).log2() + 1.0
    }

    /// About the engagement so many milliseconds after the start, within its limit.
    pub fn engagement(&self, model: &Model, after: f64) -> f64 {
        // The common powers, as many as there are half-lives: few, so that most fit without asking for memory.
        let mut powers = [0.0; 8];
        for (power, half_life) in powers.iter_mut().zip(&self.half_lives) {
            *power = (-after / half_life).exp2();
        }
        let given = self.melting.iter().map(|melting| {
            let power = powers.get(melting.half_life).copied();
            let power = power.unwrap_or_else(|| (-after / self.half_lives[melting.half_life]).exp2());
            (melting.group, (melting.at_start * power).min(melting.most))
        });
        self.halves.engaged(model, given).engagement()
    }
}
