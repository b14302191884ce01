//! `kapula list --hidden`: who is not to be called now, with the reason and its end.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::table::{Align, table};
use crate::cli::world::World;
use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::country::{Country, Wall};
use crate::domain::priority::{Hidden, HiddenCount, OpenLead, count_hidden};

#[derive(Debug, Serialize)]
struct Row {
    contact_id: ContactId,
    name: String,
    company: String,
    email: String,
    phone: String,
    country: Option<&'static str>,
    time_zones: Vec<&'static str>,
    stage: &'static str,
    owner: Option<String>,
    reason: &'static str,
    why: String,
    callable_from: Option<String>,
    #[serde(skip)]
    place: String,
    #[serde(skip)]
    opens: Option<Time>,
}

pub fn run(
    leads: &[OpenLead],
    hidden: &[(usize, Hidden)],
    limit: Option<usize>,
    world: &World,
    out: Out,
) -> Result<ExitCode, Failure> {
    let mut sorted: Vec<(Hidden, &OpenLead)> = hidden
        .iter()
        .filter_map(|(at, why)| Some((*why, leads.get(*at)?)))
        .collect();
    sorted.sort_by_key(|(why, lead)| (*why, lead.id));
    let rows: Vec<Row> = sorted
        .into_iter()
        .take(limit.unwrap_or(usize::MAX))
        .map(|(why, lead)| row(lead, why, world))
        .collect();
    out.answer(&rows, || {
        if rows.is_empty() {
            return world.empty("Nobody is hidden: every open lead is in the list.");
        }
        format!("{}{}", text(&rows, world), summary(&count_hidden(hidden), world))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn row(lead: &OpenLead, why: Hidden, world: &World) -> Row {
    let owner = lead.lead.owner.clone();
    let words = match (why, &owner) {
        (Hidden::TakenByOther, Some(owner)) => format!("taken by {owner}"),
        (Hidden::MeantForOther, Some(owner)) => format!("meant for {owner}"),
        (Hidden::TakenByOther | Hidden::MeantForOther | Hidden::DoNotCall | Hidden::OutsideHours(_), _) => {
            why.words().to_owned()
        }
    };
    Row {
        contact_id: lead.id,
        name: lead.name.clone(),
        company: lead.company.clone(),
        email: lead.email.clone(),
        phone: lead.phone.clone(),
        country: lead.place.country.map(Country::code),
        time_zones: time_zones(lead.place.wall, world),
        stage: lead.lead.stage.name(),
        owner,
        reason: why.name(),
        why: words,
        callable_from: why.until().map(|opens| world.rfc3339(opens)),
        place: lead.place.words(),
        opens: why.until(),
    }
}

/// The zones by whose clocks the contact is called: two while it is not known in which of them it is.
fn time_zones(wall: Wall, world: &World) -> Vec<&'static str> {
    match wall.zones() {
        [] => vec![world.policy.clocks.zone.name()],
        zones => zones.iter().map(|zone| zone.name()).collect(),
    }
}

fn text(rows: &[Row], world: &World) -> String {
    let header = [
        ("Name", Align::Left),
        ("Company", Align::Left),
        ("Where", Align::Left),
        ("Why not now", Align::Left),
        ("From", Align::Left),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.name.clone(),
                row.company.clone(),
                row.place.clone(),
                row.why.clone(),
                row.opens.map_or_else(String::new, |opens| world.shown(opens)),
            ]
        })
        .collect();
    table(&header, &cells)
}

/// One line for each reason.
pub fn summary(counts: &[HiddenCount], world: &World) -> String {
    let mut lines = String::new();
    for count in counts {
        let from = count.until.map_or_else(String::new, |opens| {
            format!(", the first until {}", world.shown(opens))
        });
        let _ = writeln!(lines, "{} not shown: {}{from}", count.count, count.words);
    }
    lines
}
