//! `kapula` alone: the cockpit.

use std::process::ExitCode;

use super::desk::Desk;
use super::failure::Failure;

pub fn run(desk: &Desk) -> Result<ExitCode, Failure> {
    let _ = desk;
    Ok(ExitCode::SUCCESS)
}
