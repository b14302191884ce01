//! The last two working days: what the visitor finds on the desk. Clocks at every stage, leads that others have taken,
//! returns for every common reason, promised calls, and people who read the prices this morning.

use std::collections::HashSet;

use chrono::Duration;

use super::history::Year;
use super::journeys::{Interest, Span, event, visits};
use super::people::Person;
use super::team::{LEAD, MARKETERS, REPS, VISITOR, colleague};
use super::work::{Act, give_back};
use crate::domain::Time;
use crate::domain::activity::TriageChoice;
use crate::domain::calendar::Calendar;
use crate::domain::command::Command;
use crate::domain::contact::ContactId;
use crate::domain::lead::{Outcome, ReturnReason, Stage};
use crate::domain::query::{Answer, ContactFilter, ContactsQuery, OpenLead, Query};
use crate::engine::EngineError;
use crate::engine::import::ContactEvent;

/// Something that is seen to at a moment near the end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beat {
    pub at: Time,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Somebody's interest grows until sales gets the lead; left for the visitor.
    Fresh(Interest),
    /// The team lead hands somebody to the visitor.
    ByHand,
    /// Acts of today are planned so that the desk holds something of everything.
    Desk,
}

/// The beats by working minutes before the end: fresh leads whose clocks are on time, at risk and breached under the
/// built-in response times (60 and 480 working minutes).
#[rustfmt::skip]
static BEATS: [(i64, What); 34] = [
    (900, R), (820, R), (760, B), (700, R), (640, R), (590, R), (545, R), (505, R), (472, R), (462, R), (448, R), (430, R), (426, What::Desk),
    (415, R), (395, R), (372, R), (340, R), (310, R), (280, R), (250, R), (222, R), (190, R), (160, R), (135, R), (118, B), (96, R), (74, R),
    (57, B), (52, B), (45, What::ByHand), (38, R), (27, B), (16, R), (7, B),
];
const R: What = What::Fresh(Interest::Ripening);
const B: What = What::Fresh(Interest::Buying);

/// Working minutes before the end at which the acts of today begin.
const DESK_OPENS: i64 = 420;

/// One more step of the year: which beat, and until when.
pub(super) type Step<'s> = &'s mut dyn FnMut(u64, &mut Year, Time) -> Result<(), EngineError>;

/// The beats of the year that ends at `span.now`.
pub(super) fn beats(calendar: &Calendar, span: Span) -> Vec<Beat> {
    BEATS
        .iter()
        .map(|(minutes, what)| Beat {
            at: back(calendar, span.now, *minutes),
            what: *what,
        })
        .collect()
}

/// The instant so many working minutes before another; never the instant itself.
fn back(calendar: &Calendar, from: Time, minutes: i64) -> Time {
    calendar
        .instant(calendar.position(from) - minutes * 60_000)
        .min(from - Duration::minutes(minutes.min(5)))
}

/// Lets the last days pass.
pub(super) fn pass(
    year: &mut Year,
    people: &[Person],
    span: Span,
    beats: Vec<Beat>,
    step: Step<'_>,
) -> Result<(), EngineError> {
    let mut pool: Option<Pool> = None;
    for (number, beat) in (0..).zip(beats) {
        step(number, year, beat.at)?;
        let pool = match &mut pool {
            Some(pool) => pool,
            None => pool.insert(Pool::gather(year, people)?),
        };
        match beat.what {
            What::Fresh(interest) => fresh(year, pool, beat.at, interest)?,
            What::ByHand => by_hand(year, pool, beat.at)?,
            What::Desk => Desk {
                year: &mut *year,
                pool,
                span,
            }
            .lay()?,
        }
    }
    step(BEATS.len() as u64, year, span.now - Duration::minutes(2))?;
    morning(year, span)?;
    year.work_until(span.now)
}

/// Promising people in marketing's hand who have not come up yet, best last.
struct Pool(Vec<(String, ContactId)>);

impl Pool {
    fn gather(year: &mut Year, people: &[Person]) -> Result<Self, EngineError> {
        let mut lines = Vec::new();
        let mut after = None;
        loop {
            let window = ContactsQuery {
                text: String::new(),
                filter: ContactFilter::Marketing,
                after,
                limit: 500,
            };
            let Answer::Contacts(_, page) = year.ask(&Query::Contacts(window))? else {
                break;
            };
            let Some(last) = page.last() else { break };
            after = Some((last.name_key.clone(), last.id));
            lines.extend(
                page.into_iter()
                    .filter(|line| line.lead.returned.is_none())
                    .map(|line| (line.email, line.id)),
            );
        }
        year.dice.shuffle(&mut lines);
        let promise = |email: &str| {
            people
                .iter()
                .find(|person| person.email == email)
                .map_or(0, |p| p.promise)
        };
        lines.sort_by_cached_key(|(email, _)| promise(email));
        Ok(Self(lines))
    }

    /// The next one who is still with marketing.
    fn next(&mut self, open: &HashSet<ContactId>) -> Option<(String, ContactId)> {
        while let Some(found) = self.0.pop() {
            if !open.contains(&found.1) {
                return Some(found);
            }
        }
        None
    }
}

