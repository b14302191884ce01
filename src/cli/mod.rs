//! How it is started: one file a subcommand, and every screen has its twin here with `--json`.
//!
//! Exit codes: 0 done, 1 failed, 2 usage, 3 refused by a rule, 128 and its number when a signal stopped it. One JSON document on stdout, sentences on stderr.

mod act;
mod args;
mod cockpit;
mod counted;
mod demo;
mod desk;
mod erase;
mod failure;
mod global;
mod handoffs;
mod import;
mod interrupt;
mod list;
mod meter;
mod out;
mod prose;
mod returned;
mod score;
mod show;
mod simulate;
mod table;
mod unheeded;
mod verify;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::domain::text::is_hidden;

use args::{Args, What};
use desk::{Desk, warn};
use failure::Failure;
use out::Out;
use unheeded::{Flag, given, unheeded};

/// Parses the command line, does it, and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let (args, given) = match parsed() {
        Ok(parsed) => parsed,
        Err(error) => {
            let error = shown(error);
            // Help and version are answers (0), everything else is usage (2): clap knows which.
            let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            if error.use_stderr() {
                // Not by clap itself: it writes the argument as it came. Its colours are lost by it.
                Out::say(error.render().to_string().trim_end());
                return code;
            }
            return match error.print() {
                Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
                    Out::say(&format!("kapula: this could not be written ({cause})"));
                    ExitCode::FAILURE
                }
                Ok(()) | Err(_) => code,
            };
        }
    };
    let out = Out::new(args.json());
    match run(args, &given, out) {
        Ok(code) => code,
        Err(failure) => out.failure(&failure),
    }
}

/// The words of the command line, and which of the flags that every command takes were typed.
fn parsed() -> Result<(Args, Vec<Flag>), clap::Error> {
    let matches = Args::command().try_get_matches()?;
    let args = Args::from_arg_matches(&matches).map_err(|error| error.format(&mut Args::command()))?;
    Ok((args, given(&matches)))
}

/// The same error about arguments in which everything shows: one with a line break would be two lines of the sentence, and
/// one that ends in the middle of a control sequence would take the words after it along. An argument that was wrong stays
/// so with a sign in it that no word has.
fn shown(error: clap::Error) -> clap::Error {
    let visible = |arg: OsString| match arg.to_str() {
        Some(text) if !text.contains(is_hidden) => arg,
        Some(_) | None => arg.to_string_lossy().replace(is_hidden, "\u{fffd}").into(),
    };
    Args::try_parse_from(std::env::args_os().map(visible))
        .err()
        .unwrap_or(error)
}

fn run(args: Args, given: &[Flag], out: Out) -> Result<ExitCode, Failure> {
    let Args { global, what } = args;
    let what = what.unwrap_or(What::Cockpit);
    if let Some(sentence) = unheeded(&what, given) {
        return Err(Failure::Usage(sentence));
    }
    let desk = Desk::new(&global)?;
    if looks_at_scores(&what) {
        warn(&desk.settings.model_warnings);
    }
    match what {
        What::Cockpit => cockpit::run(&desk),
        What::Demo(args) => demo::run(&desk, &args),
        What::Import(args) => import::run(&desk, &args, out),
        What::List(args) => list::run(&desk, &args, out),
        What::Show(args) => show::run(&desk, &args, out),
        What::Handoffs(args) => handoffs::run(&desk, &args, out),
        What::Returned => returned::run(&desk, out),
        What::Score(args) => score::run(&desk, &args, out),
        What::Simulate(args) => simulate::run(&desk, &args, out),
        What::Erase(args) => erase::run(&desk, &args, out),
        What::Verify => verify::run(&desk, out),
        What::Act(act) => act::run(&desk, act, out),
    }
}

/// Whether a command shows or uses the models that stand beside the one in force: only there is a mistake in one of their
/// files worth a line.
const fn looks_at_scores(what: &What) -> bool {
    match what {
        What::Cockpit | What::Demo(_) | What::List(_) | What::Show(_) | What::Score(_) => true,
        What::Import(_)
        | What::Handoffs(_)
        | What::Returned
        | What::Simulate(_)
        | What::Erase(_)
        | What::Verify
        | What::Act(_) => false,
    }
}
