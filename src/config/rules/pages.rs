//! `[[group]]`, `[[layer]]` and `[[topic]]`: what rules share, how deep a page lies, and what it is about.

use super::names::Names;
use super::{choice, named, patterns};
use crate::config::document::Section;
use crate::config::entry::Entry;
use crate::domain::score::{Group, MOST_GROUPS, Pattern, RuleNo, Topic};

/// What behaviour rules refer to by name.
pub(in crate::config) struct Site {
    /// Groups of rules.
    pub groups: Vec<Group>,
    /// Topics.
    pub topics: Vec<Topic>,
    layers: Vec<(String, Vec<Pattern>)>,
}

pub(in crate::config) fn site(root: &Section<'_>, names: &mut Names) -> Site {
    let groups: Vec<Group> = groups(root, names);
    if groups.len() > MOST_GROUPS {
        let remedy = "Join some of them.";
        root.problem(&format!("has more than {MOST_GROUPS} groups"), remedy);
    }
    Site {
        groups,
        topics: topics(root, names),
        layers: layers(root, names),
    }
}

fn groups(root: &Section<'_>, names: &mut Names) -> Vec<Group> {
    let sections = root.sections("group").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("group", section, names);
            section.only(&["name", "label", "cap"]);
            let remedy = "Write the most that the rules of the group give together, 0-100.";
            let cap = section.require("cap", remedy)?.number(0.0..=100.0, remedy)?;
            Some(Group {
                name: name?,
                label: label?,
                cap,
            })
        })
        .collect()
}

fn topics(root: &Section<'_>, names: &mut Names) -> Vec<Topic> {
    let sections = root.sections("topic").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, label) = named("topic", section, names);
            section.only(&["name", "label", "pages"]);
            Some(Topic {
                pages: pages(&section)?,
                name: name?,
                label: label?,
            })
        })
        .collect()
}

fn layers(root: &Section<'_>, names: &mut Names) -> Vec<(String, Vec<Pattern>)> {
    let sections = root.sections("layer").into_iter();
    sections
        .filter_map(|section| {
            let (section, name, _) = named("layer", section, names);
            section.only(&["name", "label", "pages"]);
            Some((name?, pages(&section)?))
        })
        .collect()
}

fn pages(section: &Section<'_>) -> Option<Vec<Pattern>> {
    let remedy = "Write parts of pages, or whole paths with stars: pages = [\"pricing\", \"/blog/*\"].";
    patterns(&section.require("pages", remedy)?, remedy)
}

impl Site {
    /// The pages of a layer, and those of all deeper ones: a page lies in the deepest layer that knows it.
    pub fn layer(&self, entry: &Entry<'_>) -> Option<(Vec<Pattern>, Vec<Pattern>)> {
        let name = entry.text("Write the name of a [[layer]].")?;
        let place = self.layers.iter().position(|(layer, _)| layer == name);
        let place = choice(
            entry,
            place,
            name,
            self.layers.iter().map(|(layer, _)| layer.as_str()),
        )?;
        let deeper = self.layers[place + 1..]
            .iter()
            .flat_map(|(_, pages)| pages.clone());
        Some((self.layers[place].1.clone(), deeper.collect()))
    }

    /// The pages of a topic.
    pub fn topic(&self, entry: &Entry<'_>) -> Option<Vec<Pattern>> {
        let name = entry.text("Write the name of a [[topic]].")?;
        let topic = self.topics.iter().find(|topic| topic.name == name);
        let topic = choice(
            entry,
            topic,
            name,
            self.topics.iter().map(|topic| topic.name.as_str()),
        )?;
        Some(topic.pages.clone())
    }

    /// The place of a group.
    pub fn group(&self, entry: &Entry<'_>) -> Option<RuleNo> {
        let name = entry.text("Write the name of a [[group]].")?;
        let place = self.groups.iter().position(|group| group.name == name);
        let place = choice(
            entry,
            place,
            name,
            self.groups.iter().map(|group| group.name.as_str()),
        )?;
        Some(place as RuleNo)
    }
}
