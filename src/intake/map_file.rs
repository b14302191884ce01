//! The column map as a file that people edit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::IntakeError;
use super::fold::{fold, snake};
use super::mapping::{Column, Mapping, Role, Target, is_shared};
use crate::domain::contact::Field;

impl Mapping {
    /// Reads a map for a file with these columns. What the map does not mention keeps its guess; a column whose guessed
    /// field the map gives to another one becomes a custom attribute.
    ///
    /// # Errors
    /// [`IntakeError::Map`] with all problems at once: each with its line, what is wrong, and what would be right.
    pub fn from_toml(text: &str, header: &[String]) -> Result<Self, IntakeError> {
        let document = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            IntakeError::Map(vec![format!("line {line}: {}", error.message())])
        })?;
        let mut reader = Reader {
            text,
            header,
            mapping: Self::guess(header),
            problems: Vec::new(),
        };
        for (key, value) in document.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("columns", DeValue::Table(table)) => reader.columns(table),
                ("activities", DeValue::Table(table)) => reader.activities(table),
                ("kinds", DeValue::Table(table)) => reader.kinds(table),
                (name, _) => {
                    let known = "there are [columns], [activities] and [kinds]";
                    reader.problem(
                        key.span().start,
                        &format!("`{name}` is no section of a column map; {known}"),
                    );
                }
            }
        }
        reader.done()
    }

    /// The map as commented TOML, to be edited and given back: every column with a sample of its values. It is read back as
    /// what it was written from: columns that share a field stand together, the better ones first.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::from(INTRODUCTION);
        let fields: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        for line in fields.chunks(10) {
            let _ = writeln!(out, "#   {}", line.join(", "));
        }
        out.push_str("\n[columns]\n");
        for (at, column) in self.columns.iter().enumerate() {
            if self.spares.iter().any(|(spare, _)| *spare == at) {
                continue;
            }
            write_column(&mut out, column, &column.target);
            let shares = |(_, field): &&(usize, Field)| column.target == Target::Field(*field);
            for (spare, field) in self.spares.iter().filter(shares) {
                if let Some(column) = self.columns.get(*spare) {
                    write_column(&mut out, column, &Target::Field(*field));
                }
            }
        }
        self.write_activities(&mut out);
        out
    }

    fn write_activities(&self, out: &mut String) {
        out.push_str("\n# For `import activities`: which column tells whom it happened to, when, what, the detail, and who did it.\n");
        out.push_str("[activities]\n");
        for role in Role::ALL {
            let column = self.role(role).and_then(|at| self.columns.get(at));
            let _ = match column {
                Some(column) => writeln!(out, "{} = {}", role.name(), quoted(&column.header)),
                None => writeln!(out, "# {} = \"name of a column\"", role.name()),
            };
        }
        out.push_str("\n# What the source calls a kind of activity, and the kind it is. Others keep their own name.\n[kinds]\n");
        let mut written: Vec<String> = Vec::new();
        for kind in &self.kinds_seen {
            if !written.contains(&fold(kind)) {
                let _ = writeln!(out, "{} = {}", quoted(kind), quoted(&self.kind(kind)));
                written.push(fold(kind));
            }
        }
        for (kind, meaning) in self.kinds.iter().filter(|(kind, _)| !written.contains(kind)) {
            let _ = writeln!(out, "{} = {}", quoted(kind), quoted(meaning));
        }
        if self.kinds_seen.is_empty() && self.kinds.is_empty() {
            out.push_str("# \"Visited the site\" = \"page_view\"\n");
        }
    }
}

fn write_column(out: &mut String, column: &Column, target: &Target) {
    let target = match target {
        Target::Field(field) => field.name().to_owned(),
        Target::Custom(name) if *name == column.header => "custom".to_owned(),
        Target::Custom(name) => format!("custom:{name}"),
        Target::Ignore => "ignore".to_owned(),
    };
    let sample = if column.sample.is_empty() {
        String::new()
    } else {
        format!("  # {}", column.sample)
    };
    let _ = writeln!(out, "{} = {}{sample}", quoted(&column.header), quoted(&target));
}

const INTRODUCTION: &str = "\
# Column map. On the left a column as the file names it, on the right what it is:
# a field, \"custom\" (a custom attribute under its own name), \"custom:Name\" (under another name), or \"ignore\".
# Several columns may be phone, and several email: of those, the first in this file that is not empty in a row tells it;
# the others are kept as custom attributes too.
# Fields:
";

/// A TOML basic string: the only form that is a key as well as a value. The text is clean, so there are no controls in it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).map_or(0, |before| before.matches('\n').count())
}

struct Reader<'a> {
    text: &'a str,
    header: &'a [String],
    mapping: Mapping,
    problems: Vec<(usize, String)>,
}

type Entries<'a> = DeTable<'a>;

