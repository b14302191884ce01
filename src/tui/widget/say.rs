//! Instants and sums in the words and the zone of the house.

use chrono::{Datelike, NaiveDate};

use crate::domain::Time;
use crate::domain::when;
use crate::tui::context::Context;

/// A day as a person says it: `today`, `yesterday`, `tomorrow`, `Mon 16 Nov`, with the year when it is another one.
#[must_use]
pub fn day(day: NaiveDate, ctx: &Context) -> String {
    let today = date(ctx.now, ctx);
    match (day - today).num_days() {
        0 => "today".to_owned(),
        -1 => "yesterday".to_owned(),
        1 => "tomorrow".to_owned(),
        _ if day.year() == today.year() => day.format("%a %-d %b").to_string(),
        _ => day.format("%a %-d %b %Y").to_string(),
    }
}

/// The day of an instant in the zone of the house.
#[must_use]
pub fn date(at: Time, ctx: &Context) -> NaiveDate {
    at.with_timezone(&ctx.policy.clocks.zone).date_naive()
}

/// The time of day of an instant in the zone of the house: `9:38`.
#[must_use]
pub fn time_of_day(at: Time, ctx: &Context) -> String {
    at.with_timezone(&ctx.policy.clocks.zone)
        .format("%-H:%M")
        .to_string()
}

/// The time of day to the second: `9:38:07`.
#[must_use]
pub fn to_the_second(at: Time, ctx: &Context) -> String {
    at.with_timezone(&ctx.policy.clocks.zone)
        .format("%-H:%M:%S")
        .to_string()
}

/// The instant with its date, to the second: `16.11.2026 9:38:07`.
#[must_use]
pub fn exact(at: Time, ctx: &Context) -> String {
    at.with_timezone(&ctx.policy.clocks.zone)
        .format("%-d.%-m.%Y %-H:%M:%S")
        .to_string()
}

/// The instant as short as it is clear: `14:30` today, else with its day.
#[must_use]
pub fn moment(at: Time, ctx: &Context) -> String {
    let time = time_of_day(at, ctx);
    if date(at, ctx) == date(ctx.now, ctx) {
        return time;
    }
    format!("{} {time}", day(date(at, ctx), ctx))
}

/// How long ago: `4 min ago`.
#[must_use]
pub fn ago(at: Time, ctx: &Context) -> String {
    when::ago(at, ctx.now, ctx.policy.clocks.zone)
}

/// A sum in the currency of the settings: `12 600 €`.
#[must_use]
pub fn money(value: f64, ctx: &Context) -> String {
    crate::domain::text::money(value, &ctx.policy.value.currency)
}

/// A moment ahead where the day is enough: `14:30` today, `Thu` within a week, else the day.
#[must_use]
pub fn soon(at: Time, ctx: &Context) -> String {
    let date = date(at, ctx);
    match (date - self::date(ctx.now, ctx)).num_days() {
        0 => time_of_day(at, ctx),
        2..7 => date.format("%a").to_string(),
        _ => day(date, ctx),
    }
}

/// Since when, where the day is enough: `since 9:12`, `since Thu 12 Nov`.
#[must_use]
pub fn since(at: Time, ctx: &Context) -> String {
    let date = date(at, ctx);
    if date == self::date(ctx.now, ctx) {
        format!("since {}", time_of_day(at, ctx))
    } else {
        format!("since {}", day(date, ctx))
    }
}
