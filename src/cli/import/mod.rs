//! `kapula import`: contacts and activities out of CSV and XLSX files.

mod carry;
mod text;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use crate::domain::text::inline;
use crate::intake::{Mapping, Source, Target};

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;
use carry::Load;
use text::{text, what_next};

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
    let load = Load {
        rows,
        args,
        source: &source,
        mapping: &mapping,
    };
    let accounting = load.import(desk).inspect_err(|_| {
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
