//! Workbooks (XLSX, XLSB, XLS, ODS) to rows of text.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{Data, ExcelDateTime, Reader, Sheets, Xls, Xlsx, open_workbook_auto_from_rs};

use super::error::IntakeError;
use super::header;

/// A row of a sheet: only the cells that hold something, because one cell far to the right is enough to make a dense
/// table that fills the memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// The row number, 1-based, as the spreadsheet program shows it.
    pub line: u64,
    /// Column (0-based) and content, in the order of the columns.
    pub cells: Vec<(usize, String)>,
}

impl SheetRow {
    /// The cells side by side, the blank ones empty.
    pub(super) fn dense(&self) -> Vec<String> {
        let width = self.cells.last().map_or(0, |(column, _)| column + 1);
        let mut dense = vec![String::new(); width];
        for (column, text) in &self.cells {
            if let Some(cell) = dense.get_mut(*column) {
                cell.clone_from(text);
            }
        }
        dense
    }
}

/// The sheet that holds the table.
pub(super) struct Table {
    /// Its name.
    pub sheet: String,
    /// Its rows that are not blank.
    pub rows: Vec<SheetRow>,
}

/// Shared, because each kind of workbook is tried on a copy.
type Bytes = Cursor<Arc<[u8]>>;

/// Reads the sheet that looks most like a table of people: the one with most names that we know in its first rows, else
/// the first that is not empty. Nothing when all are empty.
///
/// # Errors
/// When the workbook is damaged, protected, or no workbook.
pub(super) fn read(path: &str, bytes: Vec<u8>) -> Result<Option<Table>, IntakeError> {
    let broken = |cause: String| IntakeError::Workbook {
        path: path.to_owned(),
        cause,
    };
    // The reader of workbooks takes much on trust; a crafted file must end as a sentence and not as a panic.
    let read = catch_unwind(AssertUnwindSafe(|| best(bytes.into())));
    match read {
        Ok(Ok(table)) => Ok(table),
        Ok(Err(cause)) => Err(broken(cause)),
        Err(_) => Err(broken("it is damaged".to_owned())),
    }
}

fn best(bytes: Arc<[u8]>) -> Result<Option<Table>, String> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(Arc::clone(&bytes))).map_err(|_| cause(bytes))?;
    let mut best: Option<(usize, Table)> = None;
    for sheet in book.sheet_names() {
        let rows = rows(&mut book, &sheet)?;
        let first: Vec<Vec<String>> = rows.iter().take(8).map(SheetRow::dense).collect();
        let known = header::known_names(&first);
        if !rows.is_empty() && best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, Table { sheet, rows }));
        }
    }
    Ok(best.map(|(_, table)| table))
}

/// Why it is no workbook, by asking the two commonest kinds once more for their reasons.
fn cause(bytes: Arc<[u8]>) -> String {
    if bytes.starts_with(b"PK") {
        let opened: Result<Xlsx<Bytes>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
        return opened
            .err()
            .map_or_else(|| "unknown kind".to_owned(), |error| error.to_string());
    }
    let opened: Result<Xls<Bytes>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    opened
        .err()
        .map_or_else(|| "unknown kind".to_owned(), |error| error.to_string())
}

fn rows(book: &mut Sheets<Bytes>, sheet: &str) -> Result<Vec<SheetRow>, String> {
    let mut rows: Vec<SheetRow> = Vec::new();
    if let Sheets::Xlsx(book) = book {
        let mut cells = book
            .worksheet_cells_reader(sheet)
            .map_err(|error| error.to_string())?;
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (row, column) = cell.get_position();
            add(&mut rows, row, column, &Data::from(cell.get_value().clone()));
        }
    } else {
        let range = book.worksheet_range(sheet).map_err(|error| error.to_string())?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            add(&mut rows, top + row as u32, left + column as u32, value);
        }
    }
    // The format lets rows and cells come in any order.
    rows.sort_by_key(|row| row.line);
    for row in &mut rows {
        row.cells.sort_by_key(|(column, _)| *column);
    }
    Ok(rows)
}

