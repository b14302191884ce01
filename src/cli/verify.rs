//! `kapula verify`: the state rebuilt from the log is the stored state, and nothing has leaked.

use std::process::ExitCode;

use crate::engine::verify::{Report, verify};

use super::counted::counted;
use super::desk::Desk;
use super::failure::Failure;
use super::meter::Meter;
use super::out::Out;

pub fn run(desk: &Desk, out: Out) -> Result<ExitCode, Failure> {
    let reader = desk.untouched()?;
    let mut meter = Meter::new("entries");
    let report = verify(&reader, desk.policy(), &mut |done, of| meter.at(done, Some(of)))?;
    meter.finish();
    out.answer(&report, || text(&report))?;
    Ok(if report.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn text(report: &Report) -> String {
    let Report {
        contacts,
        activities,
        leads,
        handoffs,
        ..
    } = report;
    let sums = [
        counted(*contacts, "contact", "contacts"),
        counted(*activities, "log entry", "log entries"),
        counted(*leads, "lead", "leads"),
        counted(*handoffs, "handoff", "handoffs"),
    ]
    .join(", ");
    if report.ok {
        return format!("{sums}: the log and the state agree, and the sums add up");
    }
    format!(
        "{sums}: {}\n{}",
        counted(report.differences.len() as u64, "difference", "differences"),
        report.differences.join("\n")
    )
}
