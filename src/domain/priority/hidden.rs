//! Who is not to be called now, and why.

use chrono::{Datelike, NaiveTime, TimeDelta, Timelike};
use chrono_tz::Tz;
use serde::Serialize;

use super::OpenLead;
use crate::domain::Time;
use crate::domain::calendar::instant_of;
use crate::domain::country::Wall;
use crate::domain::policy::{CallingHours, DAY_MINUTES};

/// How often two zones are asked in turn for an hour that suits both, before that is given up.
const ROUNDS: usize = 32;

/// Why a lead is not in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// The contact asked not to be called.
    DoNotCall,
    /// Another rep has taken it.
    TakenByOther,
    /// It is meant for another rep.
    MeantForOther,
    /// It is no hour for calls where the contact is; it may be called from then on.
    OutsideHours(Time),
}

impl Hidden {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DoNotCall => "do_not_call",
            Self::TakenByOther => "taken_by_other",
            Self::MeantForOther => "meant_for_other",
            Self::OutsideHours(_) => "outside_calling_hours",
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::DoNotCall => "asked not to be called",
            Self::TakenByOther => "taken by other reps",
            Self::MeantForOther => "meant for other reps",
            Self::OutsideHours(_) => "outside their calling hours",
        }
    }

    /// When the reason is over; only of an hour that is not fit for calls that is known.
    #[must_use]
    pub const fn until(self) -> Option<Time> {
        match self {
            Self::OutsideHours(opens) => Some(opens),
            Self::DoNotCall | Self::TakenByOther | Self::MeantForOther => None,
        }
    }
}

/// So many leads are hidden for one reason, and when the first of them comes back by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HiddenCount {
    /// The reason, as in [`Hidden::name`].
    pub reason: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub words: &'static str,
    /// How many.
    pub count: usize,
    /// The earliest end of the reason.
    #[serde(skip)]
    pub until: Option<Time>,
}

/// How many are hidden for each reason; reasons that hide nobody are left out.
#[must_use]
pub fn count_hidden(hidden: &[(usize, Hidden)]) -> Vec<HiddenCount> {
    let mut counts: Vec<HiddenCount> = Vec::new();
    for (_, why) in hidden {
        let until = why.until();
        match counts.iter_mut().find(|count| count.reason == why.name()) {
            Some(count) => {
                count.count += 1;
                count.until = count.until.into_iter().chain(until).min();
            }
            None => counts.push(HiddenCount {
                reason: why.name(),
                words: why.words(),
                count: 1,
                until,
            }),
        }
    }
    counts.sort_by_key(|count| count.reason);
    counts
}

/// Who may call a lead; owners by name, or by number where many leads are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenTo<O> {
    /// The contact asked not to be called.
    Nobody,
    /// It is nobody's.
    Everybody,
    /// The rep who has taken it.
    Holder(O),
    /// The rep for whom it is meant.
    Meant(O),
}

impl<'a> OpenTo<&'a str> {
    pub(super) fn of(lead: &'a OpenLead) -> Self {
        match lead.lead.owner.as_deref() {
            _ if lead.do_not_call => Self::Nobody,
            None => Self::Everybody,
            Some(owner) if lead.lead.stage.is_taken() => Self::Holder(owner),
            Some(owner) => Self::Meant(owner),
        }
    }
}

impl<O: PartialEq> OpenTo<O> {
    /// The same with owners by another name.
    pub(super) fn named<N>(self, name: impl FnOnce(O) -> N) -> OpenTo<N> {
        match self {
            Self::Nobody => OpenTo::Nobody,
            Self::Everybody => OpenTo::Everybody,
            Self::Holder(owner) => OpenTo::Holder(name(owner)),
            Self::Meant(owner) => OpenTo::Meant(name(owner)),
        }
    }

