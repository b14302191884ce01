//! The suite: what can only be seen from outside the crate, in one binary, because linking takes longer than running.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking, and looks at what it is about"
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
