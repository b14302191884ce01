//! How a person is reached: e-mail addresses and phone numbers.

use phonenumber::country::Id;
use phonenumber::{Mode, PhoneNumber};

/// What a cell says that may hold several values: the first usable one, and what else there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::intake) struct Several {
    /// The first usable value in the form that is kept.
    pub first: Option<String>,
    /// The other usable ones.
    pub others: Vec<String>,
    /// Whether the cell held anything that could not be used.
    pub as_written: Option<String>,
}

impl Several {
    fn add(&mut self, value: String) {
        if self.first.is_none() {
            self.first = Some(value);
        } else if self.first.as_ref() != Some(&value) && !self.others.contains(&value) {
            self.others.push(value);
        }
    }
}

/// E-mail addresses out of a cell: `a@x.fi; b@x.fi`, `Maija <maija@x.fi>`, `mailto:maija@x.fi`, JSON lists.
pub(in crate::intake) fn emails(cell: &str) -> Several {
    let mut found = Several::default();
    let separators = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ';' | ',' | '|' | '<' | '>' | '"' | '[' | ']' | '(' | ')' | '\u{200B}'
            )
    };
    for word in cell.split(separators) {
        let word = word.trim_matches(['\'', ':', '.', '/']);
        let word = word
            .strip_prefix("mailto:")
            .or_else(|| word.strip_prefix("MAILTO:"))
            .unwrap_or(word);
        let word = word.split_once('?').map_or(word, |(address, _)| address);
        if is_email(word) {
            found.add(word.to_owned());
        } else if word.contains('@') {
            found.as_written = Some(cell.to_owned());
        }
    }
    if found.first.is_none() {
        found.as_written = Some(cell.to_owned());
    }
    found
}

/// Whether a word has the shape of an address: something, `@`, and a domain with a dot in it. What a mail server would
/// accept beyond that is not ours to judge.
fn is_email(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else {
        return false;
    };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let labels = domain.split('.').count();
    let sound = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | '\\');
    (1..=64).contains(&local.len())
        && word.len() <= 254
        && local.chars().all(sound)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && labels >= 2
        && domain.split('.').all(label)
        && !domain
            .rsplit('.')
            .next()
            .is_some_and(|top| top.chars().all(|c| c.is_ascii_digit()))
}

/// Phone numbers out of a cell, in E.164 where the region's rules make one, else as written when there are at least five
/// digits in it.
pub(in crate::intake) fn phones(cell: &str, region: Id) -> Several {
    let mut found = Several::default();
    for part in phone_parts(cell) {
        let part = part.trim().trim_start_matches('\'').trim();
        let digits = part.chars().filter(char::is_ascii_digit).count();
        if digits == 0 {
            continue;
        }
        match e164(part, region) {
            _ if is_scientific(part) => found.as_written = Some(cell.to_owned()),
            Some(number) => found.add(number),
            None if (5..=20).contains(&digits) && letters(part) < 8 => found.add(part.to_owned()),
            None => found.as_written = Some(cell.to_owned()),
        }
    }
    if found.first.is_none() {
        found.as_written = Some(cell.to_owned());
    }
    found
}

fn letters(part: &str) -> usize {
    part.chars().filter(|c| c.is_alphabetic()).count()
}

/// The numbers of a cell one by one. A JSON list gives its `value`s; a slash and a comma only separate when both sides could be
/// numbers, because they also stand inside numbers.
fn phone_parts(cell: &str) -> Vec<String> {
    if cell.starts_with(['[', '{'])
        && let Ok(json) = serde_json::from_str::<serde_json::Value>(cell)
    {
        let mut values = Vec::new();
        json_values(&json, &mut values);
        return values;
    }
    let cell = cell
        .replace(" tai ", ";")
        .replace(" or ", ";")
        .replace(" / ", ";");
    let mut parts = Vec::new();
    for part in cell.split([';', '|', '\n']) {
        let pieces: Vec<&str> = part.split(['/', ',']).collect();
        let all_long = pieces
            .iter()
            .all(|piece| piece.chars().filter(char::is_ascii_digit).count() >= 5);
        if all_long {
            parts.extend(pieces.into_iter().map(ToOwned::to_owned));
        } else {
            parts.push(part.to_owned());
        }
    }
    parts
}

