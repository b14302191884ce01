//! `kapula demo`: the cockpit on a made-up team, in a temporary database that goes with it.

use std::process::ExitCode;
use std::sync::atomic::Ordering;

use crate::demo::{DemoPlan, Traffic, settle, viewer};
use crate::engine::import::Onward;
use crate::engine::{Clock, EngineError, Ledger, Service};

use super::cockpit;
use super::desk::Desk;
use super::failure::Failure;
use super::interrupt::interrupted;
use super::meter::Meter;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The same seed makes the same team
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub fn run(desk: &Desk, args: &DemoArgs) -> Result<ExitCode, Failure> {
    let folder = tempfile::Builder::new()
        .prefix("kapula-demo-")
        .tempdir()
        .map_err(|error| Failure::Failed(format!("cannot make a temporary folder: {error}")))?;
    let path = folder.path().join("demo.db");
    let policy = desk.policy();
    let plan = DemoPlan {
        seed: args.seed,
        now: Clock::System.now(),
        zone: policy.clocks.zone,
    };
    let mut meter = Meter::new("steps");
    let stop = interrupted()?;
    settle(&path, policy.clone(), &plan, &mut |done, of| {
        meter.at(done, Some(of));
        if stop.load(Ordering::Relaxed) {
            Onward::Stop
        } else {
            Onward::Continue
        }
    })
    .map_err(stopped)?;
    meter.finish();
    let mut ledger = Ledger::open(&path, policy.clone(), Clock::System, &mut |_, _| {})?;
    ledger.catch_up()?;
    let service = Service::start(ledger)?;
    let traffic = Traffic::start(service.handle(), args.seed);
    let code = cockpit::look(desk, &service.handle(), viewer(), false);
    drop(traffic);
    drop(service);
    code.inspect(|_| {
        Out::say("The demo is over; nothing of it is left. Your own leads: kapula import contacts FILE");
    })
}

fn stopped(error: EngineError) -> Failure {
    if matches!(error, EngineError::Cancelled) {
        return Failure::Failed("the demo was stopped; nothing of it is left".to_owned());
    }
    error.into()
}