    /// Why `viewer` may not call, as far as that is not about the hour; nothing when it may.
    pub(super) fn hides_from(&self, viewer: &O) -> Option<Hidden> {
        match self {
            Self::Nobody => Some(Hidden::DoNotCall),
            Self::Holder(owner) if owner != viewer => Some(Hidden::TakenByOther),
            Self::Meant(owner) if owner != viewer => Some(Hidden::MeantForOther),
            Self::Everybody | Self::Holder(_) | Self::Meant(_) => None,
        }
    }
}

impl CallingHours {
    /// Whether a contact in that zone may be called at `now`.
    #[must_use]
    pub fn are_on(&self, zone: Tz, now: Time) -> bool {
        next_open_in(self, zone, now) == now
    }

    /// When a contact with that clock may be called; nothing when it may be called now. Of whom nothing is known, the house's
    /// own zone counts.
    #[must_use]
    pub fn opens(&self, wall: Wall, house: Tz, now: Time) -> Option<Time> {
        let opens = match wall.zones() {
            [] => next_open(self, &[house], now),
            zones => next_open(self, zones, now),
        };
        (opens > now).then_some(opens)
    }
}

/// The hours of calls as of one moment, each clock looked up once.
pub(super) struct Windows {
    hours: CallingHours,
    house: Tz,
    now: Time,
    /// By the clock that counts: from when on calls may be made, which may be now.
    known: Vec<Option<Time>>,
}

impl Windows {
    /// The windows at `now`; contacts of whom nothing is known keep the hours of the house's own zone.
    pub(super) fn at(now: Time, hours: CallingHours, house: Tz) -> Self {
        Self {
            hours,
            house,
            now,
            known: vec![None; Wall::COUNT],
        }
    }

    /// When a contact with that clock may be called; nothing when it may be called now.
    #[inline]
    pub(super) fn opens(&mut self, wall: Wall) -> Option<Time> {
        if self.hours == CallingHours::ALWAYS {
            return None;
        }
        let (hours, house, now) = (&self.hours, self.house, self.now);
        let known = self.known.get_mut(wall.index())?;
        let opens = *known.get_or_insert_with(|| hours.opens(wall, house, now).unwrap_or(now));
        (opens > now).then_some(opens)
    }
}

/// The first instant from `from` on that is within the hours in all of the zones. Where they have none in common, the last
/// and western zone alone counts: nobody is out of reach for good, and a call that comes at noon in the east does less harm
/// than one before dawn in the west.
fn next_open(hours: &CallingHours, zones: &[Tz], from: Time) -> Time {
    let mut at = from;
    for _ in 0..ROUNDS {
        let before = at;
        for zone in zones {
            at = next_open_in(hours, *zone, at);
        }
        if at == before {
            return at;
        }
    }
    zones.last().map_or(from, |zone| next_open_in(hours, *zone, from))
}

