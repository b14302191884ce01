//! Scoring: one event, and everybody again from a long log.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kapula::domain::activity::Event;
use kapula::domain::score::ScoreState;
use kapula::engine::{Clock, Ledger};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::measure::{Failure, Sample, now};
use crate::people;
use crate::population::{Population, folder, remove};
use crate::report;

/// Activities for each contact: a million contacts have twenty million.
const EACH: u64 = 20;
/// Pages that are looked at.
const PAGES: u64 = 2_000;

/// One event counted into a state that has gathered for a while.
pub fn one_event(large: &Population) -> Result<(), Failure> {
    const EVENTS: u32 = 100_000;
    report::heading("Scoring one event");
    let model = &large.policy.model;
    let mut state = ScoreState::default();
    let pages = ["/", "/pricing", "/product/features", "/docs/api", "/customers"];
    let events: Vec<Event> = pages
        .into_iter()
        .map(|page| Event {
            kind: "page_view".to_owned(),
            detail: page.to_owned(),
        })
        .collect();
    let matched: Vec<_> = events.iter().map(|event| model.matched(event)).collect();
    let start = Clock::System.now();
    let at = |number: u32| start + chrono::TimeDelta::minutes(i64::from(number));
    let whole = Sample::of(5, || {
        for number in 0..EVENTS {
            let event = &events[number as usize % events.len()];
            black_box(model.absorb(&mut state, black_box(event), at(number)));
        }
        Ok(())
    })?;
    let known = Sample::of(5, || {
        for number in 0..EVENTS {
            let matched = &matched[number as usize % matched.len()];
            black_box(model.absorb_matched(&mut state, black_box(matched), at(number)));
        }
        Ok(())
    })?;
    let each = |sample: &Sample| format!("{} ns", sample.median().as_nanos() / u128::from(EVENTS));
    report::figure("an event whose texts are new", &each(&whole));
    report::figure("an event whose texts are known", &each(&known));
    Ok(())
}

/// Everybody scored again, against a plain reading of the same log.
pub fn everybody(large: &Population) -> Result<(), Failure> {
    let activities = large.size * EACH;
    report::heading(&format!(
        "Scoring {} contacts again from {activities} activities",
        large.size
    ));
    let path = with_log(large, activities)?;
    let mut read = Sample::default();
    let mut rescored = Sample::default();
    for _ in 0..2 {
        let start = now();
        black_box(plain_read(&path)?);
        read.add(start.elapsed());
        let mut ledger = Ledger::open(&path, large.policy.clone(), Clock::System, &mut |_, _| {})?;
        let start = now();
        black_box(ledger.rebuild_scores("", &mut |_, _| {})?);
        rescored.add(start.elapsed());
    }
    report::time("reading the log in its order, every column", &read);
    report::time("scoring everybody, written and settled", &rescored);
    let cores = std::thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .min(2) as f64;
    report::figure(
        "events a second and core",
        &rate(activities, rescored.min(), cores),
    );
    let ratio = report::ratio("scoring to reading", rescored.min(), read.min());
    report::at_most("scoring everybody, to reading the log", ratio, 2.0, "x");
    Ok(())
}

fn rate(activities: u64, took: Duration, cores: f64) -> String {
    format!("{:.0}", activities as f64 / took.as_secs_f64() / cores)
}

/// Reads the log as plainly as it can be read: every column of every row, in order, nothing made of them.
fn plain_read(path: &Path) -> Result<u64, Failure> {
    let connection = Connection::open(path)?;
    let mut statement = connection.prepare("SELECT * FROM activity ORDER BY seq")?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut sum = 0_u64;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            sum = sum.wrapping_add(match row.get_ref(column)? {
                ValueRef::Null => 0,
                ValueRef::Integer(number) => number.cast_unsigned(),
                ValueRef::Real(number) => number.to_bits(),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len() as u64,
            });
        }
    }
    Ok(sum)
}

/// A copy of the population with that many activities: everybody's, spread over half a year. Written as rows of the log; what
/// follows from them is gathered by the rebuild that is measured.
fn with_log(large: &Population, activities: u64) -> Result<PathBuf, Failure> {
    let path = folder()?.join(format!("log-{activities}-shape2.db"));
    if path.exists() {
        return Ok(path);
    }
    report::say(&format!("making a log of {activities} activities, once"));
    let part = path.with_extension("part");
    remove(&part)?;
    drop(large.ledger()?);
    fs::copy(&large.path, &part)?;
    let mut connection = Connection::open(&part)?;
    connection.execute_batch(
        "PRAGMA journal_mode = wal; PRAGMA synchronous = off; DROP INDEX activity_timeline;",
    )?;
    let transaction = connection.transaction()?;
    insert(&transaction, large.size, activities)?;
    transaction.execute_batch("CREATE INDEX activity_timeline ON activity (contact_id, lane, at);")?;
    transaction.commit()?;
    connection.execute_batch("PRAGMA wal_checkpoint(truncate);")?;
    drop(connection);
    fs::rename(&part, &path)?;
    Ok(path)
}

fn insert(connection: &Connection, contacts: u64, activities: u64) -> Result<(), Failure> {
    let first: i64 = connection.query_row("SELECT max(seq) + 1 FROM activity", [], |row| row.get(0))?;
    let mut statement = connection.prepare(
        "INSERT INTO activity (seq, act, contact_id, at, recorded_at, by, source, is_event, lane, kind, detail)
         VALUES (?1, ?1, ?2, ?3, ?3, '', 'bench', 1, 0, ?4, ?5)",
    )?;
    let half_a_year = 180 * 86_400_000_u64;
    let begin = Clock::System.now().timestamp_millis() - half_a_year.cast_signed();
    for number in 0..activities.saturating_sub(first.unsigned_abs()) {
        let dice = people::scatter(number);
        let at = begin + (number * (half_a_year / activities.max(1))).cast_signed();
        let kind = match dice % 10 {
            0 => "email_click",
            1 => "download",
            2 => "form",
            _ => "page_view",
        };
        let detail = match (dice >> 8) % 8 {
            0 => r#"{"detail":"/pricing"}"#.to_owned(),
            1 => r#"{"detail":"/product/features"}"#.to_owned(),
            _ => format!(r#"{{"detail":"/page/{}"}}"#, (dice >> 16) % PAGES),
        };
        let contact = (dice >> 32) % contacts + 1;
        statement.execute((
            first + number.cast_signed(),
            contact.cast_signed(),
            at,
            kind,
            detail,
        ))?;
    }
    Ok(())
}
