//! What the team's own calls and deals teach: as much of it as still says something about today.

use rusqlite::Connection;

use crate::domain::priority::{Habits, HourOfCalls};
use crate::store::StoreError;
use crate::store::cells::rows;

/// How far back calls count, in hours before the last one: half a year. People and their offices change, and what is read
/// with every look at the call list must not grow with the years.
const CALLS_BACK_H: i64 = 26 * 7 * 24;
/// How many of the latest deals the median is of.
const DEALS: usize = 200;

/// All of it.
pub(super) fn all(connection: &Connection) -> Result<Habits, StoreError> {
    Ok(Habits {
        calls: calls(connection)?,
        median_won: median_won(connection)?,
    })
}

fn calls(connection: &Connection) -> Result<Vec<HourOfCalls>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT hour, attempts, reached FROM reach WHERE hour > (SELECT max(hour) FROM reach) - ?1 ORDER BY hour",
    )?;
    let calls = statement.query_map([CALLS_BACK_H], |row| {
        Ok(HourOfCalls {
            hour: row.get(0)?,
            attempts: row.get(1)?,
            reached: row.get(2)?,
        })
    })?;
    Ok(calls.collect::<Result<_, _>>()?)
}

/// The median amount of the latest deals won; of two in the middle their mean.
pub(super) fn median_won(connection: &Connection) -> Result<Option<f64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT amount FROM won ORDER BY seq DESC LIMIT ?1")?;
    let amounts = statement.query_map([rows(DEALS)], |row| row.get(0))?;
    let mut amounts: Vec<f64> = amounts.collect::<Result<_, _>>()?;
    amounts.sort_unstable_by(f64::total_cmp);
    let middle = amounts.len() / 2;
    Ok(match (amounts.get(middle), amounts.len().is_multiple_of(2)) {
        (None, _) => None,
        (Some(upper), true) => amounts.get(middle - 1).map(|lower| f64::midpoint(*lower, *upper)),
        (Some(middle), false) => Some(*middle),
    })
}
