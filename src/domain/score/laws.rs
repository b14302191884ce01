//! The laws of the score, over random models and histories.

use proptest::prelude::*;

use super::total::RESIDUE;
use super::{
    Alert, Attribute, Baseline, BehaviourRule, COLLEAGUE_ACTIVE, Calibration, Class, Condition, ExplicitRule,
    Fading, Gathered, Group, Matrix, Model, Pattern, Recency, Score, ScoreState, Settled, Shares, Side,
    Topic, Weights, Window,
};
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::text::fold;

const HOUR_MS: i64 = 3_600_000;
const START_MS: i64 = 1_800_000_000_000;

fn at(hours: f64) -> Time {
    ms(START_MS + (hours * HOUR_MS as f64) as i64)
}

fn ms(millis: i64) -> Time {
    Time::from_timestamp_millis(millis).unwrap_or_default()
}

fn rule(name: usize, points: f64, recency: Recency, cap: f64) -> BehaviourRule {
    BehaviourRule {
        name: format!("rule_{name}"),
        label: format!("did {name}"),
        kinds: vec![format!("kind_{}", name % 3)],
        detail: if name > 2 {
            vec![Pattern::new("pricing")]
        } else {
            Vec::new()
        },
        detail_lacks: Vec::new(),
        points,
        recency,
        cap,
        day_cap: None,
        group: None,
    }
}

fn halving(name: usize, points: f64, half_life_days: f64, cap: f64) -> BehaviourRule {
    rule(name, points, Recency::HalfLife(half_life_days), cap)
}

fn model_of(behaviour: Vec<BehaviourRule>, fit: f64) -> Model {
    Model {
        behaviour,
        weights: Weights {
            base: 0.0,
            fit,
            engagement: 1.0 - fit,
        },
        ..Model::default()
    }
}

fn recencies() -> impl Strategy<Value = Recency> {
    let windows = [(7, 1.0), (14, 0.75), (30, 0.5)].map(|(days, share)| Window { days, share });
    prop_oneof![
        3 => (0.1..60.0).prop_map(Recency::HalfLife),
        1 => Just(Recency::Windows(windows.to_vec())),
    ]
}

/// Rules of every form: by half-life and by windows, with and without a limit for the day, some sharing a cap.
fn models() -> impl Strategy<Value = Model> {
    let form = (
        recencies(),
        prop::option::of(1.0..3.0),
        prop::option::of(0..2_u16),
    );
    let rules = prop::collection::vec((0.0..60.0, form, 0.0..80.0), 1..6);
    let weights = (
        prop::sample::select(vec![0.0, 0.3, 0.5, 1.0]),
        prop::sample::select(vec![0.0, 0.0, 20.0, -15.0]),
    );
    (rules, weights, explicit_rules(), 10.0..90.0).prop_map(|(rules, (fit, base), explicit, cap)| {
        let behaviour =
            rules
                .into_iter()
                .enumerate()
                .map(|(no, (points, (recency, day_cap, group), more))| BehaviourRule {
                    day_cap: day_cap.map(|times| times * points),
                    group,
                    ..rule(no, points, recency, points + more)
                });
        let groups = ["site", "mail"].map(|name| Group {
            name: name.to_owned(),
            label: name.to_owned(),
            cap,
        });
        let mut model = model_of(behaviour.collect(), fit);
        model.explicit = explicit;
        model.groups = groups.to_vec();
        model.weights.base = base;
        model
    })
}

/// Five rules that say so many points each; whether they hold is said by a state.
fn explicit_rules() -> impl Strategy<Value = Vec<ExplicitRule>> {
    prop::collection::vec(-60.0..60.0, 5).prop_map(|points| {
        let rules = points
            .into_iter()
            .enumerate()
            .map(|(no, points)| holding(&format!("holds_{no}"), points));
        rules.chain([holding("said_no", -50.0)]).collect()
    })
}

fn holding(name: &str, points: f64) -> ExplicitRule {
    ExplicitRule {
        name: name.to_owned(),
        label: name.to_owned(),
        attribute: Attribute::Custom(name.to_owned()),
        condition: Condition::Known,
        points,
    }
}

/// The explicit rules that hold, as they stand in a state: never the last one, which a law adds.
fn fits() -> impl Strategy<Value = ScoreState> {
    prop::collection::btree_set(0..5_u16, 0..5).prop_map(|holding| ScoreState {
        holding: holding.into_iter().collect(),
        ..ScoreState::default()
    })
}

