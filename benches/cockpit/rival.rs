//! The first frame against `csvlens`, a published viewer of CSV files, on the same contacts.

use std::path::PathBuf;
use std::process::Command;

use crate::measure::{Failure, Sample};
use crate::population::{self, Population};
use crate::terminal::Terminal;
use crate::{cockpit, import, people, report};

const STARTS: usize = 9;

/// Both in pseudo-terminals of the same size, in turn.
pub fn run(small: &Population, large: &Population) -> Result<(), Failure> {
    report::heading("First frame against csvlens, the same contacts as CSV, 120x40");
    let Some(csvlens) = find() else {
        report::say(
            "  csvlens is NOT INSTALLED, nothing was compared: cargo install csvlens --root target/csvlens",
        );
        return Ok(());
    };
    for population in [small, large] {
        let file = import::contacts_file(population.size)?;
        let file = file.to_string_lossy().into_owned();
        let first = people::external_id(0);
        let (mut ours, mut theirs) = (Sample::default(), Sample::default());
        for round in 0..=STARTS {
            let (terminal, our) = cockpit::start(population, (120, 40))?;
            terminal.quit();
            let mut terminal = Terminal::start(&csvlens, &[&file], (120, 40))?;
            let their = terminal.until(|screen| screen.contains(&first))?;
            terminal.quit();
            if round > 0 {
                ours.add(our);
                theirs.add(their);
            }
        }
        report::time(&format!("kapula, {} contacts", population.size), &ours);
        report::time(&format!("csvlens, {} contacts", population.size), &theirs);
        let ratio = report::ratio("kapula to csvlens", ours.median(), theirs.median());
        if population.size == large.size {
            report::at_most("first frame, kapula to csvlens", ratio, 0.25, "x");
        }
    }
    Ok(())
}

fn find() -> Option<PathBuf> {
    let ours = population::target().join("csvlens/bin/csvlens");
    [ours, PathBuf::from("csvlens")]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_ok())
}
