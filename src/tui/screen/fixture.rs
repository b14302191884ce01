//! Made-up people and a small house for the tests of the screens.

use std::sync::Arc;

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use ratatui_core::backend::TestBackend;
use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;
use ratatui_core::terminal::Terminal;

use crate::domain::Time;
use crate::domain::activity::{Activity, Event, Fact, Seq};
use crate::domain::bant::{Answer, Bant, Question};
use crate::domain::committee::{Committee, Deciders, Role};
use crate::domain::contact::{Company, CompanyId, Contact, ContactId, Field};
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Lead, Stage, Urgency};
use crate::domain::policy::{Clocks, Criteria, Known, Policy, Routing, Value};
use crate::domain::query::{Card, ContactLine};
use crate::domain::score::{
    Attribute, BehaviourRule, Class, Condition, ExplicitRule, Grade, Model, Pattern, Recency, ScoreState,
    Shadow, Thresholds, Topic, Window,
};
use crate::domain::subject::Subject;
use crate::tui::context::Context;
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Theme, ThemeChoice};

/// Monday 23 November 2026, 9:42 in Helsinki.
pub const NOW: Time = match Time::from_timestamp(1_795_419_720, 0) {
    Some(now) => now,
    None => Time::UNIX_EPOCH,
};

/// Text in which everything goes wrong that can.
pub const HOSTILE: &str = "\u{1b}[2J\u{9b}31mMä\u{308}kelä\u{202e}oyä\u{200b}\u{200d}\n漢字 👨\u{200d}👩\u{200d}👧\u{7}\u{fe0f}\u{2028}Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";

/// What a screen of that size knows, plain, for the rep `mikko`.
pub fn context(columns: u16, rows: u16) -> Context {
    Context {
        policy: Arc::new(policy()),
        now: NOW,
        user: "mikko".to_owned(),
        users: Arc::default(),
        theme: Theme::new(ThemeChoice::Plain),
        keymap: Keymap::new(&[]).0,
        size: (columns, rows),
    }
}

/// The rows of a frame of that size, trailing spaces left out.
pub fn frame(columns: u16, rows: u16, draw: impl FnOnce(&mut Frame<'_>, Rect)) -> String {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
    let Ok(_) = terminal.draw(|frame| draw(frame, frame.area()));
    let buffer = terminal.backend().buffer();
    let row = |y: u16| -> String {
        let mut x = 0;
        let mut row = String::new();
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            row += symbol;
            x += (crate::tui::text::width(symbol) as u16).max(1);
        }
        row.trim_end().to_owned()
    };
    (0..rows).map(row).collect::<Vec<_>>().join("\n")
}

/// So many minutes before now.
pub fn minutes_ago(minutes: i64) -> Time {
    NOW - TimeDelta::minutes(minutes)
}

/// A visit to a page.
pub fn visit(seq: i64, at: Time, page: &str) -> Activity {
    let event = Event {
        kind: "page_view".to_owned(),
        detail: page.to_owned(),
    };
    entry(seq, at, "", Fact::Event(event))
}

/// An entry of contact 1.
pub fn entry(seq: i64, at: Time, by: &str, fact: Fact) -> Activity {
    Activity {
        seq: Seq(seq),
        act: Seq(seq),
        contact: ContactId(1),
        at,
        recorded_at: at,
        by: by.to_owned(),
        source: "cockpit".to_owned(),
        fact,
    }
}

/// Contact 1 with everything a card can show.
pub fn card() -> Card {
    let policy = policy();
    let mut subject = Subject::new(contact());
    subject.company = Some(company());
    subject.bant = bant();
    subject.rescore(&policy);
    for (at, page) in [(4, "/pricing"), (30, "/pricing/teams"), (2_000, "/product")] {
        looked(&mut subject.score, &policy, at, page);
    }
    subject.lead = lead(Stage::Working);
    subject.lead.work.attempts = 2;
    subject.lead.work.last_attempt_at = Some(minutes_ago(90));
    subject.lead.work.callback_at = Some(NOW + TimeDelta::hours(26));
    subject.handoff = Some(handoff());
    Card {
        subject,
        colleagues: vec![line(2, "Eino Saarinen", "Pohjolan Paja Oy")],
        committee: Committee::default(),
        median_won: None,
        last_act: Some("call: no answer".to_owned()),
    }
}

