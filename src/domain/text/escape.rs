//! Terminal control sequences, recognised as a whole: what is left of a half-removed one would stand in a name.

/// The text after the control sequence that begins it, or nothing when it begins with none.
///
/// Follows the shapes of ECMA-48. A string sequence (OSC, DCS, APC ...) counts only up to the next control character; if
/// that is not its terminator, only its introducer is taken off: an unfinished one must not swallow the rest of a note,
/// and no input can make the search cost more than one look at each character.
pub(super) fn after_sequence(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    match chars.next()? {
        '\u{1b}' => Some(after_escape(chars.as_str())),
        '\u{9b}' => Some(after_csi(chars.as_str())),
        '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => Some(after_string(chars.as_str())),
        _ => None,
    }
}

fn after_escape(text: &str) -> &str {
    let mut chars = text.chars();
    match chars.next() {
        Some('[') => after_csi(chars.as_str()),
        Some('P' | 'X' | ']' | '^' | '_') => after_string(chars.as_str()),
        Some(' '..='/') => {
            let rest = chars.as_str().trim_start_matches(|c| matches!(c, ' '..='/'));
            rest.strip_prefix(|c| matches!(c, '0'..='~')).unwrap_or(rest)
        }
        Some('0'..='~') => chars.as_str(),
        Some(_) | None => text,
    }
}

fn after_csi(text: &str) -> &str {
    let rest = text
        .trim_start_matches(|c| matches!(c, '0'..='?'))
        .trim_start_matches(|c| matches!(c, ' '..='/'));
    rest.strip_prefix(|c| matches!(c, '@'..='~')).unwrap_or(rest)
}

fn after_string(text: &str) -> &str {
    let Some(end) = text.find(char::is_control) else {
        return text;
    };
    let rest = &text[end..];
    rest.strip_prefix(['\u{7}', '\u{9c}'])
        .or_else(|| rest.strip_prefix("\u{1b}\\"))
        .unwrap_or(text)
}
