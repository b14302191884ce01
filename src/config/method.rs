//! What the method says (section 3), asked of the built-in scoring rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::TimeDelta;

use super::{Settings, Texts};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::bant::{Answer, Bant, Question};
use crate::domain::committee::{Deciders, Role};
use crate::domain::contact::{Company, CompanyId, Contact, ContactId, Field};
use crate::domain::score::{Attribute, Class, ExplicitRule, Grade, Model, Score, ScoreState};

fn model() -> Model {
    Settings::from_texts(Texts::default()).unwrap().policy.model
}

fn now() -> Time {
    Time::from_timestamp_millis(1_800_000_000_000).unwrap()
}

fn company(size: &str) -> Company {
    Company {
        id: CompanyId(1),
        name: "Esimerkki Oy".into(),
        fields: [
            (Field::CompanySize, size.to_owned()),
            (Field::Industry, "Manufacturing".to_owned()),
        ]
        .into(),
        deciders: Deciders::default(),
    }
}

fn person(title: &str) -> Contact {
    let mut contact = Contact::new(ContactId(1), now());
    let known = [
        (Field::Title, title),
        (Field::Phone, "+358401234567"),
        (Field::Email, "someone@example.com"),
    ];
    contact
        .fields
        .extend(known.map(|(field, value)| (field, value.to_owned())));
    contact
}

/// Someone of that title in a company of 250, with those answers and doings (kind, detail, days ago).
fn state(model: &Model, title: &str, bant: Bant, doings: &[(&str, &str, i64)]) -> ScoreState {
    let mut state = ScoreState {
        holding: model.holding(&person(title), Some(&company("250")), &bant),
        ..ScoreState::default()
    };
    for (kind, detail, days) in doings {
        let event = Event {
            kind: (*kind).to_owned(),
            detail: (*detail).to_owned(),
        };
        model.absorb(&mut state, &event, now() - TimeDelta::days(*days));
    }
    state
}

fn score(title: &str, bant: Bant, doings: &[(&str, &str, i64)]) -> Score {
    let model = model();
    model.score(&state(&model, title, bant, doings), now())
}

const HOT: [(&str, &str, i64); 4] = [
    ("page_view", "/pricing", 0),
    ("page_view", "/Pricing#plans", 0),
    ("download", "benchmark.pdf", 0),
    ("form", "ask for a demo", 0),
];

const BUSY: [(&str, &str, i64); 12] = [
    ("page_view", "/product/features", 0),
    ("page_view", "/product/technical", 0),
    ("page_view", "/hinnasto", 0),
    ("page_view", "/pricing", 0),
    ("page_view", "/contact", 0),
    ("download", "a.pdf", 0),
    ("download", "b.pdf", 0),
    ("form", "newsletter", 0),
    ("form", "webinar", 0),
    ("event_attended", "webinar", 0),
    ("chat", "hello", 0),
    ("email_reply", "thanks", 0),
];

#[test]
fn a_fitting_director_who_read_pricing_twice_and_filled_a_form_today_is_a1() {
    for title in [
        "Sales Director",
        "Toimitusjohtaja",
        "VP, Operations",
        "Myyntijohtaja",
        "CEO & Founder",
    ] {
        let score = score(title, Bant::default(), &HOT);
        let a1 = Grade {
            letter: Class::A,
            digit: 1,
        };
        assert_eq!((score.class, score.grade), (Class::A, a1), "{title}: {score:?}");
    }
}

#[test]
fn who_fits_but_is_silent_is_a_c() {
    assert_eq!(score("Toimitusjohtaja", Bant::default(), &[]).class, Class::C);
}

#[test]
fn a_busy_student_is_not_above_b_and_a1_stands_above_him() {
    let student = score("Opiskelija", Bant::default(), &BUSY);
    assert_eq!(student.grade.digit, 1);
    assert!(student.class >= Class::B, "{student:?}");
    assert!(score("Director", Bant::default(), &HOT).total >= student.total + 10);
}

#[test]
fn web_visits_alone_are_worth_at_most_50() {
    let model = model();
    let pages = [
        "/",
        "/case",
        "/product",
        "/features",
        "/docs/api",
        "/pricing",
        "/contact",
    ];
    let days = (0..13_i64).cycle();
    let visits: Vec<(&str, &str, i64)> = pages
        .into_iter()
        .cycle()
        .zip(days)
        .take(200)
        .map(|(page, day)| ("page_view", page, day))
        .collect();
    let score = model.score(&state(&model, "", Bant::default(), &visits), now());
    assert_eq!(score.engagement, 50);
}

