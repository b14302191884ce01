//! All leads in sales' hand, from the one narrow table that is kept for this question.

use rusqlite::Connection;

use crate::domain::contact::ContactId;
use crate::domain::query::OpenLead;
use crate::domain::score::Reason;
use crate::store::StoreError;
use crate::store::cells::Cells;
use crate::store::gathered;

/// All of them, by row number.
pub(super) fn all(connection: &Connection) -> Result<Vec<OpenLead>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM open_lead ORDER BY contact_id")?;
    let mut rows = statement.query([])?;
    let mut leads = Vec::new();
    while let Some(row) = rows.next()? {
        leads.push(open_lead(&mut Cells::new(row))?);
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

fn open_lead(cells: &mut Cells<'_, '_>) -> Result<OpenLead, StoreError> {
    Ok(OpenLead {
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
        score: gathered::read(cells.text()?)?,
    })
}
