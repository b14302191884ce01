//! The last gate before the terminal: whatever a cell holds, only harmless text of the cell's width leaves.
//!
//! Text is cleaned where it comes in, too; this gate is for what slips past, and holds for every screen at once.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What is sent for a cell that holds nothing that may be sent, or more than it has room for.
const STAND_IN: &str = "\u{fffd}";

/// How many marks may stand on one character; more of them pile up over the neighbouring lines.
const MARKS_LIMIT: usize = 4;

/// Whether a character must never reach a terminal: controls, line and paragraph separators, direction overrides and
/// marks, invisible and zero-width characters, fillers, tags, noncharacters.
///
/// The joiners U+200C and U+200D and the variation selectors are not hostile: words and emoji are made with them.
#[must_use]
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// The symbol of a cell as it may be sent, always `width` columns: unchanged when it is harmless and as wide as the cell,
/// without what is hostile and filled up with spaces when that leaves something, else a stand-in.
#[must_use]
pub fn tame(symbol: &str, width: u16) -> Cow<'_, str> {
    if is_printable_ascii(symbol) && width == 1 {
        return Cow::Borrowed(symbol);
    }
    let clean = without_hostile(symbol);
    let begins_with_base = clean
        .chars()
        .next()
        .is_some_and(|c| !is_mark(c) && !is_joining(c) && UnicodeWidthChar::width(c).is_some());
    let columns = clean.width();
    match usize::from(width).checked_sub(columns) {
        Some(0) if begins_with_base => clean,
        Some(missing) if begins_with_base => Cow::Owned(clean.into_owned() + &" ".repeat(missing)),
        Some(_) | None => Cow::Owned(STAND_IN.to_owned() + &" ".repeat(usize::from(width).saturating_sub(1))),
    }
}

fn is_printable_ascii(symbol: &str) -> bool {
    matches!(symbol.as_bytes(), [0x20..=0x7e])
}

fn without_hostile(symbol: &str) -> Cow<'_, str> {
    let marks = symbol.chars().filter(|c| is_mark(*c)).count();
    let ends_in_joiner = symbol.ends_with(['\u{200c}', '\u{200d}']);
    if marks <= MARKS_LIMIT && !ends_in_joiner && !symbol.contains(is_hostile) {
        return Cow::Borrowed(symbol);
    }
    let mut left = MARKS_LIMIT;
    let mut kept: String = symbol.chars().filter(|c| !is_hostile(*c)).collect();
    kept.retain(|c| {
        let keep = !is_mark(c) || left > 0;
        left -= usize::from(is_mark(c) && left > 0);
        keep
    });
    kept.truncate(kept.trim_end_matches(['\u{200c}', '\u{200d}']).len());
    Cow::Owned(kept)
}

/// A character without a width of its own.
fn is_mark(c: char) -> bool {
    UnicodeWidthChar::width(c) == Some(0) && !is_joining(c)
}

/// The joiners and the variation selectors.
const fn is_joining(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests;
