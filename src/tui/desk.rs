//! The open leads and their ranking, shared by every screen of a session: list, badge and queue read the same numbers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::domain::command::{Command, Order};
use crate::domain::contact::ContactId;
use crate::domain::lead::Stage;
use crate::domain::priority::{Hidden, OpenLead, OpenLeads, Place, Ranking};
use crate::domain::query::Card;
use crate::domain::sla::ClockState;

use super::act::Target;
use super::context::Context;
use super::departed::{self, Departed, Departure};

/// The open leads as last heard of, their ranking, and what of this session is on its way.
#[derive(Debug, Default)]
pub struct Desk {
    leads: Option<Arc<OpenLeads>>,
    by_id: HashMap<ContactId, usize>,
    ranking: Ranking,
    /// The numbers of the ranking, counted once and not with every frame.
    count: Count,
    /// Leads that left by an act of ours, with the version they had: an answer that was on its way is older than that.
    gone: BTreeMap<ContactId, u64>,
    /// Leads that others have sent away under the cursor.
    departed: Departed,
    /// Orders on their way, each with the one that waits for it.
    pending: BTreeMap<ContactId, (Order, Option<Order>)>,
    /// Leads that an own act has moved on from the version that is shown, until the store's next answer shows it.
    ahead: BTreeMap<ContactId, Ahead>,
}

/// How far an own act has moved a lead from what is shown of it.
#[derive(Debug, Clone, Copy)]
struct Ahead {
    /// The version that is shown.
    shown: u64,
    /// In whose hand it is now.
    whose: Whose,
}

/// Whether an own act has made a lead one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    AsShown,
    Mine,
}

/// The numbers of the header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Leads in the call list.
    pub to_call: usize,
    /// Of these, with a clock that is at risk or has run out.
    pub at_risk: usize,
    /// Of those, with a clock that has run out.
    pub late: usize,
    /// Open leads that are not to be called now.
    pub hidden: usize,
}

impl Count {
    fn of(ranking: &Ranking) -> Self {
        let clocks = |state| ranking.places.clocks().filter(|of| *of == state).count();
        let late = clocks(ClockState::Breached);
        Self {
            to_call: ranking.places.len(),
            at_risk: clocks(ClockState::AtRisk) + late,
            late,
            hidden: ranking.hidden.len(),
        }
    }
}

/// Whether an order may go.
#[derive(Debug)]
pub enum Gate {
    /// It goes now.
    Go(Order),
    /// It goes when the one before it is done.
    Waits,
    /// The last act on this lead is still being written.
    Busy,
}

impl Desk {
    /// Takes a new answer of the store. Says whether it differs from the last.
    pub fn take(&mut self, leads: Arc<OpenLeads>, ctx: &Context) -> bool {
        if self.leads.as_ref() == Some(&leads) {
            return false;
        }
        self.note_departed(&leads);
        self.by_id = leads.iter().enumerate().map(|(at, lead)| (lead.id, at)).collect();
        let by_id = &self.by_id;
        self.ahead.retain(|id, ahead| {
            by_id
                .get(id)
                .is_some_and(|at| leads[*at].lead.version <= ahead.shown)
        });
        self.gone.retain(|id, version| {
            by_id
                .get(id)
                .is_some_and(|at| leads[*at].lead.version <= *version)
        });
        self.leads = Some(leads);
        self.rank(ctx);
        true
    }

    /// Remembers who is not among the new open leads, until the lists have said whom of them they still show.
    fn note_departed(&mut self, leads: &[OpenLead]) {
        let stay: HashSet<ContactId> = leads.iter().map(|lead| lead.id).collect();
        for lead in self.leads.iter().flat_map(|leads| leads.iter()) {
            if !stay.contains(&lead.id) {
                self.departed.note(lead);
            }
        }
    }

    /// Forgets the leads that have left, but for those which a list still shows.
    pub fn keep_departed(&mut self, shown: &[ContactId]) {
        self.departed.keep(shown);
    }

    /// Learns from a card what has become of a lead that left. Says whether it was one.
    pub fn explain(&mut self, card: &Card) -> bool {
        self.departed.explain(card)
    }

    /// What has become of a lead that is not in a list any more.
    #[must_use]
    pub fn departure(&self, id: ContactId) -> Option<Departure> {
        self.lead(id)
            .map(departed::still_open)
            .or_else(|| self.departed.get(id))
    }

