//! What a command means for a lead: facts, or a refusal. The legal moves of method section 4 stand here and nowhere else.
//!
//! - [`decide`] answers one person's command,
//! - [`consequence`] says what the rules of the house do about the state that came of it (class change, routing),
//! - [`due_at`] says when time alone will next change something,
//! - [`concluded`] says what an outcome that is known from elsewhere does to an open lead,
//! - [`undo::decide`] finds what taking back the last act would restore.

mod describe;
mod passing;
pub mod undo;
mod work;

#[cfg(test)]
mod tests;

use super::Time;
use super::activity::Fact;
use super::command::{Command, Order, Refusal};
use super::handoff::{Frozen, HandoffRecord, HandoffState};
use super::lead::{Hand, Stage, Urgency};
use super::policy::Policy;
use super::recipient::Recipient;
use super::score::Class;
use super::subject::Subject;
use super::when;

pub use describe::describe;
pub use passing::{consequence, due_at, held_back, is_free, stays};
pub use work::{Ending, concluded, is_conclusion, news};

/// Who decides, when, under which rules.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The user; empty for the rules and the clock themselves.
    pub who: &'a str,
    /// When it happens.
    pub at: Time,
    /// The rules of the house.
    pub policy: &'a Policy,
}

/// What `order` means for `subject`: the facts to write, none when it says nothing new.
///
/// # Errors
/// A [`Refusal`] when the lead has moved since the order was decided, when somebody else holds it, or when the move is
/// not legal from where it stands. [`Command::Undo`] is refused here: it needs the history, see [`undo::decide`].
pub fn decide(subject: &Subject, order: &Order, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    if let Some(version) = order.version
        && version != subject.lead.version
    {
        return Err(moved(subject, desk));
    }
    if subject.is_erased() && order.command != Command::Tick {
        return Err(erased(subject));
    }
    // Only a time that somebody gave can be wrong: a clock that was put back must not stop the work.
    if order.at.is_some()
        && is_work(&order.command)
        && let Some(refusal) = before_handoff(subject, desk)
    {
        return Err(refusal);
    }
    match &order.command {
        Command::Take => work::take(subject, desk),
        Command::Release => work::release(subject, desk),
        Command::Call {
            outcome,
            callback_at,
            note,
        } => work::call(subject, desk, *outcome, *callback_at, note),
        Command::Meeting { at } => work::talked(subject, desk, Fact::Meeting { at: *at }),
        Command::Offer { amount } => work::talked(subject, desk, Fact::Offer { amount: *amount }),
        Command::Note { text } => work::note(text),
        Command::Answer {
            question,
            answer,
            opens,
        } => Ok(work::answer(subject, *question, *answer, *opens)),
        Command::Handoff { to } => hand_over(subject, to.as_ref().map(Recipient::name), desk),
        Command::Return {
            reason,
            note,
            wake_at,
        } => work::give_back(subject, desk, *reason, note, *wake_at),
        Command::Triage { to, wake_at, note } => work::triage(subject, desk, *to, *wake_at, note),
        Command::Win { amount } => work::finish(subject, desk, Fact::Win { amount: *amount }),
        Command::Lose { reason } => work::finish(
            subject,
            desk,
            Fact::Lose {
                reason: reason.clone(),
            },
        ),
        Command::Reassign { to } => work::reassign(subject, to.name()),
        Command::Undo => Err(Refusal::NoUndo("an undo is decided on the history".to_owned())),
        Command::Edit(patch) => Ok(work::edit(subject, patch)),
        Command::Record(event) => Ok(vec![Fact::Event(event.clone())]),
        Command::Tick => Ok(passing::tick(subject, desk)),
    }
}

/// Whether a command answers the handoff of a lead, so that the clocks go by its time. A note, an answer or corrected data
/// may well be older.
const fn is_work(command: &Command) -> bool {
    match command {
        Command::Take
        | Command::Release
        | Command::Call { .. }
        | Command::Meeting { .. }
        | Command::Offer { .. }
        | Command::Return { .. }
        | Command::Win { .. }
        | Command::Lose { .. }
        | Command::Reassign { .. } => true,
        Command::Note { .. }
        | Command::Answer { .. }
        | Command::Handoff { .. }
        | Command::Triage { .. }
        | Command::Undo
        | Command::Edit(_)
        | Command::Record(_)
        | Command::Tick => false,
    }
}

/// Refuses what is dated before the handoff that it would answer: a first try before the handoff would stop its clock in time
/// whenever it was really made.
fn before_handoff(subject: &Subject, desk: &Desk<'_>) -> Option<Refusal> {
    let handoff = subject.handoff.as_ref()?;
    if subject.lead.stage.hand() != Hand::Sales || desk.at >= handoff.handed_at {
        return None;
    }
    let name = subject.contact.name();
    let handed = when::show(handoff.handed_at, desk.at, desk.policy.clocks.zone);
    Some(Refusal::Rule(format!(
        "{name} was handed to sales {handed}; nothing can have answered that before, so give a later time"
    )))
}

/// Why an order that was decided on another version is not carried out: names who holds the lead now.
fn moved(subject: &Subject, desk: &Desk<'_>) -> Refusal {
    held_by_other(subject, desk).unwrap_or_else(|| Refusal::Moved {
        name: subject.contact.name(),
        what: match (subject.lead.stage, subject.lead.owner.as_deref()) {
            (stage, Some(owner)) => format!("it is now {} with {owner}", stage.name()),
            (stage, None) => format!("it is now {}", stage.name()),
        },
    })
}

