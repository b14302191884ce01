//! A file opened, understood as a table, and read row by row.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::domain::text::{grouped, inline};

use super::content::{self, Content};
use super::decode::decode;
use super::error::IntakeError;
use super::header::{self, Header};
use super::mapping::Mapping;
use super::records::{Dialect, Record, Records, State, count_lines, unwrap_record};
use super::separator;
use super::sheet::{self, SheetRow};

/// Rows looked at to find the header.
const HEAD: usize = 40;
/// Columns of the widest table: those of a spreadsheet.
const MOST_COLUMNS: usize = 16_384;
/// Bytes of the largest file that is read: its text is held in memory.
const MOST_BYTES: u64 = 2 << 30;

/// What kind of file a table came out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Separated text.
    Text {
        /// The separator, none when there is one column only.
        separator: Option<char>,
        /// The encoding, for people: `Windows-1252`.
        encoding: &'static str,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The name of the sheet.
        name: String,
    },
}

/// A file of contacts or activities, opened and understood as a table. Holds the whole of its text; rows are made one at
/// a time.
#[derive(Debug, Clone)]
pub struct Source {
    format: Format,
    body: Body,
    header: Vec<String>,
    header_row: Vec<String>,
    rows: u64,
    lines: u64,
}

#[derive(Debug, Clone)]
enum Body {
    Text {
        text: String,
        dialect: Dialect,
        at: usize,
        line: u64,
    },
    Sheet(Vec<SheetRow>),
}

/// One row of data, its cells as wide as the header, or a sentence why it cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which it begins, 1-based; of a sheet, the row number.
    pub line: u64,
    /// As many cells as the header has, as written.
    pub cells: Result<Vec<String>, String>,
}

impl Source {
    /// Opens a file and finds out what it is by its content: the name says nothing.
    ///
    /// # Errors
    /// When it cannot be read, is empty, or is no table; the sentence says what it is and what to do.
    pub fn open(path: &Path) -> Result<Self, IntakeError> {
        let name = inline(path.display());
        let unreadable = |cause| IntakeError::Unreadable {
            path: name.clone(),
            cause,
        };
        let mut bytes = Vec::new();
        let mut file = File::open(path).map_err(unreadable)?.take(MOST_BYTES + 1);
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(IntakeError::TooLarge { path: name });
        }
        Self::read(&name, bytes)
    }

    /// Understands the bytes of a file; `name` is only for the sentences.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, IntakeError> {
        match content::of(name, &bytes)? {
            Content::Zip | Content::Ole => Self::of_sheet(name, sheet::read(name, bytes)?),
            Content::Text => Self::of_text(name, bytes),
        }
    }

    fn of_sheet(name: &str, table: Option<sheet::Table>) -> Result<Self, IntakeError> {
        let empty = || IntakeError::Empty {
            path: name.to_owned(),
        };
        let table = table.ok_or_else(empty)?;
        let head: Vec<Vec<String>> = table.rows.iter().take(HEAD).map(SheetRow::dense).collect();
        let mut found = header::find(&head).ok_or_else(empty)?;
        let rows: Vec<SheetRow> = table.rows.into_iter().skip(found.used).collect();
        // A cell beside the table is unmistakable in a sheet: it gets a column of its own instead of losing its row.
        let width = rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|(column, _)| column + 1)
            .max();
        for at in found.names.len()..width.unwrap_or(0) {
            found.names.push(format!("column {}", at + 1));
        }
        Ok(Self {
            format: Format::Sheet { name: table.sheet },
            header: found.names,
            header_row: found.row,
            rows: rows.len() as u64,
            lines: rows.last().map_or(0, |row| row.line),
            body: Body::Sheet(rows),
        })
    }

    fn of_text(name: &str, bytes: Vec<u8>) -> Result<Self, IntakeError> {
        let (text, encoding) = decode(bytes);
        content::check_text(name, &text)?;
        let (dialect, at, line) = separator::dialect(&text);
        let mut records = Records::from(&text, dialect, at, line);
        let head: Vec<Vec<String>> = records
            .clone()
            .take(HEAD)
            .map(|record| separator::cells(record, dialect))
            .collect();
        let Header { names, row, used } = header::find(&head).ok_or_else(|| IntakeError::Empty {
            path: name.to_owned(),
        })?;
        if names.len() > MOST_COLUMNS {
            return Err(IntakeError::TooWide {
                path: name.to_owned(),
                columns: names.len(),
            });
        }
        for _ in 0..used {
            records.next();
        }
        let (at, line) = (records.at, records.line);
        let lines = count_lines(&text);
        Ok(Self {
            format: Format::Text {
                separator: dialect.separator.map(char::from),
                encoding,
            },
            header: names,
            header_row: row,
            rows: (lines + 1).saturating_sub(line),
            lines,
            body: Body::Text {
                text,
                dialect,
                at,
                line,
            },
        })
    }

    /// Names of the columns, in their order: never empty, never the same twice.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// What kind of file it is.
    #[must_use]
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// How many rows of data there are about: exact but for blank lines and line breaks inside cells.
    #[must_use]
    pub const fn rows_about(&self) -> u64 {
        self.rows
    }

    /// The number of the last line: the line of a row divided by this is how far the reading has come.
    #[must_use]
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    /// One line for people: ``CSV, separator `;`, Windows-1252, about 9 240 rows``.
    #[must_use]
    pub fn description(&self) -> String {
        let rows = grouped(self.rows);
        let plural = if self.rows == 1 { "row" } else { "rows" };
        match &self.format {
            Format::Sheet { name } => format!("workbook, sheet `{}`, {rows} {plural}", inline(name)),
            Format::Text { separator, encoding } => {
                let separator = match separator {
                    Some('\t') => "separator tab".to_owned(),
                    Some(separator) => format!("separator `{separator}`"),
                    None => "one column".to_owned(),
                };
                format!("CSV, {separator}, {encoding}, about {rows} {plural}")
            }
        }
    }

    /// The rows of data, in the order of the file.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        match &self.body {
            Body::Text {
                text,
                dialect,
                at,
                line,
            } => Rows {
                source: self,
                reader: Reader::Text(Records::from(text, *dialect, *at, *line), *dialect),
            },
            Body::Sheet(rows) => Rows {
                source: self,
                reader: Reader::Sheet(rows.iter()),
            },
        }
    }

    /// The cells of the first sound rows, at most `n` of them.
    #[must_use]
    pub fn sample(&self, n: usize) -> Vec<Vec<String>> {
        self.rows()
            .take(n.saturating_mul(2))
            .filter_map(|row| row.cells.ok())
            .take(n)
            .collect()
    }

    /// What the columns are guessed to mean, from their names and from a look at the first rows.
    #[must_use]
    pub fn guess(&self) -> Mapping {
        Mapping::guess(&self.header).with_samples(&self.sample(200))
    }
}

