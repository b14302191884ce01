//! `kapula list`: the call list with its arithmetic, and who is not in it.

mod hidden;

use std::process::ExitCode;

use serde::Serialize;

use crate::domain::contact::ContactId;
use crate::domain::policy::SizeFrom;
use crate::domain::priority::{self, Behind, OpenLead, Place, count_hidden};
use crate::domain::query::{Answer, Query};
use crate::domain::score::{Class, Grade};
use crate::domain::sla::{self, ClockState};
use crate::domain::text::money;
use crate::domain::when;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::table::{Align, table};
use crate::cli::world::World;

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// At most so many places
    #[arg(long, value_name = "N", value_parser = places)]
    limit: Option<usize>,
    /// Instead of the list: who is not in it, why, and from when on it is
    #[arg(long)]
    hidden: bool,
}

/// A list of no places is an empty one, which would say that there is nobody to call.
fn places(text: &str) -> Result<usize, String> {
    let places = text.parse().ok().filter(|places| *places > 0);
    places.ok_or_else(|| "write 1 or more places; without --limit all are listed".to_owned())
}

#[derive(Debug, Serialize)]
struct Row {
    rank: usize,
    contact_id: ContactId,
    name: String,
    company: String,
    email: String,
    phone: String,
    /// By which clock it is called: `America/Denver`, `US-TX`, `FI`; empty when that is the house's.
    place: String,
    class: Class,
    grade: Grade,
    score: u8,
    fit: u8,
    engagement: u8,
    deal_size: f64,
    probability: f64,
    expected_value: f64,
    #[serde(flatten)]
    inputs: Inputs,
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
    /// What the text says of the clock.
    #[serde(skip)]
    left: String,
}

/// All that the rank value follows from besides expected value: times in hours and minutes as the formula has them.
#[derive(Debug, Serialize)]
struct Inputs {
    deal_size_from: SizeFrom,
    /// `calibration` of the model in force, else `class`.
    probability_from: &'static str,
    half_life_h: f64,
    waited_h: f64,
    share_left: f64,
    cost_of_delay_per_h: f64,
    reach: f64,
    reach_from: ReachFrom,
    /// The settings from which the minutes of a call follow by the chance to reach.
    talk_minutes: f64,
    attempt_minutes: f64,
    call_minutes: f64,
    /// The factors below, multiplied.
    urgency: f64,
    clock_factor: f64,
    cool_off_factor: f64,
    callback_factor: f64,
    callback_at: Option<String>,
    colleague_factor: f64,
    colleagues_ahead: u32,
}

/// What the chance to reach follows from: the team's calls, and how often this contact was tried in vain.
#[derive(Debug, Serialize)]
struct ReachFrom {
    #[serde(flatten)]
    behind: Behind,
    tried_in_vain: u32,
}