type History = Vec<(Event, Time)>;

fn histories() -> impl Strategy<Value = History> {
    let detail = prop::sample::select(vec!["", "/Pricing", "/about"]);
    let event = (0..3_usize, detail, 0.0..2_000.0).prop_map(|(kind, detail, hours): (_, &str, f64)| {
        let (kind, detail) = (format!("Kind_{kind}"), detail.to_owned());
        (Event { kind, detail }, at(hours.round()))
    });
    prop::collection::vec(event, 0..25)
}

fn replay(model: &Model, state: &ScoreState, history: &[(Event, Time)]) -> ScoreState {
    let mut state = state.clone();
    for (event, at) in history {
        model.absorb(&mut state, event, *at);
    }
    state
}

/// Whether a state says the same up to what float residue may hide.
fn nearly(a: &ScoreState, b: &ScoreState) -> bool {
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let tracks = a
        .tracks
        .iter()
        .zip(&b.tracks)
        .all(|(a, b)| (a.rule, a.at) == (b.rule, b.at) && same(a.value, b.value));
    tracks && a.tracks.len() == b.tracks.len() && a.last_event_at == b.last_event_at && a.pace == b.pace
}

fn lowered(a: Score, b: Score) -> bool {
    b.total < a.total || b.fit < a.fit || b.engagement < a.engagement
}

#[test]
fn what_melts_is_scored_from_what_was_settled_unless_rounding_hangs_on_it() {
    let after = |points: f64, days: f64| {
        let model = model_of(vec![halving(0, points, 10.0, 50.0)], 0.5);
        let visit = Event {
            kind: "Kind_0".to_owned(),
            detail: String::new(),
        };
        let mut gathered = Gathered::default();
        gathered.push(&replay(&model, &ScoreState::default(), &[(visit, at(0.0))]));
        let settled = Settled::new(&model, &gathered, at(0.0));
        settled
            .at(&model, at(days * 24.0))
            .and_then(|later| later.score(0))
    };
    let shown = |score: Score| (score.engagement, score.total);
    assert_eq!(after(20.0, 5.0).map(shown), Some((14, 7)));
    // Half of 5 is 2.5, which is shown as 3 whatever its last bits are; what decides is a little below.
    assert_eq!(after(20.0, 20.0).map(shown), Some((5, 3)));
    assert_eq!(after(5.0 - 2.0 * RESIDUE, 0.0), None);
}

