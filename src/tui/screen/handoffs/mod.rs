//! Handoffs: every open handoff with its state, its owner and its clock; what is late comes first.

mod view;

use crate::domain::calendar::Calendar;
use crate::domain::contact::ContactId;
use crate::domain::priority::OpenLead;
use crate::domain::score::Class;
use crate::domain::sla::{self, Clock};
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::screen::held::{Held, Parting};

/// The state of the queue.
#[derive(Debug, Default)]
pub struct Handoffs {
    list: Held,
    /// The clocks, in the order of the list.
    clocks: Vec<Clock>,
    filter: Filter,
}

/// Which handoffs are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Filter {
    class: Option<Class>,
    owner: Option<String>,
    state: Option<State>,
}

/// How an open handoff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody has taken it.
    Waiting,
    /// A rep has it.
    Taken,
    /// Its clock is at risk or has run out.
    AtRisk,
}

impl State {
    const ALL: [Self; 3] = [Self::Waiting, Self::Taken, Self::AtRisk];

    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::AtRisk => "at risk",
        }
    }

    fn holds(self, lead: &OpenLead, clock: &Clock) -> bool {
        match self {
            Self::Waiting => !lead.lead.stage.is_taken(),
            Self::Taken => lead.lead.stage.is_taken(),
            Self::AtRisk => clock.state != sla::ClockState::OnTime,
        }
    }
}

impl Filter {
    fn lets(&self, lead: &OpenLead, clock: &Clock) -> bool {
        self.class.is_none_or(|class| lead.handoff.frozen.class == class)
            && self
                .owner
                .as_ref()
                .is_none_or(|owner| lead.lead.owner.as_ref() == Some(owner))
            && self.state.is_none_or(|state| state.holds(lead, clock))
    }

    fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// What is shown, in words and then in fewer; empty when all are.
    fn shown(&self, ctx: &Context) -> [String; 2] {
        let spelt = |class| ctx.policy.model.class_words(class);
        let class = self.class.map(|class| format!("class {}", spelt(class)));
        let state = self.state.map(|state| state.name().to_owned());
        let owner = self.owner.as_ref().map(|owner| format!("of {owner}"));
        let words: Vec<String> = [class, state.clone(), owner].into_iter().flatten().collect();
        let letter = self.class.map(|class| class.to_string());
        let fewer: Vec<String> = [letter, state, self.owner.clone()]
            .into_iter()
            .flatten()
            .collect();
        [words.join(", "), fewer.join(" · ")]
    }
}

/// The one after this, or none after the last.
fn next_of<T: PartialEq + Clone>(all: &[T], now: Option<&T>) -> Option<T> {
    let next = now.map_or(0, |now| {
        all.iter().position(|one| one == now).map_or(0, |at| at + 1)
    });
    all.get(next).cloned()
}

impl Handoffs {
    /// Takes the open leads of the desk, the earliest deadline first; the lead under the cursor stays at its line.
    pub fn renew(&mut self, desk: &Desk, ctx: &Context) {
        let policy = &ctx.policy;
        let calendar = Calendar::new(&policy.clocks);
        let clock = |lead: &OpenLead| sla::clock_in(&calendar, &lead.handoff, ctx.now, &policy.clocks);
        let mut rows: Vec<(bool, Clock, ContactId)> = desk
            .leads()
            .map(|lead| (lead, clock(lead)))
            .filter(|(lead, clock)| self.filter.lets(lead, clock))
            .map(|(lead, clock)| (lead.handoff.first_attempt_at.is_some(), clock, lead.id))
            .collect();
        rows.sort_by_key(|(tried, clock, id)| (*tried, clock.due_ms, *id));
        self.clocks = rows.iter().map(|(_, clock, _)| *clock).collect();
        self.list.renew(rows.into_iter().map(|(.., id)| id).collect());
    }

    /// The area has so many rows now.
    pub fn resize(&mut self, rows: u16) {
        self.list.resize(usize::from(rows.saturating_sub(1)));
    }

    /// The lead under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        self.list.selected()
    }

    /// The lead under the cursor when it has left the list by somebody else's act.
    #[must_use]
    pub const fn departed(&self) -> Option<ContactId> {
        self.list.departed()
    }

    /// The screen comes to the front: who has left meanwhile is not kept.
    pub fn enter(&mut self) {
        self.list.forget_departed();
    }

    /// An own act on the lead: when the order next changes, the cursor does not hold it if it leaves.
    pub fn let_go(&mut self, id: ContactId) {
        self.list.let_go(id, Parting::MayLeave);
    }

    /// Moves the cursor or changes the filter.
    pub fn act(&mut self, action: Action, desk: &Desk, ctx: &Context) -> Option<()> {
        if self.list.act(action).is_some() {
            return Some(());
        }
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the other actions are not this screen's"
        )]
        match action {
            Action::Filter => self.filter.state = next_of(&State::ALL, self.filter.state.as_ref()),
            Action::FilterClass => self.filter.class = next_of(&Class::ALL, self.filter.class.as_ref()),
            Action::FilterOwner => {
                let mut owners: Vec<String> =
                    desk.leads().filter_map(|lead| lead.lead.owner.clone()).collect();
                owners.sort();
                owners.dedup();
                self.filter.owner = next_of(&owners, self.filter.owner.as_ref());
            }
            Action::Escape => self.filter = Filter::default(),
            _ => return None,
        }
        // Whom the new filter leaves out has not left by somebody else's act.
        self.list.forget_departed();
        self.renew(desk, ctx);
        Some(())
    }

    /// Selects the row at a line of the area (0 is the heading).
    pub fn click(&mut self, row: u16) -> Option<ContactId> {
        let at = usize::from(row.checked_sub(1)?);
        let line = self.list.line() - self.list.screen_line() + at;
        self.list.at(line)?;
        self.list.go(line);
        self.list.selected()
    }
}
