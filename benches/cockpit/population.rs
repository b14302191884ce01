//! Databases of many contacts, made once and kept under `target/bench-data`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use kapula::config::Settings;
use kapula::domain::activity::Event;
use kapula::domain::command::{Command, Order};
use kapula::domain::contact::ContactId;
use kapula::domain::lead::Stage;
use kapula::domain::policy::{DAY_MINUTES, Policy};
use kapula::engine::import::{ActivityRow, ContactEvent, ContactRow, Import, Mode, Onward};
use kapula::engine::{Clock, Ledger, Reader};

use crate::measure::Failure;
use crate::people;
use crate::report;

/// Leads in sales' hand, whatever the number of contacts.
pub const OPEN_LEADS: u64 = 2_000;
/// Who has taken all of them and looks at them. Taken leads stay: the end of patience would send untouched ones back, and a
/// kept database would be another one tomorrow.
pub const VIEWER: &str = "bench";
/// Entries in the timeline of [`Population::long`].
pub const LONG_HISTORY: u64 = 100_000;
/// Goes up when what is made here changes: kept databases of another shape are made anew.
const SHAPE: u32 = 1;
/// Events of an ordinary lead.
const EVENTS: u64 = 20;
const KINDS: [&str; 5] = ["page_view", "page_view", "email_open", "download", "form"];

/// A database of a known size.
#[derive(Debug, Clone)]
pub struct Population {
    /// Contacts.
    pub size: u64,
    /// The file.
    pub path: PathBuf,
    /// The rules it was made under: the built-in ones.
    pub policy: Arc<Policy>,
}

impl Population {
    /// The database of that size: the kept one, or a new one.
    pub fn of(size: u64) -> Result<Self, Failure> {
        let path = folder()?.join(format!("population-{size}-shape{SHAPE}.db"));
        let mut policy = Settings::from_texts(kapula::config::Texts::default())?.policy;
        // What is measured must not depend on the hour at which it is.
        policy.rank.calling.days = [true; 7];
        (policy.rank.calling.from, policy.rank.calling.to) = (0, DAY_MINUTES - 1);
        let policy = Arc::new(policy);
        let population = Self { size, path, policy };
        if !population.is_whole() {
            report::say(&format!("making a database of {size} contacts, once"));
            population.make()?;
        }
        // What has come due since it was made is carried out now, and not while something is measured.
        population.ledger()?.catch_up()?;
        Ok(population)
    }

    /// A writer.
    pub fn ledger(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::open(
            &self.path,
            self.policy.clone(),
            Clock::System,
            &mut |_, _| {},
        )?)
    }

    /// A reader.
    pub fn reader(&self) -> Result<Reader, Failure> {
        Ok(Reader::open(&self.path)?)
    }

    /// The contact with [`LONG_HISTORY`] entries.
    pub const fn long() -> ContactId {
        ContactId(1)
    }

    /// A contact with an ordinary history.
    pub const fn short(&self) -> ContactId {
        ContactId(1 + (self.size / OPEN_LEADS).cast_signed())
    }

    fn is_whole(&self) -> bool {
        if !self.path.exists() {
            return false;
        }
        let counters = self.reader().and_then(|reader| Ok(reader.counters()?));
        counters.is_ok_and(|counters| {
            let taken = counters.leads.get(&Stage::Accepted).copied().unwrap_or(0);
            counters.contacts == self.size && taken == OPEN_LEADS
        })
    }

    fn make(&self) -> Result<(), Failure> {
        let part = Self {
            path: self.path.with_extension("part"),
            ..self.clone()
        };
        for old in [&part.path, &self.path] {
            remove(old)?;
        }
        let mut ledger = part.ledger()?;
        let import = Import {
            who: "marketing",
            source: "import bench",
            mode: Mode::Write,
        };
        let people = (0..self.size).map(|number| ContactRow {
            line: number + 2,
            patch: Ok(people::patch(number)),
        });
        ledger.import_contacts(&import, people, &mut |_| Onward::Continue)?;
        ledger.import_activities(&import, self.events(), &mut |_| Onward::Continue)?;
        self.hand_over(&mut ledger);
        // The last connection empties the write-ahead log into the file.
        drop(ledger);
        fs::rename(&part.path, &self.path)?;
        Ok(())
    }

    fn leads(&self) -> impl Iterator<Item = u64> + use<> {
        let step = self.size / OPEN_LEADS;
        (0..OPEN_LEADS).map(move |at| at * step)
    }

    fn events(&self) -> impl Iterator<Item = ActivityRow> + use<> {
        let now = Clock::System.now();
        let all = self.leads().flat_map(move |number| {
            let count = if number == 0 { LONG_HISTORY } else { EVENTS };
            (0..count).map(move |at| (number, at, count))
        });
        all.map(move |(number, at, count)| {
            let dice = people::scatter(number * 1_000_003 + at);
            let minutes = (at * 60 * 24 * 60 / count).cast_signed();
            ActivityRow {
                line: at + 2,
                event: Ok(ContactEvent {
                    contact: people::external_id(number),
                    at: now - TimeDelta::minutes(minutes) - TimeDelta::seconds((dice % 60).cast_signed()),
                    event: Event {
                        kind: KINDS[(dice >> 8) as usize % KINDS.len()].to_owned(),
                        detail: format!("/page/{at}"),
                    },
                    by: String::new(),
                }),
            }
        })
    }

    /// Whoever has not come to sales by his score is handed over by hand; then the viewer takes everybody.
    fn hand_over(&self, ledger: &mut Ledger) {
        for number in self.leads() {
            for command in [Command::Handoff { to: None }, Command::Take] {
                let order = Order {
                    contact: ContactId(number.cast_signed() + 1),
                    version: None,
                    command,
                    at: None,
                };
                // Refused where the rules have handed him over already; `is_whole` counts the result.
                drop(ledger.submit(VIEWER, "bench", &order));
            }
        }
    }
}

/// Where all that is made for the benchmarks is kept.
pub fn folder() -> Result<PathBuf, Failure> {
    let folder = target().join("bench-data");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The folder into which Cargo builds.
pub fn target() -> PathBuf {
    let inside = Path::new(env!("CARGO_TARGET_TMPDIR"));
    inside.parent().unwrap_or(inside).to_owned()
}

/// Removes a database with the files beside it.
pub fn remove(path: &Path) -> Result<(), Failure> {
    for tail in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(tail);
        match fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
