//! Which columns were filled in only after the first call, of the contacts that were called.
//!
//! The data that we learnt first of a contact count from its beginning, so that nothing of them can be found late. Where we
//! learnt them only after the first call (an export of the past), they cannot tell when a column was filled in: such a contact
//! tests nothing, but for what was found empty then and filled in since.

use std::collections::{BTreeMap, HashSet};

use super::history::{Histories, History};
use crate::domain::Time;
use crate::domain::bant::{Answer, Question};
use crate::domain::contact::ContactPatch;
use crate::domain::learn::sample::{Column, Filled};

/// Contacts that were called, those of them called before their first data were recorded, and when columns were filled in.
pub(super) fn filled(histories: &Histories) -> (u32, u32, BTreeMap<Column, Filled>) {
    let called = || {
        let all = histories.contacts.values();
        all.filter_map(|history| Some((history, history.first_call?)))
    };
    let asked_for = asked_for(called().filter(|(history, call)| is_late(history, *call)));
    let (mut count, mut before) = (0, 0);
    let mut filled: BTreeMap<Column, Filled> = BTreeMap::new();
    for (history, call) in called() {
        let is_late = is_late(history, call);
        count += 1;
        before += u32::from(is_late);
        for (column, after) in first_known(history, call, &asked_for) {
            let filled = filled.entry(column).or_default();
            let (known, after_call) = if is_late {
                (&mut filled.late_known, &mut filled.late_after_call)
            } else {
                (&mut filled.known, &mut filled.after_call)
            };
            *known += 1;
            *after_call += u32::from(after);
        }
    }
    (count, before, filled)
}

/// Whether its first data were recorded only after its first call.
fn is_late(history: &History, call: Time) -> bool {
    let first = history.patches.first();
    first.is_none_or(|first| first.recorded_at > call)
}

/// Which columns the imports had that brought first data, each by its instant: what a contact did not have there was empty
/// then, while of a column that only a later file has nobody knows since when it was filled in.
fn asked_for<'a>(late: impl Iterator<Item = (&'a History, Time)>) -> HashSet<(Time, Column)> {
    late.filter_map(|(history, _)| history.patches.first())
        .flat_map(|first| columns(&first.patch).map(|column| (first.recorded_at, column)))
        .collect()
}

/// Each column that became known of a contact, and whether that was for certain only after its first call.
fn first_known(history: &History, call: Time, asked_for: &HashSet<(Time, Column)>) -> BTreeMap<Column, bool> {
    let mut known: BTreeMap<Column, bool> = BTreeMap::new();
    let is_late = is_late(history, call);
    let first_recorded = history.patches.first().map(|first| first.recorded_at);
    for (i, said) in history.patches.iter().enumerate() {
        for column in columns(&said.patch) {
            let tells = !is_late
                || said.is_dated
                || first_recorded.is_some_and(|first| asked_for.contains(&(first, column.clone())));
            let after = i > 0 && said.at > call && tells;
            known.entry(column).or_insert(after);
        }
    }
    for (when, bant) in &history.answers {
        for question in Question::ALL {
            if bant.get(question) != Answer::Unknown {
                known.entry(Column::Answer(question)).or_insert(*when > call);
            }
        }
    }
    known
}

fn columns(patch: &ContactPatch) -> impl Iterator<Item = Column> + '_ {
    let fields = patch.fields.keys().map(|field| Column::Field(*field));
    fields.chain(patch.custom.keys().cloned().map(Column::Custom))
}
