//! The answer for people: a drawn matrix, names, bars a week, and what would have been kept back.

use std::fmt::Write as _;

use crate::cli::counted::counted;
use crate::cli::prose::{command, prose};
use crate::cli::table::{Align, table};
use crate::domain::Time;
use crate::domain::policy::{HeldBack, Policy};
use crate::domain::score::Class;
use crate::domain::what_if::{
    Both, Case, Cell, Counts, DAYS, Judged, Mover, Moves, Side, Week, Weeks, WhatIf,
};
use crate::domain::when;

/// Cells of the longest bar.
const BAR: u64 = 20;

/// The whole answer; `rebuild` is the command that puts a file in force.
pub fn text(
    found: &WhatIf,
    policy: &Policy,
    (file, rebuild): (&str, &str),
    never_met: &[String],
    now: Time,
) -> String {
    let zone = policy.clocks.zone;
    let day = |at: Time| when::show_day(at, now, zone);
    let mut text = String::new();
    // Read from today: a past day is not today, although it is to the world as of then.
    let as_of = when::show(found.as_of, now, zone);
    prose(&mut text, "", &format!("If {file} were in force, as of {as_of}"));
    text.push('\n');
    for sentence in never_met {
        prose(&mut text, "", sentence);
    }
    if !never_met.is_empty() {
        text.push('\n');
    }
    text.push_str(&moves(&found.moves));
    text.push_str(&held_back(&found.held_back));
    text.push_str(&weeks(&found.handoffs, &day));
    text.push_str(&returned(&found.returned, &day));
    text.push_str(&kept(&found.kept, &day));
    let in_force = "Nothing was written. To put it in force: copy the file over scoring.toml in the settings folder, then";
    command(&mut text, in_force, rebuild);
    text
}

/// Who moves class: the matrix, then the names of each cell.
fn moves(moves: &Moves) -> String {
    let (mut up, mut down) = (0, 0);
    for cell in &moves.cells {
        *(if cell.to < cell.from { &mut up } else { &mut down }) += cell.contacts;
    }
    let mut heading = format!(
        "Class: {} of {} move ({up} up, {down} down)",
        moves.moved,
        counted(moves.contacts, "contact", "contacts")
    );
    if moves.closed > 0 {
        let _ = write!(heading, "; {} closed, not counted", moves.closed);
    }
    if moves.unknown > 0 {
        let _ = write!(heading, "; {} not known yet then, not counted", moves.unknown);
    }
    let mut text = String::new();
    prose(&mut text, "", &heading);
    let _ = write!(text, "\n{}", matrix(moves));
    for cell in &moves.cells {
        text.push_str(&names(cell));
    }
    text
}

/// Rows are the classes of now, columns those under the file; who stays is on the diagonal, in brackets.
fn matrix(moves: &Moves) -> String {
    let shown = |row: usize, column: usize| {
        let number = moves.matrix[row][column];
        match (number, row == column) {
            (0, _) => "·".to_owned(),
            (number, true) => format!("({number})"),
            (number, false) => number.to_string(),
        }
    };
    let width = moves.contacts.to_string().len().max(3) + 2;
    let rule = format!("        ┼{}┤\n", vec!["─".repeat(width + 2); 4].join("┼"));
    let cells = |cells: [String; 4]| cells.map(|cell| format!(" {cell:>width$} ")).join("│");
    let mut text = format!(
        "   from │{}│ to, under the file\n",
        cells(Class::ALL.map(|class| class.to_string()))
    );
    text.push_str(&rule);
    for (row, class) in Class::ALL.into_iter().enumerate() {
        let sum: u64 = moves.matrix[row].iter().sum();
        let line = cells([0, 1, 2, 3].map(|column| shown(row, column)));
        let _ = writeln!(text, "      {class} │{line}│ {sum}");
    }
    text.push_str(&rule);
    let sums = [0, 1, 2, 3].map(|column: usize| {
        let sum: u64 = moves.matrix.iter().map(|row| row[column]).sum();
        sum.to_string()
    });
    let _ = writeln!(text, "        │{}│ {}\n", cells(sums), moves.contacts);
    text
}

fn names(cell: &Cell) -> String {
    let mut text = format!(
        "{} -> {}: {}",
        cell.from,
        cell.to,
        counted(cell.contacts, "contact", "contacts")
    );
    if cell.with_sales > 0 {
        let _ = write!(text, ", {} of them with sales", cell.with_sales);
    }
    text.push('\n');
    let rows: Vec<Vec<String>> = cell.names.iter().map(mover).collect();
    let header = [
        ("  who", Align::Left),
        ("company", Align::Left),
        ("score", Align::Right),
        ("under the file", Align::Right),
        ("stage", Align::Left),
    ];
    text.push_str(&table(&header, &rows));
    text.push_str(&more(cell.contacts, cell.names.len()));
    text
}

fn mover(mover: &Mover) -> Vec<String> {
    let graded = |score: crate::domain::score::Score| format!("{} {}", score.grade, score.total);
    let owner = mover.owner.as_ref().map(|owner| format!(", {owner}"));
    vec![
        format!("  {}", mover.name),
        mover.company.clone(),
        graded(mover.score.in_force),
        graded(mover.score.tried),
        format!("{}{}", mover.stage.name(), owner.unwrap_or_default()),
    ]
}

/// Whom routing holds back under both models.
fn held_back(held: &Both<HeldBack>) -> String {
    let mut text = String::new();
    let heading =
        "Of the leads in marketing's hand (kapula.toml, [routing.a] and [routing.b], says what is asked)";
    prose(&mut text, "", heading);
    prose(&mut text, "  model in force  ", &held.in_force.words());
    prose(&mut text, "  this file       ", &held.tried.words());
    text.push('\n');
    text
}