fn add(rows: &mut Vec<SheetRow>, row: u32, column: u32, value: &Data) {
    let text = text(value);
    if text.trim().is_empty() {
        return;
    }
    let line = u64::from(row) + 1;
    if rows.last().is_none_or(|last| last.line != line) {
        rows.push(SheetRow {
            line,
            cells: Vec::new(),
        });
    }
    if let Some(last) = rows.last_mut() {
        last.cells.push((column as usize, text));
    }
}

fn text(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(at) => date(at),
        // `#N/A` and its kin say that nothing is known.
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A number of a sheet as text. Exactly three decimals get a fourth: `1.125` would be read as a grouped thousand later,
/// and in a sheet it never is.
fn float(number: f64) -> String {
    let text = number.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals == 3 { text + "0" } else { text }
}

/// A date cell as `yyyy-mm-dd`, with `hh:mm` and seconds when it has them.
fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = if second > 0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{hour:02}:{minute:02}")
    };
    match (at.as_f64() < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::intake::Source;

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }

    /// A zip archive whose files are stored as they are.
    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::<u8>::new(), Vec::<u8>::new());
        for (name, content) in files {
            let at = out.len() as u32;
            let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            for number in [
                crc32(content.as_bytes()),
                content.len() as u32,
                content.len() as u32,
                name.len() as u32,
            ] {
                head.extend(number.to_le_bytes());
            }
            out.extend(
                b"PK\x03\x04"
                    .iter()
                    .chain(&head)
                    .chain(name.as_bytes())
                    .chain(content.as_bytes()),
            );
            directory.extend(
                b"PK\x01\x02\x14\0"
                    .iter()
                    .chain(&head)
                    .chain(&[0; 10])
                    .chain(&at.to_le_bytes()),
            );
            directory.extend(name.as_bytes());
        }
        let (size, at) = (directory.len() as u32, out.len() as u32);
        out.extend(directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        let count = files.len() as u16;
        out.extend(count.to_le_bytes().iter().chain(&count.to_le_bytes()));
        out.extend(size.to_le_bytes().iter().chain(&at.to_le_bytes()).chain(&[0, 0]));
        out
    }

    fn workbook(rows: &str) -> Vec<u8> {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let relations =
            |inner: String| format!("<Relationships xmlns=\"{RELATIONS}\">{inner}</Relationships>");
        zip(&[
            (
                "_rels/.rels",
                &relations(relation("r1", "officeDocument", "xl/workbook.xml")),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                &relations(
                    relation("r1", "worksheet", "worksheets/sheet1.xml")
                        + &relation("r2", "styles", "styles.xml"),
                ),
            ),
            (
                "xl/workbook.xml",
                &format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Liidit\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/styles.xml",
                &format!(
                    "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ])
    }

    const HEADER: &str = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>Sähköposti</v></c><c r=\"B2\" t=\"str\"><v>Puhelin</v></c><c r=\"C2\" t=\"str\"><v>Luotu</v></c></row>";

    #[test]
    fn a_sheet_gives_its_rows_with_their_numbers_and_dates_as_text() {
        let row = "<row r=\"5\"><c r=\"A5\" t=\"str\"><v>a@x.fi</v></c><c r=\"B5\"><v>358401234567</v></c><c r=\"C5\" s=\"1\"><v>46112.395833333336</v></c></row>";
        let source = Source::read("leads.csv", workbook(&format!("{HEADER}{row}"))).unwrap();
        assert_eq!(source.description(), "workbook, sheet `Liidit`, 1 row");
        let row = source.rows().next().unwrap();
        assert_eq!(row.line, 5);
        assert_eq!(row.cells.unwrap(), ["a@x.fi", "358401234567", "2026-03-31 09:30"]);
    }

    #[test]
    fn one_cell_far_away_costs_a_column_and_not_the_memory() {
        let row = "<row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>a@x.fi</v></c><c r=\"XFD1048576\"><v>1</v></c></row>";
        let source = Source::read("leads", workbook(&format!("{HEADER}{row}"))).unwrap();
        assert_eq!(
            (source.header().len(), source.rows().next().unwrap().line),
            (16384, 1_048_576)
        );
    }

    #[test]
    fn numbers_of_a_sheet_are_not_taken_for_grouped_thousands() {
        assert_eq!(
            (float(1.125), float(401_234_567.0), float(0.5)),
            ("1.1250".to_owned(), "401234567".to_owned(), "0.5".to_owned())
        );
    }
}
