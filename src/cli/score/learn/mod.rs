//! Learning from outcomes: what `score fit` and `score evaluate` share.

mod about;
mod asked;
mod chart;
mod figures;
mod html;
mod markup;
mod remedy;
mod slips;
mod text;

use std::path::{Path, PathBuf};

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::domain::learn::LearnError;
use crate::domain::learn::fit::{Purpose, enough};
use crate::domain::learn::progress::Doing;
use crate::domain::learn::report::Question;
use crate::domain::policy::Policy;
use crate::domain::text::inline;
use crate::engine::outcomes::{Asked, Collected, collect};
use crate::engine::{Clock, in_force};

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

/// Reads the log and makes samples of it, enough for the purpose: whoever has too few outcomes need not know first that a
/// file is in the way.
pub fn gather(
    desk: &Desk,
    args: &LearnArgs,
    purpose: Purpose,
    progress: &mut Progress,
) -> Result<Gathered, Failure> {
    let asked = args.asked(desk)?;
    let reader = desk.untouched()?;
    let policy = in_force(&reader, desk.policy())?.policy;
    let collected = collect(&reader, &policy, &asked, &mut |doing, done, of| {
        progress.tell(doing, done, of);
    })?;
    slips::none(args, &asked, &collected)?;
    let gathered = Gathered {
        question: args.question(&asked, &collected),
        asked,
        collected,
        policy,
    };
    enough(&gathered.collected.samples, purpose).map_err(|error| gathered.refused(&error))?;
    Ok(gathered)
}

impl Gathered {
    /// When a page is made, in the time zone of the house, and by what.
    pub fn made(&self) -> String {
        let now = Clock::System.now().with_timezone(&self.policy.clocks.zone);
        format!(
            "{} by kapula {}",
            now.format("%Y-%m-%d %H:%M %Z"),
            env!("CARGO_PKG_VERSION")
        )
    }

    /// What is to be done where nothing can be learnt or judged.
    pub fn refused(&self, error: &LearnError) -> Failure {
        Failure::Refused(remedy::refused(error, &self.asked, &self.collected))
    }
}

/// What is being done, for the person who waits.
pub struct Progress {
    meter: Meter,
    doing: Doing,
}

impl Progress {
    pub fn new() -> Self {
        Self {
            meter: Meter::new(Doing::Reading.words()),
            doing: Doing::Reading,
        }
    }

    pub fn tell(&mut self, doing: Doing, done: u64, of: u64) {
        if doing != self.doing {
            self.doing = doing;
            self.meter.now_making(doing.words());
        }
        self.meter.at(done, Some(of));
    }

    pub fn finish(self) {
        self.meter.finish();
    }
}

/// How a fitted card begins.
pub const CARD_BEGINS: &str = "# A scoring card fitted by `kapula score fit`";

/// Within so many bytes a file tells whose it is.
const SIGNED_WITHIN: u64 = 1_024;

/// The one path of a file; of one that is not there yet by its folder.
pub fn real(path: &Path) -> Option<PathBuf> {
    let by_folder = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(by_folder)
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// Refuses to write over the database; and over the rules that are in force, or a model that runs beside them: what is written
/// here comes into force only when a person puts it there.
pub fn spared(desk: &Desk, flag: &str, path: &Path) -> Result<(), Failure> {
    let with = |end: &str| {
        let mut name = desk.db.clone().into_os_string();
        name.push(end);
        PathBuf::from(name)
    };
    let belongs = |file: &PathBuf| real(path).is_some_and(|path| real(file) == Some(path));
    if ["", "-wal", "-shm", "-journal"].map(with).iter().any(belongs) {
        return Err(Failure::Refused(format!(
            "{flag}: {} belongs to the database; name another file",
            inline(path.display())
        )));
    }
    let Some(folder) = &desk.config else {
        return Ok(());
    };
    let is = |name: &str| real(path).is_some_and(|path| real(&folder.join(name)) == Some(path));
    let settings = ["scoring.toml", "kapula.toml", "keys.toml"];
    let models = real(&folder.join("models"));
    let is_model = path.exists() && real(path).is_some_and(|path| path.parent() == models.as_deref());
    if settings.into_iter().any(is) || is_model {
        return Err(Failure::Refused(format!(
            "{flag}: {} is one of your settings, and nothing written here comes into force by itself; name another file, look at \
             it, and copy it there by hand",
            inline(path.display())
        )));
    }
    Ok(())
}

/// Refuses a place where no file can be written, before anything is read.
pub fn placed(desk: &Desk, flag: &str, path: &Path) -> Result<(), Failure> {
    spared(desk, flag, path)?;
    if path.as_os_str() == "-" {
        return Err(Failure::Usage(format!(
            "{flag}: - would be a file of that name; name a file (./- if it is to be called so)"
        )));
    }
    let said = inline(path.display());
    // A name that ends like a folder's is meant as one, whether there is one or not.
    let ends_as_folder = path
        .as_os_str()
        .to_string_lossy()
        .ends_with(std::path::is_separator);
    if ends_as_folder || path.is_dir() {
        return Err(Failure::Usage(format!(
            "{flag}: {said} is a folder; name the file in it, too"
        )));
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(Failure::Usage(format!(
            "{flag}: there is no folder {} to write into; make it, or name another file",
            inline(folder.display())
        )));
    }
    writable(path)
        .map_err(|error| Failure::Failed(format!("{flag}: cannot write {said}: {error}; name another file")))
}

/// Tries whether a file can be written, and leaves everything as it was: permissions alone do not tell (a full or read-only
/// disk, rights of groups).
fn writable(path: &Path) -> std::io::Result<()> {
    if path.is_file() {
        return std::fs::OpenOptions::new().write(true).open(path).map(drop);
    }
    if path.exists() {
        // A pipe or a device: opening it may wait for a reader.
        return Ok(());
    }
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?;
    std::fs::remove_file(path)
}

/// Whether what stands there was written by `fit` or `evaluate`, or is empty: only that is written over.
fn is_ours(path: &Path) -> bool {
    use std::io::Read;
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(SIGNED_WITHIN).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start);
    let is_page = start.starts_with("<!doctype html>") && start.contains("Kapula");
    read.is_ok() && (start.is_empty() || start.starts_with(CARD_BEGINS) || is_page)
}

/// Refuses a file that is there and no card or page of ours; and one that is, unless the person gave leave: once it is known that the question was asked right and has
/// enough outcomes, and before anything is learnt.
pub fn free(flag: &str, path: &Path, overwrite: Overwrite) -> Result<(), Failure> {
    if path.is_file() && !is_ours(path) {
        return Err(Failure::Refused(format!(
            "{flag}: {} is there already and was not written by kapula, which writes over its own cards and pages only; name \
             another file, or remove that one first",
            inline(path.display())
        )));
    }
    if overwrite == Overwrite::Never && path.exists() {
        return Err(Failure::Refused(format!(
            "{} is there already and may have been changed by hand; name another file with {flag}, or say --replace",
            inline(path.display())
        )));
    }
    Ok(())
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
