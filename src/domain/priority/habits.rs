//! What the team's own calls and deals have taught: when people pick up the phone, and what a deal is worth.

use chrono_tz::Tz;

use crate::domain::Time;
use crate::domain::calendar::offset_ms;
use crate::domain::policy::RankRules;

/// So many calls the overall rate of the settings weighs against the team's own.
const PRIOR_CALLS: f64 = 20.0;
/// So many calls the rate one step further out weighs against those of an hour, a weekday, or an hour of a weekday. At a
/// rate of one in five, 30 calls tell a rate no better than to seven points in a hundred.
const SMOOTHING_CALLS: f64 = 30.0;
/// So many attempts on one contact the rate of everybody weighs against its own silence: people differ in whether they
/// answer at all, and who has not answered five times is half as likely to as somebody new.
const PATIENCE_CALLS: f64 = 5.0;

/// What the log teaches, as far back as it still says something about today: kept by the store, one value for everybody
/// who ranks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Habits {
    /// Calls by the hour in which they were made, oldest first; hours without calls are left out.
    pub calls: Vec<HourOfCalls>,
    /// The median amount of the latest deals won; absent when none has been.
    pub median_won: Option<f64>,
}

/// The calls of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourOfCalls {
    /// Whole hours since 1970 (UTC). Which weekday and hour that is, the zone of the reader says: so a house that moves
    /// need not count again.
    pub hour: i64,
    /// Calls tried.
    pub attempts: u32,
    /// Of these, with a conversation.
    pub reached: u32,
}

/// Calls counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Calls tried.
    pub attempts: u64,
    /// Of these, with a conversation.
    pub reached: u64,
}

impl Tally {
    fn add(&mut self, calls: &HourOfCalls) {
        self.attempts += u64::from(calls.attempts);
        self.reached += u64::from(calls.reached.min(calls.attempts));
    }

    /// The rate, drawn towards another one as if so many calls more had gone that way.
    fn towards(self, rate: f64, calls: f64) -> f64 {
        (self.reached as f64 + calls * rate) / (self.attempts as f64 + calls)
    }
}

/// What stands behind the chance that somebody answers: counts and weights, from which it can be reckoned again.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Behind {
    /// The rate of the settings.
    pub settings: f64,
    /// So many calls it weighs against the team's own.
    pub settings_calls: f64,
    /// Own calls from which on weekday and hour are told apart.
    pub learn_from: u32,
    /// So many calls the overall rate weighs against that of a weekday, an hour, and an hour of a weekday.
    pub smoothing_calls: f64,
    /// All calls of the team.
    pub all: Tally,
    /// Those of this weekday.
    pub weekday: Tally,
    /// Those of this hour of the day.
    pub hour: Tally,
    /// Those of this hour of this weekday.
    pub weekday_hour: Tally,
    /// So many attempts the rate of everybody weighs against one contact's silence ([`reach_after`]).
    pub patience_calls: f64,
}

impl Behind {
    /// The chance that follows, before anything is known of the contact itself.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let overall = certain_of_nothing(self.all.towards(self.settings, self.settings_calls));
        if self.all.attempts < u64::from(self.learn_from) {
            return overall;
        }
        let day_odds = odds(self.weekday.towards(overall, self.smoothing_calls));
        let hour_odds = odds(self.hour.towards(overall, self.smoothing_calls));
        let both_odds = day_odds * hour_odds / odds(overall);
        let both = both_odds / (1.0 + both_odds);
        certain_of_nothing(self.weekday_hour.towards(both, self.smoothing_calls))
    }
}

impl Habits {
    /// The chance that somebody answers who is called at `now`, between 0 and 1.
    ///
    /// The overall rate of the team, drawn towards that of the settings. Once there are [`RankRules::learn_from`] calls, the
    /// hour's and the weekday's rates (each drawn towards the overall one) are put together as if independent, by their
    /// odds; and the rate of this hour of this weekday, where there are calls of it, is drawn towards that.
    #[must_use]
    pub fn reach(&self, rules: &RankRules, zone: Tz, now: Time) -> f64 {
        self.behind(rules, zone, now).chance()
    }

    /// What that chance follows from.
    #[must_use]
    pub fn behind(&self, rules: &RankRules, zone: Tz, now: Time) -> Behind {
        let mut walls = Walls::of(zone);
        let (day, hour) = walls.day_and_hour(now.timestamp_millis());
        let [mut all, mut of_day, mut of_hour, mut of_both] = [Tally::default(); 4];
        for calls in &self.calls {
            let (its_day, its_hour) = walls.day_and_hour(calls.hour.saturating_mul(HOUR_MS));
            all.add(calls);
            if its_day == day {
                of_day.add(calls);
            }
            if its_hour == hour {
                of_hour.add(calls);
            }
            if (its_day, its_hour) == (day, hour) {
                of_both.add(calls);
            }
        }
        Behind {
            settings: rules.reach,
            settings_calls: PRIOR_CALLS,
            learn_from: rules.learn_from,
            smoothing_calls: SMOOTHING_CALLS,
            all,
            weekday: of_day,
            hour: of_hour,
            weekday_hour: of_both,
            patience_calls: PATIENCE_CALLS,
        }
    }
}

/// The chance to reach one contact, when that of everybody is `reach` and it was tried in vain so many times.
#[must_use]
#[inline]
pub fn reach_after(reach: f64, tried_in_vain: u32) -> f64 {
    reach * PATIENCE_CALLS / (PATIENCE_CALLS + f64::from(tried_in_vain))
}

const HOUR_MS: i64 = 3_600_000;
const WEEK_MS: i64 = 7 * 24 * HOUR_MS;

/// Clocks on the wall for instants that come in order: their offset to UTC is looked up by the week, and only within a
/// week in which it changes by the instant.
struct Walls {
    zone: Tz,
    /// The last week asked for, with the offset that holds in all of it.
    week: Option<(i64, Option<i64>)>,
}

impl Walls {
    const fn of(zone: Tz) -> Self {
        Self { zone, week: None }
    }

    /// The weekday (0 is Monday) and the hour that clocks show.
    fn day_and_hour(&mut self, ms: i64) -> (i64, i64) {
        let offset = self.steady(ms.div_euclid(WEEK_MS));
        let offset = offset.unwrap_or_else(|| offset_ms(self.zone, ms));
        let hours = ms.saturating_add(offset).div_euclid(HOUR_MS);
        // 1970 began on a Thursday.
        ((hours.div_euclid(24) + 3).rem_euclid(7), hours.rem_euclid(24))
    }

    fn steady(&mut self, week: i64) -> Option<i64> {
        match self.week {
            Some((known, offset)) if known == week => offset,
            Some(_) | None => {
                let ends = [week, week + 1].map(|week| offset_ms(self.zone, week.saturating_mul(WEEK_MS)));
                let offset = (ends[0] == ends[1]).then_some(ends[0]);
                self.week = Some((week, offset));
                offset
            }
        }
    }
}

/// No rate is 0 or 1: both would end every further learning.
const fn certain_of_nothing(rate: f64) -> f64 {
    rate.clamp(0.01, 0.99)
}

fn odds(rate: f64) -> f64 {
    let rate = certain_of_nothing(rate);
    rate / (1.0 - rate)
}
