//! `kapula score`: why a score is what it is, what another model would say, and putting one in force.

mod evaluate;
mod explain;
mod fit;
mod history;
mod learn;
mod never_met;
mod rebuild;
mod what_if;

use std::process::ExitCode;

use clap::Subcommand;

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub struct ScoreArgs {
    #[command(subcommand)]
    what: ScoreWhat,
}

impl ScoreArgs {
    /// Whether every score is computed again, which writes.
    pub const fn rebuilds(&self) -> bool {
        matches!(self.what, ScoreWhat::Rebuild)
    }
}

#[derive(Debug, Subcommand)]
enum ScoreWhat {
    /// The reasons of one contact's score, now or `--at` a past moment; their points sum to it
    Explain(explain::ExplainArgs),
    /// Judge the scoring in force by what really happened, beside plain orders
    Evaluate(evaluate::EvaluateArgs),
    /// Fit a new card of whole points to what really happened; writes a file, puts nothing in force
    Fit(fit::FitArgs),
    /// What another scoring file would mean: who moves class, handoffs a week, returned leads kept back; nothing is written
    WhatIf(what_if::WhatIfArgs),
    /// Put the scoring files in force: recompute every score from the log
    Rebuild,
    /// Which scoring models came into force here, when and by whom, and whether the files say something else by now
    History,
}

pub fn run(desk: &Desk, args: &ScoreArgs, out: Out) -> Result<ExitCode, Failure> {
    match &args.what {
        ScoreWhat::Explain(args) => explain::run(desk, args, out),
        ScoreWhat::Evaluate(args) => evaluate::run(desk, args, out),
        ScoreWhat::Fit(args) => fit::run(desk, args, out),
        ScoreWhat::WhatIf(args) => what_if::run(desk, args, out),
        ScoreWhat::Rebuild => rebuild::run(desk, out),
        ScoreWhat::History => history::run(desk, out),
    }
}
