//! What an entry of the log says to a person: a short label and a sentence.

use crate::domain::Time;
use crate::domain::activity::{
    Activity, Event, Fact, ReturnFact, TriageChoice, TriageFact, UndoFact, answers_in,
};
use crate::domain::bant::{Answer, Bant, Question};
use crate::domain::contact::{ContactPatch, Field};
use crate::domain::handoff::HandoffRecord;
use crate::domain::lead::{Outcome, Urgency};
use crate::tui::context::Context;
use crate::tui::widget::say;

/// The label of its kind (at most nine cells for the vocabulary of the house) and what it says. Both may hold anything
/// that came from outside: they are to be drawn through [`text`](crate::tui::text) only. Of `older`, the entries before it
/// with the newest first, answers are told apart from those that have changed.
#[must_use]
pub fn fact_line(entry: &Activity, older: &[Activity], ctx: &Context) -> (String, String) {
    let (label, detail) = match &entry.fact {
        Fact::Event(event) => return event_line(event),
        Fact::ErasedEvent(event) => return (event_label(&event.kind).to_owned(), ERASED.to_owned()),
        Fact::Contact(patch) if patch.is_empty() => ("data", ERASED.to_owned()),
        Fact::Note { text } if text.is_empty() => ("note", ERASED.to_owned()),
        Fact::Erase => ("erased", "all that was known of the person".to_owned()),
        Fact::Contact(patch) => ("data", patch_words(patch)),
        Fact::Call { outcome, callback_at } => ("call", call_words(*outcome, *callback_at, ctx)),
        Fact::Meeting { at } => ("meeting", timed("agreed", *at, ctx)),
        Fact::Offer { amount } => ("offer", priced("made", *amount, ctx)),
        Fact::Note { text } => ("note", text.clone()),
        Fact::Bant(bant) => (
            "answers",
            bant_words(*bant, answers_in(older).unwrap_or_default()),
        ),
        Fact::Handoff(record) => ("handoff", handoff_words(record)),
        Fact::Accept => ("taken", "took the lead".to_owned()),
        Fact::Release => ("released", "back into the queue".to_owned()),
        Fact::Reassign { to } => ("reassign", format!("to {to}")),
        Fact::Return(fact) => ("return", return_words(fact, ctx)),
        Fact::Triage(fact) => ("triage", triage_words(fact, ctx)),
        Fact::Wake => ("wake-up", "the date has come".to_owned()),
        Fact::Win { amount } => ("won", priced("deal", *amount, ctx)),
        Fact::Lose { reason } if reason.trim().is_empty() => ("lost", "no reason noted".to_owned()),
        Fact::Lose { reason } => ("lost", reason.clone()),
        Fact::Undo(undo) => ("undo", undo_words(undo)),
        Fact::ScoreClass { from, to, score } => {
            let class = |class| ctx.policy.model.class_words(class);
            (
                "class",
                format!("{} → {} at {score} points", class(*from), class(*to)),
            )
        }
        Fact::Alert(alert) => ("alert", alert.to_string()),
        Fact::Model(model) => ("model", format!("{} rules came into force", model.rules)),
    };
    (label.to_owned(), detail)
}

/// What is said of an entry that lost its text with the person it spoke of.
const ERASED: &str = "(erased)";

/// The label of a kind of the vocabulary; a kind of somebody else's keeps its own name.
#[must_use]
pub fn event_label(kind: &str) -> &str {
    match kind {
        "page_view" => "page",
        "email_sent" => "mail out",
        "email_open" => "mail read",
        "email_click" => "click",
        "email_reply" => "reply",
        "text_reply" => "sms reply",
        "event_registered" => "signed up",
        "event_attended" => "attended",
        "service_talk" => "service",
        "profile_completed" => "profile",
        "ad_click" => "ad",
        "score_class" => "class",
        "bant" => "answers",
        other => other,
    }
}

fn event_line(event: &Event) -> (String, String) {
    (event_label(&event.kind).to_owned(), event.detail.clone())
}

/// The word for how a call went.
#[must_use]
pub const fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reached => "reached",
        Outcome::NoAnswer => "no answer",
        Outcome::Voicemail => "left a message",
        Outcome::Busy => "busy",
        Outcome::WrongNumber => "wrong number",
        Outcome::CallBack => "call back",
    }
}

/// The word for a question where there is little room.
#[must_use]
pub const fn question_word(question: Question) -> &'static str {
    match question {
        Question::Budget => "budget",
        Question::Authority => "authority",
        Question::Need => "need",
        Question::Timeframe => "time",
    }
}

/// The sign of an answer: readable without colour.
#[must_use]
pub const fn answer_sign(answer: Answer) -> &'static str {
    match answer {
        Answer::Unknown => "?",
        Answer::Yes => "✓",
        Answer::No => "✗",
    }
}

