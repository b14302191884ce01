//! The suite: what can only be seen from outside the crate, in one binary, because linking takes longer than running.

mod architecture;
mod cli;
mod crash;
mod import;
mod laws;
mod office;
mod pty;
mod readme;
mod two_processes;
mod upgrade;
