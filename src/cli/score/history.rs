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
use crate::engine::{Changed, Clock, changes, in_force};

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
    let fingerprints: Vec<&str> = models
        .iter()
        .map(|(_, model)| model.fingerprint.as_str())
        .collect();
    let changed = changes(&reader, &fingerprints)?;
    let zone = desk.policy().clocks.zone;
    let answer = json!({
        "ok": true,
        "models": models.iter().zip(&changed).map(|((entry, model), changed)| one(entry, model, changed.as_ref(), zone)).collect::<Vec<_>>(),
        "pending": pending.sentence(),
    });
    out.answer(&answer, || {
        let mut text = text(&models, &changed, zone);
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

fn one(entry: &Activity, model: &ModelFact, changed: Option<&Changed>, zone: chrono_tz::Tz) -> Value {
    json!({
        "seq": entry.seq,
        "at": written(entry.recorded_at, zone),
        "by": entry.by,
        "source": entry.source,
        "rules": model.rules,
        "contacts": model.contacts,
        "fingerprint": model.fingerprint,
        "changes": changed,
    })
}

fn written(at: Time, zone: chrono_tz::Tz) -> String {
    at.with_timezone(&zone)
        .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}

/// A line a model, and below it what changed by it.
fn text(models: &[(&Activity, &ModelFact)], changed: &[Option<Changed>], zone: chrono_tz::Tz) -> String {
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
    let lines = table(&columns, &rows);
    let mut text = String::new();
    for (line, changed) in lines
        .lines()
        .zip(std::iter::once(None).chain(changed.iter().map(Some)))
    {
        text.extend([line, "\n"]);
        let sentences = changed.map(|changed| changed.as_ref().map_or_else(not_kept, Changed::sentences));
        for sentence in sentences.into_iter().flatten() {
            text.extend(["      ", &sentence, "\n"]);
        }
    }
    text
}

fn not_kept() -> Vec<String> {
    vec!["what changed is not known: the model before was not kept".to_owned()]
}
