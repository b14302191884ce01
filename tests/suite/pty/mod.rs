//! The real binary in a PTY: what a person at a terminal would see, and what the terminal is sent.
//!
//! Every test has an office of its own: a folder with database, settings and temporary files. Nothing sleeps; everything
//! waits for what it wants to see.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod answers;
mod day;
mod desk;
mod ends;
mod hands;
mod hostile;
mod live;
mod looks;
mod office;
mod panics;
mod quiet;
mod terminal;
