//! The year passes: step by step people do things, the rules move their leads, and the team works.

use std::collections::{BTreeMap, HashSet};
use std::iter::Peekable;
use std::path::Path;
use std::sync::Arc;
use std::vec::IntoIter;

use chrono::{Datelike, Weekday};

use super::DemoPlan;
use super::companies::companies;
use super::dice::Dice;
use super::journeys::{DAYS, Span, year};
use super::people::{Person, people};
use super::today;
use super::work::{Act, on_handoff, on_return};
use crate::domain::Time;
use crate::domain::calendar::Calendar;
use crate::domain::command::{Command, Order};
use crate::domain::contact::{ContactId, ContactPatch};
use crate::domain::policy::Policy;
use crate::domain::priority::OpenLeads;
use crate::domain::query::{Answer, Query, ReturnedLead};
use crate::engine::import::{ActivityRow, ContactEvent, ContactRow, Import, Mode, Onward};
use crate::engine::{Clock, EngineError, Ledger, Reader};

/// Days before the end from which the year passes day by day; before that, week by week.
const DAILY_FROM: i64 = 56;
/// Days before the end from which a day has several steps.
const HOURLY_FROM: i64 = 6;

/// A year under way.
pub(super) struct Year {
    ledger: Ledger,
    reader: Reader,
    clock: Clock,
    pub calendar: Calendar,
    pub dice: Dice,
    /// What the team will try, by time; the number keeps acts of one moment in their order.
    agenda: BTreeMap<(Time, u64), (ContactId, Act)>,
    planned: u64,
    /// Handoffs and returns that somebody has seen, by contact and time.
    seen: HashSet<(ContactId, Time)>,
    /// Leads that are left for the visitor: nobody plans anything with them.
    pub left: HashSet<String>,
}

/// Makes the database and lets the year pass with `count` contacts.
pub(super) fn pass(
    path: &Path,
    policy: Arc<Policy>,
    plan: &DemoPlan,
    count: usize,
    progress: &mut dyn FnMut(u64, u64) -> Onward,
) -> Result<(), EngineError> {
    let span = Span {
        now: plan.now,
        zone: plan.zone,
    };
    let companies = companies(&mut Dice::new(plan.seed, 1), (count * 3).div_ceil(20).max(1));
    let people = people(&mut Dice::new(plan.seed, 2), &companies, count);
    let mut events = year(&mut Dice::new(plan.seed, 3), &people, span)
        .into_iter()
        .peekable();
    let mut newcomers = arrivals(&people, span).into_iter().peekable();
    let mut year = Year::begin(path, policy, plan)?;
    let (times, beats) = (steps(span), today::beats(&year.calendar, span));
    let total = (times.len() + beats.len() + 1) as u64;
    for (done, at) in times.into_iter().enumerate() {
        go_on(progress(done as u64, total))?;
        if beats.first().is_none_or(|beat| at < beat.at) {
            year.step(at, &mut newcomers, &mut events)?;
        }
    }
    let done = total - beats.len() as u64 - 1;
    today::pass(
        &mut year,
        &people,
        span,
        beats,
        &mut |beat, year: &mut Year, at| {
            go_on(progress(done + beat, total))?;
            year.step(at, &mut newcomers, &mut events)
        },
    )?;
    go_on(progress(total, total))
}

/// Ends the year before its time when somebody said so.
const fn go_on(onward: Onward) -> Result<(), EngineError> {
    match onward {
        Onward::Continue => Ok(()),
        Onward::Stop => Err(EngineError::Cancelled),
    }
}

