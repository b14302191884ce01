//! One act on many leads: submitted a few at a time, told as one sentence, and taken back as one.

use std::collections::{BTreeSet, VecDeque};

use crate::domain::activity::{Seq, TriageChoice};
use crate::domain::command::{Command, Order};
use crate::domain::contact::ContactId;
use crate::domain::when;
use crate::tui::act::menus;
use crate::tui::desk::Gate;
use crate::tui::overlay::Overlay;
use crate::tui::{Effect, NotDone};

use super::Model;

/// Acts are taken back one by one as far as this; further back nobody remembers what he did.
const REMEMBERED: usize = 100;

/// Orders of one bulk that are under way at once: a session has room for a few hundred errands, and others are waiting too.
const AT_ONCE: usize = 64;

/// What `u` takes back: whom each act of this session was about, the last act last. An act may be about many.
#[derive(Debug, Default)]
pub(super) struct Acted(Vec<Act>);

#[derive(Debug)]
struct Act {
    contacts: Vec<ContactId>,
    /// The bulk it belongs to, and what was done; absent for an act on one lead.
    bulk: Option<(usize, String)>,
}

impl Acted {
    /// Whom the last act was about; empty when there was none.
    pub(super) fn last(&self) -> &[ContactId] {
        self.0.last().map_or(&[], |act| &act.contacts)
    }

    /// What was done to the many leads of the last act.
    fn last_words(&self) -> Option<&str> {
        let (_, words) = self.0.last()?.bulk.as_ref()?;
        Some(words)
    }

    fn add(&mut self, id: ContactId, bulk: Option<(usize, String)>) {
        if bulk.is_some()
            && let Some(act) = self.0.iter_mut().rfind(|act| act.bulk == bulk)
        {
            act.contacts.push(id);
            return;
        }
        self.0.push(Act {
            contacts: vec![id],
            bulk,
        });
        if self.0.len() > REMEMBERED {
            self.0.remove(0);
        }
    }

    /// The last act on the lead was taken back, or never can be.
    fn forget(&mut self, id: ContactId) {
        let Some(at) = self.0.iter().rposition(|act| act.contacts.contains(&id)) else {
            return;
        };
        self.0[at].contacts.retain(|other| *other != id);
        if self.0[at].contacts.is_empty() {
            self.0.remove(at);
        }
    }
}

/// An act on many leads that is under way.
#[derive(Debug)]
pub(super) struct Bulk {
    number: usize,
    /// What is done: `to nurture`, `taken back`.
    what: String,
    todo: VecDeque<Order>,
    under_way: BTreeSet<ContactId>,
    done: usize,
    not_done: Vec<String>,
    /// Orders for somebody who has never been seen here.
    unconfirmed: Vec<Order>,
}

impl Bulk {
    fn all(&self) -> usize {
        self.todo.len() + self.under_way.len() + self.done + self.not_done.len()
    }

    /// What became of it, or how far it has come.
    fn sentence(&self) -> Result<String, String> {
        let Self { what, done, .. } = self;
        let left = self.todo.len() + self.under_way.len();
        if left > 0 {
            return Ok(format!("{} of {} leads {what} …", self.all() - left, self.all()));
        }
        match self.not_done.as_slice() {
            [] => Ok(format!("{done} leads {what}")),
            [first, ..] => Err(format!(
                "{done} of {} leads {what}; {} not, the first: {first}",
                self.all(),
                self.not_done.len()
            )),
        }
    }
}

impl Model {
    /// The bulk in which an order about this lead is under way.
    pub(super) fn bulk_of(&self, id: ContactId) -> Option<usize> {
        self.bulks.iter().position(|bulk| bulk.under_way.contains(&id))
    }

    /// Begins one act on many leads.
    pub(super) fn submit_bulk(&mut self, orders: Vec<Order>) -> Vec<Effect> {
        let number = self.bulks.last().map_or(0, |bulk| bulk.number + 1);
        // A number that an act has which can still be taken back is not given again.
        let taken = self
            .acted
            .0
            .iter()
            .filter_map(|act| Some(act.bulk.as_ref()?.0))
            .max();
        self.bulks.push(Bulk {
            number: taken.map_or(number, |taken| number.max(taken + 1)),
            what: self.words_of(&orders),
            todo: orders.into(),
            under_way: BTreeSet::new(),
            done: 0,
            not_done: Vec::new(),
            unconfirmed: Vec::new(),
        });
        self.go_on_with(self.bulks.len() - 1)
    }

