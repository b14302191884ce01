//! `[[behaviour]]`: what a rule counts, and what it gives.

use super::names::Names;
use super::pages::Site;
use super::{folded, named, patterns};
use crate::config::document::Section;
use crate::config::entry::Entry;
use crate::config::problems::meant;
use crate::domain::activity::KINDS;
use crate::domain::score::{
    BehaviourRule, COLLEAGUE_ACTIVE, EMAIL_OPEN, MACHINE_OPEN, Pattern, Recency, RuleNo, Window,
};

const KEYS: [&str; 14] = [
    "name",
    "label",
    "points",
    "kind",
    "kinds",
    "detail_contains",
    "detail_lacks",
    "layer",
    "topic",
    "half_life_days",
    "windows",
    "cap",
    "day_cap",
    "group",
];

pub(in crate::config) fn behaviour(root: &Section<'_>, names: &mut Names, site: &Site) -> Vec<BehaviourRule> {
    let sections = root.sections("behaviour").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("behaviour", section, names);
            section.only(&KEYS);
            let kinds = kinds(&section);
            doubt_opens(&section, kinds.as_deref().unwrap_or_default());
            let details = details(&section, site);
            let recency = recency(&section);
            let gain = gain(&section);
            let group = group(&section, site);
            let (detail, detail_lacks) = details?;
            let Gain { points, cap, day_cap } = gain?;
            Some(BehaviourRule {
                name: name?,
                label: label?,
                kinds: kinds?,
                detail,
                detail_lacks,
                points,
                recency: recency?,
                cap,
                day_cap,
                group: group?,
            })
        })
        .collect()
}

