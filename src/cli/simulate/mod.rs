//! `kapula simulate`: what the order of the calls is worth, under stated assumptions, and where it is worth nothing.

mod report;

use std::process::ExitCode;
use std::sync::{Arc, mpsc};

use serde::Serialize;

use crate::domain::policy::{CallingHours, Policy};
use crate::domain::simulate::{
    Assumption, Figure, Month, Outcome, Rule, Scenario, Summary, Verdict, difference, summarize, work,
};

use super::desk::Desk;
use super::failure::Failure;
use super::meter::Meter;
use super::out::Out;

/// Threads at most: more than a laptop has cores would only be in each other's way.
const MOST_THREADS: usize = 16;

#[derive(Debug, clap::Args)]
pub struct SimulateArgs {
    /// The same seed makes the same months
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many months of each kind
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    runs: u32,
    /// Reps who call
    #[arg(long, value_name = "N", default_value_t = Scenario::default().reps, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    reps: u32,
    /// Working days of a month
    #[arg(long, value_name = "N", default_value_t = Scenario::default().days, value_parser = clap::value_parser!(u32).range(1..=40))]
    days: u32,
    /// Leads handed over per working day
    #[arg(long, value_name = "N", default_value_t = Scenario::default().arrivals_per_day)]
    arrivals: f64,
}

/// All that was found.
#[derive(Debug, Serialize)]
struct Found {
    seed: u64,
    runs: u32,
    currency: String,
    assumptions: Vec<Assumption>,
    rules: Vec<Line>,
    /// Months that were made to be hard for the order of the calls.
    doubts: Vec<Doubt>,
    /// Where ours does not win, as sentences.
    where_ours_does_not_win: Vec<String>,
}

/// One rule.
#[derive(Debug, Serialize)]
struct Line {
    rule: &'static str,
    #[serde(skip)]
    words: &'static str,
    #[serde(flatten)]
    summary: Summary,
    /// How much more ours wins in the same months; absent for ours.
    ours_wins_more: Option<Figure>,
}

/// One kind of months that was made to be hard.
#[derive(Debug, Serialize)]
struct Doubt {
    months: &'static str,
    /// The best of the other rules.
    best_other: &'static str,
    #[serde(skip)]
    words: &'static str,
    won_by_ours: Figure,
    won_by_best_other: Figure,
    ours_wins_more: Figure,
    verdict: Verdict,
}

pub fn run(desk: &Desk, args: &SimulateArgs, out: Out) -> Result<ExitCode, Failure> {
    if !(0.1..=2_000.0).contains(&args.arrivals) {
        return Err(Failure::Usage(
            "--arrivals: give a number of leads a day from 0.1 to 2000".to_owned(),
        ));
    }
    let scenario = Scenario {
        reps: args.reps,
        days: args.days,
        arrivals_per_day: args.arrivals,
        ..Scenario::default()
    };
    // Everybody is at home in one zone and may be called while the house works: the hours of calls would favour nobody. The
    // same months everywhere: which zone it is must not matter.
    let mut policy = Policy::clone(desk.policy());
    policy.rank.calling = CallingHours::ALWAYS;
    policy.clocks.zone = chrono_tz::Tz::UTC;
    let doubts = scenario.doubts();
    let kinds: Vec<&Scenario> = std::iter::once(&scenario)
        .chain(doubts.iter().map(|(_, doubt)| doubt))
        .collect();
    let policy = Arc::new(policy);
    let months = simulate(&kinds, args, &policy);
    let mut months = months.into_iter();
    let rules = lines(&months.next().unwrap_or_default());
    let doubts: Vec<Doubt> = doubts
        .iter()
        .zip(months)
        .filter_map(|((words, _), months)| doubt(words, &months))
        .collect();
    let found = Found {
        seed: args.seed,
        runs: args.runs,
        currency: policy.value.currency.clone(),
        assumptions: scenario.assumptions(),
        where_ours_does_not_win: report::not_won(&rules, &doubts),
        rules,
        doubts,
    };
    out.answer(&found, || report::text(&found))?;
    Ok(ExitCode::SUCCESS)
}

/// The months under every rule, in the order of [`Rule::ALL`].
type Months = Vec<Vec<Outcome>>;

/// Works through all months of all kinds on all cores. What comes out does not depend on how many there are: each month
/// has a seed and a place of its own.
fn simulate(kinds: &[&Scenario], args: &SimulateArgs, policy: &Arc<Policy>) -> Vec<Months> {
    let runs = args.runs as usize;
    let jobs = kinds.len() * runs;
    let mut done: Vec<Months> = vec![vec![vec![Outcome::default(); runs]; Rule::ALL.len()]; kinds.len()];
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = threads.min(MOST_THREADS);
    let mut meter = Meter::new("months");
    std::thread::scope(|scope| {
        let (told, results) = mpsc::channel();
        for first in 0..threads {
            let told = told.clone();
            scope.spawn(move || {
                for job in (first..jobs).step_by(threads) {
                    let (kind, run) = (job / runs, job % runs);
                    let Some(scenario) = kinds.get(kind) else { return };
                    let month = Month::new(scenario, policy, args.seed.wrapping_mul(1_000_003) + run as u64);
                    let outcomes = Rule::ALL.map(|rule| work(&month, rule, scenario, policy));
                    // Nobody listens any more only when the whole command has ended.
                    if told.send((kind, run, outcomes)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(told);
        for (count, (kind, run, outcomes)) in (1..).zip(results) {
            meter.at(count, Some(jobs as u64));
            let Some(of_kind) = done.get_mut(kind) else {
                continue;
            };
            for (of_rule, outcome) in of_kind.iter_mut().zip(outcomes) {
                of_rule[run] = outcome;
            }
        }
    });
    meter.finish();
    done
}

fn lines(months: &Months) -> Vec<Line> {
    let ours = months.last();
    Rule::ALL
        .iter()
        .zip(months)
        .map(|(rule, theirs)| Line {
            rule: rule.name(),
            words: rule.words(),
            summary: summarize(theirs),
            ours_wins_more: ours
                .filter(|_| *rule != Rule::Ours)
                .map(|ours| difference(ours, theirs, |month| month.won)),
        })
        .collect()
}

fn doubt(words: &'static str, months: &Months) -> Option<Doubt> {
    let lines = lines(months);
    let (ours, others) = lines.split_last()?;
    let best = others
        .iter()
        .max_by(|a, b| a.summary.won.mean.total_cmp(&b.summary.won.mean))?;
    let ours_wins_more = best.ours_wins_more?;
    Some(Doubt {
        months: words,
        best_other: best.rule,
        words: best.words,
        won_by_ours: ours.summary.won,
        won_by_best_other: best.summary.won,
        ours_wins_more,
        verdict: ours_wins_more.verdict(),
    })
}