/// The worked example of the method (section 3): a visit gives up to +10 for recency, up to +20 for activity over the
/// baseline, up to +20 for the kind of event, together at most 50.
#[test]
fn the_worked_example_of_a_web_visit_comes_out() {
    let file = r#"
[weights]
fit = 0
engagement = 1
[[group]]
name = "visit"
label = "visits"
cap = 50
[baseline]
fast_days = 7
least_days = 3
rising_from = 2
usual_gap_days = 30
rising_points = 20
silence_days = 90
waking_points = 20
group = "visit"
[[behaviour]]
name = "recency"
label = "was here"
kind = "page_view"
points = 10
half_life_days = 7
cap = 10
group = "visit"
[[behaviour]]
name = "kind_of_event"
label = "looked at prices"
kind = "page_view"
detail_contains = "/pricing"
points = 20
half_life_days = 7
cap = 20
group = "visit"
"#;
    let settings = Settings::from_texts(Texts {
        scoring: Some(file),
        ..Texts::default()
    })
    .unwrap();
    let model = settings.policy.model;
    let total = |doings: &[(&str, &str, i64)]| {
        model
            .score(&state(&model, "", Bant::default(), doings), now())
            .total
    };
    let (plain, prices) = (("page_view", "/", 0), ("page_view", "/pricing", 0));
    assert_eq!(total(&[plain]), 10);
    assert_eq!(total(&[prices]), 30);
    let earlier = [("page_view", "/", 4), ("page_view", "/", 2)];
    assert_eq!(total(&[earlier[0], earlier[1], prices]), 50);
    assert_eq!(
        total(&[earlier[0], earlier[1], prices, prices, prices, plain]),
        50
    );
    assert_eq!(
        total(&[("page_view", "/", 120), plain]),
        30,
        "back after a long silence"
    );
}

#[test]
fn deeper_pages_are_worth_more_and_a_walk_through_all_layers_more_than_the_front_page() {
    let model = model();
    let engagement = |page: &str| {
        let state = state(&model, "", Bant::default(), &[("page_view", page, 0)]);
        model.score(&state, now()).engagement
    };
    let layers = [
        "/",
        "/customers",
        "/product",
        "/product/features",
        "/product/features/api",
    ];
    let worth: Vec<u8> = layers.into_iter().map(engagement).collect();
    assert!(worth.is_sorted_by(|a, b| a < b), "{worth:?}");
    let walk: Vec<(&str, &str, i64)> = layers.into_iter().map(|page| ("page_view", page, 0)).collect();
    let fronts = [("page_view", "/", 0); 5];
    let total = |doings: &[(&str, &str, i64)]| {
        model
            .score(&state(&model, "", Bant::default(), doings), now())
            .total
    };
    assert!(total(&walk) > total(&fronts));
}

#[test]
fn interest_a_month_old_is_nearly_gone() {
    let (model, bant) = (model(), Bant::default());
    let state = state(&model, "Director", bant, &HOT);
    let fresh = model.score(&state, now()).engagement;
    let old = model.score(&state, now() + TimeDelta::days(30)).engagement;
    assert!(old * 8 <= fresh, "{fresh} melted to {old}");
}

#[test]
fn a_fresh_a_lasts_for_days_and_not_for_weeks() {
    let model = model();
    let mut bant = Bant::default();
    bant.set(Question::Need, Answer::Yes);
    let state = state(&model, "Director", bant, &HOT);
    let (change, class) = model.next_class_change(&state, now()).unwrap();
    assert_eq!(class, Class::B);
    let days = (change - now()).num_hours() as f64 / 24.0;
    assert!((2.0..14.0).contains(&days), "{days}");
}

#[test]
fn one_no_lowers_an_a_by_a_class_or_more_and_a_yes_lifts() {
    let before = score("Director", Bant::default(), &HOT);
    for question in Question::ALL {
        let mut bant = Bant::default();
        bant.set(question, Answer::No);
        let no = score("Director", bant, &HOT);
        assert!(
            no.class > before.class && no.total + 20 <= before.total,
            "{question:?}: {no:?}"
        );
        bant.set(question, Answer::Yes);
        assert!(score("Director", bant, &HOT).total > before.total);
    }
}

#[test]
fn a_no_weighs_enough_even_when_another_answer_is_yes() {
    let mut bant = Bant::default();
    bant.set(Question::Need, Answer::Yes);
    assert_eq!(score("Director", bant, &HOT).class, Class::A);
    bant.set(Question::Budget, Answer::No);
    assert!(score("Director", bant, &HOT).class > Class::A);
}

#[test]
fn mails_that_machines_open_are_worth_nothing() {
    let model = model();
    let mut state = ScoreState::default();
    for kind in ["email_open", "email_sent"] {
        let event = Event {
            kind: kind.into(),
            detail: "newsletter".into(),
        };
        assert!(!model.absorb(&mut state, &event, now()));
    }
}

#[test]
fn an_open_known_as_a_machines_scores_under_no_rule_and_that_of_a_person_does() {
    let text = r#"[[behaviour]]
name = "opens"
label = "opens mails"
kinds = ["email_open", "machine_open"]
detail_lacks = ["our own"]
points = 5
half_life_days = 7
cap = 50
"#;
    let texts = Texts {
        scoring: Some(text),
        ..Texts::default()
    };
    let model = Settings::from_texts(texts).unwrap().policy.model;
    let absorbed = |kind: &str, detail: &str| {
        let event = Event {
            kind: kind.into(),
            detail: detail.into(),
        };
        model.absorb(&mut ScoreState::default(), &event, now())
    };
    for detail in [
        "Machine open",
        "machine",
        "Spring news (Machine)",
        "Apple Mail Privacy Protection",
        "GoogleImageProxy",
        "prefetched",
    ] {
        assert!(!absorbed("email_open", detail), "{detail}");
    }
    assert!(!absorbed("machine_open", "Spring news"));
    for detail in [
        "Spring news",
        "Machine tools for sawmills",
        "Talking bots",
        "Robot open",
        "Robot opening hours",
        "Our machine open day",
        "",
    ] {
        assert!(absorbed("email_open", detail), "{detail}");
    }
}

