//! Windows of a timeline, and the ranking.

use std::hint::black_box;

use chrono::Duration;
use kapula::domain::contact::{CompanyId, ContactId};
use kapula::domain::priority::{self, Briefs, Habits, HourOfCalls, OpenLeads, Ranking};
use kapula::domain::query::{Answer, Query, TimelineFilter, TimelineQuery};
use kapula::engine::{Clock, Reader};

use crate::measure::{Failure, Sample, now};
use crate::people;
use crate::population::{LONG_HISTORY, Population, VIEWER};
use crate::report;

/// Entries of the window: as many as the short history has.
const WINDOW: usize = 20;
const RANKED: usize = 50_000;

/// A window of a long history against one of a short one.
pub fn timeline(large: &Population) -> Result<(), Failure> {
    report::heading(&format!(
        "Timeline window of {WINDOW} entries, as the store answers it"
    ));
    let reader = large.reader()?;
    let short = window(&reader, large.short(), None)?.0;
    let long = window(&reader, Population::long(), None)?.0;
    // Some way down: where somebody is who has scrolled for a while.
    let (_, mut next) = window(&reader, Population::long(), None)?;
    for _ in 0..500 {
        next = page(&reader, Population::long(), next)?;
    }
    let deep = window(&reader, Population::long(), next)?.0;
    report::time("a contact with an ordinary history", &short);
    report::time(&format!("a contact with {LONG_HISTORY} entries"), &long);
    report::time("the same, 10,000 entries down", &deep);
    let ratio = report::ratio("long to short", long.median(), short.median());
    report::ratio("deep to short", deep.median(), short.median());
    report::at_most("window, long to short history", ratio, 1.5, "x");
    Ok(())
}

type Next = Option<(kapula::domain::Time, kapula::domain::activity::Seq)>;

fn window(reader: &Reader, contact: ContactId, before: Next) -> Result<(Sample, Next), Failure> {
    let mut next = None;
    let sample = Sample::of(200, || {
        next = page(reader, contact, before)?;
        Ok(())
    })?;
    Ok((sample, next))
}

fn page(reader: &Reader, contact: ContactId, before: Next) -> Result<Next, Failure> {
    let query = TimelineQuery {
        contact,
        before,
        filter: TimelineFilter::All,
        limit: WINDOW,
    };
    match reader.ask(&Query::Timeline(query))? {
        Answer::Timeline(_, page) => Ok(page.next),
        Answer::OpenLeads(_) | Answer::Returned(_) | Answer::Card(_) | Answer::Contacts(..) => {
            Err("the wrong answer".into())
        }
    }
}

/// Calls in every hour of half a year: as much as is ever read.
fn half_a_year_of_calls() -> Habits {
    let calls = (490_000..490_000 + 26 * 7 * 24).map(|hour| HourOfCalls {
        hour,
        attempts: 20,
        reached: 4,
    });
    Habits {
        calls: calls.collect(),
        median_won: Some(12_000.0),
    }
}

/// Ranking many open leads against sorting as many numbers.
pub fn ranking(large: &Population) -> Result<(), Failure> {
    report::heading(&format!("Ranking {RANKED} open leads"));
    let Answer::OpenLeads(few) = large.reader()?.ask(&Query::OpenLeads)? else {
        return Err("the wrong answer".into());
    };
    let many = few.iter().cycle().take(RANKED).enumerate().map(|(at, lead)| {
        let mut lead = lead.clone();
        lead.id = ContactId(at.cast_signed() as i64);
        lead.deal_size = Some((people::scatter(at as u64) % 100_000) as f64);
        // Two to three people of a company, as the method has it.
        lead.company_id = Some(CompanyId((people::scatter(at as u64 + 7) % 20_000).cast_signed()));
        lead
    });
    let mut leads = OpenLeads::new(many.collect(), half_a_year_of_calls());
    let time = Clock::System.now();
    let settled = Sample::of(15, || {
        black_box(&mut leads).settle(&large.policy, time);
        Ok(())
    })?;
    let time = time + Duration::minutes(1);
    // As the cockpit does it: with every act and every minute, in the memory of the ranking before.
    let mut ranking = Ranking::default();
    let ranked = Sample::of(15, || {
        ranking.renew(black_box(&leads), VIEWER, &large.policy, time);
        black_box(&ranking);
        Ok(())
    })?;
    let first = Sample::of(15, || {
        black_box(priority::rank(black_box(&leads), VIEWER, &large.policy, time));
        Ok(())
    })?;
    let mut sorted = Sample::default();
    for _ in 0..15 {
        let mut numbers: Vec<f64> = (0..RANKED as u64).map(|at| people::scatter(at) as f64).collect();
        let start = now();
        numbers.sort_unstable_by(f64::total_cmp);
        sorted.add(start.elapsed());
        black_box(&numbers);
    }
    let scored = Sample::of(15, || {
        for lead in black_box(&leads).iter() {
            black_box(large.policy.model.score(&lead.score, time));
        }
        Ok(())
    })?;
    let briefed = |leads: &OpenLeads| {
        Sample::of(15, || {
            black_box(Briefs::of(black_box(leads)));
            Ok(())
        })
    };
    report::time("score, clock, worth and order of all", &ranked);
    report::time("the same in memory asked for anew", &first);
    report::time("their scores alone, from their states, on one core", &scored);
    report::time(
        "beforehand, once for each answer: their briefs",
        &briefed(&leads)?,
    );
    report::time("and their scores melted to that instant", &settled);
    report::time(
        &format!("the briefs of {} leads, before the first frame", few.len()),
        &briefed(&few)?,
    );
    report::time("sorting as many numbers", &sorted);
    report::ratio("ranking to sorting", ranked.median(), sorted.median());
    report::at_most_ms("ranking", ranked.median(), 10.0);
    Ok(())
}
