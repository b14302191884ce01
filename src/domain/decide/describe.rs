//! What was done, as a sentence.

use crate::domain::Time;
use crate::domain::activity::{Fact, TriageChoice};
use crate::domain::bant::{Bant, Question};
use crate::domain::contact::ContactPatch;
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::policy::Policy;
use crate::domain::when;

use super::Desk;

/// The sentence about an act: its most telling fact, with where the lead is now. `name` is the contact's;
/// `was` are the answers before the act, where they are known: with them it is told which one has changed.
#[must_use]
pub fn describe(name: &str, facts: &[Fact], was: Option<Bant>, desk: &Desk<'_>) -> String {
    facts
        .iter()
        .filter(|fact| !matches!(fact, Fact::ScoreClass { .. } | Fact::Bant(_)))
        .max_by_key(|fact| telling(fact))
        .or_else(|| facts.iter().rfind(|fact| matches!(fact, Fact::Bant(_))))
        .or_else(|| facts.last())
        .map_or_else(
            || format!("Nothing new about {name}"),
            |fact| sentence(name, fact, was, desk),
        )
}

/// How much a fact tells about the act it belongs to: a remark, a correction or a take merely goes with the rest.
const fn telling(fact: &Fact) -> u8 {
    if matches!(
        fact,
        Fact::Event(_) | Fact::ErasedEvent(_) | Fact::Contact(_) | Fact::Note { .. }
    ) {
        0
    } else if matches!(fact, Fact::Accept | Fact::Wake) {
        1
    } else {
        2
    }
}

fn sentence(name: &str, fact: &Fact, was: Option<Bant>, desk: &Desk<'_>) -> String {
    let show = |at| when::show(at, desk.at, zone(desk.policy));
    let wakes = |at: Option<Time>| at.map_or_else(String::new, |at| format!(", wakes up {}", show(at)));
    match fact {
        Fact::Event(event) => format!("Noted of {name}: {}", event.kind),
        Fact::ErasedEvent(event) => format!("Noted of {name}: {}", event.kind),
        Fact::Erase => format!("{name} is erased"),
        Fact::Alert(alert) => format!("{name}: {alert}"),
        Fact::Model(model) => format!("Another scoring model is in force, of {} rules", model.rules),
        Fact::Contact(patch) => learnt(name, patch),
        Fact::Call {
            outcome: Outcome::CallBack,
            callback_at: Some(at),
        } => {
            format!("{name}: call back {}", show(*at))
        }
        Fact::Call { outcome, callback_at } => {
            let words = outcome.name().replace('_', " ");
            let again = callback_at.map_or_else(String::new, |at| format!(", call back {}", show(at)));
            format!("{name}: {words}{again}")
        }
        Fact::Meeting { at: Some(at) } => format!("{name}: meeting {}", show(*at)),
        Fact::Meeting { at: None } => format!("{name}: meeting agreed"),
        Fact::Offer { .. } => format!("{name}: offer made"),
        Fact::Note { .. } => format!("Note written on {name}"),
        Fact::Bant(bant) => answered(name, *bant, was),
        Fact::Handoff(handoff) => handoff.owner.as_ref().map_or_else(
            || format!("{name} handed to sales ({})", handoff.frozen.grade),
            |owner| format!("{name} handed to {owner} ({})", handoff.frozen.grade),
        ),
        Fact::Accept => format!("{name} is yours"),
        Fact::Release => format!("{name} is back in the queue"),
        Fact::Reassign { to } => format!("{name} given to {to}"),
        Fact::Return(fact) => {
            let to = match (fact.reason, fact.wake_at) {
                (ReturnReason::Timeframe, None) => "keep warm; no date, back when the contact stirs",
                (reason, _) => reason.destination(),
            };
            let (why, wake) = (fact.reason.label(), wakes(fact.wake_at));
            format!("{name} returned: {why} ({to}{wake})")
        }
        Fact::Triage(fact) => {
            let to = match fact.to {
                TriageChoice::Nurture => "to nurture",
                TriageChoice::Research => "to research",
                TriageChoice::Close => "closed",
            };
            format!("{name}: {to}{}", wakes(fact.wake_at))
        }
        Fact::Wake => format!("{name} woke up"),
        Fact::Win { .. } => format!("{name} won"),
        Fact::Lose { .. } => format!("{name} lost"),
        Fact::Undo(undo) => {
            let now = match was {
                Some(was) if was != undo.bant => format!(" (answers now: {})", undo.bant.words()),
                Some(_) | None => String::new(),
            };
            format!("Taken back for {name}: {}{now}", undo.what)
        }
        Fact::ScoreClass { from, to, .. } => {
            let class = |class| desk.policy.model.class_words(class);
            format!("{name}: class {} to {}", class(*from), class(*to))
        }
    }
}

/// What has become known of somebody; a wish about calls is told as what it is.
fn learnt(name: &str, patch: &ContactPatch) -> String {
    match patch.only_do_not_call() {
        Some("yes") => return format!("{name} has asked not to be called"),
        Some(_) => return format!("{name} may be called again"),
        None => {}
    }
    let fields = patch
        .fields
        .iter()
        .map(|(field, value)| (field.name().replace('_', " "), value));
    let custom = patch.custom.iter().map(|(name, value)| (name.clone(), value));
    let said: Vec<String> = fields
        .chain(custom)
        .map(|(what, value)| format!("{what} {value}"))
        .collect();
    format!("Known of {name}: {}", said.join(", "))
}

/// The answers that have changed, with all that are known now unless that is the same; only those where it is not known what was before.
fn answered(name: &str, bant: Bant, was: Option<Bant>) -> String {
    let changed = was.map(|was| bant.changed_since(was)).unwrap_or_default();
    if changed.is_empty() {
        return format!("Answers of {name}: {}", bant.words());
    }
    let said = |question: &Question| {
        let answer = question.said(bant.get(*question)).unwrap_or("unknown");
        format!("{} {answer}", question.name())
    };
    let said: Vec<String> = changed.iter().map(said).collect();
    let (said, all) = (said.join(", "), bant.words());
    if said == all {
        return format!("{name}: {said}");
    }
    format!("{name}: {said} (answers now: {all})")
}

const fn zone(policy: &Policy) -> chrono_tz::Tz {
    policy.clocks.zone
}
