//! The first lines of a card: who, how good, worth how much, the four answers, in whose hand, and how to reach the person.

use ratatui_core::style::Style;
use ratatui_core::text::{Line, Span};

use crate::domain::bant::{Answer, Question};
use crate::domain::contact::{Company, Contact, Field, employees};
use crate::domain::country::Whereabouts;
use crate::domain::group::{self, Group};
use crate::domain::lead::{Hand, Lead};
use crate::domain::query::Card;
use crate::domain::sla::{self, ClockState};
use crate::domain::subject::Subject;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::screen::signs;
use crate::tui::text;
use crate::tui::widget::flow::{self, Chip, piece};
use crate::tui::widget::say;
use crate::tui::widget::there;
use crate::tui::widget::timeline::words::{answer_sign, question_word};

/// Below so many cells the line to open a call with takes two.
const NARROW: usize = 72;

/// The lines of the head, as many as the width makes of them; the question under the cursor stands in brackets.
#[must_use]
pub fn lines(card: &Card, question: Option<Question>, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let subject = &card.subject;
    let dot = piece("  ·  ", ctx.theme.dim());
    let gap = piece("   ", ctx.theme.text());
    if subject.is_erased() {
        return flow::flow(erased_chips(subject, ctx), &dot, width);
    }
    let mut lines = flow::flow(name_chips(subject, ctx), &dot, width);
    let opening = opening_chips(card, ctx, width);
    lines.extend(flow::flow(opening, &piece(" · ", ctx.theme.dim()), width));
    let mut worth = score_chips(subject, ctx);
    worth.push(value_chip(subject, card.median_won, ctx));
    lines.extend(flow::flow(worth, &gap, width));
    lines.extend(bant_lines(subject, question, ctx, width));
    lines.extend(flow::flow(stage_chips(card, ctx), &dot, width));
    lines.extend(flow::flow(reach_chips(&subject.contact, ctx), &dot, width));
    lines
}

/// The same lines with the phone number right after the name: where the card does not fit, that is what a call needs.
#[must_use]
pub fn phone_first(
    card: &Card,
    question: Option<Question>,
    ctx: &Context,
    width: usize,
) -> Vec<Line<'static>> {
    let subject = &card.subject;
    if subject.is_erased() {
        return lines(card, question, ctx, width);
    }
    let dot = piece("  ·  ", ctx.theme.dim());
    let mut chips = name_chips(subject, ctx);
    chips.splice(1..1, reach_chips(&subject.contact, ctx));
    let mut first = flow::flow(chips, &dot, width);
    let usual = lines(card, question, ctx, width);
    let names = flow::flow(name_chips(subject, ctx), &dot, width).len();
    let reach = flow::flow(reach_chips(&subject.contact, ctx), &dot, width).len();
    let rest = usual.len().saturating_sub(names + reach);
    first.extend(usual.into_iter().skip(names).take(rest));
    first
}

/// Whose card it is, on one line.
#[must_use]
pub fn whose(card: &Card, ctx: &Context, width: usize) -> Line<'static> {
    let subject = &card.subject;
    let mut pieces = vec![piece(&subject.contact.name(), ctx.theme.title())];
    if let Some(company) = &subject.company {
        pieces.push(piece("  ·  ", ctx.theme.dim()));
        pieces.push(piece(&company.name, ctx.theme.text()));
    }
    flow::row(pieces, width)
}

