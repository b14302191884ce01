//! The state of one contact, read from its tables.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::cells::{self, Cells};
use super::error::StoreError;
use crate::domain::contact::{Company, CompanyId, Contact, ContactId};
use crate::domain::score::{ScoreState, Track};
use crate::domain::subject::Subject;

const SUBJECT: &str = "
    SELECT c.id, c.known_since, c.company_id, c.fields, c.custom, y.name, y.fields, b.answers, s.state,
           l.stage, l.since, l.owner, l.version, l.cycle, l.class, l.attempts, l.last_attempt_at, l.callback_at,
           l.returned, l.wake_at,
           h.cycle, h.class, h.grade, h.score, h.reasons, h.urgency, h.handed_at, h.handed_by, h.owner, h.state,
           h.accepted_at, h.first_attempt_at, h.first_conversation_at, h.ended_at
    FROM contact c
    CROSS JOIN lead l ON l.contact_id = c.id
    LEFT JOIN company y ON y.id = c.company_id
    LEFT JOIN bant b ON b.contact_id = c.id
    LEFT JOIN score s ON s.contact_id = c.id
    LEFT JOIN handoff h ON h.contact_id = c.id
    WHERE c.id = ?1
    ORDER BY h.cycle DESC
    LIMIT 1";

/// The state of one contact with its company.
pub(super) fn subject(connection: &Connection, id: ContactId) -> Result<Option<Subject>, StoreError> {
    let mut statement = connection.prepare_cached(SUBJECT)?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut cells = Cells::new(row);
    let contact = Contact {
        id: ContactId(cells.get()?),
        known_since: cells.time()?,
        company: cells.get::<Option<i64>>()?.map(CompanyId),
        fields: cells.json()?.unwrap_or_default(),
        custom: cells.json()?.unwrap_or_default(),
    };
    let company_name: Option<String> = cells.get()?;
    let company_fields = cells.json()?.unwrap_or_default();
    let company = contact.company.zip(company_name).map(|(id, name)| Company {
        id,
        name,
        fields: company_fields,
    });
    Ok(Some(Subject {
        contact,
        company,
        bant: cells.json()?.unwrap_or_default(),
        score: score(cells.text()?)?,
        lead: cells.lead()?,
        handoff: cells.handoff()?,
    }))
}

/// A company by its row number.
pub(super) fn company(connection: &Connection, id: CompanyId) -> Result<Option<Company>, StoreError> {
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT name, fields FROM company WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((name, fields)) = found else {
        return Ok(None);
    };
    Ok(Some(Company {
        id,
        name,
        fields: serde_json::from_str(&fields)?,
    }))
}

/// A [`ScoreState`] as kept: short, and without dates to parse, because the call list reads one for every open lead.
#[derive(Serialize, Deserialize)]
struct Compact {
    explicit: BTreeMap<String, f64>,
    /// Value and Unix milliseconds by rule.
    tracks: BTreeMap<String, (f64, i64)>,
    /// Unix milliseconds.
    last: Option<i64>,
}

/// A score state from its column; nothing gathered when there is no row.
pub(super) fn score(text: Option<&str>) -> Result<ScoreState, StoreError> {
    let Some(text) = text else {
        return Ok(ScoreState::default());
    };
    let compact: Compact = serde_json::from_str(text)?;
    let mut tracks = BTreeMap::new();
    for (rule, (value, at)) in compact.tracks {
        let at = cells::time(at)?;
        tracks.insert(rule, Track { value, at });
    }
    Ok(ScoreState {
        explicit: compact.explicit,
        tracks,
        last_event_at: compact.last.map(cells::time).transpose()?,
    })
}

/// The column of a score state.
pub(super) fn score_text(state: &ScoreState) -> Result<String, StoreError> {
    let tracks = state
        .tracks
        .iter()
        .map(|(rule, track)| (rule.clone(), (track.value, cells::millis(track.at))))
        .collect();
    Ok(serde_json::to_string(&Compact {
        explicit: state.explicit.clone(),
        tracks,
        last: state.last_event_at.map(cells::millis),
    })?)
}
