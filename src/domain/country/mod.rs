//! Where a contact is, as far as the clock on its wall goes: by its time zone, else by its state within its country, else by
//! the country, which is that of its field, else that of the prefix of its phone number.

mod spelling;
mod states;
mod table;
mod whereabouts;

use chrono_tz::Tz;

use super::text::fold;
use table::COUNTRIES;

pub use spelling::zone_named;
pub use whereabouts::{Home, State, Wall, Whereabouts};

/// One line of the table.
struct Entry {
    /// Two letters, ISO 3166.
    code: &'static str,
    /// Country calling code, ITU-T E.164, without `+`.
    dial: &'static str,
    /// What people call it, folded: English, its own language, Finnish, three letters.
    names: &'static [&'static str],
    /// Its zone; of a country with several, the eastern- and the westernmost where most of its people work. A contact is
    /// then called only while both are within the hours, as long as neither its state nor its time zone is known.
    zones: &'static [Tz],
}

/// A country of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

impl Country {
    /// How many there are: each has an [`index`](Self::index) below this.
    pub const COUNT: usize = COUNTRIES.len();

    /// The country of a name or a code, case and accents folded.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name.trim().is_empty() {
            return None;
        }
        let name = fold(name);
        Self::find(|entry| entry.code.eq_ignore_ascii_case(&name) || entry.names.contains(&name.as_str()))
    }

    /// The country that a number in international form (`+358...`) is of: the longest calling code that it begins with.
    #[must_use]
    pub fn dialled(phone: &str) -> Option<Self> {
        let digits = phone.trim_start().strip_prefix('+')?;
        (1..=3)
            .rev()
            .filter_map(|length| digits.get(..length))
            .find_map(|code| Self::find(|entry| entry.dial == code))
    }

    /// The country that has no calling code of its own but this one's, and states of its own.
    fn shares_code(self) -> Option<Self> {
        (self.code() == "US").then(|| Self::named("CA")).flatten()
    }

    fn find(is_it: impl Fn(&Entry) -> bool) -> Option<Self> {
        let at = COUNTRIES.iter().position(is_it)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Its place in the table.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its two letters, ISO 3166.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().map_or("", |entry| entry.code)
    }

    /// The zones in which it must be a fit hour for a call.
    #[must_use]
    pub fn zones(self) -> &'static [Tz] {
        self.entry().map_or(&[], |entry| entry.zones)
    }

    fn entry(self) -> Option<&'static Entry> {
        COUNTRIES.get(self.index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_code_name_and_phone_and_the_field_goes_before_the_phone() {
        let code = |field, phone| {
            Home::of(Country::named(field), phone)
                .country()
                .map(Country::code)
        };
        assert_eq!(code("Suomi", ""), Some("FI"));
        assert_eq!(code(" österreich ", ""), Some("AT"));
        assert_eq!(code("us", ""), Some("US"));
        assert_eq!(code("", "+358401234567"), Some("FI"));
        assert_eq!(code("", "+3725551234"), Some("EE"));
        assert_eq!(code("", "+12125550123"), Some("US"));
        assert_eq!(code("Sweden", "+358401234567"), Some("SE"));
        for (name, its) in [
            ("Jordan", "JO"),
            ("Congo", "CG"),
            ("DR Congo", "CD"),
            ("Côte d'Ivoire", "CI"),
        ] {
            assert_eq!(code(name, ""), Some(its));
        }
        assert_eq!(code("", "+962791234567"), Some("JO"));
        assert_eq!(code("Atlantis", "040 123"), None);
        assert_eq!(code("", "+99"), None);
        assert_eq!(code("", "+é"), None);
    }

    #[test]
    fn every_country_stands_once_and_has_a_zone() {
        for (at, entry) in COUNTRIES.iter().enumerate() {
            assert!(!entry.zones.is_empty(), "{}", entry.code);
            assert_eq!(Country::named(entry.code).map(Country::index), Some(at));
            for name in entry.names {
                assert_eq!(fold(name), *name);
                assert_eq!(
                    Country::named(name).map(Country::code),
                    Some(entry.code),
                    "{name}"
                );
            }
        }
    }
}
