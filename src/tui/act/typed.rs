//! Typed texts as values: a time, a sum, a word that must not be missing.

use crate::domain::{Time, text, when};
use crate::tui::context::Context;

/// The text, unless it is empty.
pub fn needed(text: &str, what: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err(format!("Type {what}, then Enter"));
    }
    Ok(text.to_owned())
}

/// A time as people say it, with the time as it is shown back.
pub fn time(text: &str, ctx: &Context) -> Result<(Time, String), String> {
    let zone = ctx.policy.clocks.zone;
    let at = when::parse(text, ctx.now, zone).map_err(|error| error.to_string())?;
    Ok((at, when::show(at, ctx.now, zone)))
}

/// The same, where no time need be said.
pub fn maybe_time(text: &str, ctx: &Context) -> Result<(Option<Time>, String), String> {
    if text.is_empty() {
        return Ok((None, "without a date".to_owned()));
    }
    time(text, ctx).map(|(at, shown)| (Some(at), shown))
}

/// A sum as people write it: spaces between thousands, comma or point before the cents.
pub fn sum(text: &str, ctx: &Context) -> Result<(Option<f64>, String), String> {
    if text.is_empty() {
        return Ok((None, "without a sum".to_owned()));
    }
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    match bare.parse::<f64>() {
        Ok(amount) if amount.is_finite() && (0.0..1e15).contains(&amount) => {
            let shown = text::money(amount, &ctx.policy.value.currency);
            Ok((Some(amount), shown))
        }
        _ => Err(format!("`{text}` is not a sum; write 12500 or 12 500,50")),
    }
}
