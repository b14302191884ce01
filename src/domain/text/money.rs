//! Sums of money and other large numbers for the screen.

/// A sum in whole units with its currency, thousands apart: `12 600 €`.
///
/// The spaces are plain ones, so that what is copied from the screen is found again. What is not a number is `? €`;
/// sums beyond a quadrillion are shown as a quadrillion.
#[must_use]
pub fn money(value: f64, currency: &str) -> String {
    if value.is_nan() {
        return format!("? {currency}").trim_end().to_owned();
    }
    let whole = value.clamp(-1e15, 1e15).round() as i64;
    let mut shown = String::from(if whole < 0 { "-" } else { "" });
    shown.push_str(&grouped(whole.unsigned_abs()));
    if !currency.is_empty() {
        shown.push(' ');
        shown.push_str(currency);
    }
    shown
}

/// A number, thousands apart: `12 600`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}
