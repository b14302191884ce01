//! The acts: every command that a screen submits can be submitted here.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use crate::domain::Time;
use crate::domain::activity::{Seq, TriageChoice};
use crate::domain::bant::{Answer, Question};
use crate::domain::command::{Command, Order};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::recipient::Recipient;
use crate::domain::text::{clean, clean_lines};
use crate::domain::when;
use crate::engine::Clock;
use crate::intake::Options;

use super::desk::{Desk, one_contact};
use super::failure::Failure;
use super::out::Out;

/// The acts on one contact. CONTACT is an id, an external id or an e-mail address.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Hand a lead to sales
    Handoff {
        /// Id, external id or e-mail address
        contact: String,
        /// For this rep; for anybody when absent
        #[arg(long, value_name = "USER")]
        to: Option<String>,
        /// The rep has never been seen here, and the name is right
        #[arg(long, requires = "to")]
        new_user: bool,
    },
    /// Take a lead that waits in the queue
    #[command(visible_alias = "take")]
    Accept {
        /// Id, external id or e-mail address
        contact: String,
    },
    /// Put a lead back into the queue
    Release {
        /// Id, external id or e-mail address
        contact: String,
    },
    /// Record how a call went; takes the lead first when nobody has it
    Call {
        /// Id, external id or e-mail address
        contact: String,
        /// How it went: reached, `no_answer`, voicemail, busy, `wrong_number`, `call_back`
        #[arg(value_parser = outcome, required_unless_present = "outcome_flag", value_name = "OUTCOME")]
        outcome: Option<Outcome>,
        #[arg(long = "outcome", value_parser = outcome, hide = true, conflicts_with = "outcome")]
        outcome_flag: Option<Outcome>,
        /// When to call again: `tomorrow 10`, `mon 9:30`, `in 2 h`, `huomenna 10`
        #[arg(long, value_name = "WHEN", visible_alias = "when")]
        callback: Option<String>,
        /// Something to remember
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Record that a meeting was agreed
    Meeting {
        /// Id, external id or e-mail address
        contact: String,
        /// Its time
        #[arg(long, value_name = "WHEN")]
        when: Option<String>,
    },
    /// Record that an offer was made
    Offer {
        /// Id, external id or e-mail address
        contact: String,
        /// Its sum in the currency of the settings
        #[arg(long, value_name = "SUM", value_parser = money)]
        amount: Option<f64>,
    },
    /// Write something down
    Note {
        /// Id, external id or e-mail address
        contact: String,
        /// What to remember
        text: String,
    },
    /// Record an answer: budget, authority or need yes/no/unknown; timeframe now/later/unknown
    Answer {
        /// Id, external id or e-mail address
        contact: String,
        #[arg(value_enum)]
        question: QuestionWord,
        #[arg(value_enum)]
        answer: AnswerWord,
        /// The day from which the buying window is open (yyyy-mm-dd); with `timeframe later`
        #[arg(long, value_name = "DAY")]
        opens: Option<NaiveDate>,
    },
    /// Give a lead back to marketing with the reason
    Return {
        /// Id, external id or e-mail address
        contact: String,
        /// N need, B budget, A authority, T timeframe, or `not_our_target`, unreachable, `wrong_data`, competitor,
        /// customer, duplicate, `do_not_call`
        #[arg(value_parser = reason, required_unless_present = "reason_flag", value_name = "REASON")]
        reason: Option<ReturnReason>,
        #[arg(long = "reason", value_parser = reason, hide = true, conflicts_with = "reason")]
        reason_flag: Option<ReturnReason>,
        /// Something to add
        #[arg(long, default_value = "")]
        note: String,
        /// When it comes back to sales by itself: `2027-02`, `15.1.`, `in 3 weeks`
        #[arg(long, value_name = "WHEN", visible_alias = "until")]
        wake: Option<String>,
    },
    /// Decide about a lead that came back
    Triage {
        /// Id, external id or e-mail address
        contact: String,
        /// Where it goes
        #[arg(value_enum, required_unless_present = "to_flag", value_name = "TO")]
        to: Option<TriageWord>,
        #[arg(long = "to", value_enum, hide = true, conflicts_with = "to")]
        to_flag: Option<TriageWord>,
        /// When it comes back to sales by itself
        #[arg(long, value_name = "WHEN")]
        wake: Option<String>,
        /// Something to add
        #[arg(long, default_value = "")]
        note: String,
    },
    /// The deal is won
    Win {
        /// Id, external id or e-mail address
        contact: String,
        /// Its sum in the currency of the settings
        #[arg(long, value_name = "SUM", value_parser = money)]
        amount: Option<f64>,
    },
    /// The deal is lost
    Lose {
        /// Id, external id or e-mail address
        contact: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Give a lead to another rep
    Reassign {
        /// Id, external id or e-mail address
        contact: String,
        /// The new owner
        #[arg(required_unless_present = "to_flag", value_name = "USER")]
        to: Option<String>,
        #[arg(long = "to", hide = true, conflicts_with = "to")]
        to_flag: Option<String>,
        /// The rep has never been seen here, and the name is right
        #[arg(long)]
        new_user: bool,
    },
    /// Record that a contact must not be called, or with --clear that he may be again
    DoNotCall {
        /// Id, external id or e-mail address
        contact: String,
        /// He may be called again
        #[arg(long)]
        clear: bool,
    },
    /// Correct contact data: `phone=+358401234567 title=CEO`. Not taken back by undo: correct it again
    Edit {
        /// Id, external id or e-mail address
        contact: String,
        /// FIELD=VALUE; fields as in an import map, anything else is a custom attribute
        #[arg(required = true, value_name = "FIELD=VALUE")]
        values: Vec<String>,
    },
    /// Take back your own last act on a contact
    Undo {
        /// Id, external id or e-mail address
        contact: String,
    },
}

/// What became of an act.
#[derive(Debug, Serialize)]
struct Told {
    ok: bool,
    contact_id: ContactId,
    act: Option<Seq>,
    sentence: String,
    stage: &'static str,
    owner: Option<String>,
    score: u8,
    class: String,
    version: u64,
}

/// The four questions on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum QuestionWord {
    Budget,
    Authority,
    Need,
    Timeframe,
}

