//! What comes in: files of contacts and activities.
//!
//! [`Source::open`] decides by content what a file is (separated text in any of the usual encodings, or a workbook) and
//! finds its header; [`Mapping`] says what each column means, guessed from `config/columns.toml` or written by hand;
//! [`Source::contacts`] and [`Source::activities`] clean the values and make rows for the engine, one at a time. A row
//! that cannot be used is handed on with a sentence why; nothing here knows the store or the terminal.

mod activities;
mod affixes;
mod contacts;
mod content;
mod dates;
mod decode;
mod error;
mod fold;
mod header;
mod map_file;
mod mapping;
mod records;
mod separator;
mod sheet;
mod source;
mod synonyms;
mod unread;
mod value;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;

pub use activities::Activities;
pub use contacts::{Contacts, Options};
pub use error::IntakeError;
pub use mapping::{Column, Mapping, Role, Target};
pub use source::{Format, Row, Rows, Source};
pub use synonyms::header_field;
