//! The scoring model in force: changed only as a whole, by a rebuild, and known to every process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use chrono::TimeDelta;
use kapula::config::{Settings, Texts};
use kapula::domain::activity::{Event, Fact};
use kapula::domain::command::{Command, Order};
use kapula::domain::contact::{ContactId, Field};
use kapula::domain::policy::Policy;
use kapula::domain::score::Alert;
use kapula::engine::import::{ActivityRow, ContactEvent, Import, Mode, Onward};
use kapula::engine::replay::{Until, rebuild, rebuild_around};
use kapula::engine::{Clock, EngineError, Ledger, Pending, Service};
use kapula::store::{Reader, Store};

use super::office::{Office, START, Terminal, row, said};

/// A model under which a visit is worth everything.
const VISITS: &str = r#"
[[explicit]]
name = "phone"
label = "phone is known"
field = "phone"
known = true
points = 50
[[behaviour]]
name = "visit"
label = "visits"
kind = "page_view"
points = 100
half_life_days = 30
cap = 100
"#;

fn visits() -> Arc<Policy> {
    let texts = Texts {
        scoring: Some(VISITS),
        ..Texts::default()
    };
    let mut policy = Settings::from_texts(texts).unwrap().policy;
    policy.clocks.zone = chrono_tz::Europe::Helsinki;
    Arc::new(policy)
}

/// Two people of one company and one of none, with a phone each.
fn office() -> Office {
    let mut office = Office::new();
    let rows: Vec<_> = [
        ("1", "Acme Oy", "CEO"),
        ("2", "Acme Oy", "CTO"),
        ("3", "", "trainee"),
    ]
    .iter()
    .map(|(id, company, title)| {
        row(&[
            (Field::ExternalId, id),
            (Field::Company, company),
            (Field::Title, title),
            (Field::Phone, &format!("+35840111111{id}")),
        ])
    })
    .collect();
    office.import(&rows);
    office
}

/// Somebody looks at a page, so many days before the start.
fn look(office: &mut Office, contact: &str, page: &str, days: i64) {
    let start: kapula::domain::Time = START.parse().unwrap();
    let event = Event {
        kind: "page_view".to_owned(),
        detail: page.to_owned(),
    };
    let rows = [ActivityRow {
        line: 2,
        event: Ok(ContactEvent {
            contact: contact.to_owned(),
            at: start - TimeDelta::days(days),
            event,
            by: String::new(),
        }),
    }];
    let import = Import {
        who: "site",
        source: "import visits.csv",
        mode: Mode::Write,
    };
    office
        .ledger
        .import_activities(&import, rows.into_iter(), &mut |_| Onward::Continue)
        .unwrap();
}

fn reopened(office: &Office, policy: Arc<Policy>) -> Ledger {
    Ledger::open(&office.path(), policy, office.clock.clone(), &mut |_, _| {}).unwrap()
}

#[test]
fn a_changed_scoring_file_waits_for_a_rebuild_which_is_a_fact_of_the_log() {
    let mut office = office();
    look(&mut office, "1", "/news", 0);
    let score = |ledger: &Ledger, office: &Office| {
        ledger
            .policy()
            .model
            .score(&office.subject(1).score, office.now())
            .total
    };
    let before = score(&office.ledger, &office);
    let mut changed = reopened(&office, visits());
    assert_eq!(changed.pending(), Pending::Changed);
    assert!(
        changed
            .pending()
            .sentence()
            .unwrap()
            .contains("kapula score rebuild")
    );
    assert_eq!(
        score(&changed, &office),
        before,
        "the model in force goes on being in force"
    );
    assert!(office.verified().ok);

    let done = changed.rebuild_scores("", &mut |_, _| {}).unwrap();
    assert_eq!((changed.pending(), done.contacts), (Pending::Nothing, 3));
    assert_eq!(score(&changed, &office), 75);
    assert!(done.moved >= 1);
    let log = office.log();
    let facts = log.iter().filter(|entry| matches!(entry.fact, Fact::Model(_)));
    assert_eq!(
        facts.map(|entry| entry.contact).collect::<Vec<_>>(),
        [ContactId::NOBODY]
    );
    let report = office.verified();
    assert!(report.ok, "{:#?}", report.differences);
}

