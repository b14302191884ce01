//! The state of one contact, read from its tables.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension};

use super::cells::Cells;
use super::error::StoreError;
use super::gathered;
use crate::domain::Time;
use crate::domain::committee::{Committee, Deciders};
use crate::domain::contact::{Company, CompanyId, Contact, ContactId};
use crate::domain::subject::Subject;

/// The columns of a subject, up to the handoff that it is joined with.
macro_rules! columns {
    ($gathered:literal, $more:literal, $join:literal) => {
        concat!(
            "SELECT c.id, c.known_since, c.company_id, c.fields, c.custom, y.name, y.fields, coalesce(y.deciders, 0),
                b.answers, ",
            $gathered,
            ", l.stage, l.since, l.owner, l.version, l.cycle, l.class, l.attempts, l.last_attempt_at, l.callback_at,
                l.returned, l.wake_at,
                h.cycle, h.class, h.grade, h.score, h.reasons, h.urgency, h.handed_at, h.handed_by, h.owner, h.state,
                h.accepted_at, h.first_attempt_at, h.first_conversation_at, h.ended_at",
            $more,
            " FROM contact c
              CROSS JOIN lead l ON l.contact_id = c.id
              LEFT JOIN company y ON y.id = c.company_id
              LEFT JOIN bant b ON b.contact_id = c.id ",
            $join,
            " LEFT JOIN handoff h ON h.contact_id = c.id"
        )
    };
}

const SUBJECT: &str = concat!(
    columns!(
        "s.state, s.shadows",
        "",
        "LEFT JOIN score s ON s.contact_id = c.id"
    ),
    " WHERE c.id = ?1 ORDER BY h.cycle DESC LIMIT 1"
);

/// Everybody, without what they have gathered (who reads everybody gathers it anew), with the due time as saved.
const EVERY: &str = concat!(
    columns!("NULL, NULL", ", l.due_at", ""),
    " AND h.cycle = CASE WHEN l.cycle > 0 THEN (SELECT max(cycle) FROM handoff WHERE contact_id = c.id) END WHERE c.id >= ?1 AND c.id < ?2 ORDER BY c.id"
);

/// The state of one contact with its company.
pub(super) fn subject(connection: &Connection, id: ContactId) -> Result<Option<Subject>, StoreError> {
    let mut statement = connection.prepare_cached(SUBJECT)?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(read(&mut Cells::new(row))?))
}

/// Hands the state of every contact of these row numbers, but what it has gathered, to `each`, with when time next changes
/// something, in the order of the numbers.
pub(super) fn every<E: From<StoreError>>(
    connection: &Connection,
    ids: Range<u64>,
    mut each: impl FnMut(Subject, Option<Time>) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection.prepare_cached(EVERY).map_err(StoreError::from)?;
    let bounds = (ids.start.cast_signed(), ids.end.cast_signed());
    let mut rows = statement.query(bounds).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let mut cells = Cells::new(row);
        let subject = read(&mut cells)?;
        each(subject, cells.maybe_time()?)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_, '_>) -> Result<Subject, StoreError> {
    let contact = Contact {
        id: ContactId(cells.get()?),
        known_since: cells.time()?,
        company: cells.get::<Option<i64>>()?.map(CompanyId),
        fields: cells.map()?,
        custom: cells.map()?,
    };
    let company_name: Option<String> = cells.get()?;
    let company_fields = cells.map()?;
    let deciders = Deciders(cells.get()?);
    let company = contact.company.zip(company_name).map(|(id, name)| Company {
        id,
        name,
        fields: company_fields,
        deciders,
    });
    Ok(Subject {
        contact,
        company,
        bant: cells.json()?.unwrap_or_default(),
        score: gathered::read(cells.bytes()?)?,
        shadows: gathered::read_all(cells.bytes()?)?,
        lead: cells.lead()?,
        handoff: cells.handoff()?,
    })
}

/// Who of a company acted last.
pub(super) fn committee(connection: &Connection, company: CompanyId) -> Result<Committee, StoreError> {
    let found: Option<String> = connection
        .prepare_cached("SELECT state FROM committee WHERE company_id = ?1")?
        .query_row([company.0], |row| row.get(0))
        .optional()?;
    Ok(found.map_or_else(|| Ok(Committee::default()), |text| serde_json::from_str(&text))?)
}

/// A company by its row number.
pub(super) fn company(connection: &Connection, id: CompanyId) -> Result<Option<Company>, StoreError> {
    let found: Option<(String, String, u8)> = connection
        .prepare_cached("SELECT name, fields, deciders FROM company WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((name, fields, deciders)) = found else {
        return Ok(None);
    };
    Ok(Some(Company {
        id,
        name,
        fields: serde_json::from_str(&fields)?,
        deciders: Deciders(deciders),
    }))
}
