//! Pieces of screens that more than one screen shows.

pub mod field;
pub mod flow;
pub mod found;
pub mod say;
pub mod there;
pub mod timeline;
