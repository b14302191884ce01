//! Headers understood by their words: `Contact phone number` is a `phone` with words around it that change nothing.

use std::collections::HashMap;

use crate::domain::contact::Field;

/// How much worse a name is that is understood by its words than any that is known as a whole.
pub(super) const AFTER_KNOWN: usize = 1_000;

/// More words than this around a name, or more bytes, are no header that anybody writes; it bounds the search.
const MOST_WORDS: usize = 4;
const LONGEST: usize = 60;

/// Whose it is, before anything about a person. Not `company`: what is the company's is not the person's.
const WHOSE: [&str; 7] = [
    "contact",
    "primary",
    "main",
    "yhteyshenkilon",
    "kontaktin",
    "henkilon",
    "ensisijainen",
];

/// Where it is used, before anything but a name: a `business full name` is a company's.
const WHERE: [&str; 2] = ["work", "business"];

/// Before an address or a number only: a `lead title` is that of a deal, a `customer name` may be a company's, and a `työmaa`
/// is a building site.
const BEFORE_REACH: [&str; 7] = [
    "lead",
    "customer",
    "prospect",
    "person",
    "personal",
    "asiakkaan",
    "tyo",
];

/// Behind an address or a number: `Email (work)`. Not `contact`: `Email contact` may be a yes or no.
const BEHIND_REACH: [&str; 5] = ["work", "business", "primary", "tyo", "ensisijainen"];

const NUMBER: [&str; 6] = ["number", "numero", "num", "nro", "no", "nr"];
const ADDRESS: [&str; 2] = ["address", "osoite"];

type Known = HashMap<String, (Field, usize)>;

/// The field of a folded header that is not known as a whole, and how well it is named, after all known names. The words
/// around a known name are taken off; what is left must be known, so that `email status` is nothing.
pub(super) fn field(folded: &str, known: &Known) -> Option<(Field, usize)> {
    if folded.len() > LONGEST {
        return None;
    }
    let found = reach(folded, known, 0).or_else(|| personal(folded, known));
    found.map(|(field, rank)| (field, AFTER_KNOWN + rank))
}

/// A name, job title or place of a person, with words before it that say whose it is.
fn personal(folded: &str, known: &Known) -> Option<(Field, usize)> {
    let (mut rest, mut at_work) = (folded, false);
    loop {
        let whose = WHOSE.iter().find_map(|word| rest.strip_prefix(word));
        let used = || WHERE.iter().find_map(|word| rest.strip_prefix(word));
        at_work |= whose.is_none();
        rest = whose.or_else(used)?;
        let Some((field, rank)) = known.get(rest).copied() else {
            continue;
        };
        let is_name = matches!(field, Field::FirstName | Field::LastName | Field::FullName);
        // `Contact last` may be a date, and a `primary person` a role.
        let says_name = rest.ends_with("name") || rest.ends_with("nimi");
        let fits = matches!(
            field,
            Field::Title | Field::City | Field::Country | Field::TimeZone
        ) || (is_name && says_name && !at_work);
        return fits.then_some((field, rank));
    }
}

/// An e-mail address or a phone number with words on both sides, `taken` of them off already. A second, third… one comes
/// after all others.
fn reach(folded: &str, known: &Known, taken: usize) -> Option<(Field, usize)> {
    // `Direct mail` and `mail address` are on paper.
    if taken > MOST_WORDS || (taken > 0 && folded == "mail") {
        return None;
    }
    if let Some((field, rank)) = known.get(folded).copied() {
        return matches!(field, Field::Email | Field::Phone).then_some((field, rank));
    }
    let inside = |rest: &str| reach(rest, known, taken + 1);
    let before = WHOSE.iter().chain(&WHERE).chain(&BEFORE_REACH);
    before
        .filter_map(|word| folded.strip_prefix(word))
        .find_map(inside)
        .or_else(|| behind(folded, &BEHIND_REACH).find_map(inside))
        .or_else(|| {
            let found = behind(folded, &NUMBER).find_map(inside);
            found.filter(|(field, _)| *field == Field::Phone)
        })
        .or_else(|| {
            let found = behind(folded, &ADDRESS).find_map(inside);
            found.filter(|(field, _)| *field == Field::Email)
        })
        .or_else(|| {
            let digit = folded.chars().last().filter(|c| ('1'..='9').contains(c))?;
            let (field, rank) = inside(folded.strip_suffix(digit)?)?;
            Some((field, if digit == '1' { rank } else { AFTER_KNOWN + rank }))
        })
}

/// What is left of a text without one of the words behind it.
fn behind<'a>(folded: &'a str, words: &'static [&'static str]) -> impl Iterator<Item = &'a str> {
    words.iter().filter_map(move |word| folded.strip_suffix(word))
}
