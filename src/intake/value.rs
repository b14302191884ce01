//! Values as systems and people write them, made into the one form that Kapula keeps.

use phonenumber::country::Id;
use phonenumber::{Mode, PhoneNumber};

/// Whether a value says that nothing is known, as systems write it.
pub(super) fn is_empty(value: &str) -> bool {
    let words = [
        "null",
        "n/a",
        "#n/a",
        "none",
        "(blank)",
        "(empty)",
        "undefined",
        "\\n",
        "-",
        "--",
        "–",
        "—",
        ".",
    ];
    let value = value.trim();
    // `Na` and `Nan` are names of people; only the spelling that no person has means nothing.
    value.is_empty() || value == "NaN" || words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// What a cell says that may hold several values: the first usable one, and what else there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Several {
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
pub(super) fn emails(cell: &str) -> Several {
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
pub(super) fn phones(cell: &str, region: Id) -> Several {
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

/// A number as people write it (`1 200 000,50 €`, `1,200,000.50`, `1.200.000`, `30 k€`, `1,5 milj.`) as a plain decimal; nothing
/// when it is none. One mark with exactly three digits after it groups thousands.
pub(super) fn number(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let negative =
        lower.starts_with('-') || lower.starts_with('−') || (lower.starts_with('(') && lower.ends_with(')'));
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let body = lower.get(start..)?;
    let end = body
        .find(|c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’')))
        .unwrap_or(body.len());
    let (digits, unit) = body.split_at(end);
    let before = lower.get(..start)?;
    let scale = scale(unit.trim().trim_end_matches(')'))?;
    if !before
        .chars()
        .all(|c| is_currency(c) || matches!(c, '-' | '−' | '(' | '+' | '~') || c.is_whitespace())
        && !is_code(before)
    {
        return None;
    }
    let plain = plain(digits)?;
    let scaled = shift(&plain, scale);
    Some(if negative && scaled != "0" {
        format!("-{scaled}")
    } else {
        scaled
    })
}

fn is_currency(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '¥' | '₹' | '₽' | '¤')
}

fn is_code(word: &str) -> bool {
    matches!(
        word.trim(),
        "eur" | "usd" | "gbp" | "sek" | "nok" | "dkk" | "chf" | "us$" | "n." | "noin" | "n" | "ca." | "ca"
    )
}

/// How many places the unit after a number moves its decimal point; nothing when the word is no unit.
fn scale(unit: &str) -> Option<usize> {
    let word: String = unit
        .chars()
        .filter(|c| !is_currency(*c) && !c.is_whitespace() && *c != '.')
        .collect();
    let word = word
        .strip_suffix("eur")
        .or_else(|| word.strip_suffix("euros"))
        .or_else(|| word.strip_suffix("euroa"))
        .unwrap_or(&word);
    match word {
        "" | "usd" | "gbp" | "sek" | "nok" | "dkk" | "chf" | "e" | "kr" | "o" | "," | "-" | ",-" | "/kk"
        | "/v" => Some(0),
        "k" | "t" | "ke" | "tuhatta" | "thousand" => Some(3),
        "m" | "me" | "mn" | "milj" | "miljoonaa" | "million" | "mio" => Some(6),
        "mrd" | "miljardia" | "b" | "bn" | "billion" => Some(9),
        _ => None,
    }
}

/// Digits with marks among them as digits with at most one point.
fn plain(digits: &str) -> Option<String> {
    let digits: String = digits
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let digits = digits.trim_end_matches([',', '.']);
    let last = digits.rfind([',', '.']);
    let (whole, decimals) = match last {
        None => (digits.to_owned(), ""),
        Some(at) => {
            let mark = digits.get(at..=at)?;
            let (before, after) = (digits.get(..at)?, digits.get(at + 1..)?);
            let other = if mark == "," { "." } else { "," };
            let groups = before.contains(mark)
                || (after.len() == 3 && !before.contains(other) && before != "0" && before.len() <= 3);
            if groups && (after.len() != 3 || before.contains(other)) {
                return None;
            }
            let whole = before.replace([',', '.'], "");
            if groups {
                (whole + after, "")
            } else {
                (whole, after)
            }
        }
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals = decimals.trim_end_matches('0');
    Some(if decimals.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{decimals}")
    })
}

/// A plain decimal with its point moved to the right.
fn shift(plain: &str, places: usize) -> String {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let padded = format!("{decimals:0<places$}");
    let (moved, rest) = padded.split_at_checked(places).unwrap_or((&padded, ""));
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{rest}")
    }
}

/// A number of employees: the number, or the lower bound of a range (`51-200`, `10 000+`, `> 500`, `yli 500`). Whole. The flag says
/// whether it is all that the text said.
pub(super) fn size(text: &str) -> Option<(String, Said)> {
    if let Some(number) = number(text) {
        let whole = number.split('.').next().filter(|whole| !whole.starts_with('-'))?;
        return Some((whole.to_owned(), Said::All));
    }
    let lower = text.to_lowercase();
    if lower.trim_start().starts_with(['<', '≤']) || lower.starts_with("alle") || lower.starts_with("under")
    {
        return lower
            .contains(|c: char| c.is_ascii_digit())
            .then(|| ("1".to_owned(), Said::Part));
    }
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let before = lower.get(..start)?.trim();
    if !matches!(
        before,
        "" | ">" | "≥" | ">=" | "yli" | "over" | "more than" | "noin" | "n." | "ca." | "~"
    ) {
        return None;
    }
    let rest = lower.get(start..)?;
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’')))
        .unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    // A month name after the dash: a spreadsheet has taken `1-10` for a date.
    let after = after.trim_start();
    let range = [
        "-",
        "–",
        "—",
        "to ",
        "...",
        "…",
        "+",
        "henk",
        "hlö",
        "employees",
        "people",
        "staff",
        "työnteki",
    ];
    let month = after
        .trim_start_matches(['-', '–'])
        .trim_start()
        .starts_with(char::is_alphabetic);
    if !after.is_empty()
        && (!range.iter().any(|mark| after.starts_with(mark)) || month && after.starts_with('-'))
    {
        return None;
    }
    let whole = plain(digits)?.split('.').next()?.to_owned();
    let letters_only = after.chars().all(char::is_alphabetic) && before.is_empty();
    Some((whole, if letters_only { Said::All } else { Said::Part }))
}

/// Whether a normalised value says all that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It does.
    All,
    /// Something was lost: the upper bound of a range.
    Part,
}

/// Whether a value of a do-not-call column means yes, in English and Finnish.
pub(super) fn is_yes(text: &str) -> bool {
    let yes = [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1.0",
        "x",
        "on",
        "kyllä",
        "kylla",
        "k",
        "tosi",
        "✓",
        "✔",
        "do not call",
    ];
    yes.contains(&text.trim().to_lowercase().as_str())
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

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("1 200 000,50 €", "1200000.5"),
            ("1,200,000.50", "1200000.5"),
            ("1.200.000", "1200000"),
            ("1.200.000,5", "1200000.5"),
            ("1,5", "1.5"),
            ("1.5", "1.5"),
            ("1.200", "1200"),
            ("0,125", "0.125"),
            ("1234.567", "1234.567"),
            ("€ 30k", "30000"),
            ("1,5 milj. €", "1500000"),
            ("30 k€", "30000"),
            ("EUR 500", "500"),
            ("(1,200)", "-1200"),
            ("-5", "-5"),
            ("007", "7"),
            ("1'000'000", "1000000"),
            ("1\u{a0}000", "1000"),
            ("2,345 M€", "2345000000"),
            ("500,-", "500"),
            ("0.0", "0"),
        ];
        for (text, plain) in cases {
            assert_eq!(number(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["", "paljon", "12 apples", "1,2,3", "1.2.2026", "v2", "€"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_keep_their_lower_bound() {
        let cases = [
            ("51-200", "51", Said::Part),
            ("1,001–5,000", "1001", Said::Part),
            ("10 000+", "10000", Said::Part),
            ("> 500", "500", Said::Part),
            ("820", "820", Said::All),
            ("820.0", "820", Said::All),
            ("alle 10", "1", Said::Part),
            ("120 henkilöä", "120", Said::All),
            ("yli 500", "500", Said::Part),
        ];
        for (text, lower, said) in cases {
            assert_eq!(size(text), Some((lower.to_owned(), said)), "{text}");
        }
        for text in ["10-tammi", "Jan-50", "suuri", ""] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_normalised_number_is_a_number_and_stays_the_same(text in "[-(]?[0-9 .,']{1,12}( ?(k|M|€|EUR|milj))?") {
            if let Some(plain) = number(&text) {
                prop_assert!(plain.parse::<f64>().is_ok_and(f64::is_finite));
                let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                prop_assert!(decimals == 3 || number(&plain) == Some(plain));
            }
        }

        #[test]
        fn no_value_panics(text in "\\PC{0,40}") {
            let _ = (number(&text), size(&text), emails(&text), phones(&text, Id::FI), is_yes(&text), is_empty(&text));
        }
    }
}
