//! By which clock a contact is called: its time zone, else its state, else its country, each as it is known.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::Country;
use super::spelling::zone_named;
use super::states::STATES;
use crate::domain::contact::{Contact, ContactPatch, Field};
use crate::domain::text::fold;

/// A state or province with a zone of its own, within its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(u8);

/// What people put behind the name of a state, or before it.
const BEHIND: [&str; 5] = [" state", " province", " oblast", " krai", " republic"];
const BEFORE: [&str; 3] = ["state of ", "province of ", "republic of "];

/// How people cut the first word of a name.
const SHORT: [(&str, &str); 5] = [
    ("n ", "north "),
    ("n ", "new "),
    ("s ", "south "),
    ("w ", "west "),
    ("w ", "western "),
];

impl State {
    /// The state of that name or code in a country, case, accents and full stops aside: `Texas`, `TX`, `US-TX`, `Tex.`, `D.C.`,
    /// `W. Virginia`; also with its letters, its country, a city or a postal code beside it: `TX - Texas`, `Texas (TX)`, `TX, USA`,
    /// `Austin, TX 78701`. Where two states are named, none is.
    #[must_use]
    pub fn named(country: Country, name: &str) -> Option<Self> {
        let name = fold(name).replace('.', "");
        Self::plain(country, &name).or_else(|| Self::among(country, &name))
    }

    /// The only state among the parts of a text.
    fn among(country: Country, text: &str) -> Option<Self> {
        let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
        let words = text.split(' ').take_while(|word| !has_digit(word));
        let text = words
            .collect::<Vec<_>>()
            .join(" ")
            .replace(" - ", ",")
            .replace(" – ", ",");
        let text = match text.rsplit_once(' ') {
            Some((before, last)) if Country::named(last) == Some(country) => before,
            Some(_) | None => &text,
        };
        let parts = text.split([',', '(', ')', '/', ';']).map(str::trim);
        let parts: Vec<&str> = parts
            .filter(|part| !part.is_empty() && Country::named(part) != Some(country))
            .collect();
        Self::plain(country, &parts.join(" ")).or_else(|| {
            let mut known = parts.iter().filter_map(|part| Self::plain(country, part));
            let first = known.next()?;
            known.all(|other| other == first).then_some(first)
        })
    }

    /// The state of which a folded text is the name, and no more.
    fn plain(country: Country, name: &str) -> Option<Self> {
        if name.is_empty() {
            return None;
        }
        let own = format!("{}-", country.code().to_lowercase());
        let name = name.strip_prefix(&own).unwrap_or(name);
        let find = |name: &str| Self::find(country, name);
        find(name)
            .or_else(|| BEHIND.iter().find_map(|word| find(name.strip_suffix(word)?)))
            .or_else(|| BEFORE.iter().find_map(|word| find(name.strip_prefix(word)?)))
            .or_else(|| {
                SHORT
                    .iter()
                    .find_map(|(short, long)| find(&format!("{long}{}", name.strip_prefix(short)?)))
            })
            .or_else(|| {
                name.split(' ')
                    .all(|word| word.len() == 1)
                    .then(|| find(&name.replace(' ', "")))?
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

    fn said<'a>(field: impl Fn(Field) -> Option<&'a str>) -> Self {
        let said = |name| field(name).unwrap_or_default();
        let home = Home::of(Country::named(said(Field::Country)), said(Field::Phone));
        Self::of(home, said(Field::State), said(Field::TimeZone))
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

impl From<&Contact> for Whereabouts {
    /// Of a contact by its fields.
    fn from(contact: &Contact) -> Self {
        Self::said(|field| contact.get(field))
    }
}

impl From<&ContactPatch> for Whereabouts {
    /// Of somebody of whom that and no more is said.
    fn from(patch: &ContactPatch) -> Self {
        Self::said(|field| patch.get(field))
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

#[cfg(test)]
mod tests;
