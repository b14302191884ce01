#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use proptest::prelude::*;

use super::{Settings, Texts, Theme};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::bant::Answer;
use crate::domain::policy::Known;
use crate::domain::score::{Class, Condition, ExplicitRule, ScoreState};

fn kapula(text: &str) -> Texts<'_> {
    Texts {
        kapula: Some(text),
        ..Texts::default()
    }
}

fn scoring(text: &str) -> Texts<'_> {
    Texts {
        scoring: Some(text),
        ..Texts::default()
    }
}

/// The problems as shown, one a line.
fn shown(texts: Texts<'_>) -> Vec<String> {
    let problems = Settings::from_texts(texts).unwrap_err();
    problems.to_string().lines().map(ToOwned::to_owned).collect()
}

/// Asserts that the problems begin with these, in this order, and that there are no others.
fn assert_begin_with(shown: &[String], beginnings: &[&str]) {
    assert_eq!(shown.len(), beginnings.len(), "{shown:#?}");
    for (line, beginning) in shown.iter().zip(beginnings) {
        assert!(
            line.starts_with(beginning),
            "{line}\n  should begin with\n{beginning}"
        );
    }
}

#[test]
fn the_built_in_files_have_no_mistake_and_fill_everything() {
    let settings = Settings::from_texts(Texts::default()).unwrap();
    let policy = &settings.policy;
    assert_eq!(policy.model.classes.0.map(|bound| bound as u8), [70, 50, 30]);
    assert_eq!(policy.model.letters, policy.model.digits);
    assert!(policy.model.explicit.len() > 10 && policy.model.behaviour.len() > 10);
    assert_eq!(policy.value.currency, "€");
    assert_eq!(
        policy.value.probability.map(|p| (p * 100.0) as u8),
        [42, 18, 6, 1]
    );
    assert_eq!(policy.value.deal_size(None, Some(300), None).0 as u32, 30_000);
    assert!((policy.value.default_deal_size - 10_000.0).abs() < 1e-9);
    let clocks = &policy.clocks;
    assert_eq!(
        (
            clocks.urgent_minutes,
            clocks.normal_minutes,
            clocks.cool_off_minutes
        ),
        (60, 480, 120)
    );
    assert!((clocks.at_risk_from - 0.75).abs() < 1e-9);
    assert_eq!(policy.clocks.patience_minutes, 10 * 480);
    assert_eq!(policy.clocks.days, [true, true, true, true, true, false, false]);
    assert_eq!(
        (policy.routing.a.min_fit, policy.routing.a.min_engagement),
        (25, 0)
    );
    assert_eq!(
        (policy.routing.b.min_fit, policy.routing.b.min_engagement),
        (25, 20)
    );
    assert_eq!(settings.default_region, "FI");
    assert_eq!(settings.dial, None);
}

#[test]
fn by_the_built_in_rules_a_no_to_any_question_takes_the_best_a_out_of_its_class() {
    let model = Settings::from_texts(Texts::default()).unwrap().policy.model;
    let numbered = || (0..).zip(&model.explicit);
    let says_no = |rule: &ExplicitRule| rule.condition == Condition::Answered(Answer::No);
    // All that speaks for somebody, just now and without end.
    let mut state = ScoreState::default();
    let now = Time::from_timestamp_millis(1_700_000_000_000).unwrap();
    for (kind, detail) in [
        ("form", "demo"),
        ("meeting", ""),
        ("event_attended", ""),
        ("download", "benchmark.pdf"),
    ] {
        let event = Event {
            kind: kind.to_owned(),
            detail: detail.to_owned(),
        };
        (0..9).for_each(|_| _ = model.absorb(&mut state, &event, now));
    }
    state.holding = numbered()
        .filter(|(_, rule)| rule.points > 0.0)
        .map(|(no, _)| no)
        .collect();
    assert_eq!(
        (model.score(&state, now).total, model.score(&state, now).class),
        (100, Class::A)
    );
    assert_eq!(numbered().filter(|(_, rule)| says_no(rule)).count(), 4);
    for (no, rule) in numbered().filter(|(_, rule)| says_no(rule)) {
        let mut said = state.clone();
        said.holding.push(no);
        assert!(model.score(&said, now).class > Class::A, "{}", rule.name);
    }
}

#[test]
fn the_example_files_have_no_mistake() {
    let examples = (
        include_str!("../../config/examples/x_education.kapula.toml"),
        include_str!("../../config/examples/x_education.scoring.toml"),
    );
    let settings = Settings::from_texts(Texts {
        kapula: Some(examples.0),
        scoring: Some(examples.1),
        keys: None,
        shadows: &[],
    });
    let settings = settings.unwrap();
    assert_eq!(settings.policy.model.behaviour, []);
    assert_eq!(settings.policy.clocks.zone, chrono_tz::Asia::Kolkata);
}

