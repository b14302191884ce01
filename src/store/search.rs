//! The text by which a contact is found, and what to look for when somebody types.

use crate::domain::contact::{Company, Contact, Field};
use crate::domain::lead::Hand;
use crate::domain::text::fold;

/// The folded name by which contacts are listed.
pub(super) fn name_key(contact: &Contact) -> String {
    fold(&contact.name())
}

/// A mark of the hand, three characters that no folded text can hold: so that a search within one hand costs what it
/// finds there, not what it finds anywhere.
const fn hand_mark(hand: Hand) -> &'static str {
    match hand {
        Hand::Marketing => "\u{1}m\u{1}",
        Hand::Sales => "\u{1}s\u{1}",
        Hand::Closed => "\u{1}c\u{1}",
    }
}

/// What the search index holds of a contact: name, company, e-mail, phone digits, each on its line, so that no hit spans
/// two of them; and the mark of the hand.
pub(super) fn text(contact: &Contact, company: Option<&Company>, hand: Hand) -> String {
    let phone = contact.get(Field::Phone).unwrap_or_default();
    let mut text = name_key(contact);
    for part in [
        company.map_or("", |company| company.name.as_str()),
        contact.get(Field::Email).unwrap_or_default(),
    ] {
        text.push('\n');
        text.push_str(&fold(part));
    }
    text.push('\n');
    text.extend(phone.chars().filter(char::is_ascii_digit));
    text.push('\n');
    text.push_str(hand_mark(hand));
    text
}

/// What somebody typed, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// All of it, folded: what a name may begin with.
    pub(super) prefix: String,
    /// The ways to read it. Of one of them, every term must be found.
    readings: Vec<Vec<String>>,
}

/// A trigram index knows nothing of shorter pieces.
const SHORTEST: usize = 3;

/// Numbers longer than this are looked up by their last digits: they begin with a country and an operator, pieces that
/// everybody has, and skipping through those lists cost more than all the rest (30 ms in a million contacts). Five digits at
/// random are in some ten of a million numbers, and their three lists are short.
const TELLING: usize = 5;

/// What the search index is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pieces {
    /// Of long numbers their last digits: quick, and what is found needs a second look.
    Telling,
    /// All that was typed: for digits that turn out to be everybody's.
    Whole,
}

impl Needle {
    /// Understands what was typed: as words, and where it has digits also as words and one phone number, with blanks and
    /// prefixes of any kind.
    pub(super) fn new(typed: &str) -> Self {
        let prefix = fold(typed);
        let words = || prefix.split(' ').filter(|word| !word.is_empty());
        let mut readings: Vec<Vec<String>> = vec![words().map(ToOwned::to_owned).collect()];
        let digits = phone_digits(&words().filter(|word| is_number(word)).collect::<String>());
        if digits.len() > 1 {
            let others = words().filter(|word| !is_number(word)).map(ToOwned::to_owned);
            let phone = others.chain([digits]).collect();
            if !readings.contains(&phone) {
                readings.push(phone);
            }
        }
        Self { prefix, readings }
    }

    /// The expression for the search index; `None` when no term is long enough for it.
    pub(super) fn expression(&self, hand: Option<Hand>, pieces: Pieces) -> Option<String> {
        let mut readings: Vec<String> = self
            .readings
            .iter()
            .filter_map(|terms| all_of(terms, pieces))
            .collect();
        // Two readings of one number may have the same end.
        readings.dedup();
        if readings.is_empty() {
            return None;
        }
        let any = format!("({})", readings.join(" OR "));
        Some(match hand {
            Some(hand) => format!("{} AND {any}", quoted(hand_mark(hand))),
            None => any,
        })
    }

    /// Whether the index is asked for all of every term: then what it finds needs no second look.
    pub(super) fn is_exact(&self, pieces: Pieces) -> bool {
        let mut terms = self.readings.iter().flatten();
        terms.all(|term| is_long(term) && asked(term, pieces) == term)
    }

    /// Whether the index is asked for less than all of some number.
    pub(super) fn has_telling(&self) -> bool {
        let mut terms = self.readings.iter().flatten();
        terms.any(|term| asked(term, Pieces::Telling) != term)
    }

    /// Whether a text of [`text`] holds it.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.readings
            .iter()
            .any(|terms| terms.iter().all(|term| text.contains(term.as_str())))
    }
}

fn is_long(term: &str) -> bool {
    term.chars().nth(SHORTEST - 1).is_some()
}

fn all_of(terms: &[String], pieces: Pieces) -> Option<String> {
    let long: Vec<String> = terms
        .iter()
        .filter(|term| is_long(term))
        .map(|term| quoted(asked(term, pieces)))
        .collect();
    (!long.is_empty()).then(|| format!("({})", long.join(" AND ")))
}

/// The part of a term that the index is asked for.
fn asked(term: &str, pieces: Pieces) -> &str {
    let digits = || term.bytes().all(|byte| byte.is_ascii_digit());
    if pieces == Pieces::Telling && term.len() > TELLING && digits() {
        &term[term.len() - TELLING..]
    } else {
        term
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether a word is a piece of a phone number: digits and the signs that people put between them.
fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || "+-()/.".contains(c))
}

/// The digits by which a number is found in E.164: without `+`, without the prefixes `00` and `0` that are dialled but
/// not part of it, and without the `(0)` that some write in its middle.
fn phone_digits(number: &str) -> String {
    let digits: String = number
        .replace("(0)", "")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() { digits } else { bare.to_owned() }
}
