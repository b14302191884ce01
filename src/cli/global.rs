//! What is said on the command line once for all commands.

use std::ffi::OsString;
use std::path::PathBuf;

/// What holds for every command. The help names the variables and not what they hold: it is written by clap, as it is.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The database file [default: kapula.db in the XDG data folder]
    #[arg(
        long,
        global = true,
        env = "KAPULA_DB",
        hide_env_values = true,
        value_name = "PATH"
    )]
    db: Option<OsString>,
    /// The folder of kapula.toml, scoring.toml and keys.toml [default: kapula in the XDG config folder]
    #[arg(
        long,
        global = true,
        env = "KAPULA_CONFIG",
        hide_env_values = true,
        value_name = "DIR"
    )]
    config: Option<OsString>,
    /// Who acts [default: the user of the operating system]
    #[arg(
        long = "as",
        global = true,
        env = "KAPULA_USER",
        hide_env_values = true,
        value_name = "USER"
    )]
    user: Option<String>,
    /// One JSON document on stdout
    #[arg(long, global = true)]
    json: bool,
    /// The world as of then, scored by the model in force now; of an act, when it happened; not of an import, whose file has
    /// the times: `2026-11-20 14:00`, `15.11.2026 klo 9.30`, RFC 3339
    #[arg(long, global = true, value_name = "TIME", allow_hyphen_values = true)]
    pub at: Option<String>,
    #[arg(long, hide = true, env = "USER")]
    os_user: Option<String>,
    #[arg(long, hide = true, env = "NO_COLOR")]
    pub no_color: Option<String>,
}

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

impl Global {
    /// The database that was named; an empty name, as in `KAPULA_DB=`, names none.
    pub fn db(&self) -> Option<PathBuf> {
        self.db.clone().filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    /// The settings folder that was named.
    pub fn config(&self) -> Option<PathBuf> {
        self.config
            .clone()
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    }

    /// The user who was named, else the one that the operating system names.
    pub fn user(&self) -> Option<String> {
        let named = |name: &Option<String>| name.clone().filter(|name| !name.trim().is_empty());
        named(&self.user).or_else(|| named(&self.os_user))
    }

    /// How answers are printed.
    pub const fn json_format(&self) -> Format {
        if self.json { Format::Json } else { Format::Text }
    }
}
