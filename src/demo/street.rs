//! One thing after the other that happens while the visitor looks.

use std::sync::Arc;
use std::time::Duration;

use super::dice::Dice;
use super::journeys::event;
use super::team::{MARKETERS, VISITOR, colleague};
use super::words::{ANSWERS, FILES, FORMS, GOOD, MAILS, PAGES};
use super::work::give_back;
use crate::domain::activity::{Event, TriageChoice};
use crate::domain::command::{Command, Order};
use crate::domain::contact::ContactId;
use crate::domain::lead::{Outcome, ReturnReason, Stage};
use crate::domain::priority;
use crate::domain::priority::{OpenLead, OpenLeads};
use crate::domain::query::{Answer, ContactFilter, ContactLine, ContactsQuery, Query, Slice};
use crate::domain::score::Class;
use crate::engine::{EngineError, Handle};

/// Rows at the top of the visitor's list that colleagues leave alone.
const VISITORS_ROWS: usize = 8;
/// Leads in the queue below which colleagues take none, so that the visitor never sits before an empty list.
const LEAST_QUEUED: usize = 24;
/// Leads in the queue above which marketers hand over none by hand.
const MOST_QUEUED: usize = 60;
/// Events in one act of somebody who is about to buy.
const MOST_STEPS: usize = 7;
/// Ticks from one star to the next.
const STAR_EVERY: u64 = 24;

/// Nothing to do this time.
const QUIET: Result<(), EngineError> = Ok(());

/// Everybody who moves while the visitor looks.
pub(super) struct Street {
    handle: Handle,
    dice: Dice,
    ticks: u64,
    /// Everybody in marketing's hand when the traffic began.
    crowd: Vec<ContactLine>,
    /// Somebody who will be an A within some steps, and the steps.
    star: Option<(ContactId, Vec<Event>)>,
}

impl Street {
    /// Nothing has happened yet.
    pub fn new(handle: Handle, seed: u64) -> Self {
        Self {
            handle,
            dice: Dice::new(seed, 5),
            ticks: 0,
            crowd: Vec::new(),
            star: None,
        }
    }

    /// How long until the next thing happens.
    pub fn pause(&mut self) -> Duration {
        let most = if self.ticks < 10 { 1_900 } else { 4_000 };
        Duration::from_millis(self.dice.between(1_000, most) as u64)
    }

    /// One thing happens.
    pub fn tick(&mut self) -> Result<(), EngineError> {
        if self.ticks == 0 {
            self.crowd = self.gather()?;
        }
        if self.ticks.is_multiple_of(STAR_EVERY) {
            self.star = self.rising();
        }
        self.ticks += 1;
        if let Some((id, event)) = self
            .star
            .as_mut()
            .and_then(|(id, steps)| Some((*id, steps.pop()?)))
        {
            return self.happens(id, event);
        }
        if self.ticks.is_multiple_of(6) {
            self.colleague()
        } else {
            self.visit()
        }
    }

    fn ask(&self, query: Query) -> Result<Answer, EngineError> {
        self.handle
            .ask(query)
            .blocking_recv()
            .map_err(|_| EngineError::Stopped)?
    }

