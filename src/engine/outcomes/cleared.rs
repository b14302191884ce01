//! The model in force without its rules over some columns, for a fair comparison.

use super::sampling::sample;
use super::{Asked, Collected};
use crate::domain::learn::fit::Cleared;
use crate::domain::learn::progress::Telling;
use crate::domain::learn::sample::Deed;
use crate::domain::policy::Policy;
use crate::domain::score::{Attribute, BehaviourRule};
use crate::domain::text::fold;

/// What may not be looked at, by name.
#[derive(Debug, Clone, Default)]
pub struct Closed<'a> {
    /// Columns.
    pub columns: Vec<&'a str>,
    /// Kinds of behaviour, or single deeds.
    pub behaviour: Vec<String>,
}

/// How `policy` would have scored the samples without its rules over what is closed, compared folded; nothing when it has none.
#[must_use]
pub fn cleared(
    collected: &Collected,
    policy: &Policy,
    asked: &Asked,
    closed: &Closed<'_>,
    telling: Telling<'_>,
) -> Option<Cleared> {
    let mut policy = policy.clone();
    let mut cleared = Cleared {
        rules: Vec::new(),
        columns: Vec::new(),
        totals: Vec::new(),
    };
    for rule in &mut policy.model.explicit {
        let looks_at = match &rule.attribute {
            Attribute::Field(field) => field.name(),
            Attribute::Custom(name) => name,
            Attribute::Bant(question) => question.name(),
            Attribute::Deciders => continue,
        };
        let Some(column) = closed
            .columns
            .iter()
            .find(|column| fold(column) == fold(looks_at))
        else {
            continue;
        };
        if !cleared.columns.iter().any(|known| known == column) {
            cleared.columns.push((*column).to_owned());
        }
        cleared.rules.push(rule.name.clone());
        // It stays in its place, because others are known by theirs.
        rule.points = 0.0;
    }
    for rule in &mut policy.model.behaviour {
        close(rule, &closed.behaviour, &mut cleared);
    }
    if cleared.rules.is_empty() {
        return None;
    }
    let again = sample(&collected.histories, &policy, asked, telling);
    cleared.totals = again.samples.rows.iter().map(|row| row.present.total).collect();
    Some(cleared)
}

/// Takes out of a rule the kinds that are closed; a rule that counts nothing but a closed part of a kind gives no points.
fn close(rule: &mut BehaviourRule, closed: &[String], cleared: &mut Cleared) {
    let deed = |kind: &str, detail: Option<String>| Deed {
        kind: fold(kind),
        detail,
    };
    let name = |deed: &Deed| closed.iter().find(|name| deed.is_meant_by(name));
    let mut taken: Vec<String> = Vec::new();
    let mut take = |deed: &Deed| name(deed).map(|name| taken.push(name.clone())).is_some();
    rule.kinds.retain(|kind| !take(&deed(kind, None)));
    if let ([kind], [detail]) = (rule.kinds.as_slice(), rule.detail.as_slice())
        && take(&deed(kind, Some(String::from(detail.clone()))))
    {
        rule.points = 0.0;
    }
    if !taken.is_empty() {
        cleared.rules.push(rule.name.clone());
        taken.retain(|name| !cleared.columns.contains(name));
        cleared.columns.extend(taken);
    }
}
