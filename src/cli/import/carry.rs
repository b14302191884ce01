//! The import itself: waits for other writers, tells how far it is, and is stopped by Ctrl-C without a trace.

use std::time::Duration;

use crate::domain::text::{clean, grouped, inline};
use crate::engine::import::{Accounting, Import, Mode, Onward};
use crate::engine::{Clock, EngineError, LONGEST_WAIT, Ledger};
use crate::intake::{IntakeError, Mapping, Options, Source};
use crate::store::Wait;

use super::{FileArgs, Rows};
use crate::cli::counted::counted;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::interrupt::Interrupt;
use crate::cli::meter::Meter;
use crate::cli::out::Out;

/// So many rows have a rate that says something.
const MANY: u64 = 1_000;

/// One file to import.
pub(super) struct Load<'a> {
    pub rows: Rows,
    pub args: &'a FileArgs,
    pub source: &'a Source,
    pub mapping: &'a Mapping,
}

impl Load<'_> {
    /// Carries the rows into the database, or on a dry run into none.
    pub(super) fn import(&self, desk: &Desk) -> Result<Accounting, Failure> {
        let failed = |error: IntakeError| Failure::failed(&error);
        let zone = desk.policy().clocks.zone;
        let options =
            Options::new(&desk.settings.default_region, zone, Clock::System.now()).map_err(failed)?;
        let file = self.args.file.file_name();
        let name = file.map_or(String::new(), |name| clean(&name.to_string_lossy()));
        let import = Import {
            who: &desk.user,
            source: &format!("import {name}"),
            mode: if self.args.dry_run {
                Mode::DryRun
            } else {
                Mode::Write
            },
        };
        let scratch = DryRun::new(desk, import.mode)?;
        let mut ledger = match &scratch {
            Some(scratch) => scratch.ledger(desk)?,
            None => desk.ledger()?,
        };
        if import.mode == Mode::Write {
            ledger.catch_up()?;
        }
        self.carry(&mut ledger, &import, &options)
    }

    fn carry(
        &self,
        ledger: &mut Ledger,
        import: &Import<'_>,
        options: &Options,
    ) -> Result<Accounting, Failure> {
        let stop = Interrupt::listen()?;
        wait_for_others(ledger, stop.clone());
        let mut meter = Meter::new("rows");
        let mut progress = |done: u64| {
            meter.at(done, Some(self.source.rows_about()));
            if stop.is_raised() {
                Onward::Stop
            } else {
                Onward::Continue
            }
        };
        let (notes, result) = match self.rows {
            Rows::Contacts => {
                // What could not be read is known when all rows have been.
                let mut rows = self.source.contacts(self.mapping, options);
                let result = ledger.import_contacts(import, rows.by_ref(), &mut progress);
                (rows.notes(), result)
            }
            Rows::Activities => {
                let rows = self.source.activities(self.mapping, options);
                let rows = rows.map_err(|error| Failure::failed(&error))?;
                let notes = rows.notes();
                (notes, ledger.import_activities(import, rows, &mut progress))
            }
        };
        let took = meter.finish();
        let accounting = Accounting {
            notes,
            ..result.map_err(|error| stopped(error, self.args, &stop))?
        };
        if took.as_secs() >= 1 && accounting.rows >= MANY {
            tell_rate(accounting.rows, took);
        }
        Ok(accounting)
    }
}

/// While another process writes, says so once and waits, unless whoever waits has had enough.
fn wait_for_others(ledger: &mut Ledger, stop: Interrupt) {
    let mut told = false;
    ledger.wait_with(move |waited| {
        if !std::mem::replace(&mut told, true) {
            Out::say("another process is writing to the database (another import?); waiting for it, a minute at most");
        }
        if waited >= LONGEST_WAIT || stop.is_raised() {
            Wait::GiveUp
        } else {
            Wait::On
        }
    });
}

fn tell_rate(rows: u64, took: Duration) {
    let rate = rows as f64 / took.as_secs_f64();
    Out::say(&format!(
        "{} in {:.1} s, {} rows/s",
        counted(rows, "row", "rows"),
        took.as_secs_f64(),
        grouped(rate.round() as u64)
    ));
}

fn stopped(error: EngineError, args: &FileArgs, stop: &Interrupt) -> Failure {
    if stop.is_raised() || matches!(error, EngineError::Cancelled) {
        return stop.stopped(format!(
            "import of {} stopped; the database is as it was",
            inline(args.file.display())
        ));
    }
    error.into()
}

/// A dry run without a database: on an empty one that is thrown away.
struct DryRun {
    folder: tempfile::TempDir,
}

impl DryRun {
    fn new(desk: &Desk, mode: Mode) -> Result<Option<Self>, Failure> {
        if mode == Mode::Write || desk.db.exists() {
            return Ok(None);
        }
        let folder = tempfile::tempdir().map_err(|error| Failure::failed(&error))?;
        Ok(Some(Self { folder }))
    }

    fn ledger(&self, desk: &Desk) -> Result<crate::engine::Ledger, Failure> {
        desk.open(&self.folder.path().join("dry-run.db"))
    }
}
