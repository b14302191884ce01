//! Times shown to people, in words that can be typed back.

use chrono::{Datelike, Offset};
use chrono_tz::Tz;

use super::super::Time;
use super::super::calendar::instant_of;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A time read back precisely, to the minute: `today 15:00`, `tomorrow Tue 24 Nov 10:00`, `Mon 30 Nov 9:30`, with the year
/// when it is not this year, and with the offset when the clocks show that hour twice and the later one is meant.
///
/// [`parse`](super::parse) understands every future time shown so.
#[must_use]
pub fn show(time: Time, now: Time, zone: Tz) -> String {
    let (wall, today) = (time.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    let date = wall.date_naive();
    let year = date.year() == today.year();
    let mut shown = match (date.signed_duration_since(today).num_days(), year) {
        (0, _) => wall.format("today %-H:%M"),
        (1, true) => wall.format("tomorrow %a %-d %b %-H:%M"),
        (1, false) => wall.format("tomorrow %a %-d %b %Y %-H:%M"),
        (_, true) => wall.format("%a %-d %b %-H:%M"),
        (_, false) => wall.format("%a %-d %b %Y %-H:%M"),
    }
    .to_string();
    let local = wall.naive_local();
    if instant_of(zone, local) != time {
        shown = format!("{shown} {}", wall.offset().fix());
    }
    shown
}

/// A day in the words of [`show`]: `Fri 20 Nov`, with the year when it is not this year.
#[must_use]
pub fn show_day(time: Time, now: Time, zone: Tz) -> String {
    let (wall, today) = (time.with_timezone(&zone), now.with_timezone(&zone));
    let form = if wall.year() == today.year() {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    wall.format(form).to_string()
}

/// How long ago, or in how long, in the largest unit that fits: `now`, `4 min ago`, `2 h ago`, `yesterday`, `3 d ago`,
/// `5 wk ago`, `8 mo ago`, `2 y ago`, `in 2 h`. Days are 24 hours; `yesterday` is one to two of them ago where the calendar of
/// `zone` says so too: Friday 15:00 is `1 d ago` on Sunday 13:50.
#[must_use]
pub fn ago(then: Time, now: Time, zone: Tz) -> String {
    let passed = now.signed_duration_since(then).num_seconds();
    let seconds = passed.saturating_abs();
    let date = |time: Time| time.with_timezone(&zone).date_naive();
    if (DAY..2 * DAY).contains(&passed) && date(then).succ_opt() == Some(date(now)) {
        return "yesterday".to_owned();
    }
    let said = match seconds {
        ..MINUTE => return "now".to_owned(),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        _ => match seconds / DAY {
            days @ ..14 => format!("{days} d"),
            days @ 14..60 => format!("{} wk", days / 7),
            days @ 60..365 => format!("{} mo", days * 12 / 365),
            days => format!("{} y", days / 365),
        },
    };
    if passed < 0 {
        format!("in {said}")
    } else {
        format!("{said} ago")
    }
}
