//! Start to first frame, key to frame: in the real binary, and in this process.

use std::sync::Arc;
use std::time::Duration;

use kapula::domain::priority::OpenLeads;
use kapula::domain::query::{Answer, Query};
use kapula::tui::Message;
use kapula::tui::input::{Code, Input, Key};

use crate::cockpit::{self, Rig};
use crate::measure::{Failure, Sample, now};
use crate::population::Population;
use crate::report;

const STARTS: usize = 15;
const KEYS: usize = 40;
/// Between two keys: longer than the least time between two frames, as between the keys of any person.
const PAUSE: Duration = Duration::from_millis(60);

/// Start to first frame, both populations in turn, so that a busy moment hits both.
pub fn first_frame(small: &Population, large: &Population) -> Result<(), Failure> {
    report::heading("Start to first frame: from the start of the process to the best lead's name, 120x40");
    let mut samples = [Sample::default(), Sample::default()];
    for round in 0..=STARTS {
        for (population, sample) in [small, large].into_iter().zip(&mut samples) {
            let (terminal, took) = cockpit::start(population, (120, 40))?;
            terminal.quit();
            // The first round brings the files into the system's cache.
            if round > 0 {
                sample.add(took);
            }
        }
    }
    compare("first frame", small, large, &samples);
    Ok(())
}

/// Key to frame: `j` and `k` in the call list.
pub fn key_to_frame(small: &Population, large: &Population) -> Result<(), Failure> {
    for size in [(80, 24), (200, 60)] {
        report::heading(&format!(
            "Key to frame: `j` in the call list to the frame that answers it, {}x{}",
            size.0, size.1
        ));
        let mut samples = [Sample::default(), Sample::default()];
        for (population, sample) in [small, large].into_iter().zip(&mut samples) {
            let (mut terminal, _) = cockpit::start(population, size)?;
            terminal.rest(PAUSE * 5)?;
            for _ in 0..KEYS {
                sample.add(terminal.key_to_frame("j")?);
                terminal.rest(PAUSE)?;
            }
            terminal.quit();
        }
        compare("key to frame", small, large, &samples);
        report::at_most_ms("key to frame through the terminal", samples[1].median(), 5.0);
    }
    Ok(())
}

fn compare(what: &str, small: &Population, large: &Population, samples: &[Sample; 2]) {
    report::time(&format!("{} contacts", small.size), &samples[0]);
    report::time(&format!("{} contacts", large.size), &samples[1]);
    let ratio = report::ratio("large to small", samples[1].median(), samples[0].median());
    report::at_most(&format!("{what}, large to small"), ratio, 1.5, "x");
}

/// Key to frame without a terminal: message, update, view, bytes.
pub fn key_in_process(large: &Population) -> Result<(), Failure> {
    report::heading("Key to frame in this process, 200x60: update, view and bytes");
    let mut rig = Rig::open(large, (200, 60))?;
    let (mut bare, mut whole) = (Sample::default(), Sample::default());
    for at in 0..300 {
        let code = if at % 100 < 50 { Code::Down } else { Code::Up };
        let start = now();
        let effects = rig.tell(Message::Input(Input::Key(Key::plain(code))));
        rig.frame();
        bare.add(start.elapsed());
        rig.serve(effects)?;
        rig.frame();
        whole.add(start.elapsed());
    }
    let still = Sample::of(100, || {
        rig.frame();
        Ok(())
    })?;
    report::time("a frame in which nothing changed", &still);
    report::time("key to frame", &bare);
    report::ratio(
        "key to frame, to a frame without change",
        bare.median(),
        still.median(),
    );
    report::time("key to the frame with the next card and timeline in it", &whole);
    report::at_most_ms("key to frame at 200x60", bare.median(), 5.0);
    report::at_most_ms("the slowest of them", bare.max(), 5.0);
    Ok(())
}

/// List refresh: what a commit of somebody else costs a cockpit.
pub fn list_refresh(small: &Population, large: &Population) -> Result<(), Failure> {
    report::heading("List refresh: the open leads read again, ranked and drawn, 120x40");
    let mut samples = [Sample::default(), Sample::default()];
    for (population, sample) in [small, large].into_iter().zip(&mut samples) {
        let mut rig = Rig::open(population, (120, 40))?;
        for round in 0..40 {
            let start = now();
            let Answer::OpenLeads(leads) = rig.reader().ask(&Query::OpenLeads)? else {
                continue;
            };
            // An answer that says nothing new is not drawn: one lead has moved.
            let asked = start.elapsed();
            let mut moved = leads.to_vec();
            if let Some(lead) = moved.first_mut() {
                lead.lead.version += round + 1;
            }
            let leads = Arc::new(OpenLeads::new(moved, leads.habits.clone()));
            let start = now();
            let effects = rig.tell(Message::Loaded(Answer::OpenLeads(leads)));
            rig.frame();
            sample.add(asked + start.elapsed());
            rig.serve(effects)?;
        }
    }
    compare("list refresh", small, large, &samples);
    Ok(())
}
