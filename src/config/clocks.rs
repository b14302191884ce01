//! `[clocks]`: response times and the hours in which they run.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::document::Section;
use super::entry::Entry;
use super::problems::meant;
use crate::domain::policy::Clocks;

const KEYS: [&str; 9] = [
    "time_zone",
    "from",
    "to",
    "days",
    "urgent_minutes",
    "normal_minutes",
    "at_risk_from",
    "patience_days",
    "cool_off_minutes",
];

/// The longest time that can be settled, in minutes: a year.
const YEAR: u32 = 525_600;

pub(super) fn apply(clocks: &mut Clocks, section: &Section<'_>) {
    section.only(&KEYS);
    let patience_days = f64::from(clocks.patience_minutes) / f64::from(minutes_a_day(clocks).max(1));
    if let Some(zone) = section.get("time_zone").and_then(|entry| zone(&entry)) {
        clocks.zone = zone;
    }
    hours(clocks, section);
    if let Some(days) = section.get("days").and_then(|entry| days(&entry)) {
        clocks.days = days;
    }
    let minutes = |key: &str, least: u32, now: u32| {
        let entry = section.get(key);
        let written = entry.and_then(|entry| entry.whole(least..=YEAR, "Write minutes."));
        written.unwrap_or(now)
    };
    clocks.urgent_minutes = minutes("urgent_minutes", 1, clocks.urgent_minutes);
    clocks.normal_minutes = minutes("normal_minutes", 1, clocks.normal_minutes);
    clocks.cool_off_minutes = minutes("cool_off_minutes", 0, clocks.cool_off_minutes);
    let remedy = "Write a share of the response time from 0 to 1, for example 0.75.";
    let risk = section
        .get("at_risk_from")
        .and_then(|entry| entry.number(0.0..=1.0, remedy));
    clocks.at_risk_from = risk.unwrap_or(clocks.at_risk_from);
    let remedy = "Write working days; a half is 0.5.";
    let patience = section
        .get("patience_days")
        .and_then(|entry| entry.number(0.1..=365.0, remedy));
    // Kept in working minutes, settled in days: other hours must not change how many days sales has.
    let patience = patience.unwrap_or(patience_days) * f64::from(minutes_a_day(clocks));
    clocks.patience_minutes = patience.round() as u32;
    check(clocks, section);
}

fn minutes_a_day(clocks: &Clocks) -> u32 {
    let (from, to) = clocks.hours;
    u32::try_from((to - from).num_minutes()).unwrap_or(0)
}

fn check(clocks: &Clocks, section: &Section<'_>) {
    if clocks.urgent_minutes > clocks.normal_minutes {
        let what = format!(
            "urgent_minutes = {} must not be more than normal_minutes = {}",
            clocks.urgent_minutes, clocks.normal_minutes
        );
        section.problem(&what, "Give urgent leads the shorter time.");
    }
    if clocks.patience_minutes < clocks.normal_minutes {
        let what = "patience_days must not be less than normal_minutes";
        section.problem(
            what,
            "A lead must not go back by itself before its response time is up.",
        );
    }
}

fn zone(entry: &Entry<'_>) -> Option<Tz> {
    let remedy = "Write a name such as \"Europe/Helsinki\", or \"system\" for that of this computer.";
    let name = entry.text(remedy)?;
    if name == "system" {
        let system = iana_time_zone::get_timezone().ok();
        return Some(system.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC));
    }
    let zone = name.parse().ok();
    if zone.is_none() {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let near = meant(name, known).map_or_else(String::new, |near| format!("Did you mean `{near}`? "));
        entry.problem("is not a time zone", &format!("{near}{remedy}"));
    }
    zone
}

fn hours(clocks: &mut Clocks, section: &Section<'_>) {
    let (from, to) = (section.get("from"), section.get("to"));
    let written = |entry: &Option<Entry<'_>>, now| match entry {
        Some(entry) => hour(entry),
        None => Some(now),
    };
    let (Some(start), Some(end)) = (written(&from, clocks.hours.0), written(&to, clocks.hours.1)) else {
        return;
    };
    if start < end {
        clocks.hours = (start, end);
    } else if let Some(entry) = to.or(from) {
        let what = format!(
            "working hours {} to {} have no time in them",
            clock(start),
            clock(end)
        );
        entry.problem(
            &what,
            "Write from before to, both of the same day: from = \"08:00\", to = \"16:00\".",
        );
    }
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A time of day: a text, or TOML's own kind of time.
fn hour(entry: &Entry<'_>) -> Option<NaiveTime> {
    let remedy = "Write a time of day such as \"08:00\".";
    let written = match entry.value().as_datetime() {
        Some(time) => time.to_string(),
        None => entry.text(remedy)?.replace('.', ":"),
    };
    let formats = ["%H:%M", "%H:%M:%S"];
    let time = formats
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(&written, format).ok());
    if time.is_none() {
        if written.starts_with("24:00") {
            entry.problem(
                "is the first minute of the next day, and response times run within one day",
                "Write \"23:59\", the latest time there is.",
            );
        } else {
            entry.problem("is not a time of day", remedy);
        }
    }
    time
}

pub(super) fn days(entry: &Entry<'_>) -> Option<[bool; 7]> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let remedy = "Write days as [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"].";
    let mut days = [false; 7];
    for name in entry.texts(remedy)? {
        let Some(index) = DAYS.iter().position(|day| *day == name) else {
            entry.problem(&format!("`{name}` is not a day"), remedy);
            return None;
        };
        days[index] = true;
    }
    if days.contains(&true) {
        return Some(days);
    }
    entry.problem("must have at least one working day", remedy);
    None
}