#[test]
fn a_file_overrides_the_built_in_settings_key_by_key() {
    let text = r#"
[show]
theme = "colour-blind"
[dial]
command = ["sip-call", "--to", "{number}"]
[routing.a]
phone = "required"
[clocks]
time_zone = "Europe/Helsinki"
from = "7.30"
to = 17:30:00
urgent_minutes = 30
"#;
    let settings = Settings::from_texts(kapula(text)).unwrap();
    let clocks = &settings.policy.clocks;
    assert_eq!(settings.theme, Theme::ColourBlind);
    assert_eq!(settings.dial.unwrap(), ["sip-call", "--to", "{number}"]);
    assert_eq!(settings.policy.routing.a.phone_known, Known::Required);
    assert_eq!(
        settings.policy.routing.a.min_fit, 25,
        "not written, so as built in"
    );
    assert_eq!(clocks.zone, chrono_tz::Europe::Helsinki);
    assert_eq!((clocks.urgent_minutes, clocks.normal_minutes), (30, 480));
    assert_eq!(
        clocks.patience_minutes,
        10 * 600,
        "ten days, and they are longer now"
    );
}

#[test]
fn midnight_at_the_end_of_the_day_is_held_or_refused_with_the_latest_time_there_is() {
    let rank = Settings::from_texts(kapula("[rank.calling]\nfrom = \"00:00\"\nto = \"24:00\"\n"));
    let calling = rank.unwrap().policy.rank.calling;
    assert_eq!((calling.from, calling.to), (0, 1_440));
    assert_begin_with(
        &shown(kapula("[clocks]\nto = \"24:00\"\n")),
        &[
            "kapula.toml:2: clocks.to: is the first minute of the next day, and response times run within one day (got \"24:00\"). Write \"23:59\"",
        ],
    );
    let clocks = Settings::from_texts(kapula("[clocks]\nto = \"23:59\"\n"));
    assert_eq!(clocks.unwrap().policy.clocks.hours.1.to_string(), "23:59:00");
}

#[test]
fn the_settings_of_the_rank_are_read_and_their_mistakes_told() {
    let built_in = Settings::from_texts(Texts::default()).unwrap().policy.rank;
    assert_eq!((built_in.calling.from, built_in.calling.to), (480, 1_020));
    let plain = crate::domain::policy::RankRules {
        calling: built_in.calling,
        ..crate::domain::policy::RankRules::default()
    };
    assert_eq!(built_in, plain, "what tests and simulations stand on");
    let text = r#"
[rank]
talk_minutes = 20
[rank.half_life_days]
b = 7.5
[rank.calling]
from = "9.30"
to = "24:00"
days = ["sat"]
"#;
    let rank = Settings::from_texts(kapula(text)).unwrap().policy.rank;
    assert_eq!(
        (rank.half_life_days, rank.talk_minutes),
        ([3.0, 7.5, 30.0, 90.0], 20.0)
    );
    assert_eq!((rank.calling.from, rank.calling.to), (570, 1_440));
    assert_eq!(
        rank.calling.days,
        [false, false, false, false, false, true, false]
    );
    let text = r#"[rank]
talk_minutes = 0
reach = 1
learn_from = 1.5
colleague = 2
[rank.half_life_days]
a = -1
[rank.calling]
from = "17:00"
to = "25:00"
"#;
    assert_begin_with(
        &shown(kapula(text)),
        &[
            "kapula.toml:2: rank.talk_minutes: must be more than 0",
            "kapula.toml:3: rank.reach: must be a number from 0.01 to 0.99",
            "kapula.toml:4: rank.learn_from: must be a whole number",
            "kapula.toml:5: rank.colleague: must be a number from 0.01 to 1",
            "kapula.toml:7: rank.half_life_days.a: must be more than 0",
            "kapula.toml:8: rank.calling: the hours have no time in them",
            "kapula.toml:10: rank.calling.to: is not a time of day",
        ],
    );
}

