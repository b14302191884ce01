//! What happens: the only writer.
pub mod import;
