//! The screens: each with its own state, its keys and its frame.

pub mod calls;
pub mod card;
pub mod contacts;
mod departed;
mod empty;
#[cfg(test)]
pub(in crate::tui) mod fixture;
pub mod handoffs;
pub mod held;
pub mod moved;
pub mod pen;
pub mod returned;
pub mod signs;

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::lead::ReturnReason;
use crate::domain::query::ReturnedLead;
use crate::tui::Effect;
use crate::tui::act::Target;
use crate::tui::action::{Action, Where};
use crate::tui::context::Context;
use crate::tui::departed::Departure;
use crate::tui::desk::Desk;

use calls::Calls;
use contacts::Contacts;
use handoffs::Handoffs;
use held::Parting;
use returned::Returns;

/// The list screens of a session, and which of them is shown.
#[derive(Debug)]
pub struct Screens {
    /// The one that is shown.
    pub at: Where,
    /// Everybody.
    pub contacts: Contacts,
    calls: Calls,
    handoffs: Handoffs,
    returned: Returns,
    house: House,
}

/// Whether anything has been imported into this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum House {
    /// Nothing yet.
    Empty,
    /// Something.
    Furnished,
}

impl Screens {
    /// The screens of a new session, the call list in front.
    #[must_use]
    pub fn new(house: House) -> Self {
        Self {
            at: Where::Calls,
            contacts: Contacts::new(),
            calls: Calls::default(),
            handoffs: Handoffs::default(),
            returned: Returns::default(),
            house,
        }
    }

    /// Who is under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        match self.at {
            Where::Calls | Where::Card => self.calls.selected(),
            Where::Handoffs => self.handoffs.selected(),
            Where::Returned => self.returned.selected(),
            Where::Contacts => self.contacts.selected(),
        }
    }

    /// Who is under the cursor though somebody else's act took him from the list.
    #[must_use]
    pub fn departed(&self) -> Option<ContactId> {
        match self.at {
            Where::Calls | Where::Card => self.calls.departed(),
            Where::Handoffs => self.handoffs.departed(),
            Where::Returned => self.returned.departed(),
            Where::Contacts => None,
        }
    }

    /// What has become of a departed contact of the shown list.
    #[must_use]
    pub fn departure(&self, id: ContactId, desk: &Desk) -> Option<Departure> {
        match self.at {
            Where::Returned => self.returned.departure(),
            Where::Calls | Where::Handoffs | Where::Contacts | Where::Card => desk.departure(id),
        }
    }

    /// The departed open leads that lists still show, in front or not.
    #[must_use]
    pub fn all_departed(&self) -> Vec<ContactId> {
        [self.calls.departed(), self.handoffs.departed()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Brings a list to the front.
    pub fn show(&mut self, place: Where, desk: &Desk, ctx: &Context) {
        self.at = place;
        self.calls.enter();
        self.handoffs.enter();
        self.returned.forget_departed();
        self.renew(desk, ctx);
    }

    /// What the shown list knows of a contact that is not an open lead.
    #[must_use]
    pub fn target(&self, id: ContactId) -> Option<Target> {
        let line = self.contacts.selected_line().filter(|line| line.id == id);
        line.map(Target::from).or_else(|| self.returned.target(id))
    }

    /// The returned leads that an act would be about: the marked ones, else the one under the cursor.
    #[must_use]
    pub fn returned_targets(&self) -> Vec<Target> {
        self.returned.targets()
    }

    /// For what these leads came back, when it is one reason for all of them that are still in the triage.
    #[must_use]
    pub fn returned_for(&self, ids: &[ContactId]) -> Option<ReturnReason> {
        self.returned.one_reason(ids)
    }

    /// The lists have so many rows now.
    pub fn resize(&mut self, rows: u16) {
        self.calls.resize(rows);
        self.handoffs.resize(rows);
        self.returned.resize(rows);
        self.contacts.resize(rows);
    }

    /// The desk has changed: new data, or time has passed.
    pub fn renew(&mut self, desk: &Desk, ctx: &Context) {
        self.calls.renew(desk, ctx);
        if self.at == Where::Handoffs {
            self.handoffs.renew(desk, ctx);
        }
        if desk.leads().next().is_some() {
            self.house = House::Furnished;
        }
    }

    /// An own undo brings a lead back.
    pub fn await_return(&mut self, id: ContactId) {
        self.calls.await_return(id);
    }

    /// An own act on a lead: when it leaves a list by that, the cursor does not hold it there.
    pub fn let_go(&mut self, id: ContactId) {
        self.calls.let_go(id, Parting::MayLeave);
        self.handoffs.let_go(id);
        self.returned.let_go(id);
    }

    /// A lead of the call list is done with for now: the cursor goes on to the next.
    pub fn done_with(&mut self, id: ContactId) {
        self.calls.let_go(id, Parting::Done);
    }

    /// Something has been written into this database.
    pub const fn furnish(&mut self) {
        self.house = House::Furnished;
    }

    /// Takes the leads that came back. Says whether anything is new.
    pub fn take_returned(&mut self, leads: Vec<ReturnedLead>) -> bool {
        self.returned.take(leads)
    }

    /// A returned lead was decided about: it leaves the list at once.
    pub fn leaves_returned(&mut self, id: ContactId) {
        self.returned.leaves(id);
    }

    /// Does what concerns the shown list; nothing when the action is not one of its own.
    pub fn act(&mut self, action: Action, desk: &Desk, ctx: &Context) -> Option<Vec<Effect>> {
        match self.at {
            Where::Calls | Where::Card => self.calls.act(action),
            Where::Handoffs => self.handoffs.act(action, desk, ctx),
            Where::Returned => self.returned.act(action),
            Where::Contacts => return Some(self.contacts.act(action, ctx)),
        }
        .map(|()| Vec::new())
    }

    /// A click on a line of the shown list: selects, and gives back what is selected.
    pub fn click(&mut self, row: u16) -> Option<ContactId> {
        match self.at {
            Where::Calls | Where::Card => self.calls.click(row),
            Where::Handoffs => self.handoffs.click(row),
            Where::Returned => self.returned.click(row),
            Where::Contacts => self.contacts.click(row),
        }
    }

    /// Takes away the marks whose time is over, and says whether there were any.
    pub fn fade(&mut self, now: Time) -> bool {
        self.calls.fade(now)
    }

    /// When something in a list changes by itself.
    #[must_use]
    pub fn wake(&self) -> Option<Time> {
        self.calls.wake()
    }

    /// Draws the shown list.
    pub fn render(&self, ctx: &Context, desk: &Desk, frame: &mut Frame, area: Rect) {
        match self.at {
            Where::Calls | Where::Card => match empty::calls(desk, self.house, ctx) {
                Some(lines) if self.calls.is_empty() => empty::render(&lines, ctx, frame, area),
                _ => self.calls.render(ctx, desk, frame, area),
            },
            Where::Handoffs => self.handoffs.render(ctx, desk, self.house, frame, area),
            Where::Returned => self.returned.render(ctx, self.house, frame, area),
            Where::Contacts => self.contacts.render(ctx, frame, area),
        }
    }
}
