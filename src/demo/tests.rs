#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::dice::Dice;
use super::journeys::Span;
use super::*;
use crate::config::{Settings, Texts};
use crate::domain::calendar::Calendar;
use crate::domain::lead::ReturnReason;
use crate::domain::priority;
use crate::domain::priority::{OpenLead, OpenLeads};
use crate::domain::query::{Answer, Query, ReturnedLead};
use crate::domain::score::Class;
use crate::domain::sla::ClockState;
use crate::engine::import::Onward;
use crate::engine::verify::verify;
use crate::engine::{Clock, Ledger, Service};

/// Enough for everything to be there, few enough to be quick.
const FEW: usize = 400;

fn plan(seed: u64, now: &str) -> DemoPlan {
    DemoPlan {
        seed,
        now: now.parse().unwrap(),
        zone: chrono_tz::Europe::Helsinki,
    }
}

fn policy() -> Arc<Policy> {
    let mut policy = Settings::from_texts(Texts::default()).unwrap().policy;
    policy.clocks.zone = chrono_tz::Europe::Helsinki;
    policy.rank.calling = crate::domain::policy::CallingHours::ALWAYS;
    Arc::new(policy)
}

fn settled(path: &Path, plan: &DemoPlan, count: usize) -> Ledger {
    history::pass(path, policy(), plan, count, &mut |_, _| Onward::Continue).unwrap();
    Ledger::open(path, policy(), Clock::standing(plan.now), &mut |_, _| {}).unwrap()
}

fn desk(ledger: &Ledger) -> (Arc<OpenLeads>, Vec<ReturnedLead>) {
    let reader = ledger.reader().unwrap();
    let (Answer::OpenLeads(open), Answer::Returned(returned)) = (
        reader.ask(&Query::OpenLeads).unwrap(),
        reader.ask(&Query::Returned).unwrap(),
    ) else {
        panic!("an answer to another question");
    };
    (open, returned)
}

fn year_of(seed: u64) -> (Vec<people::Person>, Vec<crate::engine::import::ContactEvent>) {
    let plan = plan(seed, "2026-03-18T09:00:00Z");
    let companies = companies::companies(&mut Dice::new(seed, 1), 300);
    let people = people::people(&mut Dice::new(seed, 2), &companies, CONTACTS);
    let span = Span {
        now: plan.now,
        zone: plan.zone,
    };
    let events = journeys::year(&mut Dice::new(seed, 3), &people, span);
    (people, events)
}

#[test]
fn the_same_seed_makes_the_same_people_and_the_same_year_and_another_seed_does_not() {
    let patches = |seed| -> Vec<_> { year_of(seed).0.into_iter().map(|person| person.patch).collect() };
    assert_eq!(patches(7), patches(7));
    assert_ne!(patches(7), patches(8));
    assert_eq!(year_of(7).1, year_of(7).1);
    assert_ne!(year_of(7).1, year_of(8).1);
}

#[test]
fn nobody_has_the_address_of_another_or_one_that_exists() {
    let (people, _) = year_of(3);
    let emails: HashSet<&str> = people.iter().map(|person| person.email.as_str()).collect();
    assert_eq!(emails.len(), CONTACTS);
    assert!(
        emails
            .iter()
            .all(|email| email.is_ascii() && email.ends_with(".example"))
    );
}

#[test]
fn what_the_register_says_has_nothing_in_it_that_a_terminal_would_obey() {
    for person in year_of(4).0 {
        let clean = |text: &str| !text.is_empty() && text.trim() == text && !text.contains(char::is_control);
        assert!(
            person.patch.fields.values().all(|value| clean(value)),
            "{:?}",
            person.patch
        );
    }
}

#[test]
fn events_come_in_order_after_the_contact_is_known_and_never_from_the_future() {
    let plan = plan(5, "2026-03-18T09:00:00Z");
    let (people, events) = year_of(5);
    assert!(events.is_sorted_by_key(|event| event.at));
    assert!(events.iter().all(|event| event.at < plan.now));
    let keys: HashSet<&str> = people.iter().map(|person| person.email.as_str()).collect();
    assert!(events.iter().all(|event| keys.contains(event.contact.as_str())));
}

