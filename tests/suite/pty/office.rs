//! A folder of its own for each test, people to call in it, and the binary under test.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use super::terminal::{Launch, Terminal};
use crate::office::AT_ANY_HOUR;

/// A window with the card beside the list.
pub const WIDE: (u16, u16) = (120, 40);
/// The least window in which everything is to be had.
pub const USUAL: (u16, u16) = (80, 24);

/// Three leads in the order of the call list, and one who is none.
const PEOPLE: &str = "\
ID;First name;Last name;Email;Phone;Title;Company;Company size;Industry;Lead source;Deal size
E1;Aino;Mäkelä;aino@terasketju.example;+358 40 123 4501;CEO;Teräsketju Oy;320;Manufacturing;Demo request;60000
E2;Eero;Lindqvist;eero@norrback.example;+358 40 123 4502;Managing director;Norrback Ab;240;Retail;Referral;30000
E3;Kaisa;Ahonen;kaisa@ahonen.example;+358 40 123 4503;Sales manager;Ahonen Oy;120;Energy;Fair;20000
E4;Pekka;Virtanen;pekka@virtanen.example;+358 40 123 4504;Chief buyer;Virtanen Oy;500;Retail;Referral;90000
";

/// The database, the settings and the temporary files of one test.
pub struct Office {
    folder: TempDir,
}

impl Office {
    /// Nobody has imported anything yet.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for name in ["config", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        }
        std::fs::write(folder.path().join("config/kapula.toml"), AT_ANY_HOUR).expect("a file can be written");
        Self { folder }
    }

    /// Aino, Eero and Kaisa are to be called, in this order; Pekka is not ripe.
    pub fn with_leads() -> Self {
        let office = Self::empty();
        office.import("contacts", PEOPLE);
        let mut done = String::from("contact,time,kind,detail\n");
        for (contact, minutes) in [("E1", 10), ("E2", 100), ("E3", 300)] {
            done.push_str(&interest(contact, minutes));
        }
        office.import("activities", &done);
        office
    }

    /// Writes a file into the office.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a file can be written");
        path
    }

    /// Imports contacts or activities by the real binary.
    pub fn import(&self, what: &str, csv: &str) {
        let path = self.file(&format!("{what}.csv"), csv.as_bytes());
        let path = path.to_str().expect("a temporary path is UTF-8");
        self.says(&["import", what, path]);
    }

    /// The folder that `TMPDIR` names.
    pub fn tmp(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    /// Runs a command of the real binary to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_kapula"))
            .args(args)
            .env_clear()
            .envs(self.environment("mikko"))
            .output()
            .expect("kapula starts")
    }

    /// What a command that must succeed prints.
    pub fn says(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stdout).expect("kapula prints UTF-8");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}{complaint}");
        said
    }

    /// What a command that must succeed prints with `--json`.
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let said = self.says(&[args, &["--json"]].concat());
        serde_json::from_str(&said).expect("kapula prints JSON")
    }

    /// How the cockpit is started by that user.
    pub fn launch(&self, user: &str, args: &[&str]) -> Launch {
        Launch {
            program: env!("CARGO_BIN_EXE_kapula").into(),
            args: args.iter().map(OsString::from).collect(),
            env: self.environment(user),
            size: WIDE,
        }
    }

    /// A cockpit of that user on a wide window.
    pub fn cockpit(&self, user: &str) -> Terminal {
        Terminal::open(&self.launch(user, &[]))
    }

    fn environment(&self, user: &str) -> Vec<(OsString, OsString)> {
        let home = self.folder.path();
        let pairs: [(&str, &Path); 8] = [
            ("PATH", Path::new("/usr/local/bin:/usr/bin:/bin")),
            ("TERM", Path::new("xterm-256color")),
            ("HOME", home),
            ("TMPDIR", &home.join("tmp")),
            ("KAPULA_DB", &home.join("kapula.db")),
            ("KAPULA_CONFIG", &home.join("config")),
            ("KAPULA_USER", Path::new(user)),
            ("PS1", Path::new("$ ")),
        ];
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), value.as_os_str().into()))
            .collect()
    }
}

/// Rows of an activities file that make a contact of the right kind a lead: so many minutes ago.
pub fn interest(contact: &str, minutes: i64) -> String {
    let did = [
        (0, "page_view", "/pricing"),
        (3, "page_view", "/pricing"),
        (5, "form", "Contact form"),
        (60, "download", "benchmark.pdf"),
    ];
    let row = |(before, kind, detail): &(i64, &str, &str)| {
        let at = ago(minutes + before).to_rfc3339();
        [contact, &at, kind, detail].join(",") + "\n"
    };
    did.iter().map(row).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the real binary reads the real clock, and its data must fit"
)]
fn ago(minutes: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::minutes(minutes)
}
