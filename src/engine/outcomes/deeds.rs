//! Which behaviour is counted: every kind of activity, and of each kind what its details often have in them.

use std::collections::BTreeMap;

use super::history::{Histories, meaning};
use crate::domain::learn::sample::Deed;
use crate::domain::text::fold;

/// Kinds of which nothing is learnt: what we did ourselves, what machines do (they open mails), and what can only speak
/// against a contact, which is not for behaviour to say.
const SILENT: [&str; 6] = [
    "email_sent",
    "email_open",
    "note",
    "unsubscribed",
    "email_bounced",
    "score_class",
];
/// The most texts of the details of one kind.
const MOST_DETAILS: usize = 8;
/// The least share of a kind's events that a text must stand in, and the most: what stands in all of them says nothing new.
const OFTEN: std::ops::RangeInclusive<f64> = 0.02..=0.95;
/// A shorter text would have to be a word of its own to be found by a rule.
const LEAST_CHARS: usize = 4;

/// What is counted, and for each event that occurred, as what it counts.
pub(super) struct Counting {
    pub deeds: Vec<Deed>,
    pub of_event: Vec<Vec<u32>>,
}

impl Counting {
    /// Without what is named: kinds, or single deeds by their names.
    pub fn new(histories: &Histories, without: &[String]) -> Self {
        let folded: Vec<(String, String)> = histories
            .events
            .iter()
            .map(|event| (fold(&event.kind), fold(&event.detail)))
            .collect();
        let mut kinds: BTreeMap<&str, (u64, BTreeMap<&str, u64>)> = BTreeMap::new();
        for ((kind, detail), count) in folded.iter().zip(&histories.counts) {
            if SILENT.contains(&kind.as_str()) || meaning(kind).is_some() {
                continue;
            }
            let (all, texts) = kinds.entry(kind).or_default();
            *all += count;
            if let Some(text) = text(detail) {
                *texts.entry(text).or_default() += count;
            }
        }
        let deeds: Vec<Deed> = kinds
            .into_iter()
            .flat_map(|(kind, (all, texts))| of_kind(kind, all, texts))
            .filter(|deed| !without.iter().any(|name| deed.is_meant_by(name)))
            .collect();
        let of_event = folded
            .iter()
            .map(|(kind, detail)| counts_as(&deeds, kind, detail))
            .collect();
        Self { deeds, of_event }
    }
}

fn of_kind(kind: &str, all: u64, texts: BTreeMap<&str, u64>) -> Vec<Deed> {
    let mut often: Vec<(&str, u64)> = texts
        .into_iter()
        .filter(|(_, count)| OFTEN.contains(&(*count as f64 / all as f64)))
        .collect();
    often.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let details = often
        .into_iter()
        .take(MOST_DETAILS)
        .map(|(text, _)| text.to_owned());
    std::iter::once(None)
        .chain(details.map(Some))
        .map(|detail| Deed {
            kind: kind.to_owned(),
            detail,
        })
        .collect()
}

/// What of a detail is worth a rule: of a page the first part of its path, else the whole when it is short.
fn text(detail: &str) -> Option<&str> {
    let path = detail
        .split_once("://")
        .map_or(detail, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let text = if let Some(rest) = path.strip_prefix('/') {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        &path[..=end]
    } else {
        path
    };
    // A star would be read as a pattern.
    let is_plain = (LEAST_CHARS..=40).contains(&text.chars().count()) && !text.contains('*');
    is_plain.then_some(text)
}

fn counts_as(deeds: &[Deed], kind: &str, detail: &str) -> Vec<u32> {
    let counts =
        |deed: &Deed| deed.kind == kind && deed.detail.as_ref().is_none_or(|text| detail.contains(text));
    let places = deeds.iter().enumerate().filter(|(_, deed)| counts(deed));
    places.map(|(place, _)| place as u32).collect()
}
