//! `kapula show`: the card of one contact.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact};
use crate::domain::bant::{Answer as Told, Question};
use crate::domain::contact::{Contact, ContactId, Field};
use crate::domain::decide;
use crate::domain::group::Group;
use crate::domain::query::{Answer, Query, TimelineFilter, TimelineQuery};
use crate::domain::score::Score;
use crate::domain::subject::Subject;
use crate::domain::when;

use super::desk::{Desk, World};
use super::failure::Failure;
use super::out::Out;

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
    let world = desk.world()?;
    let id = world.contact(&args.contact)?;
    let Answer::Card(Some(shown)) = world.ask(&Query::Card(id))? else {
        return Err(Failure::Failed(format!("nobody is known by `{}`", args.contact)));
    };
    let subject = &shown.subject;
    let group = Group::of(&shown, &world.policy.model, world.now);
    let mut timeline = timeline(&world, subject, args.limit)?;
    // Of a past moment: what was learnt of the contact later is in the card, but had not happened yet.
    timeline.retain(|entry| entry.at <= world.now || desk.at.is_none());
    let score = world.policy.model.score(&subject.score, world.now);
    let card = json!({
        "contact": contact(&subject.contact, &world),
        "company": company(subject),
        "committee": group.as_ref().map(|group| committee(group, subject, &world)),
        "stage": subject.lead.stage,
        "owner": subject.lead.owner,
        "lead": lead(subject, &world),
        "bant": bant(subject),
        "score": score_json(subject, score, &world),
        "timeline": timeline.iter().map(|entry| entry_json(entry, &world)).collect::<Vec<_>>(),
    });
    out.answer(&card, || text(subject, group.as_ref(), &timeline, &world))?;
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

/// The standard fields under their names, the custom attributes beside them.
fn contact(contact: &Contact, world: &World) -> Value {
    let mut fields: Map<String, Value> = contact
        .fields
        .iter()
        .map(|(field, value)| (field.name().to_owned(), json!(value)))
        .collect();
    fields.insert("id".to_owned(), json!(contact.id));
    fields.insert("name".to_owned(), json!(contact.name()));
    for field in [Field::Email, Field::Phone] {
        fields.entry(field.name()).or_insert(Value::Null);
    }
    fields.insert(
        "known_since".to_owned(),
        json!(world.rfc3339(contact.known_since)),
    );
    fields.insert("custom".to_owned(), json!(contact.custom));
    Value::Object(fields)
}

fn company(subject: &Subject) -> Value {
    let Some(company) = &subject.company else {
        return Value::Null;
    };
    let mut fields: Map<String, Value> = company
        .fields
        .iter()
        .map(|(field, value)| (field.name().to_owned(), json!(value)))
        .collect();
    fields.insert("id".to_owned(), json!(company.id));
    fields.insert("name".to_owned(), json!(company.name));
    Value::Object(fields)
}

/// Who of the company decides with the contact: the active ones, the contact itself among them, the latest act first.
fn committee(group: &Group<'_>, subject: &Subject, world: &World) -> Value {
    let one = |id: ContactId, name: &str, score: Score, at: Time| {
        json!({
            "contact_id": id, "name": name, "score": score.total, "class": score.class, "grade": score.grade,
            "at": world.rfc3339(at),
        })
    };
    let score = world.policy.model.score(&subject.score, world.now);
    let own = group.own_act.map(|at| {
        let me = &subject.contact;
        (at, one(me.id, &me.name(), score, at))
    });
    let others = group.active().filter_map(|colleague| {
        let (line, at) = (colleague.line, colleague.acted?);
        Some((at, one(line.id, &line.name, colleague.score, at)))
    });
    let mut active: Vec<(Time, Value)> = own.into_iter().chain(others).collect();
    active.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    json!({
        "active": active.into_iter().map(|(_, one)| one).collect::<Vec<_>>(),
        "combined": group.combined,
        "roles": group.deciders.known().collect::<Vec<_>>(),
        "missing": group.deciders.missing().collect::<Vec<_>>(),
    })
}

fn lead(subject: &Subject, world: &World) -> Value {
    let lead = &subject.lead;
    let time = |at: Option<crate::domain::Time>| at.map(|at| world.rfc3339(at));
    json!({
        "stage": lead.stage,
        "hand": lead.stage.hand(),
        "since": world.rfc3339(lead.since),
        "owner": lead.owner,
        "version": lead.version,
        "cycle": lead.cycle,
        "attempts": lead.work.attempts,
        "callback_at": time(lead.work.callback_at),
        "wake_at": time(lead.wake_at),
        "returned": lead.returned.as_ref().map(|returned| json!({
            "reason": returned.reason,
            "note": returned.note,
            "by": returned.by,
            "at": world.rfc3339(returned.at),
            "score": returned.score,
        })),
    })
}

