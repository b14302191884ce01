//! The benchmarks: `cargo bench`, or `cargo bench -- search idle` for some of them. A number among the words is the size of
//! the large database: `cargo bench -- 100000` for a quick look.
//!
//! Every figure stands beside something else that was measured in the same run, and where there is a target it is said
//! whether it was met. Nothing fails on time. The databases are made once and kept under `target/bench-data`.

mod cockpit;
mod frames;
mod idle;
mod import;
mod measure;
mod people;
mod population;
mod report;
mod rescore;
mod rival;
mod search;
mod terminal;
mod windows;

use measure::Failure;
use population::Population;

const SMALL: u64 = 10_000;
const LARGE: u64 = 1_000_000;

/// One part, given the small and the large database.
type Part = fn(&Population, &Population) -> Result<(), Failure>;

/// What can be run by itself, in the order in which it is run.
const PARTS: [(&str, Part); 10] = [
    ("start", |small, large| frames::first_frame(small, large)),
    ("key", |small, large| {
        frames::key_in_process(large)?;
        frames::key_to_frame(small, large)
    }),
    ("refresh", |small, large| frames::list_refresh(small, large)),
    ("timeline", |_, large| windows::timeline(large)),
    ("search", |small, large| {
        search::in_store(small, large)?;
        search::in_terminal(large)
    }),
    ("ranking", |_, large| windows::ranking(large)),
    ("rescore", |_, large| {
        rescore::one_event(large)?;
        rescore::everybody(large)
    }),
    ("rival", |small, large| rival::run(small, large)),
    ("idle", |small, large| {
        idle::memory(small, large)?;
        idle::idle(large)
    }),
    ("import", |_, _| import::run()),
];

fn main() -> Result<(), Failure> {
    // Cargo adds `--bench`.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let small = Population::of(SMALL)?;
    let size = wanted.iter().find_map(|word| word.parse().ok()).unwrap_or(LARGE);
    let large = Population::of(size)?;
    let parts: Vec<&String> = wanted
        .iter()
        .filter(|word| word.parse::<u64>().is_err())
        .collect();
    report::say(&format!("load of the machine: {}", load()));
    for (name, part) in PARTS {
        if parts.is_empty() || parts.iter().any(|word| *word == name) {
            part(&small, &large)?;
        }
    }
    report::say(&format!("\nload of the machine: {}", load()));
    Ok(())
}

/// How busy the machine is, for reading the figures; and on how many cores.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{} ({cores} cores)",
        load.split(' ').take(3).collect::<Vec<_>>().join(" ")
    )
}