/// Handoffs a week: the log, and both models beside each other.
fn weeks(weeks: &Weeks, day: &dyn Fn(Time) -> String) -> String {
    let each = |counts: &Counts| [counts.log_by_rules, counts.would.in_force, counts.would.tried];
    let numbers = weeks.weeks.iter().flat_map(|week| each(&week.counts));
    let most = numbers.max().unwrap_or(0).max(1);
    let bar = |number: u64| "█".repeat(usize::try_from((number * BAR).div_ceil(most)).unwrap_or(0));
    let row = |week: &Week| {
        let mut row = vec![day(week.from), week.counts.log.to_string()];
        row.extend(
            each(&week.counts)
                .into_iter()
                .flat_map(|number| [number.to_string(), bar(number)]),
        );
        row
    };
    let mut rows: Vec<Vec<String>> = weeks.weeks.iter().map(row).collect();
    let a_week = |number: u64| format!("{:.1}", Counts::a_week(number));
    let mut mean = vec!["a week".to_owned(), a_week(weeks.sum.log)];
    mean.extend(
        each(&weeks.sum)
            .into_iter()
            .flat_map(|number| [a_week(number), String::new()]),
    );
    rows.push(mean);
    let header = [
        ("week from", Align::Left),
        ("in the log", Align::Right),
        ("by rules", Align::Right),
        ("", Align::Bar),
        ("in force", Align::Right),
        ("", Align::Bar),
        ("this file", Align::Right),
        ("", Align::Bar),
    ];
    let mut text = String::new();
    let heading = format!(
        "Handoffs a week over the past {DAYS} days: as they were (in the log, and of these by rules), and as each model would \
         have made them"
    );
    prose(&mut text, "", &heading);
    let _ = write!(text, "\n{}\n", table(&header, &rows));
    prose(&mut text, "", COMPARED);
    text.push('\n');
    text
}

const COMPARED: &str = "\
The two models are to be compared with what the rules made: persons and dates ask no score. An import counts in the log in the \
week of the import, under the models in the weeks in which things happened.";

/// What sales gave back.
fn returned(judged: &Judged, day: &dyn Fn(Time) -> String) -> String {
    let heading = format!(
        "Returned within {DAYS} days: {}, {} of them handed over by the rules",
        counted(judged.all, "lead", "leads"),
        judged.by_rules()
    );
    let kept_back = share(judged.kept_back, judged.by_rules());
    let mut text = String::new();
    prose(&mut text, "", &heading);
    prose(&mut text, "  ", &format!("Kept back by this file: {kept_back}"));
    text.push_str(&earlier(judged));
    text.push_str(&cases(judged, day));
    text
}

/// The price: what sales kept.
fn kept(judged: &Judged, day: &dyn Fn(Time) -> String) -> String {
    let heading = format!(
        "The price: accepted or won within {DAYS} days, and not returned: {} ({} won), {} of them handed over by the rules",
        counted(judged.all, "lead", "leads"),
        judged.won,
        judged.by_rules()
    );
    let mistaken = format!(
        "Kept back by mistake: {}; won: {}",
        share(judged.kept_back, judged.by_rules()),
        judged.kept_back_won
    );
    let mut text = String::new();
    prose(&mut text, "", &heading);
    prose(&mut text, "  ", &mistaken);
    text.push_str(&earlier(judged));
    text.push_str(&cases(judged, day));
    text
}

/// Handoffs that were made under rules of an earlier day; nothing when there are none.
fn earlier(judged: &Judged) -> String {
    if judged.let_through + judged.neither == 0 {
        return String::new();
    }
    let sentence = format!(
        "Not let through by the model in force either: {}, handed over under earlier rules or data; this file lets {} of them \
         through",
        judged.let_through + judged.neither,
        judged.let_through
    );
    let mut text = String::new();
    prose(&mut text, "  ", &sentence);
    text
}

fn cases(judged: &Judged, day: &dyn Fn(Time) -> String) -> String {
    if judged.cases.is_empty() {
        return "\n".to_owned();
    }
    let rows: Vec<Vec<String>> = judged.cases.iter().map(|case| case_row(case, day)).collect();
    let header = [
        ("  who", Align::Left),
        ("company", Align::Left),
        ("what became of it", Align::Left),
        ("handed over", Align::Left),
        ("score then", Align::Right),
        ("under the file", Align::Right),
    ];
    table(&header, &rows) + &more(judged.kept_back, judged.cases.len())
}

fn case_row(case: &Case, day: &dyn Fn(Time) -> String) -> Vec<String> {
    let fate = match (case.reason, case.won) {
        (Some(reason), _) => reason.label(),
        (None, true) => "won",
        (None, false) => "accepted",
    };
    let graded = |side: Side| format!("{} {} ({})", side.score.grade, side.score.total, side.score.class);
    vec![
        format!("  {}", case.name),
        case.company.clone(),
        format!("{fate}, {}", day(case.ended_at)),
        day(case.handed_at),
        graded(case.score.in_force),
        graded(case.score.tried),
    ]
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    format!("{part} of {whole} ({:.0} %)", 100.0 * part as f64 / whole as f64)
}

/// Says how many are not listed; ends the list.
fn more(all: u64, listed: usize) -> String {
    let rest = all.saturating_sub(listed as u64);
    if rest == 0 {
        return "\n".to_owned();
    }
    format!("  and {rest} more (--all lists all)\n\n")
}
