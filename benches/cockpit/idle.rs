//! What a cockpit costs that nobody touches, and how much memory it takes.

use std::time::Duration;

use kapula::engine::Clock;

use crate::cockpit;
use crate::measure::Failure;
use crate::population::Population;
use crate::report;
use crate::terminal::Terminal;

const WATCHED: Duration = Duration::from_secs(10);
const QUIET: Duration = Duration::from_millis(200);
/// Resident memory that a cockpit on a million contacts may take, in megabytes.
const MEMORY: f64 = 100.0;

/// Processor, bytes sent and bytes written over ten seconds.
pub fn idle(large: &Population) -> Result<(), Failure> {
    report::heading(&format!(
        "Idle cockpit, {} contacts, {} s",
        large.size,
        WATCHED.as_secs()
    ));
    let (mut terminal, _) = cockpit::start(large, (120, 40))?;
    terminal.rest(QUIET * 5)?;
    wait_for_a_whole_minute();
    terminal.rest(QUIET * 2)?;
    let process = terminal.process()?;
    let before = (ticks(process)?, written(process)?);
    let mut sent = 0;
    for _ in 0..WATCHED.as_secs() {
        sent += terminal.rest(Duration::from_secs(1))?;
    }
    let after = (ticks(process)?, written(process)?);
    terminal.quit();
    let used = after.0 - before.0;
    report::figure("processor ticks (of 10 ms each)", &used.to_string());
    report::figure("bytes sent to the terminal", &sent.to_string());
    report::figure("bytes written to disk", &(after.1 - before.1).to_string());
    report::at_most("processor ticks", used as f64, 1.0, "");
    report::at_most("bytes drawn", sent as f64, 0.0, "");
    Ok(())
}

/// The header has a clock that is drawn once a minute: no minute is to end while we watch.
fn wait_for_a_whole_minute() {
    let into = Clock::System.now().timestamp().rem_euclid(60).unsigned_abs();
    let left = 60 - into;
    if left < WATCHED.as_secs() + 4 {
        std::thread::sleep(Duration::from_secs(left + 1));
    }
}

/// Resident memory after opening, searching and scrolling.
pub fn memory(small: &Population, large: &Population) -> Result<(), Failure> {
    report::heading("Resident memory, 120x40");
    for population in [small, large] {
        let (mut terminal, _) = cockpit::start(population, (120, 40))?;
        terminal.rest(QUIET)?;
        let opened = resident(&terminal)?;
        type_slowly(&mut terminal, "/makela no")?;
        let searched = resident(&terminal)?;
        type_slowly(&mut terminal, "\x1b")?;
        terminal.rest(QUIET)?;
        for _ in 0..200 {
            // Page down.
            terminal.key_to_rest("\x1b[6~", Duration::from_millis(30))?;
        }
        let scrolled = resident(&terminal)?;
        terminal.quit();
        for (what, megabytes) in [
            ("opening", opened),
            ("a search", searched),
            ("200 pages of contacts", scrolled),
        ] {
            report::figure(
                &format!("{}: after {what}", population.size),
                &format!("{megabytes:.1} MB"),
            );
        }
        if population.size == large.size {
            report::at_most(
                "resident memory",
                opened.max(searched).max(scrolled),
                MEMORY,
                " MB",
            );
        }
    }
    Ok(())
}

fn type_slowly(terminal: &mut Terminal, keys: &str) -> Result<(), Failure> {
    for key in keys.chars() {
        terminal.key_to_rest(&key.to_string(), QUIET)?;
    }
    Ok(())
}

fn resident(terminal: &Terminal) -> Result<f64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", terminal.process()?))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .ok_or("no VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

fn ticks(process: u32) -> Result<u64, Failure> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // After the name in brackets, which may hold anything: state is the first, utime and stime the 12th and 13th.
    let (_, rest) = stat.rsplit_once(')').ok_or("no name in stat")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |at: usize| -> Result<u64, Failure> { Ok(fields.get(at).ok_or("short stat")?.parse()?) };
    Ok(field(11)? + field(12)?)
}

fn written(process: u32) -> Result<u64, Failure> {
    let io = std::fs::read_to_string(format!("/proc/{process}/io"))?;
    let line = io
        .lines()
        .find_map(|line| line.strip_prefix("write_bytes:"))
        .ok_or("no write_bytes")?;
    Ok(line.trim().parse()?)
}