fn next_open_in(hours: &CallingHours, zone: Tz, from: Time) -> Time {
    let wall = from.with_timezone(&zone);
    let minute = (wall.hour() * 60 + wall.minute()) as u16;
    let works = |weekday: chrono::Weekday| hours.days[weekday.num_days_from_monday() as usize];
    if works(wall.weekday()) && (hours.from..hours.to).contains(&minute) {
        return from;
    }
    let minutes = u32::from(hours.from.min(DAY_MINUTES - 1));
    let opening = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap_or_default();
    let today = wall.date_naive();
    (0..=8)
        .map(|days| today + TimeDelta::days(days))
        .filter(|day| works(day.weekday()))
        .map(|day| instant_of(zone, day.and_time(opening)))
        .find(|opens| *opens > from)
        .unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::country::{Country, Home, Whereabouts};

    const OFFICE: CallingHours = CallingHours {
        from: 8 * 60,
        to: 17 * 60,
        days: [true, true, true, true, true, false, false],
    };

    fn at(text: &str) -> Time {
        text.parse().unwrap_or_default()
    }

    fn opens(country: &str, now: &str) -> Option<Time> {
        opens_in(country, "", "", now)
    }

    fn opens_in(country: &str, state: &str, zone: &str, now: &str) -> Option<Time> {
        let place = Whereabouts::of(Home::of(Country::named(country), ""), state, zone);
        Windows::at(at(now), OFFICE, Tz::Europe__Helsinki).opens(place.wall)
    }

    #[test]
    fn the_hours_are_those_of_the_contacts_own_wall() {
        // A Monday in winter: Helsinki is two hours ahead of UTC, London none, Tokyo nine, New York five behind.
        assert_eq!(opens("FI", "2026-11-23T06:00:00Z"), None);
        assert_eq!(
            opens("", "2026-11-23T05:59:00Z"),
            Some(at("2026-11-23T06:00:00Z"))
        );
        assert_eq!(
            opens("GB", "2026-11-23T06:00:00Z"),
            Some(at("2026-11-23T08:00:00Z"))
        );
        assert_eq!(
            opens("JP", "2026-11-23T08:30:00Z"),
            Some(at("2026-11-23T23:00:00Z"))
        );
        assert_eq!(
            opens("FI", "2026-11-27T15:00:00Z"),
            Some(at("2026-11-30T06:00:00Z"))
        );
    }

    #[test]
    fn in_a_wide_country_it_must_be_a_fit_hour_at_both_ends() {
        // 8:00 in Los Angeles is 16:00 UTC and 11:00 in New York, which closes at 22:00 UTC.
        assert_eq!(
            opens("US", "2026-11-23T14:00:00Z"),
            Some(at("2026-11-23T16:00:00Z"))
        );
        assert_eq!(opens("US", "2026-11-23T21:59:00Z"), None);
        assert_eq!(
            opens("US", "2026-11-23T22:00:00Z"),
            Some(at("2026-11-24T16:00:00Z"))
        );
    }

    #[test]
    fn in_a_wide_country_a_state_or_a_time_zone_that_is_known_has_hours_of_its_own() {
        // 8:00 in New York is 13:00 UTC, in Chicago 14:00, in Denver 15:00.
        let opening = |hour: &str| Some(at(&format!("2026-11-23T{hour}:00:00Z")));
        let before = "2026-11-23T12:59:00Z";
        assert_eq!(opens_in("US", "NY", "", before), opening("13"));
        assert_eq!(opens_in("US", "Texas", "", before), opening("14"));
        assert_eq!(opens_in("US", "Texas", "America/Denver", before), opening("15"));
        assert_eq!(opens_in("US", "Tennessee", "", before), opening("14"));
        assert_eq!(opens_in("US", "Open", "", before), opening("16"));
        // A divided state closes with its east: 17:00 there is 22:00 UTC.
        assert_eq!(opens_in("US", "Tennessee", "", "2026-11-23T21:59:00Z"), None);
        assert_eq!(
            opens_in("US", "Tennessee", "", "2026-11-23T22:00:00Z"),
            Some(at("2026-11-24T14:00:00Z"))
        );
        assert_eq!(opens_in("US", "Texas", "", "2026-11-23T22:59:00Z"), None);
    }

    #[test]
    fn where_the_ends_have_no_hour_in_common_the_west_counts() {
        let narrow = CallingHours {
            from: 9 * 60,
            to: 11 * 60,
            ..OFFICE
        };
        let wall = Country::named("US").map(Wall::Country).unwrap_or_default();
        let opens = |now| Windows::at(at(now), narrow, Tz::UTC).opens(wall);
        // 9:00 in Los Angeles is 17:00 UTC and noon in New York, 9:00 in New York is 6:00 in Los Angeles.
        assert_eq!(opens("2026-11-23T14:00:00Z"), Some(at("2026-11-23T17:00:00Z")));
        assert_eq!(opens("2026-11-23T18:59:00Z"), None);
        assert_eq!(opens("2026-11-23T19:00:00Z"), Some(at("2026-11-24T17:00:00Z")));
    }
}