fn ids(leads: &[OpenLead]) -> HashSet<ContactId> {
    leads.iter().map(|lead| lead.id).collect()
}

/// Somebody new becomes a lead at `at`: by the rules, or by a marketer's hand where the rules of the house do not see it.
fn fresh(year: &mut Year, pool: &mut Pool, at: Time, interest: Interest) -> Result<(), EngineError> {
    let Some((email, id)) = pool.next(&ids(&year.open_leads()?)) else {
        return Ok(());
    };
    year.left.insert(email.clone());
    let events = interested(year, &email, at, interest);
    year.happen(events)?;
    if !ids(&year.open_leads()?).contains(&id) {
        let who = year.dice.pick(&MARKETERS);
        year.plan(
            id,
            Act {
                at,
                who,
                command: Command::Handoff { to: None },
            },
        );
        year.work_until(at)?;
    }
    Ok(())
}

/// The visits of somebody whose interest has grown in the last days and is there at `at`.
fn interested(year: &mut Year, email: &str, at: Time, interest: Interest) -> Vec<ContactEvent> {
    let visits = visits(&mut year.dice, interest);
    let mut events = Vec::new();
    for (days, doings) in (0..visits.len() as i64).rev().zip(visits) {
        let mut when = match days {
            0 => at - Duration::minutes(26),
            days => at - Duration::days(days) - Duration::minutes(year.dice.between(30, 120)),
        };
        for event in doings {
            events.push(ContactEvent {
                contact: email.to_owned(),
                at: when,
                event,
                by: String::new(),
            });
            when += Duration::seconds(year.dice.between(15, 150));
        }
    }
    events
}

fn by_hand(year: &mut Year, pool: &mut Pool, at: Time) -> Result<(), EngineError> {
    let Some((email, id)) = pool.next(&ids(&year.open_leads()?)) else {
        return Ok(());
    };
    year.left.insert(email);
    let text = "Met the managing director at the fair, asked for a call this week.".to_owned();
    year.plan(
        id,
        Act {
            at,
            who: LEAD,
            command: Command::Note { text },
        },
    );
    year.plan(
        id,
        Act {
            at,
            who: LEAD,
            command: Command::Handoff {
                to: Some(VISITOR.to_owned()),
            },
        },
    );
    year.work_until(at)
}

/// Return reasons that are to be found in triage.
static WANTED: [ReturnReason; 14] = [
    ReturnReason::Need,
    ReturnReason::Budget,
    ReturnReason::Timeframe,
    ReturnReason::Authority,
    ReturnReason::Unreachable,
    ReturnReason::WrongData,
    ReturnReason::Competitor,
    ReturnReason::NotOurTarget,
    ReturnReason::Need,
    ReturnReason::Budget,
    ReturnReason::Timeframe,
    ReturnReason::Customer,
    ReturnReason::DoNotCall,
    ReturnReason::Duplicate,
];
/// Leads that wait for triage, at most; marketing has dealt with older ones.
const MOST_RETURNED: usize = 18;
/// Leads that each of the reps works on, at least.
const LEAST_HELD: usize = 6;

/// The acts of today.
struct Desk<'a> {
    year: &'a mut Year,
    pool: &'a mut Pool,
    span: Span,
}

