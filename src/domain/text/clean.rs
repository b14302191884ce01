//! Outside text made harmless: the one place where names, notes and details lose what could control a terminal, hide
//! text or turn a line around.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::escape::after_sequence;

/// The most characters that [`clean`] lets through.
pub const LINE_CHARS: usize = 2_000;

/// The most characters that [`clean_lines`] lets through, line breaks included.
pub const NOTE_CHARS: usize = 10_000;

/// Marks on one letter: four are enough for every living language, and too few to paint over the neighbouring lines.
pub(super) const MARKS: usize = 4;

/// Makes one harmless line of outside text.
///
/// Control sequences go as a whole, with all controls, bidirectional overrides, invisible characters, tags and floods of
/// marks; line breaks, tabs and runs of spaces become one space; joiners stay only where a script or an emoji needs them.
/// The result is composed (NFC), trimmed, at most [`LINE_CHARS`] long, and unchanged by another `clean`.
#[must_use]
pub fn clean(text: &str) -> String {
    line(text, LINE_CHARS)
}

/// As [`clean`], for text of several lines: keeps line breaks as `\n`, at most one empty line in a row, at most
/// [`NOTE_CHARS`] characters.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(NOTE_CHARS * 2));
    let (mut left, mut breaks) = (NOTE_CHARS, 0);
    for part in text.split(['\n', '\u{85}', '\u{2028}', '\u{2029}']) {
        let gap = if out.is_empty() { 0 } else { 2.min(breaks) };
        let Some(room) = left.checked_sub(gap).filter(|room| *room > 0) else {
            break;
        };
        let cleaned = line(part, room);
        breaks += 1;
        if !cleaned.is_empty() {
            out.extend(std::iter::repeat_n('\n', gap));
            left = room - cleaned.chars().count();
            out.push_str(&cleaned);
            breaks = 1;
        }
    }
    out
}

fn line(text: &str, most: usize) -> String {
    if is_plain(text, most) {
        return text.to_owned();
    }
    let mut out = pass(text, most);
    // Dropping a character can bring two together that compose: rare, and each further round has less to drop.
    while !unicode_normalization::is_nfc(&out) {
        out = pass(&out, most);
    }
    out
}

/// Whether the text is what most text is: printable ASCII without anything to tidy.
fn is_plain(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= most
        && bytes.iter().all(|b| matches!(b, b' '..=b'~'))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

fn pass(text: &str, most: usize) -> String {
    let mut line = Line::new(most);
    for c in (Visible { rest: text }).nfc() {
        if line.is_full() {
            break;
        }
        line.take(c);
    }
    line.finish()
}

/// The characters of a text without control sequences and without what may never be shown; white space as plain spaces.
struct Visible<'a> {
    rest: &'a str,
}

impl Iterator for Visible<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            if let Some(rest) = after_sequence(self.rest) {
                self.rest = rest;
                continue;
            }
            let mut chars = self.rest.chars();
            let c = chars.next()?;
            self.rest = chars.as_str();
            if c.is_whitespace() || c == '\u{2800}' {
                return Some(' ');
            }
            if is_joiner(c) || is_selector(c) || !(c.is_control() || is_invisible(c)) {
                return Some(c);
            }
        }
    }
}

/// A line being built. What is kept of a character depends only on what was kept before it: that makes it idempotent.
struct Line {
    out: String,
    room: usize,
    /// The last character kept, unless a space waits.
    last: Option<char>,
    /// A space or a joiner, kept only if what follows wants it.
    waiting: Option<char>,
    marks: usize,
}

impl Line {
    fn new(room: usize) -> Self {
        Self {
            out: String::new(),
            room,
            last: None,
            waiting: None,
            marks: 0,
        }
    }

    const fn is_full(&self) -> bool {
        self.room == 0
    }

    fn take(&mut self, c: char) {
        if c == ' ' {
            self.settle(None);
            self.waiting = self.last.is_some().then_some(' ');
        } else if is_joiner(c) {
            if self.waiting.is_none() && self.last.is_some() {
                self.waiting = Some(c);
            }
        } else if is_selector(c) {
            let follows = self.waiting.is_none()
                && self
                    .last
                    .is_some_and(|last| !is_selector(last) && !last.is_ascii_alphabetic());
            if follows {
                self.keep(c);
            }
        } else if is_mark(c) {
            let bare = self.last.is_none() || self.waiting == Some(' ');
            if !bare && self.marks < MARKS {
                self.settle(Some(c));
                self.marks += 1;
                self.keep(c);
            }
        } else {
            self.settle(Some(c));
            self.marks = 0;
            self.keep(c);
        }
    }

    /// Decides about what waits, now that the next character is known.
    fn settle(&mut self, next: Option<char>) {
        let (Some(waiting), Some(last)) = (self.waiting.take(), self.last) else {
            return;
        };
        let wanted = if waiting == ' ' {
            next.is_some()
        } else {
            joins(last, next)
        };
        if wanted && self.room > usize::from(next.is_some()) {
            self.keep(waiting);
        } else if wanted {
            self.room = 0;
        }
    }

    fn keep(&mut self, c: char) {
        if self.room > 0 {
            self.out.push(c);
            self.room -= 1;
            self.last = Some(c);
        }
    }

    fn finish(mut self) -> String {
        self.settle(None);
        self.out
    }
}

/// Whether a joiner between the two means something: between the parts of an emoji, or between letters of a script
/// that joins. A legacy chillu of Malayalam ends a word with virama and joiner.
fn joins(last: char, next: Option<char>) -> bool {
    let Some(next) = next else {
        return is_virama(last);
    };
    (is_emoji_part(last) && is_emoji(next)) || (is_joining(last) && is_joining(next)) || is_virama(last)
}

pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Variation selectors: of emoji, and of the ideographs in Japanese names.
pub(super) const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What stands on the character before it: marks, and the vowels and finals of conjoining Korean letters.
pub(super) fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

const fn is_emoji_part(c: char) -> bool {
    is_emoji(c) || c == '\u{fe0f}'
}

/// Scripts in which a joiner or non-joiner changes the word: Arabic, Syriac, N'Ko, Indic to Sinhala, Tibetan, Myanmar,
/// Khmer, Mongolian, Javanese and their neighbours.
const fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{1a20}'..='\u{1aaf}' | '\u{1b00}'..='\u{1bff}' | '\u{a980}'..='\u{a9df}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10d00}'..='\u{11fff}')
}

const fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{94d}'
            | '\u{9cd}'
            | '\u{a4d}'
            | '\u{acd}'
            | '\u{b4d}'
            | '\u{bcd}'
            | '\u{c4d}'
            | '\u{ccd}'
            | '\u{d4d}'
            | '\u{dca}'
    )
}

/// Characters without a shape of their own: they hide text, turn it around or fill a line with nothing.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
        | '\u{fffe}' | '\u{ffff}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}
