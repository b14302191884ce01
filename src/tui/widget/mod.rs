//! Pieces of screens that more than one screen shows.

pub mod flow;
pub mod say;
pub mod timeline;
