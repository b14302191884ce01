//! What the people of the demo do in a year: visits that go deeper, downloads, forms, mails, events.

use chrono::{Duration, NaiveTime};
use chrono_tz::Tz;

use super::dice::Dice;
use super::people::Person;
use super::words::{ANSWERS, EVENTS, FILES, FORMS, MAILS, PAGES};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::calendar::instant_of;
use crate::engine::import::ContactEvent;

/// The days of the demo's year.
pub(super) const DAYS: i64 = 364;

/// How far somebody's interest goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interest {
    /// A look or two.
    Glance,
    /// Reads.
    Reader,
    /// Has a problem and looks for ways to solve it.
    Ripening,
    /// Looks for a supplier.
    Buying,
}

/// The year that ends at `now`, as seen from a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub now: Time,
    pub zone: Tz,
}

impl Span {
    /// A time of day, `days` before the last one.
    pub fn at(self, days: i64, minute: i64) -> Time {
        let date = self.now.with_timezone(&self.zone).date_naive() - Duration::days(days);
        instant_of(
            self.zone,
            date.and_time(NaiveTime::MIN) + Duration::minutes(minute),
        )
    }
}

/// All that happens to `people` in the year, in the order of time.
pub(super) fn year(dice: &mut Dice, people: &[Person], span: Span) -> Vec<ContactEvent> {
    let mut all = Vec::new();
    let promising: Vec<&Person> = people.iter().filter(|person| person.promise >= 2).collect();
    // Journeys for 100 people: what a register of this size sees in a year.
    let plan = [
        (Interest::Glance, 90),
        (Interest::Reader, 28),
        (Interest::Ripening, 11),
        (Interest::Buying, 4),
    ];
    for (interest, each_hundred) in plan {
        for _ in 0..people.len() * each_hundred / 100 {
            let ripe = matches!(interest, Interest::Ripening | Interest::Buying);
            let person = if ripe && !promising.is_empty() && dice.hits(85) {
                dice.pick(&promising)
            } else {
                &people[dice.place(people.len())]
            };
            let day = start(dice, person, ripe);
            journey(dice, &mut all, &person.email, interest, |dice, later| {
                span.at(day - later, dice.between(7 * 60, 21 * 60))
            });
        }
    }
    mailings(dice, &mut all, people, span);
    events(dice, &mut all, people, span);
    all.retain(|event| event.at < span.now - Duration::minutes(5));
    all.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.contact.cmp(&b.contact)));
    all
}

/// The day on which a journey begins, before the last day; journeys that matter are denser in the last two weeks.
fn start(dice: &mut Dice, person: &Person, ripe: bool) -> i64 {
    let known = person.known_days - 1;
    if ripe && dice.hits(10) {
        dice.between(2, 14.min(known))
    } else {
        dice.between(0, known)
    }
}

/// One journey: its visits, at times that `when` says for the days passed since its beginning.
pub(super) fn journey(
    dice: &mut Dice,
    all: &mut Vec<ContactEvent>,
    contact: &str,
    interest: Interest,
    when: impl Fn(&mut Dice, i64) -> Time,
) {
    let mut day = 0;
    for doings in visits(dice, interest) {
        let mut at = when(dice, day);
        for event in doings {
            all.push(ContactEvent {
                contact: contact.to_owned(),
                at,
                event,
                by: String::new(),
            });
            at += Duration::milliseconds(dice.between(15_000, 240_000));
        }
        day += dice.between(0, 2);
    }
}

