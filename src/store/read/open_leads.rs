//! All leads in sales' hand, from the one narrow table that is kept for this question.

use std::collections::HashMap;

use rusqlite::Connection;

use super::habits;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::country::Country;
use crate::domain::priority::{OpenLead, OpenLeads};
use crate::domain::score::{Reason, ScoreState};
use crate::store::StoreError;
use crate::store::cells::Cells;
use crate::store::gathered;

/// All of them, by row number, with what their ranking needs besides.
pub(super) fn all(connection: &Connection) -> Result<OpenLeads, StoreError> {
    let leads = OpenLeads::new(leads(connection)?, habits::all(connection)?);
    Ok(leads.among(users(connection)?))
}

/// Everybody who has ever acted or been given a lead, by name.
pub(super) fn users(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name FROM user ORDER BY name")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Countries by how they were written: the same few words stand on thousands of leads.
type Written = HashMap<String, Option<Country>>;

fn leads(connection: &Connection) -> Result<Vec<OpenLead>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM open_lead ORDER BY contact_id")?;
    let mut rows = statement.query([])?;
    let mut leads = Vec::new();
    let mut written = Written::new();
    while let Some(row) = rows.next()? {
        leads.push(open_lead(&mut Cells::new(row), &mut written)?);
    }
    for lead in leads.iter_mut().filter(|lead| lead.score.holding.is_empty()) {
        lead.handoff.frozen.reasons = frozen_reasons(connection, lead.id, lead.handoff.cycle)?;
    }
    Ok(leads)
}

/// The reasons that a handoff was given, from the table of all handoffs.
fn frozen_reasons(connection: &Connection, id: ContactId, cycle: u32) -> Result<Vec<Reason>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT reasons FROM handoff WHERE contact_id = ?1 AND cycle = ?2")?;
    let mut rows = statement.query((id.0, cycle))?;
    match rows.next()? {
        Some(row) => Ok(Cells::new(row).json()?.unwrap_or_default()),
        None => Ok(Vec::new()),
    }
}

fn open_lead(cells: &mut Cells<'_, '_>, written: &mut Written) -> Result<OpenLead, StoreError> {
    let mut lead = OpenLead {
        id: ContactId(cells.get()?),
        name: cells.get()?,
        company: cells.get()?,
        email: cells.get()?,
        phone: cells.get()?,
        deal_size: cells.get()?,
        company_size: cells.get()?,
        do_not_call: cells.get()?,
        lead: cells.lead()?,
        handoff: cells.open_handoff()?,
        score: ScoreState::default(),
        country: None,
        company_id: None,
    };
    let country = cells.text()?.unwrap_or_default();
    lead.company_id = cells.get::<Option<i64>>()?.map(CompanyId);
    let named = match written.get(country) {
        Some(known) => *known,
        None => *written
            .entry(country.to_owned())
            .or_insert_with(|| Country::named(country)),
    };
    lead.country = named.or_else(|| Country::dialled(&lead.phone));
    lead.score = gathered::read(cells.bytes()?)?;
    Ok(lead)
}
