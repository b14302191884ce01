//! The acts: every command that a screen submits can be submitted here. What can be said ([`words`], its [`values`]) becomes
//! a [`command`], which the ledger takes or refuses.

mod command;
mod values;
mod words;

use std::process::ExitCode;

use serde::Serialize;

use crate::domain::activity::Seq;
use crate::domain::command::Order;
use crate::domain::contact::ContactId;

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;
use super::world::one_contact;

pub use words::Act;

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

/// Does it, and says what was done.
pub fn run(desk: &Desk, act: Act, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing()?;
    ledger.catch_up()?;
    let stays = if matches!(act, Act::Edit { .. }) {
        " (undo does not take this back: correct it again)"
    } else {
        ""
    };
    let (key, command) = command::of(act, desk)?;
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
