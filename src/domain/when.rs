//! Times as people say them.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, TimeZone as _};

use super::Time;

/// A text that is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time")]
pub struct WhenError(pub String);

/// Reads a moment that has been: RFC 3339, `yyyy-mm-dd hh:mm`, `d.m.yyyy klo hh.mm`, or an Excel serial.
///
/// # Errors
/// When the text is none of these.
pub fn parse_past(text: &str, zone: chrono_tz::Tz) -> Result<Time, WhenError> {
    let text = text.trim();
    let error = || WhenError(text.to_owned());
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let formats = [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%d.%m.%Y klo %H.%M",
        "%d.%m.%Y %H:%M",
        "%Y-%m-%dT%H:%M:%S",
    ];
    let local = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()?
                .and_hms_opt(0, 0, 0)
        })
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%d.%m.%Y")
                .ok()?
                .and_hms_opt(0, 0, 0)
        })
        .or_else(|| {
            let serial: f64 = text
                .parse()
                .ok()
                .filter(|serial| (20_000.0..80_000.0).contains(serial))?;
            let seconds = Duration::seconds((serial * 86_400.0).round() as i64);
            NaiveDate::from_ymd_opt(1899, 12, 30)?
                .and_hms_opt(0, 0, 0)?
                .checked_add_signed(seconds)
        })
        .ok_or_else(error)?;
    zone.from_local_datetime(&local)
        .earliest()
        .map(|at| at.to_utc())
        .ok_or_else(error)
}