proptest! {
    #[test]
    fn a_score_of_many_is_the_score_of_each_to_the_last_bit(
        model in models(), each in prop::collection::vec((fits(), histories()), 0..5), hours in 0.0..3_000.0
    ) {
        let states: Vec<ScoreState> =
            each.iter().map(|(fit, history)| replay(&model, fit, history)).collect();
        let mut gathered = Gathered::default();
        for state in &states {
            gathered.push(state);
        }
        let has_windows = |state: &ScoreState| state.tracks.iter().any(|track| {
            matches!(model.behaviour[usize::from(track.rule)].recency, Recency::Windows(_))
        });
        for (place, state) in states.iter().enumerate() {
            let alone = (!has_windows(state)).then(|| model.score(state, at(hours)));
            prop_assert_eq!(model.scorer(at(hours)).score(&gathered, place), alone);
        }
        prop_assert_eq!(model.scorer(at(hours)).score(&gathered, states.len()), None);
    }

    #[test]
    fn what_was_settled_before_scores_later_as_the_states_do_or_says_nothing(
        model in models(), people in prop::collection::vec((fits(), histories()), 0..5),
        hours in 0.0..3_000.0, later in prop_oneof![Just(0.0), 0.0..500.0]
    ) {
        let states: Vec<_> = people.iter().map(|(fit, history)| replay(&model, fit, history)).collect();
        let mut gathered = Gathered::default();
        for state in &states {
            gathered.push(state);
        }
        let settled = Settled::new(&model, &gathered, at(hours));
        prop_assert!(settled.at(&model, at(hours - 0.1)).is_none());
        let Some(settled) = settled.at(&model, at(hours + later)) else {
            // Something began to melt in between.
            let tracks = || states.iter().flat_map(|state| &state.tracks);
            prop_assert!(tracks().any(|track| ms(track.as_of) > at(hours) && ms(track.as_of) < at(hours + later)));
            return Ok(());
        };
        for (place, state) in states.iter().enumerate() {
            let exact = model.score(state, at(hours + later));
            prop_assert!(settled.score(place).is_none_or(|score| score == exact));
        }
        prop_assert_eq!(settled.score(states.len()), None);
    }

    #[test]
    fn a_score_is_within_its_bounds_and_always_the_same(
        model in models(), fit in fits(), history in histories(), hours in -100.0..3_000.0
    ) {
        let state = replay(&model, &fit, &history);
        let score = model.score(&state, at(hours));
        prop_assert!(score.total <= 100 && score.fit <= 100 && score.engagement <= 100);
        prop_assert_eq!(score, model.score(&replay(&model, &fit, &history), at(hours)));
        prop_assert_eq!(score.class, model.classes.class_of(f64::from(score.total)));
    }

    #[test]
    fn the_order_in_which_events_become_known_does_not_matter(
        model in models(), fit in fits(), history in histories(), hours in 2_000.0..3_000.0
    ) {
        let mut other = history.clone();
        other.reverse();
        let (one, other) = (replay(&model, &fit, &history), replay(&model, &fit, &other));
        prop_assert_eq!(model.score(&one, at(hours)), model.score(&other, at(hours)));
        prop_assert!(nearly(&one, &other));
    }

    #[test]
    fn more_signal_never_lowers(
        model in models(), fit in fits(), history in histories(), more in histories(), hours in 0.0..3_000.0
    ) {
        // Of events later than the instant asked for nothing is promised but that they do not blow up.
        let past = |history: History| -> History {
            history.into_iter().filter(|(_, t)| *t <= at(hours)).collect()
        };
        let before = replay(&model, &fit, &past(history));
        let after = replay(&model, &before, &past(more));
        prop_assert!(!lowered(model.score(&before, at(hours)), model.score(&after, at(hours))));
    }

    #[test]
    fn an_answer_that_speaks_against_a_contact_takes_its_points_whatever_the_fit_is_beside_it(
        model in models(), fit in fits(), history in histories(), hours in 0.0..3_000.0
    ) {
        let before = replay(&model, &fit, &history);
        let mut after = before.clone();
        after.holding.push(5);
        let (before, after) = (model.score(&before, at(hours)), model.score(&after, at(hours)));
        // One point less for the rounding of both; nothing below 0, and nothing of what lay beyond 100.
        let taken = (model.weights.fit * 50.0) as u8;
        let at_least = taken.saturating_sub(1).min(before.total);
        prop_assert!(before.total == 100 || before.total - after.total >= at_least);
    }

    #[test]
    fn while_nothing_happens_a_score_only_falls(
        model in models(), fit in fits(), history in histories(), hours in -100.0..3_000.0, wait in 0.0..2_000.0
    ) {
        let state = replay(&model, &fit, &history);
        prop_assert!(!lowered(model.score(&state, at(hours + wait)), model.score(&state, at(hours))));
    }

    #[test]
    fn the_reasons_sum_to_the_total_and_those_of_each_side_to_its_share(
        model in models(), fit in fits(), history in histories(), hours in -100.0..3_000.0
    ) {
        let state = replay(&model, &fit, &history);
        let (score, reasons) = (model.score(&state, at(hours)), model.explain(&state, at(hours)));
        let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
        prop_assert_eq!(sum, i32::from(score.total));
        let shares = model.shares(&state, at(hours));
        prop_assert_eq!(shares, Shares::of(&reasons));
        prop_assert_eq!(shares.fit + shares.engagement, i32::from(score.total));
        prop_assert!(reasons.iter().all(|reason| reason.points != 0));
        let counts = |reason: &&crate::domain::score::Reason| !reason.label.ends_with("does not count");
        prop_assert!(reasons.iter().filter(counts).is_sorted_by_key(|reason| -reason.points));
        for rule in &model.explicit {
            let Some(reason) = reasons.iter().find(|reason| reason.rule == rule.name) else {
                continue;
            };
            let exact = model.weights.fit * rule.points;
            prop_assert_eq!(reason.side, Side::Fit);
            prop_assert!((f64::from(reason.points) - exact).abs() < 1.0 + RESIDUE, "{reason:?} is {exact}");
        }
    }

    #[test]
    fn a_prefix_and_the_rest_make_the_whole_to_the_last_bit(
        model in models(), fit in fits(), history in histories(), cut in 0..25_usize
    ) {
        let cut = cut.min(history.len());
        let prefix = replay(&model, &fit, &history[..cut]);
        prop_assert_eq!(replay(&model, &prefix, &history[cut..]), replay(&model, &fit, &history));
    }

    #[test]
    fn what_is_written_down_is_read_back_to_the_last_bit(
        model in models(), fit in fits(), history in histories()
    ) {
        let state = replay(&model, &fit, &history);
        let written = serde_json::to_string(&state).unwrap_or_default();
        prop_assert_eq!(serde_json::from_str::<ScoreState>(&written).ok(), Some(state));
    }

    #[test]
    fn no_text_makes_a_condition_panic(value in ".*", text in ".{1,3}") {
        for condition in [
            Condition::Contains(vec![text.clone()]),
            Condition::ContainsUnless { texts: vec![text.clone()], unless: vec![fold(&value), fold(&text)] },
            Condition::OneOf(vec![text]),
            Condition::Between { min: Some(1.0), max: None },
        ] {
            let _ = condition.holds(&value);
        }
    }

    #[test]
    fn the_moment_of_a_class_change_is_exact_to_the_millisecond(
        model in models(), fit in fits(), history in histories(), hours in -100.0..3_000.0
    ) {
        let state = replay(&model, &fit, &history);
        let class_at = |time: Time| model.score(&state, time).class;
        let class = class_at(at(hours));
        if let Some((change, new)) = model.next_class_change(&state, at(hours)) {
            prop_assert!(change > at(hours));
            prop_assert_eq!(class_at(change), new);
            prop_assert_ne!(new, class);
            prop_assert_eq!(class_at(ms(change.timestamp_millis() - 1)), class);
        } else {
            prop_assert_eq!(class_at(at(10_000_000.0)), class);
        }
    }
}

