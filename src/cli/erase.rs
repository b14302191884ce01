//! `kapula erase`: all that is known of a person goes, for good.

use std::process::ExitCode;

use serde::Serialize;

use crate::domain::contact::ContactId;
use crate::domain::text::grouped;
use crate::engine::erase::{Erased, Step, Swept};
use crate::engine::import::Mode;

use super::counted::counted;
use super::desk::Desk;
use super::failure::Failure;
use super::meter::{Meter, Ticker};
use super::out::Out;
use super::world::one_contact;

/// Exit code of a command that was not said in full.
const USAGE: u8 = 2;

const MEGABYTE: u64 = 1_000_000;

#[derive(Debug, clap::Args)]
pub struct EraseArgs {
    /// Whom: an id, an external id or an e-mail address
    contact: String,
    /// Really do it: it cannot be undone
    #[arg(long)]
    yes: bool,
}

/// What was erased, or would be.
#[derive(Debug, Serialize)]
struct Told {
    /// Whether it was done.
    ok: bool,
    contact_id: ContactId,
    name: String,
    entries_redacted: u64,
    handoffs_cleared: u64,
    keys_removed: u64,
    /// Roles that nobody is known in any more, by company: `buyer at Acme Oy`.
    roles_lost: Vec<String>,
    /// Whether the bytes have left the database file, too; absent while nothing was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_clean: Option<bool>,
    /// What does it, while it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    sentence: String,
}

pub fn run(desk: &Desk, args: &EraseArgs, out: Out) -> Result<ExitCode, Failure> {
    let mut ledger = desk.existing()?;
    ledger.catch_up()?;
    let id = one_contact(&ledger.reader()?, &args.contact)?;
    let mode = if args.yes { Mode::Write } else { Mode::DryRun };
    let (mut looking, mut copying) = (Some(Meter::new("contacts")), None);
    let erased = ledger.erase(&desk.user, "cli", id, mode, &mut |step| match step {
        Step::Looking(done, of) => {
            if let Some(meter) = &mut looking {
                meter.at(done, Some(of));
            }
        }
        Step::Copying(bytes) => {
            looking.take().map(Meter::finish);
            let megabytes = grouped(bytes.div_ceil(MEGABYTE));
            let what = format!("writing the database anew without what was deleted: {megabytes} MB");
            copying = Some(Ticker::start(what));
        }
    });
    looking.map(Meter::finish);
    drop(copying);
    let erased = erased?;
    let told = if args.yes {
        done(id, erased)
    } else {
        asked(id, erased)
    };
    out.answer(&told, || told.sentence.clone())?;
    Ok(if args.yes {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(USAGE)
    })
}

fn asked(id: ContactId, erased: Erased) -> Told {
    // Quoted: a shell takes # for the beginning of a remark.
    let command = format!("kapula erase '#{id}' --yes");
    let sentence = if erased.entries == 0 {
        format!(
            "{} is erased, but what was deleted may still stand in free space of the database file; this clears it:\n  {command}",
            erased.name
        )
    } else {
        asking(id, &erased, &command)
    };
    told(id, erased, None, Some(command), sentence)
}

fn asking(id: ContactId, erased: &Erased, command: &str) -> String {
    format!(
        "This would erase all that is known of {} (#{id}): the contact's data, what {} say, the score, the answers, the \
         reasons of {}, and {}. What is left is #{id}, without a name.{} Nothing has been erased yet. It cannot be undone; \
         if that is what you want:\n  {command}",
        erased.name,
        counted(erased.entries, "log entry", "log entries"),
        counted(erased.handoffs, "handoff", "handoffs"),
        keys(erased.keys),
        colleagues(erased, "would be"),
    )
}

/// What it means for colleagues; empty when it means nothing.
fn colleagues(erased: &Erased, is: &str) -> String {
    let roles: Vec<String> = roles(erased).collect();
    if roles.is_empty() {
        return String::new();
    }
    format!(
        " Nobody {is} known any more as {}, so that colleagues may lose points for who decides there.",
        roles.join(", ")
    )
}

fn roles(erased: &Erased) -> impl Iterator<Item = String> + '_ {
    let roles = erased.roles.iter();
    roles.map(|(company, role)| format!("{} at {company}", role.name()))
}

fn done(id: ContactId, erased: Erased) -> Told {
    let what = if erased.entries == 0 {
        format!("{} was erased before", erased.name)
    } else {
        format!(
            "{} is erased; what is left is #{id}, without a name. {} redacted, {} without reasons, {} removed",
            erased.name,
            counted(erased.entries, "log entry", "log entries"),
            counted(erased.handoffs, "handoff", "handoffs"),
            keys(erased.keys),
        )
    };
    let others = colleagues(&erased, "is");
    let (clean, sentence) = match &erased.swept {
        Swept::Clean => (
            true,
            format!("{what}; nothing of it can be read in the database file"),
        ),
        Swept::NotYet(why) => (
            false,
            format!(
                "{what}. What was deleted may still stand in free space of the database file ({why}): when nobody else is at \
                 it, say once more  kapula erase '#{id}' --yes"
            ),
        ),
    };
    let sentence = if others.is_empty() {
        sentence
    } else {
        format!("{sentence}.{others}")
    };
    told(id, erased, Some(clean), None, sentence)
}

fn told(
    id: ContactId,
    erased: Erased,
    file_clean: Option<bool>,
    command: Option<String>,
    sentence: String,
) -> Told {
    let roles_lost = roles(&erased).collect();
    Told {
        ok: file_clean.is_some(),
        contact_id: id,
        name: erased.name,
        entries_redacted: erased.entries,
        handoffs_cleared: erased.handoffs,
        keys_removed: erased.keys,
        roles_lost,
        file_clean,
        command,
        sentence,
    }
}

fn keys(count: u64) -> String {
    let keys = counted(count, "key", "keys");
    format!("{keys} (id, e-mail, phone) by which imports find the contact")
}
