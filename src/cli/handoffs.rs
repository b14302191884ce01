//! `kapula handoffs`: the handoffs and their clocks.

use std::process::ExitCode;

use serde::Serialize;

use crate::domain::contact::ContactId;
use crate::domain::handoff::ERASED;
use crate::domain::query::{Answer, Query};
use crate::domain::score::{Class, Grade, Reason};
use crate::domain::sla::{self, ClockState};
use crate::store::HandoffLine;

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;
use super::table::{Align, table};
use super::world::World;

/// Ended handoffs read at once.
const WINDOW: usize = 1_000;

#[derive(Debug, clap::Args)]
pub struct HandoffsArgs {
    /// Ended ones too: returned, won and lost, and those of erased people
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    contact_id: ContactId,
    name: String,
    email: String,
    cycle: u32,
    class: Class,
    grade: Grade,
    score: u8,
    reasons: Vec<Reason>,
    handed_at: String,
    handed_by: String,
    state: &'static str,
    owner: Option<String>,
    due_at: String,
    working_time_left_s: i64,
    clock: ClockState,
    accepted_at: Option<String>,
    first_attempt_at: Option<String>,
    first_conversation_at: Option<String>,
    ended_at: Option<String>,
}

pub fn run(desk: &Desk, args: &HandoffsArgs, out: Out) -> Result<ExitCode, Failure> {
    let world = desk.world()?;
    let rows = if args.all { every(&world)? } else { open(&world)? };
    out.answer(&rows, || text(&rows, &world))?;
    Ok(ExitCode::SUCCESS)
}

/// Those that have not ended, the nearest deadline first.
fn open(world: &World) -> Result<Vec<Row>, Failure> {
    let Answer::OpenLeads(leads) = world.ask(&Query::OpenLeads)? else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::with_capacity(leads.len());
    for lead in leads.iter() {
        // Open leads are read without the frozen reasons.
        let latest = world.reader().handoffs(lead.id)?.pop();
        rows.push(row(
            HandoffLine {
                contact: lead.id,
                name: lead.name.clone(),
                email: lead.email.clone(),
                stage: Some(lead.lead.stage),
                erased_at: None,
                handoff: latest.as_ref().unwrap_or(&lead.handoff).clone(),
            },
            world,
        ));
    }
    rows.sort_by_key(|row| (row.working_time_left_s, row.contact_id));
    Ok(rows)
}

/// All that there ever were, newest first.
fn every(world: &World) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    let mut before = None;
    loop {
        let window = world.reader().handoff_window(before, WINDOW)?;
        let Some(last) = window.last() else {
            return Ok(rows);
        };
        before = Some((last.handoff.handed_at, last.contact, last.handoff.cycle));
        rows.extend(window.into_iter().map(|line| row(line, world)));
    }
}

fn row(line: HandoffLine, world: &World) -> Row {
    let handoff = &line.handoff;
    let clock = sla::clock(handoff, world.now, &world.policy.clocks);
    let time = |at: Option<crate::domain::Time>| at.map(|at| world.rfc3339(at));
    Row {
        contact_id: line.contact,
        name: line.name,
        email: line.email,
        cycle: handoff.cycle,
        class: handoff.frozen.class,
        grade: handoff.frozen.grade,
        score: handoff.frozen.score,
        reasons: handoff.frozen.reasons.clone(),
        handed_at: world.rfc3339(handoff.handed_at),
        handed_by: handoff.handed_by.clone(),
        state: handoff.shown(line.stage, line.erased_at),
        owner: handoff.owner.clone(),
        due_at: world.rfc3339(clock.due_at()),
        working_time_left_s: clock.working_left_s,
        clock: clock.state,
        accepted_at: time(handoff.accepted_at),
        first_attempt_at: time(handoff.first_attempt_at),
        first_conversation_at: time(handoff.first_conversation_at),
        ended_at: time(handoff.ended_at),
    }
}

fn text(rows: &[Row], world: &World) -> String {
    if rows.is_empty() {
        return world.empty(
            "No open handoffs. Leads come here when their class says so, or by hand: kapula handoff CONTACT",
        );
    }
    let header = [
        ("Gr", Align::Left),
        ("Name", Align::Left),
        ("State", Align::Left),
        ("Owner", Align::Left),
        ("Handed over", Align::Left),
        ("Left", Align::Right),
        ("Clock", Align::Left),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            // Nobody was late or in time for whom it ended by erasing; what ended otherwise has nothing left, only a verdict.
            let (left, clock) = if row.state == ERASED {
                (String::new(), "")
            } else if row.ended_at.is_some() {
                (String::new(), verdict(row.clock))
            } else {
                let left = sla::show_left(row.working_time_left_s, &world.policy.clocks);
                (left, clock_word(row.clock))
            };
            vec![
                row.grade.to_string(),
                row.name.clone(),
                row.state.to_owned(),
                row.owner.clone().unwrap_or_default(),
                world.said(&row.handed_at),
                left,
                clock.to_owned(),
            ]
        })
        .collect();
    table(&header, &cells)
}

const fn clock_word(state: ClockState) -> &'static str {
    match state {
        ClockState::OnTime => "on time",
        ClockState::AtRisk => "at risk",
        ClockState::Breached => "breached",
    }
}

/// What the clock said when it stopped for good.
const fn verdict(state: ClockState) -> &'static str {
    match state {
        ClockState::OnTime | ClockState::AtRisk => "was on time",
        ClockState::Breached => "was late",
    }
}
