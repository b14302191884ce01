//! What happens: the only writer.

pub mod clock;
pub mod handle;
pub mod import;

pub use clock::Clock;
pub use handle::{Done, EngineError, Handle};
