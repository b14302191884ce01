//! `keys.toml`: which key does what, where it differs from the defaults.

use super::document::Section;

/// The bindings in the order of the file: name of the action and key. Whether such an action and key exist is known by the screens.
pub(super) fn bindings(root: &Section<'_>) -> Vec<(String, String)> {
    let remedy = "Write the name of an action and its key: take = \"t\", or two: take = [\"t\", \"ctrl-t\"].";
    let mut bindings = Vec::new();
    for (action, entry) in root.entries() {
        let keys = entry.texts(remedy).unwrap_or_default();
        bindings.extend(keys.into_iter().map(|key| (action.to_owned(), key.to_owned())));
    }
    bindings
}
