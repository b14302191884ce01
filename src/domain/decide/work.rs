//! The acts of reps and marketers.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::{Desk, at_whom, closed, in_my_reach, not_to_be_called};
use crate::domain::Time;
use crate::domain::activity::{Event, Fact, ReturnFact, TriageChoice, TriageFact};
use crate::domain::bant::{Answer, Question};
use crate::domain::calendar::instant_of;
use crate::domain::command::Refusal;
use crate::domain::contact::{ContactPatch, Field};
use crate::domain::lead::{Hand, Outcome, ReturnReason, Stage};
use crate::domain::score::leading_number;
use crate::domain::subject::Subject;
use crate::domain::text::fold;

pub(super) fn take(subject: &Subject, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    in_my_reach(subject, desk)?;
    if subject.lead.stage.is_taken() {
        return Err(Refusal::Illegal(format!(
            "you already have {}",
            subject.contact.name()
        )));
    }
    Ok(vec![Fact::Accept])
}

/// The take that goes before the first act on a queued lead; nothing when one has it already.
fn taken_first(subject: &Subject, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    in_my_reach(subject, desk)?;
    Ok(if subject.lead.stage == Stage::Queued {
        vec![Fact::Accept]
    } else {
        Vec::new()
    })
}

pub(super) fn release(subject: &Subject, desk: &Desk<'_>) -> Result<Vec<Fact>, Refusal> {
    in_my_reach(subject, desk)?;
    if subject.lead.stage.is_taken() {
        return Ok(vec![Fact::Release]);
    }
    Err(Refusal::Illegal(format!(
        "{} is in the queue; nobody has taken it",
        subject.contact.name()
    )))
}

pub(super) fn call(
    subject: &Subject,
    desk: &Desk<'_>,
    outcome: Outcome,
    callback_at: Option<Time>,
    words: &str,
) -> Result<Vec<Fact>, Refusal> {
    let mut facts = taken_first(subject, desk)?;
    if let Some(refusal) = not_to_be_called(subject) {
        return Err(refusal);
    }
    match (outcome, callback_at) {
        (Outcome::CallBack, None) => {
            return Err(Refusal::Rule(
                "a promised call needs its time: say when, for example `tomorrow 10` or `mon 9:30`"
                    .to_owned(),
            ));
        }
        (_, Some(at)) if at <= desk.at => {
            return Err(Refusal::Rule(
                "the promised call lies in the past; say a time ahead".to_owned(),
            ));
        }
        (_, Some(_) | None) => {}
    }
    facts.push(Fact::Call { outcome, callback_at });
    facts.extend(remark(words));
    Ok(facts)
}

fn remark(words: &str) -> Option<Fact> {
    let text = words.trim();
    (!text.is_empty()).then(|| Fact::Note {
        text: text.to_owned(),
    })
}

pub(super) fn talked(subject: &Subject, desk: &Desk<'_>, fact: Fact) -> Result<Vec<Fact>, Refusal> {
    let mut facts = taken_first(subject, desk)?;
    facts.push(fact);
    Ok(facts)
}

pub(super) fn note(words: &str) -> Result<Vec<Fact>, Refusal> {
    remark(words)
        .map(|fact| vec![fact])
        .ok_or_else(|| Refusal::Rule("the note is empty; write something".to_owned()))
}

/// The four answers after this one; nothing when it says what is known already.
pub(super) fn answer(
    subject: &Subject,
    question: Question,
    answer: Answer,
    opens: Option<NaiveDate>,
) -> Vec<Fact> {
    let mut bant = subject.bant;
    bant.set(question, answer);
    if question == Question::Timeframe && answer == Answer::No {
        bant.opens = opens;
    }
    if bant == subject.bant {
        Vec::new()
    } else {
        vec![Fact::Bant(bant)]
    }
}

