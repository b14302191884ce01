//! What was done, as a sentence.

use crate::domain::activity::{Fact, TriageChoice};
use crate::domain::bant::Question;
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::policy::Policy;
use crate::domain::when;

use super::Desk;

/// The sentence about an act: its most telling fact, with where the lead is now. `name` is the contact's.
#[must_use]
pub fn describe(name: &str, facts: &[Fact], desk: &Desk<'_>) -> String {
    facts
        .iter()
        .filter(|fact| !matches!(fact, Fact::ScoreClass { .. } | Fact::Bant(_)))
        .max_by_key(|fact| telling(fact))
        .or_else(|| facts.iter().rfind(|fact| matches!(fact, Fact::Bant(_))))
        .or_else(|| facts.last())
        .map_or_else(
            || format!("Nothing new about {name}"),
            |fact| sentence(name, fact, desk),
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

fn sentence(name: &str, fact: &Fact, desk: &Desk<'_>) -> String {
    let show = |at| when::show(at, desk.at, zone(desk.policy));
    match fact {
        Fact::Event(event) => format!("Noted of {name}: {}", event.kind),
        Fact::ErasedEvent(event) => format!("Noted of {name}: {}", event.kind),
        Fact::Erase => format!("{name} is erased"),
        Fact::Alert(alert) => format!("{name}: {alert}"),
        Fact::Model(model) => format!("Another scoring model is in force, of {} rules", model.rules),
        Fact::Contact(patch) if patch.only_do_not_call() == Some("yes") => {
            format!("{name} has asked not to be called")
        }
        Fact::Contact(patch) if patch.only_do_not_call().is_some() => format!("{name} may be called again"),
        Fact::Contact(patch) => {
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
        Fact::Call {
            outcome: Outcome::CallBack,
            callback_at: Some(at),
        } => {
            format!("{name}: call back {}", show(*at))
        }
        Fact::Call { outcome, .. } => format!("{name}: {}", outcome.name().replace('_', " ")),
        Fact::Meeting { at: Some(at) } => format!("{name}: meeting {}", show(*at)),
        Fact::Meeting { at: None } => format!("{name}: meeting agreed"),
        Fact::Offer { .. } => format!("{name}: offer made"),
        Fact::Note { .. } => format!("Note written on {name}"),
        Fact::Bant(bant) => {
            let known = Question::ALL.into_iter().filter_map(|question| {
                let answer = question.said(bant.get(question))?;
                Some(format!("{} {answer}", question.name()))
            });
            let known: Vec<String> = known.collect();
            format!(
                "Answers of {name}: {}",
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            )
        }
        Fact::Handoff(handoff) => handoff.owner.as_ref().map_or_else(
            || format!("{name} handed to sales ({})", handoff.frozen.grade),
            |owner| format!("{name} handed to {owner} ({})", handoff.frozen.grade),
        ),
        Fact::Accept => format!("{name} is yours"),
        Fact::Release => format!("{name} is back in the queue"),
        Fact::Reassign { to } => format!("{name} given to {to}"),
        Fact::Return(fact) => {
            let wake = fact
                .wake_at
                .map(|at| format!(", wakes up {}", show(at)))
                .unwrap_or_default();
            let to = match (fact.reason, fact.wake_at) {
                (ReturnReason::Timeframe, None) => "keep warm; no date, back when the contact stirs",
                (reason, _) => reason.destination(),
            };
            format!("{name} returned: {} ({to}{wake})", fact.reason.label())
        }
        Fact::Triage(fact) => {
            let to = match fact.to {
                TriageChoice::Nurture => "to nurture",
                TriageChoice::Research => "to research",
                TriageChoice::Close => "closed",
            };
            let wake = fact
                .wake_at
                .map(|at| format!(", wakes up {}", show(at)))
                .unwrap_or_default();
            format!("{name}: {to}{wake}")
        }
        Fact::Wake => format!("{name} woke up"),
        Fact::Win { .. } => format!("{name} won"),
        Fact::Lose { .. } => format!("{name} lost"),
        Fact::Undo(undo) => format!("Taken back for {name}: {}", undo.what),
        Fact::ScoreClass { from, to, .. } => {
            let class = |class| desk.policy.model.class_words(class);
            format!("{name}: class {} to {}", class(*from), class(*to))
        }
    }
}

const fn zone(policy: &Policy) -> chrono_tz::Tz {
    policy.clocks.zone
}
