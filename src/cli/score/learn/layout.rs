//! Bars and prose that fit the terminal.

use std::fmt::Write as _;

use crate::cli::out::Out;
use crate::cli::table::{Align, table};
use crate::tui::text::{width, wrap};

/// Cells of a full bar.
pub(super) const BAR: usize = 20;
/// With fewer, a bar tells nothing any more.
const LEAST_BAR: usize = 4;
/// A line of prose is never broken shorter than this.
const LEAST_LINE: usize = 20;
/// Cells between two columns of a table.
const GAP: usize = 2;

/// A table whose bars give way before its words do: full where it fits or where no terminal reads it, else as short as it
/// must be, and without the column of the bars where there is no room for them at all. `rows` makes the rows with bars of so
/// many cells; columns without a name are those of the bars.
pub(super) fn with_bars(columns: &[(&str, Align)], rows: impl Fn(usize) -> Vec<Vec<String>>) -> String {
    narrowed(columns, rows, Out::answer_columns())
}

fn narrowed(
    columns: &[(&str, Align)],
    rows: impl Fn(usize) -> Vec<Vec<String>>,
    room: Option<usize>,
) -> String {
    let fits = |cells: &usize| {
        let rows = rows(*cells);
        let of_column = |(place, (name, _)): (usize, &(&str, Align))| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            GAP + cells.map(|cell| width(cell)).fold(width(name), usize::max)
        };
        let all: usize = columns.iter().enumerate().map(of_column).sum();
        room.is_none_or(|room| all <= room + GAP)
    };
    if let Some(cells) = (LEAST_BAR..=BAR).rev().find(fits) {
        return table(columns, &rows(cells));
    }
    let has_name = |place: &usize| columns.get(*place).is_some_and(|(name, _)| !name.is_empty());
    let kept: Vec<usize> = (0..columns.len()).filter(has_name).collect();
    let of_row = |row: Vec<String>| kept.iter().filter_map(|place| row.get(*place).cloned()).collect();
    let rows: Vec<Vec<String>> = rows(0).into_iter().map(of_row).collect();
    let columns: Vec<(&str, Align)> = kept
        .iter()
        .filter_map(|place| columns.get(*place).copied())
        .collect();
    table(&columns, &rows)
}

/// A sentence behind its sign, broken between words where the terminal ends.
pub fn prose(out: &mut String, sign: &str, sentence: &str) {
    let Some(room) = Out::answer_columns() else {
        let _ = writeln!(out, "{sign}{sentence}");
        return;
    };
    let indent = " ".repeat(width(sign));
    let lines = wrap(
        sentence,
        room.saturating_sub(width(sign)).max(LEAST_LINE),
        usize::MAX,
    );
    for (place, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if place == 0 { sign } else { &indent });
    }
}

/// A bar of a share (0-1) of so many cells.
pub(super) fn bar(share: f64, sign: char, full: usize) -> String {
    let cells = (share.clamp(0.0, 1.0) * full as f64).round() as usize;
    sign.to_string().repeat(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_terminal_is_narrow_the_bars_give_way_before_the_words() {
        let columns = [("order", Align::Left), ("lift", Align::Right), ("", Align::Left)];
        let rows = |cells| {
            vec![vec![
                "log size x probability".to_owned(),
                "2.10".to_owned(),
                bar(1.0, '█', cells),
            ]]
        };
        let drawn = |room| narrowed(&columns, rows, room);
        let bars = |text: &str| text.matches('█').count();
        assert_eq!(bars(&drawn(None)), 20);
        assert_eq!(bars(&drawn(Some(200))), 20);
        for room in 34..80 {
            let text = drawn(Some(room));
            assert!(text.contains("log size x probability"), "{room}: {text}");
            assert!(text.lines().all(|line| width(line) <= room), "{room}: {text}");
        }
        assert_eq!(bars(&drawn(Some(45))), 15);
        assert_eq!(bars(&drawn(Some(33))), 0, "a bar of three cells tells nothing");
    }
}