    /// `to nurture (no budget)`.
    fn words_of(&self, orders: &[Order]) -> String {
        let zone = self.ctx.policy.clocks.zone;
        let Some(Order { command, .. }) = orders.first() else {
            return String::new();
        };
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "nothing else is done to many leads at once"
        )]
        let words = match command {
            Command::Triage { to, wake_at, .. } => {
                let to = match to {
                    TriageChoice::Nurture => "to nurture",
                    TriageChoice::Research => "to research",
                    TriageChoice::Close => "closed",
                };
                let wake = wake_at.map(|at| format!(", wake up {}", when::show(at, self.ctx.now, zone)));
                format!("{to}{}", wake.unwrap_or_default())
            }
            Command::Handoff { to: Some(to) } => format!("handed to {}", to.name()),
            Command::Handoff { to: None } => "handed to sales".to_owned(),
            Command::Undo => {
                let what = self.acted.last_words().unwrap_or("the last act");
                return format!("taken back: {what}");
            }
            _ => return "done".to_owned(),
        };
        let ids: Vec<ContactId> = orders.iter().map(|order| order.contact).collect();
        match self.screens.returned_for(&ids) {
            Some(reason) => format!("{words} (all: {})", reason.label()),
            None => format!("{words} (several reasons)"),
        }
    }

    /// Submits as many orders of a bulk as may be under way, and says how far it has come.
    fn go_on_with(&mut self, at: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(bulk) = self.bulks.get_mut(at)
            && bulk.under_way.len() < AT_ONCE
            && let Some(order) = bulk.todo.pop_front()
        {
            let id = order.contact;
            match self.desk.gate(order) {
                Gate::Go(order) => {
                    bulk.under_way.insert(id);
                    effects.push(Effect::Submit(order));
                }
                Gate::Waits | Gate::Busy => {
                    bulk.not_done
                        .push("the last act on a lead is still being written".to_owned());
                }
            }
        }
        let bulk = &self.bulks[at];
        let said = bulk.sentence();
        if bulk.todo.is_empty() && bulk.under_way.is_empty() {
            self.bulks.remove(at);
        }
        self.say(said);
        effects
    }

    /// An order was answered: when it belongs to a bulk, that goes on.
    pub(super) fn bulk_settled(
        &mut self,
        order: &Order,
        result: &Result<(Option<Seq>, String), NotDone>,
    ) -> Vec<Effect> {
        let Some(at) = self.bulk_of(order.contact) else {
            if let Err(NotDone::Stranger { closest, .. }) = result {
                self.confirm(vec![order.clone()], closest.as_deref());
            }
            return Vec::new();
        };
        let bulk = &mut self.bulks[at];
        bulk.under_way.remove(&order.contact);
        match result {
            Ok(_) => bulk.done += 1,
            Err(why) => bulk.not_done.push(why.sentence().to_owned()),
        }
        if let Err(NotDone::Stranger { closest, .. }) = result {
            bulk.unconfirmed.push(order.clone());
            if bulk.todo.is_empty() && bulk.under_way.is_empty() {
                let orders = std::mem::take(&mut bulk.unconfirmed);
                self.confirm(orders, closest.as_deref());
            }
        }
        self.go_on_with(at)
    }

    /// Asks whether orders for somebody who has never been seen here are meant so.
    fn confirm(&mut self, orders: Vec<Order>, closest: Option<&str>) {
        self.overlays
            .extend(menus::stranger(orders, closest).map(Overlay::Menu));
    }

    /// What `u` will take back. An undo that a rule refuses is not tried again: what was done before it can still be taken
    /// back.
    pub(super) fn remember(&mut self, order: &Order, result: &Result<(Option<Seq>, String), NotDone>) {
        let id = order.contact;
        let undo = order.command == Command::Undo;
        match result {
            Ok(_) | Err(NotDone::Refused(_)) if undo => self.acted.forget(id),
            Ok(_) => {
                let bulk = self.bulk_of(id).and_then(|at| self.bulks.get(at));
                self.acted
                    .add(id, bulk.map(|bulk| (bulk.number, bulk.what.clone())));
            }
            Err(_) => {}
        }
    }
}