#[test]
fn all_mistakes_of_a_scoring_file_are_shown_at_once_with_line_and_remedy() {
    let text = r#"[classes]
a = 50
b = 70
[weights]
fit = 0.5
engagement = 1.1
[[explicit]]
name = "decides"
label = "decides"
field = "titel"
contains = ["johtaja"]
points = 20
[[explicit]]
name = "size"
label = "size"
field = "company_size"
min = 50
max = 10
points = "many"
[[explicit]]
name = "nothing"
label = "no condition"
field = "industry"
points = 5
[[explicit]]
name = "both"
label = "two conditions"
field = "industry"
equals = "Retail"
known = true
points = 5
[[behaviour]]
name = "pricing_page"
label = "pricing"
kind = "page_view"
points = 10
half_life_days = -3
cap = 5
halflife_days = 7
[[behaviour]]
name = "decides"
label = "the same name"
kind = "chat"
points = -4
half_life_days = 7
[behavior]
"#;
    assert_begin_with(
        &shown(scoring(text)),
        &[
            "scoring.toml:1: classes: bounds must descend from a to c. Write the bound of the better class higher",
            "scoring.toml:6: weights.engagement: must be a number from 0 to 1 (got 1.1). Write weights",
            "scoring.toml:10: explicit.decides.field: is not known (got \"titel\"). Did you mean `title`?",
            "scoring.toml:18: explicit.size.max: must be more than min = 50 (got 10). Exchange",
            "scoring.toml:19: explicit.size.points: must be a number from -100 to 100 (got \"many\"). Write points",
            "scoring.toml:20: explicit.nothing: has no condition. Write one of: equals",
            "scoring.toml:25: explicit.both: has more than one condition: equals, known. Keep one",
            "scoring.toml:37: behaviour.pricing_page.half_life_days: must be more than 0 (got -3). Write half_life_days = 7, the days in which the points melt to half; or windows",
            "scoring.toml:38: behaviour.pricing_page.cap: must be at least the points of one event, 10 (got 5). Write the most",
            "scoring.toml:39: behaviour.pricing_page.halflife_days: is not known. Did you mean `half_life_days`?",
            "scoring.toml:40: behaviour[2].cap: is missing. Write the most",
            "scoring.toml:41: behaviour[2].name: is the name of another rule too, on line 8 (got \"decides\"). Give each",
            "scoring.toml:44: behaviour[2].points: must be a number from 0 to 100 (got -4). Write points from 0 to 100.",
            "scoring.toml:46: behavior: is not known. Did you mean `behaviour`?",
        ],
    );
}

#[test]
fn how_fast_interest_fades_is_a_setting_with_a_default() {
    let rule = "[[explicit]]\nname = \"n\"\nlabel = \"n\"\nfield = \"title\"\nknown = true\npoints = 1\n";
    let fading = |section: &str| {
        let file = format!("{section}{rule}");
        let settings = Settings::from_texts(scoring(&file)).unwrap();
        settings.policy.model.interest.half_life_days
    };
    assert_eq!(fading("").to_bits(), 3.0_f64.to_bits());
    assert_eq!(
        fading("[interest]\nhalf_life_days = 12.5\n").to_bits(),
        12.5_f64.to_bits()
    );
    let wrong = format!("[interest]\nhalf_life_days = 0\nhalf_time = 3\n{rule}");
    assert_begin_with(
        &shown(scoring(&wrong)),
        &[
            "scoring.toml:2: interest.half_life_days: must be a number from 0.1 to 365 (got 0). Write in how many days",
            "scoring.toml:3: interest.half_time: is not known",
        ],
    );
}

/// The warnings as shown, one each.
fn warned(texts: Texts<'_>) -> Vec<String> {
    let settings = Settings::from_texts(texts).unwrap();
    let warnings = settings.warnings.iter().chain(&settings.model_warnings);
    warnings.map(ToString::to_string).collect()
}

#[test]
fn a_rule_over_mails_opened_is_warned_of_unless_it_says_which_opens_it_leaves_out() {
    let rule = |kind: &str, more: &str| {
        format!(
            "[[behaviour]]\nname = \"opens\"\nlabel = \"opens\"\nkind = \"{kind}\"\n{more}points = 5\nhalf_life_days = 7\ncap = 5\n"
        )
    };
    assert_begin_with(
        &warned(scoring(&rule("email_open", ""))),
        &["scoring.toml:4: behaviour.opens.kind: counts mails opened, and machines open mails too"],
    );
    assert_begin_with(
        &warned(scoring(&rule("machine_open", ""))),
        &["scoring.toml:4: behaviour.opens.kind: counts mails that machines opened, and those never score"],
    );
    let lacks = "detail_lacks = [\"proxy\"]\n";
    assert_eq!(warned(scoring(&rule("email_open", lacks))), Vec::<String>::new());
}

