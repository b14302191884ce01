//! `kapula score rebuild`: the scoring files come into force.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::meter::Meter;
use crate::cli::out::Out;
use crate::domain::activity::KINDS;
use crate::domain::score::{Attribute, COLLEAGUE_ACTIVE, Model};
use crate::engine::Reader;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing_quietly()?;
    let mut meter = Meter::new("entries and contacts");
    let done = ledger.rebuild_scores(&desk.user, &mut |done, of| meter.at(done, Some(of)))?;
    let took = meter.finish().as_secs_f64();
    let never_met = never_met(&ledger.policy().model, &ledger.reader()?)?;
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
fn never_met(model: &Model, reader: &Reader) -> Result<Vec<String>, Failure> {
    let mut sentences = Vec::new();
    let custom = model.explicit.iter().filter_map(|rule| match &rule.attribute {
        Attribute::Custom(name) => Some((&rule.name, name)),
        Attribute::Field(_) | Attribute::Bant(_) | Attribute::Deciders => None,
    });
    let kinds = model.behaviour.iter().flat_map(|rule| {
        let own = |kind: &&String| !KINDS.contains(&kind.as_str()) && *kind != COLLEAGUE_ACTIVE;
        rule.kinds.iter().filter(own).map(|kind| (&rule.name, kind))
    });
    // Either costs a scan: of the contacts, of the log. Without such rules nobody waits for it.
    let (custom, kinds): (Vec<_>, Vec<_>) = (custom.collect(), kinds.collect());
    if !custom.is_empty() {
        let met = reader.custom_met()?;
        let unmet = custom.iter().filter(|(_, name)| !met.contains(*name));
        sentences.extend(unmet.map(|(rule, name)| {
            format!("Rule {rule} looks at the custom attribute `{name}`, which no contact has")
        }));
    }
    if !kinds.is_empty() {
        let met = reader.kinds_met()?;
        let unmet = kinds.iter().filter(|(_, kind)| !met.contains(*kind));
        sentences.extend(
            unmet.map(|(rule, kind)| format!("Rule {rule} counts `{kind}`, which nobody has done yet")),
        );
    }
    Ok(sentences)
}
