//! Learning from outcomes, from the files that people have to the card in force.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use kapula::domain::learn::Column;
use kapula::engine::outcomes::{Asked, Collected, Moment, Wanted, collect};
use kapula::store::Reader;
use serde_json::Value;

use super::office::{Terminal, policy, said};

/// Contacts of the made-up past.
const COUNT: u32 = 1_200;

/// Numbers from 0 to 1 that look drawn and are the same in every run.
fn drawn(i: u32, stream: u32) -> f64 {
    let mut z = (u64::from(i) << 32 | u64::from(stream)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    f64::from((z >> 40) as u32) / f64::from(1_u32 << 24)
}

fn day(days: f64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2024-01-01T09:00:00Z".parse().expect("a time");
    start + TimeDelta::seconds((days * 86_400.0) as i64)
}

/// A year in which retailers buy, and those who have read much; a column whose name would be a script on a careless page.
fn a_year() -> Terminal {
    a_year_of("win")
}

/// The same year with another outcome.
fn a_year_of(outcome: &str) -> Terminal {
    let terminal = Terminal::new();
    let mut people = String::from("id,name,created_at,Branch,<script>alert(1)</script>,Deal size\n");
    let mut acts = String::from("contact,time,kind,detail\n");
    for i in 0..COUNT {
        let created = f64::from(i) * 0.25;
        let retail = drawn(i, 1) < 0.4;
        let visits = (drawn(i, 2) * 6.0) as u32;
        let branch = if retail { "Retail \"A\"" } else { "Energy & co" };
        let mark = if drawn(i, 3) < 0.5 { "<b>x</b>" } else { "y" };
        let size = 1_000.0 + (drawn(i, 4) * 9_000.0).round();
        let written = branch.replace('"', "\"\"");
        let at = day(created).to_rfc3339();
        let _ = writeln!(people, "P{i},Person {i},{at},\"{written}\",{mark},{size}");
        for visit in 0..visits {
            let when = day(created - 0.5 - f64::from(visit) * 2.0).to_rfc3339();
            let _ = writeln!(acts, "P{i},{when},page_view,/pricing/{visit}");
        }
        let logit = -2.5 + if retail { 2.0 } else { 0.0 } + f64::from(visits) * 0.5;
        if drawn(i, 5) < 1.0 / (1.0 + f64::exp(-logit)) {
            let _ = writeln!(acts, "P{i},{},{outcome},{size}", day(created + 20.0).to_rfc3339());
        }
        // A return is one only of what sales had.
        if outcome == "return" {
            let _ = writeln!(acts, "P{i},{},accept,", day(created + 5.0).to_rfc3339());
        }
    }
    let last = day(f64::from(COUNT) * 0.25 + 100.0).to_rfc3339();
    let _ = writeln!(acts, "P0,{last},page_view,/");
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let acts = terminal.file("acts.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    terminal
}

const ASKED: [&str; 4] = ["--snapshot", "creation", "--within", "90d"];

fn order<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let orders = answer["report"]["orders"].as_array().expect("orders");
    orders
        .iter()
        .find(|order| order["name"] == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn near(a: &Value, b: &Value) {
    let (x, y) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
    assert!((x - y).abs() < 0.002, "{x} and {y}");
}

#[test]
fn a_fitted_card_that_is_put_in_force_scores_as_it_was_judged_and_is_never_in_force_by_itself() {
    let terminal = a_year();
    let config = terminal.db().parent().expect("a folder").join("config");
    let before = terminal.json(&[&["score", "evaluate"], &ASKED[..]].concat());
    let fitted = terminal.json(&[&["score", "fit"], &ASKED[..]].concat());
    assert_eq!(fitted["in_force"], false);
    let again = terminal.json(&[&["score", "evaluate"], &ASKED[..]].concat());
    assert_eq!(before, again, "a fit changes nothing");
    let auc = order(&fitted, "fitted card")["auc"].as_f64().expect("a number");
    assert!(auc > 0.7, "{auc}");

    let file = config.join("scoring.fitted.toml");
    let card = std::fs::read_to_string(&file).expect("the card");
    assert!(
        card.contains("# [routing.b]\n# min_fit = 0\n# min_engagement = 0\n"),
        "{card}"
    );
    let drifts = fitted["report"]["calibration_drift"].as_array().expect("drifts");
    assert_eq!(drifts.len(), 2, "the fitted card and the one in force");
    let refused = terminal.run(&[&["score", "fit"], &ASKED[..]].concat());
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    assert!(said(&refused).contains("--replace"), "{}", said(&refused));
    assert_eq!(std::fs::read_to_string(&file).expect("the card"), card);

    std::fs::copy(&file, config.join("scoring.toml")).expect("copied");
    terminal.done(&["score", "rebuild"]);
    let now = terminal.json(&[&["score", "evaluate"], &ASKED[..]].concat());
    let (judged, real) = (order(&fitted, "fitted card"), order(&now, "card in force"));
    near(&judged["auc"], &real["auc"]);
    near(&judged["top_tenth"]["precision"], &real["top_tenth"]["precision"]);
    near(&judged["calibration_error"], &real["calibration_error"]);
    let classes = |answer: &Value| answer["report"]["classes"][0]["rows"].clone();
    assert_eq!(classes(&fitted), classes(&now));
}

#[test]
fn a_command_to_copy_stands_on_its_own_line_and_means_the_same_log_and_settings() {
    let terminal = a_year();
    let (db, card) = (terminal.db(), terminal.db().with_file_name("my card.toml"));
    let config = terminal.db().with_file_name("config");
    let out = card.to_str().expect("a path");
    let said = terminal.done(&[&["score", "fit", "--out", out], &ASKED[..]].concat());
    let (db, config) = (db.display(), config.display());
    for command in [
        format!("  kapula --db {db} score what-if --settings {config} --config '{out}'"),
        format!("  kapula --db {db} --config {config} score rebuild"),
    ] {
        assert!(said.lines().any(|line| line == command), "{command}\n{said}");
    }
    let tried = terminal.done(&["score", "what-if", "--config", out]);
    let rebuild = format!("  kapula --db {db} --config {config} score rebuild");
    assert!(tried.lines().any(|line| line == rebuild), "{tried}");
}

#[test]
fn a_card_that_may_not_look_at_a_column_is_compared_with_the_one_in_force_without_its_rules_over_it() {
    let terminal = a_year();
    let config = terminal.db().parent().expect("a folder").join("config");
    let card = "[weights]\nfit = 1\nengagement = 0\n\
                [[explicit]]\nname = \"retail\"\nlabel = \"retail\"\nfield = \"industry\"\ncontains = [\"retail\"]\npoints = 40\n\
                [[explicit]]\nname = \"size\"\nlabel = \"size\"\nfield = \"deal_size\"\nmin = 5000\npoints = 20\n";
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::write(config.join("scoring.toml"), card).expect("written");
    terminal.done(&["score", "rebuild"]);
    let fit = |more: &[&str]| terminal.json(&[&["score", "fit", "--replace"], &ASKED[..], more].concat());
    assert_eq!(fit(&[])["report"]["rules_left_out"], serde_json::json!([]));
    let fitted = fit(&["--without", "Industry"]);
    assert_eq!(fitted["report"]["rules_left_out"], serde_json::json!(["retail"]));
    let auc = |name: &str| order(&fitted, name)["auc"].as_f64().expect("a number");
    assert!(auc("card in force") > 0.6, "{}", auc("card in force"));
    let rest = auc("in force, rules left out");
    assert!((rest - 0.5).abs() < 0.08, "the size says nothing: {rest}");
}

#[test]
fn a_card_learnt_from_returns_gives_points_for_what_is_not_returned_and_promises_no_purchase() {
    let terminal = a_year_of("return");
    let card = terminal.db().with_file_name("kept.toml");
    let card = card.to_str().expect("a path");
    let args = [
        "score",
        "fit",
        "--outcome",
        "returned",
        "--snapshot",
        "creation",
        "--out",
        card,
    ];
    let said = terminal.done(&args);
    assert!(said.contains("not returned to marketing"), "{said}");
    let written = std::fs::read_to_string(card).expect("the card");
    let card: toml::Table = written.parse().expect("a table");
    assert!(!card.contains_key("calibration"));
    let rules = card["explicit"].as_array().expect("rules");
    let points = |branch: &str| {
        let about = rules.iter().filter(|rule| rule.to_string().contains(branch));
        about.filter_map(|rule| rule["points"].as_integer()).sum::<i64>()
    };
    assert!(points("Retail") < 0 && points("Energy") > 0, "{written}");
}

#[test]
fn the_page_is_one_file_and_text_from_outside_stays_text() {
    let terminal = a_year();
    let page = terminal.db().with_file_name("page.html");
    let page_name = page.to_str().expect("a path");
    terminal.done(&[&["score", "evaluate", "--html", page_name], &ASKED[..]].concat());
    let text = std::fs::read_to_string(&page).expect("the page");
    assert!(text.contains("<svg") && text.contains("ROC") && text.contains("Reliability"));
    assert!(text.contains("<svg class=\"bars\""), "reliability has its bars");
    assert!(text.contains("Calibration drift of the card in force: off by"));
    assert!(text.contains("&lt;script&gt;alert(1)"), "the column is named");
    for outside in ["<script", "<b>x", "http:", "https:", "src=", "@import", "url("] {
        assert!(!text.contains(outside), "{outside}");
    }
}

#[test]
fn the_page_says_what_it_is_of_as_the_text_does() {
    let terminal = a_year();
    let at = |name: &str| {
        terminal
            .db()
            .with_file_name(name)
            .to_str()
            .expect("a path")
            .to_owned()
    };
    let (card, page) = (at("card.toml"), at("page.html"));
    let fit = ["score", "fit", "--snapshot", "creation", "--within", "120d"];
    let text = terminal.done(&[&fit[..], &["--out", &card, "--html", &page]].concat());
    let page = std::fs::read_to_string(&page).expect("the page");
    let older = text
        .lines()
        .find_map(|line| line.strip_prefix("Older   "))
        .expect("its period");
    let left_out = text
        .lines()
        .find(|line| line.starts_with("Left out"))
        .expect("who is left out");
    for said in [older, left_out] {
        assert!(page.contains(&said.replace(" %", "\u{a0}%")), "{said}");
    }
    for words in [
        "a fitted card of ",
        "beside the card in force, of ",
        "outcomes are known up to ",
        "loss on the oldest samples",
        concat!("by kapula ", env!("CARGO_PKG_VERSION")),
        "cumulative gains",
        "chance alone makes",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn on_a_phone_the_page_does_not_scroll_sideways_and_commands_are_set_off() {
    let terminal = a_year();
    let page = terminal.db().with_file_name("page.html");
    let page_name = page.to_str().expect("a path");
    terminal.done(&[&["score", "evaluate", "--html", page_name], &ASKED[..]].concat());
    let text = std::fs::read_to_string(&page).expect("the page");
    let tables = text.matches("<table>").count();
    assert!(tables > 2, "{tables}");
    let boxed = text.matches("<div class=\"wide\" tabindex=\"0\"><table>").count();
    assert_eq!(boxed, tables, "each table scrolls in its own box");
    assert!(text.contains("max-width:100%"), "curves shrink");
    assert!(text.contains("<code>--without</code> COLUMN, or <code>ignore</code>"));
    assert!(!text.contains('`'));
}

#[test]
fn who_never_was_with_sales_was_not_returned_by_it_and_is_no_sample() {
    let terminal = three();
    let wanted = |wanted: Wanted| Asked {
        wanted,
        within: None,
        ..asked(Moment::Creation)
    };
    let returned = collected(&terminal, &wanted(Wanted::Returned));
    let who: Vec<i64> = returned.samples.rows.iter().map(|row| row.contact.0).collect();
    assert_eq!(
        (who, returned.never_with_sales),
        (vec![1, 2], 1),
        "C only read a page"
    );
    let accepted = collected(&terminal, &wanted(Wanted::Accepted));
    assert_eq!(
        (accepted.samples.rows.len(), accepted.never_with_sales),
        (3, 0),
        "without handoffs everybody could be accepted"
    );
    let acts = format!("contact,time,kind,detail\nC,{},handoff,\n", day(2.0).to_rfc3339());
    let acts = terminal.file("more.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    let accepted = collected(&terminal, &wanted(Wanted::Accepted));
    let who: Vec<i64> = accepted.samples.rows.iter().map(|row| row.contact.0).collect();
    assert_eq!((who, accepted.never_with_sales), (vec![3], 2));
    let won = collected(&terminal, &wanted(Wanted::Won));
    assert_eq!((won.samples.rows.len(), won.never_with_sales), (3, 0));
}

#[test]
fn too_few_outcomes_are_refused_with_numbers_and_a_way_out() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", "id,name\n1,Aino Niemi\n2,Lempi Aalto\n");
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    for what in ["fit", "evaluate"] {
        let refused = terminal.run(&["score", what]);
        assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
        assert!(said(&refused).contains("at least 50") && said(&refused).contains("Wait for more"));
        assert_eq!(said(&refused).contains("to learn from"), what == "fit");
    }
}

#[test]
fn what_keeps_a_card_from_being_learnt_is_told_before_a_file_that_is_in_the_way() {
    let terminal = a_year();
    let there = terminal.file("there.toml", "");
    let there = there.to_str().expect("a path");
    let fit = |outcome: &str| {
        let args = ["score", "fit", "--out", there, "--outcome", outcome];
        said(&terminal.run(&[&args[..], &ASKED[..]].concat()))
    };
    let too_few = fit("lost");
    assert!(too_few.contains("nobody was lost"), "{too_few}");
    assert!(!too_few.contains("--replace"), "{too_few}");
    let in_the_way = fit("won");
    assert!(in_the_way.contains("--replace"), "{in_the_way}");
    let page = ["score", "evaluate", "--html", there, "--outcome", "lost"];
    let too_few = said(&terminal.run(&[&page[..], &ASKED[..]].concat()));
    assert!(too_few.contains("nobody was lost"), "{too_few}");
}

#[test]
fn a_column_that_nobody_has_is_told_as_a_slip() {
    let terminal = three();
    for flags in [["--outcome-field", "Convrted=1"], ["--order-by", "Lead Numbr"]] {
        let wrong = terminal.run(&["score", "evaluate", flags[0], flags[1], "--snapshot", "creation"]);
        assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
        assert!(said(&wrong).contains(flags[0]), "{}", said(&wrong));
    }
}

#[test]
fn a_value_of_contacts_that_are_not_looked_at_is_told_from_a_slip_and_a_column_has_no_time() {
    let terminal = Terminal::new();
    let people = "id,name,Job Title,Lead Status\nA,Aino Niemi,CTO,Customer\nB,Lempi Aalto,CFO,Open\n";
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let field = ["score", "fit", "--outcome-field", "Lead Status=Customer"];
    let refused = |more: &[&str]| {
        let run = terminal.run(&[&field, more].concat());
        assert_eq!(run.status.code(), Some(2), "{}", said(&run));
        said(&run)
    };
    for when in [&["--snapshot", "first-handoff"], &["--snapshot-every", "7"]] {
        let words = refused(when);
        assert!(
            words.contains("1 contact has this value") && words.contains("--snapshot creation"),
            "{words}"
        );
    }
    assert!(refused(&["--within", "7d"]).contains("a column does not say when"));
    let words = refused(&["--snapshot", "creation", "--without", "Job Title"]);
    assert!(words.contains("was imported as `title`"), "{words}");
    let words = refused(&["--snapshot", "creation", "--without", "Lead Statis"]);
    assert!(words.contains("did you mean `Lead Status`?"), "{words}");
}

#[test]
fn where_nobody_was_lost_it_is_not_the_outcome_that_many_had() {
    let terminal = a_year();
    let refused = terminal.run(&["score", "fit", "--outcome", "lost", "--snapshot", "creation"]);
    let words = said(&refused);
    assert_eq!(refused.status.code(), Some(3), "{words}");
    assert!(
        words.contains("nobody was lost") && words.contains("does not get lost"),
        "{words}"
    );
    assert!(!words.contains("with the outcome"), "{words}");
}

#[test]
fn a_place_where_nothing_can_be_written_is_told_before_anything_is() {
    let terminal = a_year();
    let folder = terminal.db().parent().expect("a folder").join("cards");
    std::fs::create_dir_all(&folder).expect("a folder");
    let at = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let (card, nowhere, inside, both) = (at("card.toml"), at("none/a.html"), at(""), at("./card.toml"));
    let run = |more: &[&str]| {
        let run = terminal.run(&[&["score", "fit"], &ASKED[..], more].concat());
        (run.status.code(), said(&run))
    };
    for (flags, words) in [
        (["--out", &card, "--html", &nowhere], "there is no folder"),
        (["--out", &inside, "--html", &card], "is a folder"),
        (["--out", &card, "--html", &both], "name the same file"),
        (["--out", "-", "--html", &card], "--out: - would be a file"),
        (["--out", &card, "--html", "-"], "--html: - would be a file"),
    ] {
        let (code, told) = run(&flags);
        assert!(code == Some(2) && told.contains(words), "{told}");
    }
    assert_eq!(
        std::fs::read_dir(&folder).expect("a folder").count(),
        0,
        "nothing is written"
    );
    std::fs::write(&card, "").expect("written");
    let (code, told) = run(&["--out", &card, "--without", "Industri"]);
    assert!(
        code == Some(2) && told.contains("did you mean"),
        "the slip first: {told}"
    );
    let (code, told) = run(&["--out", &card]);
    assert!(code == Some(3) && told.contains("--replace"), "{told}");
}

fn asked(moment: Moment) -> Asked {
    Asked {
        wanted: Wanted::Won,
        moment: Some(moment),
        within: Some(TimeDelta::days(10)),
        order_by: None,
        without: Vec::new(),
        since: None,
        until: None,
    }
}

fn collected(terminal: &Terminal, asked: &Asked) -> Collected {
    let reader = Reader::open(&terminal.db()).expect("a database");
    collect(&reader, &policy(), asked, &mut |_, _, _| {}).expect("samples")
}

/// Three contacts made on day 0: one buys on day 5, one on day 50, one never; the log ends on day 60.
fn three() -> Terminal {
    let terminal = Terminal::new();
    let made = day(0.0).to_rfc3339();
    let people =
        format!("id,name,created_at\nA,Aino Niemi,{made}\nB,Lempi Aalto,{made}\nC,Väinö Mäkelä,{made}\n");
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let at = |days| day(days).to_rfc3339();
    let acts = format!(
        "contact,time,kind,detail\nA,{},win,5000\nB,{},win,\nC,{},page_view,/pricing\nA,{},page_view,/late\n\
         A,{},page_view,/early\n",
        at(5.0),
        at(50.0),
        at(60.0),
        at(1.0),
        at(-1.0)
    );
    let acts = terminal.file("acts.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    terminal
}

#[test]
fn a_sample_knows_nothing_of_what_came_after_it_and_an_outcome_counts_only_in_its_time() {
    let samples = collected(&three(), &asked(Moment::Creation)).samples;
    let outcomes: Vec<bool> = samples.rows.iter().map(|sample| sample.outcome).collect();
    assert_eq!(outcomes, [true, false, false], "B buys too late, C never");
    let first = &samples.rows[0];
    let done: f32 = first.done.iter().map(|(_, melted)| melted[6]).sum();
    let deeds = first.done.len() as f32;
    assert!(
        done > 0.9 * deeds && done < deeds,
        "one visit, a day old: {:?}",
        first.done
    );
    assert!((first.revenue - 5_000.0).abs() < f64::EPSILON);
}

#[test]
fn snapshots_end_with_the_outcome_and_those_whose_time_is_not_up_are_left_out() {
    let collected = collected(&three(), &asked(Moment::Every(7)));
    let days = |id: i64| -> Vec<i64> {
        let rows = collected.samples.rows.iter();
        let of = rows.filter(|sample| sample.contact.0 == id);
        of.map(|sample| (sample.at - day(0.0)).num_days()).collect()
    };
    assert_eq!(days(1), [] as [i64; 0], "bought before the first look");
    assert_eq!(days(2), [7, 14, 21, 28, 35, 42, 49]);
    assert_eq!(days(3), [7, 14, 21, 28, 35, 42, 49]);
    assert_eq!(
        collected.not_over, 1,
        "day 56 and ten more are past the end of the log"
    );
    let won: Vec<i64> = collected
        .samples
        .rows
        .iter()
        .filter(|sample| sample.outcome)
        .map(|sample| (sample.at - day(0.0)).num_days())
        .collect();
    assert_eq!(won, [42, 49]);
}

#[test]
fn a_note_or_a_rebuild_of_today_tells_nothing_of_what_came_of_contacts_years_ago() {
    let terminal = three();
    let seen = || {
        let of = collected(&terminal, &asked(Moment::Every(7)));
        let rows = of.samples.rows.iter();
        let rows: Vec<_> = rows
            .map(|sample| (sample.contact, sample.at, sample.outcome))
            .collect();
        (of.known_until, of.not_over, rows)
    };
    let before = seen();
    assert_eq!(before.0, Some(day(60.0)), "the newest act");
    terminal.done(&["note", "C", "looked at the old log"]);
    terminal.done(&["handoff", "C"]);
    terminal.done(&["score", "rebuild"]);
    assert_eq!(seen(), before);
    terminal.done(&["accept", "C"]);
    assert!(
        seen().0 > before.0,
        "sales works leads here now, and tells what comes of them"
    );
    terminal.done(&["undo", "C"]);
    assert_eq!(seen(), before);
}

#[test]
fn a_win_that_was_taken_back_is_no_outcome() {
    let terminal = three();
    let ever = Asked {
        within: None,
        ..asked(Moment::Creation)
    };
    terminal.done(&["handoff", "C"]);
    terminal.done(&["accept", "C"]);
    terminal.done(&["win", "C"]);
    let outcomes = |terminal: &Terminal| -> Vec<bool> {
        let rows = collected(terminal, &ever).samples.rows;
        rows.iter().map(|sample| sample.outcome).collect()
    };
    assert_eq!(outcomes(&terminal), [true, true, true]);
    terminal.done(&["undo", "C"]);
    assert_eq!(outcomes(&terminal), [true, true, false]);
}

#[test]
fn an_outcome_of_a_column_is_no_attribute_and_a_number_can_order_contacts() {
    let terminal = Terminal::new();
    let people = terminal.file(
        "people.csv",
        "id,name,Converted,Number,Colour\nA,A A,1,30,x\nB,B B,0,10,y\nC,C C,YES,20,z\n",
    );
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let asked = Asked {
        wanted: Wanted::Field {
            name: "converted".to_owned(),
            values: vec!["1".to_owned(), "yes".to_owned()],
        },
        order_by: Some("Number".to_owned()),
        ..asked(Moment::Creation)
    };
    let samples = collected(&terminal, &asked).samples;
    let seen: Vec<(i64, bool)> = samples.rows.iter().map(|s| (s.contact.0, s.outcome)).collect();
    assert_eq!(seen, [(2, false), (3, true), (1, true)]);
    let names: Vec<&str> = samples.rows[0].known.keys().map(Column::name).collect();
    assert!(names.contains(&"Colour"), "{names:?}");
    assert!(
        !names.contains(&"Converted") && !names.contains(&"Number"),
        "{names:?}"
    );
}

/// Imported today, without a word on when they became known: A visits on day 1 and buys on day 5, B only visits, C is known
/// by nothing but the deal of day 3, D by nothing at all.
fn undated() -> Terminal {
    let terminal = Terminal::new();
    let people = "id,name\nA,Aino Niemi\nB,Lempi Aalto\nC,Väinö Mäkelä\nD,Helmi Salo\n";
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let at = |days| day(days).to_rfc3339();
    let acts = format!(
        "contact,time,kind,detail\nA,{},win,5000\nA,{},page_view,/\nB,{},page_view,/\nC,{},win,\n",
        at(5.0),
        at(1.0),
        at(2.0),
        at(3.0)
    );
    let acts = terminal.file("acts.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    terminal
}

#[test]
fn a_contact_without_a_date_is_looked_at_when_its_first_activity_made_it_known() {
    let terminal = undated();
    let ever = Asked {
        within: None,
        ..asked(Moment::Creation)
    };
    let seen = |of: &Collected| -> Vec<(i64, i64, bool)> {
        let rows = of.samples.rows.iter();
        rows.map(|sample| {
            (
                sample.contact.0,
                (sample.at - day(0.0)).num_days(),
                sample.outcome,
            )
        })
        .take(2)
        .collect()
    };
    let of = collected(&terminal, &ever);
    assert_eq!(seen(&of), [(1, 1, true), (2, 2, false)]);
    assert_eq!(of.samples.rows.len(), 3, "D is known from the import on");
    assert_eq!(of.over_before, 1, "C was won by the first that is known of it");
    let every = Asked {
        moment: Some(Moment::Every(1)),
        ..ever
    };
    let every = collected(&terminal, &every);
    let first = every
        .samples
        .rows
        .iter()
        .map(|sample| (sample.at - day(0.0)).num_days())
        .min();
    assert_eq!((first, every.over_before), (Some(2), 1));
}

#[test]
fn outcomes_before_the_first_look_are_counted_in_the_refusal_and_its_remedy_helps() {
    let terminal = undated();
    let refused = terminal.run(&["score", "fit", "--snapshot", "creation"]);
    assert_eq!(refused.status.code(), Some(3));
    let words = said(&refused);
    assert!(
        words.contains("1 contact had come to the outcome by the first that is known"),
        "{words}"
    );
    assert!(
        words.contains("created_at") && !words.contains("--within"),
        "{words}"
    );
    let people = format!("id,created_at\nC,{}\n", day(0.0).to_rfc3339());
    let people = terminal.file("again.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let ever = Asked {
        within: None,
        ..asked(Moment::Creation)
    };
    let of = collected(&terminal, &ever);
    assert_eq!(of.over_before, 0);
    assert!(
        of.samples
            .rows
            .iter()
            .any(|sample| sample.contact.0 == 3 && sample.outcome)
    );
}

#[test]
fn what_names_no_column_no_choice_or_the_rules_in_force_is_refused() {
    let terminal = a_year();
    let config = terminal.db().parent().expect("a folder").join("config");
    std::fs::create_dir_all(config.join("models")).expect("a folder");
    let bold = config.join("models").join("bold.toml");
    std::fs::write(
        &bold,
        "[[explicit]]\nname = \"a\"\nlabel = \"a\"\nfield = \"title\"\nknown = true\npoints = 1\n",
    )
    .expect("written");
    let scoring = config.join("scoring.toml");
    let asked = |more: &[&str]| {
        let run = terminal.run(&[&["score", "fit"], &ASKED[..], more].concat());
        (run.status.code(), said(&run))
    };
    let (code, words) = asked(&["--without", "Industri"]);
    assert!(
        code == Some(2) && words.contains("did you mean `industry`?"),
        "{words}"
    );
    for pool in ["0", "8"] {
        let (code, words) = asked(&["--pool", pool]);
        assert!(
            code == Some(2) && words.contains("give 9 contacts or more"),
            "{words}"
        );
    }
    for path in [&scoring, &bold] {
        for flag in ["--out", "--html"] {
            let (code, words) = asked(&["--replace", flag, path.to_str().expect("a path")]);
            assert!(
                code == Some(3) && words.contains("one of your settings"),
                "{words}"
            );
        }
    }
    assert!(!scoring.exists(), "nothing comes into force by itself");
    let judged = terminal.run(&["score", "evaluate", "--without", "industry"]);
    assert_eq!(
        judged.status.code(),
        Some(2),
        "a card is judged with all that it looks at"
    );
    let notes = terminal.file("notes.txt", "what I know");
    for (path, why) in [
        (terminal.db(), "belongs to the database"),
        (terminal.db().with_extension("db-wal"), "belongs to the database"),
        (notes.clone(), "not written by kapula"),
    ] {
        for flag in ["--out", "--html"] {
            let (code, words) = asked(&["--replace", flag, path.to_str().expect("a path")]);
            assert!(code == Some(3) && words.contains(why), "{words}");
        }
    }
    assert_eq!(std::fs::read_to_string(notes).expect("read"), "what I know");
    let run = terminal.run(&["--at", "2001-01-01", "score", "fit", "--snapshot", "creation"]);
    let words = said(&run);
    assert!(
        words.contains("--at: nobody") && !words.contains("--since"),
        "{words}"
    );
}

/// Imported today with what reps wrote down in it, after calls of years ago: A's call came an hour after the handoff, and the
/// verdict an hour later.
fn called_before_the_import() -> Terminal {
    let terminal = Terminal::new();
    let made = day(0.0).to_rfc3339();
    let people = format!(
        "id,name,created_at,Shade,Verdict\nA,Aino Niemi,{made},Retail,\nB,Lempi Aalto,{made},Energy,cold\n"
    );
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let at = |hours: f64| day(2.0 + hours / 24.0).to_rfc3339();
    let acts = format!(
        "contact,time,kind,detail\nA,{},handoff,\nA,{},call,\nB,{},call,\n",
        at(0.0),
        at(1.0),
        at(1.0)
    );
    let acts = terminal.file("acts.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    terminal.done(&["edit", "A", "Verdict=hot", "--at", &at(2.0)]);
    terminal
}

#[test]
fn an_edit_dated_before_the_import_is_not_the_first_data_and_the_import_counts_from_the_beginning() {
    let terminal = called_before_the_import();
    let ever = Asked {
        within: None,
        ..asked(Moment::FirstHandoff)
    };
    let samples = collected(&terminal, &ever).samples;
    let known: Vec<&str> = samples.rows[0].known.keys().map(Column::name).collect();
    assert!(known.contains(&"Shade"), "{known:?}");
    assert!(!known.contains(&"Verdict"), "said after the handoff: {known:?}");
}

#[test]
fn what_was_recorded_after_the_first_call_does_not_tell_when_a_column_was_filled_in_but_an_edit_with_a_date_does()
 {
    let samples = collected(&called_before_the_import(), &asked(Moment::Creation)).samples;
    assert_eq!((samples.called, samples.called_before), (2, 2));
    let filled = |name: &str| {
        let column = samples.filled.keys().find(|column| column.name() == name);
        let filled = samples.filled[column.expect("a column")];
        assert_eq!((filled.known, filled.after_call), (0, 0), "{name}");
        (filled.late_known, filled.late_after_call)
    };
    assert_eq!(filled("Shade"), (2, 0));
    assert_eq!(filled("Verdict"), (2, 1), "B's may be as old as B");
}

#[test]
fn of_a_contact_imported_after_its_call_a_column_empty_then_and_filled_since_is_late_and_a_new_column_is_not()
{
    let terminal = called_before_the_import();
    let more = terminal.file("more.csv", "id,Verdict,Extra\nA,hot,5\nB,cold,7\n");
    terminal.done(&["import", "contacts", more.to_str().expect("a path")]);
    let samples = collected(&terminal, &asked(Moment::Creation)).samples;
    let late = |name: &str| {
        let column = samples.filled.keys().find(|column| column.name() == name);
        samples.filled[column.expect("a column")].late_after_call
    };
    assert_eq!((late("Verdict"), late("Extra")), (1, 0));
}

#[test]
fn a_contact_recorded_before_its_first_call_tells_what_was_filled_in_after_it() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", "id,name,Shade\nA,Aino Niemi,Retail\n");
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let seen = terminal.file(
        "acts.csv",
        format!(
            "contact,time,kind,detail\nA,{},page_view,/pricing\n",
            day(0.0).to_rfc3339()
        ),
    );
    terminal.done(&["import", "activities", seen.to_str().expect("a path")]);
    terminal.done(&["handoff", "A"]);
    terminal.done(&["accept", "A"]);
    terminal.done(&["call", "A", "reached"]);
    terminal.done(&["edit", "A", "Verdict=hot"]);
    let samples = collected(&terminal, &asked(Moment::Creation)).samples;
    assert_eq!((samples.called, samples.called_before), (1, 0));
    let filled = |name: &str| {
        let column = samples.filled.keys().find(|column| column.name() == name);
        let filled = samples.filled[column.expect("a column")];
        (filled.known, filled.after_call)
    };
    assert_eq!((filled("Shade"), filled("Verdict")), ((1, 0), (1, 1)));
}

/// A year in which who will buy gets a contract four days before, some time after the first call.
fn a_year_of_contracts() -> Terminal {
    let terminal = Terminal::new();
    let mut people = String::from("id,name,created_at,Shade\n");
    let mut acts = String::from("contact,time,kind,detail\n");
    for i in 0..COUNT {
        let created = f64::from(i) * 0.25;
        let shade = if drawn(i, 1) < 0.5 { "green" } else { "blue" };
        let at = |days: f64| day(created + days).to_rfc3339();
        let _ = writeln!(people, "P{i},Person {i},{},{shade}", at(0.0));
        let _ = writeln!(acts, "P{i},{},page_view,/{}", at(0.2), i % 3);
        if drawn(i, 2) < 0.9 {
            let _ = writeln!(acts, "P{i},{},call,reached", at(1.0));
        }
        let sent = 2.0 + drawn(i, 4) * 60.0;
        if drawn(i, 3) < if shade == "green" { 0.5 } else { 0.3 } {
            let _ = writeln!(
                acts,
                "P{i},{},contract_sent,x\nP{i},{},win,500",
                at(sent),
                at(sent + 4.0)
            );
        }
    }
    let people = terminal.file("people.csv", people);
    terminal.done(&["import", "contacts", people.to_str().expect("a path")]);
    let acts = terminal.file("acts.csv", acts);
    terminal.done(&["import", "activities", acts.to_str().expect("a path")]);
    terminal
}

#[test]
fn behaviour_that_comes_after_the_call_is_told_and_left_out_by_the_guard_or_by_name() {
    let terminal = a_year_of_contracts();
    let fit = [
        "score",
        "fit",
        "--snapshot-every",
        "3",
        "--within",
        "7d",
        "--replace",
    ];
    let asked = |more: &[&str]| terminal.json(&[&fit, more].concat());
    let contract = |answer: &Value| {
        let leaks = answer["report"]["leaks"].as_array().expect("leaks").clone();
        leaks.into_iter().find(|leak| leak["column"] == "contract_sent")
    };
    let auc = |answer: &Value| order(answer, "fitted card")["auc"].as_f64().expect("a number");
    let told = asked(&[]);
    let leak = contract(&told).expect("it is told");
    assert_eq!(
        (&leak["kind"], &leak["after_call"]),
        (&"behaviour".into(), &1.0.into())
    );
    assert!(leak["auc"].as_f64().expect("a number") > 0.75, "{leak}");
    let without = asked(&["--exclude-leaks"]);
    assert!(auc(&without) < auc(&told) - 0.1, "{}", auc(&without));
    let by_name = asked(&["--without", "Contract_Sent"]);
    assert_eq!(contract(&by_name), None);
    assert!(auc(&by_name) < auc(&told) - 0.1, "{}", auc(&by_name));
    let wrong = terminal.run(&[&fit[..], &["--without", "contract_snt"]].concat());
    assert!(
        said(&wrong).contains("did you mean `contract_sent`?"),
        "{}",
        said(&wrong)
    );
    let nothing = terminal.run(
        &[
            &fit[..],
            &[
                "--exclude-leaks",
                "--without",
                "Shade",
                "--without",
                "page_view",
                "--without",
                "call",
            ],
        ]
        .concat(),
    );
    let words = said(&nothing);
    assert!(
        words.contains("nothing to learn from")
            && words.contains("behaviour contract_sent (alone separates")
            && words.contains("Shade, page_view"),
        "{words}"
    );
}
