//! What an import did, for people, and where to go on.

use std::fmt::Write as _;

use crate::domain::lead::Hand;
use crate::domain::text::grouped;
use crate::engine::import::Accounting;

use super::{FileArgs, Rows};
use crate::cli::counted::counted;
use crate::cli::desk::{Desk, START};
use crate::cli::failure::Failure;

/// Rejected rows spelt out for people; `--json` has them all.
const SHOWN: usize = 20;

const NOTHING_DONE: &str = "Nobody is to be called yet: import what they did (kapula import activities FILE), or hand one \
                            over (kapula handoff CONTACT)\n";

const NOBODY_RIPE: &str = "Nobody is to be called yet: a lead goes to sales by itself when its class rises to A or B, it can be \
                           called and it has what routing asks ([routing.a] and [routing.b] of kapula.toml). See how one \
                           stands and what it lacks (kapula score explain CONTACT), or hand one over (kapula handoff \
                           CONTACT)\n";

/// Where the imported leads are to be seen, or why there is nobody to call yet.
pub(super) fn what_next(desk: &Desk, rows: Rows) -> Result<String, Failure> {
    let there = desk.untouched()?.counters()?;
    if there.contacts == 0 {
        return Ok(format!("No contacts yet. {START}\n"));
    }
    let with_sales: u64 = there
        .leads
        .iter()
        .filter(|(stage, _)| stage.hand() == Hand::Sales)
        .map(|(_, n)| n)
        .sum();
    Ok(if with_sales == 0 {
        match rows {
            Rows::Contacts => NOTHING_DONE.to_owned(),
            Rows::Activities => NOBODY_RIPE.to_owned(),
        }
    } else {
        let leads = counted(with_sales, "lead is", "leads are");
        format!("{leads} with sales: kapula list, or kapula for the cockpit\n")
    })
}

/// What an outcome did that closed nothing.
fn too_early(leads: u64) -> String {
    if leads == 1 {
        "1 outcome is earlier than the handoff of the open lead; that lead stays\n".to_owned()
    } else {
        let outcomes = grouped(leads);
        format!("{outcomes} outcomes are earlier than the handoff of the open lead; those leads stay\n")
    }
}

/// The accounting for people.
pub(super) fn text(accounting: &Accounting, args: &FileArgs) -> String {
    let Accounting {
        rows,
        created,
        merged,
        unchanged,
        rejected,
        doubtful,
        closed,
        earlier,
        notes,
    } = accounting;
    let would = if args.dry_run {
        "Dry run, nothing is written: "
    } else {
        ""
    };
    let mut text = format!(
        "{would}{} = {} created + {} merged + {} unchanged + {} rejected\n",
        counted(*rows, "row", "rows"),
        grouped(*created),
        grouped(*merged),
        grouped(*unchanged),
        grouped(rejected.len() as u64)
    );
    if *unchanged > 0 && *unchanged + rejected.len() as u64 == *rows {
        text.push_str(if rejected.is_empty() {
            "Nothing is new: everything in this file was known already\n"
        } else {
            "Nothing is new: everything but the rejected rows was known already\n"
        });
    }
    if *closed > 0 {
        let leads = counted(*closed, "open lead is", "open leads are");
        let _ = writeln!(
            text,
            "{would}{leads} closed: the deal was won or lost, says the file"
        );
    }
    if *earlier > 0 {
        text.push_str(&too_early(*earlier));
    }
    for note in notes {
        let _ = writeln!(text, "  {note}");
    }
    for row in doubtful.iter().take(SHOWN) {
        let _ = writeln!(text, "  look at line {}: {}", row.line, row.reason);
    }
    for row in rejected.iter().take(SHOWN) {
        let _ = writeln!(text, "  line {}: {}", row.line, row.reason);
    }
    if rejected.len() > SHOWN {
        let _ = writeln!(
            text,
            "  and {} more; --json lists them all",
            rejected.len() - SHOWN
        );
    }
    text
}