/// A return, and the answer that its reason writes.
pub(super) fn give_back(
    subject: &Subject,
    desk: &Desk<'_>,
    reason: ReturnReason,
    words: &str,
    wake_at: Option<Time>,
) -> Result<Vec<Fact>, Refusal> {
    in_my_reach(subject, desk)?;
    if reason == ReturnReason::NotWorked {
        return Err(Refusal::Rule(
            "`not_worked` is written by the clock; choose the reason that you saw".to_owned(),
        ));
    }
    if wake_at.is_some_and(|at| at <= desk.at) {
        return Err(Refusal::Rule(
            "the wake-up date lies in the past; say a date ahead".to_owned(),
        ));
    }
    if wake_at.is_some() && reason == ReturnReason::DoNotCall {
        return Err(Refusal::Rule(
            "who must not be called does not come back to sales at a date; leave the date out".to_owned(),
        ));
    }
    let score = desk.policy.model.score(&subject.score, desk.at).total;
    let season = || {
        desk.policy
            .routing
            .next_budget_season(desk.at, desk.policy.clocks.zone)
    };
    let wake_at = wake_at.or_else(|| (reason == ReturnReason::Budget).then(season));
    let mut facts = vec![Fact::Return(ReturnFact {
        reason,
        note: words.trim().to_owned(),
        wake_at,
        score,
    })];
    facts.extend(written_by(subject, reason, wake_at, desk));
    Ok(facts)
}

/// What the reason of a return says about the contact (product, "Returns").
fn written_by(subject: &Subject, reason: ReturnReason, wake_at: Option<Time>, desk: &Desk<'_>) -> Vec<Fact> {
    match reason {
        ReturnReason::Need => answer(subject, Question::Need, Answer::No, None),
        ReturnReason::Budget => answer(subject, Question::Budget, Answer::No, None),
        ReturnReason::Authority => answer(subject, Question::Authority, Answer::No, None),
        ReturnReason::Timeframe => {
            let opens = wake_at.map(|at| at.with_timezone(&desk.policy.clocks.zone).date_naive());
            answer(subject, Question::Timeframe, Answer::No, opens)
        }
        ReturnReason::DoNotCall => {
            let mut patch = ContactPatch::default();
            patch.set(Field::DoNotCall, "yes");
            edit(subject, &patch)
        }
        ReturnReason::NotOurTarget
        | ReturnReason::Unreachable
        | ReturnReason::WrongData
        | ReturnReason::Competitor
        | ReturnReason::Customer
        | ReturnReason::Duplicate
        | ReturnReason::NotWorked => Vec::new(),
    }
}

pub(super) fn triage(
    subject: &Subject,
    desk: &Desk<'_>,
    to: TriageChoice,
    wake_at: Option<Time>,
    words: &str,
) -> Result<Vec<Fact>, Refusal> {
    if subject.lead.stage != Stage::Triage {
        let name = subject.contact.name();
        return Err(Refusal::Illegal(format!(
            "{name} does not wait for triage ({}); only what came back from sales does",
            at_whom(subject)
        )));
    }
    if wake_at.is_some_and(|at| at <= desk.at) {
        return Err(Refusal::Rule(
            "the wake-up date lies in the past; say a date ahead".to_owned(),
        ));
    }
    Ok(vec![Fact::Triage(TriageFact {
        to,
        wake_at,
        note: words.trim().to_owned(),
    })])
}

pub(super) fn finish(subject: &Subject, desk: &Desk<'_>, fact: Fact) -> Result<Vec<Fact>, Refusal> {
    in_my_reach(subject, desk)?;
    if subject.lead.stage.is_taken() {
        return Ok(vec![fact]);
    }
    let name = subject.contact.name();
    Err(Refusal::Illegal(format!(
        "{name} is in the queue; take it before you close it"
    )))
}

/// What an outcome that is known from elsewhere does to a lead.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// Nothing: sales has no open lead of this contact, or the activity is no outcome.
    Nothing,
    /// Nothing, because it is earlier than the handoff: sales got the lead knowing it.
    Earlier,
    /// The open lead is closed.
    Closes {
        /// What there is to record.
        facts: Vec<Fact>,
        /// The time that the facts carry: that of the outcome, and never one before the lead came to where it is.
        at: Time,
    },
}

