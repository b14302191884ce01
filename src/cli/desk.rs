//! What every command stands on: who acts, which database, which rules, which clock.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use etcetera::BaseStrategy;

use crate::config::{Binding, Problem, Problems, Settings, default_dir};
use crate::domain::Time;
use crate::domain::policy::Policy;
use crate::domain::text::inline;
use crate::domain::when;
use crate::engine::{Clock, LONGEST_WAIT, Ledger};
use crate::store::{Reader, Store, Wait};
use crate::tui::keymap::Keymap;

use super::failure::Failure;
use super::global::Global;
use super::meter::Meter;
use super::out::Out;
use super::prose::word;

/// How long is waited for another process in silence.
const A_WHILE: Duration = Duration::from_secs(1);

/// What to do where there is nobody yet.
pub const START: &str =
    "Import your contacts (kapula import contacts FILE), or look around first (kapula demo)";

/// Who, where, under which rules, when.
pub struct Desk {
    pub db: PathBuf,
    /// The settings folder; absent when none was named and there is no home.
    pub config: Option<PathBuf>,
    pub settings: Settings,
    pub user: String,
    pub at: Option<Time>,
    pub colour: Colour,
    policy: Arc<Policy>,
}

/// Whether colour may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// As the theme says.
    Allowed,
    /// `NO_COLOR` is set.
    Off,
}

impl Desk {
    pub fn new(global: &Global) -> Result<Self, Failure> {
        let config = global.config();
        if let Some(folder) = config.as_deref().filter(|folder| !folder.is_dir()) {
            return Err(Failure::Usage(format!(
                "--config: {} is not a folder",
                inline(folder.display())
            )));
        }
        let settings = Settings::load(config.as_deref()).map_err(|problems| Failure::failed(&problems))?;
        right_keys(&settings)?;
        warn(&settings.warnings);
        let policy = Arc::new(settings.policy.clone());
        let zone = policy.clocks.zone;
        let at = global
            .at
            .as_deref()
            .map(|text| when::parse_at(text, Clock::System.now(), zone))
            .transpose()
            .map_err(|error| not_at(&error))?;
        let no_user = || Failure::Usage("who are you? Say so with --as USER or KAPULA_USER".to_owned());
        let user = global.user().or_else(account_name).ok_or_else(no_user)?;
        let user = crate::domain::text::clean(&user);
        let db = global.db().or_else(usual_db);
        let no_home = || Failure::Usage("where is the database? Say so with --db PATH".to_owned());
        let colour = match global.no_color.as_deref().filter(|value| !value.is_empty()) {
            Some(_) => Colour::Off,
            None => Colour::Allowed,
        };
        Ok(Self {
            db: db.ok_or_else(no_home)?,
            config: config.or_else(default_dir),
            settings,
            user,
            at,
            colour,
            policy,
        })
    }

    pub const fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// The settings folder as a command names it behind `flag`, with a space behind: `--config DIR `; empty where it is the usual one.
    pub fn named_settings(&self, flag: &str) -> String {
        let named = self
            .config
            .as_ref()
            .filter(|folder| default_dir().as_ref() != Some(*folder));
        named.map_or_else(String::new, |folder| {
            format!("{flag} {} ", word(folder.display()))
        })
    }

    /// The database in the same way: `--db PATH `; empty where it is the usual one.
    pub fn named_db(&self) -> String {
        if usual_db().as_ref() == Some(&self.db) {
            return String::new();
        }
        format!("--db {} ", word(self.db.display()))
    }

    /// The command that puts the scoring files of the settings in force.
    pub fn rebuild_command(&self) -> String {
        format!(
            "kapula {}{}score rebuild",
            self.named_db(),
            self.named_settings("--config")
        )
    }