pub fn run(desk: &Desk, args: &ListArgs, out: Out) -> Result<ExitCode, Failure> {
    let world = desk.world()?;
    let Answer::OpenLeads(leads) = world.ask(&Query::OpenLeads)? else {
        return Ok(ExitCode::FAILURE);
    };
    let ranking = priority::rank(&leads, &desk.user, &world.policy, world.now);
    if args.hidden {
        return hidden::run(&leads, &ranking.hidden, args.limit, &world, out);
    }
    let limit = args.limit.unwrap_or(usize::MAX);
    let (rules, zone) = (&world.policy.rank, world.policy.clocks.zone);
    let behind = leads.habits.behind(rules, zone, world.now);
    let rows: Vec<Row> = ranking
        .places
        .iter()
        .take(limit)
        .enumerate()
        .filter_map(|(i, place)| Some(row(i + 1, leads.get(place.index)?, &place, (&world, behind))))
        .collect();
    out.answer(&rows, || {
        if rows.is_empty() && ranking.hidden.is_empty() {
            return world.empty(NOBODY);
        }
        let hidden = hidden::summary(&count_hidden(&ranking.hidden), &world);
        format!("{}{hidden}", text(&rows, &world))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn row(rank: usize, lead: &OpenLead, place: &Place, (world, behind): (&World, Behind)) -> Row {
    let tried_in_vain = lead.tried_in_vain();
    Row {
        rank,
        contact_id: lead.id,
        name: lead.name.clone(),
        company: lead.company.clone(),
        email: lead.email.clone(),
        phone: lead.phone.clone(),
        place: lead.place.words(),
        class: place.score.class,
        grade: place.score.grade,
        score: place.score.total,
        fit: place.score.fit,
        engagement: place.score.engagement,
        deal_size: place.worth.deal_size,
        probability: place.worth.probability,
        expected_value: place.expected_value(),
        inputs: inputs(
            place,
            ReachFrom {
                behind,
                tried_in_vain,
            },
            world,
        ),
        rank_value: place.rank_value,
        arithmetic: priority::arithmetic(place, &world.policy.value.currency),
        why: priority::why(lead, place, &world.policy, world.now),
        stage: lead.lead.stage.name(),
        owner: lead.lead.owner.clone(),
        attempts: lead.lead.work.attempts,
        due_at: world.rfc3339(place.clock.due_at()),
        working_time_left_s: place.clock.working_left_s,
        clock: place.clock.state,
        version: lead.lead.version,
        left: left(lead, place, world),
    }
}

/// The promised callback, that it was tried, or the time left to the first try, as in the cockpit.
fn left(lead: &OpenLead, place: &Place, world: &World) -> String {
    let clocks = &world.policy.clocks;
    match (lead.lead.work.callback_at, lead.handoff.first_attempt_at) {
        (Some(at), _) => format!("{} ☎", when::show(at, world.now, clocks.zone)),
        (None, Some(_)) => "✓".to_owned(),
        (None, None) => sla::show_left(place.clock.working_left_s, clocks),
    }
}

fn inputs(place: &Place, reach_from: ReachFrom, world: &World) -> Inputs {
    let Place { worth, factors, .. } = place;
    Inputs {
        deal_size_from: worth.size_from,
        probability_from: if world.policy.model.probability(place.score.total).is_some() {
            "calibration"
        } else {
            "class"
        },
        half_life_h: worth.half_life_h,
        waited_h: worth.waited_h,
        share_left: worth.left(),
        cost_of_delay_per_h: worth.cost_of_delay(),
        reach: worth.reach,
        reach_from,
        talk_minutes: world.policy.rank.talk_minutes,
        attempt_minutes: world.policy.rank.attempt_minutes,
        call_minutes: worth.call_minutes,
        urgency: factors.product(),
        clock_factor: factors.clock,
        cool_off_factor: factors.cool_off,
        callback_factor: factors.callback.factor(),
        callback_at: factors.callback.at().map(|at| world.rfc3339(at)),
        colleague_factor: factors.colleague,
        colleagues_ahead: factors.colleagues_ahead,
    }
}

const NOBODY: &str = "Nobody to call: no lead is in sales' hand. Routing ([routing.a] and [routing.b] of kapula.toml) may hold \
                      leads of class A or B back; what one lacks: kapula score explain CONTACT. Hand one over (kapula handoff \
                      CONTACT), or import what your contacts did (kapula import activities FILE)";

/// The list, the arithmetic of each place on a line of its own below it.
fn text(rows: &[Row], world: &World) -> String {
    if rows.is_empty() {
        return "Nobody to call now.\n".to_owned();
    }
    let header = [
        ("#", Align::Right),
        ("Class", Align::Left),
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
                world.policy.model.class_words(row.class),
                row.grade.to_string(),
                row.name.clone(),
                row.company.clone(),
                money(row.expected_value, &world.policy.value.currency),
                row.left.clone(),
                row.attempts.to_string(),
                row.phone.clone(),
                row.why.clone(),
            ]
        })
        .collect();
    let lines = table(&header, &cells);
    let mut text = String::new();
    let arithmetic = std::iter::once(None).chain(rows.iter().map(|row| Some(&row.arithmetic)));
    for (line, arithmetic) in lines.lines().zip(arithmetic) {
        text.extend([line, "\n"]);
        if let Some(arithmetic) = arithmetic {
            text.extend(["      ", arithmetic, "\n"]);
        }
    }
    text
}