    /// Ranks anew: after new data, an act, or a minute.
    pub fn rank(&mut self, ctx: &Context) {
        let Some(leads) = &self.leads else {
            return;
        };
        let ranking = &mut self.ranking;
        ranking.renew(leads, &ctx.user, &ctx.policy, ctx.now);
        let gone = &self.gone;
        if !gone.is_empty() {
            ranking.places.retain(|id| !gone.contains_key(&id));
            ranking
                .hidden
                .retain(|(at, _)| leads.get(*at).is_some_and(|lead| !gone.contains_key(&lead.id)));
        }
        self.count = Count::of(ranking);
    }

    /// Whether the store has answered yet.
    #[must_use]
    pub const fn is_loaded(&self) -> bool {
        self.leads.is_some()
    }

    /// The ranking of all screens.
    #[must_use]
    pub const fn ranking(&self) -> &Ranking {
        &self.ranking
    }

    /// The open leads that are still here, in no order that matters.
    pub fn leads(&self) -> impl Iterator<Item = &OpenLead> {
        let leads = self.leads.as_ref().map_or(&[][..], |leads| leads);
        leads.iter().filter(|lead| !self.gone.contains_key(&lead.id))
    }

    /// One of them.
    #[must_use]
    pub fn lead(&self, id: ContactId) -> Option<&OpenLead> {
        let at = *self.by_id.get(&id)?;
        let lead = self.leads.as_ref()?.get(at)?;
        (!self.gone.contains_key(&id)).then_some(lead)
    }

    /// A place of the ranking (0 is the best) with its lead.
    #[must_use]
    pub fn place(&self, rank: usize) -> Option<(Place, &OpenLead)> {
        let place = self.ranking.places.get(rank)?;
        Some((place, self.leads.as_ref()?.get(place.index)?))
    }

    /// The leads that are not to be called now, with why.
    pub fn hidden(&self) -> impl Iterator<Item = (Hidden, &OpenLead)> {
        let leads = self.leads.as_deref();
        let hidden = self.ranking.hidden.iter();
        hidden.filter_map(move |(at, why)| Some((*why, leads?.get(*at)?)))
    }

    /// The numbers of the header, from the ranking that the list shows.
    #[must_use]
    pub const fn count(&self) -> Count {
        self.count
    }

    /// Whether an act of this session on the lead is on its way.
    #[must_use]
    pub fn is_pending(&self, id: ContactId) -> bool {
        self.pending.contains_key(&id)
    }

    /// Whether no act of this session is on its way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.pending.is_empty()
    }

    /// Lets an order go, wait or not. Only what follows a take may wait for it (the outcome of the call that was begun
    /// with it): it goes without a version, because the take itself has moved the lead. Everything else on a lead with
    /// an act under way would be a second act made on the picture before the first.
    pub fn gate(&mut self, order: Order) -> Gate {
        match self.pending.get_mut(&order.contact) {
            None => {
                self.pending.insert(order.contact, (order.clone(), None));
                Gate::Go(order)
            }
            Some((first, next @ None))
                if first.command == Command::Take && order.command != Command::Take =>
            {
                *next = Some(Order {
                    version: None,
                    ..order
                });
                Gate::Waits
            }
            Some(_) => Gate::Busy,
        }
    }

    /// An order of ours was answered: forgets it, and gives back the one that waited for it.
    pub fn settled(&mut self, id: ContactId) -> Option<Order> {
        self.pending.remove(&id).and_then(|(_, next)| next)
    }

    /// An order of ours was carried out: what is shown of the lead is older than that until the store's next answer.
    pub fn carried_out(&mut self, order: &Order) {
        let Some(shown) = self.lead(order.contact).map(|lead| lead.lead.version) else {
            return;
        };
        let before = self.ahead.get(&order.contact).map(|ahead| ahead.whose);
        let takes = matches!(
            order.command,
            Command::Take | Command::Call { .. } | Command::Meeting { .. }
        );
        let whose = if takes || before == Some(Whose::Mine) {
            Whose::Mine
        } else {
            Whose::AsShown
        };
        self.ahead.insert(order.contact, Ahead { shown, whose });
    }

    /// The lead of an act as own acts have left it, where the list does not show that yet.
    #[must_use]
    pub fn as_left_by_own_acts(&self, mut target: Target, user: &str) -> Target {
        let ahead = self
            .ahead
            .get(&target.id)
            .filter(|ahead| target.version == Some(ahead.shown));
        if let Some(ahead) = ahead {
            target.version = None;
            if ahead.whose == Whose::Mine && target.stage == Stage::Queued {
                target.stage = Stage::Accepted;
                target.owner = Some(user.to_owned());
            }
        }
        target
    }

    /// Takes a lead out at once, before the store's next answer says so.
    pub fn leaves(&mut self, id: ContactId, ctx: &Context) {
        if let Some(version) = self.lead(id).map(|lead| lead.lead.version) {
            self.gone.insert(id, version);
            self.rank(ctx);
        }
    }
}
