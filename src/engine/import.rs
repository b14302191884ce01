//! Rows from outside, ready to be matched and written.

use serde::Serialize;

use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::contact::ContactPatch;

/// One row of a contacts file: what it says, or why it cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactRow {
    /// Line of the file on which the row begins, 1-based; of a sheet, the row number.
    pub line: u64,
    /// What it says, cleaned; or a sentence why it cannot be used.
    pub patch: Result<ContactPatch, String>,
}

/// One row of an activities file: what it says, or why it cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityRow {
    /// Line of the file on which the row begins, 1-based; of a sheet, the row number.
    pub line: u64,
    /// What it says, cleaned; or a sentence why it cannot be used.
    pub event: Result<ContactEvent, String>,
}

/// Something that happened to a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactEvent {
    /// The contact: external id, e-mail address or phone number.
    pub contact: String,
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub event: Event,
    /// Who did it, when the file says so; else empty.
    pub by: String,
}

/// What became of the rows of a file: `created + merged + unchanged + rejected = rows`, always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Accounting {
    /// Rows of data in the file.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows that added to or corrected what was known.
    pub merged: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows that could not be used.
    pub rejected: Vec<Rejected>,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Its line.
    pub line: u64,
    /// Why, and what to do.
    pub reason: String,
}
