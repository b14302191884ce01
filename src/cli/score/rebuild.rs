//! `kapula score rebuild`: the scoring files come into force.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::cli::out::Out;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing_quietly()?;
    let mut meter = Meter::new("entries and contacts");
    let done = ledger.rebuild_scores(&mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish().as_secs_f64();
    out.answer(
        &json!({
            "ok": true, "entries": done.entries, "contacts": done.contacts, "moved": done.moved,
            "usual_gap_days": done.usual_gap_days, "seconds_s": took,
        }),
        || {
            let usual = done.usual_gap_days.map_or_else(String::new, |gap| {
                format!("\nUsual in this register: one active day in {gap:.0} (usual_gap_days of [baseline])")
            });
            format!(
                "Every score recomputed: {} contacts from {} log entries in {took:.1} s; {} are in another class now{usual}",
                done.contacts, done.entries, done.moved
            )
        },
    )?;
    Ok(ExitCode::SUCCESS)
}
