//! A place in words: its arithmetic, and why it is to be called.

use super::OpenLead;
use super::{Callback, Place};
use crate::domain::Time;
use crate::domain::policy::Policy;
use crate::domain::score::{Model, Reason, Side};
use crate::domain::text::money;
use crate::domain::when::ago;

/// How many reasons stand under a name: what fits beside the list at 80 columns.
const REASONS: usize = 3;

/// The arithmetic of a place, every input with the result:
/// `30 000 € x 42 % x 0.99 left, halves in 3 d = 120 €/h x 20 % reach / 4.8 min x clock 1.7 = 8.5`. Factors that show as 1 are left out.
#[must_use]
pub fn arithmetic(place: &Place, currency: &str) -> String {
    let [all, ..] = forms(place, currency);
    all
}

/// The same in the most words of which `fits` holds, at worst from the cost of delay on, which is never cut further.
#[must_use]
pub fn arithmetic_in(place: &Place, currency: &str, fits: impl Fn(&str) -> bool) -> String {
    let [all, brief, least] = forms(place, currency);
    [all, brief].into_iter().find(|form| fits(form)).unwrap_or(least)
}

/// All of it; from the expected value on; from the cost of delay on.
fn forms(place: &Place, currency: &str) -> [String; 3] {
    let worth = &place.worth;
    let days = short(worth.half_life_h / 24.0);
    let left = match short(worth.left()) {
        whole if whole == "1" => String::new(),
        left => format!(" x {left} left"),
    };
    let cost = format!("{}{}/h", short(worth.cost_of_delay()), spaced(currency));
    let call = (short(worth.reach * 100.0), short(worth.call_minutes));
    let (weights, result) = (weights(place), short(place.rank_value));
    let least = format!("{cost} x {} % / {} min{weights} = {result}", call.0, call.1);
    [
        format!(
            "{} x {} %{left}, halves in {days} d = {cost} x {} % reach / {} min{weights} = {result}",
            money(worth.deal_size, currency),
            short(worth.probability * 100.0),
            call.0,
            call.1
        ),
        format!(
            "{}{left}, ½ in {days} d: {least}",
            money(worth.expected_value(), currency)
        ),
        least,
    ]
}

fn weights(place: &Place) -> String {
    let factors = &place.factors;
    let callback = match factors.callback {
        Callback::Ahead(_) => "callback later",
        Callback::Due(_) | Callback::None => "callback due",
        Callback::Late(_) => "callback missed",
    };
    let mut weights = String::new();
    for (name, factor) in [
        ("clock", factors.clock),
        ("just tried", factors.cool_off),
        (callback, factors.callback.factor()),
        ("colleague", factors.colleague),
    ] {
        let shown = short(factor);
        if shown != "1" {
            weights.extend([" x ", name, " ", &shown]);
        }
    }
    weights
}

fn spaced(currency: &str) -> String {
    if currency.is_empty() {
        String::new()
    } else {
        format!(" {currency}")
    }
}

/// A number in as few digits as say it: `1 250`, `42`, `3.4`, `0.05`.
fn short(number: f64) -> String {
    let digits = match number.abs() {
        0.0..0.095 => format!("{number:.4}"),
        0.0..1.0 => format!("{number:.2}"),
        1.0..100.0 => format!("{number:.1}"),
        _ => return money(number, ""),
    };
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Why to call, in one line: a promised callback or a call just tried first, then what the contact did and how recently,
/// then what fits: `read pricing 9:12 · budget yes · company fits`.
///
/// Reads the reasons of the score as of `now`, so it is for the rows that are on the screen, not for the ranking.
#[must_use]
pub fn why(lead: &OpenLead, place: &Place, policy: &Policy, now: Time) -> String {
    let mut parts: Vec<String> = state_of_work(lead, place, policy, now).into_iter().collect();
    let mut reasons = policy.model.explain(&lead.score, now);
    if reasons.is_empty() {
        reasons.clone_from(&lead.handoff.frozen.reasons);
    }
    parts.extend(
        top(&reasons, &policy.model)
            .into_iter()
            .take(REASONS - parts.len())
            .map(|reason| said(reason, policy, now)),
    );
    parts.join(" · ")
}

fn state_of_work(lead: &OpenLead, place: &Place, policy: &Policy, now: Time) -> Option<String> {
    if let Some(at) = place.factors.callback.at() {
        return Some(format!("callback promised for {}", moment(at, policy, now)));
    }
    let tried = lead
        .lead
        .work
        .last_attempt_at
        .filter(|_| place.factors.cool_off < 1.0)?;
    Some(format!("tried {}", ago(tried, now, policy.clocks.zone)).replace("tried now", "tried just now"))
}

/// What the contact did before what it is, the weightier first; two things done at most, so that one thing it is gets said.
/// A risen level of activity is among them whatever else was done: it has few points and tells when to call.
fn top<'r>(reasons: &'r [Reason], model: &Model) -> Vec<&'r Reason> {
    let side = |side: Side| {
        let mut chosen: Vec<&Reason> = reasons
            .iter()
            .filter(|reason| reason.side == side && reason.points > 0 && !is_general(reason))
            .collect();
        chosen.sort_by_key(|reason| -reason.points);
        chosen
    };
    let (mut done, mut fits) = (side(Side::Engagement), side(Side::Fit));
    let first = if fits.is_empty() { REASONS } else { REASONS - 1 };
    if let Some(surge) = done.iter().position(|reason| model.tells_of_surge(&reason.rule))
        && surge >= first
    {
        let surge = done.remove(surge);
        done.insert(first - 1, surge);
    }
    let mut top: Vec<&Reason> = done.into_iter().take(first).collect();
    top.append(&mut fits);
    top
}

/// Whether a reason tells nothing of the contact itself: a limit, or what everybody has.
fn is_general(reason: &Reason) -> bool {
    matches!(reason.rule.as_str(), "cap" | "floor" | "base")
}

fn said(reason: &Reason, policy: &Policy, now: Time) -> String {
    match reason.at {
        Some(at) => format!("{} {}", reason.label, recency(at, policy, now)),
        None => reason.label.clone(),
    }
}

/// Today by the clock, else how long ago.
fn recency(at: Time, policy: &Policy, now: Time) -> String {
    let zone = policy.clocks.zone;
    let (wall, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    if wall.date_naive() == today {
        wall.format("%-H:%M").to_string()
    } else {
        ago(at, now, zone)
    }
}

fn moment(at: Time, policy: &Policy, now: Time) -> String {
    let zone = policy.clocks.zone;
    let (wall, today) = (at.with_timezone(&zone), now.with_timezone(&zone).date_naive());
    let format = match (wall.date_naive() - today).num_days() {
        0 => "%-H:%M",
        -6..=6 => "%a %-H:%M",
        _ => "%-d %b %-H:%M",
    };
    wall.format(format).to_string()
}
