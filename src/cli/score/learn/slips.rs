//! Slips of the hand: what names nothing, or nobody.

use std::collections::BTreeSet;

use super::LearnArgs;
use crate::cli::failure::Failure;
use crate::config::meant;
use crate::domain::bant::Question;
use crate::domain::contact::Field;
use crate::domain::text::{fold, inline};
use crate::engine::outcomes::{Asked, Collected, Moment, Wanted};
use crate::intake::header_field;

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
        return Err(Failure::Usage(value_of_nobody(name, asked, collected)));
    }
    if let Some(name) = &asked.order_by
        && rows.iter().all(|sample| sample.order <= f64::MIN)
    {
        return Err(Failure::Usage(format!(
            "--order-by: no contact has a number in a column `{}`; {}",
            inline(name),
            meant_by(name, &collected.columns())
        )));
    }
    Ok(())
}

/// Nobody who was looked at has the value: because nobody has it at all, or because those who have it were not looked at.
fn value_of_nobody(name: &str, asked: &Asked, collected: &Collected) -> String {
    let having = match collected.having(&asked.wanted) {
        0 => {
            return format!(
                "--outcome-field: no contact has this value in a column `{}`; {}",
                inline(name),
                meant_by(name, &collected.columns())
            );
        }
        1 => "1 contact has".to_owned(),
        count => format!("{count} contacts have"),
    };
    let looked_at = collected.samples.rows.len();
    let creation = "--snapshot creation looks at everybody when they became known";
    let then = if asked.since.is_some() || asked.until.is_some() {
        " in the time asked for"
    } else {
        ""
    };
    let why = match collected.moment {
        Moment::FirstHandoff if looked_at == 0 => {
            format!("nobody is looked at, because nobody was handed to sales in this log; {creation}")
        }
        Moment::FirstHandoff => format!("none of them was handed to sales{then}; {creation}"),
        Moment::Every(days) => format!(
            "none of them is looked at{then}: {days} days after they became known they were won or lost, or the newest act in \
             the log had passed; {creation}"
        ),
        Moment::Creation => {
            "none of them became known in the time asked for (--since, --until, --at)".to_owned()
        }
    };
    format!(
        "--outcome-field: {having} this value in the column `{}`, but {why}",
        inline(name)
    )
}

/// Which column is likely to be meant by a name that no column has. People name a column as their file does, and what is
/// known as a standard field was imported under that field's name.
fn meant_by(name: &str, columns: &BTreeSet<&str>) -> String {
    let imported = header_field(name).map(Field::name);
    if let Some(field) = imported.filter(|field| columns.contains(field) && fold(field) != fold(name)) {
        return format!("it was imported as `{field}`: name it so");
    }
    let known = columns.iter().copied().chain(Question::ALL.map(Question::name));
    let near = known
        .filter(|known| fold(known) != fold(name))
        .find(|known| meant(&fold(name), [fold(known).as_str()]).is_some());
    near.map_or_else(
        || "name the column as it was imported (`ignore` in a column map leaves it out)".to_owned(),
        |near| format!("did you mean `{}`?", inline(near)),
    )
}

/// Nothing is left out by a name that no column and no behaviour has.
fn without_known_columns(asked: &Asked, collected: &Collected) -> Result<(), Failure> {
    if asked.without.is_empty() {
        return Ok(());
    }
    let mut columns = collected.columns();
    let behaviour = collected.behaviour();
    columns.extend(behaviour.iter().map(String::as_str));
    let questions = Question::ALL.map(Question::name);
    for name in &asked.without {
        let is = |other: &str| fold(other) == fold(name);
        let mut known = columns.iter().copied().chain(questions);
        if Field::from_name(name).is_some() || known.any(is) {
            continue;
        }
        return Err(Failure::Usage(format!(
            "--without: nobody has a column or a behaviour to learn from that is called `{}`; {}",
            inline(name),
            meant_by(name, &columns)
        )));
    }
    Ok(())
}
