//! The words of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::act::Act;
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

/// What holds for every command. The help names the variables and not what they hold: it is written by clap, as it is.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The database file [default: kapula.db in the XDG data folder]
    #[arg(
        long,
        global = true,
        env = "KAPULA_DB",
        hide_env_values = true,
        value_name = "PATH"
    )]
    db: Option<OsString>,
    /// The folder of kapula.toml, scoring.toml and keys.toml [default: kapula in the XDG config folder]
    #[arg(
        long,
        global = true,
        env = "KAPULA_CONFIG",
        hide_env_values = true,
        value_name = "DIR"
    )]
    config: Option<OsString>,
    /// Who acts [default: the user of the operating system]
    #[arg(
        long = "as",
        global = true,
        env = "KAPULA_USER",
        hide_env_values = true,
        value_name = "USER"
    )]
    user: Option<String>,
    /// One JSON document on stdout
    #[arg(long, global = true)]
    json: bool,
    /// The world as of then, scored by the model in force now; of an act, when it happened; not of an import, whose file has
    /// the times: `2026-11-20 14:00`, `15.11.2026 klo 9.30`, RFC 3339
    #[arg(long, global = true, value_name = "TIME", allow_hyphen_values = true)]
    pub at: Option<String>,
    #[arg(long, hide = true, env = "USER")]
    os_user: Option<String>,
    #[arg(long, hide = true, env = "NO_COLOR")]
    pub no_color: Option<String>,
}

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

impl Global {
    /// The database that was named; an empty name, as in `KAPULA_DB=`, names none.
    pub fn db(&self) -> Option<PathBuf> {
        self.db.clone().filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    /// The settings folder that was named.
    pub fn config(&self) -> Option<PathBuf> {
        self.config
            .clone()
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    }

    /// The user who was named, else the one that the operating system names.
    pub fn user(&self) -> Option<String> {
        let named = |name: &Option<String>| name.clone().filter(|name| !name.trim().is_empty());
        named(&self.user).or_else(|| named(&self.os_user))
    }

    /// How answers are printed.
    pub const fn json_format(&self) -> Format {
        if self.json { Format::Json } else { Format::Text }
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
