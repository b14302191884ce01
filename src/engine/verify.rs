//! The promise that nothing leaks, checked: the state rebuilt from the log is the stored state, and every contact is in
//! exactly one hand (laws 1 and 2).

use serde::Serialize;

use crate::domain::lead::Hand;
use crate::domain::policy::Policy;
use crate::store::{Counters, Difference, Reader, compare};

use super::handle::EngineError;
use super::ledger::{MODEL_KEY, fingerprint};
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
pub fn verify(reader: &Reader, policy: &Policy, reading: Reading<'_>) -> Result<Report, EngineError> {
    let folder = tempfile::Builder::new().prefix("kapula-").tempdir().map_err(EngineError::scratch)?;
    let reader = &reader.snapshot(&folder.path().join("snapshot.db"))?;
    let counters = reader.counters()?;
    let mut differences = leaks(&counters);
    if reader.meta(MODEL_KEY)?.is_some_and(|model| model != fingerprint(&policy.model)) {
        differences
            .push("the scores were computed under another scoring file; run `kapula score rebuild`".to_owned());
    }
    let rebuilt = rebuild(reader, policy, Until::Now, reading)?;
    differences.extend(compare(reader.path(), rebuilt.path())?.iter().map(Difference::to_string));
    Ok(Report {
        ok: differences.is_empty(),
        contacts: counters.contacts,
        activities: counters.activities,
        leads: counters.by_stage.iter().map(|(_, count)| count).sum(),
        handoffs: counters.handoffs,
        differences,
    })
}

/// Conservation: the sums must add up.
fn leaks(counters: &Counters) -> Vec<String> {
    let mut leaks = Vec::new();
    let leads: u64 = counters.by_stage.iter().map(|(_, count)| count).sum();
    let in_sales: u64 =
        counters.by_stage.iter().filter(|(stage, _)| stage.hand() == Hand::Sales).map(|(_, count)| count).sum();
    let mut sum = |what: &str, left: u64, right: u64| {
        if left != right {
            leaks.push(format!("{what}: {left} against {right}"));
        }
    };
    sum("contacts against leads in one of the hands", counters.contacts, leads);
    sum("leads in sales' hand against handoffs that have not ended", in_sales, counters.handoffs_not_ended);
    sum("leads in sales' hand against rows of the call list", in_sales, counters.open_leads);
    leaks
}
