//! The suite: what can only be seen from outside the crate, in one binary, because linking takes longer than running.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    reason = "a test fails by panicking, looks at what it is about, and lists what was promised in one place"
)]

mod architecture;
mod cli;
mod crash;
mod erase;
mod import;
mod laws;
mod learn;
mod office;
mod pty;
mod readme;
mod score;
mod two_processes;
mod upgrade;
mod what_if;
