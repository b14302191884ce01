//! Separated text to records, one at a time, with the line on which each begins.
//!
//! Written here and not taken from a CSV library, because damaged files are the rule: every record must keep its physical
//! line through quoted newlines and through four kinds of line end, and a quotation mark that is never closed must cost
//! one record and not the rest of the file.

use std::cell::Cell;
use std::ops::ControlFlow;

/// Lines over which a quoted cell may stretch before its quotation mark counts as never closed.
const MOST_LINES: u64 = 100;
/// Bytes that a quoted cell may have before its quotation mark counts as never closed: eight times a spreadsheet's limit.
const MOST_BYTES: usize = 8 * 32_767;

/// How quotation marks are written inside a quoted cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// `""`, as RFC 4180 has it.
    Doubled,
    /// `\"`, as database dumps have it.
    Backslash,
}

/// How a text is separated into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The ASCII separator; none when there is one column only.
    pub separator: Option<u8>,
    /// How quotation marks are written inside a quoted cell.
    pub escape: Escape,
}

/// One record as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Physical line on which it begins, 1-based.
    pub line: u64,
    /// The cells, unquoted, otherwise as written.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub state: State,
}

/// In what state a record was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing to remark.
    Sound,
    /// The whole record is one quoted cell: possibly a record wrapped in quotation marks.
    Wrapped,
    /// A quotation mark, opened on this line, is never closed.
    Unclosed(u64),
}

/// The records of a text. Blank records (no line content, or empty cells only) are passed over.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    text: &'a str,
    dialect: Dialect,
    /// Byte at which the next record begins.
    pub at: usize,
    /// Physical line of that byte.
    pub line: u64,
    /// From where to where a closing mark was last looked for, and whether there is one at the end of it.
    looked: Cell<(usize, usize, bool)>,
}

struct Quoted {
    text: String,
    end: usize,
    lines: u64,
}

