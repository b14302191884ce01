//! The rules of a scoring file.

use super::document::{Entry, Section};
use super::problems::meant;
use super::scoring::Names;
use crate::domain::bant::{Answer, Question};
use crate::domain::contact::Field;
use crate::domain::score::{Attribute, BehaviourRule, Condition, ExplicitRule};
use crate::domain::text::fold;

const EXPLICIT: [&str; 13] = [
    "name", "label", "points", "field", "custom", "question", "equals", "one_of", "contains", "min", "max",
    "known", "answer",
];
const BEHAVIOUR: [&str; 8] = [
    "name",
    "label",
    "points",
    "kind",
    "kinds",
    "detail_contains",
    "half_life_days",
    "cap",
];

pub(super) fn explicit(root: &Section<'_>, names: &mut Names) -> Vec<ExplicitRule> {
    let sections = root.sections("explicit").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("explicit", section, names);
            section.only(&EXPLICIT);
            let remedy = "Write points from -100 to 100; below 0 they are taken off.";
            let points = section
                .require("points", remedy)
                .and_then(|p| p.number(-100.0..=100.0, remedy));
            let attribute = attribute(&section);
            let condition = condition(&section, attribute.as_ref());
            Some(ExplicitRule {
                name: name?,
                label: label?,
                attribute: attribute?,
                condition: condition?,
                points: points?,
            })
        })
        .collect()
}

pub(super) fn behaviour(root: &Section<'_>, names: &mut Names) -> Vec<BehaviourRule> {
    let sections = root.sections("behaviour").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("behaviour", section, names);
            section.only(&BEHAVIOUR);
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

/// The name and label of a rule, and its section under the name.
fn named<'a>(
    kind: &str,
    section: Section<'a>,
    names: &mut Names,
) -> (Section<'a>, Option<String>, Option<String>) {
    let remedy = "Write a short name of small letters, digits and _, for example name = \"pricing_page\".";
    let name = section.require("name", remedy).and_then(|entry| {
        let name = entry.text(remedy)?;
        check_name(&entry, name, remedy, names)
    });
    let section = match &name {
        Some(name) => section.called(format!("{kind}.{name}")),
        None => section,
    };
    let remedy = "Write what a person is to read, for example label = \"read the pricing page\".";
    let label = section
        .require("label", remedy)
        .and_then(|entry| Some(entry.text(remedy)?.to_owned()));
    (section, name, label)
}

fn check_name(entry: &Entry<'_>, name: &str, remedy: &str, names: &mut Names) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.chars().all(is_plain) {
        entry.problem("has characters that a name cannot have", remedy);
        return None;
    }
    if matches!(name, "cap" | "floor") {
        let what = "is what the limits 0 and 100 are called in the reasons of a score";
        entry.problem(what, "Choose another name.");
        return None;
    }
    if let Some(line) = names.take(name, entry.line()) {
        let what = format!("is the name of another rule too, on line {line}");
        entry.problem(&what, "Give each rule a name of its own.");
        return None;
    }
    Some(name.to_owned())
}

fn attribute(section: &Section<'_>) -> Option<Attribute> {
    let remedy = "Write one of: field = \"title\", custom = \"Lead Source\", question = \"budget\".";
    let given: Vec<_> = ["field", "custom", "question"]
        .into_iter()
        .filter_map(|key| Some((key, section.get(key)?)))
        .collect();
    let [(key, entry)] = given.as_slice() else {
        let what = if given.is_empty() {
            "does not say what it looks at"
        } else {
            "looks at more than one thing"
        };
        section.problem(what, remedy);
        return None;
    };
    let name = entry.text(remedy)?;
    match *key {
        "field" => {
            let field = Field::from_name(name);
            choice(entry, field, name, Field::ALL.iter().map(|f| f.name())).map(Attribute::Field)
        }
        "question" => {
            let question = Question::ALL.into_iter().find(|question| question.name() == name);
            let known = Question::ALL.iter().map(|question| question.name());
            choice(entry, question, name, known).map(Attribute::Bant)
        }
        _ => Some(Attribute::Custom(fold(name))),
    }
}

/// A value out of known names; says which was meant when it is none of them.
pub(super) fn choice<'n, T>(
    entry: &Entry<'_>,
    found: Option<T>,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Option<T> {
    if found.is_none() {
        let all: Vec<&str> = known.clone().collect();
        let near = meant(name, known).map_or_else(String::new, |near| format!("Did you mean `{near}`? "));
        entry.problem("is not known", &format!("{near}Known are: {}.", all.join(", ")));
    }
    found
}

