//! Returned: what came back from sales, by reason, for marketing to decide.

mod view;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::domain::contact::ContactId;
use crate::domain::lead::{ReturnReason, Stage};
use crate::domain::query::ReturnedLead;
use crate::tui::act::{Calls, Target};
use crate::tui::action::Action;
use crate::tui::departed::Departure;
use crate::tui::screen::held::{Movement, movement};

/// The state of the triage.
#[derive(Debug, Default)]
pub struct Returns {
    /// By reason in the order of the menu, newest first within it: an order that does not turn over while it is worked off.
    leads: Vec<ReturnedLead>,
    lines: Vec<Line>,
    /// Position of the lead under the cursor in `leads`.
    at: usize,
    /// The first line on the screen.
    top: usize,
    rows: usize,
    /// Rows at the foot for the note of the lead under the cursor.
    note_rows: usize,
    marked: BTreeSet<ContactId>,
    /// The lead under the cursor when somebody else has decided about it: it keeps its place until the cursor moves.
    departed: Option<ContactId>,
    /// A lead that this session acted on: the next answer need not hold it.
    free: Option<ContactId>,
}

/// Rows at the foot for the note of the lead under the cursor: in its column a note is cut, and on most screens there is no
/// room for one.
const NOTE: usize = 2;
/// From so many rows on they are given.
const WITH_NOTE: u16 = 12;

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A reason with the number of leads returned for it.
    Reason(ReturnReason, usize),
    /// A lead, by its position.
    Lead(usize),
}

impl Returns {
    /// Takes the leads that came back. The lead under the cursor stays at its line of the screen as far as the list is
    /// long enough; when somebody else has decided about it, it stays as a departed one. Says whether anything is new.
    pub fn take(&mut self, mut leads: Vec<ReturnedLead>) -> bool {
        let free = self.free.take();
        let held = self.leads.get(self.at).filter(|lead| Some(lead.id) != free);
        let gone = held
            .filter(|lead| leads.iter().all(|other| other.id != lead.id))
            .cloned();
        let before = std::mem::replace(&mut self.departed, gone.as_ref().map(|lead| lead.id));
        leads.extend(gone);
        leads.sort_by_key(|lead| (lead.returned.reason, Reverse(lead.returned.at), lead.id));
        if leads == self.leads && before == self.departed {
            return false;
        }
        self.lay(leads);
        true
    }

    /// Takes the leads in their order; when the selected one is not among them, the one now at its place is selected.
    fn lay(&mut self, leads: Vec<ReturnedLead>) {
        let (selected, screen_line) = (self.selected(), self.line().saturating_sub(self.top));
        self.leads = leads;
        self.lines.clear();
        for (at, lead) in self.leads.iter().enumerate() {
            let reason = lead.returned.reason;
            if at == 0 || self.leads[at - 1].returned.reason != reason {
                let same = self.leads.iter().filter(|other| other.returned.reason == reason);
                let same = same.filter(|other| Some(other.id) != self.departed);
                self.lines.push(Line::Reason(reason, same.count()));
            }
            self.lines.push(Line::Lead(at));
        }
        let again = self.leads.iter().position(|lead| Some(lead.id) == selected);
        self.at = again.unwrap_or(self.at).min(self.leads.len().saturating_sub(1));
        self.marked
            .retain(|id| self.leads.iter().any(|lead| lead.id == *id));
        self.top = self.line().saturating_sub(screen_line);
        self.reveal();
    }

    /// An own act on the lead: it is not kept if it leaves by that.
    pub const fn let_go(&mut self, id: ContactId) {
        self.free = Some(id);
    }

    /// A lead was decided about here.
    pub fn leaves(&mut self, id: ContactId) {
        if self.departed == Some(id) {
            self.departed = None;
        }
        let rest = self.leads.iter().filter(|lead| lead.id != id).cloned().collect();
        self.lay(rest);
    }

    /// The lead that an act would be about, when somebody else has decided about it; marks stand before it.
    #[must_use]
    pub fn departed(&self) -> Option<ContactId> {
        self.departed.filter(|_| self.marked.is_empty())
    }

    pub(super) fn is_gone(&self, id: ContactId) -> bool {
        self.departed == Some(id)
    }

    /// What was last known of the departed lead.
    #[must_use]
    pub fn departure(&self) -> Option<Departure> {
        let id = self.departed?;
        let lead = self.leads.iter().find(|lead| lead.id == id)?;
        Some(Departure {
            name: lead.name.clone(),
            company: lead.company.clone(),
            what: "somebody has decided about it already".to_owned(),
        })
    }

    /// The cursor goes elsewhere, or the screen comes to the front: who has departed is gone for good.
    pub fn forget_departed(&mut self) {
        if let Some(id) = self.departed {
            self.leaves(id);
        }
    }

