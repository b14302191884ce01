//! The open leads: what the call list and the handoff queue need of each, and what ranking them needs besides.

use std::ops::Deref;
use std::sync::Arc;

use super::{Briefs, Habits};
use crate::domain::Time;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::country::Whereabouts;
use crate::domain::handoff::HandoffRecord;
use crate::domain::lead::Lead;
use crate::domain::policy::Policy;
use crate::domain::score::{ScoreState, Settled};

/// One open lead: what the call list and the handoff queue need, kept narrow and together by the store.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenLead {
    /// Who.
    pub id: ContactId,
    /// Name to show.
    pub name: String,
    /// Company, or empty.
    pub company: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Phone number, or empty.
    pub phone: String,
    /// Deal size said of the contact itself.
    pub deal_size: Option<f64>,
    /// Employees of the company.
    pub company_size: Option<u32>,
    /// Whether the contact has asked not to be called.
    pub do_not_call: bool,
    /// Which company, for spreading calls over companies.
    pub company_id: Option<CompanyId>,
    /// Where the contact is, for the hours at which it may be called.
    pub place: Whereabouts,
    /// The lead.
    pub lead: Lead,
    /// The handoff that brought it here. Its frozen reasons are there only for a contact with no explicit points, whose
    /// score can fade to nothing; of all others the score of now has something to say, and reading the reasons of two
    /// thousand leads would be a third of the time to the first frame.
    pub handoff: HandoffRecord,
    /// What the score is computed from.
    pub score: ScoreState,
}

impl OpenLead {
    /// Attempts since the handoff, as long as none has led to a talk: each lowers the chance to reach the contact.
    #[must_use]
    pub const fn tried_in_vain(&self) -> u32 {
        if self.handoff.first_conversation_at.is_some() {
            0
        } else {
            self.lead.work.attempts
        }
    }
}

/// All open leads, with what their ranking needs to know besides them: read together, so that one answer is one picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OpenLeads {
    /// By contact. Only to be read: the briefs say the same.
    leads: Vec<OpenLead>,
    briefs: Arc<Briefs>,
    /// What their scores follow from, melted beforehand under this policy.
    settled: Option<(Arc<Policy>, Arc<Settled>)>,
    /// What the team's own calls and deals have taught.
    pub habits: Habits,
    /// Everybody who has acted or was given a lead, by name: to whom one can be given.
    pub users: Arc<[String]>,
}

impl OpenLeads {
    /// The leads, by contact, of a team with such habits.
    #[must_use]
    pub fn new(leads: Vec<OpenLead>, habits: Habits) -> Self {
        Self {
            briefs: Arc::new(Briefs::of(&leads)),
            settled: None,
            leads,
            habits,
            users: Arc::default(),
        }
    }

    /// The same with who works here.
    #[must_use]
    pub fn among(self, users: Vec<String>) -> Self {
        Self {
            users: users.into(),
            ..self
        }
    }

    /// Melts what their scores follow from to `now`, so that ranking them from then on under this policy has less to do:
    /// where they are answered, and not where they are shown.
    pub fn settle(&mut self, policy: &Arc<Policy>, now: Time) {
        let settled = Settled::new(&policy.model, self.briefs.gathered(), now);
        self.settled = Some((Arc::clone(policy), Arc::new(settled)));
    }

    /// What was melted beforehand, if it was under this policy.
    #[must_use]
    pub fn settled(&self, policy: &Arc<Policy>) -> Option<&Settled> {
        let (under, settled) = self.settled.as_ref()?;
        Arc::ptr_eq(under, policy).then_some(settled)
    }

    /// What they are ranked by, in their order.
    #[must_use]
    pub const fn briefs(&self) -> &Arc<Briefs> {
        &self.briefs
    }
}

impl Deref for OpenLeads {
    type Target = [OpenLead];

    fn deref(&self) -> &Self::Target {
        &self.leads
    }
}

impl From<Vec<OpenLead>> for OpenLeads {
    /// Leads of a team that has called nobody yet.
    fn from(leads: Vec<OpenLead>) -> Self {
        Self::new(leads, Habits::default())
    }
}
