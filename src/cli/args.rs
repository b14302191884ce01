//! The words of the command line.

use clap::{Parser, Subcommand};

use super::act::Act;
use super::global::{Format, Global};
use super::{demo, erase, handoffs, import, list, score, show, simulate};

/// The cockpit in which marketing hands leads to inside sales, and gets the unripe ones back.
///
/// Without a command it opens the cockpit on your database.
#[derive(Debug, Parser)]
#[command(name = "kapula", version, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub what: Option<What>,
}

impl Args {
    /// Whether one JSON document is asked for.
    pub const fn json(&self) -> Format {
        self.global.json_format()
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Open the cockpit (what `kapula` alone does)
    Cockpit,
    /// Open the cockpit on a made-up team with traffic going on; leaves nothing behind
    Demo(demo::DemoArgs),
    /// Import contacts or activities from CSV or XLSX
    Import(import::ImportArgs),
    /// The call list: whom to call, in which order, and the arithmetic of each place
    List(list::ListArgs),
    /// The card of one contact: score with reasons, answers, stage, timeline
    Show(show::ShowArgs),
    /// The handoffs and their clocks
    Handoffs(handoffs::HandoffsArgs),
    /// What sales gave back and waits for triage
    Returned,
    /// The score: its reasons, and recomputing it after a change of the rules
    Score(score::ScoreArgs),
    /// What the order of the calls is worth: a month simulated under it and under simpler ones, many times over
    Simulate(simulate::SimulateArgs),
    /// Erase all that is known of a person, out of the log too; says first what that is
    Erase(erase::EraseArgs),
    /// Rebuild the state from the log, compare it with the stored one, and check that nothing has leaked
    Verify,
    #[command(flatten)]
    Act(Act),
}