fn bant(subject: &Subject) -> Value {
    let timeframe = match subject.bant.timeframe {
        Told::Unknown => "unknown",
        Told::Yes => "now",
        Told::No => "later",
    };
    json!({
        "budget": subject.bant.budget,
        "authority": subject.bant.authority,
        "need": subject.bant.need,
        "timeframe": timeframe,
        "opens": subject.bant.opens,
    })
}

/// The score with its reasons; the points of the reasons sum to the total.
pub fn score_json(subject: &Subject, score: Score, world: &World) -> Value {
    let reasons: Vec<Value> = world
        .policy
        .model
        .explain(&subject.score, world.now)
        .into_iter()
        .map(|reason| {
            json!({
                "rule": reason.rule,
                "label": reason.label,
                "points": reason.points,
                "fresh": reason.fresh,
                "side": reason.side,
                "at": reason.at.map(|at| world.rfc3339(at)),
                "age_s": reason.at.map(|at| (world.now - at).num_seconds()),
            })
        })
        .collect();
    let next = world.policy.model.next_class_change(&subject.score, world.now);
    let shadows = subject.shadows.iter().zip(&world.policy.shadows);
    let models: Vec<Value> = shadows
        .map(|(state, shadow)| {
            let score = shadow.model.score(state, world.now);
            json!({ "model": shadow.name, "total": score.total, "class": score.class, "grade": score.grade })
        })
        .collect();
    json!({
        "total": score.total,
        "fit": score.fit,
        "engagement": score.engagement,
        "shares": world.policy.model.shares(&subject.score, world.now),
        "class": score.class,
        "grade": score.grade,
        "reasons": reasons,
        "models": models,
        "interest": interest_json(subject, world),
        "next_change": next.map(|(at, class)| json!({ "at": world.rfc3339(at), "class": class })),
    })
}

fn entry_json(entry: &Activity, world: &World) -> Value {
    let detail = if let Fact::Event(event) = &entry.fact {
        json!(event.detail)
    } else {
        entry.fact.detail().unwrap_or(Value::Null)
    };
    json!({
        "seq": entry.seq,
        "act": entry.act,
        "at": world.rfc3339(entry.at),
        "recorded_at": world.rfc3339(entry.recorded_at),
        "kind": entry.fact.kind(),
        "by": entry.by,
        "source": entry.source,
        "detail": detail,
    })
}

