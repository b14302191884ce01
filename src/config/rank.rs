//! `[rank]`: which call comes next.

use super::clocks::days;
use super::document::Section;
use super::entry::Entry;
use crate::domain::policy::{DAY_MINUTES, RankRules};

const KEYS: [&str; 8] = [
    "half_life_days",
    "talk_minutes",
    "attempt_minutes",
    "reach",
    "learn_from",
    "colleague",
    "clock_lift",
    "calling",
];

/// The longest half-life and the longest call that can be settled.
const MOST_DAYS: f64 = 3_650.0;
const MOST_MINUTES: f64 = 480.0;

pub(super) fn apply(rank: &mut RankRules, section: &Section<'_>) {
    section.only(&KEYS);
    if let Some(section) = section.section("half_life_days") {
        half_lives(&mut rank.half_life_days, &section);
    }
    let minutes = |key: &str, now: f64| {
        let entry = section.get(key);
        let written = entry.and_then(|entry| entry.positive(MOST_MINUTES, "Write minutes; a half is 0.5."));
        written.unwrap_or(now)
    };
    rank.talk_minutes = minutes("talk_minutes", rank.talk_minutes);
    rank.attempt_minutes = minutes("attempt_minutes", rank.attempt_minutes);
    let number = |key: &str, allowed, remedy: &str, now: f64| {
        let written = section.get(key).and_then(|entry| entry.number(allowed, remedy));
        written.unwrap_or(now)
    };
    let share = "Write a share from 0.01 to 0.99: 0.2 means that one call in five is answered.";
    rank.reach = number("reach", 0.01..=0.99, share, rank.reach);
    let part = "Write a share from 0.01 to 1; 1 leaves companies out.";
    rank.colleague = number("colleague", 0.01..=1.0, part, rank.colleague);
    let lift = "Write by how much more: 1 doubles, 0 leaves clocks out.";
    rank.clock_lift = number("clock_lift", 0.0..=100.0, lift, rank.clock_lift);
    let calls = section
        .get("learn_from")
        .and_then(|entry| entry.whole(0..=1_000_000, "Write a number of calls."));
    rank.learn_from = calls.unwrap_or(rank.learn_from);
    if let Some(section) = section.section("calling") {
        calling(rank, &section);
    }
}

fn half_lives(days: &mut [f64; 4], section: &Section<'_>) {
    let keys = ["a", "b", "c", "d"];
    section.only(&keys);
    for (half_life, key) in days.iter_mut().zip(keys) {
        let entry = section.get(key);
        let written = entry.and_then(|entry| entry.positive(MOST_DAYS, "Write days; a half is 0.5."));
        *half_life = written.unwrap_or(*half_life);
    }
}

fn calling(rank: &mut RankRules, section: &Section<'_>) {
    section.only(&["from", "to", "days"]);
    let minute = |key: &str, now: u16| {
        let written = section.get(key).and_then(|entry| minute(&entry));
        written.unwrap_or(now)
    };
    let calling = &mut rank.calling;
    (calling.from, calling.to) = (minute("from", calling.from), minute("to", calling.to));
    if calling.from >= calling.to {
        section.problem(
            "the hours have no time in them",
            "Write from before to, both of the same day: from = \"08:00\", to = \"17:00\".",
        );
    }
    if let Some(days) = section.get("days").and_then(|entry| days(&entry)) {
        calling.days = days;
    }
}

/// A minute of the day; midnight at its end is `24:00`.
fn minute(entry: &Entry<'_>) -> Option<u16> {
    let remedy = "Write a time of day such as \"08:00\"; \"24:00\" is its end.";
    let written = match entry.value().as_datetime() {
        Some(time) => time.to_string(),
        None => entry.text(remedy)?.replace('.', ":"),
    };
    let mut parts = written.splitn(3, ':').map(str::parse::<u16>);
    let minute = match (parts.next(), parts.next()) {
        (Some(Ok(hour)), Some(Ok(minute))) if hour <= 24 && minute < 60 => Some(hour * 60 + minute),
        _ => None,
    };
    let minute = minute.filter(|minute| *minute <= DAY_MINUTES);
    if minute.is_none() {
        entry.problem("is not a time of day", remedy);
    }
    minute
}
