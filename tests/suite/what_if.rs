//! What another model would have meant: laws over random histories, and the command on data of its own.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use kapula::domain::activity::Fact;
use kapula::domain::decide::consequence;
use kapula::domain::group::combined_of;
use kapula::domain::lead::Hand;
use kapula::domain::policy::Policy;
use kapula::domain::query::{Answer, Query};
use kapula::domain::score::{Model, Thresholds};
use kapula::domain::subject::Subject;
use kapula::domain::what_if::{Judged, Listed, WhatIf};
use kapula::engine::Ledger;
use kapula::engine::what_if::{Asked, what_if};
use proptest::prelude::*;

use super::laws::{Memory, office, steps, take_step};
use super::office::{Office, Terminal, said};

fn asked(office: &Office, tried: &Model) -> WhatIf {
    let asked = Asked {
        tried,
        as_of: office.now(),
        listed: Listed::All,
    };
    what_if(&office.reader, &office.policy, asked, &mut |_, _| {}).unwrap()
}

/// An office whose rules hand over soon, so that random histories have many handoffs by the rules.
fn keen() -> Office {
    keen_for(0)
}

/// The same whose rules ask for such a decision group.
fn keen_for(group: u8) -> Office {
    let mut office = office();
    let mut policy = (*office.policy).clone();
    policy.model.classes = Thresholds([30.0, 15.0, 8.0]);
    for criteria in [&mut policy.routing.a, &mut policy.routing.b] {
        (criteria.min_fit, criteria.min_engagement) = (1, 0);
        criteria.min_group = group;
    }
    office.policy = Arc::new(policy);
    office.ledger = office.another();
    office.ledger.rebuild_scores("", &mut |_, _| {}).unwrap();
    office
}

/// A model that thinks otherwise of nearly everything.
fn other(model: &Model) -> Model {
    let mut other = model.clone();
    other.classes = Thresholds([55.0, 40.0, 20.0]);
    for (rule, factor) in other.explicit.iter_mut().zip([0.0, 0.5, 1.5].into_iter().cycle()) {
        rule.points *= factor;
    }
    for (rule, factor) in other.behaviour.iter_mut().zip([1.5, 0.5].into_iter().cycle()) {
        rule.points *= factor;
    }
    other
}

/// The database with what is not written into it yet.
fn bytes(office: &Office) -> Vec<Vec<u8>> {
    let log = office.path().with_extension("db-wal");
    [office.path(), log]
        .iter()
        .map(|path| std::fs::read(path).unwrap_or_default())
        .collect()
}

