//! A window of all contacts: by name, or by search.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params, params};

use crate::domain::contact::{CompanyId, Contact, ContactId, Field};
use crate::domain::lead::Hand;
use crate::domain::query::{ContactFilter, ContactLine, ContactsQuery, Slice};
use crate::domain::text::fold;
use crate::store::StoreError;
use crate::store::cells::{self, Cells};
use crate::store::gathered;
use crate::store::search::{Needle, Pieces};

/// The columns of one line, in the order in which [`line`] reads them; of `contact c`, `company y`, `lead l`, `score s`.
pub(super) const LINE: &str = "c.id, c.name_key, c.fields, y.name,
    l.stage, l.since, l.owner, l.version, l.cycle, l.class, l.attempts, l.last_attempt_at, l.callback_at, l.returned,
    l.wake_at, s.state";

/// The tables of a line, `contact` first whatever the planner thinks of it.
const TABLES: &str = "contact c
    CROSS JOIN lead l ON l.contact_id = c.id
    LEFT JOIN company y ON y.id = c.company_id
    LEFT JOIN score s ON s.contact_id = c.id";

/// How many hits of the longer words are looked at for the words of one or two letters beside them, which the index does
/// not know.
const SECOND_LOOKS: usize = 200;

/// How many hits of the last digits of a number are looked at before all of it is asked for. Where a piece ends soon after
/// the operator, these digits are in some hundreds of a million numbers; a look costs some 10 microseconds.
const NUMBER_LOOKS: usize = 1_000;

/// What a person goes by.
pub(super) struct Names {
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) company: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) do_not_call: bool,
}

impl Names {
    /// Reads the three columns after the row number.
    pub(super) fn read(id: ContactId, cells: &mut Cells<'_, '_>) -> Result<Self, StoreError> {
        let name_key = cells.get()?;
        let fields: BTreeMap<Field, String> = cells.json()?.unwrap_or_default();
        let company = cells.text()?.unwrap_or_default().to_owned();
        let contact = Contact {
            fields,
            ..Contact::new(id, crate::domain::Time::default())
        };
        let value = |field| contact.get(field).unwrap_or_default().to_owned();
        Ok(Self {
            name: contact.name(),
            name_key,
            company,
            email: value(Field::Email),
            phone: value(Field::Phone),
            do_not_call: contact.do_not_call(),
        })
    }
}

/// The window asked for.
pub(super) fn page(connection: &Connection, query: &ContactsQuery) -> Result<Vec<ContactLine>, StoreError> {
    let needle = Needle::new(&query.text);
    if needle.prefix.is_empty() {
        by_name(connection, query)
    } else {
        found(connection, query, &needle)
    }
}

/// Some people of a company, those in sales' hand first.
pub(super) fn of_company(
    connection: &Connection,
    company: CompanyId,
    limit: usize,
) -> Result<Vec<ContactLine>, StoreError> {
    let sql = format!("SELECT {LINE} FROM {TABLES} WHERE c.company_id = ?1 ORDER BY c.hand, c.id LIMIT ?2");
    lines(connection, &sql, (company.0, cells::rows(limit)))
}

/// One person, if of that company.
pub(super) fn one_of_company(
    connection: &Connection,
    company: CompanyId,
    id: ContactId,
) -> Result<Option<ContactLine>, StoreError> {
    let sql = format!("SELECT {LINE} FROM {TABLES} WHERE c.id = ?1 AND c.company_id = ?2");
    Ok(lines(connection, &sql, (id.0, company.0))?.pop())
}

fn by_name(connection: &Connection, query: &ContactsQuery) -> Result<Vec<ContactLine>, StoreError> {
    // Two ranges, not `(name_key, id) > (?2, ?3)`: that would walk through all people of one name for every window.
    let sql = |range: &str, way: &str| {
        format!(
            "SELECT {LINE} FROM {TABLES} WHERE c.hand = ?1 AND {range} ORDER BY c.name_key {way}, c.id {way} LIMIT ?4"
        )
    };
    let after = || {
        vec![
            sql("c.name_key = ?2 AND c.id > ?3", "ASC"),
            sql("c.name_key > ?2 AND ?3 = ?3", "ASC"),
        ]
    };
    let before = || {
        vec![
            sql("c.name_key = ?2 AND c.id < ?3", "DESC"),
            sql("c.name_key < ?2 AND ?3 = ?3", "DESC"),
        ]
    };
    let (ranges, key, id) = match &query.slice {
        Slice::First => (after(), "", 0),
        Slice::After(key, id) => (after(), key.as_str(), id.0),
        Slice::Before(key, id) => (before(), key.as_str(), id.0),
        Slice::Last => (vec![sql("?2 = ?2 AND ?3 = ?3", "DESC")], "", 0),
    };
    merged(query, |hand| {
        let mut found = Vec::new();
        for sql in &ranges {
            let left = query.limit.saturating_sub(found.len());
            let bounds = params![cells::hand_number(hand), key, id, cells::rows(left)];
            found.extend(lines(connection, sql, bounds)?);
        }
        Ok(found)
    })
}

