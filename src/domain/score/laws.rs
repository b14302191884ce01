//! The laws of the score, over random models and histories.

use proptest::prelude::*;

use super::total::RESIDUE;
use super::{
    Attribute, BehaviourRule, Class, Condition, ExplicitRule, Group, Model, Pattern, Recency, Register,
    Score, ScoreState, Shares, Side, Weights, Window,
};
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
    let mut register = Register::default();
    for (event, at) in history {
        model.absorb(&mut state, event, *at, &mut register);
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
        prop_assert!(reasons.windows(2).all(|pair| pair[0].points >= pair[1].points));
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
    assert!(!model.absorb(&mut state, &event, at(0.0), &mut Register::default()));
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
    assert_eq!(named, [("floor", 15), ("student", -15)]);
    assert_eq!(model.score(&silent, at(0.0)).total, 0);
}