fn adds_up(judged: &Judged) -> bool {
    let Judged {
        all,
        not_asked,
        through,
        kept_back,
        let_through,
        neither,
        ..
    } = judged;
    not_asked + through + kept_back + let_through + neither == *all && judged.cases.len() as u64 == *kept_back
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_model_in_force_moves_nobody_and_keeps_nobody_back(
        history in prop::collection::vec(steps(), 1..60),
        group in prop::sample::select(vec![0, 8, 20]),
    ) {
        let mut office = keen_for(group);
        let mut memory = Memory::default();
        for step in &history {
            take_step(&mut office, step, &mut memory);
        }
        let before = bytes(&office);
        let somebody_was_erased = office.everybody().iter().any(Subject::is_erased);
        let same = asked(&office, &office.policy.model);
        prop_assert_eq!(same.moves.moved, 0);
        prop_assert!(same.moves.cells.is_empty());
        for week in &same.handoffs.weeks {
            prop_assert_eq!(week.counts.would.in_force, week.counts.would.tried);
        }
        for judged in [&same.returned, &same.kept] {
            prop_assert!(adds_up(judged), "{judged:#?}");
            prop_assert_eq!(judged.kept_back, 0);
            // The model was in force all the time: what the rules handed over, it lets through when asked again; unless
            // somebody was erased since, whose role had counted for the colleagues.
            prop_assert!(somebody_was_erased || judged.let_through + judged.neither == 0, "{:#?}", office.log());
        }
        prop_assert_eq!(before, bytes(&office), "nothing is written");
    }

    #[test]
    fn nobody_waits_for_a_group_that_is_there(
        history in prop::collection::vec(steps(), 1..60),
        group in prop::sample::select(vec![8, 15, 25]),
    ) {
        let mut office = keen_for(group);
        let mut memory = Memory::default();
        let policy = Arc::clone(&office.policy);
        for step in &history {
            take_step(&mut office, step, &mut memory);
            office.ledger.catch_up().unwrap();
            for id in office.everybody().iter().map(|subject| subject.contact.id) {
                let Answer::Card(Some(card)) = office.reader.ask(&Query::Card(id)).unwrap() else { unreachable!() };
                let shown = combined_of(&card, &policy.model, office.now());
                let next = consequence(&card.subject, &policy, office.now(), shown);
                // Who has done nothing itself is looked at when it does.
                let acted = card.committee.remembered().any(|acting| acting == id);
                prop_assert!(!acted || !matches!(next, Some(Fact::Handoff(_))), "{id} waits with {shown}");
            }
        }
    }

    #[test]
    fn the_classes_and_who_is_held_back_are_those_that_a_rebuild_then_gives(
        history in prop::collection::vec(steps(), 1..40),
        group in prop::sample::select(vec![0, 8, 25]),
    ) {
        let mut office = keen_for(group);
        let mut memory = Memory::default();
        for step in &history {
            take_step(&mut office, step, &mut memory);
        }
        let tried = other(&office.policy.model);
        let found = asked(&office, &tried);
        prop_assert!(adds_up(&found.returned) && adds_up(&found.kept));
        let policy = Arc::new(Policy { model: tried, ..(*office.policy).clone() });
        let mut ledger = Ledger::open(&office.path(), Arc::clone(&policy), office.clock.clone(), &mut |_, _| {}).unwrap();
        let rebuilt = ledger.rebuild_scores("", &mut |_, _| {}).unwrap();
        prop_assert_eq!(found.held_back.tried, rebuilt.held_back, "{:#?}", office.log());
        prop_assert_eq!(found.moves.unknown, 0);
        let mut classes = [0; 4];
        for subject in office.everybody() {
            // The rebuild may hand over; it closes nobody.
            if subject.lead.stage.hand() != Hand::Closed {
                classes[policy.model.score(&subject.score, office.now()).class as usize] += 1;
            }
        }
        let columns = [0, 1, 2, 3].map(|to: usize| found.moves.matrix.iter().map(|row| row[to]).sum::<u64>());
        prop_assert_eq!(columns, classes);
    }

    #[test]
    fn the_handoffs_of_the_log_are_counted_each_once(history in prop::collection::vec(steps(), 1..40)) {
        let mut office = keen();
        let mut memory = Memory::default();
        for step in &history {
            take_step(&mut office, step, &mut memory);
        }
        let found = asked(&office, &office.policy.model);
        let log = office.log();
        let undone: Vec<_> = log.iter().filter_map(|entry| match &entry.fact {
            Fact::Undo(undo) => Some(undo.act),
            _ => None,
        }).collect();
        let handoffs = log.iter().filter(|entry| {
            matches!(entry.fact, Fact::Handoff(_))
                && (found.since..=found.as_of).contains(&entry.at)
                && !undone.contains(&entry.act)
                && !office.subject(entry.contact.0).is_erased()
        });
        prop_assert_eq!(found.handoffs.sum.log, handoffs.count() as u64);
    }
}

/// A card on which a decider who asked for something is ready for sales.
const CARD: &str = r#"
[weights]
fit = 1
engagement = 1

[classes]
a = 70
b = 50
c = 30

[[explicit]]
name = "ceo"
label = "decides"
field = "title"
equals = "CEO"
points = 60

[[explicit]]
name = "manager"
label = "leads something"
field = "title"
equals = "manager"
points = 50

[[explicit]]
name = "need_no"
label = "no need"
question = "need"
answer = "no"
points = -60

[[behaviour]]
name = "form"
label = "asked"
kind = "form"
points = 40
half_life_days = 700
cap = 40
"#;

