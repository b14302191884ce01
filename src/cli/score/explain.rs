//! `kapula score explain`: the reasons of one contact's score.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::show;
use crate::cli::table::{Align, table};
use crate::cli::world::World;
use crate::domain::Time;
use crate::domain::group;
use crate::domain::query::{Answer, Query};
use crate::domain::score::{Reason, Score};
use crate::domain::subject::Subject;
use crate::domain::text::inline;
use crate::domain::when;
use crate::engine::Clock;

/// Cells of the longest bar.
const BAR: i32 = 20;

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The contact: id, external id or e-mail address
    contact: String,
}

pub fn run(desk: &Desk, args: &ExplainArgs, out: Out) -> Result<ExitCode, Failure> {
    let key = &args.contact;
    let (world, id) = desk.world_of(key)?;
    let Answer::Card(Some(card)) = world.ask(&Query::Card(id))? else {
        return Err(Failure::Failed(format!("nobody is known by `{}`", inline(key))));
    };
    let subject = &card.subject;
    if let Some(from) = world.known_only_from(subject, &desk.untouched()?)? {
        return not_known_then(subject, from, &world, out);
    }
    let score = world.policy.model.score(&subject.score, world.now);
    let mut answer = show::score_json(subject, score, &world);
    answer["contact_id"] = json!(id);
    // Under the name that lists have it under, too.
    answer["score"] = json!(score.total);
    answer["name"] = json!(subject.contact.name());
    answer["known"] = json!(true);
    answer["as_of"] = json!(world.rfc3339(world.now));
    answer["stays"] = json!(group::stays(&card, &world.policy, world.now));
    out.answer(&answer, || {
        let stays = show::stays_words(&card, &world);
        let stays = stays.map_or_else(String::new, |why| format!("  handed to sales {why}\n"));
        format!(
            "{}\n{}{stays}",
            subject.contact.name(),
            text(subject, score, &world)
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What is learnt of a contact later says nothing of the days before there was anything of it.
fn not_known_then(subject: &Subject, from: Time, world: &World, out: Out) -> Result<ExitCode, Failure> {
    let name = subject.contact.name();
    let zone = world.policy.clocks.zone;
    let shown = |at: Time| when::show(at, Clock::System.now(), zone);
    let sentence = format!(
        "was not known as of {}: the first that is known of this contact is of {}",
        shown(world.now),
        shown(from)
    );
    let answer = json!({
        "contact_id": subject.contact.id, "name": name, "as_of": world.rfc3339(world.now), "known": false,
        "known_from": world.rfc3339(from), "total": null, "score": null, "reasons": [], "sentence": sentence,
    });
    out.answer(&answer, || format!("{name} {sentence}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The score and its reasons as a table, the largest first, with their sum.
fn text(subject: &Subject, score: Score, world: &World) -> String {
    let mut text = show::score_head(subject, score, world);
    let reasons = world.policy.model.explain(&subject.score, world.now);
    let most = reasons
        .iter()
        .map(|reason| reason.points.abs().max(reason.fresh))
        .max()
        .unwrap_or(1)
        .max(1);
    let rows: Vec<Vec<String>> = reasons.iter().map(|reason| row(reason, most, world)).collect();
    let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
    let columns = [
        ("points", Align::Right),
        ("fresh", Align::Right),
        ("", Align::Bar),
        ("reason", Align::Left),
        ("age", Align::Left),
        ("rule", Align::Aside),
    ];
    let _ = write!(text, "{}", table(&columns, &rows));
    let _ = writeln!(
        text,
        "{sum:>6}  the sum, and the score as of {}",
        // Read from today: a past day is not today, although it is to the world as of then.
        when::show(world.now, Clock::System.now(), world.policy.clocks.zone)
    );
    if reasons.iter().any(|reason| reason.points < 0) {
        text.push_str("        █ gives, ░ gave when fresh, ▒ takes away\n");
    }
    text.push_str(&show::score_ahead(subject, world));
    text
}

/// A reason; points that take away have a bar of their own sign, which is told apart without colour.
fn row(reason: &Reason, most: i32, world: &World) -> Vec<String> {
    let cells = |points: i32| (points.max(0) * BAR + most - 1) / most;
    let (now, fresh) = (cells(reason.points), cells(reason.fresh));
    let taken = cells(reason.points.saturating_neg());
    let bar = |sign: &str, length: i32| sign.repeat(usize::try_from(length).unwrap_or(0));
    vec![
        reason.points.to_string(),
        reason.fresh.to_string(),
        format!("{}{}{}", bar("█", now), bar("░", fresh - now), bar("▒", taken)),
        reason.label.clone(),
        reason.at.map_or_else(String::new, |at| {
            when::ago(at, world.now, world.policy.clocks.zone)
        }),
        reason.rule.clone(),
    ]
}