/// A visit, so many minutes ago.
fn looked(score: &mut ScoreState, policy: &Policy, minutes: i64, page: &str) {
    let event = Event {
        kind: "page_view".to_owned(),
        detail: page.to_owned(),
    };
    let at = minutes_ago(minutes);
    policy.model.absorb(score, &event, at);
}

/// Contact 1 where the house uses all of the scoring: topics, names of classes, a model beside the one in force; its interest
/// is a week old, and two of four colleagues are active.
pub fn thick_card(policy: &mut Policy) -> Card {
    let topic = |name: &str| Topic {
        name: name.to_owned(),
        label: name.to_owned(),
        pages: vec![Pattern::new(name)],
    };
    policy.model.topics = vec![topic("pricing"), topic("product"), topic("integrations")];
    let window = |days: u16, share: f64| Window { days, share };
    policy.model.behaviour.push(BehaviourRule {
        name: "downloads".to_owned(),
        label: "downloaded a guide".to_owned(),
        kinds: vec!["download".to_owned()],
        points: 24.0,
        recency: Recency::Windows(vec![window(7, 1.0), window(14, 0.75), window(30, 0.5)]),
        ..policy.model.behaviour[0].clone()
    });
    policy.model.class_names = ["hot", "warm", "cool", "cold"].map(ToOwned::to_owned);
    let mut fitted = model();
    fitted.weights.engagement /= 2.0;
    policy.shadows = vec![Shadow {
        name: "fitted".to_owned(),
        model: fitted,
    }];
    let mut card = card();
    let (subject, committee) = (&mut card.subject, &mut card.committee);
    subject.score = ScoreState::default();
    subject.rescore(policy);
    for (minutes, page) in [
        (10_000, "/integrations"),
        (20_000, "/integrations/sap"),
        (4, "/pricing"),
        (3_000, "/pricing"),
    ] {
        looked(&mut subject.score, policy, minutes, page);
    }
    for days in 40..50 {
        looked(&mut subject.score, policy, days * 1_440, "/integrations");
    }
    let guide = Event {
        kind: "download".to_owned(),
        detail: "guide.pdf".to_owned(),
    };
    let at = minutes_ago(28_000);
    policy.model.absorb(&mut subject.score, &guide, at);
    subject.shadows = vec![subject.score.clone()];
    subject.company.iter_mut().for_each(|company| {
        company.deciders.note(Role::Buyer);
        company.deciders.note(Role::User);
    });
    let people = [
        (2, "Eino Saarinen"),
        (3, "Zoë Müller"),
        (4, "李小龍"),
        (5, "Olavi Ståhl"),
    ];
    card.colleagues = people
        .map(|(id, name)| line(id, name, "Pohjolan Paja Oy"))
        .to_vec();
    card.colleagues[0].lead = lead(Stage::Nurture);
    for (at, minutes) in [(1, 1_500), (3, 120)] {
        looked(&mut card.colleagues[at].score, policy, minutes, "/product");
    }
    for (id, minutes) in [(1, 4), (3, 1_500), (4, 1_440 * 15), (5, 120)] {
        committee.act(ContactId(id), minutes_ago(minutes));
    }
    card
}

/// Contact 1.
pub fn contact() -> Contact {
    let mut contact = Contact::new(ContactId(1), minutes_ago(100_000));
    contact.company = Some(CompanyId(1));
    for (field, value) in [
        (Field::FullName, "Aino Mäkelä"),
        (Field::Title, "Production Director"),
        (Field::Email, "aino.makela@paja.example"),
        (Field::Phone, "+358401234567"),
        (Field::City, "Tampere"),
        (Field::Source, "fair 2026"),
    ] {
        contact.fields.insert(field, value.to_owned());
    }
    contact
        .custom
        .insert("Newsletter".to_owned(), "monthly".to_owned());
    contact
}

fn company() -> Company {
    Company {
        id: CompanyId(1),
        name: "Pohjolan Paja Oy".to_owned(),
        fields: [
            (Field::CompanySize, "820".to_owned()),
            (Field::Industry, "Manufacturing".to_owned()),
        ]
        .into(),
        deciders: Deciders::default(),
    }
}

/// Budget yes, authority unknown, need yes, time no.
pub fn bant() -> Bant {
    let mut bant = Bant::default();
    bant.set(Question::Budget, Answer::Yes);
    bant.set(Question::Need, Answer::Yes);
    bant.set(Question::Timeframe, Answer::No);
    bant
}