/// Four people: the rules handed three over, of whom sales gave one back and took two.
fn desk() -> Terminal {
    let terminal = Terminal::new();
    terminal.file("config/scoring.toml", CARD);
    let people = terminal.file(
        "people.csv",
        "Record ID;Email;Name;Title;Phone\nE1;aino@example.com;Aino Niemi;CEO;0401111111\n\
         E2;vaino@example.com;Väinö Mäkelä;CEO;0402222222\nE3;lempi@example.com;Lempi Aalto;manager;0403333333\n\
         E4;ilona@example.com;Ilona Koski;CEO;0404444444\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let hour = (kapula::engine::Clock::System.now() - chrono::TimeDelta::hours(1)).to_rfc3339();
    let asked =
        format!("contact,time,kind,detail\nE1,{hour},form,demo\nE2,{hour},form,demo\nE3,{hour},form,demo\n");
    let asked = terminal.file("asked.csv", asked);
    terminal.done(&["import", "activities", asked.to_str().unwrap()]);
    terminal.done(&["accept", "E1"]);
    terminal.done(&["return", "E1", "N"]);
    terminal.done(&["accept", "E2"]);
    terminal.done(&["accept", "E3"]);
    terminal
}

#[test]
fn what_if_says_who_moves_and_what_would_have_been_kept_back_at_which_price() {
    let terminal = desk();
    let tried = terminal.file("tried.toml", CARD.replace("points = 60", "points = 5"));
    let tried = tried.to_str().unwrap();
    let before = std::fs::read(terminal.db()).unwrap();
    let answer = terminal.json(&["score", "what-if", "--config", tried]);
    assert_eq!(
        before,
        std::fs::read(terminal.db()).unwrap(),
        "nothing is written"
    );
    let found = &answer["what_if"];
    assert_eq!((&answer["ok"], &answer["written"]), (&true.into(), &false.into()));

    let moves = &found["moves"];
    assert_eq!(moves["matrix"][0], serde_json::json!([1, 0, 1, 0]), "{moves:#}");
    assert_eq!((&moves["contacts"], &moves["moved"]), (&4.into(), &3.into()));
    let names: Vec<&str> = moves["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| cell["names"][0]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Väinö Mäkelä", "Ilona Koski", "Aino Niemi"]);

    let sum = &found["handoffs"]["sum"];
    assert_eq!(
        (&sum["log"], &sum["log_by_rules"], &sum["in_force"], &sum["tried"]),
        (&3.into(), &3.into(), &3.into(), &1.into())
    );
    let (returned, kept) = (&found["returned"], &found["kept"]);
    assert_eq!((&returned["all"], &returned["kept_back"]), (&1.into(), &1.into()));
    let case = &returned["cases"][0];
    assert_eq!(
        (&case["name"], &case["reason"]),
        (&"Aino Niemi".into(), &"need".into())
    );
    // The answer that came with the return is not held against the handoff before it.
    assert_eq!(
        (
            &case["score"]["in_force"]["total"],
            &case["score"]["tried"]["total"]
        ),
        (&100.into(), &45.into())
    );
    assert_eq!((&kept["all"], &kept["kept_back"]), (&2.into(), &1.into()));

    let text = terminal.done(&["score", "what-if", "--config", tried]);
    for words in [
        "A -> C: 1 contact, 1 of them with sales",
        "Kept back by this file: 1 of 1",
        "Kept back by mistake: 1 of 2",
    ] {
        assert!(text.contains(words), "`{words}` is not in\n{text}");
    }
}

#[test]
fn a_file_with_rules_about_what_nobody_has_is_told_of_with_what_was_meant() {
    let terminal = Terminal::new();
    let people = terminal.file(
        "people.csv",
        "id,name,email,Fleet size\n1,Aino Niemi,aino@example.com,12\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let rule = |custom: &str| {
        format!(
            "[[explicit]]\nname = \"{}\"\nlabel = \"{custom}\"\ncustom = \"{custom}\"\nknown = true\npoints = 5\n",
            custom.replace(' ', "_").to_lowercase()
        )
    };
    let text = ["Flete size", "Lead Origin", "Fleet size", "Colour"]
        .map(rule)
        .concat();
    let met = serde_json::json!([
        "Rule flete_size looks at the custom attribute `flete size`, which no contact has. Did you mean `fleet size`?",
        "Rule lead_origin looks at the custom attribute `lead origin`, which no contact has. Did you mean the standard \
         field? Write field = \"source\"",
        "Rule colour looks at the custom attribute `colour`, which no contact has",
    ]);
    let tried = terminal.file("tried.toml", &text);
    let tried = ["score", "what-if", "--config", tried.to_str().unwrap()];
    assert_eq!(terminal.json(&tried)["never_met"], met);
    assert!(terminal.done(&tried).contains("Did you mean `fleet size`?"));
    terminal.file("config/scoring.toml", &text);
    assert_eq!(terminal.json(&["score", "rebuild"])["never_met"], met);
}

