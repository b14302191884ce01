//! The names of rules.

use std::collections::BTreeMap;

/// Rule names so far, with their lines: a name must be unique, because points are kept and explained under it.
#[derive(Default)]
pub(in crate::config) struct Names(BTreeMap<String, usize>);

impl Names {
    /// Takes a name; gives the line on which it was taken before.
    pub fn take(&mut self, name: &str, line: usize) -> Option<usize> {
        self.0.insert(name.to_owned(), line)
    }
}