    /// The writer's side, made when there is no database yet.
    pub fn ledger(&self) -> Result<Ledger, Failure> {
        if let Some(folder) = self.db.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::Failed(format!(
                    "cannot make the folder {}: {error}",
                    inline(folder.display())
                ))
            })?;
        }
        self.open(&self.db)
    }

    /// The writer's side of a database that is there.
    pub fn existing(&self) -> Result<Ledger, Failure> {
        self.must_exist()?;
        self.open(&self.db)
    }

    /// The same without a word about scoring files that are not in force: for the command that puts them in force.
    pub fn existing_quietly(&self) -> Result<Ledger, Failure> {
        self.must_exist()?;
        self.opened(&self.db)
    }

    pub fn open(&self, path: &Path) -> Result<Ledger, Failure> {
        let ledger = self.opened(path)?;
        if let Some(sentence) = ledger.pending().sentence() {
            Out::say(&format!("kapula: {sentence}"));
        }
        Ok(ledger)
    }

    fn opened(&self, path: &Path) -> Result<Ledger, Failure> {
        let mut meter = Meter::new("entries");
        let policy = Arc::clone(&self.policy);
        let mut ledger = Ledger::open(path, policy, Clock::System, &mut |done, of| {
            meter.at(done, Some(of));
        })?;
        meter.finish();
        let mut told = false;
        ledger.wait_with(move |waited| {
            if waited >= A_WHILE && !told {
                told = true;
                Out::say(
                    "another process is writing to the database (an import?); waiting for it, a minute at most. Ctrl-C gives up",
                );
            }
            if waited < LONGEST_WAIT { Wait::On } else { Wait::GiveUp }
        });
        Ok(ledger)
    }

    fn must_exist(&self) -> Result<(), Failure> {
        if self.db.exists() {
            return Ok(());
        }
        Err(Failure::Failed(format!(
            "there is no database at {} yet. {START}",
            inline(self.db.display())
        )))
    }

    /// Takes back a database that was made for something that came to nothing, if it is still empty.
    pub fn forget_empty(&self) {
        // Whoever has it open meanwhile keeps it: what failed has been said already, and an empty file does no harm.
        let _ = Store::open_existing(&self.db).and_then(Store::discard_if_empty);
    }

    /// A reader that changes nothing, not even what is due.
    pub fn untouched(&self) -> Result<Reader, Failure> {
        self.must_exist()?;
        Ok(Store::open_existing(&self.db)?.reader()?)
    }
}

/// Why `--at` was not understood. What has been is asked for more often than what will be, so the examples lie behind.
fn not_at(error: &when::WhenError) -> Failure {
    Failure::Usage(if let when::WhenError::NotUnderstood(text) = error {
        format!(
            "--at: `{text}` is no time: try `yesterday 10`, `2 h ago`, `2026-11-20 14:00` or `15.11.2026 klo 9.30`"
        )
    } else {
        format!("--at: {error}")
    })
}

/// Says what in the settings is hardly meant, one a line.
pub fn warn(warnings: &[Problem]) {
    for warning in warnings {
        Out::say(&format!("kapula: warning: {warning}"));
    }
}

/// The keys of the settings, as the screens take them: name of the action and key.
pub fn keys(settings: &Settings) -> Vec<(String, String)> {
    let pair = |binding: &Binding| (binding.action.clone(), binding.key.clone());
    settings.keys.iter().map(pair).collect()
}

/// Refuses keys that the screens would not take, each with its line.
fn right_keys(settings: &Settings) -> Result<(), Failure> {
    let (_, wrong) = Keymap::new(&keys(settings));
    let problems: Vec<Problem> = wrong
        .into_iter()
        .map(|wrong| {
            let binding = settings.keys.get(wrong.binding);
            Problem {
                file: "keys.toml".to_owned(),
                line: binding.map(|binding| binding.line),
                key: binding.map_or_else(String::new, |binding| binding.action.clone()),
                what: wrong.what,
                remedy: wrong.remedy,
            }
        })
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(&Problems(problems)))
}

/// Where the database is when nobody says.
fn usual_db() -> Option<PathBuf> {
    Some(base()?.data_dir().join("kapula").join("kapula.db"))
}

fn base() -> Option<impl BaseStrategy> {
    etcetera::choose_base_strategy().ok()
}

/// The name of the account, where the environment does not say.
fn account_name() -> Option<String> {
    let uid = rustix::process::getuid().as_raw().to_string();
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    accounts.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1) == Some(uid.as_str())).then(|| name.to_owned())
    })
}
