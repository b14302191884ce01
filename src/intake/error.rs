//! Why a file or a map cannot be used, in sentences with place and remedy.

use thiserror::Error;

/// Why a file or a column map cannot be used. Nothing has been changed when one of these is returned.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// The file cannot be read from the disk.
    #[error("{path}: {cause}; check the path and that you may read the file")]
    Unreadable {
        /// The file as it was named.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// There is nothing in the file.
    #[error("{path}: the file is empty; export it again with a header row")]
    Empty {
        /// The file as it was named.
        path: String,
    },
    /// More than is held in memory.
    #[error("{path}: the file is larger than 2 GB; split it")]
    TooLarge {
        /// The file as it was named.
        path: String,
    },
    /// More columns than any spreadsheet has: the separator is something else.
    #[error("{path}: the first row has {columns} cells, more than any table of people; check the separator")]
    TooWide {
        /// The file as it was named.
        path: String,
        /// Cells of the row taken for the header.
        columns: usize,
    },
    /// The content is something else than a table.
    #[error("{path}: this is {what}, not a table; {remedy}")]
    NotATable {
        /// The file as it was named.
        path: String,
        /// What the content is: `a web page (HTML)`.
        what: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A workbook that cannot be opened: damaged, protected by a password.
    #[error(
        "{path}: the workbook cannot be read ({cause}); open it in a spreadsheet program and save it as CSV or XLSX"
    )]
    Workbook {
        /// The file as it was named.
        path: String,
        /// What the reader of workbooks said.
        cause: String,
    },
    /// The column map has mistakes: one sentence each, all of them.
    #[error("the column map cannot be used:\n{}", .0.join("\n"))]
    Map(Vec<String>),
    /// The region of the settings is not a region of the phone book.
    #[error("`{0}` is not a region for phone numbers; use a two-letter country code such as FI or SE")]
    Region(String),
    /// The file does not have a column that the import cannot do without.
    #[error(
        "no column tells {what}; the columns are {header}; name it in a column map ([activities] {role} = \"...\")"
    )]
    NoColumn {
        /// What is missing: `when it happened`.
        what: &'static str,
        /// The role in the map: `time`.
        role: &'static str,
        /// The columns of the file, quoted and separated by commas.
        header: String,
    },
}