    fn submit(
        &self,
        who: &str,
        source: &'static str,
        contact: ContactId,
        command: Command,
    ) -> Result<(), EngineError> {
        let order = Order {
            contact,
            version: None,
            command,
            at: None,
        };
        match self
            .handle
            .submit(who, source, order)
            .blocking_recv()
            .map_err(|_| EngineError::Stopped)?
        {
            Ok(_) | Err(EngineError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn happens(&self, contact: ContactId, event: Event) -> Result<(), EngineError> {
        self.submit("", "web", contact, Command::Record(event))
    }

    fn open_leads(&self) -> Result<Arc<OpenLeads>, EngineError> {
        let Answer::OpenLeads(leads) = self.ask(Query::OpenLeads)? else {
            return Ok(Arc::default());
        };
        Ok(leads)
    }

    fn gather(&self) -> Result<Vec<ContactLine>, EngineError> {
        let mut all = Vec::new();
        let mut slice = Slice::First;
        loop {
            let query = ContactsQuery {
                text: String::new(),
                filter: ContactFilter::Marketing,
                slice,
                limit: 400,
            };
            let Answer::Contacts(_, page) = self.ask(Query::Contacts(query))? else {
                return Ok(all);
            };
            let Some(last) = page.last() else { return Ok(all) };
            slice = Slice::After(last.name_key.clone(), last.id);
            all.extend(page);
        }
    }

    /// Who of the crowd is nearest to class A, and the steps that lead there; last step first.
    fn rising(&mut self) -> Option<(ContactId, Vec<Event>)> {
        let known = self
            .crowd
            .iter()
            .enumerate()
            .filter(|(_, line)| line.lead.returned.is_none() && !line.phone.is_empty());
        let reached = known.filter_map(|(place, line)| Some((self.steps_to_a(line)?, place)));
        let (count, place) = reached.min()?;
        let line = self.crowd.swap_remove(place);
        let mut steps = buying();
        steps.truncate(count);
        steps.reverse();
        Some((line.id, steps))
    }

    /// How many steps of somebody who buys would make an A of this one.
    fn steps_to_a(&self, line: &ContactLine) -> Option<usize> {
        let (policy, now) = (self.handle.policy(), self.handle.now());
        let mut score = line.score.clone();
        if policy.model.score(&score, now).fit < policy.routing.a.min_fit {
            return None;
        }
        let steps = buying();
        (1..=MOST_STEPS).find(|count| {
            policy.model.absorb(&mut score, &steps[count - 1], now);
            policy.model.score(&score, now).class == Class::A
        })
    }

    /// Somebody looks around, writes or clicks: an open lead now and then, mostly anybody.
    fn visit(&mut self) -> Result<(), EngineError> {
        let id = if self.dice.hits(30) {
            let leads = self.open_leads()?;
            leads.get(self.dice.place(leads.len())).map(|lead| lead.id)
        } else {
            self.crowd
                .get(self.dice.place(self.crowd.len()))
                .map(|line| line.id)
        };
        let event = self.doing();
        id.map_or(QUIET, |id| self.happens(id, event))
    }

    fn doing(&mut self) -> Event {
        let dice = &mut self.dice;
        match dice.place(20) {
            0..8 => event("page_view", dice.pick(PAGES[0])),
            8..11 => event("page_view", dice.pick(PAGES[2])),
            11..13 => event("page_view", dice.pick(PAGES[4])),
            13 => event("page_view", "/pricing"),
            14..16 => event("email_click", dice.pick(&MAILS)),
            16..18 => event("download", dice.pick(&FILES)),
            18 => event("email_reply", dice.pick(&ANSWERS)),
            _ => event("form", dice.pick(&FORMS)),
        }
    }

    /// A colleague does something.
    fn colleague(&mut self) -> Result<(), EngineError> {
        let leads = self.open_leads()?;
        match self.dice.place(10) {
            0..3 => self.take(&leads),
            3..7 => self.work(&leads),
            7 => self.triage(),
            _ => self.hand_over(&leads),
        }
    }

    /// Takes a lead from the queue, below the rows that the visitor has before the eyes, and calls.
    fn take(&mut self, leads: &OpenLeads) -> Result<(), EngineError> {
        let ranking = priority::rank(leads, VISITOR, self.handle.policy(), self.handle.now());
        let free = |lead: &OpenLead| {
            lead.lead.stage == Stage::Queued && lead.lead.owner.is_none() && !lead.do_not_call
        };
        let below = ranking
            .places
            .iter()
            .skip(VISITORS_ROWS)
            .filter_map(|place| leads.get(place.index));
        let queued: Vec<ContactId> = below.filter(|lead| free(lead)).map(|lead| lead.id).collect();
        if queued.len() < LEAST_QUEUED {
            return QUIET;
        }
        let (id, who) = (self.dice.pick(&queued), colleague(&mut self.dice));
        self.submit(who, "cockpit", id, Command::Take)
    }

    /// Goes on with a lead that a colleague holds.
    fn work(&mut self, leads: &[OpenLead]) -> Result<(), EngineError> {
        let held = |lead: &&OpenLead| {
            lead.lead.stage.is_taken() && lead.lead.owner.as_deref().is_some_and(|o| o != VISITOR)
        };
        let held: Vec<&OpenLead> = leads.iter().filter(held).collect();
        let Some(lead) = held.get(self.dice.place(held.len())) else {
            return QUIET;
        };
        let Some(who) = lead.lead.owner.clone() else {
            return QUIET;
        };
        let command = self.next_act();
        self.submit(&who, "cockpit", lead.id, command)
    }

    fn next_act(&mut self) -> Command {
        let call = |outcome, note: &str| Command::Call {
            outcome,
            callback_at: None,
            note: note.to_owned(),
        };
        match self.dice.place(10) {
            0..3 => call(Outcome::NoAnswer, ""),
            3 => call(Outcome::Voicemail, ""),
            4..6 => call(Outcome::Reached, self.dice.pick(&GOOD)),
            6 => Command::Meeting {
                at: Some(self.handle.now() + chrono::Duration::days(2)),
            },
            _ => {
                use ReturnReason as R;
                let reason =
                    self.dice
                        .pick(&[R::Need, R::Budget, R::Timeframe, R::Authority, R::Unreachable]);
                give_back(&mut self.dice, reason, self.handle.now())
            }
        }
    }

    /// A marketer deals with the oldest return.
    fn triage(&mut self) -> Result<(), EngineError> {
        let Answer::Returned(leads) = self.ask(Query::Returned)? else {
            return QUIET;
        };
        let Some(lead) = leads.last().filter(|_| leads.len() > 10) else {
            return QUIET;
        };
        let command = Command::Triage {
            to: TriageChoice::Nurture,
            wake_at: None,
            note: String::new(),
        };
        let who = self.dice.pick(&MARKETERS);
        self.submit(who, "cockpit", lead.id, command)
    }

    /// A marketer hands over somebody who has been met elsewhere.
    fn hand_over(&mut self, leads: &[OpenLead]) -> Result<(), EngineError> {
        if leads.len() > MOST_QUEUED {
            return QUIET;
        }
        let now = self.handle.now();
        let model = &self.handle.policy().model;
        let hands: Vec<usize> = (0..12).map(|_| self.dice.place(self.crowd.len())).collect();
        let best = hands
            .into_iter()
            .max_by_key(|place| self.crowd.get(*place).map(|l| model.score(&l.score, now).total));
        let Some(line) = best.and_then(|place| self.crowd.get(place)) else {
            return QUIET;
        };
        self.submit(MARKETERS[0], "cockpit", line.id, Command::Handoff { to: None })
    }
}

/// What somebody does who looks for a supplier, first step first.
fn buying() -> Vec<Event> {
    let steps: [(&str, &str); MOST_STEPS] = [
        ("page_view", "/pricing"),
        ("form", "demo request"),
        ("page_view", "/product/overview"),
        ("download", "buyers-guide.pdf"),
        ("email_reply", "Re: please call me after lunch"),
        ("page_view", "/demo"),
        ("page_view", "/pricing"),
    ];
    steps.iter().map(|(kind, detail)| event(kind, detail)).collect()
}