/// The answers on the command line; `now` and `later` are the timeframe's yes and no.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AnswerWord {
    #[value(alias = "now")]
    Yes,
    #[value(alias = "later")]
    No,
    Unknown,
}

/// Where triage sends a lead.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TriageWord {
    /// Ripen it
    Nurture,
    /// Find out what is missing
    #[value(alias = "ask")]
    Research,
    /// Close it for good
    #[value(alias = "disqualify")]
    Close,
}

/// Does it, and says what was done.
pub fn run(desk: &Desk, act: Act, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing()?;
    ledger.catch_up()?;
    let stays = if matches!(act, Act::Edit { .. }) {
        " (undo does not take this back: correct it again)"
    } else {
        ""
    };
    let (key, command) = order(act, desk)?;
    let contact = one_contact(&ledger.reader()?, &key)?;
    let order = Order {
        contact,
        version: None,
        command,
        at: desk.at,
    };
    let done = ledger.submit(&desk.user, "cli", &order)?;
    let subject = ledger.reader()?.subject(contact)?;
    let score = subject
        .as_ref()
        .map(|s| ledger.policy().model.score(&s.score, ledger.clock().now()));
    let told = Told {
        ok: true,
        contact_id: contact,
        act: done.act,
        sentence: format!("{}{stays}", done.sentence),
        stage: subject.as_ref().map_or("", |s| s.lead.stage.name()),
        owner: subject.as_ref().and_then(|s| s.lead.owner.clone()),
        score: score.map_or(0, |score| score.total),
        class: score.map_or_else(String::new, |score| score.class.to_string()),
        version: subject.as_ref().map_or(0, |s| s.lead.version),
    };
    out.answer(&told, || told.sentence.clone())?;
    Ok(ExitCode::SUCCESS)
}