/// What an outcome that is known from elsewhere, out of a CRM, means for the lead: a deal that was won or lost there since the
/// handoff is no lead to call any more, whoever has it in hand. One that nobody has taken is taken first, because every
/// handoff ends accepted or returned.
///
/// The first moment of a day in `zone` stands for the whole day: so a date without a time is read, and most exports have no
/// more than that. What ended on the day of the handoff ended after it then.
#[must_use]
pub fn concluded(subject: &Subject, event: &Event, at: Time, zone: Tz) -> Ending {
    let lead = &subject.lead;
    let in_sales = subject
        .handoff
        .as_ref()
        .filter(|_| lead.stage.hand() == Hand::Sales);
    let Some((end, handoff)) = conclusion(event).zip(in_sales) else {
        return Ending::Nothing;
    };
    if at < handoff.handed_at && !is_whole_day_of(at, handoff.handed_at, zone) {
        return Ending::Earlier;
    }
    let taken = (lead.stage == Stage::Queued).then_some(Fact::Accept);
    Ending::Closes {
        facts: taken.into_iter().chain([end]).collect(),
        at: at.max(lead.since),
    }
}

/// Whether `at` is the first moment of the day of `then`.
fn is_whole_day_of(at: Time, then: Time, zone: Tz) -> bool {
    let day = then.with_timezone(&zone).date_naive();
    at == instant_of(zone, day.and_time(NaiveTime::MIN))
}

/// Whether an activity from elsewhere says how a deal ended, so that [`concluded`] has something to say.
#[must_use]
pub fn is_conclusion(event: &Event) -> bool {
    conclusion(event).is_some()
}

/// How a deal ended, by an activity from elsewhere. The detail begins with the sum of a deal that was won, and is the reason
/// of one that was lost.
fn conclusion(event: &Event) -> Option<Fact> {
    match fold(&event.kind).as_str() {
        "win" | "won" => Some(Fact::Win {
            amount: leading_number(&event.detail).filter(|sum| sum.is_finite() && *sum >= 0.0),
        }),
        "lose" | "lost" => Some(Fact::Lose {
            reason: event.detail.trim().to_owned(),
        }),
        _ => None,
    }
}

pub(super) fn reassign(subject: &Subject, to: &str) -> Result<Vec<Fact>, Refusal> {
    let name = subject.contact.name();
    match subject.lead.stage.hand() {
        Hand::Sales => {}
        Hand::Marketing => {
            return Err(Refusal::Illegal(format!(
                "{name} is with marketing; hand it to {to} instead (kapula handoff)"
            )));
        }
        Hand::Closed => return Err(closed(subject)),
    }
    if to.is_empty() {
        return Err(Refusal::Rule("say to whom: a user name".to_owned()));
    }
    if subject.lead.owner.as_deref() == Some(to) {
        return Err(Refusal::Illegal(format!("{to} already has {name}")));
    }
    Ok(vec![Fact::Reassign { to: to.to_owned() }])
}

/// What of `patch` is not known yet, as one fact; nothing when it says nothing new.
pub(super) fn edit(subject: &Subject, patch: &ContactPatch) -> Vec<Fact> {
    let news = news(subject, patch);
    if news.is_empty() {
        Vec::new()
    } else {
        vec![Fact::Contact(news)]
    }
}

/// The part of `patch` that differs from what is known: what import tells a merge from a repetition by.
#[must_use]
pub fn news(subject: &Subject, patch: &ContactPatch) -> ContactPatch {
    // Two spellings of a name are one company: the other spelling is no news.
    let same_company = |name: &str| {
        subject
            .field(Field::Company)
            .is_some_and(|known| fold(known) == fold(name))
    };
    let moves = patch.get(Field::Company).is_some_and(|name| !same_company(name));
    // What is known of the company that is left says nothing about the other.
    let known = |field: Field, value: &str| {
        if field == Field::Company || (field.of_company() && moves) {
            return !moves;
        }
        subject.field(field) == Some(value)
    };
    ContactPatch {
        fields: patch
            .fields
            .iter()
            .filter(|(f, v)| !known(**f, v))
            .map(|(f, v)| (*f, v.clone()))
            .collect(),
        custom: patch
            .custom
            .iter()
            .filter(|(name, value)| subject.contact.custom.get(*name) != Some(*value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    }
}
