//! Who is where, by which of its fields, and that every clock has a place of its own.

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
fn a_state_is_known_by_its_usual_abbreviations_and_with_other_things_beside_it() {
    for (code, names) in [
        (
            "US-IL",
            "Ill.|IL - Illinois|Illinois (IL)|IL, USA|IL USA|IL, United States|IL 60601|Chicago, IL 60601-1234",
        ),
        ("US-MI", "Mich.|US-MI - Michigan"),
        ("US-PA", "Penn.|Penna.|Commonwealth, PA"),
        ("US-ND", "N. Dakota|N Dakota|N. Dak.|N. D.|N.D."),
        ("US-NH", "N. Hampshire|N. H."),
        ("US-WV", "W. Virginia|W. Va.|WV 25301"),
        ("US-WI", "Wis.|Wisc."),
        (
            "US-DC",
            "Dist. of Columbia|Washington, DC|Washington, D.C., USA|Washington DC 20001|D. C.",
        ),
        ("US-CA", "CA 94105|Calif.|San Francisco, CA"),
        ("US-AS", "AS|American Samoa"),
        ("US-MP", "MP|Northern Mariana Islands"),
        // Where two are named, or none, both ends count.
        ("US", "OR/WA|New York, NJ|94105|Chicago|, ()|USA|North|n "),
    ] {
        for name in names.split('|') {
            assert_eq!(of("US", name), code, "{name}");
        }
    }
    assert_eq!(of("Canada", "ON M5V 2T6"), "CA-ON");
    assert_eq!(of("Australia", "W. Australia"), "AU-WA");
    assert_eq!(of("Russia", "Sakha (Yakutia)"), "RU-SA");
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
    assert_eq!(zone("US", "TX", "Middle"), ["America/Chicago"]);
    assert_eq!(
        zone("US", "", "Middle"),
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
