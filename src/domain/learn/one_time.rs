//! What is said when the cut between older and newer falls among samples that no time tells apart.

use super::report::BY_TIME;

/// What older and newer go by then, in place of `order` alone.
pub(super) fn order(order: &str, all: bool) -> String {
    match (all, order == BY_TIME) {
        (true, true) => "order of import (all are of one time)".to_owned(),
        (true, false) => format!("order of import (all have one {order})"),
        (false, _) => format!("{order}, at the cut by order of import"),
    }
}

/// That it is so, what it means, and what to do about it. `count` samples of `all` cannot be told apart by `order`.
pub(super) fn advice(order: &str, count: usize, all: usize) -> String {
    let who = if count == all {
        "All samples".to_owned()
    } else {
        format!("{count} of {all} samples, those at the cut between older and newer,")
    };
    let (what, remedy) = if order == BY_TIME {
        (
            "are of one time".to_owned(),
            "Name a column whose number grows with time (--order-by), or map one with their dates to created_at when you import.",
        )
    } else {
        (
            format!("have the same number in `{order}`, or none"),
            "Name another column with --order-by.",
        )
    };
    format!(
        "{who} {what}: which are older and which newer is not known. The order in which the contacts were imported was taken \
         instead; where that is not the order of time, this judgement says nothing about a world that moves. {remedy}"
    )
}
