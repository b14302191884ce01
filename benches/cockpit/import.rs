//! Import: rows a second, against reading the file and against inserting as many rows.

use std::path::{Path, PathBuf};
use std::time::Duration;

use kapula::config::{Settings, Texts};
use kapula::engine::import::{Accounting, Import, Mode, Onward};
use kapula::engine::{Clock, Ledger};
use kapula::intake::{Options, Source};

use crate::measure::{Failure, now};
use crate::{people, population, report};

const CONTACTS: u64 = 100_000;
const ACTIVITIES: u64 = 200_000;
const KINDS: [&str; 4] = ["Page view", "Email opened", "Download", "Form submission"];

/// Contacts, then what they did.
pub fn run() -> Result<(), Failure> {
    let db = population::folder()?.join("import.db");
    population::remove(&db)?;
    let settings = Settings::from_texts(Texts::default())?;
    let options = Options::new("FI", settings.policy.clocks.zone, Clock::System.now())?;
    let open = || Ledger::open(&db, settings.policy.clone().into(), Clock::System, &mut |_, _| {});
    let import = Import {
        who: "marketing",
        source: "import bench",
        mode: Mode::Write,
    };

    report::heading(&format!("Import of {CONTACTS} contacts"));
    let file = contacts_file(CONTACTS)?;
    against(&file, CONTACTS, || {
        let source = Source::open(&file)?;
        let mapping = source.guess();
        Ok(
            open()?.import_contacts(&import, source.contacts(&mapping, &options), &mut |_| {
                Onward::Continue
            })?,
        )
    })?;

    report::heading(&format!("Import of {ACTIVITIES} activities"));
    let file = activities_file()?;
    against(&file, ACTIVITIES, || {
        let source = Source::open(&file)?;
        let mapping = source.guess();
        let rows = source.activities(&mapping, &options)?;
        Ok(open()?.import_activities(&import, rows, &mut |_| Onward::Continue)?)
    })?;
    population::remove(&db)
}

/// Measures reading, inserting and importing the same file.
fn against(
    file: &Path,
    rows: u64,
    import: impl FnOnce() -> Result<Accounting, Failure>,
) -> Result<(), Failure> {
    let start = now();
    let read = read(file)?;
    let reading = start.elapsed();
    let start = now();
    insert(file)?;
    let inserting = start.elapsed();
    let start = now();
    let accounting = import()?;
    let importing = start.elapsed();
    if (read, accounting.created) != (rows, rows) {
        report::say(&format!(
            "  not all rows were new: {} of {read}",
            accounting.created
        ));
    }
    for (what, took) in [
        ("read as CSV", reading),
        ("read and inserted", inserting),
        ("imported", importing),
    ] {
        report::figure(
            what,
            &format!("{:.0} rows/s  ({})", rate(rows, took), report::shown(took)),
        );
    }
    report::ratio("import to reading", importing, reading);
    report::ratio("import to inserting", importing, inserting);
    Ok(())
}

fn rate(rows: u64, took: Duration) -> f64 {
    rows as f64 / took.as_secs_f64().max(1e-9)
}

fn read(file: &Path) -> Result<u64, Failure> {
    let mut reader = csv::Reader::from_path(file)?;
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok(rows)
}

/// Every row as one text into one table, in one transaction, as durable as the store's.
fn insert(file: &Path) -> Result<(), Failure> {
    let path = population::folder()?.join("insert.db");
    population::remove(&path)?;
    let mut connection = rusqlite::Connection::open(&path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.execute_batch("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")?;
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare("INSERT INTO line (text) VALUES (?1)")?;
        let mut reader = csv::Reader::from_path(file)?;
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            statement.execute([record.as_slice()])?;
        }
    }
    transaction.commit()?;
    drop(connection);
    population::remove(&path)
}

/// The first people of every population, as a file.
pub fn contacts_file(count: u64) -> Result<PathBuf, Failure> {
    let path = population::folder()?.join(format!("contacts-{count}.csv"));
    if !path.exists() {
        let part = path.with_extension("part");
        let mut writer = csv::Writer::from_path(&part)?;
        writer.write_record(people::COLUMNS)?;
        for number in 0..count {
            writer.write_record(people::row(number))?;
        }
        writer.flush()?;
        std::fs::rename(&part, &path)?;
    }
    Ok(path)
}

fn activities_file() -> Result<PathBuf, Failure> {
    let path = population::folder()?.join(format!("activities-{ACTIVITIES}.csv"));
    let mut writer = csv::Writer::from_path(&path)?;
    writer.write_record(["Contact", "Time", "Kind", "Detail"])?;
    let start = Clock::System.now() - chrono::TimeDelta::days(200);
    for at in 0..ACTIVITIES {
        let dice = people::scatter(at);
        let time = start + chrono::TimeDelta::minutes(at.cast_signed());
        writer.write_record([
            people::external_id(dice % CONTACTS).as_str(),
            &time.to_rfc3339(),
            KINDS[(dice >> 20) as usize % KINDS.len()],
            &format!("/page/{at}"),
        ])?;
    }
    writer.flush()?;
    Ok(path)
}
