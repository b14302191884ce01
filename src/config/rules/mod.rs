//! The rules of a scoring file.

mod behaviour;
mod explicit;
mod level;
mod names;
mod pages;
mod roles;

use super::document::Section;
use super::entry::Entry;
use super::problems::meant;
use crate::domain::score::Pattern;
use crate::domain::text::fold;

pub(super) use behaviour::behaviour;
pub(super) use explicit::explicit;
pub(super) use level::{baseline, calibration};
pub(super) use names::Names;
pub(super) use pages::site;
pub(super) use roles::role_words;

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
    if matches!(name, "base" | "cap" | "floor") || level::SURGES.contains(&name) {
        let what = "is what Kapula itself calls a reason of a score";
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

/// A value out of known names; says which was meant when it is none of them.
pub(super) fn choice<'n, T>(
    entry: &Entry<'_>,
    found: Option<T>,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Option<T> {
    if found.is_none() {
        let all: Vec<&str> = known.clone().collect();
        if all.is_empty() {
            let remedy = "None is defined in this file: begin one with its own lines, or leave this out.";
            entry.problem("is not known", remedy);
            return None;
        }
        let near = meant(name, known).map_or_else(String::new, |near| format!("Did you mean `{near}`? "));
        entry.problem("is not known", &format!("{near}Known are: {}.", all.join(", ")));
    }
    found
}

fn folded(entry: &Entry<'_>, remedy: &str) -> Option<Vec<String>> {
    let texts = entry.texts(remedy)?;
    if texts.is_empty() {
        entry.problem("is an empty list, so that the rule never counts", remedy);
        return None;
    }
    Some(texts.into_iter().map(|text| fold(text.trim())).collect())
}

/// Patterns of pages, files and subjects.
fn patterns(entry: &Entry<'_>, remedy: &str) -> Option<Vec<Pattern>> {
    let texts = entry.texts(remedy)?;
    if texts.is_empty() {
        entry.problem("is an empty list, so that it never matches", remedy);
        return None;
    }
    Some(texts.into_iter().map(Pattern::new).collect())
}