    /// The area has so many rows now.
    pub fn resize(&mut self, rows: u16) {
        self.note_rows = if rows >= WITH_NOTE { NOTE } else { 0 };
        self.rows = usize::from(rows).saturating_sub(1 + self.note_rows).max(1);
        self.reveal();
    }

    /// The lead under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<ContactId> {
        self.leads.get(self.at).map(|lead| lead.id)
    }

    /// What is known of one of the leads.
    #[must_use]
    pub fn target(&self, id: ContactId) -> Option<Target> {
        self.leads.iter().find(|lead| lead.id == id).map(target)
    }

    /// The leads that an act is about: the marked ones, else the one under the cursor.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        let marked: Vec<Target> = self
            .leads
            .iter()
            .filter(|lead| self.marked.contains(&lead.id) && Some(lead.id) != self.departed)
            .map(target)
            .collect();
        if marked.is_empty() {
            let here = self.leads.get(self.at);
            let here = here.filter(|lead| Some(lead.id) != self.departed);
            return here.map(target).into_iter().collect();
        }
        marked
    }

    /// The reason for which all of these leads came back; nothing when there are several.
    #[must_use]
    pub fn one_reason(&self, ids: &[ContactId]) -> Option<ReturnReason> {
        let leads = self.leads.iter().filter(|lead| ids.contains(&lead.id));
        let mut reasons = leads.map(|lead| lead.returned.reason);
        let first = reasons.next()?;
        reasons.all(|other| other == first).then_some(first)
    }

    /// Moves the cursor, or marks.
    pub fn act(&mut self, action: Action) -> Option<()> {
        let last = self.leads.len().saturating_sub(1);
        if let Some(movement) = movement(action) {
            self.go(match movement {
                Movement::Down => (self.at + 1).min(last),
                Movement::Up => self.at.saturating_sub(1),
                Movement::PageDown => (self.at + self.rows).min(last),
                Movement::PageUp => self.at.saturating_sub(self.rows),
                Movement::Top => 0,
                Movement::Bottom => last,
            });
            return Some(());
        }
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the other actions are not this screen's"
        )]
        match action {
            Action::Mark => self.mark(),
            Action::MarkReason => self.mark_reason(),
            Action::Escape => self.marked.clear(),
            _ => return None,
        }
        Some(())
    }

    /// Puts the cursor on a lead; a departed one is gone with that.
    fn go(&mut self, at: usize) {
        self.at = at;
        if self.departed.is_some() && self.departed != self.selected() {
            self.forget_departed();
        }
        self.reveal();
    }

    /// Marks the lead under the cursor, or takes its mark away, and goes on to the next.
    fn mark(&mut self) {
        let Some(id) = self.selected().filter(|id| Some(*id) != self.departed) else {
            return;
        };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.at = (self.at + 1).min(self.leads.len() - 1);
        self.reveal();
    }

    /// Marks all of the reason under the cursor; when all are marked, none.
    fn mark_reason(&mut self) {
        let Some(reason) = self.leads.get(self.at).map(|lead| lead.returned.reason) else {
            return;
        };
        let same = self.leads.iter().filter(|lead| lead.returned.reason == reason);
        let ids: BTreeSet<ContactId> = same.map(|lead| lead.id).collect();
        if ids.is_subset(&self.marked) {
            self.marked.retain(|id| !ids.contains(id));
        } else {
            self.marked.extend(ids);
        }
    }

    /// Selects the lead at a line of the area (0 is the heading).
    pub fn click(&mut self, row: u16) -> Option<ContactId> {
        let row = usize::from(row.checked_sub(1)?);
        let line = (row < self.rows).then_some(self.top + row)?;
        let Line::Lead(at) = *self.lines.get(line)? else {
            return None;
        };
        self.go(at);
        self.selected()
    }

    /// The line of the cursor.
    fn line(&self) -> usize {
        let cursor = Line::Lead(self.at);
        self.lines.iter().position(|line| *line == cursor).unwrap_or(0)
    }

    fn reveal(&mut self) {
        let (line, rows) = (self.line(), self.rows.max(1));
        self.top = self.top.min(self.lines.len().saturating_sub(rows)).min(line);
        if line >= self.top + rows {
            self.top = line + 1 - rows;
        }
        // The reason over the first lead of a group is worth its line.
        if self.top == line && self.top > 0 && rows > 1 && matches!(self.lines[line - 1], Line::Reason(..)) {
            self.top -= 1;
        }
    }
}

fn target(lead: &ReturnedLead) -> Target {
    Target {
        id: lead.id,
        name: lead.name.clone(),
        phone: lead.phone.clone(),
        version: Some(lead.lead.version),
        stage: Stage::Triage,
        owner: None,
        calls: if lead.do_not_call {
            Calls::Unwanted
        } else {
            Calls::Welcome
        },
        wall: None,
    }
}
