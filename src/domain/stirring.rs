//! Whether a lead that came back has stirred since, told from its history: after a change of the model other acts may count
//! than those that counted when they happened.

use super::activity::{Activity, Fact, Weight};
use super::contact::Contact;
use super::policy::Policy;
use super::subject::Subject;

/// A contact's history, followed as far as its returns and what came after them go.
#[derive(Debug)]
pub struct Stirring<'p> {
    policy: &'p Policy,
    subject: Subject,
}

impl<'p> Stirring<'p> {
    /// Before the first entry.
    #[must_use]
    pub fn of(contact: Contact, policy: &'p Policy) -> Self {
        Self {
            policy,
            subject: Subject::new(contact),
        }
    }

    /// Follows the next entry. What neither moves the lead nor is an act after a return is passed over: working out what it
    /// means would take longer than everything else.
    pub fn follow(&mut self, entry: &Activity) {
        if matches!(entry.fact, Fact::Contact(_) | Fact::Bant(_)) {
            return;
        }
        if !entry.fact.is_event() {
            self.subject.apply(entry, self.policy);
            return;
        }
        let waiting = self.subject.lead.returned.as_mut();
        if let Some(returned) = waiting.filter(|returned| !returned.stirred && entry.at > returned.at) {
            returned.stirred = if let Fact::Event(event) = &entry.fact {
                !self.policy.model.matched(event).is_nothing()
            } else {
                matches!(&entry.fact, Fact::ErasedEvent(event) if event.erased == Weight::Counted)
            };
        }
    }

    /// Whether it has; nothing when it did not come back.
    #[must_use]
    pub fn has_stirred(&self) -> Option<bool> {
        Some(self.subject.lead.returned.as_ref()?.stirred)
    }
}
