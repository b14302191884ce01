//! By which clock a contact is called: its time zone, else its state, else its country, each as it is known.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::Country;
use super::states::STATES;
use crate::domain::text::fold;

/// A state or province with a zone of its own, within its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(u8);

/// What people put behind the name of a state, or before it.
const BEHIND: [&str; 5] = [" state", " province", " oblast", " krai", " republic"];
const BEFORE: [&str; 3] = ["state of ", "province of ", "republic of "];

impl State {
    /// The state of that name or code in a country, case, accents and full stops aside: `Texas`, `TX`, `US-TX`, `D.C.`.
    #[must_use]
    pub fn named(country: Country, name: &str) -> Option<Self> {
        if name.is_empty() {
            return None;
        }
        let name = fold(name).replace('.', "");
        let own = format!("{}-", country.code().to_lowercase());
        let name = name.strip_prefix(&own).unwrap_or(&name);
        Self::find(country, name)
            .or_else(|| {
                BEHIND
                    .iter()
                    .find_map(|word| Self::find(country, name.strip_suffix(word)?))
            })
            .or_else(|| {
                BEFORE
                    .iter()
                    .find_map(|word| Self::find(country, name.strip_prefix(word)?))
            })
    }

    fn find(country: Country, name: &str) -> Option<Self> {
        let at = STATES.iter().position(|entry| {
            entry.country == country.code() && (entry.code == name || entry.names.contains(&name))
        })?;
        u8::try_from(at).ok().map(Self)
    }

    /// Its code after ISO 3166-2: `US-TX`.
    #[must_use]
    pub fn code(self) -> String {
        let entry = STATES.get(usize::from(self.0));
        entry.map_or_else(String::new, |entry| {
            format!("{}-{}", entry.country, entry.code.to_uppercase())
        })
    }

    fn zones(self) -> &'static [Tz] {
        STATES.get(usize::from(self.0)).map_or(&[], |entry| entry.zones)
    }
}

/// The country of a contact, and by what it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Home {
    /// By its country field.
    Written(Country),
    /// By its phone number only.
    Dialled(Country),
    /// By neither: then the house's own zone is as good a guess as any.
    #[default]
    Unknown,
}

impl Home {
    /// The country of the field if that names one, else of the phone number.
    #[must_use]
    pub fn of(written: Option<Country>, phone: &str) -> Self {
        written.map_or_else(
            || Country::dialled(phone).map_or(Self::Unknown, Self::Dialled),
            Self::Written,
        )
    }

    /// The country.
    #[must_use]
    pub const fn country(self) -> Option<Country> {
        match self {
            Self::Written(country) | Self::Dialled(country) => Some(country),
            Self::Unknown => None,
        }
    }

    /// A state there. Canada shares its calling code with the United States, and none of its provinces has the name or the
    /// letters of a state: of a contact known by such a number the province tells in which of the two it is.
    fn state(self, name: &str) -> Option<(Country, State)> {
        let there = |country| Some((country, State::named(country, name)?));
        match self {
            Self::Written(country) => there(country),
            Self::Dialled(country) => there(country).or_else(|| there(country.shares_code()?)),
            Self::Unknown => None,
        }
    }
}

/// By whose clock a contact is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wall {
    /// Its own: its time zone is known.
    Zone(Tz),
    /// That of its state.
    State(State),
    /// That of its country: at both ends, when it has several zones.
    Country(Country),
    /// That of the house: nothing else is known.
    #[default]
    House,
}

const FIRST_STATE: usize = 1 + Country::COUNT;
const FIRST_ZONE: usize = FIRST_STATE + STATES.len();

impl Wall {
    /// How many there are: each has an [`index`](Self::index) below this.
    pub const COUNT: usize = FIRST_ZONE + TZ_VARIANTS.len();

    /// Its place among all of them, for a table with an entry for each.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::House => 0,
            Self::Country(country) => 1 + country.index(),
            Self::State(state) => FIRST_STATE + state.0 as usize,
            Self::Zone(zone) => FIRST_ZONE + zone as usize,
        }
    }

    /// The zones in which it must be a fit hour for a call; none when it is the house's.
    #[must_use]
    pub fn zones(self) -> &'static [Tz] {
        match self {
            Self::Zone(zone) => TZ_VARIANTS.get(zone as usize..=zone as usize).unwrap_or_default(),
            Self::State(state) => state.zones(),
            Self::Country(country) => country.zones(),
            Self::House => &[],
        }
    }
}

