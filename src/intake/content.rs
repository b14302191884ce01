//! What a file is, decided by what is in it and never by its name.

use super::error::IntakeError;

/// What kind of content the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A zip archive: XLSX, XLSB and ODS workbooks are.
    Zip,
    /// An OLE container: XLS workbooks are, and workbooks protected by a password.
    Ole,
    /// Text in some encoding.
    Text,
}

const AS_TABLE: &str = "export the table as CSV or XLSX";

/// First bytes of things that people take for tables.
const MAGIC: [(&[u8], &str, &str); 12] = [
    (b"%PDF", "a PDF document", AS_TABLE),
    (b"\x89PNG", "an image", AS_TABLE),
    (b"\xFF\xD8\xFF", "an image", AS_TABLE),
    (b"GIF8", "an image", AS_TABLE),
    (b"{\\rtf", "a word processor's document (RTF)", AS_TABLE),
    (b"SQLite format 3", "a database", AS_TABLE),
    (b"\x1F\x8B", "a compressed file (gzip)", "unpack it first"),
    (b"BZh", "a compressed file (bzip2)", "unpack it first"),
    (b"\xFD7zXZ", "a compressed file (xz)", "unpack it first"),
    (b"7z\xBC\xAF", "a compressed file (7z)", "unpack it first"),
    (b"Rar!", "a compressed file (RAR)", "unpack it first"),
    (b"\x28\xB5\x2F\xFD", "a compressed file (zstd)", "unpack it first"),
];

/// Decides what the bytes are.
///
/// # Errors
/// A sentence when they are known to be something else than a table.
pub(super) fn of(path: &str, bytes: &[u8]) -> Result<Content, IntakeError> {
    let refuse = |what, remedy| IntakeError::NotATable {
        path: path.to_owned(),
        what,
        remedy,
    };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        if holds(b"xl/") || holds(b"content.xml") {
            return Ok(Content::Zip);
        }
        return Err(refuse(
            "a zip archive",
            "unpack it, or save the table as CSV or XLSX",
        ));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Content::Ole);
    }
    MAGIC
        .iter()
        .find(|(magic, ..)| bytes.starts_with(magic))
        .map_or(Ok(Content::Text), |(_, what, remedy)| Err(refuse(what, remedy)))
}

/// Looks at decoded text for what is text but no table, or no text at all.
///
/// # Errors
/// A sentence saying what it is.
pub(super) fn check_text(path: &str, text: &str) -> Result<(), IntakeError> {
    let refuse = |what, remedy| {
        Err(IntakeError::NotATable {
            path: path.to_owned(),
            what,
            remedy,
        })
    };
    let start: String = text
        .trim_start()
        .chars()
        .take(200)
        .collect::<String>()
        .to_lowercase();
    if start.is_empty() {
        return Err(IntakeError::Empty {
            path: path.to_owned(),
        });
    }
    let html = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<meta",
    ];
    if html.iter().any(|tag| start.starts_with(tag)) || start.starts_with("<?xml") && start.contains("<html")
    {
        return refuse("a web page (HTML)", "export it as CSV or XLSX");
    }
    if start.starts_with("<?xml") {
        return refuse("an XML document", AS_TABLE);
    }
    let joined: String = start.chars().filter(|c| !c.is_whitespace()).take(2).collect();
    if joined == "[{" || joined == "{\"" {
        return refuse("a JSON document", "convert it to CSV first");
    }
    if is_binary(text) {
        return refuse("binary data", AS_TABLE);
    }
    Ok(())
}

/// More than one control character in twenty, over the beginning. Text has hardly any; the threshold leaves room for
/// a table with some damage in it. Of a short table a few damaged cells are much: there a few do not decide, unless a NUL
/// is among them, which text has none of, or there is hardly anything else.
fn is_binary(text: &str) -> bool {
    let (mut all, mut control, mut nul) = (0_usize, 0_usize, false);
    for c in text.chars().take(8192) {
        all += 1;
        nul |= c == '\0';
        if c == '\u{FFFD}'
            || (c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{B}' | '\u{C}' | '\u{1F}'))
        {
            control += 1;
        }
    }
    control * 20 > all && (nul || control > FEW || control * 4 > all)
}

/// So many control characters are few.
const FEW: usize = 64;
