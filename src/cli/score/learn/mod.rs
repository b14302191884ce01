//! Learning from outcomes: what `score fit` and `score evaluate` share.

mod asked;
mod chart;
mod html;
mod text;

use std::path::Path;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::domain::learn::LearnError;
use crate::domain::learn::report::Question;
use crate::domain::policy::Policy;
use crate::domain::text::inline;
use crate::engine::in_force;
use crate::engine::outcomes::{Asked, Collected, Wanted, collect};

pub use asked::LearnArgs;
pub use html::page;
pub use text::text;

/// What was collected, under which rules, and how it is said.
pub struct Gathered {
    pub asked: Asked,
    pub collected: Collected,
    pub policy: Policy,
    pub question: Question,
}

/// Reads the log and makes samples of it.
pub fn gather(desk: &Desk, args: &LearnArgs) -> Result<Gathered, Failure> {
    let asked = args.asked(desk)?;
    let reader = desk.untouched()?;
    let policy = in_force(&reader, desk.policy())?.policy;
    let mut meter = Meter::new("entries");
    let collected = collect(&reader, &policy, &asked, &mut |done, of| {
        meter.at(done, Some(of));
    })?;
    meter.finish();
    said_something(&asked, &collected)?;
    Ok(Gathered {
        question: args.question(&asked, &collected),
        asked,
        collected,
        policy,
    })
}

/// A column that nobody has is a slip of the hand, not a lack of outcomes.
fn said_something(asked: &Asked, collected: &Collected) -> Result<(), Failure> {
    let rows = &collected.samples.rows;
    if rows.is_empty() && (asked.since.is_some() || asked.until.is_some()) {
        return Err(Failure::Usage(
            "--since, --until: nobody was to be looked at in that time; name another one".to_owned(),
        ));
    }
    if let Wanted::Field { name, .. } = &asked.wanted
        && !rows.iter().any(|sample| sample.outcome)
    {
        return Err(Failure::Usage(format!(
            "--outcome-field: no contact has this value in a column `{}`; name the column as it was imported \
             (`ignore` in a column map leaves it out)",
            inline(name)
        )));
    }
    if let Some(name) = &asked.order_by
        && rows.iter().all(|sample| sample.order <= f64::MIN)
    {
        return Err(Failure::Usage(format!(
            "--order-by: no contact has a number in a column `{}`; name the column as it was imported",
            inline(name)
        )));
    }
    Ok(())
}

impl From<LearnError> for Failure {
    fn from(error: LearnError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Whether a file that is there may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// The person said so.
    Allowed,
    /// It may have been changed by hand.
    Never,
}

/// Writes a file that was not there before, or only with leave.
pub fn write_new(path: &Path, text: &str, overwrite: Overwrite) -> Result<(), Failure> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    if overwrite == Overwrite::Allowed {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return Failure::Refused(format!(
                "{} is there already and may have been changed by hand; name another file, or say --replace",
                inline(path.display())
            ));
        }
        Failure::Failed(format!("cannot write {}: {error}", inline(path.display())))
    })
}
