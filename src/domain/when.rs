//! Times as people say them.

use super::Time;

/// Stand-in.
///
/// # Errors
/// When the text is not a time.
pub fn parse(text: &str, now: Time, zone: chrono_tz::Tz) -> Result<Time, String> {
    let _ = zone;
    let hours = text
        .trim()
        .strip_prefix("in ")
        .and_then(|rest| rest.strip_suffix(" h"));
    let hours: Option<i64> = hours.and_then(|hours| hours.parse().ok());
    hours
        .map(|hours| now + chrono::TimeDelta::hours(hours))
        .ok_or_else(|| {
            format!(
                "`{text}` is not a time I understand; write `tomorrow 10`, `mon 9:30`, `in 2 h` or `15.1.`"
            )
        })
}

/// Stand-in.
#[must_use]
pub fn show(at: Time, now: Time, zone: chrono_tz::Tz) -> String {
    let _ = now;
    at.with_timezone(&zone).format("%a %-d.%-m.%Y %-H:%M").to_string()
}
