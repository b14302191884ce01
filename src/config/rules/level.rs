//! `[baseline]` and `[[calibration]]`: when a level of activity counts as risen, and how probable a purchase is.

use super::pages::Site;
use crate::config::document::Section;
use crate::domain::score::{Baseline, BehaviourRule, Calibration, Recency, RuleNo};

/// The names under which a surge and a waking give their points.
pub(super) const SURGES: [&str; 2] = ["rising", "waking"];

const KEYS: [&str; 8] = [
    "fast_days",
    "least_days",
    "rising_from",
    "rising_points",
    "usual_gap_days",
    "silence_days",
    "waking_points",
    "group",
];

/// Reads the section, and gives what it says a rule each behind those of the file.
pub(in crate::config) fn baseline(
    root: &Section<'_>,
    behaviour: &mut Vec<BehaviourRule>,
    site: &Site,
) -> Option<Baseline> {
    let section = root.section("baseline")?;
    section.only(&KEYS);
    let days = |key: &str, most: u32, remedy: &str| section.require(key, remedy)?.whole(1..=most, remedy);
    let fast_days = days(
        "fast_days",
        60,
        "Write the days that count as now, 1-60, for example 14.",
    );
    let remedy = "Write the active days below which nothing is a surge, at most fast_days, for example 3.";
    let least_days = days("least_days", fast_days.unwrap_or(60), remedy);
    let remedy = "Write after how many silent days an act is a waking up, 1-90.";
    let silence_days = days("silence_days", 90, remedy);
    let remedy = "Write one active day in how many is usual in your register, for example 30.";
    let usual_gap_days = section
        .require("usual_gap_days", remedy)
        .and_then(|entry| entry.number(1.0..=365.0, remedy));
    let remedy = "Write how many times the usual level is a surge, for example 3.";
    let rising_from = section
        .require("rising_from", remedy)
        .and_then(|e| e.number(1.0..=100.0, remedy));
    let remedy = "Write a few points, at most 20: measured alone, a risen level predicts little.";
    let points = |key: &str| section.require(key, remedy)?.number(0.0..=20.0, remedy);
    let (rising, waking) = (points("rising_points"), points("waking_points"));
    let first = behaviour.len() as RuleNo;
    let group = section.get("group").and_then(|entry| site.group(&entry));
    let fast_days = fast_days? as u16;
    let (rising, waking) = (rising?, waking?);
    let melting = f64::from(fast_days) / 2.0;
    let surge = |name: &str, label: &str, points: f64| BehaviourRule {
        group,
        ..surge(name, label, points, melting)
    };
    behaviour.push(surge(SURGES[0], "more active than usual", rising));
    behaviour.push(surge(SURGES[1], "back after a long silence", waking));
    Some(Baseline {
        fast_days,
        least_days: least_days? as u16,
        rising_from: rising_from?,
        usual_gap_days: usual_gap_days?,
        silence_days: silence_days? as u16,
        rising: first,
        waking: first + 1,
    })
}

fn surge(name: &str, label: &str, points: f64, half_life_days: f64) -> BehaviourRule {
    BehaviourRule {
        name: name.to_owned(),
        label: label.to_owned(),
        kinds: Vec::new(),
        detail: Vec::new(),
        detail_lacks: Vec::new(),
        points,
        recency: Recency::HalfLife(half_life_days),
        cap: points,
        day_cap: None,
        group: None,
    }
}

pub(in crate::config) fn calibration(root: &Section<'_>) -> Vec<Calibration> {
    let sections = root.sections("calibration");
    let steps: Vec<Calibration> = sections
        .iter()
        .filter_map(|section| {
            section.only(&["from", "probability"]);
            let remedy = "Write from = 40 (the least total) and probability = 0.12 (0-1).";
            let from = section.require("from", remedy)?.number(0.0..=100.0, remedy)?;
            let probability = section
                .require("probability", remedy)?
                .number(0.0..=1.0, remedy)?;
            Some(Calibration { from, probability })
        })
        .collect();
    let rises =
        |pair: &[Calibration]| pair[0].from < pair[1].from && pair[0].probability <= pair[1].probability;
    if let Some(place) = steps.windows(2).position(|pair| !rises(pair))
        && let Some(section) = sections.get(place + 1)
    {
        let remedy = "Order the steps by from; who has more points never buys less probably.";
        section.problem(
            "must have a higher from than the step before, and no lower probability",
            remedy,
        );
    }
    steps
}
