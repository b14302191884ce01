//! `kapula demo`: the cockpit on a made-up team, in a temporary database that goes with it.

mod folder;

use std::process::ExitCode;
use std::sync::Arc;

use crate::demo::{DemoPlan, Traffic, settle, viewer};
use crate::domain::Time;
use crate::domain::policy::{CallingHours, Policy};
use crate::engine::import::Onward;
use crate::engine::{Clock, EngineError, Ledger, Pending, Service};

use folder::Folder;

use super::cockpit;
use super::desk::Desk;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::meter::Meter;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The same seed makes the same team
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub fn run(desk: &Desk, args: &DemoArgs) -> Result<ExitCode, Failure> {
    folder::sweep(&tempfile::env::temp_dir());
    let folder = Folder::make(&tempfile::env::temp_dir())
        .map_err(|error| Failure::Failed(format!("cannot make a temporary folder: {error}")))?;
    let path = folder.path().join("demo.db");
    let now = Clock::System.now();
    let policy = &at_this_hour(desk.policy(), now);
    let plan = DemoPlan {
        seed: args.seed,
        now,
        zone: policy.clocks.zone,
    };
    let mut meter = Meter::making("a made-up team lives through its year");
    let stop = Interrupt::listen()?;
    settle(&path, policy.clone(), &plan, &mut |done, of| {
        meter.at(done, Some(of));
        if stop.is_raised() {
            Onward::Stop
        } else {
            Onward::Continue
        }
    })
    .map_err(|error| stopped(error, &stop))?;
    meter.finish();
    let mut ledger = Ledger::open(&path, policy.clone(), Clock::System, &mut |_, _| {})?;
    ledger.catch_up()?;
    let service = Service::start(ledger)?;
    let traffic = Traffic::start(service.handle(), args.seed);
    let code = cockpit::look(desk, &service.handle(), viewer(), false, Pending::Nothing);
    drop(traffic);
    drop(service);
    code.inspect(|_| {
        Out::say("The demo is over; nothing of it is left. Your own leads: kapula import contacts FILE");
    })
}

/// Whoever looks in the evening or on a Sunday is to see a list as well: then the made-up people may be called at any hour.
fn at_this_hour(policy: &Arc<Policy>, now: Time) -> Arc<Policy> {
    if policy.rank.calling.are_on(policy.clocks.zone, now) {
        return Arc::clone(policy);
    }
    let mut policy = Policy::clone(policy);
    policy.rank.calling = CallingHours::ALWAYS;
    Arc::new(policy)
}

fn stopped(error: EngineError, stop: &Interrupt) -> Failure {
    if matches!(error, EngineError::Cancelled) {
        return stop.stopped("the demo was stopped; nothing of it is left".to_owned());
    }
    error.into()
}