impl Reader<'_> {
    fn problem(&mut self, at: usize, sentence: &str) {
        let line = line_of(self.text, at);
        self.problems.push((line, format!("line {line}: {sentence}")));
    }

    fn done(mut self) -> Result<Mapping, IntakeError> {
        if self.problems.is_empty() {
            return Ok(self.mapping);
        }
        self.problems.sort();
        Err(IntakeError::Map(
            self.problems.into_iter().map(|(_, sentence)| sentence).collect(),
        ))
    }

    /// The position of a column named in the map: by its exact name, else folded.
    fn position(&mut self, name: &str, at: usize) -> Option<usize> {
        let exact = self.header.iter().position(|header| header == name);
        let folded = || {
            self.header
                .iter()
                .position(|header| !fold(name).is_empty() && fold(header) == fold(name))
        };
        let found = exact.or_else(folded);
        if found.is_none() {
            let sentence = format!(
                "the file has no column `{name}`; its columns are {}",
                listed(self.header)
            );
            self.problem(at, &sentence);
        }
        found
    }

    fn string<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.problem(
                value.span().start,
                &format!("what `{key}` is must be a text in quotation marks"),
            );
        }
        text
    }

    fn columns(&mut self, table: &Entries<'_>) {
        let mut given: BTreeMap<Field, usize> = BTreeMap::new();
        let mut spares: Vec<(usize, Field)> = Vec::new();
        let mut targets: Vec<(usize, Target)> = Vec::new();
        // In the order of the lines: of columns that share a field, the first one speaks first.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let Some(wanted) = self.string(name, value) else {
                continue;
            };
            let column = self.position(name, key.span().start);
            let Some(target) = self.target(name, wanted, value.span().start) else {
                continue;
            };
            let Some(column) = column else { continue };
            if let Target::Field(field) = target {
                if let Some(first) = given.get(&field).copied() {
                    let twice = targets.iter().any(|(at, _)| *at == column);
                    if is_shared(field) && !twice {
                        spares.push((column, field));
                        let own = self.header.get(column).cloned().unwrap_or_default();
                        targets.push((column, Target::Custom(own)));
                    } else {
                        self.given_already(field, first, value.span().start);
                    }
                    continue;
                }
                given.insert(field, column);
            }
            targets.push((column, target));
        }
        self.give(&given, targets);
        self.share(spares);
    }

    fn given_already(&mut self, field: Field, first: usize, at: usize) {
        let first = self.header.get(first).cloned().unwrap_or_default();
        let sentence = format!(
            "`{}` is already given to `{first}`; make one of them \"custom\"",
            field.name()
        );
        self.problem(at, &sentence);
    }

    fn give(&mut self, given: &BTreeMap<Field, usize>, targets: Vec<(usize, Target)>) {
        for column in &mut self.mapping.columns {
            if matches!(column.target, Target::Field(field) if given.contains_key(&field)) {
                column.target = Target::Custom(column.header.clone());
            }
        }
        for (at, target) in targets {
            // What somebody wrote down is meant: the column speaks for nothing else.
            self.mapping.spares.retain(|(spare, _)| *spare != at);
            if let Some(column) = self.mapping.columns.get_mut(at) {
                column.target = target;
            }
        }
    }

    /// The further columns of the map speak before those that are only guessed; a field that has lost its first column to
    /// the map gets the next one.
    fn share(&mut self, mut spares: Vec<(usize, Field)>) {
        spares.append(&mut self.mapping.spares);
        spares.sort_by_key(|(_, field)| *field);
        spares.retain(|(at, field)| {
            let columns = &mut self.mapping.columns;
            let target = Target::Field(*field);
            let held = columns.iter().any(|column| column.target == target);
            if !held && let Some(column) = columns.get_mut(*at) {
                column.target = target;
            }
            held
        });
        self.mapping.spares = spares;
    }

    fn target(&mut self, column: &str, wanted: &str, at: usize) -> Option<Target> {
        match wanted.split_once(':') {
            None if wanted == "custom" => Some(Target::Custom(column.to_owned())),
            None if wanted == "ignore" => Some(Target::Ignore),
            Some(("custom", name)) if !name.trim().is_empty() => Some(Target::Custom(name.trim().to_owned())),
            _ => {
                let field = Field::from_name(wanted).map(Target::Field);
                if field.is_none() {
                    let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
                    let rest = format!(
                        "use one of {}, \"custom\", \"custom:Name\" or \"ignore\"",
                        names.join(", ")
                    );
                    self.problem(at, &format!("`{wanted}` is no field; {rest}"));
                }
                field
            }
        }
    }

    fn activities(&mut self, table: &Entries<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(role) = Role::ALL.into_iter().find(|role| role.name() == name) else {
                let sentence =
                    format!("`{name}` is not told by a column; there are contact, time, kind, detail and by");
                self.problem(key.span().start, &sentence);
                continue;
            };
            let Some(column) = self.string(name, value) else {
                continue;
            };
            if let Some(at) = self.position(column, value.span().start) {
                self.mapping
                    .roles
                    .retain(|other, taken| *other == role || *taken != at);
                self.mapping.roles.insert(role, at);
            }
        }
    }

    fn kinds(&mut self, table: &Entries<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(kind) = self.string(name, value) else {
                continue;
            };
            if snake(kind).is_empty() {
                self.problem(value.span().start, "a kind needs letters, such as \"page_view\"");
            } else {
                self.mapping.kinds.insert(fold(name), snake(kind));
            }
        }
    }
}

/// Names of columns for a sentence, the first thirty of them.
pub(super) fn listed(header: &[String]) -> String {
    let mut names: Vec<String> = header.iter().take(30).map(|name| format!("`{name}`")).collect();
    if header.len() > names.len() {
        names.push(format!("and {} more", header.len() - names.len()));
    }
    names.join(", ")
}
