//! `kapula returned`: what sales gave back and waits for triage.

use std::process::ExitCode;

use serde::Serialize;

use crate::domain::contact::ContactId;
use crate::domain::lead::ReturnReason;
use crate::domain::query::{Answer, Query, ReturnedLead};

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;
use super::table::{Align, table};
use super::world::World;

#[derive(Debug, Serialize)]
struct Row {
    contact_id: ContactId,
    name: String,
    email: String,
    company: String,
    reason: ReturnReason,
    note: String,
    returned_by: String,
    returned_at: String,
    score_at_handoff: Option<u8>,
    score_at_return: u8,
    score_now: u8,
    wake_at: Option<String>,
}

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let world = desk.world()?;
    let Answer::Returned(leads) = world.ask(&Query::Returned)? else {
        return Ok(ExitCode::FAILURE);
    };
    let rows: Vec<Row> = leads.into_iter().map(|lead| row(lead, &world)).collect();
    out.answer(&rows, || text(&rows, &world))?;
    Ok(ExitCode::SUCCESS)
}

fn row(lead: ReturnedLead, world: &World) -> Row {
    Row {
        contact_id: lead.id,
        name: lead.name,
        email: lead.email,
        company: lead.company,
        reason: lead.returned.reason,
        note: lead.returned.note,
        returned_by: lead.returned.by,
        returned_at: world.rfc3339(lead.returned.at),
        score_at_handoff: lead.handoff.map(|handoff| handoff.frozen.score),
        score_at_return: lead.returned.score,
        score_now: world.policy.model.score(&lead.score, world.now).total,
        wake_at: lead.lead.wake_at.map(|at| world.rfc3339(at)),
    }
}

fn text(rows: &[Row], world: &World) -> String {
    if rows.is_empty() {
        return world.empty(
            "Nothing waits for triage: sales has given nothing back that marketing has not looked at",
        );
    }
    let header = [
        ("Reason", Align::Left),
        ("Name", Align::Left),
        ("Company", Align::Left),
        ("By", Align::Left),
        ("Score", Align::Left),
        ("Wakes up", Align::Left),
        ("Note", Align::Left),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let then = row.score_at_handoff.unwrap_or(row.score_at_return);
            vec![
                row.reason.label().to_owned(),
                row.name.clone(),
                row.company.clone(),
                row.returned_by.clone(),
                format!("{then} → {}", row.score_now),
                row.wake_at
                    .as_deref()
                    .map_or_else(String::new, |at| world.said(at)),
                row.note.replace('\n', " "),
            ]
        })
        .collect();
    table(&header, &cells)
}