#[test]
fn what_a_scoring_file_can_hardly_mean_is_a_mistake_where_it_is_impossible_and_else_a_warning() {
    let text = r#"[classes]
names = ["hot", "warm", "Hot", "cold"]
[committee]
buyer = ["owner", "chef"]
user = ["chef"]
boss = ["ceo"]
[[explicit]]
name = "all_four"
label = "four roles"
committee = "deciders"
min = 4
points = 5
[[behaviour]]
name = "visit"
label = "visits"
kind = "page_view"
topic = "pricing"
points = 3
half_life_days = 7
cap = 9
"#;
    assert_begin_with(
        &shown(scoring(text)),
        &[
            "scoring.toml:2: classes.names: has a name twice, so that nobody could tell the two classes apart (got [\"hot\",",
            "scoring.toml:5: committee.user: has `chef`, which is a word of buyer too (got [\"chef\"]). Keep it in one",
            "scoring.toml:6: committee.boss: is not known. Known here: buyer, expert, user, unless.",
            "scoring.toml:7: explicit.all_four: can never hold. From 0 to 3 roles are known; write for example min = 2.",
            "scoring.toml:17: behaviour.visit.topic: is not known (got \"pricing\"). None is defined in this file",
        ],
    );
    let text = r#"[[group]]
name = "website"
label = "visits"
cap = 50
[[explicit]]
name = "any"
label = "any number of roles"
committee = "deciders"
known = true
points = 5
[[behaviour]]
name = "visit"
label = "visits"
kinds = ["pageview", "test_drive"]
points = 3
half_life_days = 7
cap = 9
[[explicit]]
name = "rich"
label = "a large industry"
field = "industry"
min = 10
points = 5
[[behaviour]]
name = "both"
label = "visits, whatever they are called"
kinds = ["pageview", "page_view"]
points = 3
half_life_days = 7
cap = 9
"#;
    assert_begin_with(
        &warned(scoring(text)),
        &[
            "scoring.toml:1: group[1]: has no rule in it. Write group = \"website\" in the rules",
            "scoring.toml:5: explicit.any: holds for everybody. From 0 to 3",
            "scoring.toml:14: behaviour.visit.kinds: counts `pageview`, which only a source of your own could send (got [\"pageview\", \"test_drive\"]). Did you mean `page_view`? If your",
            "scoring.toml:18: explicit.rich: compares industry with numbers. It is a text",
        ],
    );
    assert_eq!(warned(Texts::default()), [""; 0]);
}

#[test]
fn a_model_that_is_only_looked_at_is_left_out_with_its_mistakes_told_and_keeps_nobody_from_working() {
    let rule =
        "[[explicit]]\nname = \"phone\"\nlabel = \"phone\"\nfield = \"phone\"\nknown = true\npoints = 5\n";
    let files = [
        ("bold".to_owned(), rule.replace("points = 5", "points = 500")),
        ("broken".to_owned(), "[classes".to_owned()),
        ("mild".to_owned(), format!("{rule}[committee]\nuser = []\n")),
    ];
    let texts = Texts {
        shadows: &files,
        ..Texts::default()
    };
    let settings = Settings::from_texts(texts).unwrap();
    let names = settings.policy.shadows.iter().map(|shadow| shadow.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["mild"]);
    let warned = warned(texts);
    assert_begin_with(
        &warned,
        &[
            "models/bold.toml:6: explicit.phone.points: must be a number from -100 to 100 (got 500). Write points",
            "models/broken.toml:1: is not TOML here: ",
            "models/mild.toml:7: committee: has no effect here",
        ],
    );
    assert!(
        warned[1].ends_with("Until then the model is left out."),
        "{warned:#?}"
    );
}

