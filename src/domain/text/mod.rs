//! Text from outside: made harmless on the way in, and folded for comparison.

mod clean;
mod escape;
mod harmless;
mod money;
mod word;

#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

pub use clean::{LINE_CHARS, NOTE_CHARS, clean, clean_lines};
pub use harmless::{harmless, inline, is_hidden};
pub use money::{grouped, money};
pub use word::{contains, place, standing};

/// The form in which texts are compared and searched: case folded, accents stripped, runs of white space one space,
/// trimmed. `makela` finds `Mäkelä`, `lodz` finds `Łódź`.
///
/// Only accents go (Latin, Greek, Cyrillic, Hebrew points, Arabic vowels): the vowel signs of Indic scripts and the
/// voicing marks of Japanese are letters to their readers and stay. The result is for comparing, not for showing: it
/// is decomposed (NFKD), so that the first sounds of a Korean syllable already find it.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars()
            .for_each(|c| push(&mut folded, c.to_ascii_lowercase()));
    } else {
        text.nfkd()
            .filter(|c| !is_accent(*c) && !clean::is_invisible(*c))
            .flat_map(char::to_lowercase)
            .filter(|c| !is_accent(*c))
            .for_each(|c| match plain(c) {
                Some(letters) => folded.push_str(letters),
                None => push(&mut folded, c),
            });
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Adds a character; white space and controls only as one space, and never at the start.
fn push(folded: &mut String, c: char) {
    if !c.is_whitespace() && !c.is_control() {
        folded.push(c);
    } else if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// Letters that Unicode does not take apart although people type them apart.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ς' => "σ",
        _ => return None,
    })
}

const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}