/// Where a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Whereabouts {
    /// The country, if one is known.
    pub country: Option<Country>,
    /// By which clock it is called.
    pub wall: Wall,
}

impl Whereabouts {
    /// Of a contact there, by its state and time zone as written; what is not known here counts as not said.
    #[must_use]
    pub fn of(home: Home, state: &str, time_zone: &str) -> Self {
        let state = home.state(state);
        let country = state.map(|(country, _)| country).or_else(|| home.country());
        let wall = zone_named(time_zone)
            .map(Wall::Zone)
            .or_else(|| state.map(|(_, state)| Wall::State(state)))
            .or_else(|| country.map(Wall::Country));
        Self {
            country,
            wall: wall.unwrap_or_default(),
        }
    }

    /// In a few letters, no more exact than what is known: `America/Denver`, `US-TX`, `US`, or nothing.
    #[must_use]
    pub fn words(self) -> String {
        match self.wall {
            Wall::Zone(zone) => zone.name().to_owned(),
            Wall::State(state) => state.code(),
            Wall::Country(country) => country.code().to_owned(),
            Wall::House => String::new(),
        }
    }
}

impl From<Country> for Whereabouts {
    /// Somewhere in that country.
    fn from(country: Country) -> Self {
        Self {
            country: Some(country),
            wall: Wall::Country(country),
        }
    }
}

