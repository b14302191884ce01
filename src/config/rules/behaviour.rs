//! `[[behaviour]]`: what a rule counts, and what it gives.

use super::{folded, named};
use crate::config::document::Section;
use crate::config::scoring::Names;
use crate::domain::score::BehaviourRule;

const KEYS: [&str; 8] = [
    "name",
    "label",
    "points",
    "kind",
    "kinds",
    "detail_contains",
    "half_life_days",
    "cap",
];

pub(in crate::config) fn behaviour(root: &Section<'_>, names: &mut Names) -> Vec<BehaviourRule> {
    let sections = root.sections("behaviour").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("behaviour", section, names);
            section.only(&KEYS);
            let kinds = kinds(&section);
            let details = section.get("detail_contains").map_or(Some(Vec::new()), |entry| {
                folded(
                    &entry,
                    "Write parts of pages, files or subjects: [\"/pricing\", \"/hinnat\"].",
                )
            });
            let (points, half_life_days, cap) = gain(&section);
            Some(BehaviourRule {
                name: name?,
                label: label?,
                kinds: kinds?,
                detail_contains: details?,
                points: points?,
                half_life_days: half_life_days?,
                cap: cap?,
            })
        })
        .collect()
}

fn kinds(section: &Section<'_>) -> Option<Vec<String>> {
    let remedy =
        "Write the activities counted: kind = \"page_view\", or kinds = [\"chat\", \"service_talk\"].";
    match (section.get("kind"), section.get("kinds")) {
        (Some(entry), None) | (None, Some(entry)) => folded(&entry, remedy),
        (None, None) => {
            section.problem("does not say which activities it counts", remedy);
            None
        }
        (Some(_), Some(_)) => {
            section.problem("has both kind and kinds", remedy);
            None
        }
    }
}

/// Points, half-life and cap of a behaviour rule.
fn gain(section: &Section<'_>) -> (Option<f64>, Option<f64>, Option<f64>) {
    let remedy = "Write points from 0 to 100. What people do can only add; for what speaks against a contact write an \
                  [[explicit]] rule.";
    let points = section
        .require("points", remedy)
        .and_then(|p| p.number(0.0..=100.0, remedy));
    let remedy = "Write the number of days in which the points melt to half.";
    let half_life_days = section
        .require("half_life_days", remedy)
        .and_then(|days| days.positive(36_500.0, remedy));
    let remedy = "Write the most that the rule can give at one time, at least its points and at most 100.";
    let cap = section.require("cap", remedy).and_then(|entry| {
        let cap = entry.number(0.0..=100.0, remedy)?;
        if let Some(points) = points
            && cap < points
        {
            let what = format!("must be at least the points of one event, {points}");
            entry.problem(&what, remedy);
            return None;
        }
        Some(cap)
    });
    (points, half_life_days, cap)
}
