//! What the tests of this suite stand on: a database in a folder of its own, a clock that stands, and the real binary.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use chrono::TimeDelta;
use kapula::config::{Settings, Texts};
use kapula::domain::Time;
use kapula::domain::activity::Activity;
use kapula::domain::contact::{ContactId, ContactPatch, Field};
use kapula::domain::policy::Policy;
use kapula::domain::score::Shadow;
use kapula::domain::subject::Subject;
use kapula::engine::import::{Accounting, ContactRow, Import, Mode, Onward};
use kapula::engine::verify::{Report, verify};
use kapula::engine::{Clock, EngineError, Ledger, Reader};
use kapula::store::StoreError;
use tempfile::TempDir;

/// A Tuesday morning in Helsinki, within working hours.
pub const START: &str = "2026-03-10T08:00:00Z";

/// A database with its writer, and a clock that is moved by hand.
pub struct Office {
    pub ledger: Ledger,
    pub reader: Reader,
    pub clock: Clock,
    pub policy: Arc<Policy>,
    folder: TempDir,
}

impl Office {
    pub fn new() -> Self {
        Self::under(policy())
    }

    /// The same under other rules.
    pub fn under(policy: Arc<Policy>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::standing(START.parse().unwrap());
        let ledger = open(&folder.path().join("kapula.db"), &policy, &clock);
        let reader = ledger.reader().unwrap();
        Self {
            ledger,
            reader,
            clock,
            policy,
            folder,
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("kapula.db")
    }

    /// Another writer on the same file, as another process would have it.
    pub fn another(&self) -> Ledger {
        open(&self.path(), &self.policy, &self.clock)
    }

    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Moves the clock, and lets everything happen that has come due.
    pub fn pass(&mut self, time: TimeDelta) {
        self.clock.set(self.now() + time);
        self.ledger.catch_up().unwrap();
    }

    pub fn log(&self) -> Vec<Activity> {
        let mut log = Vec::new();
        self.reader
            .log(|entry| -> Result<(), StoreError> {
                log.push(entry);
                Ok(())
            })
            .unwrap();
        log
    }

    pub fn log_length(&self) -> u64 {
        self.reader.counters().unwrap().activities
    }

    /// Everybody, in the order in which they became known.
    pub fn everybody(&self) -> Vec<Subject> {
        let contacts = self.reader.counters().unwrap().contacts;
        (1..=i64::try_from(contacts).unwrap())
            .map(|id| self.subject(id))
            .collect()
    }

    pub fn subject(&self, id: i64) -> Subject {
        self.reader.subject(ContactId(id)).unwrap().unwrap()
    }

    pub fn verified(&self) -> Report {
        verify(&self.reader, &self.policy, &mut |_, _| {}).unwrap()
    }

    pub fn import(&mut self, patches: &[ContactPatch]) -> Accounting {
        self.try_import(patches, Mode::Write, |_| Onward::Continue)
            .unwrap()
    }

    pub fn try_import(
        &mut self,
        patches: &[ContactPatch],
        mode: Mode,
        mut progress: impl FnMut(u64) -> Onward,
    ) -> Result<Accounting, EngineError> {
        let rows = patches.iter().zip(2..).map(|(patch, line)| ContactRow {
            line,
            patch: Ok(patch.clone()),
        });
        let import = Import {
            who: "crm",
            source: "import leads.csv",
            mode,
        };
        self.ledger.import_contacts(&import, rows, &mut progress)
    }
}

/// The built-in rules, in Finland.
pub fn policy() -> Arc<Policy> {
    let mut policy = Settings::from_texts(Texts::default()).unwrap().policy;
    policy.clocks.zone = chrono_tz::Europe::Helsinki;
    // A model that is only looked at is gathered, rebuilt and verified like the one in force.
    let mut model = policy.model.clone();
    model.behaviour.truncate(4);
    model.baseline = None;
    policy.shadows = vec![Shadow {
        name: "few rules".to_owned(),
        model,
    }];
    Arc::new(policy)
}

fn open(path: &Path, policy: &Arc<Policy>, clock: &Clock) -> Ledger {
    Ledger::open(path, Arc::clone(policy), clock.clone(), &mut |_, _| {}).unwrap()
}

/// What a row says.
pub fn row(values: &[(Field, &str)]) -> ContactPatch {
    let mut patch = ContactPatch::default();
    for (field, value) in values {
        patch.set(*field, *value);
    }
    patch
}

/// Settings under which contacts may be called whenever the tests happen to run.
pub const AT_ANY_HOUR: &str = "[rank.calling]
from = \"00:00\"
to = \"24:00\"
days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]
";

/// A desk at which the real binary is started: a folder with a database and no settings of anybody's.
pub struct Terminal {
    folder: TempDir,
}

impl Terminal {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("config")).unwrap();
        std::fs::write(folder.path().join("config").join("kapula.toml"), AT_ANY_HOUR).unwrap();
        Self { folder }
    }

    pub fn db(&self) -> PathBuf {
        self.folder.path().join("kapula.db")
    }

    /// A file beside the database.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The binary on the database of this desk, ready to start.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kapula"));
        command
            .env_clear()
            .env("KAPULA_DB", self.db())
            .env("KAPULA_CONFIG", self.folder.path().join("config"))
            .env("KAPULA_USER", "maija")
            .env("TZ", "Europe/Helsinki")
            .args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs it, and expects that it is done.
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs it with `--json`, and expects one document.
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let stdout = self.done(&args);
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{args:?}: {error}\n{stdout}"))
    }
}

/// Both streams, for the message of a test that failed.
pub fn said(output: &Output) -> String {
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