#[test]
fn an_event_that_no_rule_counts_changes_nothing() {
    let model = model_of(vec![halving(0, 10.0, 7.0, 20.0)], 0.5);
    let mut state = ScoreState::default();
    let event = Event {
        kind: "mail_open".into(),
        detail: String::new(),
    };
    assert!(!model.absorb(&mut state, &event, at(0.0)));
    assert_eq!(state, ScoreState::default());
}

#[test]
fn a_single_track_leaves_its_class_after_the_half_lives_that_arithmetic_says() {
    // 100 points of engagement at weight 1, half gone after 2 days: below 69.5 after 2 x log2(100 / 69.5) days.
    let model = model_of(vec![halving(0, 100.0, 2.0, 100.0)], 0.0);
    let event = Event {
        kind: "kind_0".into(),
        detail: String::new(),
    };
    let state = replay(&model, &ScoreState::default(), &[(event, at(0.0))]);
    let hours = model.next_class_change(&state, at(0.0)).map(|(change, class)| {
        (
            (change - at(0.0)).num_milliseconds() as f64 / HOUR_MS as f64,
            class,
        )
    });
    let (hours, class) = hours.unwrap_or((0.0, Class::D));
    assert!((hours - 48.0 * (100.0_f64 / 69.5).log2()).abs() < 1e-5, "{hours}");
    assert_eq!(class, Class::B);
}

#[test]
fn what_the_limits_take_and_give_is_a_reason_of_its_own() {
    let mut model = model_of(
        vec![halving(0, 90.0, 7.0, 90.0), halving(3, 40.0, 7.0, 40.0)],
        0.5,
    );
    let event = Event {
        kind: "kind_0".into(),
        detail: "/pricing".into(),
    };
    let mut state = replay(&model, &ScoreState::default(), &[(event, at(0.0))]);
    model.explicit = vec![holding("student", -30.0), holding("reachable", 5.0)];
    state.holding = vec![0, 1];
    let reasons = model.explain(&state, at(0.0));
    let named: Vec<(&str, i32)> = reasons.iter().map(|r| (r.rule.as_str(), r.points)).collect();
    let expected = [
        ("rule_0", 45),
        ("rule_3", 20),
        ("reachable", 3),
        ("cap", -15),
        ("student", -15),
    ];
    assert_eq!(named, expected);
    assert_eq!(model.score(&state, at(0.0)).total, 38);

    let silent = ScoreState {
        holding: vec![0],
        ..ScoreState::default()
    };
    let reasons = model.explain(&silent, at(0.0));
    let named: Vec<(&str, i32)> = reasons.iter().map(|r| (r.rule.as_str(), r.points)).collect();
    assert_eq!(named, [("student", -15), ("floor", 15)]);
    assert_eq!(model.score(&silent, at(0.0)).total, 0);
}