impl<'a> Records<'a> {
    /// The records from a byte on, which is the beginning of that line.
    pub(super) const fn from(text: &'a str, dialect: Dialect, at: usize, line: u64) -> Self {
        Self {
            text,
            dialect,
            at,
            line,
            looked: Cell::new((0, 0, false)),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn is_separator(&self, at: usize) -> bool {
        self.dialect.separator.is_some() && self.byte(at) == self.dialect.separator
    }

    fn ends_cell(&self, at: usize) -> bool {
        self.is_separator(at) || matches!(self.byte(at), None | Some(b'\r' | b'\n'))
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    /// The first byte from `at` on that ends an unquoted cell.
    fn cell_end(&self, at: usize) -> usize {
        let separator = self.dialect.separator.unwrap_or(b'\n');
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let found = rest
            .iter()
            .position(|b| *b == separator || *b == b'\r' || *b == b'\n');
        found.map_or(self.text.len(), |offset| at + offset)
    }

    /// Goes to the beginning of the line after the one that holds `at`.
    fn skip_line(&mut self, at: usize) {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n'))
            .map_or(self.text.len(), |o| at + o);
        self.at = end + line_end(self.text.as_bytes(), end);
        self.line += 1;
    }

    /// Reads a quoted cell whose content begins at `from`; nothing when its quotation mark is never closed.
    fn quoted(&self, from: usize) -> Option<Quoted> {
        let mut cell = Quoted {
            text: String::new(),
            end: from,
            lines: 0,
        };
        let (mut at, mut kept) = (from, from);
        loop {
            if at - from > MOST_BYTES || cell.lines > MOST_LINES {
                return None;
            }
            match self.byte(at)? {
                b'"' => match self.quote(&mut cell, at, &mut kept)? {
                    ControlFlow::Continue(next) => at = next,
                    ControlFlow::Break(end) => {
                        cell.end = end;
                        return Some(cell);
                    }
                },
                b'\r' | b'\n' => {
                    cell.lines += 1;
                    at += line_end(self.text.as_bytes(), at);
                }
                _ => at += 1,
            }
        }
    }

    /// What a quotation mark inside a quoted cell means: go on from a byte, the cell ends at a byte, or (nothing) an
    /// earlier mark was never closed.
    fn quote(&self, cell: &mut Quoted, at: usize, kept: &mut usize) -> Option<ControlFlow<usize, usize>> {
        let before = at.checked_sub(1).and_then(|i| self.byte(i));
        if self.dialect.escape == Escape::Backslash && before == Some(b'\\') && at > *kept {
            cell.text.push_str(self.slice(*kept, at - 1));
            cell.text.push('"');
            *kept = at + 1;
            return Some(ControlFlow::Continue(at + 1));
        }
        if self.byte(at + 1) == Some(b'"') {
            cell.text.push_str(self.slice(*kept, at + 1));
            *kept = at + 2;
            return Some(ControlFlow::Continue(at + 2));
        }
        let after = self.skip_spaces(at + 1);
        if self.ends_cell(after) {
            cell.text.push_str(self.slice(*kept, at));
            return Some(ControlFlow::Break(after));
        }
        // A mark that opens a cell on a later line: the one before it was meant to be closed long ago.
        let opens = before.is_some_and(|b| Some(b) == self.dialect.separator || matches!(b, b'\r' | b'\n'));
        if cell.lines > 0 && opens {
            return None;
        }
        if self.closes_on_this_line(at + 1) {
            return Some(ControlFlow::Continue(at + 1));
        }
        let end = self.cell_end(at);
        cell.text.push_str(self.slice(*kept, at));
        cell.text.push_str(self.slice(at + 1, end));
        Some(ControlFlow::Break(end))
    }

    /// Whether a mark that closes a cell follows on the same line. Remembers the stretch it has looked through, so that a
    /// long line full of stray marks costs one look and not one for each of them.
    fn closes_on_this_line(&self, from: usize) -> bool {
        let (start, end, closes) = self.looked.get();
        if (start..=end).contains(&from) && start < end {
            return closes;
        }
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let stops = |(offset, byte): (usize, &u8)| {
            matches!(byte, b'\r' | b'\n') || (*byte == b'"' && self.ends_cell(from + offset + 1))
        };
        let end = rest
            .iter()
            .enumerate()
            .position(stops)
            .map_or(self.text.len(), |offset| from + offset);
        let closes = self.byte(end) == Some(b'"');
        self.looked.set((from, end, closes));
        closes
    }

    fn record(&mut self) -> Record {
        let line = self.line;
        let mut cells = Vec::new();
        let mut all_quoted = true;
        loop {
            let opening = self.skip_spaces(self.at);
            if self.byte(opening) == Some(b'"') {
                let Some(cell) = self.quoted(opening + 1) else {
                    let opened = self.line;
                    self.skip_line(opening);
                    return Record {
                        line,
                        cells,
                        state: State::Unclosed(opened),
                    };
                };
                self.line += cell.lines;
                self.at = cell.end;
                cells.push(cell.text);
            } else {
                let end = self.cell_end(self.at);
                cells.push(self.slice(self.at, end).to_owned());
                self.at = end;
                all_quoted = false;
            }
            if !self.is_separator(self.at) {
                break;
            }
            self.at += 1;
        }
        let end = line_end(self.text.as_bytes(), self.at);
        self.at += end;
        self.line += u64::from(end > 0);
        let state = if all_quoted && cells.len() == 1 {
            State::Wrapped
        } else {
            State::Sound
        };
        Record { line, cells, state }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while self.at < self.text.len() {
            let record = self.record();
            let blank = record.cells.iter().all(|cell| cell.trim().is_empty());
            if !blank || matches!(record.state, State::Unclosed(_)) {
                return Some(record);
            }
        }
        None
    }
}

/// The length of the line end at a byte: LF, CR LF, CR, and the CR CR LF of files that were converted twice.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// How many physical lines a text has.
pub(super) fn count_lines(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut at, mut lines) = (0, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        at += rest
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n'))
            .unwrap_or(rest.len());
        at += line_end(bytes, at);
        lines += 1;
    }
    lines
}

/// The cells of a record that was wrapped whole into one quoted cell; nothing when there is no separator in it.
pub(super) fn unwrap_record(record: &Record, dialect: Dialect) -> Option<Vec<String>> {
    let (State::Wrapped, [inner]) = (record.state, record.cells.as_slice()) else {
        return None;
    };
    let unwrapped = Records::from(inner, dialect, 0, record.line).next()?;
    (unwrapped.cells.len() > 1 && !matches!(unwrapped.state, State::Unclosed(_))).then_some(unwrapped.cells)
}
