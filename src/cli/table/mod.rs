//! Plain text tables: columns as wide as their widest cell, in terminal cells; on a terminal too narrow for that, words are
//! cut until a row is a line. Numbers never are: half a number is another one.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::out::Out;
use crate::tui::text::cut;

/// Cells between two columns.
const GAP: usize = 2;

/// Cells that words are left with: with fewer nobody knows them any more, and the row wraps.
const LEAST: usize = 6;

/// Cells of the longest time as people say it: `tomorrow Mon 23 Nov 16:00`.
const LONGEST_TIME: usize = 26;

/// Cells that a bar is left with.
const LEAST_BAR: usize = 4;

/// Cells of a bar of the full length.
pub const BAR: usize = 20;

/// Cells of a bar below which lengths are hardly told apart: where columns can stand in a second table instead, they do.
const TELLING_BAR: usize = 8;

/// How a column is aligned, and when it gives way where a row is too long for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words: the widest first.
    Left,
    /// Numbers: never.
    Right,
    /// A bar, left-aligned: before all others, all bars in proportion. Its cells have nothing but its signs.
    Bar,
    /// Words that are for reference, such as the name of a rule: after the bars, and before all other words.
    Aside,
}

/// Lays out rows under a header, for the terminal that reads the answer; in full where none does.
pub fn table(header: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    laid_out(header, rows, Out::answer_columns())
}

/// Lays out rows like [`table`], and where the terminal has no room for all columns beside bars that tell something, as two
/// tables below each other: the columns from `second` on stand in the second one, behind the first column once more.
pub fn table_in_parts(header: &[(&str, Align)], rows: &[Vec<String>], second: usize) -> String {
    in_parts(header, rows, second, Out::answer_columns())
}

fn in_parts(header: &[(&str, Align)], rows: &[Vec<String>], second: usize, columns: Option<usize>) -> String {
    let needed = |(width, (_, align)): (usize, &(&str, Align))| match align {
        Align::Bar => width.min(TELLING_BAR),
        Align::Left | Align::Right | Align::Aside => width,
    };
    let full = widths(header, rows, None).into_iter().zip(header);
    let least = full.map(needed).sum::<usize>() + GAP * header.len().saturating_sub(1);
    if columns.is_none_or(|columns| least <= columns) {
        return laid_out(header, rows, columns);
    }
    let part = |is_in: &dyn Fn(usize) -> bool| {
        let places: Vec<usize> = (0..header.len()).filter(|place| is_in(*place)).collect();
        let header: Vec<(&str, Align)> = places.iter().filter_map(|at| header.get(*at).copied()).collect();
        let of_row = |row: &Vec<String>| places.iter().filter_map(|at| row.get(*at).cloned()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(of_row).collect();
        laid_out(&header, &rows, columns)
    };
    let (first, rest) = (
        part(&|place| place < second),
        part(&|place| place == 0 || place >= second),
    );
    format!("{first}\n{rest}")
}

/// A bar of a share (0-1), of so many cells when it is full.
pub fn bar(share: f64, sign: char) -> String {
    let cells = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    sign.to_string().repeat(cells)
}

fn laid_out(header: &[(&str, Align)], rows: &[Vec<String>], columns: Option<usize>) -> String {
    let (full, widths) = (widths(header, rows, None), widths(header, rows, columns));
    let line = |cells: &[&str]| {
        let mut line = String::new();
        for (((cell, width), of), (_, align)) in cells.iter().zip(&widths).zip(&full).zip(header) {
            let of = *of;
            let cell = match align {
                Align::Bar => Cow::Owned(scaled(cell, *width, of)),
                Align::Left | Align::Right | Align::Aside if cell.width() > *width => {
                    Cow::Owned(cut(cell, *width))
                }
                Align::Left | Align::Right | Align::Aside => Cow::Borrowed(*cell),
            };
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            match align {
                Align::Left | Align::Bar | Align::Aside => line.extend([&cell, pad.as_str()]),
                Align::Right => line.extend([pad.as_str(), &cell]),
            }
            line.push_str(&" ".repeat(GAP));
        }
        format!("{}\n", line.trim_end())
    };
    let names: Vec<&str> = header.iter().map(|(name, _)| *name).collect();
    let mut text = line(&names);
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        text.push_str(&line(&cells));
    }
    text
}

/// The cells of each column: as many as its widest cell has, then less of the widest words until all fit into `columns`.
fn widths(header: &[(&str, Align)], rows: &[Vec<String>], columns: Option<usize>) -> Vec<usize> {
    let cells = |place: usize| rows.iter().filter_map(move |row| row.get(place));
    let named = header.iter().enumerate();
    let full = named.map(|(place, (name, _))| {
        cells(place)
            .map(|cell| cell.width())
            .fold(name.width(), usize::max)
    });
    let mut widths: Vec<usize> = full.collect();
    let Some(columns) = columns else {
        return widths;
    };
    let has_words = |place: usize| cells(place).any(|cell| is_words(cell));
    let gaps = GAP * widths.len().saturating_sub(1);
    for (giving, least) in [
        (Align::Bar, LEAST_BAR),
        (Align::Aside, LEAST),
        (Align::Left, LEAST),
    ] {
        let named = header.iter().enumerate();
        let words: Vec<usize> = named
            .filter(|(_, (_, align))| *align == giving)
            .map(|(place, _)| place)
            .filter(|place| giving != Align::Left || has_words(*place))
            .collect();
        while widths.iter().sum::<usize>() + gaps > columns {
            // Of equally wide ones the last: what stands first says what the row is about.
            let widest = words.iter().copied().max_by_key(|place| widths[*place]);
            let Some(widest) = widest.filter(|place| widths[*place] > least) else {
                break;
            };
            widths[widest] -= 1;
        }
    }
    widths
}

/// A bar of a column that has shrunk to `width` from `of` cells: as long as before by proportion, and where it had anything
/// it has a cell.
fn scaled(bar: &str, width: usize, of: usize) -> String {
    if width >= of {
        return bar.to_owned();
    }
    let signs: Vec<char> = bar.chars().collect();
    let length = (signs.len() * width).div_ceil(of);
    (0..length)
        .filter_map(|at| signs.get(at * signs.len() / length.max(1)))
        .collect()
}

/// Whether a cell may be cut: what has letters, unless it is a time or a number with its unit (`3 d ago`, `today 21:31`).
fn is_words(cell: &str) -> bool {
    let counts = cell.contains(|c: char| c.is_ascii_digit()) && cell.width() <= LONGEST_TIME;
    !counts && cell.contains(char::is_alphabetic)
}