#[test]
fn a_limit_says_what_it_limits() {
    let mut model = model_of(vec![halving(0, 130.0, 7.0, 130.0)], 0.5);
    let event = Event {
        kind: "kind_0".into(),
        detail: String::new(),
    };
    let mut state = replay(&model, &ScoreState::default(), &[(event, at(0.0))]);
    model.explicit = vec![holding("large", 80.0), holding("near", 60.0)];
    state.holding = vec![0, 1];
    let limits = |model: &Model, state: &ScoreState| -> Vec<(String, i32)> {
        let reasons = model.explain(state, at(0.0)).into_iter();
        let limits = reasons.filter(|reason| matches!(reason.rule.as_str(), "cap" | "floor"));
        limits.map(|reason| (reason.label, reason.points)).collect()
    };
    let said = |what: &str, points: i32| (format!("{what} does not count"), points);
    assert_eq!(
        limits(&model, &state),
        [
            said("engagement: more than 100", -15),
            said("fit: more than 100", -20)
        ]
    );

    // The total has a limit of its own, which neither side has passed.
    model.weights.fit = 1.0;
    model.weights.engagement = 1.0;
    model.behaviour[0].cap = 70.0;
    model.explicit = vec![holding("large", 60.0)];
    state.holding = vec![0];
    assert_eq!(
        limits(&model, &state),
        [said("fit and engagement together: more than 100", -30)]
    );

    model.explicit = vec![holding("student", -90.0)];
    assert_eq!(
        limits(&model, &state),
        [said("fit and engagement together: less than 0", 20)]
    );
}

fn event(kind: &str) -> Event {
    Event {
        kind: kind.into(),
        detail: String::new(),
    }
}

fn total(model: &Model, history: &[(Event, Time)], hours: f64) -> u8 {
    model
        .score(&replay(model, &ScoreState::default(), history), at(hours))
        .total
}

#[test]
fn windows_give_their_share_up_to_their_last_day_and_nothing_after() {
    let windows = [(7, 1.0), (14, 0.75), (30, 0.5)].map(|(days, share)| Window { days, share });
    let model = model_of(vec![rule(0, 40.0, Recency::Windows(windows.to_vec()), 40.0)], 0.0);
    let history = [(event("kind_0"), at(0.0))];
    for (days, points) in [(0, 40), (7, 40), (8, 30), (14, 30), (15, 20), (30, 20), (31, 0)] {
        assert_eq!(
            total(&model, &history, f64::from(days) * 24.0),
            points,
            "after {days} days"
        );
    }
}

#[test]
fn of_one_day_no_more_counts_than_the_daily_limit_whichever_event_comes_first() {
    let limited = BehaviourRule {
        day_cap: Some(10.0),
        ..halving(0, 10.0, 7.0, 100.0)
    };
    let model = model_of(vec![limited], 0.0);
    let day = |hours: f64| (event("kind_0"), at(hours));
    // The start of the laws' time is eight in the morning.
    let (morning, evening, next) = (day(0.0), day(12.0), day(24.0));
    assert_eq!(total(&model, &[morning.clone(), evening.clone()], 12.0), 10);
    let orders = [
        [morning.clone(), evening.clone(), next.clone()],
        [next, evening, morning],
    ];
    let states = orders.map(|order| replay(&model, &ScoreState::default(), &order));
    assert!(nearly(&states[0], &states[1]));
    assert_eq!(model.score(&states[0], at(24.0)).total, 19);
}

