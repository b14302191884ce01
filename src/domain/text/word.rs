//! Texts within texts.

/// Longest text that must stand as a word of its own.
const WORD_UP_TO: usize = 3;

/// Whether folded `value` contains folded `text`; a short `text` only between characters that are no letters or digits.
#[must_use]
pub fn contains(value: &str, text: &str) -> bool {
    place(value, text).is_some()
}

/// Where, in bytes, folded `value` first contains folded `text`, by the same rule as [`contains`].
#[must_use]
pub fn place(value: &str, text: &str) -> Option<usize> {
    // Scripts that put no spaces between words have short words too: the rule is for Latin letters only.
    if text.len() > WORD_UP_TO || !text.is_ascii() {
        return find(value, text);
    }
    let joined = |edge: Option<char>, outside: Option<char>| {
        edge.is_some_and(char::is_alphanumeric) && outside.is_some_and(char::is_alphanumeric)
    };
    let mut from = 0;
    while let Some(found) = find(&value[from..], text) {
        let (start, end) = (from + found, from + found + text.len());
        let before = value[..start].chars().next_back();
        let after = value[end..].chars().next();
        if !joined(text.chars().next(), before) && !joined(text.chars().next_back(), after) {
            return Some(start);
        }
        if text.is_empty() {
            break;
        }
        from = end;
    }
    None
}

/// The search of the standard library prepares for long texts at every call; hundreds of words are looked for in every title
/// and page, which are short.
fn find(value: &str, text: &str) -> Option<usize> {
    memchr::memmem::find(value.as_bytes(), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_short_text_must_stand_as_a_word_of_its_own() {
        assert!(!contains("managing director", "cto"));
        assert!(contains("founder/cto", "cto"));
        assert!(contains("vp sales", "vp"));
        assert!(contains("files/benchmark.pdf", "pdf"));
        assert!(contains("myyntijohtaja", "johtaja"));
        assert!(contains("代表社長", "社長"));
        assert!(contains("vpx and vp", "vp"));
        assert!(!contains("vpvpvp", "vp"));
    }
}
