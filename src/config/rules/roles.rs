//! `[committee]`: by which words a title tells who decides about a purchase.

use std::collections::BTreeMap;

use crate::config::document::{Document, Section};
use crate::config::settings::SCORING;
use crate::domain::committee::{Role, RoleWords};
use crate::domain::text::fold;

/// The words of the section; of a role that it leaves out, those of the built-in file.
pub(in crate::config) fn role_words(root: &Section<'_>) -> RoleWords {
    let written = written(root);
    if written.len() == Role::ALL.len() {
        return words(written);
    }
    let mut all = built_in();
    all.extend(written);
    words(all)
}

fn words(mut lists: BTreeMap<Role, Vec<String>>) -> RoleWords {
    let mut of = |role| lists.remove(&role).unwrap_or_default();
    RoleWords {
        buyer: of(Role::Buyer),
        expert: of(Role::Expert),
        user: of(Role::User),
    }
}

/// What the section says of each role. No words at all are allowed: then no title speaks of that role.
fn written(root: &Section<'_>) -> BTreeMap<Role, Vec<String>> {
    let mut lists: BTreeMap<Role, Vec<String>> = BTreeMap::new();
    let Some(section) = root.section("committee") else {
        return lists;
    };
    section.only(&Role::ALL.map(Role::name));
    for role in Role::ALL {
        let Some(entry) = section.get(role.name()) else {
            continue;
        };
        let Some(texts) = entry.texts("Write words of titles: [\"owner\", \"inkopschef\"].") else {
            continue;
        };
        let texts: Vec<String> = texts.into_iter().map(|text| fold(text.trim())).collect();
        for text in &texts {
            if let Some((other, _)) = lists.iter().find(|(_, words)| words.contains(text)) {
                let what = format!("has `{text}`, which is a word of {} too", other.name());
                entry.problem(&what, "Keep it in one of the two.");
            }
        }
        lists.insert(role, texts);
    }
    lists
}

fn built_in() -> BTreeMap<Role, Vec<String>> {
    let document = Document::new("scoring.toml", SCORING);
    let Some(root) = document.parse() else {
        return BTreeMap::new();
    };
    written(&Section::root(&document, &root))
}