#[test]
fn the_team_acts_in_order_and_after_the_lead_has_come() {
    let calendar = Calendar::new(&policy().clocks);
    let from = plan(0, "2026-03-18T09:00:00Z").now;
    for seed in 0..300 {
        let acts = work::on_handoff(&mut Dice::new(seed, 4), &calendar, from);
        assert!(acts.iter().all(|act| act.at >= from));
        assert!(acts.is_sorted_by_key(|act| act.at), "{acts:?}");
    }
}

/// What the visitor finds, whatever the seed and the hour: morning, weekend, night.
fn holds_something_of_everything(seed: u64, now: &str) {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(seed, now);
    let ledger = settled(&folder.path().join("demo.db"), &plan, FEW);
    let (open, returned) = desk(&ledger);
    let ranking = priority::rank(&open, viewer(), ledger.policy(), plan.now);
    assert!(
        (30..=80).contains(&ranking.places.len()),
        "{} in the list",
        ranking.places.len()
    );
    assert!((10..=25).contains(&returned.len()), "{} returned", returned.len());
    let of_class = |class| {
        ranking
            .places
            .iter()
            .filter(|place| place.score.class == class)
            .count()
    };
    assert!(of_class(Class::A) >= 5 && of_class(Class::B) >= 5);
    let a1 = ranking
        .places
        .iter()
        .filter(|place| place.score.grade.to_string() == "A1")
        .count();
    assert!(a1 >= 3, "{a1} of grade A1");
    for state in [ClockState::OnTime, ClockState::AtRisk, ClockState::Breached] {
        assert!(
            ranking.places.iter().any(|place| place.clock.state == state),
            "no clock is {state:?}"
        );
    }
    let promised = open
        .iter()
        .filter(|lead| lead.lead.work.callback_at.is_some_and(|at| at > plan.now))
        .count();
    assert!(promised >= 3, "{promised} promised");
    let taken = open
        .iter()
        .filter(|lead| lead.lead.owner.as_deref().is_some_and(|owner| owner != viewer()));
    assert!(taken.count() >= 5);
    for reason in &ReturnReason::ALL[..4] {
        assert!(
            returned.iter().any(|lead| lead.returned.reason == *reason),
            "nobody came back for {reason:?}"
        );
    }
    let report = verify(&ledger.reader().unwrap(), ledger.policy(), &mut |_, _| {}).unwrap();
    assert!(report.ok, "{:?}", report.differences.first());
}

#[test]
fn on_a_working_day_the_desk_holds_something_of_everything() {
    holds_something_of_everything(1, "2026-11-19T10:40:00Z");
}

#[test]
fn on_a_sunday_evening_the_desk_holds_something_of_everything() {
    holds_something_of_everything(2, "2026-06-07T19:10:00Z");
}

#[test]
fn somebody_becomes_an_a_within_the_first_steps_and_nobody_touches_the_visitors_leads() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(6, "2026-11-19T10:40:00Z");
    let ledger = settled(&folder.path().join("demo.db"), &plan, FEW);
    let (before, _) = desk(&ledger);
    let service = Service::start(ledger).unwrap();
    let mut street = street::Street::new(service.handle(), 6);
    for _ in 0..40 {
        street.tick().unwrap();
    }
    let Answer::OpenLeads(after) = service
        .handle()
        .ask(Query::OpenLeads)
        .blocking_recv()
        .unwrap()
        .unwrap()
    else {
        panic!("an answer to another question");
    };
    let known: HashSet<_> = before.iter().map(|lead| lead.id).collect();
    assert!(
        after
            .iter()
            .any(|lead| !known.contains(&lead.id) && lead.lead.class == Class::A)
    );
    let mine = |lead: &&OpenLead| lead.lead.owner.as_deref() == Some(viewer());
    for lead in before.iter().filter(mine) {
        let now = after.iter().find(|other| other.id == lead.id).unwrap();
        assert_eq!(now.lead.version, lead.lead.version);
    }
}

#[test]
fn traffic_stops_at_once_when_it_is_dropped_even_after_the_engine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let ledger = Ledger::open(&path, policy(), Clock::System, &mut |_, _| {}).unwrap();
    let service = Service::start(ledger).unwrap();
    let traffic = Traffic::start(service.handle(), 1);
    drop(service);
    drop(traffic);
}
