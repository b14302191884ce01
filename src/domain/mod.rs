//! What is true. Pure: no clock, no input or output, no randomness, no terminal.
//!
//! [`decide`](decide::decide) turns a command into facts or a refusal; [`Subject::apply`](subject::Subject::apply)
//! turns facts into state. Everything else here is the words in which the two speak.

pub mod activity;
pub mod bant;
pub mod calendar;
pub mod command;
pub mod committee;
pub mod contact;
pub mod country;
pub mod decide;
pub mod erasure;
pub mod group;
pub mod handoff;
pub mod lead;
pub mod learn;
pub mod policy;
pub mod priority;
pub mod query;
pub mod recipient;
pub mod score;
pub mod simulate;
pub mod sla;
pub mod stirring;
pub mod subject;
pub mod text;
pub mod what_if;
pub mod when;

/// An instant. Whole milliseconds everywhere, because that is what the log keeps.
pub type Time = chrono::DateTime<chrono::Utc>;