#[test]
fn a_file_with_mistakes_is_shown_with_line_and_remedy_and_a_folder_can_still_be_named() {
    let terminal = desk();
    let wrong = terminal.file("wrong.toml", "[classes]\na = \"high\"\n");
    let output = terminal.run(&["score", "what-if", "--config", wrong.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("wrong.toml"), "{}", said(&output));

    let folder = terminal.db().with_file_name("config");
    let (folder, card) = (folder.to_str().unwrap(), folder.join("scoring.toml"));
    for args in [
        [
            "--config",
            folder,
            "score",
            "what-if",
            "--config",
            card.to_str().unwrap(),
        ],
        [
            "score",
            "what-if",
            "--settings",
            folder,
            "--config",
            card.to_str().unwrap(),
        ],
    ] {
        let mut command = terminal.command(&args);
        let output = command.env_remove("KAPULA_CONFIG").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(String::from_utf8_lossy(&output.stdout).contains("0 of 4 contacts move"));
    }
}

#[test]
fn what_if_and_rebuild_say_whom_routing_holds_back_and_for_want_of_what() {
    let terminal = Terminal::new();
    terminal.file("config/scoring.toml", CARD);
    let rules = "[routing.a]\nmin_fit = 10\nmin_engagement = 0\n\n[routing.b]\nmin_fit = 55\nmin_engagement = 10\nphone = \"required\"\n";
    terminal.file("config/kapula.toml", rules);
    let people = terminal.file(
        "people.csv",
        "id;name;title;phone\nE1;Aino Niemi;CEO;0401111111\nE2;Lempi Aalto;manager;0403333333\nE3;Ilona Koski;CEO;\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let card = terminal.file("tried.toml", CARD);
    let tried = ["score", "what-if", "--config", card.to_str().unwrap()];
    let nobody =
        serde_json::json!({"consent": 0, "phone": 0, "min_fit": 0, "min_engagement": 0, "min_group": 0});
    let held = terminal.json(&tried)["what_if"]["held_back"].clone();
    let mut of_b = nobody.clone();
    (of_b["phone"], of_b["min_engagement"], of_b["min_fit"]) = (1.into(), 1.into(), 1.into());
    assert_eq!(
        held["in_force"],
        serde_json::json!({"a": nobody, "b": of_b}),
        "{held:#}"
    );
    let text = terminal.done(&tried);
    let line = "of class B (1 without a phone number, 1 below min_fit, 1 below min_engagement)";
    assert!(
        text.contains(&format!(
            "model in force  held back by routing: 0 of class A, 3 {line}"
        )),
        "{text}"
    );

    let rebuilt = ["score", "rebuild"];
    assert_eq!(terminal.json(&rebuilt)["held_back"], held["in_force"]);
    assert!(
        terminal
            .done(&rebuilt)
            .contains(&format!("held back by routing: 0 of class A, 3 {line}"))
    );
}

#[test]
fn who_was_not_known_yet_at_a_past_moment_is_not_counted() {
    let terminal = Terminal::new();
    terminal.file("config/scoring.toml", CARD);
    let people = terminal.file(
        "people.csv",
        "id;name;title;created\nE1;Aino Niemi;CEO;2026-01-01T10:00:00Z\nE2;Lempi Aalto;CEO;2026-03-01T10:00:00Z\nE3;Ilona Koski;CEO;2026-03-01T10:00:00Z\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let acts = terminal.file("acts.csv", "contact,time,kind\nE3,2026-01-15T10:00:00Z,form\n");
    terminal.done(&["import", "activities", acts.to_str().unwrap()]);
    let card = terminal.file("tried.toml", CARD);
    let then = [
        "score",
        "what-if",
        "--config",
        card.to_str().unwrap(),
        "--at",
        "2026-02-01T10:00:00Z",
    ];
    let moves = terminal.json(&then)["what_if"]["moves"].clone();
    assert_eq!(
        (&moves["contacts"], &moves["unknown"]),
        (&2.into(), &1.into()),
        "{moves:#}"
    );
    assert!(terminal.done(&then).contains("1 not known yet then, not counted"));
}
