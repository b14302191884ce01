//! The laws of the score, over random models and histories.

use proptest::prelude::*;

use super::total::RESIDUE;
use super::{BehaviourRule, Class, Condition, Model, Score, ScoreState, Shares, Side, Thresholds, Weights};
use crate::domain::Time;
use crate::domain::activity::Event;

const HOUR_MS: i64 = 3_600_000;
const START_MS: i64 = 1_800_000_000_000;

fn at(hours: f64) -> Time {
    ms(START_MS + (hours * HOUR_MS as f64) as i64)
}

fn ms(millis: i64) -> Time {
    Time::from_timestamp_millis(millis).unwrap_or_default()
}

fn rule(name: usize, points: f64, half_life_days: f64, cap: f64) -> BehaviourRule {
    BehaviourRule {
        name: format!("rule_{name}"),
        label: format!("did {name}"),
        kinds: vec![format!("kind_{}", name % 3)],
        detail_contains: if name > 2 {
            vec!["pricing".into()]
        } else {
            Vec::new()
        },
        points,
        half_life_days,
        cap,
    }
}

fn model_of(behaviour: Vec<BehaviourRule>, fit: f64) -> Model {
    Model {
        explicit: Vec::new(),
        behaviour,
        weights: Weights {
            fit,
            engagement: 1.0 - fit,
        },
        classes: Thresholds([70.0, 50.0, 30.0]),
        letters: Thresholds([75.0, 50.0, 25.0]),
        digits: Thresholds([75.0, 50.0, 25.0]),
    }
}

fn models() -> impl Strategy<Value = Model> {
    let rules = prop::collection::vec((0.0..60.0, 0.1..60.0, 0.0..80.0), 1..6);
    (rules, prop::sample::select(vec![0.0, 0.3, 0.5, 1.0])).prop_map(|(rules, fit)| {
        let numbered = rules.into_iter().enumerate();
        let behaviour =
            numbered.map(|(i, (points, half_life, more))| rule(i, points, half_life, points + more));
        model_of(behaviour.collect(), fit)
    })
}

/// Explicit points, as they stand in a state.
fn fits() -> impl Strategy<Value = ScoreState> {
    prop::collection::btree_map("[a-e]", -60.0..60.0, 0..5).prop_map(|explicit| ScoreState {
        explicit,
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

fn lowered(a: Score, b: Score) -> bool {
    b.total < a.total || b.fit < a.fit || b.engagement < a.engagement
}

proptest! {
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
        prop_assert_eq!(one.last_event_at, other.last_event_at);
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
        after.explicit.insert("said_no".to_owned(), -50.0);
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
        prop_assert!(reasons.windows(2).all(|pair| pair[0].points >= pair[1].points));
        for reason in reasons.iter().filter(|reason| reason.side == Side::Fit && reason.rule.len() == 1) {
            let exact = model.weights.fit * state.explicit[&reason.rule];
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
    let model = model_of(vec![rule(0, 10.0, 7.0, 20.0)], 0.5);
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
    let model = model_of(vec![rule(0, 100.0, 2.0, 100.0)], 0.0);
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
    let model = model_of(vec![rule(0, 90.0, 7.0, 90.0), rule(3, 40.0, 7.0, 40.0)], 0.5);
    let event = Event {
        kind: "kind_0".into(),
        detail: "/pricing".into(),
    };
    let mut state = replay(&model, &ScoreState::default(), &[(event, at(0.0))]);
    state.explicit.insert("student".into(), -30.0);
    state.explicit.insert("reachable".into(), 5.0);
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

    let mut silent = ScoreState::default();
    silent.explicit.insert("student".into(), -30.0);
    let reasons = model.explain(&silent, at(0.0));
    let named: Vec<(&str, i32)> = reasons.iter().map(|r| (r.rule.as_str(), r.points)).collect();
    assert_eq!(named, [("floor", 15), ("student", -15)]);
    assert_eq!(model.score(&silent, at(0.0)).total, 0);
}