/// The time zone of an IANA name, case aside and with spaces for underscores: `America/New_York`, `america/new york`; also in
/// the spelling of `HubSpot`, `america_slash_new_york`.
#[must_use]
pub fn zone_named(name: &str) -> Option<Tz> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    name.parse().ok().or_else(|| {
        let plain = name.to_ascii_lowercase().replace(' ', "_");
        let plain = plain.replace("_slash_", "/").replace("_hyphen_", "-");
        let mut all = TZ_VARIANTS.iter().copied();
        all.find(|zone| zone.name().eq_ignore_ascii_case(&plain))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::country::table::COUNTRIES;

    /// The clock and the country of somebody with such fields.
    fn whereabouts(country: &str, state: &str, zone: &str, phone: &str) -> (String, Vec<&'static str>) {
        let found = Whereabouts::of(Home::of(Country::named(country), phone), state, zone);
        let zones = found.wall.zones().iter().map(|zone| zone.name()).collect();
        (found.words(), zones)
    }

    fn of(country: &str, state: &str) -> String {
        whereabouts(country, state, "", "").0
    }

    #[test]
    fn a_state_is_known_by_its_name_and_its_letters() {
        for state in ["TX", "Texas", " texas ", "US-TX", "State of Texas", "Tx."] {
            assert_eq!(of("USA", state), "US-TX", "{state}");
        }
        for state in ["DC", "D.C.", "Washington, D.C.", "District of Columbia"] {
            assert_eq!(of("us", state), "US-DC", "{state}");
        }
        for state in ["QC", "Quebec", "Québec", "Quebec Province"] {
            assert_eq!(of("Canada", state), "CA-QC", "{state}");
        }
        assert_eq!(of("Brasil", "São Paulo"), "BR-SP");
        assert_eq!(of("Mexico", "Q. Roo"), "MX-ROO");
        assert_eq!(of("Russia", "Altai Republic"), "RU-AL");
        assert_eq!(of("Russia", "Altai Krai"), "RU-ALT");
    }

    #[test]
    fn the_same_letters_are_another_state_in_another_country() {
        let zone = |country: &str| whereabouts(country, "WA", "", "").1;
        assert_eq!(zone("United States"), ["America/Los_Angeles"]);
        assert_eq!(zone("Australia"), ["Australia/Perth"]);
        // Canada has none of that name: then both ends count, as if nothing had been said.
        assert_eq!(zone("Canada"), ["America/Halifax", "America/Vancouver"]);
    }

    #[test]
    fn what_is_no_state_counts_as_not_said() {
        for state in ["", " ", "Open", "Tampa", "Won", "🙂", "US-", "Ontario"] {
            assert_eq!(of("US", state), "US", "{state}");
        }
        assert_eq!(of("Finland", "Pirkanmaa"), "FI");
        assert_eq!(of("", "Texas"), "");
    }

    #[test]
    fn a_divided_state_has_the_clock_of_nearly_all_its_people_or_both() {
        let zones = |state: &str| whereabouts("US", state, "", "").1;
        assert_eq!(zones("TX"), ["America/Chicago"]);
        assert_eq!(zones("FL"), ["America/New_York"]);
        assert_eq!(zones("MI"), ["America/Detroit"]);
        assert_eq!(zones("TN"), ["America/New_York", "America/Chicago"]);
        assert_eq!(zones("SD"), ["America/Chicago", "America/Denver"]);
    }

    #[test]
    fn the_time_zone_goes_before_the_state_and_needs_no_country() {
        let zone = |country, state, zone| whereabouts(country, state, zone, "").1;
        assert_eq!(zone("US", "TX", "America/Denver"), ["America/Denver"]);
        assert_eq!(zone("", "", "Asia/Tokyo"), ["Asia/Tokyo"]);
        assert_eq!(zone("US", "TX", "Central"), ["America/Chicago"]);
        assert_eq!(
            zone("US", "", "Central"),
            ["America/New_York", "America/Los_Angeles"]
        );
    }

    #[test]
    fn a_province_tells_canada_from_the_united_states_where_only_the_phone_number_is_known() {
        let dialled = |state| whereabouts("", state, "", "+1 204 555 0123").0;
        assert_eq!(dialled("MB"), "CA-MB");
        assert_eq!(dialled("Ontario"), "CA-ON");
        assert_eq!(dialled("Maine"), "US-ME");
        assert_eq!(dialled(""), "US");
        let found = Whereabouts::of(Home::of(None, "+12045550123"), "MB", "");
        assert_eq!(found.country, Country::named("CA"));
        assert_eq!(whereabouts("", "Perth", "", "+61 8 5550 0123").0, "AU");
    }

    #[test]
    fn a_zone_is_known_however_it_is_spelt() {
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
        for name in ["", "Eastern", "GMT+25", "America", "/", "é"] {
            assert_eq!(zone_named(name), None, "{name}");
        }
    }

    #[test]
    fn every_clock_has_a_place_of_its_own_and_none_is_left_empty() {
        let countries = COUNTRIES.iter().filter_map(|entry| Country::named(entry.code));
        let states = (0..STATES.len()).map(|at| Wall::State(State(at as u8)));
        let zones = TZ_VARIANTS.iter().map(|zone| Wall::Zone(*zone));
        let all: HashSet<usize> = countries
            .map(Wall::Country)
            .chain(states)
            .chain(zones)
            .chain([Wall::House])
            .map(Wall::index)
            .collect();
        assert_eq!(all, (0..Wall::COUNT).collect());
        for zone in TZ_VARIANTS {
            assert_eq!(Wall::Zone(zone).zones(), [zone]);
        }
    }

    #[test]
    fn every_state_stands_once_in_a_country_that_is_known() {
        assert!(u8::try_from(STATES.len()).is_ok());
        for (at, entry) in STATES.iter().enumerate() {
            assert!(!entry.zones.is_empty(), "{}-{}", entry.country, entry.code);
            let country = Country::named(entry.country).filter(|country| country.code() == entry.country);
            for name in entry.names.iter().chain([&entry.code]) {
                assert_eq!(fold(name), *name);
                let found = country.and_then(|country| State::named(country, name));
                assert_eq!(
                    found.map(|state| usize::from(state.0)),
                    Some(at),
                    "{}: {name}",
                    entry.country
                );
            }
        }
        let (us, canada) = (Country::named("US"), Country::named("CA"));
        let of = |country: Option<Country>| {
            STATES
                .iter()
                .filter(move |e| Some(e.country) == country.map(Country::code))
        };
        for province in of(canada) {
            assert!(us.is_some_and(|us| State::named(us, province.code).is_none()));
        }
    }
}
