//! One value of a TOML file, read as what is expected of it.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use super::document::{Document, Section};

/// A value of a file, with its path.
pub(super) struct Entry<'a> {
    pub document: &'a Document<'a>,
    pub path: String,
    pub offset: usize,
    pub value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Entry<'a> {
    /// Notes a problem with the value, which is shown.
    pub fn problem(&self, what: &str, remedy: &str) {
        self.document
            .note(self.offset, &self.path, &self.shown(what), remedy);
    }

    /// Notes what may be right about the value, but hardly is; the value is shown.
    pub fn doubt(&self, what: &str, remedy: &str) {
        self.document
            .doubt(self.offset, &self.path, &self.shown(what), remedy);
    }

    fn shown(&self, what: &str) -> String {
        let written = self.document.slice(self.value.span());
        let first_line = written.lines().next().unwrap_or_default();
        let short: String = first_line.chars().filter(|c| !c.is_control()).take(40).collect();
        format!("{what} (got {short})")
    }

    /// The line on which the key stands, 1-based.
    pub fn line(&self) -> usize {
        self.document.line(self.offset)
    }

    /// A number within bounds.
    pub fn number(&self, allowed: RangeInclusive<f64>, remedy: &str) -> Option<f64> {
        let number = as_number(self.value.get_ref());
        if number.is_none_or(|number| !allowed.contains(&number)) {
            let what = format!("must be a number from {} to {}", allowed.start(), allowed.end());
            self.problem(&what, remedy);
            return None;
        }
        number
    }

    /// A number above 0, and at most `most`.
    pub fn positive(&self, most: f64, remedy: &str) -> Option<f64> {
        let number = as_number(self.value.get_ref());
        if number.is_some_and(|number| number <= 0.0) {
            self.problem("must be more than 0", remedy);
            return None;
        }
        let number = number.filter(|number| *number <= most);
        if number.is_none() {
            self.problem(&format!("must be a number, at most {most}"), remedy);
        }
        number
    }

    /// A whole number within bounds.
    pub fn whole(&self, allowed: RangeInclusive<u32>, remedy: &str) -> Option<u32> {
        let number = as_number(self.value.get_ref()).filter(|number| number.fract() == 0.0);
        let bounds = f64::from(*allowed.start())..=f64::from(*allowed.end());
        if number.is_none_or(|number| !bounds.contains(&number)) {
            let what = format!(
                "must be a whole number from {} to {}",
                allowed.start(),
                allowed.end()
            );
            self.problem(&what, remedy);
            return None;
        }
        number.map(|number| number as u32)
    }

    /// A text that is not blank.
    pub fn text(&self, remedy: &str) -> Option<&'a str> {
        let text = self.value.get_ref().as_str().map(str::trim);
        let text = text.filter(|text| !text.is_empty());
        if text.is_none() {
            self.problem("must be a text in quotes", remedy);
        }
        text
    }

    /// A text or a list of texts, none of them blank.
    pub fn texts(&self, remedy: &str) -> Option<Vec<&'a str>> {
        let value = self.value.get_ref();
        let texts: Option<Vec<&str>> = match value.as_array() {
            Some(array) => array.iter().map(|item| item.get_ref().as_str()).collect(),
            None => value.as_str().map(|text| vec![text]),
        };
        let texts = texts.filter(|texts| texts.iter().all(|text| !text.trim().is_empty()));
        if texts.is_none() {
            self.problem("must be a list of texts in quotes", remedy);
        }
        texts
    }

    /// The items of a list.
    pub fn items(&self, remedy: &str) -> Vec<Self> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.problem("must be a list in brackets", remedy);
            return Vec::new();
        };
        let numbered = array.iter().enumerate();
        numbered
            .map(|(index, item)| self.item(format!("{}[{}]", self.path, index + 1), item))
            .collect()
    }

    /// The table that the value is.
    pub fn section(&self) -> Option<Section<'a>> {
        let Some(table) = self.value.get_ref().as_table() else {
            let name = self.path.rsplit('.').next().unwrap_or_default();
            self.problem("must be a table", &format!("Write it as a section: [{name}]."));
            return None;
        };
        Some(Section::new(self.document, table, self.path.clone(), self.offset))
    }

    /// What the value is, for choices between kinds.
    pub fn value(&self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    /// An item of the list that the value is.
    pub fn item(&self, path: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self {
            document: self.document,
            path,
            offset: value.span().start,
            value,
        }
    }
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    if let Some(float) = value.as_float() {
        return float.as_str().parse().ok();
    }
    let integer = value.as_integer()?;
    let whole = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    Some(whole as f64)
}