/// The visits of a journey, each with what is done in it.
pub(super) fn visits(dice: &mut Dice, interest: Interest) -> Vec<Vec<Event>> {
    match interest {
        Interest::Glance => vec![pages(dice, 0, 1)],
        Interest::Reader => vec![pages(dice, 0, 2), with(pages(dice, 1, 3), click(dice))],
        Interest::Ripening => {
            vec![
                pages(dice, 0, 2),
                with(pages(dice, 1, 3), download(dice)),
                with(pages(dice, 2, 4), pricing()),
                asks(dice),
            ]
        }
        Interest::Buying => vec![
            pages(dice, 0, 3),
            with(pages(dice, 2, 4), download(dice)),
            with(pages(dice, 3, 4), pricing()),
            vec![
                pricing(),
                event("page_view", "/demo"),
                event("form", dice.pick(&FORMS)),
            ],
            vec![
                event("email_reply", dice.pick(&ANSWERS)),
                event("download", dice.pick(&FILES)),
            ],
        ],
    }
}

/// Pages from one depth to another, one or two of each.
fn pages(dice: &mut Dice, from: usize, to: usize) -> Vec<Event> {
    let mut seen = Vec::new();
    for layer in PAGES[from..=to].iter().copied() {
        seen.push(event("page_view", dice.pick(layer)));
        if dice.hits(25) {
            seen.push(event("page_view", dice.pick(layer)));
        }
    }
    seen
}

/// What people do who have seen enough to ask.
fn asks(dice: &mut Dice) -> Vec<Event> {
    match dice.place(5) {
        0 => vec![event("form", dice.pick(&FORMS))],
        1 => vec![event("email_reply", dice.pick(&ANSWERS))],
        2 => vec![
            event("chat", "asked about integrations"),
            event("page_view", "/contact"),
        ],
        3 => vec![download(dice), event("social", "follows us")],
        _ => vec![event("profile_completed", "phone and title")],
    }
}

fn with(mut doings: Vec<Event>, one_more: Event) -> Vec<Event> {
    doings.push(one_more);
    doings
}

fn download(dice: &mut Dice) -> Event {
    event("download", dice.pick(&FILES))
}

fn click(dice: &mut Dice) -> Event {
    event("email_click", dice.pick(&MAILS))
}

fn pricing() -> Event {
    event("page_view", "/pricing")
}

/// An event of a kind of the vocabulary.
pub(super) fn event(kind: &str, detail: &str) -> Event {
    Event {
        kind: kind.to_owned(),
        detail: detail.to_owned(),
    }
}

/// A mailing every fifth week: sent, opened by some, followed by few.
fn mailings(dice: &mut Dice, all: &mut Vec<ContactEvent>, people: &[Person], span: Span) {
    for day in (3..DAYS).step_by(35) {
        let mail = dice.pick(&MAILS);
        for person in people.iter().filter(|person| person.known_days > day) {
            if !dice.hits(8) {
                continue;
            }
            let sent = span.at(day, 9 * 60);
            let mut say = |kind, at| {
                all.push(ContactEvent {
                    contact: person.email.clone(),
                    at,
                    event: event(kind, mail),
                    by: String::new(),
                });
            };
            say("email_sent", sent);
            if dice.hits(35) {
                let opened = sent + Duration::seconds(dice.between(60, 30_000));
                say("email_open", opened);
                if dice.hits(25) {
                    say("email_click", opened + Duration::seconds(40));
                }
            }
        }
    }
}

/// Four events a year: some register, most of them come.
fn events(dice: &mut Dice, all: &mut Vec<ContactEvent>, people: &[Person], span: Span) {
    for (day, name) in [300, 210, 120, 30].into_iter().zip(EVENTS) {
        for person in people.iter().filter(|person| person.known_days > day + 10) {
            if !dice.hits(2) {
                continue;
            }
            let mut say = |kind, at| {
                all.push(ContactEvent {
                    contact: person.email.clone(),
                    at,
                    event: event(kind, name),
                    by: String::new(),
                });
            };
            say(
                "event_registered",
                span.at(day + dice.between(1, 9), dice.between(480, 1_100)),
            );
            if dice.hits(65) {
                say("event_attended", span.at(day, 9 * 60 + dice.between(0, 20)));
            }
        }
    }
}
