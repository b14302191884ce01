//! The promise that nothing leaks, checked: the state rebuilt from the log is the stored state, and every contact is in
//! exactly one hand (laws 1 and 2).

use serde::Serialize;

use crate::domain::lead::Hand;
use crate::domain::policy::Policy;
use crate::store::{Census, Counters, Difference, Reader, compare};

use super::force;
use super::handle::EngineError;
use super::replay::{Reading, Until, rebuild};

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Whether nothing differs.
    pub ok: bool,
    /// Contacts known.
    pub contacts: u64,
    /// Entries in the log.
    pub activities: u64,
    /// Leads: as many as contacts, if nothing has leaked.
    pub leads: u64,
    /// Handoffs made.
    pub handoffs: u64,
    /// What differs, as sentences.
    pub differences: Vec<String>,
}

/// Rebuilds the state of the database that `reader` reads, compares all of it, and checks conservation. Works on a snapshot:
/// others may go on writing meanwhile.
///
/// # Errors
/// When the database cannot be read or the rebuilt copy not be written.
pub fn verify(reader: &Reader, settings: &Policy, reading: Reading<'_>) -> Result<Report, EngineError> {
    let folder = tempfile::Builder::new()
        .prefix("kapula-")
        .tempdir()
        .map_err(EngineError::scratch)?;
    let reader = &reader.snapshot(&folder.path().join("snapshot.db"))?;
    let census = reader.census()?;
    let mut differences = leaks(&census, &reader.counters()?);
    let policy = &force::in_force(reader, settings)?.policy;
    let rebuilt = rebuild(reader, policy, Until::Now, reading)?;
    let compared = compare(reader.path(), rebuilt.path())?;
    differences.extend(compared.shown.iter().map(sentence));
    if compared.total > compared.shown.len() as u64 {
        differences.push(format!("and more: {} rows differ in all", compared.total));
    }
    let Census {
        contacts,
        activities,
        leads,
        handoffs,
        ..
    } = census;
    Ok(Report {
        ok: differences.is_empty(),
        contacts,
        activities,
        leads,
        handoffs,
        differences,
    })
}

fn sentence(difference: &Difference) -> String {
    let Difference {
        table,
        key,
        stored,
        rebuilt,
    } = difference;
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "no such row".to_owned());
    format!(
        "{table} {key}: stored {}; from the log {}",
        side(stored),
        side(rebuilt)
    )
}

/// Conservation: every contact is one lead in one hand, every lead in sales' hand has one handoff that has not ended and
/// one place in the call list, and the counters that the screens show are what there is.
fn leaks(census: &Census, counters: &Counters) -> Vec<String> {
    let of = |hand: Hand| -> u64 {
        counters
            .leads
            .iter()
            .filter(|(s, _)| s.hand() == hand)
            .map(|(_, n)| n)
            .sum()
    };
    let sums = [
        (
            "contacts, and leads in one of the hands",
            census.contacts,
            census.leads,
        ),
        (
            "leads in sales' hand, and handoffs that have not ended",
            census.leads_in_sales,
            census.handoffs_not_ended,
        ),
        (
            "leads in sales' hand, and places in the call list",
            census.leads_in_sales,
            census.open_leads,
        ),
        ("contacts, and their counter", census.contacts, counters.contacts),
        (
            "leads in sales' hand, and their counters",
            census.leads_in_sales,
            of(Hand::Sales),
        ),
        (
            "log entries, and their counter",
            census.activities,
            counters.activities,
        ),
        ("handoffs, and their counter", census.handoffs, counters.handoffs),
    ];
    sums.iter()
        .filter(|(_, left, right)| left != right)
        .map(|(what, left, right)| format!("{what}: {left} against {right}"))
        .collect()
}
