//! Two databases side by side: the stored state, and the one rebuilt from the log.

use std::cmp::Ordering;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};

use super::error::StoreError;
use super::{gathered, open};

/// How many differing rows of one table are spelt out.
const SHOWN: u64 = 100;

/// The tables of derived state with the number of their key columns. Not `activity`, from which all follows, and not
/// `user` and `meta`, which say nothing about contacts.
const TABLES: &[(&str, &str, usize)] = &[
    ("counter", "name", 1),
    ("company", "id", 1),
    ("committee", "company_id", 1),
    ("contact", "id", 1),
    ("identity", "kind, key", 2),
    ("bant", "contact_id", 1),
    ("lead", "contact_id", 1),
    ("handoff", "contact_id, cycle", 2),
    ("score", "contact_id", 1),
    ("open_lead", "contact_id", 1),
    ("reach", "hour", 1),
    ("won", "seq", 1),
    ("temp.search_terms", "term", 1),
];

/// One row that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// What is stored and differs, `column=value`; absent when there is no such row.
    pub stored: Option<String>,
    /// What was rebuilt and differs; absent when there is no such row.
    pub rebuilt: Option<String>,
}

/// What differs between two databases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// The first hundred of each table.
    pub shown: Vec<Difference>,
    /// How many there are.
    pub total: u64,
}

/// Compares every table of derived state, row by row: `stored` against `rebuilt`.
///
/// # Errors
/// When one of them cannot be read.
pub fn compare(stored: &Path, rebuilt: &Path) -> Result<Differences, StoreError> {
    let (left, right) = (side(stored)?, side(rebuilt)?);
    let mut differences = Differences::default();
    for (table, key, key_columns) in TABLES {
        // A counter that has come back to nothing says the same as one that never was.
        let only = if *table == "counter" {
            "WHERE value <> 0"
        } else {
            ""
        };
        let sql = format!("SELECT * FROM {table} {only} ORDER BY {key}");
        let (mut left, mut right) = (left.prepare(&sql)?, right.prepare(&sql)?);
        let columns: Vec<String> = left.column_names().map(ToOwned::to_owned).collect();
        let mut merge = Merge {
            table,
            columns: &columns,
            key_columns: *key_columns,
            shown: 0,
            differences: &mut differences,
        };
        merge.run(left.query([])?, right.query([])?)?;
    }
    Ok(differences)
}

/// A connection that holds one snapshot and shows the terms of the search index as a table.
fn side(path: &Path) -> Result<Connection, StoreError> {
    let connection = open::reader(path)?;
    // The view of the terms is a temporary table; query_only would forbid even that.
    connection.pragma_update(None, "query_only", false)?;
    connection.execute_batch(
        "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab (main, search, row); BEGIN;",
    )?;
    Ok(connection)
}

/// Walks two tables in the order of their key.
struct Merge<'a> {
    table: &'a str,
    columns: &'a [String],
    key_columns: usize,
    shown: u64,
    differences: &'a mut Differences,
}

impl Merge<'_> {
    fn run(&mut self, mut left: Rows<'_>, mut right: Rows<'_>) -> Result<(), StoreError> {
        let (mut a, mut b) = (self.next(&mut left)?, self.next(&mut right)?);
        loop {
            let order = match (&a, &b) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => key_order(&a[..self.key_columns], &b[..self.key_columns]),
            };
            if order != Ordering::Equal || a != b {
                let a = a.as_deref().filter(|_| order != Ordering::Greater);
                let b = b.as_deref().filter(|_| order != Ordering::Less);
                self.differ(a, b);
            }
            if order != Ordering::Greater {
                a = self.next(&mut left)?;
            }
            if order != Ordering::Less {
                b = self.next(&mut right)?;
            }
        }
    }

    fn next(&self, rows: &mut Rows<'_>) -> Result<Option<Vec<Value>>, StoreError> {
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let mut values = Vec::with_capacity(self.columns.len());
        for column in 0..self.columns.len() {
            values.push(row.get(column)?);
        }
        Ok(Some(values))
    }

    fn differ(&mut self, stored: Option<&[Value]>, rebuilt: Option<&[Value]>) {
        self.differences.total += 1;
        self.shown += 1;
        if self.shown > SHOWN {
            return;
        }
        let keys = stored.or(rebuilt).unwrap_or_default();
        let key: Vec<String> = keys.iter().take(self.key_columns).map(shown).collect();
        self.differences.shown.push(Difference {
            table: self.table.trim_start_matches("temp.").to_owned(),
            key: key.join(", "),
            stored: stored.map(|row| self.what(row, rebuilt)),
            rebuilt: rebuilt.map(|row| self.what(row, stored)),
        });
    }

    /// The columns in which a row is not as the other one.
    fn what(&self, row: &[Value], other: Option<&[Value]>) -> String {
        let differing = self
            .columns
            .iter()
            .zip(row)
            .enumerate()
            .filter(|(index, (_, value))| other.is_none_or(|other| other.get(*index) != Some(*value)));
        let pairs: Vec<String> = differing
            .map(|(_, (column, value))| format!("{column}={}", shown(value)))
            .collect();
        pairs.join(" ")
    }
}

/// The order in which the database returns keys of one type: numbers by size, texts by their bytes.
fn key_order(a: &[Value], b: &[Value]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| match (a, b) {
            (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Integer(_), _) => Ordering::Less,
            (_, _) => Ordering::Greater,
        })
        .find(|order| *order != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => gathered::told(bytes),
    }
}
