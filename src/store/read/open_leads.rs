//! All leads in sales' hand, from the one narrow table that is kept for this question.

use rusqlite::Connection;

use crate::domain::contact::ContactId;
use crate::domain::query::OpenLead;
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
    Ok(leads)
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
        handoff: cells
            .handoff()?
            .ok_or_else(|| StoreError::Undecodable("an open lead has no handoff".to_owned()))?,
        score: gathered::read(cells.text()?)?,
    })
}
