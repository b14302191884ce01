//! One sweep over all leads: who may be called, and what each call is worth by itself.

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use super::brief::Brief;
use super::ground::{Ground, share};
use super::hidden::Windows;
use super::order::compare;
use super::seat::Seat;
use super::urgency::Tried;
use super::{Hidden, Judged};

/// From so many leads on, two threads share the work: below it is done before a second one has begun.
const SHARED_FROM: usize = 8_000;

/// What a sweep has found.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Found {
    pub seats: Vec<Seat>,
    pub hidden: Vec<(usize, Hidden)>,
    /// The numbers of the seats over which a company is spread, while it is swept.
    spread: Vec<usize>,
}

impl Found {
    fn clear(&mut self) {
        self.seats.clear();
        self.hidden.clear();
    }

    fn append(&mut self, later: &mut Self) {
        self.seats.append(&mut later.seats);
        self.hidden.append(&mut later.hidden);
    }

    /// Of one company's people the best counts in full, the next one `colleague` of its value, the third that squared. Who
    /// was just called stands before all of them, so that after a call the next one goes elsewhere. The best is found by
    /// the order without spreading, and not by the order of the leads.
    fn spread(&mut self, just_tried: u32, colleague: f64, briefs: &[Brief]) {
        let seats = &mut self.seats;
        if self.spread.len() as u32 + just_tried > 1 {
            self.spread
                .sort_unstable_by(|a, b| compare(&seats[*a], &seats[*b], briefs));
            for (ahead, at) in (just_tried..).zip(&self.spread) {
                seats[*at].ahead = ahead;
                seats[*at].value *= share(colleague, ahead);
            }
        }
        self.spread.clear();
    }
}

/// Sweeps over all leads, each judged by the number of its brief, and leaves in `found` what it finds: the same by one thread
/// and by two, the second of which works in `later`.
pub(super) fn run(
    ground: &Ground,
    judge: &(impl Fn(usize) -> Judged + Sync),
    found: &mut Found,
    later: &mut Found,
) {
    found.clear();
    later.clear();
    let briefs = ground.briefs().all();
    let middle = middle(briefs);
    if briefs.len() < SHARED_FROM {
        over(ground, 0..briefs.len(), found, judge);
        return;
    }
    let shared = thread::scope(|scope| {
        let second = || over(ground, middle..briefs.len(), later, judge);
        let second = thread::Builder::new().spawn_scoped(scope, second);
        over(ground, 0..middle, found, judge);
        second.map(ScopedJoinHandle::join)
    });
    match shared {
        Ok(Ok(())) => {}
        Ok(Err(panic)) => resume_unwind(panic),
        // No thread was to be had.
        Err(_) => over(ground, middle..briefs.len(), later, judge),
    }
    found.append(later);
}

/// Where the second half begins: with the first of a company.
fn middle(briefs: &[Brief]) -> usize {
    let (before, after) = briefs.split_at(briefs.len() / 2);
    let same = before.last().map_or(0, |last| {
        after.iter().take_while(|brief| brief.is_colleague(last)).count()
    });
    before.len() + same
}

fn over(ground: &Ground, range: Range<usize>, found: &mut Found, judge: &impl Fn(usize) -> Judged) {
    // The lengths of its lists are written with every lead: beside those of the other thread, in one line of the cache,
    // they would make each wait for the other.
    let mut mine = std::mem::take(found);
    let (policy, briefs) = (ground.policy(), ground.briefs().all());
    let mut windows = Windows::at(ground.now(), policy.rank.calling, policy.clocks.zone);
    let mut number = range.start;
    for company in briefs[range].chunk_by(Brief::is_colleague) {
        let mut just_tried = 0;
        for brief in company {
            let tried = ground.tried(brief);
            just_tried += u32::from(tried == Tried::JustNow);
            sit(ground, (number, brief), tried, &mut windows, &mut mine, judge);
            number += 1;
        }
        mine.spread(just_tried, policy.rank.colleague, briefs);
    }
    *found = mine;
}

/// Gives one lead its seat, or the reason why it has none.
fn sit(
    ground: &Ground,
    (number, brief): (usize, &Brief),
    tried: Tried,
    windows: &mut Windows,
    found: &mut Found,
    judge: &impl Fn(usize) -> Judged,
) {
    if let Some(why) = brief.open_to.hides_from(&ground.viewer()) {
        found.hidden.push((brief.index as usize, why));
        return;
    }
    let (clock, factors) = ground.urgency(brief, tried);
    // Who has asked for a call at a minute is called at that minute, whatever the hours; once missed, not in the night.
    let at_its_minute = factors.callback.is_due();
    if let Some(opens) = windows.opens(brief.wall).filter(|_| !at_its_minute) {
        let comes = factors.callback.comes();
        let opens = comes.map_or(opens, |comes| comes.min(opens));
        found
            .hidden
            .push((brief.index as usize, Hidden::OutsideHours(opens)));
        return;
    }
    // Who was just called is the one that the others stand behind, not one of them; and a promised call is made whomever
    // else of the company was called: it neither stands back nor makes others do so.
    if tried == Tried::LongAgo && !factors.callback.is_to_be_kept() {
        found.spread.push(found.seats.len());
    }
    let judged = judge(number);
    found.seats.push(Seat {
        value: ground.worth(brief, judged).per_call_minute() * factors.product(),
        judged,
        due_ms: clock.due_ms,
        brief: number as u32,
        ahead: 0,
        state: clock.state,
        promised: at_its_minute,
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::Duration;

    use super::*;
    use crate::domain::contact::CompanyId;
    use crate::domain::priority::tests::{lead, now, policy, score, tried};
    use crate::domain::priority::{Briefs, Habits};
    use crate::domain::score::Class;

    #[test]
    fn two_threads_find_what_one_finds() {
        let leads = (0..=8_000_i64).map(|id| {
            let mut lead = lead(id);
            lead.company_id = (id % 7 > 0).then_some(CompanyId(id * 31 % 4_000));
            lead.handoff.handed_at -= Duration::minutes(id * 37 % 9_000);
            lead.do_not_call = id % 11 == 0;
            if id % 5 == 0 { tried(lead, id % 200) } else { lead }
        });
        let leads: Vec<_> = leads.collect();
        let (briefs, policy) = (Arc::new(Briefs::of(&leads)), Arc::new(policy()));
        let ground = Ground::at(now(), briefs, &Habits::default(), "anna", policy);
        let judge = |index: usize| Judged {
            score: score(Class::ALL[index % 4]),
            probability: 0.42,
        };
        let mut alone = Found::default();
        over(&ground, 0..leads.len(), &mut alone, &judge);
        let (mut found, mut later) = (Found::default(), Found::default());
        // What was there before is gone.
        for _ in 0..2 {
            run(&ground, &judge, &mut found, &mut later);
            assert!(found == alone);
        }
        assert!(!alone.hidden.is_empty() && alone.seats.iter().any(|seat| seat.ahead > 0));
    }
}
