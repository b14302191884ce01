//! `kapula score rebuild`: the scoring files come into force.

use std::process::ExitCode;

use serde_json::json;

use super::never_met::never_met;
use crate::cli::counted::counted;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::cli::out::Out;
use crate::domain::policy::HeldBack;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing_quietly()?;
    let mut meter = Meter::new("entries and contacts");
    let done = ledger.rebuild_scores(&desk.user, &mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish().as_secs_f64();
    let never_met = never_met(&ledger.policy().model, &ledger.reader()?)?;
    out.answer(
        &json!({
            "ok": true, "entries": done.entries, "contacts": done.contacts, "moved": done.moved,
            "held_back": done.held_back,
            "usual_gap_days": done.usual_gap_days, "never_met": never_met, "seconds_s": took,
        }),
        || {
            let usual = done.usual_gap_days.map_or_else(String::new, |gap| {
                format!("\nUsual in this register: one active day in {gap:.0} (usual_gap_days of [baseline])")
            });
            let held_back = held_back(&done.held_back);
            let never_met = [vec![String::new()], never_met.clone()].concat().join("\n");
            format!(
                "Every score recomputed: {} contacts from {} log entries in {took:.1} s; {} in another class \
                 now{held_back}{usual}{never_met}",
                done.contacts,
                done.entries,
                counted(done.moved, "contact is", "contacts are")
            )
        },
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Whom routing holds back, with where to look; nothing when it is nobody.
fn held_back(held: &HeldBack) -> String {
    if held.is_nobody() {
        return String::new();
    }
    format!(
        "\nOf the leads in marketing's hand, {}; kapula.toml says what is asked, under [routing.a] and [routing.b]",
        held.words()
    )
}