#[test]
fn rules_of_one_group_share_its_cap_and_the_reasons_say_what_it_took() {
    let mut model = model_of(
        vec![halving(0, 40.0, 7.0, 40.0), halving(1, 40.0, 7.0, 40.0)],
        0.0,
    );
    model.groups = vec![Group {
        name: "site".to_owned(),
        label: "visits".to_owned(),
        cap: 50.0,
    }];
    for rule in &mut model.behaviour {
        rule.group = Some(0);
    }
    let history = [(event("kind_0"), at(0.0)), (event("kind_1"), at(0.0))];
    let state = replay(&model, &ScoreState::default(), &history);
    let reasons = model.explain(&state, at(0.0));
    let named: Vec<(&str, i32)> = reasons.iter().map(|r| (r.rule.as_str(), r.points)).collect();
    assert_eq!(named, [("rule_0", 40), ("rule_1", 40), ("site", -30)]);
}

#[test]
fn a_reason_tells_what_it_was_worth_when_it_was_fresh() {
    let model = model_of(vec![halving(0, 40.0, 7.0, 40.0)], 0.0);
    let state = replay(&model, &ScoreState::default(), &[(event("kind_0"), at(0.0))]);
    let reasons = model.explain(&state, at(14.0 * 24.0));
    assert_eq!((reasons[0].points, reasons[0].fresh), (10, 40));
}

/// A model that looks at the level of activity alone: rising gives 5 points, waking up 4.
fn level() -> Model {
    let mut model = model_of(
        vec![
            halving(0, 0.0, 7.0, 0.0),
            halving(1, 5.0, 7.0, 5.0),
            halving(2, 4.0, 7.0, 4.0),
        ],
        0.0,
    );
    model.behaviour[1].kinds.clear();
    model.behaviour[2].kinds.clear();
    model.baseline = Some(Baseline {
        fast_days: 14,
        least_days: 3,
        rising_from: 3.0,
        silence_days: 90,
        usual_gap_days: 30.0,
        rising: 1,
        waking: 2,
    });
    model
}

fn days(days: impl IntoIterator<Item = i64>) -> Vec<(Event, Time)> {
    let acts = days
        .into_iter()
        .map(|day| (event("kind_0"), at(day as f64 * 24.0)));
    acts.collect()
}

#[test]
fn who_does_more_than_usual_is_rising_and_who_always_does_so_much_is_not() {
    let model = level();
    let rising = days([0, 40, 80, 160, 164, 168]);
    assert_eq!(total(&model, &rising, 168.0 * 24.0), 5);
    let steady = days((0..60).map(|visit| visit * 3));
    assert_eq!(total(&model, &steady, 59.0 * 3.0 * 24.0), 0);
}

#[test]
fn parallel_activity_is_dated_by_the_act_that_its_points_melt_from_and_a_surge_never_ahead() {
    let mut model = level();
    model.behaviour.push(BehaviourRule {
        kinds: vec![COLLEAGUE_ACTIVE.to_owned()],
        ..halving(9, 10.0, 7.0, 10.0)
    });
    let visits = days([0, 1, 2, 3]);
    let own = visits[3].1;
    let mut state = replay(&model, &ScoreState::default(), &visits);
    let colleague = own + chrono::TimeDelta::days(5);
    model.absorb_colleague(&mut state, colleague);
    let reasons = model.explain(&state, colleague);
    let dated = |rule: &str| {
        reasons
            .iter()
            .find(|reason| reason.rule == rule)
            .map(|reason| reason.at)
    };
    assert_eq!(dated("rule_9"), Some(Some(colleague)));
    assert_eq!(
        dated("rule_1"),
        Some(Some(own)),
        "a surge is kept by the end of its day"
    );
}

#[test]
fn an_act_after_a_long_silence_is_a_waking_that_is_told_once() {
    let model = level();
    let history = days([0, 100]);
    let mut state = replay(&model, &ScoreState::default(), &history);
    let now = at(100.0 * 24.0 + 1.0);
    assert_eq!(model.score(&state, now).total, 4);
    assert_eq!(
        model.alert(&state, now),
        Some(Alert::Waking { silence_days: 100 })
    );
    state.alerted_at = Some(now);
    assert_eq!(model.alert(&state, now), None);
}