fn json_values(json: &serde_json::Value, values: &mut Vec<String>) {
    match json {
        serde_json::Value::Array(items) => items.iter().for_each(|item| json_values(item, values)),
        serde_json::Value::Object(entries) => entries
            .get("value")
            .into_iter()
            .for_each(|v| json_values(v, values)),
        serde_json::Value::String(text) => values.push(text.clone()),
        serde_json::Value::Number(number) => values.push(number.to_string()),
        serde_json::Value::Bool(_) | serde_json::Value::Null => {}
    }
}

/// `3.58401E+11`: a spreadsheet has thrown the last digits away, so this number would reach a stranger.
fn is_scientific(part: &str) -> bool {
    let upper = part.to_uppercase();
    upper.split_once('E').is_some_and(|(mantissa, exponent)| {
        let digits = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+'))
        };
        digits(mantissa) && digits(exponent)
    })
}

fn e164(part: &str, region: Id) -> Option<String> {
    // A long garbled cell is no number, and the parser's patterns are slow on it.
    if part.len() > 60 {
        return None;
    }
    let valid = |number: &PhoneNumber| phonenumber::is_valid(number);
    let parse = |text: &str| phonenumber::parse(Some(region), text).ok().filter(valid);
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    // Spreadsheets drop the plus of an international number, and the first zero of a national one.
    let bare = || digits.len() >= 10 && part.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    let number = parse(part)
        .or_else(|| bare().then(|| parse(&format!("+{digits}"))).flatten())
        .or_else(|| parse(&part.replace("(0)", "")))?;
    Some(number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phone(text: &str) -> Option<String> {
        phones(text, Id::FI).first
    }

    #[test]
    fn phones_become_e164() {
        for text in [
            "0401234567",
            "040 123 4567",
            "'0401234567",
            "+358 (0)40 123 4567",
            "00358401234567",
            "358401234567",
            "401234567",
            "tel:+358-40-1234567",
            "puh. 040 1234567",
            "[{\"label\": \"work\", \"value\": \"0401234567\"}]",
        ] {
            assert_eq!(phone(text).as_deref(), Some("+358401234567"), "{text}");
        }
        assert_eq!(phone("+46 70 174 06 05").as_deref(), Some("+46701740605"));
    }

    #[test]
    fn a_phone_is_kept_as_written_when_it_has_digits_enough() {
        assert_eq!(phone("12345-6 int").as_deref(), Some("12345-6 int"));
        for text in ["1234", "3.58401E+11", "3,58E+11", "ask Maija", ""] {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_of_several_is_taken_and_the_others_kept() {
        let said = phones("0401234567 / 050 555 1234; 0401234567", Id::FI);
        assert_eq!(
            (said.first.as_deref(), said.others),
            (Some("+358401234567"), vec!["+358505551234".to_owned()])
        );
        let said = emails("Maija Mäki <maija@x.fi>; mailto:b@x.fi");
        assert_eq!(
            (said.first.as_deref(), said.others),
            (Some("maija@x.fi"), vec!["b@x.fi".to_owned()])
        );
    }

    #[test]
    fn what_has_not_the_shape_of_an_address_is_none() {
        for text in [
            "maija",
            "maija@",
            "@x.fi",
            "a@b",
            "a b@",
            "a@x..fi",
            "a@@x.fi",
            "a@-x.fi",
            "a@1.2.3.4",
        ] {
            assert_eq!(emails(text).first, None, "{text}");
        }
        assert_eq!(
            emails("Jörg.Müller+x@bücher.example").first.as_deref(),
            Some("Jörg.Müller+x@bücher.example")
        );
    }

    proptest! {
        #[test]
        fn no_value_panics(text in "\\PC{0,40}") {
            let _ = (emails(&text), phones(&text, Id::FI));
        }
    }
}
