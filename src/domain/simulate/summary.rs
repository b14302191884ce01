//! Many months in a few numbers, each with the range in which chance leaves it.

use super::office::Outcome;

/// The normal deviate of a 95 % interval.
const DEVIATE: f64 = 1.959_963_985;

/// A mean over many months with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// The lower end of the interval in which the mean lies with a confidence of 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a rule makes of a month, on the average of many.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Summary {
    /// Money won.
    pub won: Figure,
    /// Deals won.
    pub deals: Figure,
    /// Attempts made.
    pub calls: Figure,
    /// Share of the leads that somebody talked to.
    pub reached: Figure,
    /// Share of the leads that nobody tried.
    pub untouched: Figure,
    /// Share of the leads whose response time ran out before the first attempt.
    pub breached: Figure,
    /// Median working hours to the first attempt, of those tried.
    pub response_h: Figure,
    /// Working hours within which nine of ten of those tried were tried.
    pub slow_response_h: Figure,
    /// Median working hours to the first attempt of the smaller deals, untouched ones counted.
    pub small_response_h: Figure,
}

/// What a difference says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// More than chance explains.
    More,
    /// Nothing that chance would not explain.
    NoDifference,
    /// Less than chance explains.
    Less,
}

impl Figure {
    /// Whether the figure, a difference, is above or below nothing.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.low > 0.0 {
            Verdict::More
        } else if self.high < 0.0 {
            Verdict::Less
        } else {
            Verdict::NoDifference
        }
    }
}

/// The mean of some months with its interval. Months are independent, and from some dozens on their mean is as good as
/// normally distributed.
#[must_use]
pub fn figure(values: impl Iterator<Item = f64> + Clone) -> Figure {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    let half = DEVIATE * (squares / (count - 1.0).max(1.0) / count).sqrt();
    Figure {
        mean,
        low: mean - half,
        high: mean + half,
    }
}

/// How much more of something one rule has than another, month by month: the months are the same, so their luck cancels out.
#[must_use]
pub fn difference(ours: &[Outcome], theirs: &[Outcome], of: impl Fn(&Outcome) -> f64 + Copy) -> Figure {
    figure(ours.iter().zip(theirs).map(|(our, their)| of(our) - of(their)))
}

/// All figures of a rule.
#[must_use]
pub fn summarize(months: &[Outcome]) -> Summary {
    let of = |of: fn(&Outcome) -> f64| figure(months.iter().map(of));
    Summary {
        won: of(|month| month.won),
        deals: of(|month| month.deals),
        calls: of(|month| month.calls),
        reached: of(|month| month.reached),
        untouched: of(|month| month.untouched),
        breached: of(|month| month.breached),
        response_h: of(|month| month.response_h),
        slow_response_h: of(|month| month.slow_response_h),
        small_response_h: of(|month| month.small_response_h),
    }
}