fn condition(section: &Section<'_>, attribute: Option<&Attribute>) -> Option<Condition> {
    let asks = matches!(attribute, Some(Attribute::Bant(_)));
    let (keys, remedy): (&[&str], _) = if asks {
        (
            &["answer", "known"],
            "Write answer = \"yes\", \"no\" or \"unknown\".",
        )
    } else {
        let remedy = "Write one of: equals, one_of, contains, min and/or max, known = true.";
        (&["equals", "one_of", "contains", "min", "max", "known"], remedy)
    };
    let all = ["equals", "one_of", "contains", "min", "max", "known", "answer"];
    let given: Vec<(&str, Entry<'_>)> = all
        .into_iter()
        .filter_map(|key| Some((key, section.get(key)?)))
        .collect();
    if attribute.is_some()
        && let Some((_, wrong)) = given.iter().find(|(key, _)| !keys.contains(key))
    {
        wrong.problem("does not go with what the rule looks at", remedy);
        return None;
    }
    match given.as_slice() {
        [] => {
            section.problem("has no condition", remedy);
            None
        }
        [("min", min), ("max", max)] => between(Some(min), Some(max)),
        [(key, entry)] => single(key, entry),
        _ => {
            let names: Vec<&str> = given.iter().map(|(key, _)| *key).collect();
            let what = format!("has more than one condition: {}", names.join(", "));
            section.problem(&what, "Keep one, and make a rule of its own of the other.");
            None
        }
    }
}

fn single(key: &str, entry: &Entry<'_>) -> Option<Condition> {
    match key {
        "equals" => {
            let text = entry.text("Write the text to compare with, in quotes.")?;
            Some(Condition::OneOf(vec![fold(text)]))
        }
        "one_of" => folded(
            entry,
            "Write the texts to compare with: [\"Retail\", \"Energy\"].",
        )
        .map(Condition::OneOf),
        "contains" => {
            folded(entry, "Write parts of the text: [\"director\", \"johtaja\"].").map(Condition::Contains)
        }
        "min" => between(Some(entry), None),
        "max" => between(None, Some(entry)),
        "known" => {
            if entry.value().as_bool() != Some(true) {
                entry.problem("must be true", "Write known = true, or leave the rule out.");
                return None;
            }
            Some(Condition::Known)
        }
        _ => answer(entry),
    }
}

fn answer(entry: &Entry<'_>) -> Option<Condition> {
    let text = entry.text("Write answer = \"yes\", \"no\" or \"unknown\".")?;
    let answer = match text {
        "yes" => Some(Answer::Yes),
        "no" => Some(Answer::No),
        "unknown" => Some(Answer::Unknown),
        _ => None,
    };
    choice(entry, answer, text, ["yes", "no", "unknown"].into_iter()).map(Condition::Answered)
}

fn between(min: Option<&Entry<'_>>, max: Option<&Entry<'_>>) -> Option<Condition> {
    let remedy = "Write a number; min is inclusive, max is exclusive.";
    let read = |entry: Option<&Entry<'_>>| entry.map(|entry| entry.number(-1e15..=1e15, remedy));
    let (low, high) = (read(min), read(max));
    if low == Some(None) || high == Some(None) {
        return None;
    }
    let (low, high) = (low.flatten(), high.flatten());
    if let (Some(low), Some(high), Some(entry)) = (low, high, max)
        && low >= high
    {
        entry.problem(
            &format!("must be more than min = {low}"),
            "Exchange the two, or widen the range.",
        );
        return None;
    }
    Some(Condition::Between { min: low, max: high })
}

fn folded(entry: &Entry<'_>, remedy: &str) -> Option<Vec<String>> {
    let texts = entry.texts(remedy)?;
    if texts.is_empty() {
        entry.problem("is an empty list, so that the rule never counts", remedy);
        return None;
    }
    Some(texts.into_iter().map(|text| fold(text.trim())).collect())
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
    let half_life_days = half_life(section);
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

fn half_life(section: &Section<'_>) -> Option<f64> {
    let remedy = "Write the number of days in which the points melt to half.";
    let entry = section.require("half_life_days", remedy)?;
    let days = entry.number(-1e9..=36_500.0, remedy)?;
    if days < 0.001 {
        entry.problem("must be more than 0", remedy);
        return None;
    }
    Some(days)
}
