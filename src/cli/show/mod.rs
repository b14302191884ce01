//! `kapula show`: the card of one contact.

mod json;
mod text;

use std::process::ExitCode;

use crate::domain::activity::Activity;
use crate::domain::query::{Answer, Query, TimelineFilter, TimelineQuery};
use crate::domain::subject::Subject;
use crate::domain::text::inline;

use super::desk::Desk;
use super::failure::Failure;
use super::out::Out;
use super::world::World;

pub use json::score_json;
pub use text::{score_ahead, score_head, stays_words};

/// Entries read at once.
const WINDOW: usize = 1_000;

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The contact: id, external id or e-mail address
    contact: String,
    /// At most so many entries of the timeline
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    limit: usize,
}

pub fn run(desk: &Desk, args: &ShowArgs, out: Out) -> Result<ExitCode, Failure> {
    let (world, id) = desk.world_of(&args.contact)?;
    let Answer::Card(Some(shown)) = world.ask(&Query::Card(id))? else {
        return Err(Failure::Failed(format!(
            "nobody is known by `{}`",
            inline(&args.contact)
        )));
    };
    let subject = &shown.subject;
    if desk.at.is_some()
        && let Some(from) = world.known_only_from(subject, &desk.untouched()?)?
    {
        Out::say(&format!(
            "kapula: not known then: the first that is known of this contact is of {}; the card shows what was learnt later",
            world.rfc3339(from)
        ));
    }
    let mut timeline = timeline(&world, subject, args.limit)?;
    // Of a past moment: what was learnt of the contact later is in the card, but had not happened yet.
    timeline.retain(|entry| entry.at <= world.now || desk.at.is_none());
    let card = json::card(&shown, &timeline, &world);
    out.answer(&card, || text::card(&shown, &timeline, &world))?;
    Ok(ExitCode::SUCCESS)
}

/// The newest entries, window by window.
fn timeline(world: &World, subject: &Subject, limit: usize) -> Result<Vec<Activity>, Failure> {
    let mut entries = Vec::new();
    let mut before = None;
    while entries.len() < limit {
        let query = TimelineQuery {
            contact: subject.contact.id,
            before,
            filter: TimelineFilter::All,
            limit: WINDOW.min(limit - entries.len()),
        };
        let Answer::Timeline(_, page) = world.ask(&Query::Timeline(query))? else {
            break;
        };
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    Ok(entries)
}