#[test]
fn the_built_in_words_know_the_roles_of_finnish_swedish_and_english_titles() {
    let roles = model().roles;
    let (buyer, expert, user) = (Some(Role::Buyer), Some(Role::Expert), Some(Role::User));
    for (titles, role) in [
        (
            "Toimitusjohtaja, Talousjohtaja, Ostopäällikkö, Ostaja, Hankinta-asiantuntija, Yrittäjä, VD, Ekonomichef, \
             Inköpschef, Inköpare, Ägare, Purchasing Manager, Chief Financial Officer, Strategic Buyer",
            buyer,
        ),
        (
            "CTO, IT Director, Tekninen johtaja, Asiantuntija, Tuotantopäällikkö, IT-chef, Teknisk chef, Utvecklare, \
             Produktionschef, Ingenjör, Application Specialist",
            expert,
        ),
        (
            "Head of Marketing, Myyntipäällikkö, Markkinointijohtaja, Försäljningschef, Marknadsdirektör",
            user,
        ),
        (
            "Deputy CEO, Varatoimitusjohtaja, Vice VD, VD på Tomtegården, CFO & Company Secretary, CFO Foo S.p.A.",
            buyer,
        ),
        ("Student, Opiskelija, Sihteeri, Receptionist", None),
        (
            "Executive Assistant to the CEO, Assistant to the Managing Director and CFO, CEO's secretary, PA to the CEO, \
             PA to CFO, EA to CEO, P.A. to the CEO, Personal Asst to CEO, Toimitusjohtajan assistentti, Johtajan sihteeri, VD-assistent, VD- och styrelsesekreterare, IT-harjoittelija, \
             Assistant Manager",
            None,
        ),
    ] {
        for title in titles.split(", ") {
            assert_eq!(roles.of_title(title), role, "{title}");
        }
    }
}

#[test]
fn an_assistant_to_who_decides_does_not_decide_by_the_title() {
    let model = model();
    let holding = |title: &str| -> Vec<&str> {
        let of_title = |rule: &&ExplicitRule| rule.attribute == Attribute::Field(Field::Title);
        let rules = model.explicit.iter().filter(of_title);
        let holding = rules.filter(|rule| rule.condition.holds(title));
        holding.map(|rule| rule.name.as_str()).collect()
    };
    for (title, rules) in [
        ("Executive Assistant to the CEO", vec!["does_not_decide"]),
        ("Assistant to the Managing Director", vec!["does_not_decide"]),
        ("toimitusjohtajan assistentti", vec!["does_not_decide"]),
        ("vd-assistent", vec!["does_not_decide"]),
        ("Assistant Manager", vec!["does_not_decide"]),
        ("Deputy CEO", vec!["decides"]),
        ("CFO & Company Secretary", vec!["decides"]),
        ("VD", vec!["decides"]),
        ("VD på Bolaget AB", vec!["decides"]),
        ("VD på Tomtegården", vec!["decides"]),
        ("Director of Area Tourism", vec!["decides"]),
        ("Managing Director Foo S.p.A.", vec!["decides"]),
        ("Account Director's PA", vec![]),
        ("PA to CFO", vec![]),
        ("EA to CEO", vec![]),
        ("EA to Head of Sales", vec![]),
        ("P.A. to the CEO", vec![]),
        ("Personal Asst to CEO", vec!["does_not_decide"]),
        ("Director, Student Housing", vec!["decides"]),
        ("Student", vec!["does_not_decide"]),
        ("Student Assistant, Student Services", vec!["does_not_decide"]),
        ("Managing Director’s PA", vec![]),
        ("PA to Managing Director", vec![]),
        ("Personal assistant to the owner", vec!["does_not_decide"]),
        ("Sales Manager", vec!["leads"]),
    ] {
        assert_eq!(holding(title), rules, "{title}");
    }
}

#[test]
fn a_file_that_leaves_the_words_of_a_role_out_has_the_built_in_ones_and_an_empty_list_is_nobody() {
    let text = "[committee]\nuser = []\nbuyer = [\"Ostaja\"]\n[[explicit]]\nname = \"p\"\nlabel = \"p\"\nfield = \"phone\"\nknown = true\npoints = 1\n";
    let texts = Texts {
        scoring: Some(text),
        ..Texts::default()
    };
    let roles = Settings::from_texts(texts).unwrap().policy.model.roles;
    assert_eq!(roles.expert, model().roles.expert);
    assert_eq!(roles.unless, model().roles.unless);
    assert_eq!((roles.buyer, roles.user), (vec!["ostaja".to_owned()], vec![]));
}
