//! What an order, a pool and a probability are worth.

use proptest::prelude::*;

use super::{judged, spread};
use crate::domain::learn::calibration::Calibration;
use crate::domain::learn::metrics::{Order, calibration_error, pools, reliability};

proptest! {
    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order(
        given in prop::collection::vec((0_i32..6, any::<bool>()), 2..60),
    ) {
        let given: Vec<(f64, bool)> = given.into_iter().map(|(g, o)| (f64::from(g), o)).collect();
        let (mut right, mut pairs) = (0.0, 0.0);
        for (a, _) in given.iter().filter(|(_, outcome)| *outcome) {
            for (b, _) in given.iter().filter(|(_, outcome)| !*outcome) {
                pairs += 1.0;
                right += if a > b { 1.0 } else if a < b { 0.0 } else { 0.5 };
            }
        }
        let expected = if pairs == 0.0 { 0.5 } else { right / pairs };
        prop_assert!((Order::new(&judged(&given)).auc() - expected).abs() < 1e-9);
    }

    #[test]
    fn what_an_order_is_worth_depends_on_the_order_alone(
        given in prop::collection::vec((-40_i32..40, any::<bool>()), 2..80),
        count in 1_usize..80,
    ) {
        let plain: Vec<(f64, bool)> = given.iter().map(|(g, o)| (f64::from(*g), *o)).collect();
        let bent: Vec<(f64, bool)> = given.iter().map(|(g, o)| ((f64::from(*g) / 9.0).exp(), *o)).collect();
        let mut turned = plain.clone();
        turned.reverse();
        let (a, b, c) = (Order::new(&judged(&plain)), Order::new(&judged(&bent)), Order::new(&judged(&turned)));
        prop_assert!((a.auc() - b.auc()).abs() < 1e-12);
        prop_assert!((a.top(count).hits - b.top(count).hits).abs() < 1e-9);
        prop_assert!((a.top(count).hits - c.top(count).hits).abs() < 1e-9, "ties are shared out evenly");
    }

    #[test]
    fn probabilities_never_fall_as_totals_rise(
        given in prop::collection::vec((0_u8..=100, any::<bool>()), 1..400),
    ) {
        let given: Vec<(f64, bool)> = given.into_iter().map(|(total, o)| (f64::from(total), o)).collect();
        let table = Calibration::learn(&given);
        let all: Vec<f64> = (0..=100).map(|total| table.probability(f64::from(total))).collect();
        prop_assert_eq!(table.0[0].from, 0);
        prop_assert!(all.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

#[test]
fn the_top_of_everybody_is_chance_and_a_perfect_order_finds_all() {
    let given: Vec<(f64, bool)> = (0..200).map(|i| (f64::from(i), i >= 180)).collect();
    let order = Order::new(&judged(&given));
    assert!((order.top(200).lift - 1.0).abs() < 1e-12);
    assert!((order.top(20).precision - 1.0).abs() < 1e-12);
    assert!((order.top(20).lift - 10.0).abs() < 1e-9);
    assert!((order.auc() - 1.0).abs() < 1e-12);
}

#[test]
fn a_pool_says_how_large_it_is_and_only_full_pools_count() {
    let given: Vec<(f64, bool)> = (0..250).map(|i| (f64::from(i % 100), i % 100 >= 92)).collect();
    let of_pools = pools(&judged(&given), 100, 8);
    assert!(of_pools.is_some_and(|p| p.pools == 2 && p.pool == 100 && (p.precision - 1.0).abs() < 1e-12));
    assert!(pools(&judged(&given), 251, 8).is_none());
}

#[test]
fn a_forecaster_who_is_right_on_average_is_hardly_off() {
    let true_ones: Vec<(f64, bool)> = (0..20_000)
        .map(|i| {
            let p = spread(i, 1);
            (p, spread(i, 2) < p)
        })
        .collect();
    let sure_ones: Vec<(f64, bool)> = true_ones.iter().map(|(_, outcome)| (0.99, *outcome)).collect();
    assert!(calibration_error(&reliability(&judged(&true_ones))) < 0.02);
    assert!(calibration_error(&reliability(&judged(&sure_ones))) > 0.3);
}
