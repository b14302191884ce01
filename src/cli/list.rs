//! `kapula list`: the call list with its arithmetic.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use crate::domain::contact::ContactId;
use crate::domain::priority::{self, Hidden, Place};
use crate::domain::query::{Answer, OpenLead, Query};
use crate::domain::score::{Class, Grade};
use crate::domain::sla::{self, ClockState};
use crate::domain::text::money;

use super::desk::{Desk, World};
use super::failure::Failure;
use super::out::Out;
use super::table::{Align, table};

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// At most so many places
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, Serialize)]
struct Row {
    rank: usize,
    contact_id: ContactId,
    name: String,
    company: String,
    email: String,
    phone: String,
    class: Class,
    grade: Grade,
    score: u8,
    fit: u8,
    engagement: u8,
    deal_size: f64,
    probability: f64,
    expected_value: f64,
    urgency: f64,
    rank_value: f64,
    arithmetic: String,
    why: String,
    stage: &'static str,
    owner: Option<String>,
    attempts: u32,
    due_at: String,
    working_time_left_s: i64,
    clock: ClockState,
    version: u64,
}

pub fn run(desk: &Desk, args: &ListArgs, out: Out) -> Result<ExitCode, Failure> {
    let world = desk.world()?;
    let Answer::OpenLeads(leads) = world.ask(&Query::OpenLeads)? else {
        return Ok(ExitCode::FAILURE);
    };
    let ranking = priority::rank(&leads, &desk.user, &world.policy, world.now);
    let limit = args.limit.unwrap_or(usize::MAX);
    let rows: Vec<Row> = ranking
        .places
        .iter()
        .take(limit)
        .enumerate()
        .filter_map(|(i, place)| Some(row(i + 1, leads.get(place.index)?, place, &world)))
        .collect();
    out.answer(&rows, || text(&rows, &ranking.hidden, &world))?;
    Ok(ExitCode::SUCCESS)
}

fn row(rank: usize, lead: &OpenLead, place: &Place, world: &World) -> Row {
    Row {
        rank,
        contact_id: lead.id,
        name: lead.name.clone(),
        company: lead.company.clone(),
        email: lead.email.clone(),
        phone: lead.phone.clone(),
        class: place.score.class,
        grade: place.score.grade,
        score: place.score.total,
        fit: place.score.fit,
        engagement: place.score.engagement,
        deal_size: place.deal_size,
        probability: place.probability,
        expected_value: place.expected_value,
        urgency: place.urgency,
        rank_value: place.rank_value,
        arithmetic: priority::arithmetic(place, &world.policy.value.currency),
        why: priority::why(lead, place, &world.policy, world.now),
        stage: lead.lead.stage.name(),
        owner: lead.lead.owner.clone(),
        attempts: lead.lead.work.attempts,
        due_at: world.rfc3339(place.clock.due_at),
        working_time_left_s: place.clock.working_left_s,
        clock: place.clock.state,
        version: lead.lead.version,
    }
}

fn text(rows: &[Row], hidden: &[(usize, Hidden)], world: &World) -> String {
    if rows.is_empty() && hidden.is_empty() {
        return "Nobody to call: no lead is in sales' hand. Hand one over (kapula handoff CONTACT), or import what your \
                contacts did (kapula import activities FILE)"
            .to_owned();
    }
    let header = [
        ("#", Align::Right),
        ("Gr", Align::Left),
        ("Name", Align::Left),
        ("Company", Align::Left),
        ("Exp.", Align::Right),
        ("Left", Align::Right),
        ("Tries", Align::Right),
        ("Phone", Align::Left),
        ("Why", Align::Left),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.rank.to_string(),
                row.grade.to_string(),
                row.name.clone(),
                row.company.clone(),
                money(row.expected_value, &world.policy.value.currency),
                sla::show_left(row.working_time_left_s, &world.policy.clocks),
                row.attempts.to_string(),
                row.phone.clone(),
                row.why.clone(),
            ]
        })
        .collect();
    let mut text = table(&header, &cells);
    for (why, what) in [
        (Hidden::DoNotCall, "asked not to be called"),
        (Hidden::TakenByOther, "taken by others"),
        (Hidden::MeantForOther, "meant for others"),
    ] {
        let count = hidden.iter().filter(|(_, reason)| *reason == why).count();
        if count > 0 {
            let _ = writeln!(text, "{count} not shown: {what}");
        }
    }
    text
}
