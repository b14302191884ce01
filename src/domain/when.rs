//! Times as people say them.

/// Shows.
#[must_use]
pub fn show(time: super::Time, now: super::Time, zone: chrono_tz::Tz) -> String {
    let _ = (now, zone);
    time.to_string()
}
