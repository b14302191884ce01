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

/// What divides a title into parts that are each of its own: `CFO & Company Secretary`.
const DIVIDERS: [&str; 9] = [",", ";", "/", "|", "&", "+", " and ", " ja ", " och "];

/// What of a folded title still says what somebody is, where one of folded `words` takes the rest back: all before the part
/// in which the first of them stands. `assistant to the ceo and cfo` leaves nothing, `cfo & company secretary` the CFO. A
/// divider after a hyphen divides nothing: `vd- och styrelseassistent`.
#[must_use]
pub fn standing<'t>(title: &'t str, words: &[String]) -> &'t str {
    let Some(first) = words.iter().filter_map(|word| place(title, word)).min() else {
        return title;
    };
    let before = &title[..first];
    let ends = DIVIDERS.iter().filter_map(|divider| {
        let mut found = before.rmatch_indices(divider);
        found.find_map(|(at, _)| (!before[..at].ends_with('-')).then_some(at))
    });
    &before[..ends.max().unwrap_or(0)]
}

/// A search that prepares nothing, as those of libraries do for long texts: hundreds of words are looked for in every title
/// and page, which are short, and most of them end with the first letter.
fn find(value: &str, text: &str) -> Option<usize> {
    let (value, text) = (value.as_bytes(), text.as_bytes());
    let Some((first, rest)) = text.split_first() else {
        return Some(0);
    };
    let starts = ..=value.len().checked_sub(text.len())?;
    memchr::memchr_iter(*first, &value[starts]).find(|start| value[start + 1..].starts_with(rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{contains, find};

    proptest! {
        #[test]
        fn a_text_is_found_where_the_standard_library_finds_it(value in "[abä]{0,12}", text in "[abä]{0,4}") {
            prop_assert_eq!(find(&value, &text), value.find(&text));
        }
    }

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
