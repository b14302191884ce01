//! `kapula score`: why a score is what it is, and recomputing all of them.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::desk::Desk;
use super::failure::Failure;
use super::meter::Meter;
use super::out::Out;
use super::show;

#[derive(Debug, clap::Args)]
pub struct ScoreArgs {
    #[command(subcommand)]
    what: ScoreWhat,
}

#[derive(Debug, Subcommand)]
enum ScoreWhat {
    /// The reasons of one contact's score; their points sum to it
    Explain {
        /// The contact: id, external id or e-mail address
        contact: String,
    },
    /// Recompute every score from the log under the scoring file in force
    Rebuild,
}

pub fn run(desk: &Desk, args: &ScoreArgs, out: Out) -> Result<ExitCode, Failure> {
    match &args.what {
        ScoreWhat::Explain { contact } => explain(desk, contact, out),
        ScoreWhat::Rebuild => rebuild(desk, out),
    }
}

fn explain(desk: &Desk, key: &str, out: Out) -> Result<ExitCode, Failure> {
    let world = desk.world()?;
    let id = world.contact(key)?;
    let Some(subject) = world.reader().subject(id)? else {
        return Err(Failure::Failed(format!("nobody is known by `{key}`")));
    };
    let score = world.policy.model.score(&subject.score, world.now);
    let mut answer = show::score_json(&subject, score, &world);
    answer["contact_id"] = json!(id);
    answer["name"] = json!(subject.contact.name());
    answer["as_of"] = json!(world.rfc3339(world.now));
    out.answer(&answer, || {
        format!(
            "{}\n{}",
            subject.contact.name(),
            show::score_text(&subject, score, &world)
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

fn rebuild(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing()?;
    let mut meter = Meter::new("entries");
    let entries = ledger.rebuild_scores(&mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish();
    out.answer(
        &json!({ "ok": true, "entries": entries, "seconds_s": took.as_secs_f64() }),
        || {
            format!(
                "Every score recomputed from {entries} log entries in {:.1} s",
                took.as_secs_f64()
            )
        },
    )?;
    Ok(ExitCode::SUCCESS)
}
