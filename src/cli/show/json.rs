//! The card of one contact as JSON.

use serde_json::{Map, Value, json};

use crate::cli::world::World;
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, answers_in};
use crate::domain::bant::Question;
use crate::domain::contact::{Contact, ContactId, Field};
use crate::domain::group::{self, Group};
use crate::domain::query::Card;
use crate::domain::score::Score;
use crate::domain::subject::Subject;

/// Everything that the text says, and the numbers behind it.
pub fn card(card: &Card, timeline: &[Activity], world: &World) -> Value {
    let subject = &card.subject;
    let group = Group::of(card, &world.policy.model, world.now);
    let score = world.policy.model.score(&subject.score, world.now);
    json!({
        "contact": contact(&subject.contact, world),
        "company": company(subject),
        "committee": group.map(|group| committee(&group, subject, world)),
        "stage": subject.lead.stage,
        "stays": group::stays(card, &world.policy, world.now),
        "owner": subject.lead.owner,
        "lead": lead(subject, world),
        "bant": bant(subject),
        "score": score_json(subject, score, world),
        "timeline": timeline.iter().enumerate().map(|(place, one)| entry(one, &timeline[place + 1..], world)).collect::<Vec<_>>(),
    })
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
    let time = |at: Option<Time>| at.map(|at| world.rfc3339(at));
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
            "stirred": returned.stirred,
        })),
    })
}

fn bant(subject: &Subject) -> Value {
    let timeframe = Question::Timeframe
        .said(subject.bant.timeframe)
        .unwrap_or("unknown");
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
        "interest": interest(subject, world),
        "next_change": next.map(|(at, class)| json!({ "at": world.rfc3339(at), "class": class })),
    })
}

/// What the contact is interested in, now (SPOI) and of all time (HAT).
fn interest(subject: &Subject, world: &World) -> Value {
    let model = &world.policy.model;
    let now = model.interest_now(&subject.score, world.now);
    let ever = model.interest_ever(&subject.score);
    json!({
        "now": now.map(|(topic, at)| json!({ "topic": topic.name, "label": topic.label, "at": world.rfc3339(at) })),
        "all_time": ever.map(|(topic, looks)| json!({ "topic": topic.name, "label": topic.label, "looks": looks })),
    })
}

/// An entry of the timeline; of answers also those that have changed, as far as the `older` entries tell what was before.
fn entry(entry: &Activity, older: &[Activity], world: &World) -> Value {
    let detail = if let Fact::Event(event) = &entry.fact {
        json!(event.detail)
    } else {
        entry.fact.detail().unwrap_or(Value::Null)
    };
    let mut written = json!({
        "seq": entry.seq,
        "act": entry.act,
        "at": world.rfc3339(entry.at),
        "recorded_at": world.rfc3339(entry.recorded_at),
        "kind": entry.fact.kind(),
        "by": entry.by,
        "source": entry.source,
        "detail": detail,
    });
    if let Fact::Bant(bant) = &entry.fact
        && let Some(was) = answers_in(older)
    {
        written["changed"] = json!(bant.changed_since(was));
    }
    written
}
