//! What comes back: answers of the store, and what became of orders.

use std::sync::Arc;

use crate::domain::command::{Command, Order};
use crate::domain::lead::Outcome;
use crate::domain::query::{Answer, Query};
use crate::tui::{Effect, NotDone, Submitted};

use super::{Called, Model};

impl Model {
    pub(super) fn loaded(&mut self, answer: Answer) -> Vec<Effect> {
        let mut effects = match &mut self.card {
            Some(card) => {
                let mut effects = card.loaded(&answer);
                effects.extend(card.catch_up(&self.ctx));
                effects
            }
            None => Vec::new(),
        };
        match answer {
            Answer::OpenLeads(leads) => {
                self.hear_of(&leads.users);
                if self.desk.take(leads, &self.ctx) {
                    effects.extend(self.renew());
                    self.dirty = true;
                }
                if self.flow.leads.came() {
                    effects.push(Effect::Load(Query::OpenLeads));
                }
            }
            Answer::Returned(leads) => {
                self.dirty |= self.screens.take_returned(leads);
                if self.flow.returned.came() {
                    effects.push(Effect::Load(Query::Returned));
                }
            }
            Answer::Contacts(..) => {
                effects.extend(self.screens.contacts.loaded(&answer));
                self.dirty = true;
            }
            Answer::Card(card) => {
                self.dirty |= card.is_some_and(|card| self.desk.explain(&card));
                self.dirty |= self.card.is_some();
                if self.flow.card.came()
                    && let Some(card) = &self.card
                {
                    effects.extend(card.refresh());
                }
            }
            Answer::Timeline(..) => self.dirty |= self.card.is_some(),
        }
        effects
    }

    /// Takes who works here; a question to whom a lead is given shows it.
    fn hear_of(&mut self, users: &Arc<[String]>) {
        if self.ctx.users != *users {
            self.ctx.users = Arc::clone(users);
            self.dirty = true;
        }
    }

    /// Lets the lists follow the desk. What has become of a lead that left under the cursor and is not open any more,
    /// only its card tells.
    fn renew(&mut self) -> Vec<Effect> {
        self.screens.renew(&self.desk, &self.ctx);
        let departed = self.screens.all_departed();
        self.desk.keep_departed(&departed);
        let unknown = departed.into_iter().filter(|id| self.desk.lead(*id).is_none());
        unknown.map(|id| Effect::Load(Query::Card(id))).collect()
    }

    /// Whether the list already shows what came of an own order: it may hear of it before the answer comes.
    fn shows_what_came_of(&self, order: &Order) -> bool {
        let shown = self.desk.lead(order.contact).map(|lead| lead.lead.version);
        order
            .version
            .zip(shown)
            .is_some_and(|(before, shown)| shown > before)
    }

    pub(super) fn load_failed(&mut self, sentence: String) -> Vec<Effect> {
        // Which of the loads it was is not told: all may be asked for again, by the next change or minute.
        self.flow.forget();
        self.screens.contacts.load_failed();
        if let Some(card) = &mut self.card {
            card.load_failed();
        }
        self.say(Err(sentence));
        Vec::new()
    }

    /// What became of an order. A lead that an act of ours sent away leaves the list at once.
    pub(super) fn submitted(&mut self, submitted: Submitted) -> Vec<Effect> {
        let Submitted { order, result } = submitted;
        let id = order.contact;
        let waiting = self.desk.settled(id);
        self.owed_since = None;
        self.dirty = true;
        let alone = self.bulk_of(id).is_none();
        let called = self.called.take_if(|called| called.id == id);
        self.remember(&order, &result);
        if result.is_err() {
            // What was being asked about this lead is decided on a picture that was wrong.
            self.overlays.retain(|overlay| !overlay.is_about(id));
        }
        let more = self.bulk_settled(&order, &result);
        let mut effects = match result {
            Ok((_, sentence)) => {
                self.carried_out(&order, alone);
                let call = called.filter(|_| order.command == Command::Take);
                if alone {
                    self.say(Ok(match &call {
                        Some(Called { said, .. }) => format!("{sentence}. {said}"),
                        None => sentence,
                    }));
                }
                let mut effects = call.map(|call| call.effects).unwrap_or_default();
                effects.extend(waiting.into_iter().flat_map(|next| self.submit(vec![next])));
                effects
            }
            Err(why) => {
                // Who a stranger is gets asked, under a title that says so: an answer is no failure, whichever it is.
                let asked = matches!(why, NotDone::Stranger { .. }) && order.command.recipient().is_some();
                if alone && !asked {
                    self.say(Err(why.sentence().to_owned()));
                }
                Vec::new()
            }
        };
        effects.extend(more);
        effects.extend(self.refresh());
        effects
    }

    /// Lets the screens follow an order that was carried out, alone or as one of many.
    fn carried_out(&mut self, order: &Order, alone: bool) {
        let id = order.contact;
        let is_in_list = self.shows_what_came_of(order);
        self.desk.carried_out(order);
        if order.command == Command::Undo && alone {
            self.screens.await_return(id);
        }
        for overlay in &mut self.overlays {
            overlay.forget_version(id);
        }
        self.screens.let_go(id);
        if self.screens.all_departed().contains(&id) {
            // The list heard of the own act before the answer to it came.
            self.screens.renew(&self.desk, &self.ctx);
        }
        if leaves_sales(&order.command) {
            self.desk.leaves(id, &self.ctx);
            self.screens.renew(&self.desk, &self.ctx);
        }
        if self.focus == super::Focus::List && is_done_for_now(&order.command) {
            self.screens.done_with(id);
            if is_in_list {
                // No other list is on its way that would take the cursor on.
                self.screens.renew(&self.desk, &self.ctx);
            }
        }
        if leaves_triage(&order.command) {
            self.screens.leaves_returned(id);
        }
    }
}

const fn leaves_sales(command: &Command) -> bool {
    matches!(
        command,
        Command::Return { .. } | Command::Win { .. } | Command::Lose { .. }
    )
}

const fn leaves_triage(command: &Command) -> bool {
    matches!(command, Command::Triage { .. } | Command::Handoff { .. })
}

/// After a talk there is more to write down about the same lead; after the others the next one is to be called.
const fn is_done_for_now(command: &Command) -> bool {
    matches!(
        command,
        Command::Call {
            outcome: Outcome::NoAnswer | Outcome::Voicemail | Outcome::Busy | Outcome::CallBack,
            ..
        } | Command::Meeting { .. }
            | Command::Offer { .. }
    )
}