/// The refusal that names the other person, when another person holds the lead.
fn held_by_other(subject: &Subject, desk: &Desk<'_>) -> Option<Refusal> {
    let owner = subject.lead.owner.as_deref().filter(|owner| *owner != desk.who)?;
    let since = subject
        .lead
        .since
        .with_timezone(&desk.policy.clocks.zone)
        .format("%-d.%-m. %-H:%M");
    subject.lead.stage.is_taken().then(|| Refusal::Taken {
        owner: owner.to_owned(),
        name: subject.contact.name(),
        since: format!("since {since}"),
    })
}

/// Hands the lead to sales by hand: from marketing only, and never somebody who asked not to be called.
fn hand_over(subject: &Subject, to: Option<&str>, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    let name = subject.contact.name();
    match subject.lead.stage.hand() {
        Hand::Marketing => {}
        Hand::Sales => {
            return Err(Refusal::Illegal(format!(
                "{name} is already with sales ({})",
                at_whom(subject)
            )));
        }
        Hand::Closed => return Err(closed(subject)),
    }
    if let Some(refusal) = not_to_be_called(subject) {
        return Err(refusal);
    }
    Ok(vec![Fact::Handoff(handoff(subject, to, desk))])
}

/// The refusal of a call, or of a handoff to who would call, when the contact has asked not to be called. Everything else
/// may still happen: people write and meet.
fn not_to_be_called(subject: &Subject) -> Option<Refusal> {
    if !subject.contact.do_not_call() {
        return None;
    }
    let instead = if subject.lead.stage.hand() == Hand::Sales {
        "write instead, or give the lead back (kapula return CONTACT do_not_call, or r on the screen); what was said can be \
         kept as a note"
    } else {
        "write instead"
    };
    Some(Refusal::Rule(format!(
        "{} has asked not to be called; {instead}. If that is wrong, say so first (kapula do-not-call CONTACT --clear, or D on \
         the card)",
        subject.contact.name()
    )))
}

/// The handoff record that freezes the score of this instant.
fn handoff(subject: &Subject, to: Option<&str>, desk: &Desk<'_>) -> HandoffRecord {
    let model = &desk.policy.model;
    let score = model.score(&subject.score, desk.at);
    HandoffRecord {
        cycle: subject.lead.cycle + 1,
        frozen: Frozen {
            class: score.class,
            grade: score.grade,
            score: score.total,
            reasons: model.explain(&subject.score, desk.at),
        },
        urgency: if score.class == Class::A {
            Urgency::Urgent
        } else {
            Urgency::Normal
        },
        handed_at: desk.at,
        handed_by: desk.who.to_owned(),
        owner: to.map(ToOwned::to_owned),
        state: HandoffState::Open,
        accepted_at: None,
        first_attempt_at: None,
        first_conversation_at: None,
        ended_at: None,
    }
}

/// `working with anna`, `queued`.
fn at_whom(subject: &Subject) -> String {
    let stage = subject.lead.stage.name();
    subject
        .lead
        .owner
        .as_ref()
        .map_or_else(|| stage.to_owned(), |owner| format!("{stage} with {owner}"))
}

/// Nothing more happens to a closed lead.
fn closed(subject: &Subject) -> Refusal {
    let name = subject.contact.name();
    let stage = subject.lead.stage.name();
    Refusal::Illegal(format!(
        "{name} is closed ({stage}); a note can still be written, everything else cannot"
    ))
}

/// Nothing at all happens to who was erased, not even a note.
fn erased(subject: &Subject) -> Refusal {
    let name = subject.contact.name();
    Refusal::Illegal(format!(
        "{name} was erased and nothing can be done with it any more; a person who is to be known again is imported again"
    ))
}

/// What erasing all that is known of the person means: the fact that does it. Whoever works the lead must let go of it first;
/// a lead that nobody has taken is erased from the queue.
///
/// # Errors
/// [`Refusal::Taken`] while somebody else holds the lead; [`Refusal::Illegal`] when it has been done already.
pub fn erase(subject: &Subject, desk: &Desk<'_>) -> Result<Fact, Refusal> {
    if subject.is_erased() {
        return Err(erased(subject));
    }
    held_by_other(subject, desk).map_or(Ok(Fact::Erase), Err)
}

/// Refuses unless sales has the lead and nobody else holds it or is meant to.
fn in_my_reach(subject: &Subject, desk: &Desk<'_>) -> Result<(), Refusal> {
    let name = subject.contact.name();
    match subject.lead.stage.hand() {
        Hand::Sales => {}
        Hand::Marketing => {
            let stage = subject.lead.stage.name();
            return Err(Refusal::Illegal(format!(
                "{name} is with marketing ({stage}); hand it to sales first (kapula handoff, or H on the screen)"
            )));
        }
        Hand::Closed => return Err(closed(subject)),
    }
    if let Some(refusal) = held_by_other(subject, desk) {
        return Err(refusal);
    }
    match subject.lead.owner.as_deref() {
        Some(owner) if owner != desk.who && subject.lead.stage == Stage::Queued => Err(Refusal::Rule(
            format!("{name} is meant for {owner}; reassign it first (kapula reassign, or a on the screen)"),
        )),
        Some(_) | None => Ok(()),
    }
}