#[test]
fn all_mistakes_of_the_settings_are_shown_at_once_with_line_and_remedy() {
    let text = r#"[show]
theme = "dark"
[dial]
command = ["{number}"]
[import]
default_region = "Suomi"
[value]
currency = 5
by_company_size = [
  { employees = 50, deal_size = 1 },
  { employees = 10, deal_size = 2 },
]
[value.probability]
a = 1.2
b = 0.5
[clocks]
time_zone = "Europe/Helsink"
from = "16:00"
to = "08:00"
days = ["mon", "funday"]
urgent_minutes = 600
[routing.c]
min_fit = 1
"#;
    assert_begin_with(
        &shown(kapula(text)),
        &[
            "kapula.toml:2: show.theme: is not known (got \"dark\"). Known are: default, high-contrast",
            "kapula.toml:4: dial.command: must name a program first",
            "kapula.toml:6: import.default_region: is not a country known to phone numbers (got \"Suomi\"). Write",
            "kapula.toml:8: value.currency: must be a text in quotes (got 5). Write",
            "kapula.toml:11: value.by_company_size[2]: must be of a larger company than the step before",
            "kapula.toml:13: value.probability: a better class must not be less probable",
            "kapula.toml:14: value.probability.a: must be a number from 0 to 1 (got 1.2). Write a share",
            "kapula.toml:16: clocks: urgent_minutes = 600 must not be more than normal_minutes = 480",
            "kapula.toml:17: clocks.time_zone: is not a time zone (got \"Europe/Helsink\"). Did you mean `Europe/Helsinki`?",
            "kapula.toml:19: clocks.to: working hours 16:00 to 08:00 have no time in them (got \"08:00\"). Write from",
            "kapula.toml:20: clocks.days: `funday` is not a day",
            "kapula.toml:22: routing.c: is not known. Known here: a, b, budget_season.",
        ],
    );
}

#[test]
fn broken_syntax_is_shown_with_its_line_and_a_key_that_stands_twice_does_not_hide_the_rest() {
    let lines = shown(kapula("[show]\ntheme = default\n"));
    assert!(
        lines[0].starts_with("kapula.toml:2: is not TOML here: "),
        "{lines:#?}"
    );
    let lines = shown(kapula(
        "[show]\ntheme = \"default\"\ntheme = \"plain\"\n[clocks]\nform = 1\n",
    ));
    assert_begin_with(
        &lines,
        &[
            "kapula.toml:3: theme: stands twice. Keep one",
            "kapula.toml:5: clocks.form: is not known. Did you mean `from`?",
        ],
    );
}

#[test]
fn a_missing_folder_means_the_built_in_settings_and_an_unreadable_file_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let absent = Settings::load(Some(&folder.path().join("nowhere"))).unwrap();
    assert_eq!(absent, Settings::from_texts(Texts::default()).unwrap());
    fs::write(folder.path().join("kapula.toml"), b"[show]\ntheme = \"\xff\"").unwrap();
    fs::write(
        folder.path().join("keys.toml"),
        "take = [\"t\", \"ctrl-t\"]\nback = 3",
    )
    .unwrap();
    let problems = Settings::load(Some(folder.path())).unwrap_err();
    let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    assert_begin_with(
        &lines,
        &[
            "kapula.toml: cannot be read. It is not UTF-8: save it as UTF-8 text.",
            "keys.toml:2: back: must be a list of texts in quotes (got 3).",
        ],
    );
}

#[test]
fn key_bindings_are_given_in_the_order_of_the_file() {
    let keys = "undo = \"u\"\ntake = [\"t\", \"ctrl-t\"]";
    let texts = Texts {
        keys: Some(keys),
        ..Texts::default()
    };
    let settings = Settings::from_texts(texts).unwrap();
    let bindings = settings.keys.iter();
    let told: Vec<_> = bindings
        .map(|b| (b.action.as_str(), b.key.as_str(), b.line))
        .collect();
    assert_eq!(told, [("undo", "u", 1), ("take", "t", 2), ("take", "ctrl-t", 2)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_to_a_file_makes_reading_it_panic(from in 0.0..1.0, length in 0..40_usize, other in "[ -~ä\n\"=.\\[\\]]{0,6}") {
        let damaged = |text: &str| -> String {
            let chars: Vec<char> = text.chars().collect();
            let start = (from * chars.len() as f64) as usize;
            let end = (start + length).min(chars.len());
            chars[..start].iter().copied().chain(other.chars()).chain(chars[end..].iter().copied()).collect()
        };
        let kapula = damaged(include_str!("../../config/kapula.toml"));
        let scoring = damaged(include_str!("../../config/scoring.toml"));
        let texts = Texts { kapula: Some(&kapula), scoring: Some(&scoring), keys: Some(&kapula), shadows: &[] };
        if let Err(problems) = Settings::from_texts(texts) {
            prop_assert!(!problems.0.is_empty());
            prop_assert!(problems.0.iter().all(|problem| !problem.remedy.is_empty()));
        }
    }
}

#[test]
fn words_that_take_back_go_with_contains_alone() {
    let text = "[[explicit]]\nname = \"p\"\nlabel = \"p\"\nfield = \"title\"\nknown = true\nunless = [\"assistant\"]\npoints = 1\n";
    assert_begin_with(
        &shown(scoring(text)),
        &[
            "scoring.toml:6: explicit.p.unless: goes with contains alone (got [\"assistant\"]). Write unless beside contains",
        ],
    );
}