#[test]
fn a_waking_is_dated_by_its_act_or_when_others_followed_by_the_beginning_of_its_day() {
    let model = level();
    let dated = |acts: &[i64]| {
        let state = replay(&model, &ScoreState::default(), &days(acts.iter().copied()));
        let reasons = model.explain(&state, at(102.0 * 24.0));
        let waking = reasons
            .iter()
            .find(|reason| reason.points == 4)
            .and_then(|reason| reason.at);
        (waking, state.last_event_at)
    };
    let (waking, act) = dated(&[0, 100]);
    assert!(waking.is_some() && waking == act);
    let (followed, _) = dated(&[0, 100, 101]);
    let begins = act.map(|act| act.date_naive().and_time(chrono::NaiveTime::MIN).and_utc());
    assert_eq!(followed, begins);
}

#[test]
fn a_silence_longer_than_what_is_remembered_is_told_as_such() {
    let model = level();
    let told = |back: i64| {
        let state = replay(&model, &ScoreState::default(), &days([0, back]));
        model
            .alert(&state, at(back as f64 * 24.0))
            .map(|alert| alert.to_string())
    };
    let words = |words: &str| Some(words.to_owned());
    assert_eq!(told(191), words("back after 191 silent days"));
    for back in [192, 300, 900] {
        assert_eq!(told(back), words("back after more than half a year of silence"));
        let state = replay(&model, &ScoreState::default(), &days([0, back, back + 3]));
        let alert = model.alert(&state, at((back + 4) as f64 * 24.0));
        assert_eq!(alert, Some(Alert::Waking { silence_days: 192 }));
    }
}

#[test]
fn a_history_that_is_learnt_later_tells_no_news() {
    let model = level();
    let state = replay(&model, &ScoreState::default(), &days([0, 100]));
    let told = |day: f64| model.alert(&state, at(day * 24.0)).is_some();
    assert!(told(103.0), "Friday's file on Monday");
    assert!(told(106.0));
    assert!(!told(107.0));
    // The file has Saturday too.
    let state = replay(&model, &ScoreState::default(), &days([0, 100, 101]));
    let told = |day: f64| model.alert(&state, at(day * 24.0));
    assert_eq!(told(103.0), Some(Alert::Waking { silence_days: 100 }));
    assert_eq!(told(107.0), None);
    let state = replay(&model, &ScoreState::default(), &days([80, 100, 101, 102, 105]));
    let rising = Some(Alert::Rising { days: 4, of: 14 });
    assert_eq!(model.alert(&state, at(106.0 * 24.0)), rising);
}

#[test]
fn the_registers_usual_level_keeps_a_newcomer_of_ordinary_zeal_from_rising() {
    let mut model = level();
    let newcomer = days([300, 301, 302, 303]);
    assert_eq!(total(&model, &newcomer, 303.0 * 24.0), 5);
    // Where everybody is active every fourth day, four days of a fortnight are nothing.
    if let Some(baseline) = &mut model.baseline {
        baseline.usual_gap_days = 4.0;
    }
    assert_eq!(total(&model, &newcomer, 303.0 * 24.0), 0);
}

proptest! {
    #[test]
    fn one_more_act_now_never_lowers_even_where_the_level_of_activity_counts(
        visits in prop::collection::btree_set(0_i64..400, 0..40), more in 0_i64..3
    ) {
        let model = level();
        let last = visits.last().copied().unwrap_or(0);
        let history = days(visits);
        let before = replay(&model, &ScoreState::default(), &history);
        let mut after = before.clone();
        let now = at((last + more) as f64 * 24.0);
        model.absorb(&mut after, &event("kind_0"), now);
        prop_assert!(model.score(&after, now).total >= model.score(&before, now).total);
    }

    #[test]
    fn on_which_days_somebody_was_active_does_not_depend_on_the_order_in_which_they_became_known(
        visits in prop::collection::btree_set(0_i64..180, 1..30)
    ) {
        let model = level();
        let forward = days(visits.iter().copied());
        let backward = days(visits.iter().rev().copied());
        let pace = |history: &[(Event, Time)]| replay(&model, &ScoreState::default(), history).pace;
        prop_assert_eq!(pace(&forward), pace(&backward));
        prop_assert_eq!(pace(&forward).active_days(0, 192) as usize, visits.len());
    }

    #[test]
    fn a_history_gathered_at_once_is_the_history_entry_by_entry_to_the_last_bit(
        visits in prop::collection::vec(0_i64..400, 0..40)
    ) {
        let model = level();
        let history = days(visits.iter().copied());
        let mut at_once = ScoreState::default();
        for (event, time) in &history {
            model.gather(&mut at_once, &model.matched(event), *time);
        }
        model.settle(&mut at_once);
        prop_assert_eq!(at_once, replay(&model, &ScoreState::default(), &history));
    }

    #[test]
    fn probability_never_falls_as_points_rise(steps in prop::collection::btree_map(0..100_u8, 0.0..1.0, 0..6), total in 0..100_u8) {
        let mut probabilities: Vec<f64> = steps.values().copied().collect();
        probabilities.sort_by(f64::total_cmp);
        let steps_of = steps.keys().zip(probabilities).map(|(from, probability)| Calibration {
            from: f64::from(*from),
            probability,
        });
        let model = Model {
            calibration: steps_of.collect(),
            ..Model::default()
        };
        prop_assert_eq!(model.probability(total).is_some(), !steps.is_empty());
        prop_assert!(model.probability(total) <= model.probability(total + 1));
    }
}

