//! Slips of the hand: what names nothing, or nobody.

use super::LearnArgs;
use crate::cli::failure::Failure;
use crate::config::meant;
use crate::domain::bant::Question;
use crate::domain::contact::Field;
use crate::domain::text::{fold, inline};
use crate::engine::outcomes::{Asked, Collected, Wanted};

/// A column that nobody has is a slip of the hand, not a lack of outcomes.
pub fn none(args: &LearnArgs, asked: &Asked, collected: &Collected) -> Result<(), Failure> {
    without_known_columns(asked, collected)?;
    let rows = &collected.samples.rows;
    if rows.is_empty()
        && let Some(flags) = args.time_flags(asked)
        && collected.over_before == 0
        && collected.not_over == 0
    {
        return Err(Failure::Usage(format!(
            "{flags}: nobody was to be looked at in that time; name another one"
        )));
    }
    if let Wanted::Field { name, .. } = &asked.wanted
        && !rows.iter().any(|sample| sample.outcome)
    {
        return Err(Failure::Usage(format!(
            "--outcome-field: no contact has this value in a column `{}`; name the column as it was imported \
             (`ignore` in a column map leaves it out)",
            inline(name)
        )));
    }
    if let Some(name) = &asked.order_by
        && rows.iter().all(|sample| sample.order <= f64::MIN)
    {
        return Err(Failure::Usage(format!(
            "--order-by: no contact has a number in a column `{}`; name the column as it was imported",
            inline(name)
        )));
    }
    Ok(())
}

/// Nothing is left out by a name that no column has.
fn without_known_columns(asked: &Asked, collected: &Collected) -> Result<(), Failure> {
    if asked.without.is_empty() {
        return Ok(());
    }
    let columns = collected.columns();
    let questions = Question::ALL.map(Question::name);
    for name in &asked.without {
        let is = |other: &str| fold(other) == fold(name);
        let known = columns.iter().copied().chain(questions);
        if Field::from_name(name).is_some() || known.clone().any(is) {
            continue;
        }
        let near = known
            .clone()
            .find(|known| meant(&fold(name), [fold(known).as_str()]).is_some());
        let near = near.map_or_else(
            || "name the column as it was imported".to_owned(),
            |near| format!("did you mean `{}`?", inline(near)),
        );
        return Err(Failure::Usage(format!(
            "--without: nobody has a column `{}`; {near}",
            inline(name)
        )));
    }
    Ok(())
}
