//! Texts within texts.

/// Longest text that must stand as a word of its own.
const WORD_UP_TO: usize = 3;

/// Whether folded `value` contains folded `text`; a short `text` only between characters that are no letters or digits.
#[must_use]
pub fn contains(value: &str, text: &str) -> bool {
    // Scripts that put no spaces between words have short words too: the rule is for Latin letters only.
    if text.len() > WORD_UP_TO || !text.is_ascii() {
        return value.contains(text);
    }
    value.match_indices(text).any(|(start, found)| {
        let before = value[..start].chars().next_back();
        let after = value[start + found.len()..].chars().next();
        let joined = |edge: Option<char>, outside: Option<char>| {
            edge.is_some_and(char::is_alphanumeric) && outside.is_some_and(char::is_alphanumeric)
        };
        !joined(text.chars().next(), before) && !joined(text.chars().next_back(), after)
    })
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
    }
}
