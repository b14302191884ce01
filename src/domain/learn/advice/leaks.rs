//! Which columns not to trust, and what of that could not be tested.

use super::listed;
use crate::domain::learn::leak::{AfterCall, Emptier, LEAST_CALLED, Leak};
use crate::domain::learn::report::Report;

/// What seems to know the outcome, and what to do about it.
pub(super) fn leaks(report: &Report) -> Vec<String> {
    let names: Vec<&str> = report.leaks.iter().map(|leak| leak.column.name()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    if report.leaks_excluded {
        return vec![format!(
            "Left out, because they seem to know the outcome: {}.",
            names.join(", ")
        )];
    }
    let (sure, doubtful): (Vec<&Leak>, Vec<&Leak>) = report.leaks.iter().partition(|leak| leak.is_sure());
    let sure: Vec<&str> = sure.iter().map(|leak| leak.column.name()).collect();
    let sure = (!sure.is_empty()).then(|| {
        format!(
            "{}: known only after the call, or too good to be true. A card that decides whom to call must not look at \
             it; leave it out by fitting with --exclude-leaks, unless you are sure that it is known before.",
            sure.join(", ")
        )
    });
    let each: Vec<String> = doubtful
        .iter()
        .map(|leak| format!("{} (AUC {:.3})", leak.column.name(), leak.auc.unwrap_or_default()))
        .collect();
    let each: Vec<&str> = each.iter().map(String::as_str).collect();
    let doubtful = (!each.is_empty()).then(|| {
        format!(
            "{} alone {} suspiciously well: check that it is known before the call, and leave it out by fitting with --exclude-leaks if it is \
             not.",
            listed(&each),
            if each.len() == 1 { "separates" } else { "separate" }
        )
    });
    sure.into_iter().chain(doubtful).map(begun).collect()
}

/// A sentence that begins with the word before a name; a column's own name stays as it is.
fn begun(sentence: String) -> String {
    match sentence.strip_prefix("behaviour ") {
        Some(rest) => format!("Behaviour {rest}"),
        None => sentence,
    }
}

/// On how many that half of the leak test was done that needs calls; or that it was not, why, and what may have slipped
/// through.
pub(super) fn after_call(report: &Report) -> Option<String> {
    let (test, leaks) = (&report.after_call, &report.leaks);
    if test.tested {
        return in_part(test);
    }
    let too_late = test.testable < test.called && test.called >= LEAST_CALLED;
    let why = if too_late {
        too_late_for(test)
    } else {
        hardly_called(test.called)
    };
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let mut suspects: Vec<String> = Vec::new();
    let shares = |emptier: &Emptier| (percent(emptier.older), percent(emptier.newer));
    // What was filled in together has the same shares: they are said once.
    for alike in test.suspects.chunk_by(|a, b| shares(a) == shares(b)) {
        let names: Vec<&str> = alike.iter().map(|emptier| emptier.column.name()).collect();
        let (older, newer) = alike.first().map(shares).unwrap_or_default();
        suspects.push(format!(
            "{} (unknown of {older} before, of {newer} lately)",
            listed(&names)
        ));
    }
    let suspects = if suspects.is_empty() {
        String::new()
    } else {
        format!(
            " Look first at those whose share of unknown values has moved between older and newer samples: {}.",
            suspects.join("; ")
        )
    };
    let remedy = if too_late {
        " Of contacts that are imported before they are called, and again afterwards, it can be tested."
    } else {
        ""
    };
    Some(format!(
        "Which columns are filled in only after the first call could not be tested: {why}. Leave out by name what your \
         people write down later (--without COLUMN, or `ignore` in the map of the import): --exclude-leaks leaves out {}, and \
         {}.{remedy}{suspects}",
        match leaks.iter().find(|leak| leak.after_call.is_some()) {
            Some(_) => "what is named above",
            None if leaks.is_empty() => "columns that alone separate too well",
            None if leaks.iter().any(|leak| leak.column.is_behaviour()) => {
                "what is named above, which alone separates too well"
            }
            None => "the columns named above, which alone separate too well",
        },
        if leaks.iter().any(|leak| leak.after_call.is_some()) {
            "finds no others that are filled in late"
        } else {
            "finds none of those filled in late"
        }
    ))
}

/// Why calls do not help: the data came after them.
fn too_late_for(test: &AfterCall) -> String {
    let whose = match test.testable {
        0 => "their data".to_owned(),
        few => format!("the data of all but {few} of them"),
    };
    format!(
        "{} contacts were called, but {whose} were recorded only later (the columns came in an import later than the calls), \
         and what is first recorded counts from a contact's beginning, whenever it was filled in",
        test.called
    )
}

fn hardly_called(called: u32) -> String {
    match called {
        0 => "nobody was called in this log".to_owned(),
        1 => "only one contact was called in this log".to_owned(),
        called => format!("only {called} contacts were called in this log"),
    }
}

/// Of whom it could be tested, where not of all.
fn in_part(test: &AfterCall) -> Option<String> {
    (test.testable < test.called).then(|| {
        format!(
            "Which columns are filled in only after the first call was tested on {} of the {} contacts that were called: the data \
             of the others were recorded only later, and cannot tell.",
            test.testable, test.called
        )
    })
}
