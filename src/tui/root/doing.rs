//! Doing what an action says: the root's own, acts on leads, or the screen's.

use crate::domain::command::{Command, Order};
use crate::tui::Effect;
use crate::tui::act::{self, Step};
use crate::tui::action::{Action, Undo, Where};
use crate::tui::departed::Departure;
use crate::tui::desk::Gate;
use crate::tui::layout;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::absent::Absent;
use crate::tui::overlay::help::Help;
use crate::tui::overlay::palette::Palette;
use crate::tui::screen::card::CardView;

use super::{Called, Focus, Model};

impl Model {
    /// Does an action where the hands are.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if !action.works_in(self.place()) {
            let places: Vec<&str> = action.entry().places.iter().map(|place| place.title()).collect();
            self.say(Err(format!(
                "{} works in {}",
                action.entry().name,
                places.join(", ")
            )));
            return Vec::new();
        }
        self.dirty = true;
        if let Some(effects) = self.root_act(action) {
            return effects;
        }
        if let Some(gone) = self.departure().filter(|_| is_about_lead(action)) {
            self.say(Err(gone.refusal()));
            return Vec::new();
        }
        if let Some(effects) = self.triage_act(action) {
            return effects;
        }
        if let Some(effects) = self.lead_act(action) {
            return effects;
        }
        let area = self.areas().card;
        if let Some(card) = &mut self.card {
            card.stand_in(area);
        }
        match (self.place(), &mut self.card) {
            (Where::Card, Some(card)) if is_answer(action) && !card.is_asking() => {
                self.say(Err(format!(
                    "No question is under the cursor; {} goes to the first",
                    self.ctx.key(Action::BantNext)
                )));
                Vec::new()
            }
            (Where::Card, Some(card)) => {
                let effects = card.act(action, &self.ctx);
                self.gated(effects)
            }
            _ => self
                .screens
                .act(action, &self.desk, &self.ctx)
                .unwrap_or_else(|| {
                    self.say(Err(format!("{} can do nothing here", action.entry().name)));
                    Vec::new()
                }),
        }
    }

    /// The actions that are the same everywhere.
    fn root_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the others are acts on leads and the screens' own"
        )]
        let effects = match action {
            Action::ShowCalls => self.show(Where::Calls),
            Action::ShowHandoffs => self.show(Where::Handoffs),
            Action::ShowReturned => self.show(Where::Returned),
            Action::ShowContacts => self.show(Where::Contacts),
            Action::Search => {
                let mut effects = self.show(Where::Contacts);
                effects.extend(self.screens.contacts.act(Action::Search, &self.ctx));
                effects
            }
            Action::Palette => {
                self.overlays
                    .push(Overlay::Palette(Palette::new(self.place(), &self.ctx.keymap)));
                Vec::new()
            }
            Action::Help => {
                self.overlays
                    .push(Overlay::Help(Help::new(self.place(), &self.ctx.keymap)));
                Vec::new()
            }
            Action::Hidden => {
                self.overlays
                    .push(Overlay::Absent(Absent::new(&self.desk, &self.ctx)));
                Vec::new()
            }
            Action::Open => self.subject().map(|id| self.open_full(id)).unwrap_or_default(),
            Action::Pane if self.focus != Focus::Full => self.pane(),
            Action::Back if self.focus == Focus::List => vec![Effect::Quit],
            Action::Back => self.go_to_list(),
            Action::Escape => return self.escape(),
            Action::Suspend => vec![Effect::Suspend],
            Action::Quit => vec![Effect::Quit],
            Action::Undo => self.undo(),
            _ if is_about_lead(action) && self.subject().is_none() => {
                self.say(Err("There is nobody under the cursor".to_owned()));
                Vec::new()
            }
            _ => return None,
        };
        Some(effects)
    }

    pub(super) fn show(&mut self, place: Where) -> Vec<Effect> {
        self.go_to_list();
        self.dirty = true;
        self.toast = None;
        if self.screens.at == place {
            return Vec::new();
        }
        self.screens.show(place, &self.desk, &self.ctx);
        match place {
            Where::Contacts => self.screens.contacts.enter(),
            Where::Returned => self.refresh(),
            Where::Calls | Where::Handoffs | Where::Card => Vec::new(),
        }
    }

    fn go_to_list(&mut self) -> Vec<Effect> {
        self.focus = Focus::List;
        Vec::new()
    }

    fn pane(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Pane {
            return self.go_to_list();
        }
        if self.card.is_some() && self.ctx.size.0 >= layout::BESIDE {
            self.focus = Focus::Pane;
        } else {
            self.say(Err(
                "There is no room for the card beside the list; Enter opens it".to_owned(),
            ));
        }
        Vec::new()
    }

    /// Leaves the innermost thing: a question on the card, the card, a filter or marks of the list.
    fn escape(&mut self) -> Option<Vec<Effect>> {
        let asking = self.card.as_ref().is_some_and(CardView::is_asking);
        match self.focus {
            Focus::Pane | Focus::Full if asking => None,
            Focus::Pane | Focus::Full => Some(self.go_to_list()),
            Focus::List if self.toast.take().is_some() => Some(Vec::new()),
            Focus::List => None,
        }
    }

    /// Takes back the last act of this session, that on many leads as a whole; when there was none, the last own act on
    /// the lead under the cursor.
    fn undo(&mut self) -> Vec<Effect> {
        if !self.bulks.is_empty() {
            let writing = "The act on many leads is still being written; take it back when that is done";
            self.say(Err(writing.to_owned()));
            return Vec::new();
        }
        let mut contacts = self.acted.last().to_vec();
        if contacts.is_empty() {
            contacts.extend(self.subject());
        }
        if contacts.is_empty() {
            self.say(Err("There is nothing to take back".to_owned()));
            return Vec::new();
        }
        let order = |contact| Order {
            contact,
            version: None,
            command: Command::Undo,
            at: None,
        };
        self.submit(contacts.into_iter().map(order).collect())
    }

    fn triage_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        if self.place() != Where::Returned {
            return None;
        }
        let targets = self.screens.returned_targets();
        if targets.is_empty() {
            return None;
        }
        act::on_returned(action, &targets).map(|step| self.take_step(step))
    }

    fn lead_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        let target = self.target()?;
        let step = act::on_lead(action, &target, &self.ctx, self.dialling)?;
        if !step.orders.is_empty() && self.desk.is_pending(target.id) {
            self.say(Err(format!(
                "{}: the last act is still being written",
                target.name
            )));
            return Some(Vec::new());
        }
        Some(self.take_step(step))
    }

    pub(super) fn take_step(&mut self, step: Step) -> Vec<Effect> {
        self.overlays.extend(step.overlay);
        match (step.say, step.orders.as_slice()) {
            (Some(Ok(said)), [order]) if order.command == Command::Take => {
                let (id, effects) = (order.contact, step.effects);
                let taking = self.submit(step.orders);
                // Refused before it was asked for: then there is no call either.
                self.called = (!taking.is_empty()).then_some(Called { id, effects, said });
                return taking;
            }
            (Some(said), _) => self.say(said),
            (None, _) => {}
        }
        let mut effects = self.submit(step.orders);
        effects.extend(step.effects);
        effects
    }

    /// What became of the lead under the hands, when it left the list by somebody else's act.
    fn departure(&self) -> Option<Departure> {
        let gone = self.screens.departed().filter(|id| self.subject() == Some(*id))?;
        self.screens.departure(gone, &self.desk)
    }

    /// Lets the orders among the effects through the gate.
    fn gated(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let gate = |effect| match effect {
            Effect::Submit(order) => self.submit(vec![order]),
            other @ (Effect::Load(_)
            | Effect::Copy(_)
            | Effect::Dial(_)
            | Effect::After(_)
            | Effect::Bell
            | Effect::Suspend
            | Effect::Quit) => vec![other],
        };
        effects.into_iter().flat_map(gate).collect()
    }

    /// Submits orders, one at a time for each lead, and none about a lead that was taken from under the cursor. Orders
    /// about many leads are one act.
    pub(super) fn submit(&mut self, orders: Vec<Order>) -> Vec<Effect> {
        if orders.len() > 1 {
            return self.submit_bulk(orders);
        }
        let mut effects = Vec::new();
        for order in orders {
            let id = order.contact;
            let gone = self.screens.departed().filter(|gone| *gone == id);
            let gone = gone.filter(|_| order.command != Command::Undo);
            if let Some(gone) = gone.and_then(|id| self.screens.departure(id, &self.desk)) {
                self.say(Err(gone.refusal()));
                continue;
            }
            match self.desk.gate(order) {
                Gate::Go(order) => effects.push(Effect::Submit(order)),
                Gate::Waits => {}
                Gate::Busy => {
                    let name = self
                        .desk
                        .lead(id)
                        .map_or("This lead", |lead| &lead.name)
                        .to_owned();
                    self.say(Err(format!("{name}: the last act is still being written")));
                }
            }
            self.dirty = true;
        }
        effects
    }
}

/// Whether the action answers one of the four questions.
const fn is_answer(action: Action) -> bool {
    matches!(
        action,
        Action::BantYes | Action::BantNo | Action::BantUnknown | Action::BantCycle
    )
}

/// Whether the action is for the lead under the hands, and not only for looking. A number that is copied is called.
fn is_about_lead(action: Action) -> bool {
    action.entry().undo == Undo::Yes || action == Action::CopyPhone
}
