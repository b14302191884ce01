//! The people of a company who decide together: which of the usual roles are known, and who is active at the same time
//! (method, section 3, company score).

mod acting;
mod roles;

pub use acting::Committee;
pub use roles::{Deciders, Role, RoleWords};

/// How many people decide about a purchase, typically (method, section 3).
const USUAL_DECIDERS: u16 = 3;

/// The combined score of people who decide together, 0-100: the mean of the three best totals among them, rounded half up;
/// whoever is missing to three counts as 0. One keen person alone cannot buy, and whoever only stands by does not dilute.
///
/// The people are the contact and whoever acted last in its company ([`Committee::remembered`]). Routing can ask for it
/// ([`Criteria`](super::policy::Criteria)); no score does, because each would then depend on the others and they on it. Scores
/// look at what the group is made of: the roles known ([`Deciders`]) and parallel activity ([`Committee::act`]).
#[must_use]
pub fn combined(totals: impl IntoIterator<Item = u8>) -> u8 {
    let mut totals: Vec<u8> = totals.into_iter().collect();
    totals.sort_unstable_by(|a, b| b.cmp(a));
    let best = totals.into_iter().take(usize::from(USUAL_DECIDERS));
    let sum: u16 = best.map(u16::from).sum();
    // Half up: a remainder of two thirds is nearer to the next whole one.
    u8::try_from((sum + 1) / USUAL_DECIDERS).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_combined_score_is_the_mean_of_the_three_best_and_absent_ones_are_nothing() {
        for (totals, mean) in [
            (vec![], 0),
            (vec![90], 30),
            (vec![50, 50], 33),
            (vec![50, 51], 34),
            (vec![10, 80, 70, 60, 5], 70),
            (vec![100; 20], 100),
        ] {
            assert_eq!(combined(totals.clone()), mean, "{totals:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn one_more_person_or_point_never_lowers_the_combined_score(
            totals in proptest::collection::vec(0_u8..=100, 0..12),
            more in 0_u8..=100,
        ) {
            let before = combined(totals.iter().copied());
            proptest::prop_assert!(before <= totals.iter().copied().max().unwrap_or(0));
            proptest::prop_assert!(combined(totals.iter().copied().chain([more])) >= before);
            proptest::prop_assert!(combined(totals.iter().map(|total| total.saturating_add(more).min(100))) >= before);
        }
    }
}
