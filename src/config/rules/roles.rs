//! `[committee]`: by which words a title tells who decides about a purchase.

use std::collections::BTreeMap;

use crate::config::document::{Document, Section};
use crate::config::settings::SCORING;
use crate::domain::committee::{Role, RoleWords};
use crate::domain::text::fold;

/// The key of the words that take a role back.
const UNLESS: &str = "unless";

/// Lists of the section by their keys: the names of the roles, and [`UNLESS`].
type Lists = BTreeMap<&'static str, Vec<String>>;

/// The words of the section; of a list that it leaves out, those of the built-in file.
pub(in crate::config) fn role_words(root: &Section<'_>) -> RoleWords {
    let written = written(root);
    if written.len() == keys().len() {
        return words(written);
    }
    let mut all = built_in();
    all.extend(written);
    words(all)
}

fn keys() -> [&'static str; 4] {
    let [buyer, expert, user] = Role::ALL.map(Role::name);
    [buyer, expert, user, UNLESS]
}

fn words(mut lists: Lists) -> RoleWords {
    let mut of = |key| lists.remove(key).unwrap_or_default();
    RoleWords {
        buyer: of(Role::Buyer.name()),
        expert: of(Role::Expert.name()),
        user: of(Role::User.name()),
        unless: of(UNLESS),
    }
}

/// What the section says in each list. No words at all are allowed: then no title speaks of that role, or none is taken back.
fn written(root: &Section<'_>) -> Lists {
    let mut lists = Lists::new();
    let Some(section) = root.section("committee") else {
        return lists;
    };
    section.only(&keys());
    for key in keys() {
        let Some(entry) = section.get(key) else {
            continue;
        };
        let Some(texts) = entry.texts("Write words of titles: [\"owner\", \"inkopschef\"].") else {
            continue;
        };
        let texts: Vec<String> = texts.into_iter().map(|text| fold(text.trim())).collect();
        for text in &texts {
            if let Some((other, _)) = lists.iter().find(|(_, words)| words.contains(text)) {
                let what = format!("has `{text}`, which is a word of {other} too");
                entry.problem(&what, "Keep it in one of the two.");
            }
        }
        lists.insert(key, texts);
    }
    lists
}

fn built_in() -> Lists {
    let document = Document::new("scoring.toml", SCORING);
    let Some(root) = document.parse() else {
        return Lists::new();
    };
    written(&Section::root(&document, &root))
}
