//! What is to be done where there are too few outcomes: it depends on why.

use super::about::never_with_sales;
use crate::domain::learn::LearnError;
use crate::domain::learn::fit::{LEAST_TEST, LEAST_TRAIN, Purpose};
use crate::domain::text::inline;
use crate::engine::outcomes::{Asked, Collected, Moment, Wanted};

/// The refusal, with what led to it and what helps.
pub fn refused(error: &LearnError, asked: &Asked, collected: &Collected) -> String {
    let LearnError::TooFew {
        train_hits,
        train_misses,
        test_hits,
        test_misses,
        purpose,
    } = error
    else {
        return match error {
            LearnError::NothingKnown { .. } if !asked.without.is_empty() => {
                format!(
                    "{error}. Left out by --without: {}",
                    inline(asked.without.join(", "))
                )
            }
            LearnError::NothingKnown { .. } | LearnError::TooFew { .. } | LearnError::NoEnd => {
                error.to_string()
            }
        };
    };
    let (with, without) = (train_hits + test_hits, train_misses + test_misses);
    let mut said = vec![
        avoided(
            asked,
            *purpose,
            (*train_misses, *train_hits),
            (*test_misses, *test_hits),
        )
        .unwrap_or_else(|| format!("{error}.")),
    ];
    said.extend(over_before(collected));
    said.extend(not_over(collected));
    said.extend(never_with_sales(collected).map(|who| {
        format!("{who}, are left out: import what sales did with them (kapula import activities: accept, return, call).")
    }));
    said.push(advice(with, without, asked, collected));
    said.join(" ")
}

/// Too few of what is to be avoided: its card gives points for what does not come to it, so that "with the outcome" would be
/// the others. Each pair is those who came to it, and the others.
fn avoided(asked: &Asked, purpose: Purpose, older: (usize, usize), newer: (usize, usize)) -> Option<String> {
    let (came, avoids) = match asked.wanted {
        Wanted::Lost => ("lost", "does not get lost"),
        Wanted::Returned => ("returned to marketing", "is not returned"),
        Wanted::Won | Wanted::Accepted | Wanted::Field { .. } => return None,
    };
    let all = match older.0 + newer.0 {
        0 => format!("nobody was {came}"),
        count => format!("{count} of {} samples were {came}", count + older.1 + newer.1),
    };
    let to = match purpose {
        Purpose::Learning => "learn from",
        Purpose::Judging => "judge by",
    };
    Some(format!(
        "too few outcomes to {to}: {all}. Points are for who {avoids}, and that takes both: at least {LEAST_TRAIN} that were \
         {came} and {LEAST_TRAIN} that were not among the older 70 % of the samples (there are {} and {}), and {LEAST_TEST} of \
         each among the newer ones (there are {} and {}).",
        older.0, older.1, newer.0, newer.1
    ))
}

fn over_before(collected: &Collected) -> Option<String> {
    let count = collected.over_before;
    let who = match count {
        0 => return None,
        1 => "1 contact".to_owned(),
        count => format!("{count} contacts"),
    };
    Some(match collected.moment {
        Moment::FirstHandoff => format!(
            "{who} had come to the outcome before the first handoff: --snapshot creation looks at everybody when they became \
             known."
        ),
        Moment::Creation | Moment::Every(_) => format!(
            "{who} had come to the outcome by the first that is known of them (of a contact without a date of its own that is \
             its first activity, or else the import), so that nothing was left to foresee: map the column that says when they \
             became known to created_at, and import the contacts again (kapula import contacts FILE --map MAP)."
        ),
    })
}

fn not_over(collected: &Collected) -> Option<String> {
    let until = collected.known_until?;
    (collected.not_over > 0).then(|| {
        format!(
            "{} samples are left out because their time was not up on {}, when the newest act was seen: a shorter --within, or \
             newer activities, let them count.",
            collected.not_over,
            until.format("%Y-%m-%d")
        )
    })
}

/// What lets more samples have the rarer of the two, or more samples be.
fn advice(with: usize, without: usize, asked: &Asked, collected: &Collected) -> String {
    let mut ways = vec!["wait for more"];
    if asked.since.is_some() || asked.until.is_some() {
        ways.push("look at a longer time (--since, --until, --at)");
    }
    if collected.moment == Moment::FirstHandoff && collected.over_before == 0 {
        ways.push("look at everybody (--snapshot creation)");
    }
    let (came, others) = if asked.wanted.is_to_be_avoided() {
        (without, with)
    } else {
        (with, without)
    };
    if came < others && asked.within.is_some() {
        ways.push("widen --within");
    }
    ways.push(match asked.wanted {
        Wanted::Field { .. } => "name other values (--outcome-field)",
        Wanted::Won | Wanted::Lost | Wanted::Returned | Wanted::Accepted => "choose another --outcome",
    });
    let (last, first) = ways
        .split_last()
        .map_or(("", [].as_slice()), |(last, first)| (*last, first));
    let else_ = if collected.over_before + collected.not_over + collected.never_with_sales > 0 {
        "Else "
    } else {
        ""
    };
    let mut sentence = format!("{else_}{}, or {last}", first.join(", "));
    if else_.is_empty()
        && let Some(first) = sentence.get_mut(..1)
    {
        first.make_ascii_uppercase();
    }
    sentence
}
