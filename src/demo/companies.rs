//! The companies of the demo: made up of words of nature and of trade.

use std::collections::HashSet;

use super::dice::Dice;
use super::names::{COUNTRIES, Country};
use crate::domain::text::fold;

/// A company for which people of the demo work.
#[derive(Debug)]
pub(super) struct Company {
    pub name: String,
    pub country: &'static Country,
    pub town: &'static str,
    pub industry: &'static str,
    /// Employees.
    pub size: i64,
    /// Yearly revenue in the currency of the settings.
    pub revenue: i64,
    /// Its web address, under the top level that is reserved for examples (RFC 2606).
    pub domain: String,
}

/// An industry, and what companies in it call themselves in Finland, Sweden, Germany, Estonia and Britain.
struct Trade {
    industry: &'static str,
    words: [&'static [&'static str]; 5],
}

#[rustfmt::skip]
static TRADES: [(Trade, u32); 9] = [
    (Trade { industry: "Manufacturing", words: [&["Konepaja", "Metalli", "Valimo", "Pumppu", "Teräs"], &["Verkstad", "Mekaniska"], &["Maschinenbau", "Werkzeuge"], &["Metall", "Masinad"], &["Engineering", "Castings"]] }, 24),
    (Trade { industry: "Software", words: [&["Softa", "Data", "Ohjelmistot"], &["Data", "System"], &["Software", "Systeme"], &["Tarkvara", "Data"], &["Software", "Systems"]] }, 14),
    (Trade { industry: "Logistics", words: [&["Kuljetus", "Logistiikka", "Varasto"], &["Logistik", "Transport"], &["Spedition", "Logistik"], &["Logistika", "Veod"], &["Logistics", "Freight"]] }, 12),
    (Trade { industry: "Construction", words: [&["Rakennus", "Betoni", "Talo"], &["Bygg", "Betong"], &["Bau", "Hochbau"], &["Ehitus", "Maja"], &["Construction", "Homes"]] }, 12),
    (Trade { industry: "Energy", words: [&["Energia", "Voima", "Lämpö"], &["Energi", "Kraft"], &["Energie", "Solar"], &["Energia", "Soojus"], &["Energy", "Power"]] }, 8),
    (Trade { industry: "Food", words: [&["Leipomo", "Meijeri", "Panimo"], &["Bageri", "Mejeri"], &["Brauerei", "Molkerei"], &["Pagar", "Piim"], &["Foods", "Bakeries"]] }, 9),
    (Trade { industry: "Healthcare", words: [&["Lääkärit", "Hoiva", "Klinikka"], &["Vård", "Klinik"], &["Medizintechnik", "Klinik"], &["Kliinik", "Meditsiin"], &["Health", "Medical"]] }, 8),
    (Trade { industry: "Retail", words: [&["Kauppa", "Tukku", "Tarvike"], &["Handel", "Grossist"], &["Handel", "Großhandel"], &["Kaubandus", "Hulgi"], &["Supplies", "Stores"]] }, 8),
    (Trade { industry: "Forestry", words: [&["Saha", "Puu", "Metsä"], &["Såg", "Skog"], &["Holz", "Sägewerk"], &["Puit", "Mets"], &["Timber", "Sawmills"]] }, 5),
];

/// Words of nature, by country as in [`COUNTRIES`].
#[rustfmt::skip]
static STEMS: [&[&str]; 5] = [
    &["Routa", "Kaarna", "Havu", "Lumme", "Kaski", "Tyrsky", "Usva", "Kuura", "Hanki", "Sarastus", "Kelo", "Pihka", "Rauta", "Kallas", "Säde", "Väylä", "Hiisi", "Aarni", "Suvanto", "Vaara", "Ylänne", "Äänne", "Revontuli", "Ilves", "Kotka", "Sampi", "Tähti", "Vesi"],
    &["Norrsken", "Skär", "Björk", "Åker", "Älv", "Ljung", "Fjäll", "Havs", "Dimma", "Örn"],
    &["Nordwind", "Eichen", "Falken", "Grün", "Hansa", "Linden", "Möwen", "Rhein", "Silber", "Wacholder"],
    &["Põhja", "Kadaka", "Mere", "Rändur", "Tamme", "Lõuna", "Sõlme", "Udu"],
    &["Heather", "Kestrel", "Larkfield", "Moorland", "Northbank", "Oakmere", "Pennine", "Rowan"],
];

/// `count` companies with names of their own.
pub(super) fn companies(dice: &mut Dice, count: usize) -> Vec<Company> {
    let mut taken = HashSet::new();
    let mut made = Vec::with_capacity(count);
    let mut throws = 0;
    while made.len() < count {
        throws += 1;
        // After many throws the words run out: a number sets the rest apart.
        let number = if throws > count * 4 {
            format!(" {}", throws % 97 + 2)
        } else {
            String::new()
        };
        let company = company(dice, &number);
        if taken.insert(company.domain.clone()) {
            made.push(company);
        }
    }
    made
}

fn company(dice: &mut Dice, number: &str) -> Company {
    let place = dice.weighed(&[0, 1, 2, 3, 4].map(|place| (place, COUNTRIES[place].1)));
    let country = COUNTRIES[place].0;
    let trade = dice.weighed(&TRADES.each_ref().map(|(trade, weight)| (trade, *weight)));
    let (stem, word) = (dice.pick(STEMS[place]), dice.pick(trade.words[place]));
    let town = dice.pick(country.towns);
    let name = match dice.place(3) {
        0 => format!("{stem} {word}{number}"),
        1 => format!("{town} {stem} {word}{number}"),
        _ => format!("{stem}{}{number}", word.to_lowercase()),
    };
    let size = size(dice);
    Company {
        domain: format!("{}.example", letters(&name)),
        name: format!("{name} {}", dice.pick(country.forms)),
        country,
        town,
        industry: trade.industry,
        size,
        revenue: size * dice.between(90, 260) * 1_000,
    }
}

/// Employees: many small companies, few large ones.
fn size(dice: &mut Dice) -> i64 {
    match dice.place(100) {
        0..12 => dice.between(2, 9),
        12..42 => dice.between(10, 49),
        42..76 => dice.between(50, 249),
        76..93 => dice.between(250, 999),
        _ => dice.between(1_000, 8_000),
    }
}

/// What of a text can stand in an address.
pub(super) fn letters(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}
