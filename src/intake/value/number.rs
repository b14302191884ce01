//! Sums of money and sizes of companies.

/// A number as people write it (`1 200 000,50 €`, `1,200,000.50`, `1.200.000`, `30 k€`, `1,5 milj.`) as a plain decimal; nothing
/// when it is none. One mark with exactly three digits after it groups thousands.
pub(in crate::intake) fn number(text: &str) -> Option<String> {
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
pub(in crate::intake) fn size(text: &str) -> Option<(String, Said)> {
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
pub(in crate::intake) enum Said {
    /// It does.
    All,
    /// Something was lost: the upper bound of a range.
    Part,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            let _ = (number(&text), size(&text));
        }
    }
}
