//! What the rules do by themselves: class changes, routing, wake-ups, the end of patience.

use super::{Desk, handoff};
use crate::domain::Time;
use crate::domain::activity::{Fact, ReturnFact};
use crate::domain::lead::{Hand, ReturnReason, Stage};
use crate::domain::policy::{Calling, Missing, Policy};
use crate::domain::score::{Class, Score};
use crate::domain::sla;
use crate::domain::subject::Subject;

/// The next thing the rules do about this state at this instant: announce a changed class, or hand the lead to sales.
/// To be applied, and asked again, until there is none; each answer makes itself untrue, so that it ends. `group` is the
/// [`combined`](crate::domain::committee::combined) score of those who decide with it; of no matter unless routing asks for it.
#[must_use]
pub fn consequence(subject: &Subject, policy: &Policy, at: Time, group: u8) -> Option<Fact> {
    if subject.lead.stage.hand() == Hand::Closed {
        return None;
    }
    let score = policy.model.score(&subject.score, at);
    if score.class != subject.lead.class {
        return Some(Fact::ScoreClass {
            from: subject.lead.class,
            to: score.class,
            score: score.total,
        });
    }
    if let Some(alert) = policy.model.alert(&subject.score, at) {
        return Some(Fact::Alert(alert));
    }
    is_to_be_handed_over(subject, score, policy, group)
        .then(|| Fact::Handoff(handoff(subject, None, &Desk { who: "", at, policy })))
}

/// Routing (method, section 3): A and B go to sales if their criteria hold. What sales gave back stays until the contact
/// has done something since: it does not bounce.
fn is_to_be_handed_over(subject: &Subject, score: Score, policy: &Policy, group: u8) -> bool {
    let calling = Calling::of(&subject.contact);
    is_free(subject) && policy.routing.lets_through(score, calling, || group)
}

/// Whether a lead is in marketing's free hand: the rules hand it over as soon as its score and routing let them.
#[must_use]
pub fn is_free(subject: &Subject) -> bool {
    subject.lead.stage.hand() == Hand::Marketing && has_stirred(subject)
}

/// What routing misses in a free lead of class A or B; nothing about any other, or when nothing is missing. `group` as in
/// [`consequence`], asked for only where it matters.
#[must_use]
pub fn held_back(
    subject: &Subject,
    policy: &Policy,
    at: Time,
    group: impl FnOnce() -> u8,
) -> Option<(Class, Missing)> {
    if !is_free(subject) {
        return None;
    }
    let score = policy.model.score(&subject.score, at);
    let missing = policy
        .routing
        .missing(score, Calling::of(&subject.contact), group)?;
    (missing != Missing::Class).then_some((score.class, missing))
}

fn has_stirred(subject: &Subject) -> bool {
    let returned = subject.lead.returned.as_ref();
    returned.is_none_or(|returned| returned.stirred)
}

/// Why a lead whose class goes to sales is with marketing all the same, in words; nothing about any other. `group` as in
/// [`held_back`].
#[must_use]
pub fn stays(subject: &Subject, policy: &Policy, at: Time, group: impl FnOnce() -> u8) -> Option<String> {
    if is_free(subject) {
        return held_back(subject, policy, at, group).map(|(class, missing)| missing.words(class));
    }
    let waits = subject.lead.stage.hand() == Hand::Marketing
        && policy.model.score(&subject.score, at).class <= Class::B;
    waits.then(|| "came back, and has done nothing since".to_owned())
}

/// When time alone will next change something about this contact; absent when it never will. Follows from the state
/// alone, not from when it is asked, so that a rebuilt state has the same due time.
#[must_use]
pub fn due_at(subject: &Subject, policy: &Policy) -> Option<Time> {
    if subject.lead.stage.hand() == Hand::Closed {
        return None;
    }
    [
        falls_out_of_class(subject, policy),
        subject.lead.wake_at,
        patience(subject, policy),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// The first moment after the contact's last event at which its score belongs to a worse class than the announced one.
fn falls_out_of_class(subject: &Subject, policy: &Policy) -> Option<Time> {
    if subject.lead.class == Class::D {
        return None;
    }
    let mut at = subject.score.last_event_at?;
    let mut class = policy.model.score(&subject.score, at).class;
    while class <= subject.lead.class {
        (at, class) = policy.model.next_class_change(&subject.score, at)?;
    }
    Some(at)
}

/// When an untouched handoff goes back by itself.
fn patience(subject: &Subject, policy: &Policy) -> Option<Time> {
    let handoff = subject
        .handoff
        .as_ref()
        .filter(|_| subject.lead.stage == Stage::Queued)?;
    Some(sla::patience_ends(handoff, &policy.clocks))
}

/// What has come due by `desk.at`.
pub(super) fn tick(subject: &Subject, desk: &Desk<'_>) -> Vec<Fact> {
    if patience(subject, desk.policy).is_some_and(|at| at <= desk.at) {
        let score = desk.policy.model.score(&subject.score, desk.at).total;
        let reason = ReturnReason::NotWorked;
        return vec![Fact::Return(ReturnFact {
            reason,
            note: String::new(),
            wake_at: None,
            score,
        })];
    }
    if subject.lead.wake_at.is_none_or(|at| at > desk.at) {
        return Vec::new();
    }
    let mut facts = vec![Fact::Wake];
    if subject.lead.stage.hand() == Hand::Marketing && !subject.contact.do_not_call() {
        facts.push(Fact::Handoff(handoff(subject, None, &Desk { who: "", ..*desk })));
    }
    facts
}
