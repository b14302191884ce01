//! One contact with everything that follows from its log entries, and the one place where facts get their meaning.

mod journey;

use super::Time;
use super::activity::{Activity, Event, Fact, UndoFact, Weight};
use super::bant::Bant;
use super::committee::RoleWords;
use super::contact::{Company, Contact, Field};
use super::handoff::{HandoffRecord, HandoffState};
use super::lead::{Lead, Stage};
use super::policy::{Fittings, Policy};
use super::score::{Class, Matched, RuleNo, ScoreState};

/// The state of one contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Who.
    pub contact: Contact,
    /// The company, when one is known. Shared: the store sees to it that all its people see the same.
    pub company: Option<Company>,
    /// The four answers.
    pub bant: Bant,
    /// In whose hand.
    pub lead: Lead,
    /// The latest handoff, ended or not.
    pub handoff: Option<HandoffRecord>,
    /// What the score is computed from.
    pub score: ScoreState,
    /// The same under each model that is only looked at, in the order of the settings.
    pub shadows: Vec<ScoreState>,
}

impl Subject {
    /// A contact that has just become known.
    #[must_use]
    pub fn new(contact: Contact) -> Self {
        let lead = Lead::new(contact.known_since);
        Self {
            contact,
            company: None,
            bant: Bant::default(),
            lead,
            handoff: None,
            score: ScoreState::default(),
            shadows: Vec::new(),
        }
    }

