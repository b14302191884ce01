//! Text in cells: how wide it is, and how it is made to fit, without anything in it that could move a terminal.
//!
//! Text is cleaned when it comes into the house; here it is filtered once more, because this is the last place before
//! the screen, and a database can have been filled by an older program. Widths are counted in the way in which
//! ratatui's buffer lays out cells: by grapheme cluster, never by character, and never for the string as a whole
//! (some scripts are narrower together than apart, but a grid of cells does not know it).

use std::borrow::Cow;

use ratatui_core::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

#[cfg(test)]
mod tests;

/// Marks on one base character beyond this are dropped: writing systems need at most four, floods use hundreds.
const MARKS: usize = 4;

/// Code points of one cluster beyond this are dropped; the longest emoji in use (a family with skin tones) has eleven.
const CLUSTER: usize = 16;

/// The mark of text that goes on: one cell.
const MORE: &str = "…";

/// How many cells the text takes on the screen, after the filter.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.chars().count();
    }
    let text = harmless(text);
    text.graphemes(true).map(cells).sum()
}

/// The text in exactly `width` cells: truncated with `…` or padded with spaces on the right.
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    let mut out = cut(text, width);
    if is_plain(&out) {
        out.extend(std::iter::repeat_n(
            ' ',
            width.saturating_sub(out.chars().count()),
        ));
        return out;
    }
    let missing = width.saturating_sub(self::width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    exact(out, width)
}

/// The text in exactly `width` cells: truncated with `…` or padded with spaces on the left.
#[must_use]
pub fn fit_right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    if is_plain(&text) {
        return format!("{text:>width$}");
    }
    let mut out = " ".repeat(width.saturating_sub(self::width(&text)));
    out.push_str(&text);
    exact(out, width)
}

/// The text in at most `width` cells: truncated with `…` when it is longer.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if is_plain(text) {
        return cut_plain(text, width);
    }
    let text = harmless(enough(text, width));
    let mut out = String::new();
    let mut used = 0;
    let mut keep = 0;
    for cluster in text.graphemes(true) {
        let cells = cells(cluster);
        if used + cells > width {
            out.truncate(keep);
            out.push_str(if width == 0 { "" } else { MORE });
            return at_most(out, width);
        }
        out.push_str(cluster);
        used += cells;
        if used < width {
            keep = out.len();
        }
    }
    out
}

/// The text in at most `width` cells: when it is longer, it ends after a whole word and ` …`.
#[must_use]
pub fn cut_between_words(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return harmless(text).into_owned();
    }
    let first = wrap(text, width.saturating_sub(2), 2).swap_remove(0);
    let words = first.trim_end_matches([' ', '·', '…']);
    cut(&format!("{words} {MORE}"), width)
}

/// The same for plain text, in which a character is a cell.
fn cut_plain(text: &str, width: usize) -> String {
    if text.chars().nth(width).is_none() {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(width.saturating_sub(1)).collect();
    out.push_str(if width == 0 { "" } else { MORE });
    out
}

/// The text on at most `lines` lines of at most `width` cells, broken between words where that is possible; the last line
/// ends in `…` when there is more. Always at least one line, if only an empty one.
#[must_use]
pub fn wrap(text: &str, width: usize, lines: usize) -> Vec<String> {
    wrap_after(text, width, width, lines)
}

/// The same with a first line of its own width: something stands behind it.
#[must_use]
pub fn wrap_after(text: &str, first: usize, width: usize, lines: usize) -> Vec<String> {
    let text = harmless(enough(text, first.max(width).saturating_mul(lines)));
    let mut rest = text.trim();
    let mut out = Vec::new();
    // Not measured as a whole: a note of ten thousand characters is broken a hundred times.
    let of = |line: usize| if line == 0 { first } else { width };
    while out.len() + 1 < lines {
        let at = break_at(rest, of(out.len()));
        if at == 0 || at == rest.len() {
            break;
        }
        out.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    out.push(cut(rest, of(out.len())));
    out
}

/// As much of the text as that many cells can need: a note may have ten thousand characters, and a frame shows it fifty
/// times a second. Marks and joiners take characters without cells, therefore eight for each.
fn enough(text: &str, cells: usize) -> &str {
    let most = cells.saturating_mul(8).saturating_add(64);
    if text.len() <= most {
        return text;
    }
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// Where to break a text that is wider than `width`: after the last space that fits, else in the middle of the word.
fn break_at(text: &str, width: usize) -> usize {
    let mut used = 0;
    let mut space = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        if cluster == " " {
            space = at;
        }
        used += cells(cluster);
        if used > width {
            return if space > 0 { space } else { at };
        }
    }
    text.len()
}

/// The text without anything that could move the cursor, reorder or hide text, forge a line or flood a cell.
///
/// Line breaks and tabs become spaces; other control characters, bidirectional overrides, invisible fillers and tags are
/// dropped; joiners stay only between letters that can join; marks are limited for each base character.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut kept = filtered(text);
    // What is dropped can bring two together that make something else to drop: rare, and every round has less.
    loop {
        let again = filtered(&kept);
        if again.len() == kept.len() {
            return Cow::Owned(kept);
        }
        kept = again;
    }
}

/// Whether every character is one cell and one cluster by itself, whatever stands beside it, and harmless: then there is
/// nothing to find out. Nearly all text is; looking for clusters in all of it is most of what a frame costs.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        // Printable ASCII, the Latin letters of Europe without the soft hyphen, what the screens draw with.
        matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '…' | '\u{2500}'..='\u{257f}')
    })
}