/// What a field is called on the screen.
#[must_use]
pub const fn field_word(field: Field) -> &'static str {
    match field {
        Field::ExternalId => "id elsewhere",
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::FullName => "name",
        Field::Email => "e-mail",
        Field::Phone => "phone",
        Field::Title => "title",
        Field::City => "city",
        Field::State => "state",
        Field::Country => "country",
        Field::TimeZone => "time zone",
        Field::Source => "source",
        Field::Owner => "owner",
        Field::DealSize => "deal size",
        Field::DoNotCall => "do not call",
        Field::CreatedAt => "created",
        Field::Company => "company",
        Field::CompanySize => "people",
        Field::Industry => "industry",
        Field::CompanyRevenue => "revenue",
        Field::Website => "web",
    }
}

fn patch_words(patch: &ContactPatch) -> String {
    let standard = patch
        .fields
        .iter()
        .map(|(field, value)| format!("{} {value}", field_word(*field)));
    let custom = patch.custom.iter().map(|(name, value)| format!("{name} {value}"));
    let mut parts: Vec<String> = standard.chain(custom).take(4).collect();
    let more = (patch.fields.len() + patch.custom.len()).saturating_sub(parts.len());
    if more > 0 {
        parts.push(format!("{more} more"));
    }
    parts.join(", ")
}

fn call_words(outcome: Outcome, callback_at: Option<Time>, ctx: &Context) -> String {
    timed(outcome_words(outcome), callback_at, ctx)
}

/// What has changed, and only that: the line is short, and the card shows all four. What is known, where nothing has.
fn bant_words(bant: Bant, before: Bant) -> String {
    let answers = |before: Bant| {
        let mut parts: Vec<String> = Question::ALL
            .into_iter()
            .filter(|question| bant.get(*question) != before.get(*question))
            .map(|question| format!("{} {}", question_word(question), answer_sign(bant.get(question))))
            .collect();
        parts.extend(
            bant.opens
                .filter(|day| before.opens != Some(*day))
                .map(|day| format!("opens {day}")),
        );
        parts
    };
    let parts = [before, Bant::default()].map(answers);
    match parts.iter().find(|parts| !parts.is_empty()) {
        Some(parts) => parts.join("  "),
        None => "none known".to_owned(),
    }
}

fn handoff_words(record: &HandoffRecord) -> String {
    let to = record.owner.as_deref().unwrap_or("sales");
    let urgency = match record.urgency {
        Urgency::Urgent => "urgent",
        Urgency::Normal => "normal",
    };
    let frozen = &record.frozen;
    let again = if record.cycle > 1 {
        format!(", handoff no. {}", record.cycle)
    } else {
        String::new()
    };
    format!(
        "to {to}, {urgency} (score {}, {}){again}",
        frozen.score, frozen.grade
    )
}

fn return_words(fact: &ReturnFact, ctx: &Context) -> String {
    let mut words = format!("{} (score {})", fact.reason.label(), fact.score);
    if let Some(at) = fact.wake_at {
        words = format!("{words}, wakes {}", say::moment(at, ctx));
    }
    with_note(words, &fact.note)
}

fn triage_words(fact: &TriageFact, ctx: &Context) -> String {
    let words = match fact.to {
        TriageChoice::Nurture => "to nurture",
        TriageChoice::Research => "to research",
        TriageChoice::Close => "closed for good",
    };
    let words = match fact.wake_at {
        Some(at) => format!("{words}, wakes {}", say::moment(at, ctx)),
        None => words.to_owned(),
    };
    with_note(words, &fact.note)
}

fn undo_words(undo: &UndoFact) -> String {
    format!("took back: {}", undo.what)
}

fn with_note(words: String, note: &str) -> String {
    if note.trim().is_empty() {
        words
    } else {
        format!("{words}: {note}")
    }
}

fn timed(words: &str, at: Option<Time>, ctx: &Context) -> String {
    match at {
        Some(at) => format!("{words}, {}", say::moment(at, ctx)),
        None => words.to_owned(),
    }
}

