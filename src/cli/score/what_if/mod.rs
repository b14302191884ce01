//! `kapula score what-if`: what another scoring file would mean, before it is put in force.

mod text;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use crate::cli::desk::{Desk, warn};
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::cli::out::Out;
use crate::cli::score::never_met::never_met;
use crate::config::model_file;
use crate::domain::Time;
use crate::domain::policy::Policy;
use crate::domain::text::inline;
use crate::domain::what_if::Listed;
use crate::engine::what_if::{Asked, what_if};
use crate::engine::{Clock, Reader, in_force};

/// Names in one place, unless all are asked for.
const NAMES: usize = 5;

/// What of a file is not tried: what is known of companies stands under one model.
const ROLES: &str = "kapula: the words of [committee] differ from those in force; who decides is reckoned by those in force for both";

/// How it is reckoned.
const HELP: &str = "\
How it is reckoned, for both models alike:
  Class       of everybody who is not closed, and at a past moment (--at) was known: by then created or active. Attributes and
              answers as they are now, behaviour from the log.
  Held back   leads of class A and B in marketing's hand to whom something is missing that routing asks for, by the first
              thing that is missing; not those that came back and have done nothing since.
  Handoffs    a contact counts as handed over when, by an entry of the log or at its wake-up, it stands in class A or B and
              what routing asks of that class holds (fit, engagement, decision group, phone, no wish not to be called). It
              counts again only after a return and something that it has done since. It counts in the week in which the thing happened, even
              if it was imported later. The handoffs of the log stand beside, so that you see how near this is; those that
              a person made, or a date, ask no score and count under neither model.
              More points can mean fewer handoffs here: who rose to its class before these 90 days began was handed over
              then, and does not count again.
  Kept back   a handoff of the log that the rules made and that the model in force lets through, but this file does not:
              class C or D, or what routing asks does not hold; by what stood in the log then, at that moment.
              The same of leads that sales kept (accepted or won, and not returned since) is the price.
The settings folder is named before the command (kapula --config DIR score what-if --config FILE), by --settings DIR, or by
KAPULA_CONFIG.";

#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub struct WhatIfArgs {
    /// The scoring file to try; it is not put in force
    // Here `--config` names a file: the settings folder goes by another name, under which it still reaches the desk.
    #[arg(id = "tried", long = "config", value_name = "FILE")]
    tried: PathBuf,
    /// The settings folder [default: kapula in the XDG config folder]
    #[arg(id = "config", long = "settings", value_name = "DIR")]
    _settings: Option<OsString>,
    /// List everybody, not only the first few in each place
    #[arg(long)]
    all: bool,
}

pub fn run(desk: &Desk, args: &WhatIfArgs, out: Out) -> Result<ExitCode, Failure> {
    let (tried, doubts) = model_file(&args.tried).map_err(|problems| Failure::failed(&problems))?;
    warn(&doubts);
    let now = Clock::System.now();
    if let Some(at) = desk.at.filter(|at| *at < now) {
        let world = desk.world()?;
        return answer(desk, world.reader(), (&world.policy, at), &tried, args, out);
    }
    let reader = desk.untouched()?;
    let policy = Arc::new(in_force(&reader, desk.policy())?.policy);
    answer(
        desk,
        &reader,
        (&policy, desk.at.unwrap_or(now)),
        &tried,
        args,
        out,
    )
}

fn answer(
    desk: &Desk,
    reader: &Reader,
    (policy, as_of): (&Policy, Time),
    tried: &crate::domain::score::Model,
    args: &WhatIfArgs,
    out: Out,
) -> Result<ExitCode, Failure> {
    if tried.roles != policy.model.roles {
        Out::say(ROLES);
    }
    let asked = Asked {
        tried,
        as_of,
        listed: if args.all {
            Listed::All
        } else {
            Listed::First(NAMES)
        },
    };
    let mut meter = Meter::new("entries");
    let found = what_if(reader, policy, asked, &mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish().as_secs_f64();
    let file = args.tried.display().to_string();
    let never_met = never_met(tried, reader)?;
    let document = json!({ "ok": true, "written": false, "config": file, "never_met": never_met, "seconds_s": took, "what_if": found });
    out.answer(&document, || {
        let named = (inline(&file), desk.rebuild_command());
        text::text(
            &found,
            policy,
            (&named.0, &named.1),
            &never_met,
            Clock::System.now(),
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
