use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn clocks(zone: Tz, days: [bool; 7]) -> Clocks {
    let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
    Clocks {
        zone,
        hours: (hour(8), hour(16)),
        days,
        urgent_minutes: 60,
        normal_minutes: 480,
        at_risk_from: 0.75,
        patience_minutes: 2_400,
        cool_off_minutes: 60,
    }
}

fn weekdays() -> [bool; 7] {
    [true, true, true, true, true, false, false]
}

fn at(zone: Tz, y: i32, m: u32, d: u32, h: u32, min: u32) -> Time {
    let wall = NaiveDate::from_ymd_opt(y, m, d).and_then(|day| day.and_hms_opt(h, min, 0));
    instant_of(zone, wall.unwrap_or_default())
}

fn any_clocks() -> impl Strategy<Value = Clocks> {
    let zones = prop::sample::select(vec![
        Tz::UTC,
        Tz::Europe__Helsinki,
        Tz::America__New_York,
        Tz::Asia__Kolkata,
        Tz::Australia__Lord_Howe,
        Tz::Pacific__Apia,
    ]);
    (zones, any::<[bool; 7]>(), 0..23u32, 1..24u32).prop_map(|(zone, days, from, length)| {
        let mut clocks = clocks(zone, days);
        let to = (from * 60 + length * 60).min(23 * 60 + 59);
        clocks.hours = (
            NaiveTime::from_hms_opt(from, 0, 0).unwrap_or_default(),
            NaiveTime::from_hms_opt(to / 60, to % 60, 0).unwrap_or_default(),
        );
        clocks
    })
}

fn instants() -> impl Strategy<Value = Time> {
    (1_300_000_000_000i64..2_100_000_000_000).prop_map(from_ms)
}

proptest! {
    #[test]
    fn added_working_time_is_there_again(clocks in any_clocks(), from in instants(), minutes in 0u32..200_000) {
        let to = add_working(&clocks, from, minutes);
        prop_assert!(to >= from);
        let off = working_between(&clocks, from, to).num_milliseconds() - i64::from(minutes) * 60_000;
        prop_assert!(off.abs() <= 2, "{off} ms off");
    }

    #[test]
    fn working_time_never_runs_back(clocks in any_clocks(), a in instants(), b in instants()) {
        let there = working_between(&clocks, a.min(b), a.max(b));
        prop_assert!(there >= Duration::zero() && there <= a.max(b) - a.min(b) + Duration::hours(30));
        prop_assert_eq!(working_between(&clocks, a.max(b), a.min(b)), -there);
    }

    #[test]
    fn the_fast_calendar_agrees_with_the_plain_one(clocks in any_clocks(), now in instants(), off in -100i64..100, ms in 0..DAY_MS) {
        let (plain, fast) = (Calendar::new(&clocks), Calendar::around(&clocks, now));
        let at = from_ms(now.timestamp_millis() + off * DAY_MS + ms);
        prop_assert_eq!(plain.position(at), fast.position(at));
        prop_assert_eq!(plain.add(at, 300), fast.add(at, 300));
    }

    #[test]
    fn no_instant_is_too_far(ms in any::<i64>(), minutes in any::<u32>()) {
        let clocks = clocks(Tz::Europe__Helsinki, weekdays());
        let _ = add_working(&clocks, from_ms(ms), minutes);
    }
}

#[test]
fn a_night_and_a_weekend_do_not_count() {
    let zone = Tz::Europe__Helsinki;
    let clocks = clocks(zone, weekdays());
    let friday = at(zone, 2026, 11, 20, 15, 30);
    assert_eq!(add_working(&clocks, friday, 30), at(zone, 2026, 11, 20, 16, 0));
    assert_eq!(add_working(&clocks, friday, 31), at(zone, 2026, 11, 23, 8, 1));
    assert_eq!(
        working_between(&clocks, friday, at(zone, 2026, 11, 23, 9, 0)),
        Duration::minutes(90)
    );
}

#[test]
fn hours_stay_on_the_wall_when_the_clocks_change() {
    let zone = Tz::Europe__Helsinki;
    let clocks = clocks(zone, weekdays());
    let before = at(zone, 2026, 3, 27, 15, 0);
    assert_eq!(add_working(&clocks, before, 120), at(zone, 2026, 3, 30, 9, 0));
}

#[test]
fn without_working_days_all_time_counts() {
    let zone = Tz::Europe__Helsinki;
    let clocks = clocks(zone, [false; 7]);
    let from = at(zone, 2026, 11, 21, 3, 0);
    assert_eq!(add_working(&clocks, from, 90), from + Duration::minutes(90));
    assert_eq!(working_day_s(&clocks), 86_400);
}

#[test]
fn a_wall_time_in_a_gap_is_the_first_instant_after_it() {
    let zone = Tz::Europe__Helsinki;
    assert_eq!(at(zone, 2026, 3, 29, 3, 30), at(zone, 2026, 3, 29, 4, 0));
    assert_eq!(
        at(zone, 2026, 3, 29, 4, 0).to_rfc3339(),
        "2026-03-29T01:00:00+00:00"
    );
    assert_eq!(
        at(zone, 2026, 10, 25, 3, 30).to_rfc3339(),
        "2026-10-25T00:30:00+00:00"
    );
}
