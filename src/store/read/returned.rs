//! The leads that came back and wait for triage, newest first.

use rusqlite::Connection;

use super::contacts::{LINE, Names};
use crate::domain::contact::ContactId;
use crate::domain::query::ReturnedLead;
use crate::store::StoreError;
use crate::store::cells::Cells;
use crate::store::gathered;

/// All of them: the index holds no other lead.
pub(super) fn all(connection: &Connection) -> Result<Vec<ReturnedLead>, StoreError> {
    let sql = format!(
        "SELECT {LINE},
                h.cycle, h.class, h.grade, h.score, h.reasons, h.urgency, h.handed_at, h.handed_by, h.owner, h.state,
                h.accepted_at, h.first_attempt_at, h.first_conversation_at, h.ended_at
         FROM lead l
         CROSS JOIN contact c ON c.id = l.contact_id
         LEFT JOIN company y ON y.id = c.company_id
         LEFT JOIN score s ON s.contact_id = c.id
         LEFT JOIN handoff h ON h.contact_id = c.id AND h.cycle = l.cycle
         WHERE l.stage = 'triage'
         ORDER BY l.since DESC, l.contact_id DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut leads = Vec::new();
    while let Some(row) = rows.next()? {
        leads.extend(returned_lead(&mut Cells::new(row))?);
    }
    Ok(leads)
}

/// Nothing for a lead in triage without a return: it can only have come there by one.
fn returned_lead(cells: &mut Cells<'_, '_>) -> Result<Option<ReturnedLead>, StoreError> {
    let id = ContactId(cells.get()?);
    let names = Names::read(id, cells)?;
    let lead = cells.lead()?;
    let score = gathered::read(cells.bytes()?)?;
    let handoff = cells.handoff()?;
    let Some(returned) = lead.returned.clone() else {
        return Ok(None);
    };
    Ok(Some(ReturnedLead {
        id,
        name: names.name,
        company: names.company,
        email: names.email,
        phone: names.phone,
        do_not_call: names.do_not_call,
        lead,
        returned,
        handoff,
        score,
    }))
}