/// The line of the question under the cursor.
#[must_use]
pub fn asked_line(lines: &[Line<'_>], ctx: &Context) -> Option<usize> {
    let is_asked = |span: &Span<'_>| span.style == ctx.theme.selected() && span.content.starts_with('[');
    lines.iter().position(|line| line.spans.iter().any(is_asked))
}

/// `NAME  ·  Title  ·  Company (820, Manufacturing)`
fn name_chips(subject: &Subject, ctx: &Context) -> Vec<Chip> {
    let mut chips = vec![vec![piece(&subject.contact.name(), ctx.theme.title())]];
    if let Some(title) = subject.contact.get(Field::Title) {
        chips.push(vec![piece(title, ctx.theme.text())]);
    }
    if let Some(company) = &subject.company {
        chips.push(vec![piece(&company_words(company), ctx.theme.text())]);
    }
    chips
}

/// Of a person who was erased there is neither score nor value, and nothing that could be asked.
fn erased_chips(subject: &Subject, ctx: &Context) -> Vec<Chip> {
    let words = [
        format!("erased {}", say::moment(subject.lead.since, ctx)),
        "nothing is known of the person any more".to_owned(),
        "below stands that something happened, not what".to_owned(),
    ];
    let name = vec![piece(&subject.contact.name(), ctx.theme.title())];
    let rest = words.map(|words| vec![piece(&words, ctx.theme.text())]);
    [name].into_iter().chain(rest).collect()
}

/// What to open a call with: `now: pricing (4 min ago) · all time: integrations (12 looks) · 2 others active`; the others of
/// the company come second where that takes a line less.
fn opening_chips(card: &Card, ctx: &Context, width: usize) -> Vec<Chip> {
    let words = ctx
        .policy
        .model
        .interest_words(&card.subject.score, ctx.now, ctx.policy.clocks.zone);
    let mut chips: Vec<Chip> = words
        .iter()
        .map(|words| vec![piece(words, ctx.theme.accent())])
        .collect();
    let group = Group::of(card, &ctx.policy.model, ctx.now);
    let active = group.map_or(0, |group| group.active().count());
    let words = match active {
        0 => return chips,
        1 => "1 other active".to_owned(),
        active => format!("{active} others active"),
    };
    let second = if width < NARROW {
        chips.len().min(1)
    } else {
        chips.len()
    };
    chips.insert(second, vec![piece(&words, ctx.theme.text())]);
    chips
}

/// `Company (820, Manufacturing)`
fn company_words(company: &Company) -> String {
    let known: Vec<&str> = [Field::CompanySize, Field::Industry]
        .into_iter()
        .filter_map(|field| company.get(field))
        .collect();
    if known.is_empty() {
        company.name.clone()
    } else {
        format!("{} ({})", company.name, known.join(", "))
    }
}

/// `A1 · class A   83 = 46 from fit + 37 from engagement`, with what the house calls the class, and `drops to B Thu unless
/// touched`.
fn score_chips(subject: &Subject, ctx: &Context) -> Vec<Chip> {
    let model = &ctx.policy.model;
    let score = model.score(&subject.score, ctx.now);
    let shares = model.shares(&subject.score, ctx.now);
    let class = format!(" · class {}", model.class_words(score.class));
    let mut chips = vec![
        vec![
            piece(&score.grade.to_string(), ctx.theme.class(score.class)),
            piece(&class, ctx.theme.class(score.class)),
        ],
        vec![piece(&shares.words(), ctx.theme.text())],
    ];
    chips.extend(change_chip(subject, ctx));
    chips
}

fn change_chip(subject: &Subject, ctx: &Context) -> Option<Chip> {
    let (at, class) = ctx.policy.model.next_class_change(&subject.score, ctx.now)?;
    let class = ctx.policy.model.class_words(class);
    let today = say::date(at, ctx) == say::date(ctx.now, ctx);
    let on = if today { "at " } else { "" };
    let words = format!("drops to {class} {on}{} unless touched", say::soon(at, ctx));
    Some(vec![piece(&words, ctx.theme.warn())])
}

/// `30 000 € x 42 % = 12 600 €`
fn value_chip(subject: &Subject, median_won: Option<f64>, ctx: &Context) -> Chip {
    let value = &ctx.policy.value;
    let people = employees(&subject.contact, subject.company.as_ref());
    let (size, _) = value.deal_size(subject.contact.deal_size(), people, median_won);
    let probability = ctx
        .policy
        .probability(ctx.policy.model.score(&subject.score, ctx.now));
    let words = format!(
        "{} x {:.0} % = {}",
        say::money(size, ctx),
        probability * 100.0,
        say::money(size * probability, ctx)
    );
    vec![piece(&words, ctx.theme.text())]
}

/// The four answers, and with one under the cursor the keys that change it.
fn bant_lines(subject: &Subject, under: Option<Question>, ctx: &Context, width: usize) -> Vec<Line<'static>> {
    let mut chips: Vec<Chip> = Question::ALL
        .into_iter()
        .map(|question| bant_chip(subject, question, under, ctx))
        .collect();
    if let Some(question) = under {
        let (yes, no) = match question {
            Question::Budget | Question::Authority | Question::Need => ("yes", "no"),
            Question::Timeframe => ("now", "later"),
        };
        let keys = [
            (Action::BantYes, yes),
            (Action::BantNo, no),
            (Action::BantUnknown, "unknown"),
            (Action::BantCycle, "next answer"),
            (Action::BantNext, "next question"),
            (Action::Escape, "done"),
        ];
        chips.extend(keys.map(|(action, words)| {
            vec![
                piece(&ctx.key(action), ctx.theme.key()),
                piece(&format!(" {words}"), ctx.theme.dim()),
            ]
        }));
    }
    flow::flow(chips, &piece("   ", ctx.theme.text()), width)
}

/// `budget ✓`, under the cursor `[budget ✓]`; the sign says it without the colour.
fn bant_chip(subject: &Subject, question: Question, under: Option<Question>, ctx: &Context) -> Chip {
    let answer = subject.bant.get(question);
    let mut words = format!("{} {}", question_word(question), answer_sign(answer));
    if let (Question::Timeframe, Some(day)) = (question, subject.bant.opens) {
        words = format!("{words} from {}", say::day(day, ctx));
    }
    if under == Some(question) {
        vec![piece(&format!("[{words}]"), ctx.theme.selected())]
    } else {
        vec![piece(&words, answer_style(answer, ctx))]
    }
}

const fn answer_style(answer: Answer, ctx: &Context) -> Style {
    match answer {
        Answer::Unknown => ctx.theme.dim(),
        Answer::Yes => ctx.theme.good(),
        Answer::No => ctx.theme.bad(),
    }
}

/// `working, yours` · `2 tries, last 10 min ago` · `call back Mon 10:00` · `wakes up 15 Jan`
fn stage_chips(card: &Card, ctx: &Context) -> Vec<Chip> {
    let (subject, lead) = (&card.subject, &card.subject.lead);
    let text_style = ctx.theme.text();
    let owner = match &lead.owner {
        Some(owner) if *owner == ctx.user => ", yours".to_owned(),
        Some(owner) if lead.stage.is_taken() => format!(", taken by {owner}"),
        Some(owner) => format!(", for {owner}"),
        None => String::new(),
    };
    let stage = format!("{}{owner}, {}", lead.stage.name(), say::since(lead.since, ctx));
    let mut chips = vec![vec![piece(&stage, text_style)]];
    if let Some(why) = group::stays(card, &ctx.policy, ctx.now) {
        chips.push(vec![piece(&format!("stays: {why}"), ctx.theme.warn())]);
    }
    chips.extend(clock_chip(subject, ctx));
    if let Some(tries) = tries_words(lead, ctx) {
        chips.push(vec![piece(&tries, text_style)]);
    }
    if let Some(at) = lead.work.callback_at {
        chips.push(vec![piece(
            &format!("call back {}", say::moment(at, ctx)),
            ctx.theme.warn(),
        )]);
    }
    if let Some(at) = lead.wake_at {
        chips.push(vec![piece(
            &format!("wakes up {}", say::moment(at, ctx)),
            text_style,
        )]);
    }
    chips
}

/// `due 10:15, 0:33 left` while nobody has tried to reach the person; with `!` at risk and `‼` when late.
fn clock_chip(subject: &Subject, ctx: &Context) -> Option<Chip> {
    let handoff = subject.handoff.as_ref()?;
    if subject.lead.stage.hand() != Hand::Sales || handoff.first_attempt_at.is_some() {
        return None;
    }
    let clocks = &ctx.policy.clocks;
    let clock = sla::clock(handoff, ctx.now, clocks);
    let due = sla::show_due(&clock, ctx.now, clocks.zone);
    let words = match clock.state {
        ClockState::OnTime | ClockState::AtRisk => {
            format!("due {due}, {} left", sla::show_left(clock.working_left_s, clocks))
        }
        ClockState::Breached => format!("late, was due {due}"),
    };
    let sign = signs::of_clock(clock.state);
    let gap = if sign.is_empty() { "" } else { " " };
    Some(vec![piece(
        &format!("{sign}{gap}{words}"),
        signs::clock_style(clock.state, ctx),
    )])
}

fn tries_words(lead: &Lead, ctx: &Context) -> Option<String> {
    let tries = match lead.work.attempts {
        0 => return None,
        1 => "1 try".to_owned(),
        n => format!("{n} tries"),
    };
    Some(match lead.work.last_attempt_at {
        Some(at) => format!("{tries}, last {}", say::ago(at, ctx)),
        None => tries,
    })
}

/// The phone number first, whole and always, with the time there; then e-mail, city, state and source.
fn reach_chips(contact: &Contact, ctx: &Context) -> Vec<Chip> {
    let phone = match contact.get(Field::Phone) {
        Some(phone) => piece(&format!("☎ {phone}"), ctx.theme.accent()),
        None => piece("no phone number", ctx.theme.dim()),
    };
    let mut chips: Vec<Chip> = vec![vec![phone]];
    if contact.do_not_call() {
        chips.push(vec![piece("DO NOT CALL", ctx.theme.bad())]);
    }
    chips.extend(hour_chips(contact, ctx));
    let more = [Field::Email, Field::City, Field::State, Field::Source];
    let more = more.into_iter().filter_map(|field| contact.get(field));
    chips.extend(
        more.map(|words| -> Vec<Span<'static>> { vec![piece(&text::cut(words, 48), ctx.theme.text())] }),
    );
    chips
}

/// `there Sun 15:24` · `no hour for a call until Mon 8:00 there, 20:00 here`
fn hour_chips(contact: &Contact, ctx: &Context) -> Vec<Chip> {
    let wall = Whereabouts::from(contact).wall;
    let time = there::time(ctx.now, wall, ctx).map(|time| piece(&format!("there {time}"), ctx.theme.text()));
    let callable = contact.get(Field::Phone).is_some() && !contact.do_not_call();
    let closed = there::closed(wall, ctx).filter(|_| callable);
    let closed = closed.map(|words| piece(&words, ctx.theme.warn()));
    [time, closed]
        .into_iter()
        .flatten()
        .map(|piece| vec![piece])
        .collect()
}
