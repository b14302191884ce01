//! What people and their systems write where an IANA name is meant.

use chrono_tz::{TZ_VARIANTS, Tz};

/// The time zone that a text names: an IANA name, case aside and with spaces for underscores (`America/New_York`,
/// `america/new york`), also in the spelling of `HubSpot`, `america_slash_new_york`; and the names of the United States:
/// `EST`, `Eastern`, `Eastern Standard Time`, `(GMT-05:00) Eastern Time (US & Canada)`.
///
/// Such letters and words are taken for the American ones wherever else they are in use (`Central`, `CST`), and summer time
/// holds with all of them: who writes `EST` means the wall in New York, not five hours behind Greenwich all year.
#[must_use]
pub fn zone_named(name: &str) -> Option<Tz> {
    let name = without_offset(name.trim());
    if name.is_empty() {
        return None;
    }
    american(name).or_else(|| iana(name)).or_else(|| explained(name))
}

/// Behind `(GMT-05:00)`, which does not tell whether there is summer time.
fn without_offset(name: &str) -> &str {
    let behind = name.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match behind {
        Some((offset, rest))
            if ["GMT", "UTC"]
                .iter()
                .any(|word| offset.get(..3).is_some_and(|o| o.eq_ignore_ascii_case(word))) =>
        {
            rest.trim_start()
        }
        Some(_) | None => name,
    }
}

/// `Eastern Time (US & Canada)`, `Eastern Time (ET)`, `Eastern Time - New York`, and with the name itself in brackets:
/// `Eastern European Standard Time (Europe/Helsinki)`.
fn explained(name: &str) -> Option<Tz> {
    if let Some((_, city)) = name.split_once(" - ") {
        return iana(&format!("America/{city}")).filter(|_| name.contains(" Time - "));
    }
    let (words, note) = name.strip_suffix(')')?.rsplit_once('(')?;
    let (words, note) = (words.trim_end(), note.trim());
    if note.contains('/') {
        return iana(note);
    }
    let zone = american(words)?;
    let plain = note.to_ascii_lowercase().replace('.', "");
    let of_there = ["us & canada", "us and canada", "us", "usa", "canada"].contains(&plain.as_str());
    (of_there || american(note) == Some(zone)).then_some(zone)
}

fn iana(name: &str) -> Option<Tz> {
    name.parse().ok().or_else(|| {
        let plain = name.to_ascii_lowercase().replace(' ', "_");
        let plain = plain.replace("_slash_", "/").replace("_hyphen_", "-");
        let mut all = TZ_VARIANTS.iter().copied();
        all.find(|zone| zone.name().eq_ignore_ascii_case(&plain))
    })
}

/// What stands behind the name proper, the longest first.
const BEHIND: [&str; 6] = [
    " standard time",
    " daylight time",
    " time zone",
    " time",
    " standard",
    " daylight",
];

fn american(name: &str) -> Option<Tz> {
    let name = name.to_ascii_lowercase().replace('.', "");
    let proper = BEHIND.iter().find_map(|words| name.strip_suffix(words));
    let proper = proper.unwrap_or(&name);
    // By this name Windows knows Arizona, which has no summer time.
    if name == "us mountain standard time" {
        return Some(Tz::America__Phoenix);
    }
    Some(match proper.strip_prefix("us ").unwrap_or(proper) {
        "eastern" | "et" | "est" | "edt" | "est/edt" => Tz::America__New_York,
        "central" | "ct" | "cst" | "cdt" | "cst/cdt" => Tz::America__Chicago,
        "mountain" | "mt" | "mst" | "mdt" | "mst/mdt" => Tz::America__Denver,
        "pacific" | "pt" | "pst" | "pdt" | "pst/pdt" => Tz::America__Los_Angeles,
        "alaska" | "alaskan" | "akt" | "akst" | "akdt" => Tz::America__Anchorage,
        "hawaii" | "hawaiian" | "hawaii-aleutian" | "hst" => Tz::Pacific__Honolulu,
        "arizona" => Tz::America__Phoenix,
        "atlantic" => Tz::America__Halifax,
        "newfoundland" => Tz::America__St_Johns,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_american_name_is_the_wall_there_with_its_summer_time() {
        let cases = [
            (
                Tz::America__New_York,
                "EST|edt|Eastern|Eastern Time|ET|US Eastern|Eastern Standard Time|EST/EDT",
            ),
            (
                Tz::America__New_York,
                "Eastern Time (US & Canada)|(GMT-05:00) Eastern Time (US & Canada)|Eastern (ET)",
            ),
            (
                Tz::America__New_York,
                "(GMT-04:00) Eastern Daylight Time (America/New_York)|(UTC-05:00) EST|E.S.T.",
            ),
            (
                Tz::America__New_York,
                "(GMT-05:00) Eastern Time - New York|(GMT-05:00) America/New_York",
            ),
            (
                Tz::America__Chicago,
                "CST|CDT|Central|central standard time|(GMT-06:00) Central Time (US & Canada)",
            ),
            (
                Tz::America__Denver,
                "MST|MDT|Mountain|Mountain Time|Mountain Standard Time",
            ),
            (
                Tz::America__Los_Angeles,
                "PST|PDT|Pacific|Pacific Time|Pacific Daylight Time|Pacific Time (US)",
            ),
            (Tz::America__Anchorage, "AKST|AKDT|Alaska|Alaskan Standard Time"),
            (Tz::Pacific__Honolulu, "HST|Hawaii|Hawaiian Standard Time"),
            (Tz::America__Phoenix, "Arizona|US Mountain Standard Time"),
        ];
        for (zone, names) in cases {
            for name in names.split('|') {
                assert_eq!(zone_named(name), Some(zone), "{name}");
            }
        }
    }

    #[test]
    fn a_name_in_brackets_counts_and_what_is_no_zone_does_not() {
        let helsinki = "(GMT+02:00) Eastern European Standard Time (Europe/Helsinki)";
        assert_eq!(zone_named(helsinki), Some(Tz::Europe__Helsinki));
        for name in [
            "",
            "GMT+25",
            "America",
            "/",
            "é",
            "()",
            "(GMT-05:00)",
            "Eastern Standard Time (Mexico)",
            "Eastern (CST)",
            "Central European Standard Time",
            "AUS Eastern Standard Time",
            "easter",
            "time",
            "five hours behind",
        ] {
            assert_eq!(zone_named(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_known_however_it_is_spelt() {
        for name in [
            "America/New_York",
            "america/new_york",
            " America/New York ",
            "america_slash_new_york",
        ] {
            assert_eq!(zone_named(name), Some(Tz::America__New_York), "{name}");
        }
        assert_eq!(zone_named("us_slash_eastern"), Some(Tz::US__Eastern));
        let hyphens = "america_slash_port_hyphen_au_hyphen_prince";
        assert_eq!(zone_named(hyphens), Some(Tz::America__PortauPrince));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = zone_named(&text);
        }
    }
}
