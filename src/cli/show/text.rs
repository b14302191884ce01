//! The card of one contact as text.

use std::fmt::Write as _;

use crate::cli::world::World;
use crate::domain::activity::{Activity, Fact, answers_in};
use crate::domain::bant::Question;
use crate::domain::contact::Field;
use crate::domain::decide;
use crate::domain::group::{self, Group};
use crate::domain::query::Card;
use crate::domain::score::Score;
use crate::domain::subject::Subject;
use crate::domain::when;

/// Who it is, how the lead stands, what the score is made of, and what has happened.
pub fn card(card: &Card, timeline: &[Activity], world: &World) -> String {
    let subject = &card.subject;
    let mut text = String::new();
    if subject.is_erased() {
        let _ = writeln!(
            text,
            "#{}: erased {}; nothing is known of the person any more. Below stands that something happened, not what\n",
            subject.contact.id,
            world.shown(subject.lead.since)
        );
        history(&mut text, subject, timeline, world);
        return text;
    }
    person(&mut text, subject);
    standing(&mut text, card, world);
    if let Some(group) = Group::of(card, &world.policy.model, world.now) {
        text.push_str(&committee(&group, world));
    }
    let score = world.policy.model.score(&subject.score, world.now);
    let _ = write!(text, "\n{}", score_text(subject, score, world));
    let _ = writeln!(text);
    history(&mut text, subject, timeline, world);
    text
}

/// Name, title and company, then what is known of the person.
fn person(text: &mut String, subject: &Subject) {
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
        Field::State,
        Field::Country,
        Field::TimeZone,
        Field::Source,
        Field::DealSize,
    ] {
        if let Some(value) = subject.contact.get(field) {
            let unread = field == Field::DealSize && subject.contact.deal_size().is_none();
            let sign = if unread {
                " (no sum of money: does not count)"
            } else {
                ""
            };
            let _ = writeln!(text, "  {:<9} {value}{sign}", field.name());
        }
        // Right where the number stands, and where it would stand.
        if field == Field::Phone && subject.contact.do_not_call() {
            let _ = writeln!(text, "  {:<9} DO NOT CALL: has asked not to be called", "calls");
        }
    }
    for (name, value) in &subject.contact.custom {
        let _ = writeln!(text, "  {name}: {value}");
    }
}

/// Where the lead is, whose it is, what was answered, and what the person looks at.
fn standing(text: &mut String, card: &Card, world: &World) {
    let subject = &card.subject;
    let owner = subject.lead.owner.as_deref().unwrap_or("nobody");
    let _ = writeln!(text, "  {:<9} {}", "stage", subject.lead.stage.name());
    if let Some(why) = stays_words(card, world) {
        let _ = writeln!(text, "  {:<9} {why}", "handoff");
    }
    let _ = writeln!(text, "  {:<9} {owner}", "owner");
    let answers: Vec<String> = Question::ALL
        .into_iter()
        .map(|question| {
            let mark = question.said(subject.bant.get(question)).unwrap_or("?");
            format!("{} {mark}", question.name())
        })
        .collect();
    let _ = writeln!(text, "  {:<9} {}", "answers", answers.join(" · "));
    let interest = world
        .policy
        .model
        .interest_words(&subject.score, world.now, world.policy.clocks.zone);
    if !interest.is_empty() {
        let _ = writeln!(text, "  {:<9} {}", "interest", interest.join(" · "));
    }
}

/// Why somebody whose class goes to sales stays with marketing: `not by itself: fit 20 of 25 asked ([routing.b] min_fit)`.
pub fn stays_words(card: &Card, world: &World) -> Option<String> {
    let why = group::stays(card, &world.policy, world.now)?;
    Some(format!("not by itself: {why}"))
}

/// The timeline, newest first.
fn history(text: &mut String, subject: &Subject, timeline: &[Activity], world: &World) {
    for (place, entry) in timeline.iter().enumerate() {
        let detail = words(entry, &timeline[place + 1..], subject, world);
        let at = entry
            .at
            .with_timezone(&world.policy.clocks.zone)
            .format("%Y-%m-%d %H:%M");
        let short: String = detail.chars().take(100).collect();
        let _ = writeln!(text, "{at}  {:<12} {:<8} {short}", entry.fact.kind(), entry.by);
    }
}

/// The decision group in a line, then whoever of it is active.
fn committee(group: &Group<'_>, world: &World) -> String {
    let mut words = vec![
        format!("combined score {}", group.combined),
        group.activity_words(),
    ];
    words.extend(group.role_words());
    let mut text = format!("  {:<9} {}\n", "committee", words.join(" · "));
    for colleague in group.active() {
        let (line, score) = (colleague.line, colleague.score);
        let at = colleague.acted.map_or(String::new(), |at| {
            when::ago(at, world.now, world.policy.clocks.zone)
        });
        let (grade, total, name) = (score.grade, score.total, &line.name);
        let _ = writeln!(text, "            {grade} {total:>3}  {name} ({at})");
    }
    text
}

/// An entry in words: what the contact did, or the sentence that the act was answered with. Of `older`, the entries before it
/// with the newest first, answers are told apart from those that have changed.
fn words(entry: &Activity, older: &[Activity], subject: &Subject, world: &World) -> String {
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
    decide::describe(
        &subject.contact.name(),
        std::slice::from_ref(&entry.fact),
        answers_in(older),
        &desk,
    )
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

/// The score as bars, the largest reason first: points now in full cells, what has melted since it was fresh in light ones,
/// what takes away in hatched ones.
fn score_text(subject: &Subject, score: Score, world: &World) -> String {
    let mut text = score_head(subject, score, world);
    let cells = |sign: &str, points: i32| sign.repeat(usize::try_from(points).unwrap_or(0).min(40));
    for reason in world.policy.model.explain(&subject.score, world.now) {
        let (now, lost) = (cells("█", reason.points), cells("░", reason.lost()));
        let taken = cells("▒", reason.points.saturating_neg());
        let at = reason.at.map_or(String::new(), |at| {
            format!(" ({})", when::ago(at, world.now, world.policy.clocks.zone))
        });
        let _ = writeln!(
            text,
            "  {:>4}  {now}{lost}{taken} {}{at}",
            reason.points, reason.label
        );
    }
    text.push_str(&score_ahead(subject, world));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Time;
    use crate::domain::contact::{Contact, ContactId};

    #[test]
    fn who_must_not_be_called_is_told_under_the_number_and_without_one() {
        for phone in ["+358401234567", ""] {
            let mut contact = Contact::new(ContactId(1), Time::UNIX_EPOCH);
            if !phone.is_empty() {
                contact.fields.insert(Field::Phone, phone.to_owned());
            }
            let told = |contact: &Contact| {
                let mut text = String::new();
                person(&mut text, &Subject::new(contact.clone()));
                text
            };
            assert!(!told(&contact).contains("CALL"));
            contact.fields.insert(Field::DoNotCall, "yes".to_owned());
            let text = told(&contact);
            let line = text.lines().position(|line| line.contains("DO NOT CALL"));
            assert_eq!(line, Some(1 + usize::from(!phone.is_empty())), "{text}");
        }
    }
}
