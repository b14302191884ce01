//! Dates such as 1/5/2026: the whole column tells whether day or month comes first.

use std::collections::BTreeMap;

use super::source::Source;
use crate::domain::text::clean;
use crate::domain::when::{Slashes, slashed};

/// How the dates of a file's columns are read, and what is doubtful about that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// How each column is read.
    read: BTreeMap<usize, Slashes>,
    notes: Vec<String>,
}

/// What the dates with slashes of one column say.
#[derive(Debug, Default)]
struct Column {
    /// Dates whose first number is above 12: the day comes first.
    day_first: u64,
    /// Dates whose second number is above 12: the month comes first.
    month_first: u64,
    /// Dates that could be either, and are different days.
    either: u64,
    /// The first of these.
    example: String,
}

impl Dates {
    /// Looks at all values of these columns.
    pub(super) fn look(source: &Source, columns: &[usize]) -> Self {
        let mut seen: BTreeMap<usize, Column> = BTreeMap::new();
        if !columns.is_empty() {
            for cells in source.rows().filter_map(|row| row.cells.ok()) {
                for at in columns {
                    if let Some(cell) = cells.get(*at) {
                        seen.entry(*at).or_default().look(cell);
                    }
                }
            }
        }
        let name = |at: &usize| source.header().get(*at).map_or("", String::as_str);
        Self {
            notes: seen
                .iter()
                .filter_map(|(at, column)| column.doubt(name(at)))
                .collect(),
            read: seen.iter().map(|(at, column)| (*at, column.slashes())).collect(),
        }
    }

    /// How a column is read.
    pub(super) fn of(&self, column: usize) -> Slashes {
        self.read.get(&column).copied().unwrap_or_default()
    }

    /// A sentence for each column that leaves a doubt.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Column {
    fn look(&mut self, cell: &str) {
        match slashed(cell) {
            Some((13.., _)) => self.day_first += 1,
            Some((_, 13..)) => self.month_first += 1,
            Some((first, second)) if first != second => {
                if self.either == 0 {
                    self.example = clean(cell);
                }
                self.either += 1;
            }
            Some(_) | None => {}
        }
    }

    const fn slashes(&self) -> Slashes {
        if self.month_first > 0 && self.day_first == 0 {
            Slashes::MonthFirst
        } else {
            Slashes::DayFirst
        }
    }

    fn doubt(&self, name: &str) -> Option<String> {
        let why = match (self.day_first > 0, self.month_first > 0) {
            (false, false) => "no value of the column tells which",
            (true, true) => "other values of the column tell of both",
            (true, false) | (false, true) => return None,
        };
        (self.either > 0).then(|| {
            let Self { either, example, .. } = self;
            let (dates, them) = if *either == 1 { ("date", "it") } else { ("dates", "them") };
            format!(
                "`{name}` is ambiguous: {either} {dates} like {example} may be day/month or month/day, and {why}. Read as \
                 day/month; if that is wrong, write {them} as yyyy-mm-dd"
            )
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::domain::contact::Field;
    use crate::intake::Options;

    /// What two kinds of files make of a column of dates: the days, and the notes.
    fn read(dates: &[&str]) -> (Vec<String>, Vec<String>) {
        let options = Options::new("FI", chrono_tz::UTC, "2026-12-01T00:00:00Z".parse().unwrap()).unwrap();
        let file = |header: &str, end: &str| {
            let rows = dates.iter().map(|date| format!("a@example.com;{date};{end}\n"));
            let text = format!("{header}\n{}", rows.collect::<String>());
            Source::read("file", text.into_bytes()).unwrap()
        };
        let source = file("Email;Created;City", "Turku");
        let mapping = source.guess();
        let rows = source.contacts(&mapping, &options);
        let notes = rows.notes();
        let of_contacts: Vec<String> = rows
            .map(|row| row.patch.unwrap().get(Field::CreatedAt).unwrap_or("none")[..10].to_owned())
            .collect();
        let source = file("contact;time;kind", "page_view");
        let mapping = source.guess();
        let rows = source.activities(&mapping, &options).unwrap();
        assert_eq!(rows.notes().len(), notes.len());
        let of_activities: Vec<String> = rows
            .map(|row| row.event.unwrap().at.format("%Y-%m-%d").to_string())
            .collect();
        assert_eq!(of_contacts, of_activities);
        (of_contacts, notes)
    }

    #[test]
    fn one_value_that_proves_it_tells_for_the_whole_column() {
        let (days, notes) = read(&["1/5/2026", "1/13/2026 9:30", "2/3/2026"]);
        assert_eq!(days, ["2026-01-05", "2026-01-13", "2026-02-03"]);
        assert!(notes.is_empty(), "{notes:?}");
        let (days, notes) = read(&["1/5/2026", "13/1/2026"]);
        assert_eq!(days, ["2026-05-01", "2026-01-13"]);
        assert!(notes.is_empty(), "{notes:?}");
    }

    #[test]
    fn where_nothing_or_everything_is_proven_the_day_comes_first_and_that_is_told() {
        let (days, notes) = read(&["1/5/2026", "3/3/2026"]);
        assert_eq!(days, ["2026-05-01", "2026-03-03"]);
        assert!(notes[0].contains("1 date like 1/5/2026") && notes[0].contains("Read as day/month"));
        let (days, notes) = read(&["1/5/2026", "1/13/2026", "13/1/2026", "2/4/2026"]);
        assert_eq!(days, ["2026-05-01", "2026-01-13", "2026-01-13", "2026-04-02"]);
        assert!(notes[0].contains("2 dates like") && notes[0].contains("tell of both"));
    }

    #[test]
    fn other_dates_leave_no_doubt() {
        for dates in [
            ["2026-01-05", "2026-02-03"],
            ["1.5.2026", "2.3.2026"],
            ["3/3/2026", "4/4/2026"],
        ] {
            assert_eq!(read(&dates).1, Vec::<String>::new(), "{dates:?}");
        }
    }
}