#[test]
fn who_started_under_the_old_model_is_refused_with_what_to_do() {
    let mut office = office();
    let cockpit = Service::start(office.another()).unwrap();
    let mut changed = reopened(&office, visits());
    changed.rebuild_scores("", &mut |_, _| {}).unwrap();
    let order = Order {
        contact: ContactId(1),
        version: None,
        command: Command::Note {
            text: "hello".to_owned(),
        },
        at: None,
    };
    let refused = office.ledger.submit("mikko", "test", &order);
    let Err(EngineError::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert!(
        refusal.to_string().ends_with("since you started; run it again"),
        "{refusal}"
    );
    let refused = cockpit.handle().submit("mikko", "cockpit", order.clone());
    let Err(EngineError::Refused(refusal)) = refused.blocking_recv().unwrap() else {
        panic!("the cockpit goes by the old model");
    };
    assert!(
        refusal.to_string().contains("quit and start kapula again"),
        "{refusal}"
    );
    let mut anew = reopened(&office, visits());
    assert_eq!(anew.pending(), Pending::Nothing);
    anew.submit("mikko", "test", &order).unwrap();
}

#[test]
fn people_of_one_company_who_are_active_together_lift_each_other() {
    let mut office = office();
    look(&mut office, "1", "/pricing", 3);
    let alone = office.subject(1).score;
    look(&mut office, "3", "/pricing", 2);
    assert_eq!(
        office.subject(1).score,
        alone,
        "somebody of no company is no colleague"
    );
    look(&mut office, "2", "/pricing", 1);
    let model = &office.policy.model;
    for id in [1, 2] {
        let reasons = model.explain(&office.subject(id).score, office.now());
        assert!(
            reasons.iter().any(|reason| reason.rule == "colleagues"),
            "{id}: {reasons:#?}"
        );
    }
    assert_eq!(office.subject(1).company.unwrap().deciders.count(), 2);
    let report = office.verified();
    assert!(report.ok, "{:#?}", report.differences);
}

#[test]
fn waking_up_is_told_in_the_log_once_and_a_history_that_is_imported_tells_nothing() {
    let mut office = office();
    look(&mut office, "1", "/pricing", 300);
    look(&mut office, "1", "/pricing", 100);
    let told = |office: &Office| -> Vec<Alert> {
        let log = office.log();
        log.iter()
            .filter_map(|entry| {
                if let Fact::Alert(alert) = entry.fact {
                    Some(alert)
                } else {
                    None
                }
            })
            .collect()
    };
    assert_eq!(told(&office), []);
    look(&mut office, "1", "/pricing", 0);
    look(&mut office, "1", "/product", 0);
    assert_eq!(told(&office), [Alert::Waking { silence_days: 100 }]);
    assert!(office.verified().ok);
    office.ledger.rebuild_scores("", &mut |_, _| {}).unwrap();
    assert_eq!(told(&office).len(), 1);
    assert!(office.verified().ok);
}

#[test]
fn the_reasons_as_of_a_past_moment_are_those_of_then_and_sum_to_the_score_of_then() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", "id,email,title\nE1,a@example.com,CEO\n");
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let visits = terminal.file(
        "visits.csv",
        "contact,time,kind,detail\nE1,2026-01-05 10:00,form,demo\nE1,2026-02-05 10:00,page_view,/pricing\n",
    );
    terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    let explained = |at: &str| terminal.json(&["score", "explain", "E1", "--at", at]);
    let (first, second) = (explained("2026-01-06 10:00"), explained("2026-02-05 11:00"));
    for answer in [&first, &second] {
        let reasons = answer["reasons"].as_array().unwrap();
        let sum: i64 = reasons
            .iter()
            .map(|reason| reason["points"].as_i64().unwrap())
            .sum();
        assert_eq!(sum, answer["total"].as_i64().unwrap(), "{answer:#}");
    }
    let rules = |answer: &serde_json::Value| -> Vec<String> {
        let reasons = answer["reasons"].as_array().unwrap();
        reasons
            .iter()
            .map(|reason| reason["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(
        rules(&first).contains(&"form".to_owned()) && !rules(&first).contains(&"pricing_page".to_owned())
    );
    assert!(rules(&second).contains(&"pricing_page".to_owned()));
    let form = |answer: &serde_json::Value, what: &str| {
        let reasons = answer["reasons"].as_array().unwrap();
        let form = reasons.iter().find(|reason| reason["rule"] == "form");
        form.map_or(0, |form| form[what].as_i64().unwrap())
    };
    assert!(form(&second, "points") < form(&first, "points"));
    assert_eq!(form(&second, "fresh"), 15);
    assert_eq!(form(&first, "age_s"), 86_400);
}

#[test]
fn a_past_moment_of_one_contact_is_the_one_that_the_whole_log_gives_and_before_its_first_there_is_no_score() {
    let mut office = office();
    for (contact, page, days) in [
        ("3", "/a", 0),
        ("1", "/pricing", 9),
        ("2", "/news", 8),
        ("1", "/tour", 3),
        ("2", "/x", 2),
    ] {
        look(&mut office, contact, page, days);
    }
    let (policy, now) = (office.ledger.policy().clone(), office.now());
    let source = office.ledger.reader().unwrap();
    for days in [8, 4, 1, 0] {
        let until = Until::Moment(now - TimeDelta::days(days));
        let whole = rebuild(&source, &policy, until, &mut |_, _| {}).unwrap();
        let whole = Store::open_existing(whole.path()).unwrap().reader().unwrap();
        for id in [1, 2, 3].map(ContactId) {
            let alone = rebuild_around(&source, &policy, until, id, &mut |_, _| {}).unwrap();
            let alone = Store::open_existing(alone.path()).unwrap().reader().unwrap();
            let of = |reader: &Reader| {
                let mut subject = reader.subject(id).unwrap().unwrap();
                // Companies are numbered as they come.
                subject.contact.company = None;
                if let Some(company) = &mut subject.company {
                    company.id = kapula::domain::contact::CompanyId(0);
                }
                subject
            };
            assert_eq!(of(&alone), of(&whole), "{id:?} {days}");
            let others = alone.counters().unwrap().contacts;
            assert_eq!(others, if id == ContactId(3) { 1 } else { 2 });
        }
    }

    let (terminal, _) = terminal();
    let earlier = ["score", "explain", "2", "--at", "2020-01-01 10:00"];
    let answer = terminal.json(&earlier);
    assert_eq!(
        (&answer["known"], &answer["total"]),
        (&false.into(), &serde_json::Value::Null)
    );
    assert!(
        terminal
            .done(&earlier)
            .contains("Lempi Aalto was not known as of")
    );
    assert_eq!(terminal.json(&["score", "explain", "2"])["known"], true);
    let card = terminal.run(&["show", "2", "--at", "2020-01-01 10:00"]);
    assert!(said(&card).contains("not known then"), "{}", said(&card));
}

#[test]
fn a_model_beside_the_one_in_force_is_gathered_and_shown_after_a_rebuild() {
    let terminal = Terminal::new();
    let config = terminal.db().with_file_name("config");
    std::fs::create_dir_all(config.join("models")).unwrap();
    let people = terminal.file("people.csv", "id,email,phone\nE1,a@example.com,0401111111\n");
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    std::fs::write(config.join("models/visits.toml"), VISITS).unwrap();
    let with = ["--config", config.to_str().unwrap()];
    let told = terminal.run(&[&["list"], &with[..]].concat());
    assert!(said(&told).contains("kapula score rebuild"), "{}", said(&told));
    terminal.done(&[&["score", "rebuild"], &with[..]].concat());
    let quiet = terminal.run(&[&["list"], &with[..]].concat());
    assert!(!said(&quiet).contains("rebuild"), "{}", said(&quiet));
    let explained = terminal.json(&[&["score", "explain", "E1"], &with[..]].concat());
    assert_eq!(explained["models"][0]["model"], "visits");
    assert_eq!(explained["models"][0]["total"], 25);
    terminal.done(&[&["verify"], &with[..]].concat());
}

/// A buyer and an expert of one company, and a settings folder beside the database.
fn terminal() -> (Terminal, std::path::PathBuf) {
    let terminal = Terminal::new();
    let people = terminal.file(
        "people.csv",
        "id,name,title,company\n1,Aino Niemi,VD,Acme\n2,Lempi Aalto,CTO,Acme\n",
    );
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let config = terminal.db().parent().unwrap().join("config");
    std::fs::create_dir_all(config.join("models")).unwrap();
    (terminal, config)
}

#[test]
fn whether_a_returned_lead_has_stirred_follows_from_what_counts_now() {
    let (terminal, config) = terminal();
    terminal.done(&["handoff", "1"]);
    terminal.done(&["return", "1", "N"]);
    let soon = (Clock::System.now() + TimeDelta::seconds(1)).to_rfc3339();
    let visits = terminal.file(
        "visits.csv",
        format!("contact,time,kind,detail\n1,{soon},page_view,/pricing\n"),
    );
    terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    let stirred = |args: &[&str]| {
        terminal.json(&[&["show", "1"], args].concat())["lead"]["returned"]["stirred"].clone()
    };
    assert_eq!(stirred(&[]), true);
    let with = ["--config", config.to_str().unwrap()];
    for (kind, stirs) in [("fair_visit", false), ("page_view", true)] {
        std::fs::write(config.join("scoring.toml"), VISITS.replace("page_view", kind)).unwrap();
        terminal.done(&[&["score", "rebuild"], &with[..]].concat());
        assert_eq!(stirred(&with), stirs, "{kind}");
        assert_eq!(
            terminal.json(&[&["verify"], &with[..]].concat())["differences"],
            serde_json::json!([])
        );
    }
}

#[test]
fn of_companies_in_which_nobody_acts_or_decides_any_more_nothing_stays() {
    let (terminal, config) = terminal();
    let visits = terminal.file(
        "visits.csv",
        "contact,time,kind,detail\n1,2026-11-01 10:00,page_view,/pricing\n2,2026-11-02 10:00,page_view,/pricing\n",
    );
    terminal.done(&["import", "activities", visits.to_str().unwrap()]);
    assert_eq!(terminal.json(&["verify"])["ok"], true);
    // Under this model no visit counts, and no title speaks of a role.
    let nothing =
        VISITS.replace("page_view", "fair_visit") + "\n[committee]\nexpert = []\nbuyer = []\nuser = []\n";
    std::fs::write(config.join("scoring.toml"), nothing).unwrap();
    let with = ["--config", config.to_str().unwrap()];
    terminal.done(&[&["score", "rebuild"], &with[..]].concat());
    assert_eq!(
        terminal.json(&[&["verify"], &with[..]].concat())["differences"],
        serde_json::json!([])
    );
}

#[test]
fn a_model_with_a_mistake_beside_the_one_in_force_is_a_warning_and_stops_nothing() {
    let (terminal, config) = terminal();
    std::fs::write(
        config.join("models/bold.toml"),
        VISITS.replace("points = 100", "points = 1000"),
    )
    .unwrap();
    let listed = terminal.run(&["list"]);
    assert!(listed.status.success(), "{}", said(&listed));
    let warning =
        "kapula: warning: models/bold.toml:12: behaviour.visit.points: must be a number from 0 to 100";
    assert!(said(&listed).contains(warning), "{}", said(&listed));
    let looked = terminal.run(&["score", "history"]);
    assert!(said(&looked).contains(warning), "{}", said(&looked));
    for elsewhere in ["returned", "handoffs", "verify"] {
        let told = terminal.run(&[elsewhere]);
        assert!(!said(&told).contains("bold"), "{elsewhere}: {}", said(&told));
    }
    let bold = config.join("models/bold.toml");
    let tried = terminal.run(&["score", "what-if", "--config", bold.to_str().unwrap()]);
    assert_eq!(
        tried.status.code(),
        Some(1),
        "who names it is refused: {}",
        said(&tried)
    );
}

#[test]
fn a_rebuild_tells_of_rules_about_what_nobody_has_and_the_history_of_when_which_model_came_into_force() {
    let (terminal, config) = terminal();
    assert_eq!(
        terminal.json(&["score", "history"])["models"],
        serde_json::json!([])
    );
    let own = VISITS.replace("field = \"phone\"", "custom = \"Shoe Size\"");
    std::fs::write(
        config.join("scoring.toml"),
        own.replace("page_view", "test_drive"),
    )
    .unwrap();
    assert!(terminal.json(&["score", "history"])["pending"].is_string());
    let rebuilt = terminal.json(&["score", "rebuild"]);
    assert_eq!(
        rebuilt["never_met"],
        serde_json::json!([
            "Rule phone looks at the custom attribute `shoe size`, which no contact has",
            "Rule visit counts `test_drive`, which nobody has done yet",
        ])
    );
    let history = terminal.json(&["score", "history"]);
    assert_eq!(history["models"].as_array().unwrap().len(), 1, "{history}");
    assert_eq!(
        (&history["models"][0]["rules"], &history["models"][0]["contacts"]),
        (&2.into(), &2.into())
    );
    assert!(
        history["models"][0]["by"]
            .as_str()
            .is_some_and(|by| !by.is_empty()),
        "{history}"
    );
    assert_eq!(history["pending"], serde_json::Value::Null);
    assert!(terminal.done(&["score", "history"]).contains("in force since"));
    let changes = &history["models"][0]["changes"];
    assert!(
        changes["removed"].as_array().is_some_and(|gone| gone.len() > 10),
        "{history:#}"
    );

    let again = own.replace("points = 50", "points = 60");
    assert_ne!(own, again);
    std::fs::write(config.join("scoring.toml"), again).unwrap();
    terminal.done(&["score", "rebuild"]);
    std::fs::write(
        config.join("scoring.toml"),
        own.replace("page_view", "test_drive"),
    )
    .unwrap();
    terminal.done(&["score", "rebuild"]);
    let history = terminal.done(&["score", "history"]);
    for words in [
        "points 50 -> 60",
        "points 60 -> 50",
        "kinds [test_drive] -> [page_view]",
    ] {
        assert!(history.contains(words), "{words}: {history}");
    }

    // Of the models that are only looked at, too: which, and what about them.
    let models = config.join("models");
    std::fs::create_dir_all(&models).unwrap();
    std::fs::write(models.join("trial.toml"), &own).unwrap();
    terminal.done(&["score", "rebuild"]);
    std::fs::write(
        models.join("trial.toml"),
        own.replace("points = 50", "points = 70"),
    )
    .unwrap();
    terminal.done(&["score", "rebuild"]);
    let history = terminal.done(&["score", "history"]);
    assert!(history.contains("models beside it added: trial"), "{history}");
    assert!(
        history.contains("beside it, trial: changed:") && history.contains("points 50 -> 70"),
        "{history}"
    );
}

#[test]
fn the_list_and_the_explanation_in_text_name_the_class_and_draw_what_takes_away() {
    let (terminal, config) = terminal();
    let card = "[classes]\na = 90\nb = 60\nc = 30\nnames = [\"hot\", \"warm\", \"cool\", \"cold\"]\n[weights]\nfit = 1\nengagement = 1\n\
                [[explicit]]\nname = \"title\"\nlabel = \"title\"\nfield = \"title\"\nknown = true\npoints = 50\n\
                [[explicit]]\nname = \"technical\"\nlabel = \"technical\"\nfield = \"title\"\none_of = [\"CTO\"]\npoints = -10\n";
    std::fs::write(config.join("scoring.toml"), card).unwrap();
    let rebuilt = terminal.done(&["score", "rebuild"]);
    assert!(
        rebuilt.contains("contacts are in another class now")
            || rebuilt.contains("contact is in another class now")
    );
    for contact in ["1", "2"] {
        terminal.done(&["handoff", contact]);
    }
    let list = terminal.done(&["list"]);
    let column = |line: &str, words: &str| line.find(words);
    let header = list.lines().next().unwrap();
    let first = list.lines().find(|line| line.contains("Aino Niemi")).unwrap();
    assert!(header.contains("Class"), "{list}");
    assert_eq!(column(header, "Class"), column(first, "C (cool)"), "{list}");
    for args in [["score", "explain", "2"].as_slice(), ["show", "2"].as_slice()] {
        let text = terminal.done(args);
        let line = text
            .lines()
            .find(|line| line.trim_start().starts_with("-10"))
            .unwrap();
        assert!(line.contains("▒▒▒") && !line.contains('█'), "{text}");
        let line = text
            .lines()
            .find(|line| line.trim_start().starts_with("50"))
            .unwrap();
        assert!(line.contains("███") && !line.contains('▒'), "{text}");
    }
}

#[test]
fn an_explanation_of_a_past_day_names_the_day_and_the_score_has_the_name_that_it_has_in_lists() {
    let (terminal, _) = terminal();
    let text = terminal.done(&["score", "explain", "1", "--at", "2020-03-02 0:00"]);
    assert!(text.contains("as of Mon 2 Mar 2020 0:00"), "{text}");
    let explained = terminal.json(&["score", "explain", "1"]);
    assert_eq!(explained["score"], explained["total"]);
}

#[test]
fn erasing_says_which_role_nobody_is_known_in_any_more() {
    let (terminal, _) = terminal();
    let sentence = "Nobody would be known any more as buyer at Acme, so that colleagues may lose points";
    let asked = terminal.run(&["erase", "1"]);
    assert!(said(&asked).contains(sentence), "{}", said(&asked));
    let done = terminal.json(&["erase", "1", "--yes"]);
    assert_eq!(done["roles_lost"], serde_json::json!(["buyer at Acme"]));
    assert!(
        done["sentence"]
            .as_str()
            .unwrap()
            .contains("Nobody is known any more as buyer at Acme")
    );
}

#[test]
fn other_working_hours_of_somebody_else_change_nothing_until_they_are_put_in_force() {
    let (terminal, config) = terminal();
    terminal.done(&["list"]);
    let entries = || terminal.json(&["verify"])["activities"].clone();
    let before = entries();
    std::fs::write(
        config.join("kapula.toml"),
        "[clocks]\nto = \"15:00\"\npatience_days = 5\n",
    )
    .unwrap();
    let listed = terminal.run(&["list"]);
    assert!(said(&listed).contains("other working hours"), "{}", said(&listed));
    assert_eq!(
        entries(),
        before,
        "who only looks writes nothing, and nothing is amiss"
    );
    terminal.done(&["score", "rebuild"]);
    assert!(!said(&terminal.run(&["list"])).contains("other working hours"));
    terminal.done(&["verify"]);
    std::fs::remove_file(config.join("kapula.toml")).unwrap();
    assert!(said(&terminal.run(&["list"])).contains("other working hours"));
}
