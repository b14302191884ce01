use std::sync::Arc;

use super::chance::Chance;
use super::*;
use crate::domain::policy::Policy;
use crate::domain::priority::tests::policy;

fn rules() -> Arc<Policy> {
    let mut policy = policy();
    policy.clocks.zone = chrono_tz::UTC;
    Arc::new(policy)
}

fn outcomes(scenario: &Scenario, rule: Rule, seeds: std::ops::Range<u64>) -> Vec<Outcome> {
    let policy = rules();
    seeds
        .map(|seed| work(&Month::new(scenario, &policy, seed), rule, scenario, &policy))
        .collect()
}

/// A week, so that a test build is done with it in no time.
fn week() -> Scenario {
    Scenario {
        reps: 1,
        days: 5,
        arrivals_per_day: 20.0,
        ..Scenario::default()
    }
}

#[test]
fn the_same_seed_makes_the_same_month_and_another_seed_another() {
    for rule in Rule::ALL {
        assert_eq!(outcomes(&week(), rule, 3..5), outcomes(&week(), rule, 3..5));
        assert_ne!(outcomes(&week(), rule, 3..4), outcomes(&week(), rule, 4..5));
    }
}

#[test]
fn where_nobody_waits_every_rule_wins_about_the_same() {
    let scenario = Scenario {
        reps: 8,
        arrivals_per_day: 10.0,
        ..week()
    };
    let all = Rule::ALL.map(|rule| summarize(&outcomes(&scenario, rule, 0..25)));
    for summary in &all {
        // But for those whose company has bought before anybody could call.
        assert!(summary.untouched.mean < 0.05, "{summary:?}");
        assert!((summary.deals.mean - all[0].deals.mean).abs() < 0.1 * all[0].deals.mean);
    }
}

#[test]
fn where_leads_wait_ours_wins_more_than_first_in_first_out() {
    let (ours, theirs) = (
        outcomes(&week(), Rule::Ours, 0..25),
        outcomes(&week(), Rule::FirstInFirstOut, 0..25),
    );
    let more = difference(&ours, &theirs, |month| month.won);
    assert_eq!(more.verdict(), Verdict::More, "{more:?}");
}

#[test]
fn shares_are_shares_and_nothing_is_won_without_calls() {
    for rule in Rule::ALL {
        for month in outcomes(&week(), rule, 0..4) {
            for share in [month.reached, month.untouched, month.breached] {
                assert!((0.0..=1.0).contains(&share), "{month:?}");
            }
            assert!(month.reached + month.untouched <= 1.0 && month.calls > 0.0);
        }
    }
    let nobody = Scenario {
        arrivals_per_day: 0.001,
        days: 1,
        ..Scenario::default()
    };
    assert!(outcomes(&nobody, Rule::Ours, 0..1)[0].won.abs() < 1e-9);
}

#[test]
fn chance_has_the_means_that_it_should_have() {
    let mut chance = Chance::of(&[7]);
    let mut mean =
        |draw: fn(&mut Chance) -> f64| (0..20_000).map(|_| draw(&mut chance)).sum::<f64>() / 20_000.0;
    assert!((mean(Chance::share) - 0.5).abs() < 0.02);
    assert!(mean(Chance::normal).abs() < 0.03);
    assert!((mean(|chance| chance.normal().powi(2)) - 1.0).abs() < 0.05);
    assert!((mean(|chance| chance.wait(4.0)) - 0.25).abs() < 0.01);
    assert!((mean(|chance| chance.share_around(0.2)) - 0.2).abs() < 0.01);
}

#[test]
fn an_interval_holds_the_mean_and_narrows_with_more_months() {
    let values = |count: u32| (0..count).map(|at| f64::from(at % 10));
    let (few, many) = (figure(values(20)), figure(values(2_000)));
    assert!(few.low < few.mean && few.mean < few.high);
    assert!(many.high - many.low < few.high - few.low);
    assert!(figure(values(0)).mean.abs() < 1e-9);
}