#[test]
fn where_the_grade_decides_the_class_time_moves_it_along_the_matrix() {
    let classes = |row: &str| -> [Class; 4] {
        let mut cells = row
            .chars()
            .filter_map(|c| Class::ALL.into_iter().find(|class| class.letter() == c));
        [(); 4].map(|()| cells.next().unwrap_or(Class::D))
    };
    let mut model = model_of(vec![halving(0, 100.0, 2.0, 100.0)], 0.5);
    model.matrix = Some(Matrix(["AABB", "ABBC", "BCCD", "DDDD"].map(classes)));
    model.explicit = vec![holding("fits", 60.0)];
    let mut state = replay(&model, &ScoreState::default(), &[(event("kind_0"), at(0.0))]);
    state.holding = vec![0];
    let mut now = at(0.0);
    let mut seen = vec![model.score(&state, now).class];
    while let Some((at, class)) = model.next_class_change(&state, now) {
        assert_eq!(model.score(&state, at).class, class);
        seen.push(class);
        now = at;
    }
    assert_eq!(seen, [Class::A, Class::B, Class::C]);
}

/// A model that tells such topics by the pages that are looked at.
fn of_topics(names: [&str; 2]) -> Model {
    let topic = |name: &str| Topic {
        name: name.to_owned(),
        label: name.to_owned(),
        pages: vec![Pattern::new(name)],
    };
    Model {
        topics: names.map(topic).to_vec(),
        ..model_of(vec![halving(0, 1.0, 7.0, 1.0)], 0.5)
    }
}

fn look(page: &str, hours: f64) -> (Event, Time) {
    let event = Event {
        kind: "kind_0".into(),
        detail: page.into(),
    };
    (event, at(hours))
}

#[test]
fn the_interest_now_is_what_was_looked_at_of_late_and_that_of_all_time_what_was_looked_at_most() {
    let model = of_topics(["pricing", "security"]);
    let mut history: Vec<(Event, Time)> = (0..5).map(|visit| look("/security", f64::from(visit))).collect();
    history.push(look("/pricing", 2_000.0));
    let state = replay(&model, &ScoreState::default(), &history);
    let now = model
        .interest_now(&state, at(2_000.0))
        .map(|(topic, _)| topic.name.as_str());
    let ever = model
        .interest_ever(&state)
        .map(|(topic, looks)| (topic.name.as_str(), looks));
    assert_eq!((now, ever), (Some("pricing"), Some(("security", 5))));
    assert!(model.interest_now(&state, at(4_000.0)).is_none());
}

#[test]
fn interest_now_fades_as_fast_as_the_model_says() {
    let mut model = of_topics(["pricing", "security"]);
    let look = |page, day| look(page, day * 24.0);
    // Three looks of nine days ago, and one of today.
    let history = [
        look("/security", 0.0),
        look("/security", 0.0),
        look("/security", 0.0),
        look("/pricing", 9.0),
    ];
    for (half_life_days, now) in [(3.0, "pricing"), (10.0, "security")] {
        model.interest = Fading { half_life_days };
        let state = replay(&model, &ScoreState::default(), &history);
        let interest = |day: f64| {
            model
                .interest_now(&state, at(day * 24.0))
                .map(|(topic, _)| topic.name.clone())
        };
        assert_eq!(interest(9.0).as_deref(), Some(now));
        assert_eq!(
            interest(9.0 + 2.9 * half_life_days),
            None,
            "nothing is of interest for ever"
        );
    }
}