fn kinds(section: &Section<'_>) -> Option<Vec<String>> {
    let remedy =
        "Write the activities counted: kind = \"page_view\", or kinds = [\"chat\", \"service_talk\"].";
    match (section.get("kind"), section.get("kinds")) {
        (Some(entry), None) | (None, Some(entry)) => {
            let kinds = folded(&entry, remedy)?;
            for kind in &kinds {
                doubt_kind(&entry, kind, &kinds);
            }
            Some(kinds)
        }
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

/// A kind that nobody speaks of is legal, because sources have names of their own; one that differs from a known one by a
/// slip is rather that slip, and its rule would count nothing for ever. A rule that names both means it.
fn doubt_kind(entry: &Entry<'_>, kind: &str, all: &[String]) {
    let known = || KINDS.into_iter().chain([COLLEAGUE_ACTIVE, MACHINE_OPEN]);
    if known().any(|known| known == kind) {
        return;
    }
    if let Some(near) = meant(kind, known())
        && !all.iter().any(|kind| kind == near)
    {
        let what = format!("counts `{kind}`, which only a source of your own could send");
        let remedy = format!(
            "Did you mean `{near}`? If your source calls it so, name both: kinds = [\"{near}\", \"{kind}\"]."
        );
        entry.doubt(&what, &remedy);
    }
}

/// Machines open mails, and not all of them say so. A rule that lacks some details has thought of it.
fn doubt_opens(section: &Section<'_>, kinds: &[String]) {
    let Some(entry) = section.get("kind").or_else(|| section.get("kinds")) else {
        return;
    };
    if kinds.iter().any(|kind| kind == MACHINE_OPEN) {
        entry.doubt(
            "counts mails that machines opened, and those never score",
            "Leave the kind out; `email_click` is what only people are likely to do.",
        );
    }
    if kinds.iter().any(|kind| kind == EMAIL_OPEN) && section.get("detail_lacks").is_none() {
        entry.doubt(
            "counts mails opened, and machines open mails too: only those opens are left out whose detail says so",
            "Count `email_click` instead; or write detail_lacks = [\"proxy\"], the words by which your source marks the others.",
        );
    }
}

/// Which details are counted, and which are not.
fn details(section: &Section<'_>, site: &Site) -> Option<(Vec<Pattern>, Vec<Pattern>)> {
    let remedy = "Write parts of pages, files or subjects: [\"/pricing\", \"/hinnat\"].";
    let mut lacks = match section.get("detail_lacks") {
        Some(entry) => patterns(&entry, remedy)?,
        None => Vec::new(),
    };
    let given: Vec<_> = ["detail_contains", "layer", "topic"]
        .into_iter()
        .filter_map(|key| Some((key, section.get(key)?)))
        .collect();
    let wanted = match given.as_slice() {
        [] => Vec::new(),
        [("layer", entry)] => {
            let (pages, deeper) = site.layer(entry)?;
            lacks.extend(deeper);
            pages
        }
        [("topic", entry)] => site.topic(entry)?,
        [(_, entry)] => patterns(entry, remedy)?,
        _ => {
            section.problem(
                "has more than one of detail_contains, layer and topic",
                "Keep one, and make a rule of its own of the other.",
            );
            return None;
        }
    };
    Some((wanted, lacks))
}

/// How the points melt.
fn recency(section: &Section<'_>) -> Option<Recency> {
    let remedy = "Write half_life_days = 7, the days in which the points melt to half; or windows = [[7, 100], [14, 75], \
                  [30, 50]], up to so many days old so many per cent.";
    match (section.get("half_life_days"), section.get("windows")) {
        (Some(days), None) => Some(Recency::HalfLife(days.positive(36_500.0, remedy)?)),
        (None, Some(entry)) => {
            let windows: Option<Vec<Window>> = entry
                .items(remedy)
                .iter()
                .map(|item| {
                    let Ok([days, share]) = <[_; 2]>::try_from(item.items(remedy)) else {
                        item.problem("must be two numbers: days and per cent", remedy);
                        return None;
                    };
                    let days = days.whole(0..=3_650, remedy)? as u16;
                    let share = share.number(0.0..=100.0, remedy)? / 100.0;
                    Some(Window { days, share })
                })
                .collect();
            let windows = windows?;
            let falls = windows
                .windows(2)
                .all(|pair| pair[0].days < pair[1].days && pair[0].share > pair[1].share);
            if windows.is_empty() || !falls {
                entry.problem(
                    "must be windows of more and more days and less and less per cent",
                    remedy,
                );
                return None;
            }
            Some(Recency::Windows(windows))
        }
        (None, None) => {
            section.problem("does not say how the points melt", remedy);
            None
        }
        (Some(_), Some(_)) => {
            section.problem("has both half_life_days and windows", remedy);
            None
        }
    }
}

/// What a rule gives.
struct Gain {
    points: f64,
    cap: f64,
    day_cap: Option<f64>,
}

fn gain(section: &Section<'_>) -> Option<Gain> {
    let remedy = "Write points from 0 to 100. What people do can only add; for what speaks against a contact write an \
                  [[explicit]] rule.";
    let points = section
        .require("points", remedy)
        .and_then(|p| p.number(0.0..=100.0, remedy));
    let at_least = |key: &str, remedy: &str| {
        let entry = section.get(key)?;
        let cap = entry.number(0.0..=100.0, remedy)?;
        if let Some(points) = points
            && cap < points
        {
            let what = format!("must be at least the points of one event, {points}");
            entry.problem(&what, remedy);
            return None;
        }
        Some(cap)
    };
    let remedy = "Write the most that the rule can give at one time, at least its points and at most 100.";
    let cap = section
        .require("cap", remedy)
        .and_then(|_| at_least("cap", remedy));
    let remedy = "Write the most that one day can add, at least the points of one event.";
    let day_cap = at_least("day_cap", remedy);
    Some(Gain {
        points: points?,
        cap: cap?,
        day_cap,
    })
}

/// The group whose cap is shared; `Some(None)` when it stands alone.
#[expect(
    clippy::option_option,
    reason = "the outer one is a mistake in the file, the inner one no group"
)]
fn group(section: &Section<'_>, site: &Site) -> Option<Option<RuleNo>> {
    match section.get("group") {
        Some(entry) => site.group(&entry).map(Some),
        None => Some(None),
    }
}
