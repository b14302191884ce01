//! `[[explicit]]`: what a rule looks at, and when it holds.

use super::names::Names;
use super::{choice, folded, named};
use crate::config::document::Section;
use crate::config::entry::Entry;
use crate::domain::bant::{Answer, Question};
use crate::domain::committee::Role;
use crate::domain::contact::Field;
use crate::domain::score::{Attribute, Condition, ExplicitRule};
use crate::domain::text::fold;

const KEYS: [&str; 15] = [
    "name",
    "label",
    "points",
    "field",
    "custom",
    "question",
    "committee",
    "equals",
    "one_of",
    "contains",
    "unless",
    "min",
    "max",
    "known",
    "answer",
];

/// Fields in which there is hardly ever a number.
const TEXTS: [Field; 15] = [
    Field::FirstName,
    Field::LastName,
    Field::FullName,
    Field::Email,
    Field::Title,
    Field::City,
    Field::State,
    Field::Country,
    Field::TimeZone,
    Field::Owner,
    Field::Source,
    Field::DoNotCall,
    Field::Company,
    Field::Industry,
    Field::Website,
];

pub(in crate::config) fn explicit(root: &Section<'_>, names: &mut Names) -> Vec<ExplicitRule> {
    let sections = root.sections("explicit").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("explicit", section, names);
            section.only(&KEYS);
            let remedy = "Write points from -100 to 100; below 0 they are taken off.";
            let points = section
                .require("points", remedy)
                .and_then(|p| p.number(-100.0..=100.0, remedy));
            let attribute = attribute(&section);
            let condition = taken_back(&section, condition(&section, attribute.as_ref()));
            if let (Some(Attribute::Deciders), Some(condition)) = (&attribute, &condition) {
                counts_roles(&section, condition);
            }
            if let (Some(Attribute::Field(field)), Some(Condition::Between { .. })) = (&attribute, &condition)
                && TEXTS.contains(field)
            {
                let what = format!("compares {} with numbers", field.name());
                let remedy =
                    "It is a text that seldom begins with a number: write one_of, contains or known.";
                section.doubt(&what, remedy);
            }
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

fn attribute(section: &Section<'_>) -> Option<Attribute> {
    let remedy = "Write one of: field = \"title\", custom = \"Lead Source\", question = \"budget\".";
    let given: Vec<_> = ["field", "custom", "question", "committee"]
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
        "committee" => {
            let deciders = (name == "deciders").then_some(Attribute::Deciders);
            choice(entry, deciders, name, ["deciders"].into_iter())
        }
        "question" => {
            let question = Question::ALL.into_iter().find(|question| question.name() == name);
            let known = Question::ALL.iter().map(|question| question.name());
            choice(entry, question, name, known).map(Attribute::Bant)
        }
        _ => Some(Attribute::Custom(fold(name))),
    }
}

/// A number of roles is at least none and at most all three: a rule that none of these makes hold, or all, is a slip.
fn counts_roles(section: &Section<'_>, condition: &Condition) {
    let most = Role::ALL.len();
    let holding = (0..=most)
        .filter(|count| condition.holds(&count.to_string()))
        .count();
    let remedy = format!("From 0 to {most} roles are known; write for example min = 2.");
    if holding == 0 {
        section.problem("can never hold", &remedy);
    } else if holding > most {
        section.doubt("holds for everybody", &remedy);
    }
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

/// The condition with the words of `unless`, which go with `contains` alone: of whole texts and numbers nothing is left over.
fn taken_back(section: &Section<'_>, condition: Option<Condition>) -> Option<Condition> {
    let (Some(entry), Some(condition)) = (section.get("unless"), &condition) else {
        return condition;
    };
    let Condition::Contains(texts) = condition else {
        let remedy = "Write unless beside contains, or leave it out.";
        entry.problem("goes with contains alone", remedy);
        return None;
    };
    let unless = entry.texts("Write the words that take it back: [\"assistant\", \"sihteeri\"].")?;
    Some(Condition::ContainsUnless {
        texts: texts.clone(),
        unless: unless.into_iter().map(|text| fold(text.trim())).collect(),
    })
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
