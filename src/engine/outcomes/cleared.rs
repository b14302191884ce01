//! The model in force without its rules over some columns, for a fair comparison.

use super::sampling::sample;
use super::{Asked, Collected};
use crate::domain::learn::fit::Cleared;
use crate::domain::learn::progress::Telling;
use crate::domain::policy::Policy;
use crate::domain::score::Attribute;
use crate::domain::text::fold;

/// How `policy` would have scored the samples without its rules over `columns`, compared folded; nothing when it has none.
#[must_use]
pub fn cleared(
    collected: &Collected,
    policy: &Policy,
    asked: &Asked,
    columns: &[&str],
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
        let Some(column) = columns.iter().find(|column| fold(column) == fold(looks_at)) else {
            continue;
        };
        if !cleared.columns.iter().any(|known| known == column) {
            cleared.columns.push((*column).to_owned());
        }
        cleared.rules.push(rule.name.clone());
        // It stays in its place, because others are known by theirs.
        rule.points = 0.0;
    }
    if cleared.rules.is_empty() {
        return None;
    }
    let again = sample(&collected.histories, &policy, asked, telling);
    cleared.totals = again.samples.rows.iter().map(|row| row.present.total).collect();
    Some(cleared)
}
