//! A place in words: its arithmetic, and why it is to be called.

use super::{Callback, Place};
use crate::domain::Time;
use crate::domain::lead::Urgency;
use crate::domain::policy::Policy;
use crate::domain::query::OpenLead;
use crate::domain::score::{Reason, Side};
use crate::domain::text::money;
use crate::domain::when::ago;

/// How many reasons stand under a name: what fits beside the list at 80 columns.
const REASONS: usize = 3;

/// The arithmetic of a place: `30 000 € x 42 % = 12 600 € x 3.4 urgency (urgent x clock 1.7)`. Factors of 1 are left out.
#[must_use]
pub fn arithmetic(place: &Place, currency: &str) -> String {
    let factors = &place.factors;
    let mut parts = vec![
        match factors.urgency {
            Urgency::Urgent => "urgent",
            Urgency::Normal => "normal",
        }
        .to_owned(),
    ];
    let callback = match factors.callback {
        Callback::Ahead(_) => "callback later",
        Callback::Due(_) | Callback::None => "callback due",
    };
    for (name, factor) in [
        ("clock", factors.clock),
        ("just tried", factors.cool_off),
        (callback, factors.callback.factor()),
    ] {
        if (factor - 1.0).abs() >= 0.05 {
            parts.push(format!("{name} {}", short(factor)));
        }
    }
    format!(
        "{} x {} % = {} x {} urgency ({})",
        money(place.deal_size, currency),
        short(place.probability * 100.0),
        money(place.expected_value, currency),
        short(place.urgency),
        parts.join(" x ")
    )
}

/// A factor in as few digits as say it: `3.4`, `2`, `0.05`.
fn short(factor: f64) -> String {
    let digits = if factor.abs() < 1.0 {
        format!("{factor:.2}")
    } else {
        format!("{factor:.1}")
    };
    match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => digits,
    }
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
        top(&reasons)
            .into_iter()
            .take(REASONS - parts.len())
            .map(|reason| said(reason, policy, now)),
    );
    parts.join(" · ")
}

fn state_of_work(lead: &OpenLead, place: &Place, policy: &Policy, now: Time) -> Option<String> {
    match place.factors.callback {
        Callback::Ahead(at) | Callback::Due(at) => {
            Some(format!("callback promised for {}", moment(at, policy, now)))
        }
        Callback::None if place.factors.cool_off < 1.0 => {
            let tried = lead.lead.work.last_attempt_at?;
            Some(format!("tried {}", ago(tried, now)).replace("tried now", "tried just now"))
        }
        Callback::None => None,
    }
}

/// What the contact did before what it is, the weightier first; two things done at most, so that one thing it is gets said.
fn top(reasons: &[Reason]) -> Vec<&Reason> {
    let side = |side: Side| {
        let mut chosen: Vec<&Reason> = reasons
            .iter()
            .filter(|reason| reason.side == side && reason.points > 0 && !is_limit(reason))
            .collect();
        chosen.sort_by_key(|reason| -reason.points);
        chosen
    };
    let (done, mut fits) = (side(Side::Engagement), side(Side::Fit));
    let first = if fits.is_empty() { REASONS } else { REASONS - 1 };
    let mut top: Vec<&Reason> = done.into_iter().take(first).collect();
    top.append(&mut fits);
    top
}

fn is_limit(reason: &Reason) -> bool {
    matches!(reason.rule.as_str(), "cap" | "floor")
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
        ago(at, now)
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