/// When each person comes into the register, in the order of time.
fn arrivals(people: &[Person], span: Span) -> Vec<(Time, ContactPatch)> {
    let mut all: Vec<(Time, ContactPatch)> = people
        .iter()
        .map(|person| (span.at(person.known_days, 60), person.patch.clone()))
        .collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The steps of the year: mornings of Mondays, then of working days, then several a day.
fn steps(span: Span) -> Vec<Time> {
    let mut steps = vec![span.at(DAYS, 8 * 60)];
    for day in (0..DAYS).rev() {
        let weekday = span.at(day, 12 * 60).with_timezone(&span.zone).weekday();
        let minutes: &[i64] = match day {
            _ if weekday.number_from_monday() > 5 => &[],
            DAILY_FROM.. if weekday != Weekday::Mon => &[],
            HOURLY_FROM.. => &[495],
            _ => &[495, 620, 760, 890],
        };
        steps.extend(minutes.iter().map(|minute| span.at(day, *minute)));
    }
    steps
}

impl Year {
    fn begin(path: &Path, policy: Arc<Policy>, plan: &DemoPlan) -> Result<Self, EngineError> {
        let start = Span {
            now: plan.now,
            zone: plan.zone,
        }
        .at(DAYS, 7 * 60);
        let clock = Clock::standing(start);
        let calendar = Calendar::new(&policy.clocks);
        let ledger = Ledger::open_scratch(path, policy, clock.clone(), &mut |_, _| {})?;
        let reader = ledger.reader()?;
        let dice = Dice::new(plan.seed, 4);
        let (agenda, seen, left) = (BTreeMap::new(), HashSet::new(), HashSet::new());
        Ok(Self {
            ledger,
            reader,
            clock,
            calendar,
            dice,
            agenda,
            planned: 0,
            seen,
            left,
        })
    }

    /// Everything up to `at`: what the team had planned, who has become known, what people have done, and the plans that
    /// follow from it.
    fn step(
        &mut self,
        at: Time,
        newcomers: &mut Peekable<IntoIter<(Time, ContactPatch)>>,
        events: &mut Peekable<IntoIter<ContactEvent>>,
    ) -> Result<(), EngineError> {
        self.work_until(at)?;
        let mut new = Vec::new();
        while let Some((_, patch)) = newcomers.next_if(|(since, _)| *since <= at) {
            new.push(patch);
        }
        let mut happened = Vec::new();
        while let Some(event) = events.next_if(|event| event.at <= at) {
            happened.push(event);
        }
        self.meet(new)?;
        self.happen(happened)?;
        self.look_around()
    }

    /// Carries out what was planned until `until`, and lets the clocks run that far.
    pub fn work_until(&mut self, until: Time) -> Result<(), EngineError> {
        while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= until) {
            let (contact, act) = entry.remove();
            self.clock.set(act.at.max(self.clock.now()));
            self.submit(contact, &act)?;
        }
        self.clock.set(until.max(self.clock.now()));
        self.ledger.catch_up()?;
        Ok(())
    }

    /// Tries an act; a refusal is a plan that has been overtaken.
    fn submit(&mut self, contact: ContactId, act: &Act) -> Result<(), EngineError> {
        let order = Order {
            contact,
            version: None,
            command: act.command.clone(),
            at: None,
        };
        match self.ledger.submit(act.who, "cockpit", &order) {
            Ok(_) | Err(EngineError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn meet(&mut self, new: Vec<ContactPatch>) -> Result<(), EngineError> {
        if new.is_empty() {
            return Ok(());
        }
        let import = Import {
            who: "sofia",
            source: "import crm.csv",
            mode: Mode::Write,
        };
        let rows = (2..).zip(new).map(|(line, patch)| ContactRow {
            line,
            patch: Ok(patch),
        });
        self.ledger
            .import_contacts(&import, rows, &mut |_| Onward::Continue)?;
        Ok(())
    }

    /// What people have done since the last step, in one transaction.
    pub fn happen(&mut self, events: Vec<ContactEvent>) -> Result<(), EngineError> {
        if events.is_empty() {
            return Ok(());
        }
        let import = Import {
            who: "",
            source: "web",
            mode: Mode::Write,
        };
        let rows = (1..).zip(events).map(|(line, event)| ActivityRow {
            line,
            event: Ok(event),
        });
        self.ledger
            .import_activities(&import, rows, &mut |_| Onward::Continue)?;
        Ok(())
    }

    /// The team sees what has come in, and plans what to do with it.
    fn look_around(&mut self) -> Result<(), EngineError> {
        let now = self.clock.now();
        for lead in self.open_leads()?.iter() {
            let is_new = self.seen.insert((lead.id, lead.handoff.handed_at));
            if is_new && !self.left.contains(&lead.email) {
                for act in on_handoff(&mut self.dice, &self.calendar, now) {
                    self.plan(lead.id, act);
                }
            }
        }
        for lead in self.returned()? {
            if self.seen.insert((lead.id, lead.returned.at)) {
                let act = on_return(&mut self.dice, &self.calendar, now, lead.returned.reason);
                self.plan(lead.id, act);
            }
        }
        Ok(())
    }

    /// Puts an act into the agenda.
    pub fn plan(&mut self, contact: ContactId, act: Act) {
        self.planned += 1;
        self.agenda.insert((act.at, self.planned), (contact, act));
    }

    /// Takes planned acts out of the agenda.
    pub fn cancel(&mut self, which: impl Fn(&Command) -> bool) {
        self.agenda.retain(|_, (_, act)| !which(&act.command));
    }

    /// The leads in sales' hand, by contact.
    pub fn open_leads(&self) -> Result<Arc<OpenLeads>, EngineError> {
        let Answer::OpenLeads(leads) = self.ask(&Query::OpenLeads)? else {
            return Ok(Arc::default());
        };
        Ok(leads)
    }

    /// The leads that wait for triage, newest first.
    pub fn returned(&self) -> Result<Vec<ReturnedLead>, EngineError> {
        let Answer::Returned(leads) = self.ask(&Query::Returned)? else {
            return Ok(Vec::new());
        };
        Ok(leads)
    }

    /// The store's answer to one question.
    pub fn ask(&self, query: &Query) -> Result<Answer, EngineError> {
        Ok(self.reader.ask(query)?)
    }

    /// The time now.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// The rules.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(self.ledger.policy())
    }
}
