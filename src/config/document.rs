//! One TOML file with the places of its keys, read by asking for what is expected: every answer that does not fit is
//! noted with its line, and reading goes on.

use std::cell::RefCell;
use std::ops::Range;

use toml::de::{self, DeTable};

use super::entry::Entry;
use super::problems::{Problem, meant};

/// A file being read. Problems gather behind a shared reference, so that sections of it can be read side by side.
pub(super) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    problems: RefCell<Vec<Problem>>,
    doubts: RefCell<Vec<Problem>>,
}

/// What reading a file has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is wrong: the file is refused.
    pub problems: Vec<Problem>,
    /// What is allowed and hardly meant: the file is taken, and this is said.
    pub doubts: Vec<Problem>,
}

impl<'a> Document<'a> {
    pub const fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            problems: RefCell::new(Vec::new()),
            doubts: RefCell::new(Vec::new()),
        }
    }

    /// The tables of the file; nothing when its syntax is broken, because all that follows would be guesses. A key that
    /// stands twice is not that broken: its first value is read on.
    pub fn parse(&self) -> Option<DeTable<'a>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        let mut readable = true;
        for error in &errors {
            readable &= error.message().starts_with(DUPLICATE);
            self.note_syntax(error);
        }
        readable.then(|| root.into_inner())
    }

    fn note_syntax(&self, error: &de::Error) {
        let span = error.span().unwrap_or_default();
        if error.message().starts_with(DUPLICATE) {
            let key = self.slice(span.clone());
            self.note(
                span.start,
                key,
                "stands twice",
                "Keep one of the two and delete the other.",
            );
        } else {
            let what = format!("is not TOML here: {}", error.message());
            let remedy =
                "Write `key = value`, texts in \"quotes\", lists in [brackets], and section names as [name].";
            self.note(span.start, "", &what, remedy);
        }
    }

    /// Notes a problem at a byte of the text.
    pub fn note(&self, offset: usize, key: &str, what: &str, remedy: &str) {
        self.problems
            .borrow_mut()
            .push(self.problem(offset, key, what, remedy));
    }

    /// Notes at a byte of the text what may be right, but hardly is.
    pub fn doubt(&self, offset: usize, key: &str, what: &str, remedy: &str) {
        self.doubts
            .borrow_mut()
            .push(self.problem(offset, key, what, remedy));
    }

    fn problem(&self, offset: usize, key: &str, what: &str, remedy: &str) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: Some(self.line(offset)),
            key: key.to_owned(),
            what: what.to_owned(),
            remedy: remedy.to_owned(),
        }
    }

    /// The line of a byte, 1-based.
    pub fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    /// The text of a span, as written.
    pub fn slice(&self, span: Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }

    /// All that was noted, in the order of the lines.
    pub fn into_found(self) -> Found {
        let by_line = |noted: RefCell<Vec<Problem>>| {
            let mut noted = noted.into_inner();
            noted.sort_by_key(|problem| problem.line);
            noted
        };
        Found {
            problems: by_line(self.problems),
            doubts: by_line(self.doubts),
        }
    }
}

const DUPLICATE: &str = "duplicate key";

/// A table of a file, with its path.
#[derive(Clone)]
pub(super) struct Section<'a> {
    document: &'a Document<'a>,
    table: &'a DeTable<'a>,
    path: String,
    offset: usize,
}

impl<'a> Section<'a> {
    pub const fn root(document: &'a Document<'a>, table: &'a DeTable<'a>) -> Self {
        Self::new(document, table, String::new(), 0)
    }

    pub const fn new(
        document: &'a Document<'a>,
        table: &'a DeTable<'a>,
        path: String,
        offset: usize,
    ) -> Self {
        Self {
            document,
            table,
            path,
            offset,
        }
    }

    /// The same section under another name, for problems to be called by.
    pub fn called(mut self, path: String) -> Self {
        self.path = path;
        self
    }

    /// Notes every key that is not among `known`.
    pub fn only(&self, known: &[&str]) {
        for key in self.table.keys() {
            if known.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let remedy = meant(key.get_ref(), known.iter().copied()).map_or_else(
                || format!("Known here: {}.", known.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            );
            let path = self.path_of(key.get_ref());
            self.document
                .note(key.span().start, &path, "is not known", &remedy);
        }
    }

    pub fn get(&self, key: &str) -> Option<Entry<'a>> {
        let (key, value) = self.table.get_key_value(key)?;
        Some(Entry {
            document: self.document,
            path: self.path_of(key.get_ref()),
            offset: key.span().start,
            value,
        })
    }

    /// The entry of a key that must be there.
    pub fn require(&self, key: &str, remedy: &str) -> Option<Entry<'a>> {
        let entry = self.get(key);
        if entry.is_none() {
            let path = self.path_of(key);
            self.document.note(self.offset, &path, "is missing", remedy);
        }
        entry
    }

    /// Every key with its entry, in the order of the file.
    pub fn entries(&self) -> Vec<(&'a str, Entry<'a>)> {
        let keys = self.table.keys().map(|key| key.get_ref().as_ref());
        let mut all: Vec<_> = keys.filter_map(|key| Some((key, self.get(key)?))).collect();
        all.sort_by_key(|(_, entry)| entry.offset);
        all
    }

    /// The table under a key; of a value that is no table it is noted.
    pub fn section(&self, key: &str) -> Option<Self> {
        self.get(key)?.section()
    }

    /// The tables under a `[[key]]`, each by its number.
    pub fn sections(&self, key: &str) -> Vec<Self> {
        let Some(entry) = self.get(key) else {
            return Vec::new();
        };
        let tables = entry.value.get_ref().as_array().map(|array| {
            let numbered = array.iter().enumerate();
            let each = numbered.map(|(index, item)| {
                let path = format!("{key}[{}]", index + 1);
                entry.item(path, item).section()
            });
            each.collect::<Option<Vec<_>>>()
        });
        tables.flatten().unwrap_or_else(|| {
            entry.problem(
                "must be a list of tables",
                &format!("Begin each with a line [[{key}]]."),
            );
            Vec::new()
        })
    }

    /// Notes a problem with the section as a whole.
    pub fn problem(&self, what: &str, remedy: &str) {
        self.document.note(self.offset, &self.path, what, remedy);
    }

    /// Notes what may be right about the section as a whole, but hardly is.
    pub fn doubt(&self, what: &str, remedy: &str) {
        self.document.doubt(self.offset, &self.path, what, remedy);
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            return key.to_owned();
        }
        format!("{}.{key}", self.path)
    }
}
