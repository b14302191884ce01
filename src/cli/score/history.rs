//! `kapula score history`: which scoring models came into force, from the log.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::table::{Align, table};
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, ModelFact};
use crate::engine::{Clock, in_force};

/// Characters of a fingerprint that tell models apart for people.
const SHORT: usize = 8;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let reader = desk.untouched()?;
    let until = desk.at.unwrap_or_else(|| Clock::System.now());
    let pending = in_force(&reader, desk.policy())?.pending;
    let entries = reader.models()?;
    let models: Vec<(&Activity, &ModelFact)> = entries
        .iter()
        .filter(|entry| entry.at <= until)
        .filter_map(|entry| Some((entry, model(&entry.fact)?)))
        .collect();
    let zone = desk.policy().clocks.zone;
    let answer = json!({
        "ok": true,
        "models": models.iter().map(|(entry, model)| one(entry, model, zone)).collect::<Vec<_>>(),
        "pending": pending.sentence(),
    });
    out.answer(&answer, || {
        let mut text = text(&models, zone);
        if let Some(sentence) = pending.sentence().filter(|_| desk.at.is_none()) {
            let _ = writeln!(text, "Now: {sentence}");
        }
        text
    })?;
    Ok(ExitCode::SUCCESS)
}

fn model(fact: &Fact) -> Option<&ModelFact> {
    if let Fact::Model(model) = fact {
        Some(model)
    } else {
        None
    }
}

fn one(entry: &Activity, model: &ModelFact, zone: chrono_tz::Tz) -> Value {
    json!({
        "seq": entry.seq,
        "at": written(entry.recorded_at, zone),
        "by": entry.by,
        "source": entry.source,
        "rules": model.rules,
        "contacts": model.contacts,
        "fingerprint": model.fingerprint,
    })
}

fn written(at: Time, zone: chrono_tz::Tz) -> String {
    at.with_timezone(&zone)
        .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

fn text(models: &[(&Activity, &ModelFact)], zone: chrono_tz::Tz) -> String {
    if models.is_empty() {
        return "No model has come into force by a rebuild: the one that the database began with is\n"
            .to_owned();
    }
    let columns = [
        ("in force since", Align::Left),
        ("by", Align::Left),
        ("rules", Align::Right),
        ("contacts", Align::Right),
        ("model", Align::Left),
    ];
    let rows: Vec<Vec<String>> = models
        .iter()
        .map(|(entry, model)| {
            // A rebuild that the program made by itself, after an update, is nobody's.
            let by = if entry.by.is_empty() {
                &entry.source
            } else {
                &entry.by
            };
            vec![
                entry.at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
                by.clone(),
                model.rules.to_string(),
                model.contacts.to_string(),
                model.fingerprint.chars().take(SHORT).collect(),
            ]
        })
        .collect();
    table(&columns, &rows)
}
