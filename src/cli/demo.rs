//! `kapula demo`: the cockpit on a made-up team.

use std::process::ExitCode;

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The same seed makes the same team
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub fn run(desk: &Desk, args: &DemoArgs, out: &Out) -> Result<ExitCode, Failure> {
    let _ = (desk, args.seed, out);
    Ok(ExitCode::SUCCESS)
}