/// A lead of that stage, version 7, of `mikko` when sales has taken it.
pub fn lead(stage: Stage) -> Lead {
    let mut lead = Lead::new(minutes_ago(3_000));
    lead.stage = stage;
    lead.version = 7;
    lead.cycle = 1;
    lead.owner = stage.is_taken().then(|| "mikko".to_owned());
    lead
}

/// The first handoff, two days ago.
pub fn handoff() -> HandoffRecord {
    HandoffRecord {
        cycle: 1,
        frozen: Frozen {
            class: Class::A,
            grade: Grade {
                letter: Class::A,
                digit: 1,
            },
            score: 79,
            reasons: Vec::new(),
        },
        urgency: Urgency::Urgent,
        handed_at: minutes_ago(2_900),
        handed_by: String::new(),
        owner: Some("mikko".to_owned()),
        state: HandoffState::Accepted,
        accepted_at: Some(minutes_ago(2_850)),
        first_attempt_at: Some(minutes_ago(2_840)),
        first_conversation_at: None,
        ended_at: None,
    }
}

/// A line of the contacts list.
pub fn line(id: i64, name: &str, company: &str) -> ContactLine {
    ContactLine {
        id: ContactId(id),
        name: name.to_owned(),
        name_key: crate::domain::text::fold(name),
        company: company.to_owned(),
        email: format!("person{id}@example.com"),
        phone: "+358 40 765 4321".to_owned(),
        do_not_call: false,
        lead: lead(Stage::Queued),
        score: ScoreState::default(),
    }
}

fn policy() -> Policy {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let criteria = Criteria {
        min_fit: 0,
        min_engagement: 0,
        min_group: 0,
        phone_known: Known::Optional,
    };
    Policy {
        model: model(),
        shadows: Vec::new(),
        routing: Routing {
            budget_season: (10, 1),
            a: criteria,
            b: criteria,
        },
        value: Value {
            currency: "€".to_owned(),
            by_company_size: vec![(0, 10_000.0), (250, 30_000.0)],
            default_deal_size: 5_000.0,
            probability: [0.42, 0.2, 0.05, 0.01],
        },
        clocks: Clocks {
            zone: Tz::Europe__Helsinki,
            hours: (hour(8), hour(16)),
            days: [true, true, true, true, true, false, false],
            urgent_minutes: 60,
            normal_minutes: 480,
            at_risk_from: 0.75,
            patience_minutes: 2_400,
            cool_off_minutes: 60,
        },
        rank: crate::domain::policy::RankRules::default(),
    }
}

fn model() -> Model {
    let bounds = Thresholds([70.0, 50.0, 30.0]);
    let explicit = |name: &str, label: &str, attribute, condition, points| ExplicitRule {
        name: name.to_owned(),
        label: label.to_owned(),
        attribute,
        condition,
        points,
    };
    let size = Attribute::Field(Field::CompanySize);
    let large = Condition::Between {
        min: Some(250.0),
        max: None,
    };
    let director = Condition::Contains(vec!["director".to_owned()]);
    let yes = || Condition::Answered(Answer::Yes);
    let no = Condition::Answered(Answer::No);
    Model {
        explicit: vec![
            explicit("large", "250 people or more", size, large, 40.0),
            explicit(
                "role",
                "a director",
                Attribute::Field(Field::Title),
                director,
                30.0,
            ),
            explicit(
                "budget",
                "has a budget",
                Attribute::Bant(Question::Budget),
                yes(),
                20.0,
            ),
            explicit(
                "need",
                "has the need",
                Attribute::Bant(Question::Need),
                yes(),
                10.0,
            ),
            explicit("later", "not now", Attribute::Bant(Question::Timeframe), no, -8.0),
        ],
        behaviour: vec![BehaviourRule {
            name: "pages".to_owned(),
            label: "read pages".to_owned(),
            kinds: vec!["page_view".to_owned()],
            detail: Vec::new(),
            detail_lacks: Vec::new(),
            points: 35.0,
            recency: Recency::HalfLife(5.0),
            cap: 80.0,
            day_cap: None,
            group: None,
        }],
        letters: bounds,
        digits: bounds,
        ..Model::default()
    }
}
