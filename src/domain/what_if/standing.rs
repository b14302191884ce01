//! Where a contact stands by the yardstick.

use crate::domain::Time;
use crate::domain::policy::{Calling, Routing};
use crate::domain::score::Score;

/// Where a contact stands under one model, as far as it can be handed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// With marketing: handed over as soon as the rules say so.
    #[default]
    Free,
    /// With sales.
    HandedOver,
    /// Given back, and has done nothing since: does not bounce.
    GivenBack {
        /// When.
        at: Time,
    },
    /// Won, lost or disqualified: nothing more happens.
    Closed,
}

impl Standing {
    /// Looks whether the rules hand over now; says whether they do, and then it stands with sales.
    pub fn judge(
        &mut self,
        score: Score,
        calling: Calling,
        group: impl FnOnce() -> u8,
        routing: &Routing,
    ) -> bool {
        let goes = *self == Self::Free && routing.lets_through(score, calling, group);
        if goes {
            *self = Self::HandedOver;
        }
        goes
    }

    /// The contact has done something that the model counts.
    pub fn stir(&mut self, when: Time) {
        if let Self::GivenBack { at } = self
            && when > *at
        {
            *self = Self::Free;
        }
    }

    /// Its date has come.
    pub fn wake(&mut self) {
        if matches!(self, Self::GivenBack { .. }) {
            *self = Self::Free;
        }
    }

    /// A person handed it over, or a date did.
    pub fn take_over(&mut self) {
        if *self != Self::Closed {
            *self = Self::HandedOver;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{Criteria, Known};
    use crate::domain::score::{Class, Grade};

    const fn routing() -> Routing {
        let all = Criteria {
            min_fit: 0,
            min_engagement: 0,
            min_group: 0,
            phone_known: Known::Optional,
        };
        Routing {
            a: all,
            b: all,
            budget_season: (1, 1),
        }
    }

    const fn score(class: Class) -> Score {
        Score {
            total: 50,
            fit: 50,
            engagement: 50,
            class,
            grade: Grade {
                letter: Class::B,
                digit: 2,
            },
        }
    }

    fn day(day: i64) -> Time {
        Time::from_timestamp_millis(day * 86_400_000).unwrap_or_default()
    }

    #[test]
    fn who_is_with_sales_counts_again_only_after_a_return_and_something_done_since() {
        let mut standing = Standing::Free;
        let judge =
            |standing: &mut Standing| standing.judge(score(Class::B), Calling::Possible, || 0, &routing());
        assert!(judge(&mut standing));
        assert!(!judge(&mut standing));
        standing = Standing::GivenBack { at: day(5) };
        standing.stir(day(5));
        assert!(!judge(&mut standing));
        standing.stir(day(6));
        assert!(judge(&mut standing));
        standing = Standing::GivenBack { at: day(7) };
        standing.wake();
        assert!(judge(&mut standing));
        standing = Standing::Closed;
        standing.take_over();
        assert!(!judge(&mut standing));
    }

    #[test]
    fn neither_low_classes_nor_people_who_want_no_calls_are_handed_over() {
        for (class, calling) in [
            (Class::C, Calling::Possible),
            (Class::D, Calling::Possible),
            (Class::A, Calling::Forbidden),
        ] {
            assert!(!Standing::Free.judge(score(class), calling, || 0, &routing()));
        }
    }
}
