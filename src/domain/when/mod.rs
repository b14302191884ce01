//! Times as people say them.

mod show;

pub use show::{ago, show};
