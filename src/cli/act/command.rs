//! What was said on the command line, as the command that a screen would have submitted.

use chrono::NaiveDate;

use crate::domain::Time;
use crate::domain::command::Command;
use crate::domain::contact::{ContactPatch, Field};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::recipient::Recipient;
use crate::domain::text::{NOTE_CHARS, clean, clean_lines, grouped, inline};
use crate::domain::when;
use crate::engine::Clock;
use crate::intake::Options;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;

use super::values::{AnswerWord, QuestionWord, TriageWord};
use super::words::Act;

/// The key of the contact that is meant, and the command.
pub fn of(act: Act, desk: &Desk) -> Result<(String, Command), Failure> {
    let time = |text: Option<String>| text.map(|text| ahead(&text, desk)).transpose();
    Ok(match act {
        Act::Handoff {
            contact,
            to,
            new_user,
        } => {
            let to = to.map(|to| recipient(new_user)(clean(&to)));
            (contact, Command::Handoff { to })
        }
        Act::Accept { contact } => (contact, Command::Take),
        Act::Release { contact } => (contact, Command::Release),
        Act::Call {
            contact,
            outcome,
            outcome_flag,
            callback,
            note,
        } => (contact, called(outcome.or(outcome_flag), time(callback)?, &note)?),
        Act::Meeting { contact, when } => (contact, Command::Meeting { at: time(when)? }),
        Act::Offer { contact, amount } => (contact, Command::Offer { amount }),
        Act::Note { contact, text } => (contact, noted(&text)?),
        Act::Answer {
            contact,
            question,
            answer,
            opens,
        } => (contact, answered(question, answer, opens)?),
        Act::Return {
            contact,
            reason,
            reason_flag,
            note,
            wake,
        } => (contact, returned(reason.or(reason_flag), time(wake)?, &note)?),
        Act::Triage {
            contact,
            to,
            to_flag,
            wake,
            note,
        } => (contact, triaged(to.or(to_flag), time(wake)?, &note)?),
        Act::Win { contact, amount } => (contact, Command::Win { amount }),
        Act::Lose { contact, reason } => (contact, lost(&reason)?),
        Act::Reassign {
            contact,
            to,
            to_flag,
            new_user,
        } => {
            let to = clean(&given(to.or(to_flag), "to whom")?);
            let to = recipient(new_user)(to);
            (contact, Command::Reassign { to })
        }
        Act::DoNotCall { contact, clear } => (contact, unwanted(if clear { "no" } else { "yes" })),
        Act::Edit { contact, values } => (contact, Command::Edit(patch(&values, desk)?)),
        Act::Undo { contact } => (contact, Command::Undo),
    })
}

fn called(outcome: Option<Outcome>, callback_at: Option<Time>, note: &str) -> Result<Command, Failure> {
    Ok(Command::Call {
        outcome: given(outcome, "the outcome")?,
        callback_at,
        note: written(note)?,
    })
}

fn noted(text: &str) -> Result<Command, Failure> {
    Ok(Command::Note { text: written(text)? })
}

fn answered(
    question: QuestionWord,
    answer: AnswerWord,
    opens: Option<NaiveDate>,
) -> Result<Command, Failure> {
    let later = matches!((question, answer), (QuestionWord::Timeframe, AnswerWord::No));
    if opens.is_some() && !later {
        return Err(Failure::Usage(
            "--opens: a day belongs to one answer, kapula answer CONTACT timeframe later --opens DAY; leave it out".to_owned(),
        ));
    }
    Ok(Command::Answer {
        question: question.into(),
        answer: answer.into(),
        opens,
    })
}

fn returned(reason: Option<ReturnReason>, wake_at: Option<Time>, note: &str) -> Result<Command, Failure> {
    Ok(Command::Return {
        reason: given(reason, "the reason")?,
        note: written(note)?,
        wake_at,
    })
}

fn triaged(to: Option<TriageWord>, wake_at: Option<Time>, note: &str) -> Result<Command, Failure> {
    Ok(Command::Triage {
        to: given(to, "where it goes")?.into(),
        wake_at,
        note: written(note)?,
    })
}

fn lost(reason: &str) -> Result<Command, Failure> {
    Ok(Command::Lose {
        reason: written(reason)?,
    })
}

/// What was written, harmless. Refused when it is too long: cut, its end would be lost without a word.
fn written(text: &str) -> Result<String, Failure> {
    let long = text.chars().count();
    if long > NOTE_CHARS {
        return Err(Failure::Usage(format!(
            "the text has {} characters, {} at most fit: write it as several notes",
            grouped(long as u64),
            grouped(NOTE_CHARS as u64)
        )));
    }
    Ok(clean_lines(text))
}

fn unwanted(said: &str) -> Command {
    let mut patch = ContactPatch::default();
    patch.set(Field::DoNotCall, said);
    Command::Edit(patch)
}

/// How a rep is named: with --new-user he need not have been seen here.
const fn recipient(new_user: bool) -> fn(String) -> Recipient {
    if new_user {
        Recipient::EvenNew
    } else {
        Recipient::Known
    }
}

fn given<T>(value: Option<T>, what: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::Usage(format!("say {what}; `kapula --help` shows how")))
}

fn ahead(text: &str, desk: &Desk) -> Result<Time, Failure> {
    let now = desk.at.unwrap_or_else(|| Clock::System.now());
    when::parse(text, now, desk.policy().clocks.zone).map_err(|error| Failure::Usage(error.to_string()))
}

/// Values as an import would read them: phone numbers in E.164, addresses plain. A field that cannot be read is refused.
fn patch(values: &[String], desk: &Desk) -> Result<ContactPatch, Failure> {
    let zone = desk.policy().clocks.zone;
    let options = Options::new(&desk.settings.default_region, zone, Clock::System.now())
        .map_err(|error| Failure::failed(&error))?;
    let mut patch = ContactPatch::default();
    for value in values {
        let (name, value) = value.split_once('=').ok_or_else(|| {
            Failure::Usage(format!(
                "`{}` is not FIELD=VALUE; write for example title=CEO",
                inline(value)
            ))
        })?;
        let (name, value) = (clean(name), clean(value));
        if value.is_empty() {
            return Err(Failure::Usage(format!(
                "{name} has no value; a known value can be corrected, not emptied"
            )));
        }
        match Field::from_name(&name) {
            Some(field) => patch.set(field, options.read(field, &value).map_err(Failure::Usage)?),
            None => drop(patch.custom.insert(name, value)),
        }
    }
    Ok(patch)
}
