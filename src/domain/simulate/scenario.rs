//! What a simulated month is made of, and from where each number is.

use crate::domain::text::money;

/// The distributions of a simulated month. Response times, half-lives, minutes of calls and the table of probabilities are
/// those of the settings, so that a house simulates itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Reps who call.
    pub reps: u32,
    /// Working days.
    pub days: u32,
    /// Leads handed over per working day.
    pub arrivals_per_day: f64,
    /// Share of the working time in which a rep calls.
    pub calling_share: f64,
    /// What the leads handed over truly are: weights of the classes A, B, C, D.
    pub classes: [f64; 4],
    /// Deviation of the score from what the true class deserves, in points.
    pub score_noise: f64,
    /// Median size of a deal.
    pub median_size: f64,
    /// How much sizes differ: the deviation of their logarithm.
    pub size_spread: f64,
    /// How far the size that is known before the talk is off: the deviation of the logarithm of their ratio.
    pub size_noise: f64,
    /// By how much longer or shorter half-lives truly are than the settings say.
    pub melt_factor: f64,
    /// How much half-lives differ between leads of one class: the deviation of their logarithm.
    pub melt_spread: f64,
    /// Mean share of attempts that reach the contact; contacts differ.
    pub reach: f64,
    /// Chance that a lead is a colleague of an earlier one: then both are after the same deal.
    pub colleague: f64,
    /// Attempts after which a contact counts as unreachable.
    pub most_attempts: u32,
}

/// One number of a scenario in words, with its source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Assumption {
    /// What it says.
    pub what: &'static str,
    /// Its value.
    pub value: String,
    /// Where it is from.
    pub source: &'static str,
}

/// Lighter loads, as shares of the leads: what an order is worth depends on how many leads wait more than on anything else.
/// With the numbers assumed here a rep can call some 15 leads a day to the end, of which 20 are 1.4 times as many, 17.5 are
/// 1.2 times as many, and 12 are four fifths.
pub const LIGHTER_LOADS: [(&str, f64); 2] = [
    ("a moderate load: seven leads of eight", 0.875),
    ("a light load: six leads of ten", 0.6),
];

impl Default for Scenario {
    fn default() -> Self {
        Self {
            reps: 1,
            days: 20,
            arrivals_per_day: 20.0,
            calling_share: 0.5,
            classes: [0.10, 0.23, 0.63, 0.04],
            score_noise: 15.0,
            median_size: 10_000.0,
            size_spread: 0.8,
            size_noise: 0.5,
            melt_factor: 1.0,
            melt_spread: 0.5,
            reach: 0.2,
            colleague: 0.3,
            most_attempts: 6,
        }
    }
}

fn say(what: &'static str, value: String, source: &'static str) -> Assumption {
    Assumption { what, value, source }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

impl Scenario {
    /// Every number with its source.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let mut all = self.about_calls();
        all.extend(self.about_leads());
        all.extend(self.about_scores_and_deals());
        all
    }

    fn about_calls(&self) -> Vec<Assumption> {
        vec![
            say(
                "reps, days, leads a day",
                format!("{}, {}, {}", self.reps, self.days, self.arrivals_per_day),
                "flags; more than the reps can reach: of 1,000 telemarketing handles 700 (method, section 6)",
            ),
            say(
                "when leads come",
                "at random in working hours, one in five at night".to_owned(),
                "assumed",
            ),
            say(
                "time spent calling",
                percent(self.calling_share),
                "assumed: the rest is offers, notes, meetings",
            ),
            say(
                "answers",
                format!("{} of the attempts, contacts differ (Beta)", percent(self.reach)),
                "20 calls, 4 reached (method, section 1)",
            ),
        ]
    }

    fn about_leads(&self) -> Vec<Assumption> {
        vec![
            say(
                "true classes A, B, C, D",
                self.classes.map(percent).join(", "),
                "only a third of what is handed over meets the qualification (method, section 1)",
            ),
            say(
                "buys when reached at once",
                "the probability of its true class".to_owned(),
                "settings, [value.probability]",
            ),
            say(
                "melting",
                format!(
                    "the half-life of its true class, times a factor of spread {}",
                    self.melt_spread
                ),
                "settings, [rank.half_life_days]; halved after 3 days (method, section 1); spread assumed",
            ),
        ]
    }

    fn about_scores_and_deals(&self) -> Vec<Assumption> {
        vec![
            say(
                "score seen",
                format!(
                    "the true class, blurred by {} points; 50 or more, else it is not handed over",
                    self.score_noise
                ),
                "assumed",
            ),
            say(
                "deal size",
                format!(
                    "median {}, spread {}",
                    money(self.median_size, ""),
                    self.size_spread
                ),
                "10,000 a deal (method, section 4); spread assumed",
            ),
            say(
                "size seen",
                format!("off by a factor of spread {}", self.size_noise),
                "assumed",
            ),
            say(
                "colleagues",
                format!("{} of the leads, after the same deal", percent(self.colleague)),
                "2-4 deciders of a purchase (method, section 3); share assumed",
            ),
            say(
                "given up",
                format!(
                    "after {} attempts, or untouched when the patience of the settings ends",
                    self.most_attempts
                ),
                "assumed; settings, [clocks]",
            ),
        ]
    }

    /// The months in which a good order may be worth little, each with what makes it different.
    #[must_use]
    pub fn doubts(&self) -> Vec<(&'static str, Self)> {
        let lighter = LIGHTER_LOADS.map(|(words, share)| {
            let lighter = Self {
                arrivals_per_day: self.arrivals_per_day * share,
                ..self.clone()
            };
            (words, lighter)
        });
        let others = [
            (
                "so few leads that nobody waits",
                Self {
                    arrivals_per_day: self.arrivals_per_day / 10.0,
                    ..self.clone()
                },
            ),
            (
                "scores that say next to nothing",
                Self {
                    score_noise: 60.0,
                    ..self.clone()
                },
            ),
            (
                "sizes that nobody knows before the talk",
                Self {
                    size_noise: 2.5,
                    ..self.clone()
                },
            ),
            (
                "deals that are all of one size",
                Self {
                    size_spread: 0.0,
                    size_noise: 0.0,
                    ..self.clone()
                },
            ),
            (
                "leads that hardly melt (half-lives thirty times as long)",
                Self {
                    melt_factor: 30.0,
                    ..self.clone()
                },
            ),
            (
                "deals of which a few are worth more than all others",
                Self {
                    size_spread: 2.0,
                    ..self.clone()
                },
            ),
        ];
        lighter.into_iter().chain(others).collect()
    }
}