    /// The value of a field, whether it describes the person or the company. What is known of a company without a name is
    /// kept with the person until the name is known.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&str> {
        let company = self.company.as_ref();
        if field == Field::Company {
            return company.map(|company| company.name.as_str());
        }
        let of_company = company
            .filter(|_| field.of_company())
            .and_then(|company| company.get(field));
        of_company.or_else(|| self.contact.get(field))
    }

    /// Applies one entry of the log. Deterministic: the same entries in the same order give the same state to the last
    /// bit. Company fields of a [`Fact::Contact`] are put into `self.company` here; linking and sharing companies is the
    /// store's part and happens before.
    ///
    /// Says whether the contact did something that the model in force counts.
    pub fn apply(&mut self, entry: &Activity, policy: &Policy) -> bool {
        match &entry.fact {
            Fact::Event(event) => return self.event(event, entry, policy),
            Fact::ErasedEvent(event) => {
                return event.erased == Weight::Counted && self.act(&Matched::erased(), entry, policy);
            }
            Fact::Erase => self.erase(entry.at),
            Fact::Contact(patch) => {
                for (field, value) in &patch.fields {
                    self.set_field(*field, value);
                }
                self.name_company();
                self.contact
                    .custom
                    .extend(patch.custom.iter().map(|(k, v)| (k.clone(), v.clone())));
                self.note_role(&policy.model.roles);
                self.rescore(policy);
            }
            Fact::Bant(bant) => {
                self.bant = *bant;
                self.rescore(policy);
            }
            Fact::ScoreClass { to, .. } => self.classify(*to, entry.at),
            Fact::Note { .. } | Fact::Model(_) => {}
            Fact::Alert(_) => self.score.alerted_at = Some(entry.at),
            Fact::Undo(undo) => self.undo(undo, entry.at, policy),
            Fact::Return(fact) => self.give_back(fact, entry),
            Fact::Call { .. }
            | Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Handoff(_)
            | Fact::Accept
            | Fact::Release
            | Fact::Reassign { .. }
            | Fact::Triage(_)
            | Fact::Wake
            | Fact::Win { .. }
            | Fact::Lose { .. } => self.move_lead(entry),
        }
        false
    }

    /// Whether all that was known of the person has been erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.lead.stage == Stage::Erased
    }

    /// Looks again which explicit rules hold: after a change of attributes, of answers or of the company. Of whom nothing may
    /// be known, no rule holds, not even one about what is missing.
    pub fn rescore(&mut self, policy: &Policy) {
        let (contact, company, bant) = (&self.contact, self.company.as_ref(), &self.bant);
        let active = policy.model.holding(contact, company, bant);
        let shadows = policy.shadows.iter();
        let shadows = shadows.map(|shadow| shadow.model.holding(contact, company, bant));
        self.holds(active, shadows.collect());
    }

    /// The same of one of many contacts, with what was found out while looking at the others.
    pub fn rescore_by(&mut self, fittings: &mut Fittings<'_>) {
        let (contact, company, bant) = (&self.contact, self.company.as_ref(), &self.bant);
        let active = fittings.active.holding(contact, company, bant);
        let shadows = fittings.shadows.iter_mut();
        let shadows = shadows.map(|shadow| shadow.holding(contact, company, bant));
        self.holds(active, shadows.collect());
    }

    fn holds(&mut self, active: Vec<RuleNo>, shadows: Vec<Vec<RuleNo>>) {
        if self.is_erased() {
            (self.score, self.shadows) = (ScoreState::default(), Vec::new());
            return;
        }
        self.score.holding = active;
        self.shadows.resize_with(shadows.len(), ScoreState::default);
        for (state, holding) in self.shadows.iter_mut().zip(shadows) {
            state.holding = holding;
        }
    }

    /// Counts that somebody else of the company was active at `at`.
    pub fn colleague_active(&mut self, at: Time, policy: &Policy) {
        policy.model.absorb_colleague(&mut self.score, at);
        for (state, shadow) in self.shadows.iter_mut().zip(&policy.shadows) {
            shadow.model.absorb_colleague(state, at);
        }
    }

    /// Notes which of the roles that decide the title speaks of.
    fn note_role(&mut self, words: &RoleWords) {
        if let Some(company) = &mut self.company
            && let Some(role) = self
                .contact
                .get(Field::Title)
                .and_then(|title| words.of_title(title))
        {
            company.deciders.note(role);
        }
    }

    /// Marketing's shelves follow the class: D is researched, everything better is ripened (method, section 3). What waits
    /// for triage waits on.
    fn classify(&mut self, class: Class, at: Time) {
        self.lead.class = class;
        if matches!(self.lead.stage, Stage::Target | Stage::Nurture) {
            self.enter(
                if class == Class::D {
                    Stage::Target
                } else {
                    Stage::Nurture
                },
                at,
            );
        }
    }

    fn set_field(&mut self, field: Field, value: &str) {
        if field.of_company() {
            let fields = match &mut self.company {
                Some(company) => &mut company.fields,
                None => &mut self.contact.fields,
            };
            fields.insert(field, value.to_owned());
        } else if field != Field::Company {
            self.contact.fields.insert(field, value.to_owned());
        }
    }

    /// What was known of the person's company while it had no name goes to the company, where that does not know better.
    fn name_company(&mut self) {
        let Some(company) = &mut self.company else {
            return;
        };
        for field in Field::ALL.into_iter().filter(|field| field.of_company()) {
            if let Some(value) = self.contact.fields.remove(&field) {
                company.fields.entry(field).or_insert(value);
            }
        }
    }

    fn event(&mut self, event: &Event, entry: &Activity, policy: &Policy) -> bool {
        self.shadows
            .resize_with(policy.shadows.len(), ScoreState::default);
        for (state, shadow) in self.shadows.iter_mut().zip(&policy.shadows) {
            shadow.model.absorb(state, event, entry.at);
        }
        self.act(&policy.model.matched(event), entry, policy)
    }

    fn act(&mut self, matched: &Matched, entry: &Activity, policy: &Policy) -> bool {
        if !policy.model.absorb_matched(&mut self.score, matched, entry.at) {
            return false;
        }
        if let Some(returned) = &mut self.lead.returned
            && entry.at > returned.at
        {
            returned.stirred = true;
        }
        true
    }

    /// The last word about a person: whatever the entries before have made of the state, nothing of it is left but the row
    /// number, since when it is known, and the bare fact of its handoffs. A handoff that nobody had taken yet counts as
    /// given back: every handoff ends in one of three ways.
    fn erase(&mut self, at: Time) {
        self.leave_sales(Stage::Erased, at);
        if let Some(handoff) = &mut self.handoff {
            handoff.frozen.reasons.clear();
            if handoff.state == HandoffState::Open {
                handoff.state = HandoffState::Returned;
            }
        }
        self.lead = Lead {
            stage: Stage::Erased,
            version: self.lead.version + 1,
            cycle: self.lead.cycle,
            ..Lead::new(at)
        };
        self.contact = Contact::new(self.contact.id, self.contact.known_since);
        self.company = None;
        self.bant = Bant::default();
        (self.score, self.shadows) = (ScoreState::default(), Vec::new());
    }

    fn undo(&mut self, undo: &UndoFact, at: Time, policy: &Policy) {
        let version = self.lead.version + 1;
        let class = self.lead.class;
        self.lead = Lead {
            version,
            class,
            ..undo.lead.clone()
        };
        self.handoff.clone_from(&undo.handoff);
        self.bant = undo.bant;
        if undo.do_not_call {
            self.contact.fields.insert(Field::DoNotCall, "yes".to_owned());
        } else {
            self.contact.fields.remove(&Field::DoNotCall);
        }
        // The shelf was right for the class of then, or somebody chose another: only a class that has changed moves it.
        if class != undo.lead.class {
            self.classify(class, at);
        }
        self.rescore(policy);
    }
}
