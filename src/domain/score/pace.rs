//! On which days somebody was active, as bits: small, exact, and the same in whatever order the days become known.

use serde::{Deserialize, Serialize};

use super::baseline::Baseline;

/// Days that a pace remembers: more than half a year.
pub(super) const SPAN_DAYS: u32 = 192;

/// Days that the usual level is counted over, and for which a surge is looked back: half of what is remembered, so that
/// whether a day was one does not change as it grows older.
const USUAL_DAYS: u32 = 96;

/// Days below which nobody is known for long enough to have a usual level: a newcomer's is counted over so many.
const LEAST_SPAN: u32 = 30;

/// On which of the last days a contact did something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The newest active day, from 1970 in UTC.
    pub day: i32,
    /// Bit `n` of them all: active `n` days before that.
    pub bits: [u64; 3],
    /// Whether there was an active day before all of these.
    pub earlier: bool,
}

impl Pace {
    const fn is_empty(&self) -> bool {
        self.bits[0] == 0
    }

    /// Notes an active day; says whether it is new.
    pub(super) fn note(&mut self, day: i32) -> bool {
        let before = *self;
        if self.is_empty() {
            self.day = day;
        } else if day > self.day {
            self.shift(day.abs_diff(self.day));
            self.day = day;
        }
        let back = self.day.abs_diff(day);
        if back < SPAN_DAYS {
            self.bits[(back / 64) as usize] |= 1 << (back % 64);
        } else {
            self.earlier = true;
        }
        *self != before
    }

    /// Moves all days back; those beyond the span are remembered as earlier ones.
    fn shift(&mut self, days: u32) {
        let kept = SPAN_DAYS.saturating_sub(days);
        self.earlier |= self.active(kept, SPAN_DAYS) > 0;
        let (words, bits) = ((days / 64) as usize, days % 64);
        let word = |at: Option<usize>| at.and_then(|at| self.bits.get(at)).copied().unwrap_or(0);
        self.bits = std::array::from_fn(|at| {
            let (low, lower) = (word(at.checked_sub(words)), word(at.checked_sub(words + 1)));
            // A shift by the whole word is none in Rust, and must give nothing.
            let carried = if bits == 0 { 0 } else { lower >> (64 - bits) };
            low << bits | carried
        });
    }

    /// Active days among the `days` that end `back` days before the newest active one.
    #[must_use]
    pub fn active_days(&self, back: u32, days: u16) -> u32 {
        self.active(back, back + u32::from(days))
    }

    /// The days over which somebody was active, from the first that is remembered, and how many of them were active: what a
    /// register's usual level is a mean of. Nothing of who has acted on a single day: one day is no rate.
    #[must_use]
    pub fn rate(&self) -> Option<(u32, u32)> {
        let first = self.last_before(SPAN_DAYS)?;
        (first > 0).then(|| ((first + 1).max(LEAST_SPAN), self.active(0, SPAN_DAYS)))
    }

    /// Active days from `back` days ago to before `until` days ago.
    fn active(&self, back: u32, until: u32) -> u32 {
        let within = self.within(back, until);
        within.iter().map(|word| word.count_ones()).sum()
    }

    /// The days from `back` days ago to before `until` days ago, the others left out.
    fn within(&self, back: u32, until: u32) -> [u64; 3] {
        std::array::from_fn(|at| {
            let first = 64 * at as u32;
            self.bits[at] & !below(back, first) & below(until, first)
        })
    }

    /// The nearest active day from `back` days ago on, further back.
    fn first_from(&self, back: u32) -> Option<u32> {
        let within = self.within(back, SPAN_DAYS);
        let at = within.iter().position(|word| *word != 0)?;
        Some(64 * at as u32 + within[at].trailing_zeros())
    }

    /// The active day furthest back that is less than `until` days ago.
    fn last_before(&self, until: u32) -> Option<u32> {
        let within = self.within(0, until);
        let at = within.iter().rposition(|word| *word != 0)?;
        Some(64 * at as u32 + 63 - within[at].leading_zeros())
    }

    /// Silent days before an active one, at least [`SPAN_DAYS`] less `back` where the day before lies further back than is
    /// remembered; nothing when it is the first of all.
    pub(super) fn silence_before(&self, back: u32) -> Option<u32> {
        let earlier = self.first_from(back + 1);
        earlier
            .or(self.earlier.then_some(SPAN_DAYS))
            .map(|earlier| earlier - back)
    }

    /// How many times the usual rate the fast one was on an active day: the contact's own rate of before or the register's,
    /// whichever is more. 0 when too few days were active to tell.
    fn over_usual(&self, back: u32, baseline: &Baseline) -> f64 {
        let fast_until = back + u32::from(baseline.fast_days);
        let fast = self.active(back, fast_until);
        if fast < u32::from(baseline.least_days) {
            return 0.0;
        }
        let until = back + USUAL_DAYS;
        let first = self.last_before(until).filter(|first| *first >= fast_until);
        let known = first.map_or(0, |first| first + 1 - fast_until).max(LEAST_SPAN);
        let own = f64::from(self.active(fast_until, until)) / f64::from(known);
        let fast = f64::from(fast) / f64::from(baseline.fast_days.max(1));
        fast / own.max(1.0 / baseline.usual_gap_days.max(1.0))
    }

    /// Days ago of the newest active day for which something holds.
    fn latest(&self, holds: impl Fn(u32) -> bool) -> Option<u32> {
        let mut back = self.first_from(0);
        while let Some(day) = back.filter(|day| *day < USUAL_DAYS) {
            if holds(day) {
                return Some(day);
            }
            back = self.first_from(day + 1);
        }
        None
    }

    /// Days ago of the newest day on which the level rose over the usual one.
    pub(super) fn rose(&self, baseline: &Baseline) -> Option<u32> {
        self.latest(|back| self.over_usual(back, baseline) >= baseline.rising_from)
    }

    /// Days ago of the newest day that ended a silence.
    pub(super) fn woke(&self, baseline: &Baseline) -> Option<u32> {
        let silence = u32::from(baseline.silence_days);
        self.latest(|back| self.silence_before(back).is_some_and(|days| days >= silence))
    }
}

/// The bits of the days less than `days` ago, in the word that begins `first` days ago.
const fn below(days: u32, first: u32) -> u64 {
    match days.saturating_sub(first) {
        0 => 0,
        bits if bits >= 64 => u64::MAX,
        bits => u64::MAX >> (64 - bits),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_pace_says_what_the_days_themselves_say(
            days in prop::collection::vec(0i32..500, 1..40),
            (back, until) in (0u32..200, 0u32..260),
        ) {
            let mut pace = Pace::default();
            for day in &days {
                pace.note(*day);
            }
            let newest = days.iter().copied().max().unwrap_or_default();
            let ago: BTreeSet<u32> = days.iter().map(|day| newest.abs_diff(*day)).collect();
            let remembered = |day: &u32| *day < SPAN_DAYS;
            let among = |from: u32, to: u32| ago.iter().copied().filter(move |day| (from..to).contains(day)).filter(remembered);
            prop_assert_eq!(pace.day, newest);
            prop_assert_eq!(pace.earlier, ago.iter().any(|day| *day >= SPAN_DAYS));
            prop_assert_eq!(pace.active(back, until) as usize, among(back, until).count());
            prop_assert_eq!(pace.first_from(back), among(back, SPAN_DAYS).next());
            prop_assert_eq!(pace.last_before(until), among(0, until).next_back());
            prop_assert!(!pace.note(newest), "a day is noted once");
        }
    }
}