fn text(subject: &Subject, group: Option<&Group<'_>>, timeline: &[Activity], world: &World) -> String {
    let mut text = String::new();
    if subject.is_erased() {
        let _ = writeln!(
            text,
            "#{}: erased {}; nothing is known of the person any more. Below stands that something happened, not what\n",
            subject.contact.id,
            world.shown(subject.lead.since)
        );
        history_text(&mut text, subject, timeline, world);
        return text;
    }
    let company = subject
        .company
        .as_ref()
        .map_or(String::new(), |company| format!(" · {}", company.name));
    let title = subject
        .contact
        .get(Field::Title)
        .map_or(String::new(), |title| format!(" · {title}"));
    let _ = writeln!(
        text,
        "{}{title}{company}  (#{})",
        subject.contact.name(),
        subject.contact.id
    );
    for field in [
        Field::Phone,
        Field::Email,
        Field::City,
        Field::Country,
        Field::Source,
        Field::DealSize,
    ] {
        if let Some(value) = subject.contact.get(field) {
            let _ = writeln!(text, "  {:<9} {value}", field.name());
        }
    }
    for (name, value) in &subject.contact.custom {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let owner = subject.lead.owner.as_deref().unwrap_or("nobody");
    let _ = writeln!(text, "  {:<9} {}", "stage", subject.lead.stage.name());
    let _ = writeln!(text, "  {:<9} {owner}", "owner");
    let answers: Vec<String> = Question::ALL
        .into_iter()
        .map(|question| {
            let mark = match subject.bant.get(question) {
                Told::Unknown => "?",
                Told::Yes => "yes",
                Told::No => "no",
            };
            format!("{} {mark}", question.name())
        })
        .collect();
    let _ = writeln!(text, "  {:<9} {}", "answers", answers.join(" · "));
    let interest = world.policy.model.interest_words(&subject.score, world.now);
    if !interest.is_empty() {
        let _ = writeln!(text, "  {:<9} {}", "interest", interest.join(" · "));
    }
    if let Some(group) = group {
        text.push_str(&committee_text(group, world));
    }
    let score = world.policy.model.score(&subject.score, world.now);
    let _ = write!(text, "\n{}", score_text(subject, score, world));
    let _ = writeln!(text);
    history_text(&mut text, subject, timeline, world);
    text
}

/// The timeline, newest first.
fn history_text(text: &mut String, subject: &Subject, timeline: &[Activity], world: &World) {
    for entry in timeline {
        let detail = words(entry, subject, world);
        let at = entry
            .at
            .with_timezone(&world.policy.clocks.zone)
            .format("%Y-%m-%d %H:%M");
        let short: String = detail.chars().take(100).collect();
        let _ = writeln!(text, "{at}  {:<12} {:<8} {short}", entry.fact.kind(), entry.by);
    }
}

/// The decision group in a line, then whoever of it is active.
fn committee_text(group: &Group<'_>, world: &World) -> String {
    let mut words = vec![
        format!("combined score {}", group.combined),
        group.activity_words(),
    ];
    words.extend(group.role_words());
    let mut text = format!("  {:<9} {}\n", "committee", words.join(" · "));
    for colleague in group.active() {
        let (line, score) = (colleague.line, colleague.score);
        let at = colleague
            .acted
            .map_or(String::new(), |at| when::ago(at, world.now));
        let (grade, total, name) = (score.grade, score.total, &line.name);
        let _ = writeln!(text, "            {grade} {total:>3}  {name} ({at})");
    }
    text
}

/// An entry in words: what the contact did, or the sentence that the act was answered with.
fn words(entry: &Activity, subject: &Subject, world: &World) -> String {
    if let Fact::Event(event) = &entry.fact {
        return event.detail.clone();
    }
    if let Fact::Note { text } = &entry.fact {
        return text.replace('\n', " ");
    }
    let desk = decide::Desk {
        who: &entry.by,
        at: entry.at,
        policy: &world.policy,
    };
    decide::describe(&subject.contact.name(), std::slice::from_ref(&entry.fact), &desk)
}

/// What the contact is interested in, now (SPOI) and of all time (HAT).
fn interest_json(subject: &Subject, world: &World) -> Value {
    let model = &world.policy.model;
    let now = model.interest_now(&subject.score, world.now);
    let ever = model.interest_ever(&subject.score);
    json!({
        "now": now.map(|(topic, at)| json!({ "topic": topic.name, "label": topic.label, "at": world.rfc3339(at) })),
        "all_time": ever.map(|(topic, looks)| json!({ "topic": topic.name, "label": topic.label, "looks": looks })),
    })
}

/// Grade, class, the score as a sum, and the two numbers that the grade is made of, in one line.
pub fn score_head(subject: &Subject, score: Score, world: &World) -> String {
    let model = &world.policy.model;
    let class = model.class_words(score.class);
    format!(
        "{} · class {class} · score {} · fit {} · engagement {} (of 100 each)\n",
        score.grade,
        model.shares(&subject.score, world.now).words(),
        score.fit,
        score.engagement
    )
}

/// What becomes of the score when nothing happens, and what the models beside the one in force say; empty without either.
pub fn score_ahead(subject: &Subject, world: &World) -> String {
    let mut text = String::new();
    let policy = &world.policy;
    if let Some((at, class)) = policy.model.next_class_change(&subject.score, world.now) {
        let at = when::show(at, world.now, policy.clocks.zone);
        let class = policy.model.class_words(class);
        let _ = writeln!(text, "  drops to {class} {at} unless touched");
    }
    for (state, shadow) in subject.shadows.iter().zip(&policy.shadows) {
        let score = shadow.model.score(state, world.now);
        let _ = writeln!(
            text,
            "  under {}: {} · class {} · score {}",
            shadow.name,
            score.grade,
            shadow.model.class_words(score.class),
            score.total
        );
    }
    text
}

/// The score as bars, the largest reason first: points now in full cells, what has melted since it was fresh in light ones.
fn score_text(subject: &Subject, score: Score, world: &World) -> String {
    let mut text = score_head(subject, score, world);
    let cells = |sign: &str, points: i32| sign.repeat(usize::try_from(points).unwrap_or(0).min(40));
    for reason in world.policy.model.explain(&subject.score, world.now) {
        let (now, lost) = (cells("█", reason.points), cells("░", reason.lost()));
        let at = reason
            .at
            .map_or(String::new(), |at| format!(" ({})", when::ago(at, world.now)));
        let _ = writeln!(text, "  {:>4}  {now}{lost} {}{at}", reason.points, reason.label);
    }
    text.push_str(&score_ahead(subject, world));
    text
}
