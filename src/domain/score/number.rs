//! Numbers as people and other systems write them.

/// The first number in a text, the lower one of a range: `1 200`, `1,5`, `50+`, `10-50`, `€ 2.5M`, `1001-5000 employees`.
///
/// A point or comma followed by groups of exactly three digits separates thousands (`1.234` and `1,234` are 1234, also
/// because sizes and sums are seldom given with three decimals), unless the number begins with 0; any other is the
/// decimal separator. Spaces and apostrophes between groups of three are skipped. A `k` or `M` right behind the number
/// (or behind one space) multiplies by a thousand or a million. A minus counts only when no digit or letter stands before it.
#[must_use]
pub fn leading_number(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let (digits, used) = digits_of(rest);
    let value: f64 = digits.parse().ok()?;
    let sign = if is_negative(before) { -1.0 } else { 1.0 };
    Some(sign * value * magnitude(&rest[used..]))
}

fn is_negative(before: &str) -> bool {
    let mut back = before.chars().rev();
    matches!(back.next(), Some('-' | '\u{2212}')) && !back.next().is_some_and(char::is_alphanumeric)
}

/// The digits of the number at the start of `rest` with a point as decimal separator, and how many bytes it takes.
fn digits_of(rest: &str) -> (String, usize) {
    let mut digits = String::new();
    let mut used = run(rest);
    digits.push_str(&rest[..used]);
    let mut grouped = used <= 3 && !rest.starts_with('0');
    while let Some(separator) = rest[used..].chars().next() {
        let after = used + separator.len_utf8();
        let length = run(&rest[after..]);
        let group = &rest[after..after + length];
        if grouped && length == 3 && is_separator(separator) {
            digits.push_str(group);
        } else if matches!(separator, '.' | ',') && length > 0 {
            digits.push('.');
            digits.push_str(group);
            return (digits, after + length);
        } else {
            break;
        }
        grouped = length == 3;
        used = after + length;
    }
    (digits, used)
}

/// How many ASCII digits `text` begins with.
fn run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What may stand between groups of three digits, the no-break spaces of spreadsheets included.
const fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' | '.' | ','
    )
}

fn magnitude(rest: &str) -> f64 {
    let mut chars = rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest).chars();
    let factor = match chars.next() {
        Some('k' | 'K') => 1_000.0,
        Some('M') => 1_000_000.0,
        _ => return 1.0,
    };
    if chars.next().is_some_and(char::is_alphanumeric) {
        return 1.0;
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::leading_number;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let written = [
            ("1 200", 1200.0),
            ("1\u{a0}200\u{a0}000 €", 1_200_000.0),
            ("1,5", 1.5),
            ("1.234", 1234.0),
            ("1,234.56", 1234.56),
            ("1.234,5", 1234.5),
            ("0.125", 0.125),
            ("10-50", 10.0),
            ("50+", 50.0),
            ("1001-5000 employees", 1001.0),
            ("1 000 - 4 999", 1000.0),
            ("10 50", 10.0),
            ("> 250", 250.0),
            ("€ 2.5M", 2_500_000.0),
            ("30 k€", 30_000.0),
            ("5 kpl", 5.0),
            ("-5", -5.0),
            ("A-5", 5.0),
            ("674.", 674.0),
        ];
        for (text, number) in written {
            assert_eq!(leading_number(text), Some(number), "{text}");
        }
        assert_eq!(leading_number("unknown"), None);
    }
}