/// The contact's key and the command.
fn order(act: Act, desk: &Desk) -> Result<(String, Command), Failure> {
    let time = |text: Option<String>| text.map(|text| ahead(&text, desk)).transpose();
    Ok(match act {
        Act::Handoff {
            contact,
            to,
            new_user,
        } => {
            let recipient = recipient(new_user);
            let to = to.map(|to| recipient(clean(&to)));
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
        Act::Note { contact, text } => (
            contact,
            Command::Note {
                text: clean_lines(&text),
            },
        ),
        Act::Answer {
            contact,
            question,
            answer,
            opens,
        } => (
            contact,
            Command::Answer {
                question: question.into(),
                answer: answer.into(),
                opens,
            },
        ),
        Act::Return {
            contact,
            reason,
            reason_flag,
            note,
            wake,
        } => {
            let reason = given(reason.or(reason_flag), "the reason")?;
            (
                contact,
                Command::Return {
                    reason,
                    note: clean_lines(&note),
                    wake_at: time(wake)?,
                },
            )
        }
        Act::Triage {
            contact,
            to,
            to_flag,
            wake,
            note,
        } => {
            let to = given(to.or(to_flag), "where it goes")?.into();
            (
                contact,
                Command::Triage {
                    to,
                    wake_at: time(wake)?,
                    note: clean_lines(&note),
                },
            )
        }
        Act::Win { contact, amount } => (contact, Command::Win { amount }),
        Act::Lose { contact, reason } => (
            contact,
            Command::Lose {
                reason: clean_lines(&reason),
            },
        ),
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
        note: clean_lines(note),
    })
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
                "`{value}` is not FIELD=VALUE; write for example title=CEO"
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

/// The value of a word among names that are written with `_`; `-`, a space and capitals do as well.
fn named<T: Copy>(word: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let folded = word.trim().to_lowercase().replace(['-', ' '], "_");
    all.iter()
        .copied()
        .find(|value| name(*value) == folded)
        .ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
            format!("one of {}", names.join(", "))
        })
}

fn outcome(word: &str) -> Result<Outcome, String> {
    named(word, &Outcome::ALL, Outcome::name)
}

fn reason(word: &str) -> Result<ReturnReason, String> {
    match word.trim() {
        "N" | "n" => Ok(ReturnReason::Need),
        "B" | "b" => Ok(ReturnReason::Budget),
        "A" | "a" => Ok(ReturnReason::Authority),
        "T" | "t" => Ok(ReturnReason::Timeframe),
        word => named(word, &ReturnReason::ALL, ReturnReason::name),
    }
}

fn money(word: &str) -> Result<f64, String> {
    let sum: f64 = word
        .replace([' ', '_'], "")
        .replace(',', ".")
        .parse()
        .map_err(|_| "a sum, for example 12500".to_owned())?;
    if sum.is_finite() && sum >= 0.0 {
        Ok(sum)
    } else {
        Err("a sum that is not negative".to_owned())
    }
}

impl From<QuestionWord> for Question {
    fn from(word: QuestionWord) -> Self {
        match word {
            QuestionWord::Budget => Self::Budget,
            QuestionWord::Authority => Self::Authority,
            QuestionWord::Need => Self::Need,
            QuestionWord::Timeframe => Self::Timeframe,
        }
    }
}

impl From<AnswerWord> for Answer {
    fn from(word: AnswerWord) -> Self {
        match word {
            AnswerWord::Yes => Self::Yes,
            AnswerWord::No => Self::No,
            AnswerWord::Unknown => Self::Unknown,
        }
    }
}

impl From<TriageWord> for TriageChoice {
    fn from(word: TriageWord) -> Self {
        match word {
            TriageWord::Nurture => Self::Nurture,
            TriageWord::Research => Self::Research,
            TriageWord::Close => Self::Close,
        }
    }
}
