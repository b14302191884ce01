//! `kapula import`: contacts and activities out of CSV and XLSX files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;

use crate::domain::lead::Hand;
use crate::domain::text::{clean, grouped, inline};
use crate::engine::import::{Accounting, Import, Mode, Onward};
use crate::engine::{Clock, EngineError, LONGEST_WAIT, Ledger};
use crate::intake::{IntakeError, Mapping, Options, Source, Target};

use crate::store::Wait;

use super::counted::counted;
use super::desk::{Desk, START};
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::meter::Meter;
use super::out::Out;

/// Rejected rows spelt out for people; `--json` has them all.
const SHOWN: usize = 20;

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: ImportWhat,
}

#[derive(Debug, Subcommand)]
enum ImportWhat {
    /// People, with their companies
    Contacts(FileArgs),
    /// What they did: visits, downloads, mails, calls. A win or lose that is later than the handoff, or a date alone of the same day, closes the open lead; no
    /// other activity moves a lead by itself
    Activities(FileArgs),
}

#[derive(Debug, clap::Args)]
struct FileArgs {
    /// CSV (comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252) or XLSX
    file: PathBuf,
    /// What the columns mean, as written by --write-map and edited
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Write what the columns are guessed to mean into a file for editing, and import nothing
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    write_map: Option<PathBuf>,
    /// Show what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What kind of rows a file has.
#[derive(Debug, Clone, Copy)]
enum Rows {
    Contacts,
    Activities,
}

pub fn run(desk: &Desk, args: &ImportArgs, out: Out) -> Result<ExitCode, Failure> {
    let (rows, args) = match &args.what {
        ImportWhat::Contacts(args) => (Rows::Contacts, args),
        ImportWhat::Activities(args) => (Rows::Activities, args),
    };
    let source = Source::open(&args.file).map_err(|error| Failure::failed(&error))?;
    let mapping = mapping(args, &source)?;
    if let Some(path) = &args.write_map {
        return write_map(path, &mapping, out);
    }
    Out::say(&format!(
        "{}: {}",
        inline(args.file.display()),
        source.description()
    ));
    if !args.dry_run {
        Out::say("An import is not taken back by undo; --dry-run shows what one would do");
    }
    if matches!(rows, Rows::Contacts) {
        tells_something(&mapping, args)?;
    }
    let made_here = !args.dry_run && !desk.db.exists();
    let accounting = import(desk, rows, args, &source, &mapping).inspect_err(|_| {
        if made_here {
            desk.forget_empty();
        }
    })?;
    let next = if args.dry_run {
        String::new()
    } else {
        what_next(desk, rows)?
    };
    if made_here && accounting.rejected.len() as u64 == accounting.rows {
        desk.forget_empty();
    }
    out.answer(&accounting, || text(&accounting, args) + &next)?;
    Ok(ExitCode::SUCCESS)
}

fn mapping(args: &FileArgs, source: &Source) -> Result<Mapping, Failure> {
    let Some(path) = &args.map else {
        return Ok(source.guess());
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Failed(format!("{} cannot be read: {error}", inline(path.display()))))?;
    Mapping::from_toml(&text, source.header())
        .map_err(|error| Failure::Failed(format!("{}: {error}", inline(path.display()))))
}

/// A file none of whose columns is understood says nothing about anybody: better one sentence than one for each row.
fn tells_something(mapping: &Mapping, args: &FileArgs) -> Result<(), Failure> {
    let mut columns = mapping.columns().iter();
    if columns.any(|column| matches!(column.target, Target::Field(_))) {
        return Ok(());
    }
    let names: Vec<String> = mapping
        .columns()
        .iter()
        .take(12)
        .map(|c| format!("`{}`", c.header))
        .collect();
    Err(Failure::Failed(format!(
        "{}: no column tells who somebody is; the columns are {}. Say what they mean: --write-map map.toml, edit it, then \
         --map map.toml",
        inline(args.file.display()),
        names.join(", ")
    )))
}

fn write_map(path: &Path, mapping: &Mapping, out: Out) -> Result<ExitCode, Failure> {
    let cannot = |error: std::io::Error| {
        let remedy = if error.kind() == std::io::ErrorKind::AlreadyExists {
            "it is there already and is not overwritten; give another name, or remove it first".to_owned()
        } else {
            format!("{error}; check the path and its permissions, or give another")
        };
        Failure::Failed(format!("{} cannot be written: {remedy}", inline(path.display())))
    };
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(cannot)?;
    std::io::Write::write_all(&mut file, mapping.to_toml().as_bytes()).map_err(cannot)?;
    out.answer(&serde_json::json!({ "ok": true, "map": path }), || {
        let path = inline(path.display());
        format!("Written to {path}. Edit it, then import with --map {path}")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn import(
    desk: &Desk,
    rows: Rows,
    args: &FileArgs,
    source: &Source,
    mapping: &Mapping,
) -> Result<Accounting, Failure> {
    let failed = |error: IntakeError| Failure::failed(&error);
    let zone = desk.policy().clocks.zone;
    let options = Options::new(&desk.settings.default_region, zone, Clock::System.now()).map_err(failed)?;
    let name = args
        .file
        .file_name()
        .map_or(String::new(), |name| clean(&name.to_string_lossy()));
    let source_name = format!("import {name}");
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Write };
    let import = Import {
        who: &desk.user,
        source: &source_name,
        mode,
    };
    let scratch = DryRun::new(desk, mode)?;
    let mut ledger = match &scratch {
        Some(scratch) => scratch.ledger(desk)?,
        None => desk.ledger()?,
    };
    if mode == Mode::Write {
        ledger.catch_up()?;
    }
    let stop = Interrupt::listen()?;
    wait_for_others(&mut ledger, stop.clone());
    let mut meter = Meter::new("rows");
    let mut progress = |done: u64| {
        meter.at(done, Some(source.rows_about()));
        if stop.is_raised() {
            Onward::Stop
        } else {
            Onward::Continue
        }
    };
    let (notes, result) = match rows {
        Rows::Contacts => {
            // What could not be read is known when all rows have been.
            let mut rows = source.contacts(mapping, &options);
            let result = ledger.import_contacts(&import, rows.by_ref(), &mut progress);
            (rows.notes(), result)
        }
        Rows::Activities => {
            let rows = source.activities(mapping, &options).map_err(failed)?;
            (
                rows.notes(),
                ledger.import_activities(&import, rows, &mut progress),
            )
        }
    };
    let took = meter.finish();
    let accounting = Accounting {
        notes,
        ..result.map_err(|error| stopped(error, args, &stop))?
    };
    if took.as_secs() >= 1 {
        tell_rate(accounting.rows, took);
    }
    Ok(accounting)
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

const NOTHING_DONE: &str = "Nobody is to be called yet: import what they did (kapula import activities FILE), or hand one \
                            over (kapula handoff CONTACT)\n";

const NOBODY_RIPE: &str = "Nobody is to be called yet: a lead goes to sales by itself when its class rises to A or B, it can be \
                           called and it has what routing asks ([routing.a] and [routing.b] of kapula.toml). See how one \
                           stands and what it lacks (kapula score explain CONTACT), or hand one over (kapula handoff \
                           CONTACT)\n";

/// Where the imported leads are to be seen, or why there is nobody to call yet.
fn what_next(desk: &Desk, rows: Rows) -> Result<String, Failure> {
    let there = desk.untouched()?.counters()?;
    if there.contacts == 0 {
        return Ok(format!("No contacts yet. {START}\n"));
    }
    let with_sales: u64 = there
        .leads
        .iter()
        .filter(|(stage, _)| stage.hand() == Hand::Sales)
        .map(|(_, n)| n)
        .sum();
    Ok(if with_sales == 0 {
        match rows {
            Rows::Contacts => NOTHING_DONE.to_owned(),
            Rows::Activities => NOBODY_RIPE.to_owned(),
        }
    } else {
        let leads = counted(with_sales, "lead is", "leads are");
        format!("{leads} with sales: kapula list, or kapula for the cockpit\n")
    })
}

/// What an outcome did that closed nothing.
fn too_early(leads: u64) -> String {
    if leads == 1 {
        "1 outcome is earlier than the handoff of the open lead; that lead stays\n".to_owned()
    } else {
        let outcomes = grouped(leads);
        format!("{outcomes} outcomes are earlier than the handoff of the open lead; those leads stay\n")
    }
}

fn text(accounting: &Accounting, args: &FileArgs) -> String {
    let Accounting {
        rows,
        created,
        merged,
        unchanged,
        rejected,
        doubtful,
        closed,
        earlier,
        notes,
    } = accounting;
    let would = if args.dry_run {
        "Dry run, nothing is written: "
    } else {
        ""
    };
    let mut text = format!(
        "{would}{} = {} created + {} merged + {} unchanged + {} rejected\n",
        counted(*rows, "row", "rows"),
        grouped(*created),
        grouped(*merged),
        grouped(*unchanged),
        grouped(rejected.len() as u64)
    );
    if *unchanged > 0 && *unchanged + rejected.len() as u64 == *rows {
        text.push_str(if rejected.is_empty() {
            "Nothing is new: everything in this file was known already\n"
        } else {
            "Nothing is new: everything but the rejected rows was known already\n"
        });
    }
    if *closed > 0 {
        let leads = counted(*closed, "open lead is", "open leads are");
        let _ = writeln!(
            text,
            "{would}{leads} closed: the deal was won or lost, says the file"
        );
    }
    if *earlier > 0 {
        text.push_str(&too_early(*earlier));
    }
    for note in notes {
        let _ = writeln!(text, "  {note}");
    }
    for row in doubtful.iter().take(SHOWN) {
        let _ = writeln!(text, "  look at line {}: {}", row.line, row.reason);
    }
    for row in rejected.iter().take(SHOWN) {
        let _ = writeln!(text, "  line {}: {}", row.line, row.reason);
    }
    if rejected.len() > SHOWN {
        let _ = writeln!(
            text,
            "  and {} more; --json lists them all",
            rejected.len() - SHOWN
        );
    }
    text
}
