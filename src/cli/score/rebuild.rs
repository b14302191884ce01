//! `kapula score rebuild`: the scoring files come into force.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::cli::out::Out;
use crate::domain::activity::KINDS;
use crate::domain::score::{Attribute, COLLEAGUE_ACTIVE, Model};
use crate::store::Met;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing_quietly()?;
    let mut meter = Meter::new("entries");
    let done = ledger.rebuild_scores(&mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish().as_secs_f64();
    let never_met = never_met(&ledger.policy().model, &ledger.reader()?.met()?);
    out.answer(
        &json!({
            "ok": true, "entries": done.entries, "contacts": done.contacts, "moved": done.moved,
            "usual_gap_days": done.usual_gap_days, "never_met": never_met, "seconds_s": took,
        }),
        || {
            let usual = done.usual_gap_days.map_or_else(String::new, |gap| {
                format!("\nUsual in this register: one active day in {gap:.0} (usual_gap_days of [baseline])")
            });
            let never_met = [vec![String::new()], never_met.clone()].concat().join("\n");
            format!(
                "Every score recomputed: {} contacts from {} log entries in {took:.1} s; {} are in another class \
                 now{usual}{never_met}",
                done.contacts, done.entries, done.moved
            )
        },
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Rules that look at something of which nobody has anything: names of one's own are checked by nothing else. Of the kinds
/// that Kapula itself speaks of nothing is said: most registers are without some of them.
fn never_met(model: &Model, met: &Met) -> Vec<String> {
    let is_own = |kind: &str| !KINDS.contains(&kind) && kind != COLLEAGUE_ACTIVE;
    let mut sentences = Vec::new();
    for rule in &model.explicit {
        if let Attribute::Custom(name) = &rule.attribute
            && !met.custom.contains(name)
        {
            let rule = &rule.name;
            sentences.push(format!(
                "Rule {rule} looks at the custom attribute `{name}`, which no contact has"
            ));
        }
    }
    for rule in &model.behaviour {
        for kind in rule
            .kinds
            .iter()
            .filter(|kind| is_own(kind) && !met.kinds.contains(*kind))
        {
            let rule = &rule.name;
            sentences.push(format!("Rule {rule} counts `{kind}`, which nobody has done yet"));
        }
    }
    sentences
}
