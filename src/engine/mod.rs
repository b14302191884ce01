//! What happens: the only writer. A command becomes a decision, log entries and state in one transaction, and a change that
//! every session hears of.
//!
//! - [`Ledger`] writes, on whatever thread owns it: the command line uses it directly.
//! - [`Service`] runs a ledger on a thread of its own, with a reader beside it and a watch over other processes' commits;
//!   sessions hold its [`Handle`].
//! - [`replay`] reads the log from its beginning: verification, the world as of a past moment. [`rescore`] puts a changed
//!   scoring model in force, [`what_if`] says beforehand what that would mean.

mod books;
mod circles;
pub mod clock;
pub mod erase;
pub mod force;
mod gather;
pub mod handle;
pub mod import;
pub mod ledger;
mod matching;
mod meanings;
pub mod outcomes;
mod reading;
pub mod replay;
pub mod rescore;
pub mod service;
pub mod verify;
pub mod what_if;

pub use clock::Clock;
pub use force::{Changed, InForce, Pending, changes, in_force};
pub use handle::{Done, EngineError, Handle};
pub use ledger::Ledger;
pub use service::{LONGEST_WAIT, Service};

pub use crate::store::Reader;
