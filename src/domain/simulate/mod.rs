//! A month of calls in an office that was never there: what each way of choosing the next call wins, under chance that
//! repeats itself.
//!
//! Leads come, melt, answer or do not, and buy or do not, by the distributions of a [`Scenario`]. A rule sees of a lead what
//! a rep sees: a score and a size, both blurred; never the truth. All rules meet the same month: the same leads with the
//! same luck at the same attempt, so that what differs is the order of the calls and nothing else. [`Rule::Ours`] is
//! [`rank_judged`](super::priority::rank_judged) itself.
//!
//! What is left out, because it would favour nobody or is not known: promised callbacks, the hours at which people answer,
//! leads that belong to one rep (the team works off one pool), and what a lead that nobody called brings later (method,
//! section 4: sent back and ripened).

mod chance;
mod month;
mod office;
mod rule;
mod scenario;
mod summary;

#[cfg(test)]
mod laws;

pub use month::Month;
pub use office::{Outcome, work};
pub use rule::Rule;
pub use scenario::{Assumption, LIGHTER_LOADS, Scenario};
pub use summary::{Figure, Summary, Verdict, difference, figure, summarize};
