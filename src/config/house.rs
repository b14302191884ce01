//! `kapula.toml`: applied over what is settled already, key by key.

use chrono::Datelike;

use super::document::Section;
use super::entry::Entry;
use super::rules::choice;
use super::settings::{Settings, Theme};
use super::{clocks, rank, value};
use crate::domain::policy::{Criteria, Known};

pub(super) fn apply(settings: &mut Settings, root: &Section<'_>) {
    root.only(&["show", "dial", "import", "routing", "value", "clocks", "rank"]);
    if let Some(section) = root.section("show") {
        section.only(&["theme"]);
        let theme = section.get("theme").and_then(|entry| theme(&entry));
        settings.theme = theme.unwrap_or(settings.theme);
    }
    if let Some(section) = root.section("dial") {
        section.only(&["command"]);
        if let Some(command) = section.get("command").and_then(|entry| dial(&entry)) {
            settings.dial = Some(command).filter(|command| !command.is_empty());
        }
    }
    if let Some(section) = root.section("import") {
        section.only(&["default_region"]);
        if let Some(region) = section.get("default_region").and_then(|entry| region(&entry)) {
            settings.default_region = region;
        }
    }
    if let Some(section) = root.section("routing") {
        section.only(&["a", "b", "budget_season"]);
        let season = section.get("budget_season").and_then(|entry| season(&entry));
        settings.policy.routing.budget_season = season.unwrap_or(settings.policy.routing.budget_season);
        let routing = &mut settings.policy.routing;
        for (key, criteria) in [("a", &mut routing.a), ("b", &mut routing.b)] {
            if let Some(section) = section.section(key) {
                route(&section, criteria);
            }
        }
    }
    if let Some(section) = root.section("value") {
        value::apply(&mut settings.policy.value, &section);
    }
    if let Some(section) = root.section("clocks") {
        clocks::apply(&mut settings.policy.clocks, &section);
    }
    if let Some(section) = root.section("rank") {
        rank::apply(&mut settings.policy.rank, &section);
    }
}

fn theme(entry: &Entry<'_>) -> Option<Theme> {
    const THEMES: [(&str, Theme); 4] = [
        ("default", Theme::Default),
        ("high-contrast", Theme::HighContrast),
        ("colour-blind", Theme::ColourBlind),
        ("plain", Theme::Plain),
    ];
    let name = entry.text("Write the name of a theme, for example \"default\".")?;
    let found = THEMES.iter().find(|(known, _)| *known == name);
    let names = THEMES.iter().map(|(known, _)| *known);
    choice(entry, found.map(|(_, theme)| *theme), name, names)
}

/// The dialling command; an empty one switches dialling off.
fn dial(entry: &Entry<'_>) -> Option<Vec<String>> {
    let remedy = "Write program and arguments each by itself: [\"xdg-open\", \"tel:{number}\"]; [] for none.";
    let command = entry.texts(remedy)?;
    let Some((program, arguments)) = command.split_first() else {
        return Some(Vec::new());
    };
    if program.contains("{number}") {
        entry.problem("must name a program first: a number is never run as one", remedy);
        return None;
    }
    if !arguments.iter().any(|argument| argument.contains("{number}")) {
        entry.problem("must have {number} in one of the arguments", remedy);
        return None;
    }
    Some(command.into_iter().map(ToOwned::to_owned).collect())
}

/// Month and day; every year has it, so 29 February is refused.
fn season(entry: &Entry<'_>) -> Option<(u32, u32)> {
    let remedy = "Write month and day, for example \"10-01\" for the first of October.";
    let text = entry.text(remedy)?;
    let day = chrono::NaiveDate::parse_from_str(&format!("2001-{text}"), "%Y-%m-%d");
    if day.is_err() {
        entry.problem("is not a day of the year", remedy);
    }
    day.ok().map(|day| (day.month(), day.day()))
}

fn region(entry: &Entry<'_>) -> Option<String> {
    let remedy = "Write a country by two capital letters, for example \"FI\".";
    let region = entry.text(remedy)?;
    if region.parse::<phonenumber::country::Id>().is_err() {
        entry.problem("is not a country known to phone numbers", remedy);
        return None;
    }
    Some(region.to_owned())
}

fn route(section: &Section<'_>, criteria: &mut Criteria) {
    section.only(&["min_fit", "min_engagement", "min_group", "phone"]);
    let remedy = "Write points, 0-100; 0 asks for nothing.";
    let points = |key: &str, now: u8| {
        let written = section.get(key).and_then(|entry| entry.whole(0..=100, remedy));
        written.map_or(now, |points| points as u8)
    };
    criteria.min_fit = points("min_fit", criteria.min_fit);
    criteria.min_engagement = points("min_engagement", criteria.min_engagement);
    criteria.min_group = points("min_group", criteria.min_group);
    if let Some(entry) = section.get("phone") {
        let name = entry
            .text("Write \"required\" or \"optional\".")
            .unwrap_or_default();
        let known = match name {
            "required" => Some(Known::Required),
            "optional" => Some(Known::Optional),
            "" => return,
            _ => None,
        };
        let known = choice(&entry, known, name, ["required", "optional"].into_iter());
        criteria.phone_known = known.unwrap_or(criteria.phone_known);
    }
}