impl Desk<'_> {
    fn lay(&mut self) -> Result<(), EngineError> {
        let open = self.year.open_leads()?;
        self.hold(&open)?;
        self.bring_back(&open)?;
        self.tidy_up()
    }

    /// Sometime today, after `least` working minutes since the desk opened.
    fn sometime(&mut self, least: i64) -> Time {
        let minutes = DESK_OPENS - least - self.year.dice.between(0, DESK_OPENS - least - 6);
        back(&self.year.calendar, self.span.now, minutes)
    }

    /// Every rep works on some leads, and has promised to call some of them again.
    fn hold(&mut self, open: &[OpenLead]) -> Result<(), EngineError> {
        let mut others = ids(open);
        for rep in REPS {
            let held = open.iter().filter(|lead| lead.lead.owner.as_deref() == Some(rep));
            let held: Vec<ContactId> = held
                .filter(|lead| matches!(lead.lead.stage, Stage::Accepted | Stage::Working))
                .map(|l| l.id)
                .collect();
            let mut mine = held.clone();
            while mine.len() < LEAST_HELD {
                let Some(id) = self.take_up(rep, &mut others)? else {
                    break;
                };
                mine.push(id);
            }
            self.promise(rep, mine.into_iter().rev().take(4));
        }
        Ok(())
    }

    /// A rep gets a lead of his own; the lead grows as others do.
    fn take_up(
        &mut self,
        who: &'static str,
        open: &mut HashSet<ContactId>,
    ) -> Result<Option<ContactId>, EngineError> {
        let Some((email, id)) = self.pool.next(open) else {
            return Ok(None);
        };
        open.insert(id);
        self.year.left.insert(email.clone());
        let now = self.year.now();
        let events = interested(self.year, &email, now, Interest::Ripening);
        self.year.happen(events)?;
        let handed = ids(&self.year.open_leads()?).contains(&id);
        if !handed {
            self.year.plan(
                id,
                Act {
                    at: now,
                    who: MARKETERS[0],
                    command: Command::Handoff { to: None },
                },
            );
        }
        let at = self.sometime(10) - Duration::minutes(4);
        self.year.plan(
            id,
            Act {
                at,
                who,
                command: Command::Take,
            },
        );
        Ok(Some(id))
    }

    /// Calls of today in which the rep promised to call again.
    fn promise(&mut self, who: &'static str, leads: impl Iterator<Item = ContactId>) {
        for id in leads {
            let at = self.sometime(200);
            let callback_at = Some(self.soon());
            let note = if self.year.dice.hits(50) {
                "Was in a meeting."
            } else {
                ""
            }
            .to_owned();
            let command = Command::Call {
                outcome: Outcome::CallBack,
                callback_at,
                note,
            };
            self.year.plan(id, Act { at, who, command });
        }
    }

    /// A quarter of an hour within the next hours of work.
    fn soon(&mut self) -> Time {
        let minutes = self.year.dice.between(20, 300) as u32;
        let at = self.year.calendar.add(self.span.now, minutes).timestamp();
        Time::from_timestamp(at - at.rem_euclid(900) + 900, 0).unwrap_or(self.span.now + Duration::hours(1))
    }

    /// What is missing in triage comes back today.
    fn bring_back(&mut self, open: &[OpenLead]) -> Result<(), EngineError> {
        let mut there: Vec<ReturnReason> = self
            .year
            .returned()?
            .iter()
            .map(|lead| lead.returned.reason)
            .collect();
        let mut open = ids(open);
        for reason in WANTED {
            if let Some(place) = there.iter().position(|found| *found == reason) {
                there.swap_remove(place);
                continue;
            }
            let who = colleague(&mut self.year.dice);
            let Some(id) = self.take_up(who, &mut open)? else {
                break;
            };
            let outcome = if reason == ReturnReason::Unreachable {
                Outcome::NoAnswer
            } else if reason == ReturnReason::WrongData {
                Outcome::WrongNumber
            } else {
                Outcome::Reached
            };
            let at = self.sometime(30);
            let call = Command::Call {
                outcome,
                callback_at: None,
                note: String::new(),
            };
            self.year.plan(
                id,
                Act {
                    at,
                    who,
                    command: call,
                },
            );
            let at = at + Duration::minutes(3);
            let command = give_back(&mut self.year.dice, reason, at);
            self.year.plan(id, Act { at, who, command });
        }
        Ok(())
    }

    /// Marketing deals with the oldest of too many returns.
    fn tidy_up(&mut self) -> Result<(), EngineError> {
        let returned = self.year.returned()?;
        for lead in returned.iter().skip(MOST_RETURNED - 6) {
            let at = self.sometime(0);
            let command = Command::Triage {
                to: TriageChoice::Nurture,
                wake_at: None,
                note: String::new(),
            };
            self.year.plan(
                lead.id,
                Act {
                    at,
                    who: MARKETERS[1],
                    command,
                },
            );
        }
        Ok(())
    }
}

/// What those do this morning who are closest to buying, until they are at the top.
static THIS_MORNING: [&[(&str, &str)]; 3] = [
    &[
        ("page_view", "/product/overview"),
        ("page_view", "/pricing"),
        ("page_view", "/pricing"),
    ],
    &[
        ("page_view", "/demo"),
        ("form", "demo request"),
        ("page_view", "/pricing"),
    ],
    &[
        ("download", "buyers-guide.pdf"),
        ("email_reply", "Re: please call me after lunch"),
        ("page_view", "/pricing"),
    ],
];

/// Some of the best open leads read the prices in the last hours.
fn morning(year: &mut Year, span: Span) -> Result<(), EngineError> {
    let policy = year.policy();
    let mut leads: Vec<OpenLead> = year
        .open_leads()?
        .iter()
        .filter(|lead| is_for_visitor(lead))
        .cloned()
        .collect();
    leads.sort_by_key(|lead| std::cmp::Reverse(policy.model.score(&lead.score, span.now).total));
    for lead in leads.iter_mut().take(7) {
        let mut at = span.now - Duration::minutes(year.dice.between(35, 150));
        for doings in THIS_MORNING {
            let mut events = Vec::new();
            for (kind, detail) in doings {
                at += Duration::seconds(year.dice.between(25, 160));
                let event = event(kind, detail);
                policy.model.absorb(&mut lead.score, &event, at);
                events.push(ContactEvent {
                    contact: lead.email.clone(),
                    at,
                    event,
                    by: String::new(),
                });
            }
            year.happen(events)?;
            if policy.model.score(&lead.score, span.now).grade.digit == 1 {
                break;
            }
        }
    }
    Ok(())
}

/// Whether the visitor finds the lead in the list and may call.
fn is_for_visitor(lead: &OpenLead) -> bool {
    lead.lead.owner.as_deref().is_none_or(|owner| owner == VISITOR) && !lead.do_not_call
}
