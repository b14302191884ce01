//! The screens: each with its own state, its keys and its frame.

pub mod card;
pub mod contacts;
#[cfg(test)]
pub(super) mod fixture;
