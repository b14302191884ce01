//! The last two working days: what the visitor finds on the desk. Clocks at every stage, leads that others have taken,
//! returns for every common reason, promised calls, and people who read the prices this morning.

use chrono::Duration;

use super::desk::Desk;
use super::history::Year;
use super::journeys::{Interest, Span, event};
use super::people::Person;
use super::pool::{Pool, ids, interested};
use super::team::{LEAD, MARKETERS, VISITOR};
use super::work::Act;
use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::command::Command;
use crate::domain::priority::OpenLead;
use crate::domain::query::ContactLine;
use crate::domain::recipient::Recipient;
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
static BEATS: [(i64, What); 33] = [
    (760, B), (640, R), (560, R), (470, R), (455, R), (440, R), (426, What::Desk), (420, R), (395, R), (372, R), (352, R), (330, R), (310, R), (290, R),
    (270, R), (250, R), (222, R), (190, R), (160, R), (135, R), (118, B), (96, R), (84, R), (74, R), (57, B), (52, B), (45, What::ByHand), (38, R),
    (34, B), (27, R), (16, R), (12, B), (7, B),
];
const R: What = What::Fresh(Interest::Ripening);
const B: What = What::Fresh(Interest::Buying);

/// Working minutes before the end at which the acts of today begin.
pub(super) const DESK_OPENS: i64 = 420;

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
pub(super) fn back(calendar: &Calendar, from: Time, minutes: i64) -> Time {
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

/// Somebody new becomes a lead at `at`: by the rules, or by a marketer's hand where the rules of the house do not see it.
fn fresh(year: &mut Year, pool: &mut Pool, at: Time, interest: Interest) -> Result<(), EngineError> {
    let Some(line) = pool.next(&ids(&year.open_leads()?)) else {
        return Ok(());
    };
    let id = line.id;
    year.left.insert(line.email.clone());
    let events = interested(year, &line, at, interest);
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

fn by_hand(year: &mut Year, pool: &mut Pool, at: Time) -> Result<(), EngineError> {
    let Some(ContactLine { email, id, .. }) = pool.next(&ids(&year.open_leads()?)) else {
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
                to: Some(Recipient::EvenNew(VISITOR.to_owned())),
            },
        },
    );
    year.work_until(at)
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