/// The rows of data of a [`Source`].
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    source: &'a Source,
    reader: Reader<'a>,
}

#[derive(Debug, Clone)]
enum Reader<'a> {
    Text(Records<'a>, Dialect),
    Sheet(std::slice::Iter<'a, SheetRow>),
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let header = &self.source.header_row;
        let width = self.source.header.len();
        let (line, cells) = match &mut self.reader {
            Reader::Text(records, dialect) => {
                let record = records.next()?;
                (record.line, fit(record, *dialect, width))
            }
            Reader::Sheet(rows) => {
                let row = rows.next()?;
                let mut cells = row.dense();
                cells.resize(width, String::new());
                (row.line, Ok(cells))
            }
        };
        let repeats = cells.as_ref().is_ok_and(|cells| header::repeats(cells, header));
        let cells = if repeats {
            Err("repeats the header".to_owned())
        } else {
            cells
        };
        Some(Row { line, cells })
    }
}

/// The cells of a record as wide as the header, or why that cannot be.
fn fit(record: Record, dialect: Dialect, width: usize) -> Result<Vec<String>, String> {
    if let State::Unclosed(line) = record.state {
        return Err(format!(
            "a quotation mark opened on line {line} is never closed; close it, or double the quotation marks inside the cell"
        ));
    }
    // A lone quoted cell is only unwrapped when that gives about a whole row: `"Virtanen, Maija"` may be a short one.
    let unwrapped = unwrap_record(&record, dialect).filter(|cells| width > 1 && cells.len() * 2 > width);
    let mut cells = unwrapped.unwrap_or(record.cells);
    if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        return Err(format!(
            "has {} cells where the header has {width}; quote the cells that contain the separator",
            cells.len()
        ));
    }
    cells.resize(width, String::new());
    Ok(cells)
}
