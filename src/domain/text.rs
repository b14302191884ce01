//! Text from outside: made harmless on the way in, and folded for comparison.

/// One line of harmless text: control characters gone, runs of white space one space, trimmed.
#[must_use]
pub fn clean(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
