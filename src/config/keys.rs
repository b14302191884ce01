//! `keys.toml`: which key does what, where it differs from the defaults.

use super::document::Section;

/// One key of `keys.toml`. Whether such an action and key exist is known by the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Name of the action.
    pub action: String,
    /// Its key, as written.
    pub key: String,
    /// The line that says so, 1-based.
    pub line: usize,
}

/// The bindings in the order of the file.
pub(super) fn bindings(root: &Section<'_>) -> Vec<Binding> {
    let remedy = "Write the name of an action and its key: take = \"t\", or two: take = [\"t\", \"ctrl-t\"].";
    let mut bindings = Vec::new();
    for (action, entry) in root.entries() {
        let keys = entry.texts(remedy).unwrap_or_default();
        bindings.extend(keys.into_iter().map(|key| Binding {
            action: action.to_owned(),
            key: key.to_owned(),
            line: entry.line(),
        }));
    }
    bindings
}
