//! Taking back one's own last act, by a compensating entry: the log keeps both.

use std::collections::BTreeSet;

use super::Desk;
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq, UndoFact};
use crate::domain::bant::{Bant, Question};
use crate::domain::command::Refusal;
use crate::domain::contact::Contact;
use crate::domain::lead::Lead;
use crate::domain::subject::Subject;
use crate::domain::when;

/// What `u` would take back: the act of `who`, or why there is none.
///
/// `history` is the whole log of the contact in log order. An act can be taken back as long as nobody else, no rule and no
/// clock has acted on the lead since, were it only by a note; visits, class changes, imports and own corrections of contact
/// data do not stand in the way.
///
/// # Errors
/// [`Refusal::NoUndo`] with the reason.
pub fn last_act(history: &[Activity], name: &str, who: &str) -> Result<Seq, Refusal> {
    if history.iter().any(|entry| matches!(entry.fact, Fact::Erase)) {
        return Err(Refusal::NoUndo(format!(
            "{name} was erased, and what is erased cannot be brought back"
        )));
    }
    let undone = undone(history);
    let mut acts: Vec<(Seq, &Activity)> = Vec::new();
    for entry in history
        .iter()
        .filter(|entry| counts(entry) && !undone.contains(&entry.act))
    {
        match acts.last() {
            Some((act, _)) if *act == entry.act => {}
            _ => acts.push((entry.act, entry)),
        }
    }
    let corrected = |sentence: String, seen: bool| {
        Refusal::NoUndo(if seen {
            format!(
                "your last act corrected data of {name}; corrected data is not taken back: correct it again (kapula edit)"
            )
        } else {
            sentence
        })
    };
    let mut seen = false;
    while let Some((act, entry)) = acts.pop() {
        if entry.by == who && is_correction(history, act) {
            seen = true;
            continue;
        }
        if entry.by == who {
            return Ok(act);
        }
        let takeable = |(act, entry): &(Seq, &Activity)| entry.by == who && !is_correction(history, *act);
        if !acts.iter().any(takeable) {
            break; // Who has done nothing is not told of a last act that stands.
        }
        let actor = if entry.by.is_empty() {
            "a rule of the house"
        } else {
            &entry.by
        };
        let kind = entry.fact.kind();
        let sentence = format!("{name}: {actor} has acted since ({kind}); your last act stands");
        return Err(corrected(sentence, seen));
    }
    let sentence = format!("you have done nothing with {name} that could be taken back");
    Err(corrected(sentence, seen))
}

/// Whether an act only corrected contact data: that is corrected again, not taken back. That somebody must not be called,
/// or may be again, is no correction: it takes leads out of the list and brings them back.
fn is_correction(history: &[Activity], act: Seq) -> bool {
    let mut entries = history.iter().filter(|entry| entry.act == act);
    entries.all(|entry| {
        if let Fact::Contact(patch) = &entry.fact {
            patch.only_do_not_call().is_none()
        } else {
            matches!(entry.fact, Fact::ScoreClass { .. })
        }
    })
}

/// The compensating fact for an act found by [`last_act`], which somebody says was taken back at `dated`.
///
/// # Errors
/// [`Refusal::NoUndo`] when there is none; [`Refusal::Rule`] when it was done later than `dated`: the past would know a lead
/// that there was not yet.
pub fn decide(
    history: &[Activity],
    subject: &Subject,
    dated: Option<Time>,
    desk: &Desk<'_>,
) -> Result<Fact, Refusal> {
    let name = subject.contact.name();
    let act = last_act(history, &name, desk.who)?;
    let entries: Vec<&Activity> = history.iter().filter(|entry| entry.act == act).collect();
    let done = entries.iter().map(|entry| entry.at).max();
    if let Some(done) = done.filter(|done| dated.is_some_and(|dated| dated < *done)) {
        let done = when::show(done, desk.at, desk.policy.clocks.zone);
        return Err(Refusal::Rule(format!(
            "what is to be taken back was done {done}; give a later time, or none for now"
        )));
    }
    let before = state_before(act, history, subject, desk);
    let facts: Vec<Fact> = entries.iter().map(|entry| entry.fact.clone()).collect();
    Ok(Fact::Undo(UndoFact {
        act,
        what: what(&facts, before.bant),
        lead: before.lead,
        handoff: before.handoff,
        bant: before.bant,
        do_not_call: before.contact.do_not_call(),
    }))
}

/// The kinds of an act, in the words of the log: `accept, call`; `was` are the answers before it. Of an answer only the
/// question is told: this sentence outlives an erasure, and what the contact has said must not.
fn what(facts: &[Fact], was: Bant) -> String {
    let mut words: Vec<String> = Vec::new();
    for fact in facts {
        if let Fact::Return(fact) = fact {
            words.push(format!("return ({})", fact.reason.label()));
        } else if let Fact::Call { outcome, .. } = fact {
            words.push(format!("call ({})", outcome.name().replace('_', " ")));
        } else if let Fact::Contact(patch) = fact
            && let Some(said) = patch.only_do_not_call()
        {
            let what = if said == "yes" {
                "do not call"
            } else {
                "may be called"
            };
            words.push(what.to_owned());
        } else if let Fact::Bant(bant) = fact {
            let questions: Vec<&str> = bant.changed_since(was).into_iter().map(Question::name).collect();
            words.push(match questions.as_slice() {
                [] => "the answers".to_owned(),
                some => format!("answer on {}", some.join(" and ")),
            });
        } else if !matches!(fact, Fact::ScoreClass { .. }) {
            words.push(fact.kind().to_owned());
        }
    }
    words.join(", ")
}

/// Acts that were taken back.
fn undone(history: &[Activity]) -> BTreeSet<Seq> {
    history
        .iter()
        .filter_map(|entry| {
            if let Fact::Undo(undo) = &entry.fact {
                Some(undo.act)
            } else {
                None
            }
        })
        .collect()
}

/// Whether an entry is part of an act somebody or some rule did to the lead. Taking something back is not; what the rules
/// made of it is. What an import said of the person is not either; what the rules made of that is.
fn counts(entry: &Activity) -> bool {
    let imported = matches!(entry.fact, Fact::Contact(_)) && entry.source.starts_with("import");
    !imported
        && !matches!(
            entry.fact,
            Fact::Event(_) | Fact::ErasedEvent(_) | Fact::ScoreClass { .. } | Fact::Alert(_) | Fact::Undo(_)
        )
}

/// The state as if the log had ended before `act`; what the contact has done and what became known of it since still counts:
/// whom an import has said not to call is not called because of an undo.
fn state_before(act: Seq, history: &[Activity], subject: &Subject, desk: &Desk<'_>) -> Subject {
    let mut before = Subject::new(Contact::new(subject.contact.id, subject.contact.known_since));
    before.company.clone_from(&subject.company);
    before.lead = Lead::new(subject.contact.known_since);
    let undone = undone(history);
    let stays = |entry: &Activity| {
        entry.fact.is_event() || (matches!(entry.fact, Fact::Contact(_)) && !undone.contains(&entry.act))
    };
    for entry in history
        .iter()
        .filter(|entry| entry.act < act || (entry.act > act && stays(entry)))
    {
        before.apply(entry, desk.policy);
    }
    before
}