/// One round of the filter.
fn filtered(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text
        .chars()
        .map(as_space)
        .filter(|c| !is_forbidden(*c))
        .peekable();
    while let Some(c) = chars.next() {
        let joins = || kept.chars().next_back().is_some_and(can_join);
        if !is_joiner(c) || (joins() && chars.peek().copied().is_some_and(can_join)) {
            kept.push(c);
        }
    }
    kept.graphemes(true).flat_map(limited).collect()
}

/// Cells of one cluster. A lone mark takes none, and the buffer leaves it out.
fn cells(cluster: &str) -> usize {
    usize::from(cluster.cell_width())
}

/// A cluster with its marks limited; nothing when it takes no cell of its own.
fn limited(cluster: &str) -> impl Iterator<Item = char> + '_ {
    let shown = cluster.chars().next().is_some_and(|c| c.width().unwrap_or(0) > 0);
    let mut marks = 0;
    cluster
        .chars()
        .take(if shown { CLUSTER } else { 0 })
        .filter(move |c| {
            marks += usize::from(c.width().unwrap_or(0) == 0 && !is_joiner(*c));
            marks <= MARKS
        })
}

/// Text that came out wider or narrower than counted, because its end and what was put beside it made one cluster of two:
/// then every character outside ASCII gives way to `?`. Nothing in use does this; floods made for it do.
fn exact(text: String, width: usize) -> String {
    if self::width(&text) == width {
        return text;
    }
    let plain: String = text
        .chars()
        .map(plain)
        .chain(std::iter::repeat(' '))
        .take(width)
        .collect();
    plain
}

fn at_most(text: String, width: usize) -> String {
    if self::width(&text) <= width {
        return text;
    }
    text.chars().map(plain).take(width).collect()
}

const fn plain(c: char) -> char {
    if c.is_ascii() { c } else { '?' }
}

const fn as_space(c: char) -> char {
    if matches!(c, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        ' '
    } else {
        c
    }
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner beside it can mean something: scripts that join, and pictures (with the mark that makes them one).
const fn can_join(c: char) -> bool {
    !c.is_ascii() && !is_joiner(c)
}

/// Whether it may never reach a cell.
fn is_forbidden(c: char) -> bool {
    c.is_control() || is_filler(c) || is_direction(c) || is_annotation(c)
}

/// Soft hyphen, grapheme joiner, fillers of Hangul and Khmer, Mongolian separators, zero-width space, invisible operators,
/// byte order mark: they hide text, or take a cell in one terminal and none in another.
const fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
            ..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

/// Direction marks, embeddings, overrides, isolates, and the deprecated formats beside them: they reorder what is read.
const fn is_direction(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
    )
}

/// Annotations, the object replacement, shorthand and musical controls, tags.
const fn is_annotation(c: char) -> bool {
    matches!(
        c,
        '\u{fff9}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}
