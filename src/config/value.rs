//! `[value]`: what a deal is worth and how probable it is.

use super::document::Section;
use super::entry::Entry;
use crate::domain::policy::Value;

pub(super) fn apply(value: &mut Value, section: &Section<'_>) {
    section.only(&["currency", "default_deal_size", "by_company_size", "probability"]);
    let remedy = "Write a sign or a code, for example \"€\" or \"SEK\".";
    if let Some(currency) = section.get("currency").and_then(|entry| entry.text(remedy)) {
        currency.clone_into(&mut value.currency);
    }
    let size = section
        .get("default_deal_size")
        .and_then(|entry| entry.number(0.0..=1e12, MONEY));
    value.default_deal_size = size.unwrap_or(value.default_deal_size);
    if let Some(steps) = section.get("by_company_size").and_then(|entry| steps(&entry)) {
        value.by_company_size = steps;
    }
    if let Some(section) = section.section("probability") {
        probability(&mut value.probability, &section);
    }
}

const MONEY: &str = "Write a sum in the currency of the settings, without its sign.";

/// Deal sizes by company size, ascending.
fn steps(entry: &Entry<'_>) -> Option<Vec<(u32, f64)>> {
    let remedy = "Write steps such as { employees = 50, deal_size = 15_000 }, smallest company first.";
    let items = entry.items(remedy);
    let steps: Option<Vec<(u32, f64)>> = items.iter().map(|item| step(item, remedy)).collect();
    let steps = steps?;
    let out_of_order = steps.windows(2).position(|pair| pair[0].0 >= pair[1].0);
    if let Some(item) = out_of_order.and_then(|index| items.get(index + 1)) {
        item.problem("must be of a larger company than the step before", remedy);
        return None;
    }
    Some(steps)
}

fn step(item: &Entry<'_>, remedy: &str) -> Option<(u32, f64)> {
    let section = item.section()?;
    section.only(&["employees", "deal_size"]);
    let employees = section.require("employees", remedy);
    let deal_size = section.require("deal_size", remedy);
    let employees = employees.and_then(|entry| entry.whole(0..=u32::MAX, "Write a number of employees."));
    let deal_size = deal_size.and_then(|entry| entry.number(0.0..=1e12, MONEY));
    Some((employees?, deal_size?))
}

fn probability(probability: &mut [f64; 4], section: &Section<'_>) {
    let keys = ["a", "b", "c", "d"];
    section.only(&keys);
    let remedy = "Write a share from 0 to 1: 0.42 means that 42 of 100 buy.";
    for (share, key) in probability.iter_mut().zip(keys) {
        let written = section.get(key).and_then(|entry| entry.number(0.0..=1.0, remedy));
        *share = written.unwrap_or(*share);
    }
    if probability.windows(2).any(|pair| pair[0] < pair[1]) {
        let what = "a better class must not be less probable than a worse one";
        section.problem(what, "Write them descending from a to d.");
    }
}
