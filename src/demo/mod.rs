//! A made-up team with a year behind it and traffic going on: what `kapula demo` shows.
//!
//! - [`settle`] makes the database: a year of events and of the team's acts goes through the engine while its clock is
//!   moved, so that everything in it follows from the rules and `kapula verify` finds nothing.
//! - [`Traffic`] goes on from there: visits, answers and colleagues' acts, while somebody looks.
//!
//! Everything follows from the seed and the time of the start.

mod companies;
mod desk;
mod dice;
mod history;
mod journeys;
mod names;
mod people;
mod pool;
mod street;
mod team;
mod today;
mod traffic;
mod words;
mod work;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use crate::domain::Time;
use crate::domain::policy::Policy;
use crate::engine::EngineError;
use crate::engine::import::Onward;

pub use traffic::Traffic;

/// Contacts of the demo.
const CONTACTS: usize = 2_000;

/// What the demo is made from: the same plan makes the same demo.
#[derive(Debug, Clone, Copy)]
pub struct DemoPlan {
    /// What chance starts from.
    pub seed: u64,
    /// When the year ends: the time at which the visitor begins to look.
    pub now: Time,
    /// The zone in which people wake and sleep. The team works by the hours of the policy.
    pub zone: chrono_tz::Tz,
}

/// Makes the demo's database at `path` and lets its year pass. `progress` is told how much of it has: steps done, of how
/// many; and says whether to go on.
///
/// # Errors
/// When the database cannot be made or written, or [`EngineError::Cancelled`] when `progress` said so.
pub fn settle(
    path: &Path,
    policy: Arc<Policy>,
    plan: &DemoPlan,
    progress: &mut dyn FnMut(u64, u64) -> Onward,
) -> Result<(), EngineError> {
    history::pass(path, policy, plan, CONTACTS, progress)
}

/// The user name under which the demo's visitor looks: a rep.
#[must_use]
pub const fn viewer() -> &'static str {
    team::VISITOR
}