fn priced(words: &str, amount: Option<f64>, ctx: &Context) -> String {
    match amount {
        Some(amount) => format!("{words}, {}", say::money(amount, ctx)),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activity::{ErasedEvent, Weight};
    use crate::domain::lead::{ReturnReason, Stage};
    use crate::domain::score::{Alert, Class};
    use crate::tui::screen::fixture::{self, NOW, context};
    use crate::tui::text;

    fn facts() -> Vec<Fact> {
        let mut patch = ContactPatch::default();
        patch.set(Field::Phone, "+358401234567");
        let undo = UndoFact {
            act: crate::domain::activity::Seq(1),
            what: "return: no budget".to_owned(),
            lead: fixture::lead(Stage::Working),
            handoff: None,
            bant: fixture::bant(),
            do_not_call: false,
        };
        let triage = TriageFact {
            to: TriageChoice::Nurture,
            wake_at: Some(NOW),
            note: String::new(),
        };
        vec![
            Fact::Contact(patch),
            Fact::Call {
                outcome: Outcome::CallBack,
                callback_at: Some(NOW),
            },
            Fact::Meeting { at: None },
            Fact::Offer {
                amount: Some(12_600.0),
            },
            Fact::Note {
                text: "a note".to_owned(),
            },
            Fact::Bant(fixture::bant()),
            Fact::Handoff(fixture::handoff()),
            Fact::Accept,
            Fact::Release,
            Fact::Reassign {
                to: "liisa".to_owned(),
            },
            Fact::Return(return_fact()),
            Fact::Triage(triage),
            Fact::Wake,
            Fact::Win { amount: None },
            Fact::Lose {
                reason: "price".to_owned(),
            },
            Fact::Undo(undo),
            Fact::ScoreClass {
                from: Class::B,
                to: Class::A,
                score: 71,
            },
            Fact::Alert(Alert::Rising { days: 5, of: 14 }),
            Fact::Alert(Alert::Waking { silence_days: 120 }),
            Fact::Erase,
            Fact::Contact(ContactPatch::default()),
            Fact::Note { text: String::new() },
            Fact::ErasedEvent(ErasedEvent {
                kind: "page_view".to_owned(),
                erased: Weight::Counted,
            }),
        ]
    }

    fn return_fact() -> ReturnFact {
        ReturnFact {
            reason: ReturnReason::Budget,
            note: "next year".to_owned(),
            wake_at: None,
            score: 71,
        }
    }

    #[test]
    fn every_fact_has_a_label_that_fits_and_something_to_say() {
        let ctx = context(80, 24);
        for fact in facts() {
            let (label, detail) = fact_line(&fixture::entry(1, NOW, "mikko", fact.clone()), &[], &ctx);
            assert!((1..=9).contains(&text::width(&label)), "{label}");
            assert!(!detail.trim().is_empty(), "{fact:?}");
        }
    }

    #[test]
    fn a_return_is_told_with_its_reason_its_score_and_its_note() {
        let entry = fixture::entry(1, NOW, "mikko", Fact::Return(return_fact()));
        let told = fact_line(&entry, &[], &context(80, 24));
        assert_eq!(
            told,
            ("return".to_owned(), "no budget (score 71): next year".to_owned())
        );
    }

    #[test]
    fn of_the_answers_those_are_told_that_have_changed() {
        let ctx = context(80, 24);
        let entry = |bant| fixture::entry(1, NOW, "aino", Fact::Bant(bant));
        let mut bant = fixture::bant();
        let older = [entry(bant), entry(Bant::default())];
        let told = |bant, older: &[Activity]| fact_line(&entry(bant), older, &ctx).1;
        assert_eq!(told(bant, &[]), "budget ✓  need ✓  time ✗", "the first ones");
        for (question, words) in [
            (Question::Authority, "authority ✓"),
            (Question::Timeframe, "time ✓"),
        ] {
            let mut changed = bant;
            changed.set(question, Answer::Yes);
            assert_eq!(told(changed, &older), words);
        }
        bant.set(Question::Budget, Answer::Unknown);
        assert_eq!(told(bant, &older), "budget ?");
        bant.opens = NOW.date_naive().succ_opt();
        assert_eq!(told(bant, &[entry(bant)]), told(bant, &[]), "nothing has changed");
        assert_eq!(told(Bant::default(), &[]), "none known");
    }

    #[test]
    fn a_risen_level_and_a_class_are_told_in_the_words_of_the_house() {
        let mut ctx = context(80, 24);
        let policy = std::sync::Arc::make_mut(&mut ctx.policy);
        policy.model.class_names = ["hot", "warm", "cool", "cold"].map(ToOwned::to_owned);
        let told = |fact| fact_line(&fixture::entry(1, NOW, "", fact), &[], &ctx).1;
        let class = Fact::ScoreClass {
            from: Class::B,
            to: Class::A,
            score: 71,
        };
        assert_eq!(told(class), "B (warm) → A (hot) at 71 points");
        assert_eq!(
            told(Fact::Alert(Alert::Rising { days: 5, of: 14 })),
            "more active than usual: 5 of the last 14 days"
        );
        assert_eq!(
            told(Fact::Alert(Alert::Waking { silence_days: 120 })),
            "back after 120 silent days"
        );
    }

    #[test]
    fn a_kind_that_is_not_of_the_vocabulary_keeps_its_own_name() {
        assert_eq!(event_label("webinar_question"), "webinar_question");
        assert_eq!(event_label("page_view"), "page");
    }
}