/// Those whose name begins with what was typed, then those who have it anywhere.
fn found(
    connection: &Connection,
    query: &ContactsQuery,
    needle: &Needle,
) -> Result<Vec<ContactLine>, StoreError> {
    let mut hits = beginning_with(connection, query, &needle.prefix)?;
    let all = add_matching(connection, query, needle, Pieces::Telling, &mut hits)?;
    if !all && needle.has_telling() {
        add_matching(connection, query, needle, Pieces::Whole, &mut hits)?;
    }
    Ok(hits)
}

/// Adds those whom the index knows by these pieces, up to the limit; says whether that was all that can be found so.
fn add_matching(
    connection: &Connection,
    query: &ContactsQuery,
    needle: &Needle,
    pieces: Pieces,
    hits: &mut Vec<ContactLine>,
) -> Result<bool, StoreError> {
    let Some(expression) = needle.expression(only_hand(query.filter), pieces) else {
        return Ok(true);
    };
    let exact = needle.is_exact(pieces);
    let look = if exact {
        query.limit
    } else if pieces == Pieces::Telling && needle.has_telling() {
        NUMBER_LOOKS
    } else {
        SECOND_LOOKS
    };
    // The index is asked for more than is missing, because those by name are among its hits too.
    let look = look + hits.len();
    let ids = matching(connection, &expression, look)?;
    let all = exact || ids.len() < look;
    for id in ids {
        if hits.len() >= query.limit {
            return Ok(true);
        }
        if hits.iter().all(|hit| hit.id != id) && (exact || is_hit(connection, id, needle)?) {
            hits.extend(line_of(connection, id)?);
        }
    }
    Ok(all)
}

fn beginning_with(
    connection: &Connection,
    query: &ContactsQuery,
    prefix: &str,
) -> Result<Vec<ContactLine>, StoreError> {
    let sql = format!(
        "SELECT {LINE} FROM {TABLES} WHERE c.hand = ?1 AND c.name_key >= ?2 AND c.name_key < ?3
         ORDER BY c.name_key, c.id LIMIT ?4"
    );
    let end = format!("{prefix}{}", char::MAX);
    merged(query, |hand| {
        lines(
            connection,
            &sql,
            params![cells::hand_number(hand), prefix, end, cells::rows(query.limit)],
        )
    })
}

fn matching(connection: &Connection, expression: &str, limit: usize) -> Result<Vec<ContactId>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid LIMIT ?2")?;
    let rows = statement.query_map((expression, cells::rows(limit)), |row| row.get(0).map(ContactId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a contact has all that was typed; reads no more of him than that takes.
fn is_hit(connection: &Connection, id: ContactId, needle: &Needle) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.name_key, c.fields, y.name FROM contact c LEFT JOIN company y ON y.id = c.company_id
         WHERE c.id = ?1",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(false);
    };
    let names = Names::read(id, &mut Cells::new(row))?;
    let parts = [names.name_key, fold(&names.company), fold(&names.email)];
    let digits: String = names.phone.chars().filter(char::is_ascii_digit).collect();
    Ok(needle.matches(&format!("{}\n{digits}", parts.join("\n"))))
}

/// The windows of the hands of a filter, merged by name.
fn merged(
    query: &ContactsQuery,
    window: impl Fn(Hand) -> Result<Vec<ContactLine>, StoreError>,
) -> Result<Vec<ContactLine>, StoreError> {
    let mut all = Vec::new();
    for hand in [Hand::Sales, Hand::Marketing, Hand::Closed] {
        if only_hand(query.filter).is_none_or(|only| only == hand) {
            all.extend(window(hand)?);
        }
    }
    all.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
    if query.slice.is_backward() {
        all.drain(..all.len().saturating_sub(query.limit));
    }
    all.truncate(query.limit);
    Ok(all)
}

const fn only_hand(filter: ContactFilter) -> Option<Hand> {
    match filter {
        ContactFilter::All => None,
        ContactFilter::Marketing => Some(Hand::Marketing),
        ContactFilter::Sales => Some(Hand::Sales),
        ContactFilter::Closed => Some(Hand::Closed),
    }
}

fn line_of(connection: &Connection, id: ContactId) -> Result<Option<ContactLine>, StoreError> {
    let sql = format!("SELECT {LINE} FROM {TABLES} WHERE c.id = ?1");
    Ok(lines(connection, &sql, [id.0])?.pop())
}

fn lines(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<Vec<ContactLine>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(line(&mut Cells::new(row))?);
    }
    Ok(lines)
}

fn line(cells: &mut Cells<'_, '_>) -> Result<ContactLine, StoreError> {
    let id = ContactId(cells.get()?);
    let names = Names::read(id, cells)?;
    Ok(ContactLine {
        id,
        name: names.name,
        name_key: names.name_key,
        company: names.company,
        email: names.email,
        phone: names.phone,
        do_not_call: names.do_not_call,
        lead: cells.lead()?,
        score: gathered::read(cells.bytes()?)?,
    })
}
