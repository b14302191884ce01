//! A cockpit that is left alone costs nothing.

use std::time::Duration;

use super::office::Office;

const SPAN: Duration = Duration::from_secs(2);
/// What the poll of the database may cost in that time, in ticks of 10 ms.
const TICKS: u64 = 2;

#[test]
fn a_cockpit_left_alone_draws_nothing_and_uses_no_processor() {
    let office = Office::with_leads();
    let cockpit = office.cockpit("mikko");
    cockpit.shows("3 to call");
    // The minute may change within one span and be drawn; not within all of them.
    let mut spans = Vec::new();
    let quiet = (0..4).any(|_| {
        let before = ticks(cockpit.pid());
        let silent = cockpit.is_silent_for(SPAN);
        let used = ticks(cockpit.pid()) - before;
        spans.push((silent, used));
        silent && used <= TICKS
    });
    assert!(quiet, "silent, ticks used: {spans:?}");
}

/// User and system time of a process.
fn ticks(pid: i32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process is there");
    let fields = stat.rsplit(')').next().expect("the name ends in a bracket");
    let times = fields.split_whitespace().skip(11).take(2);
    times.filter_map(|time| time.parse::<u64>().ok()).sum()
}
