//! A window of one contact's timeline, newest first.

use rusqlite::{Connection, params};

use crate::domain::query::{TimelineFilter, TimelinePage, TimelineQuery};
use crate::store::StoreError;
use crate::store::cells::{ACTIVITY, Cells, Lane, millis, rows as row_count};

/// The window asked for. Costs at most eight times what it shows, however long the history.
pub(super) fn page(connection: &Connection, query: &TimelineQuery) -> Result<TimelinePage, StoreError> {
    let limit = query.limit.max(1);
    let (at, seq) = query
        .before
        .map_or((i64::MAX, i64::MAX), |(at, seq)| (millis(at), seq.0));
    let mut statement = connection.prepare_cached(&sql(lanes(query.filter)))?;
    // One more than is shown, to know whether there is more.
    let mut rows = statement.query(params![
        query.contact.0,
        at,
        seq,
        row_count(limit.saturating_add(1))
    ])?;
    let mut entries = Vec::with_capacity(limit.min(1_000));
    let mut more = false;
    while let Some(row) = rows.next()? {
        if entries.len() == limit {
            more = true;
            break;
        }
        entries.push(Cells::new(row).activity()?);
    }
    let next = entries.last().filter(|_| more).map(|entry| (entry.at, entry.seq));
    Ok(TimelinePage { entries, next })
}

const fn lanes(filter: TimelineFilter) -> &'static [Lane] {
    match filter {
        TimelineFilter::All => &[Lane::Behaviour, Lane::Talks, Lane::Moves, Lane::Data],
        TimelineFilter::Behaviour => &[Lane::Behaviour],
        TimelineFilter::Talks => &[Lane::Talks],
        TimelineFilter::Moves => &[Lane::Moves],
    }
}

/// Two ranges of the index for each lane, each ended by the limit, then merged: what is older, and what stands at the same
/// instant. Not `(at, seq) < (?2, ?3)`, which begins at the instant and would walk through all of a day of a thousand
/// events to which an import could give no hour.
fn sql(lanes: &[Lane]) -> String {
    let windows: Vec<String> = lanes
        .iter()
        .flat_map(|lane| ["at < ?2", "at = ?2 AND seq < ?3"].map(|range| window(*lane, range)))
        .collect();
    format!(
        "{} ORDER BY at DESC, seq DESC LIMIT ?4",
        windows.join(" UNION ALL ")
    )
}

fn window(lane: Lane, range: &str) -> String {
    format!(
        "SELECT * FROM (
             SELECT {ACTIVITY} FROM activity WHERE contact_id = ?1 AND lane = {} AND {range}
             ORDER BY at DESC, seq DESC LIMIT ?4)",
        lane as i64
    )
}
