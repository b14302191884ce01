//! Handoffs: those of one contact, and a window of everybody's.

use rusqlite::params;

use super::Reader;
use crate::domain::Time;
use crate::domain::contact::{Contact, ContactId, Field};
use crate::domain::handoff::HandoffRecord;
use crate::domain::lead::Stage;
use crate::store::StoreError;
use crate::store::cells::{Cells, millis, rows as rows_of, stage, time};

const HANDOFF: &str =
    "h.cycle, h.class, h.grade, h.score, h.reasons, h.urgency, h.handed_at, h.handed_by, h.owner,
    h.state, h.accepted_at, h.first_attempt_at, h.first_conversation_at, h.ended_at";

/// One handoff of somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoffLine {
    /// Who was handed over.
    pub contact: ContactId,
    /// Name to show.
    pub name: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Where the lead is now, when this is its latest handoff.
    pub stage: Option<Stage>,
    /// When the person was erased.
    pub erased_at: Option<Time>,
    /// The handoff.
    pub handoff: HandoffRecord,
}

impl Reader {
    /// All handoffs of one contact, the first one first.
    ///
    /// # Errors
    /// When the disk fails or a row cannot be read.
    pub fn handoffs(&self, contact: ContactId) -> Result<Vec<HandoffRecord>, StoreError> {
        let sql = format!("SELECT {HANDOFF} FROM handoff h WHERE h.contact_id = ?1 ORDER BY h.cycle");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([contact.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(Cells::new(row).handoff()?);
        }
        Ok(found)
    }

    /// A window of everybody's handoffs, open and ended, newest first: strictly before that time, contact and cycle; from
    /// the newest when absent.
    ///
    /// # Errors
    /// When the disk fails or a row cannot be read.
    pub fn handoff_window(
        &self,
        before: Option<(Time, ContactId, u32)>,
        limit: usize,
    ) -> Result<Vec<HandoffLine>, StoreError> {
        let (at, contact, cycle) = before.map_or((i64::MAX, i64::MAX, 0), |(at, contact, cycle)| {
            (millis(at), contact.0, cycle)
        });
        let sql = format!(
            "SELECT h.contact_id, c.fields, CASE h.cycle WHEN l.cycle THEN l.stage END,
                 CASE l.stage WHEN 'erased' THEN l.since END, {HANDOFF}
             FROM handoff h CROSS JOIN contact c ON c.id = h.contact_id CROSS JOIN lead l ON l.contact_id = h.contact_id
             WHERE (h.handed_at, h.contact_id, h.cycle) < (?1, ?2, ?3)
             ORDER BY h.handed_at DESC, h.contact_id DESC, h.cycle DESC LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![at, contact, cycle, rows_of(limit)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(handoff_line(&mut Cells::new(row))?);
        }
        Ok(found)
    }
}

fn handoff_line(cells: &mut Cells<'_, '_>) -> Result<Option<HandoffLine>, StoreError> {
    let id = ContactId(cells.get()?);
    let contact = Contact {
        fields: cells.json()?.unwrap_or_default(),
        ..Contact::new(id, Time::default())
    };
    let latest = cells.text()?.map(stage).transpose()?;
    let erased_at = cells.get::<Option<i64>>()?.map(time).transpose()?;
    Ok(cells.handoff()?.map(|handoff| HandoffLine {
        contact: id,
        name: contact.name(),
        email: contact.get(Field::Email).unwrap_or_default().to_owned(),
        stage: latest,
        erased_at,
        handoff,
    }))
}
