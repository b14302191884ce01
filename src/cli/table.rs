//! Plain text tables: columns as wide as their widest cell, in terminal cells; on a terminal too narrow for that, words are
//! cut until a row is a line. Numbers never are: half a number is another one.

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

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [(&str, Align); 5] = [
        ("#", Align::Right),
        ("Name", Align::Left),
        ("Phone", Align::Left),
        ("Why", Align::Left),
        ("When", Align::Left),
    ];

    fn rows() -> Vec<Vec<String>> {
        let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        vec![
            row([
                "1",
                "Aino Niemi",
                "+358401234567",
                "downloaded material yesterday and read the pricing page",
                "3 d ago",
            ]),
            row([
                "123 456",
                "Väinö Mäkelä-Virtanen",
                "",
                "more active than usual",
                "today 21:31",
            ]),
        ]
    }

    #[test]
    fn where_no_terminal_reads_it_nothing_is_cut() {
        let text = laid_out(&HEADER, &rows(), None);
        assert!(text.contains("and read the pricing page"), "{text}");
        assert!(!text.contains('…'), "{text}");
    }

    #[test]
    fn on_a_terminal_a_row_is_a_line_and_words_give_way_never_numbers() {
        for columns in [54, 60, 80, 200] {
            let text = laid_out(&HEADER, &rows(), Some(columns));
            assert!(
                text.lines().all(|line| line.width() <= columns),
                "{columns}:\n{text}"
            );
            assert_eq!(text.lines().count(), 3);
            for number in ["123 456", "+358401234567", "3 d ago", "today 21:31"] {
                assert!(
                    text.contains(number),
                    "{number}:
{text}"
                );
            }
        }
        let wide = laid_out(&HEADER, &rows(), Some(200));
        assert_eq!(wide, laid_out(&HEADER, &rows(), None));
        let narrow = laid_out(&HEADER, &rows(), Some(84));
        assert!(
            narrow.contains("Väinö Mäkelä-Virtanen") && narrow.contains("downloaded"),
            "{narrow}"
        );
    }

    #[test]
    fn a_bar_gives_way_first_and_in_proportion_then_what_is_for_reference_then_the_words() {
        let header = [
            ("points", Align::Right),
            ("", Align::Bar),
            ("reason", Align::Left),
            ("rule", Align::Aside),
        ];
        let row = |points: &str, bar: String, reason: &str, rule: &str| {
            vec![points.to_owned(), bar, reason.to_owned(), rule.to_owned()]
        };
        let rows = [
            row(
                "20",
                "█".repeat(20),
                "reads what it costs and how it is bought",
                "pricing_page_2",
            ),
            row("5", "█".repeat(3) + &"░".repeat(2), "opens mails", "mails"),
            row("0", String::new(), "", ""),
        ];
        let at = |columns: usize| laid_out(&header, &rows, Some(columns));
        let (reason, rule) = ("reads what it costs and how it is bought", "pricing_page_2");
        let full = 6 + 2 + 20 + 2 + reason.width() + 2 + rule.width();
        assert!(at(full).contains(&"█".repeat(20)));
        let bars = at(full - 16);
        assert!(bars.contains(reason) && bars.contains(rule), "{bars}");
        assert!(
            bars.contains("  ████  reads") && bars.contains("  █     opens"),
            "{bars}"
        );
        let rules = at(full - 20);
        assert!(rules.contains(reason) && !rules.contains(rule), "{rules}");
        assert!(!at(full - 30).contains(reason));
        for columns in [full - 30, full - 20, full - 16, full] {
            assert!(
                at(columns).lines().all(|line| line.width() <= columns),
                "{}",
                at(columns)
            );
        }
        assert_eq!(scaled("███░░░", 10, 20), "██░");
    }

    #[test]
    fn where_columns_have_no_room_beside_a_bar_they_stand_in_a_second_table_and_nothing_is_cut() {
        let header = [
            ("order", Align::Left),
            ("lift", Align::Right),
            ("", Align::Bar),
            ("top 100", Align::Right),
            ("off by", Align::Right),
        ];
        let row = |name: &str, lift: f64| {
            vec![
                name.to_owned(),
                format!("{lift:.2}"),
                bar(lift / 2.0, '█'),
                "99.0 %".to_owned(),
                "0.028".to_owned(),
            ]
        };
        let rows = [row("log size x probability", 2.0), row("size only", 1.0)];
        let at = |columns| in_parts(&header, &rows, 3, Some(columns));
        let full = 22 + 2 + 4 + 2 + BAR + 2 + 7 + 2 + 6;
        assert_eq!(at(full), in_parts(&header, &rows, 3, None));
        assert!(at(full).contains(&"█".repeat(BAR)));
        let shorter = at(full - 5);
        assert!(
            shorter.lines().count() == 3 && shorter.contains(&"█".repeat(15)),
            "{shorter}"
        );
        for columns in [full - 13, 50, 40] {
            let parted = at(columns);
            assert_eq!(parted.lines().count(), 7, "{columns}:\n{parted}");
            assert_eq!(parted.matches("log size x probability").count(), 2, "{parted}");
            assert!(
                parted.lines().all(|line| line.width() <= columns),
                "{columns}:\n{parted}"
            );
        }
        assert!(at(50).contains(&"█".repeat(BAR)), "{}", at(50));
        assert!(at(40).contains(&"█".repeat(10)), "{}", at(40));
    }

    #[test]
    fn columns_stay_below_each_other_even_where_nothing_more_can_be_cut() {
        let text = laid_out(&HEADER, &rows(), Some(10));
        let place = |line: &str, of: char| line.chars().position(|c| c == of);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(place(lines[0], 'N'), place(lines[1], 'A'));
        assert_eq!(place(lines[0], 'N'), place(lines[2], 'V'));
        assert!(
            text.contains("123 456") && text.contains("+358401234567"),
            "{text}"
        );
    }
}
