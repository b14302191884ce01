//! The people of the demo, as the rows of a register.

use std::collections::HashSet;

use super::companies::{Company, letters};
use super::dice::Dice;
use super::names::FAR;
use crate::domain::contact::{ContactPatch, Field};

/// Somebody in the register.
#[derive(Debug)]
pub(super) struct Person {
    /// The key by which events find the contact.
    pub email: String,
    /// How well the person fits, 0-3: 3 decides, in a company of a good size.
    pub promise: u8,
    /// Days before the end of the year when the register got to know the person; 364 is the first import.
    pub known_days: i64,
    /// What the register says.
    pub patch: ContactPatch,
}

/// Titles with what they promise, 0-2, and their weight: English, and Finnish for companies there.
#[rustfmt::skip]
static TITLES: [(&str, &str, u8, u32); 22] = [
    ("Managing Director", "Toimitusjohtaja", 2, 8), ("Sales Director", "Myyntijohtaja", 2, 5), ("Chief Financial Officer", "Talousjohtaja", 2, 5),
    ("Head of Operations", "Tuotantojohtaja", 2, 5), ("Chief Information Officer", "Tietohallintojohtaja", 2, 4), ("Owner", "Omistaja", 2, 3),
    ("Head of Marketing", "Markkinointijohtaja", 2, 4), ("VP Supply Chain", "Hankintajohtaja", 2, 3),
    ("Production Manager", "Tuotantopäällikkö", 1, 8), ("Purchasing Manager", "Ostopäällikkö", 1, 8), ("IT Manager", "IT-päällikkö", 1, 7),
    ("Sales Manager", "Myyntipäällikkö", 1, 6), ("Development Manager", "Kehityspäällikkö", 1, 6), ("Quality Manager", "Laatupäällikkö", 1, 4),
    ("Maintenance Supervisor", "Kunnossapitopäällikkö", 1, 4), ("Buyer", "Ostaja", 0, 5), ("Specialist", "Asiantuntija", 0, 6),
    ("Process Engineer", "Prosessi-insinööri", 0, 5), ("Designer", "Suunnittelija", 0, 4), ("Controller", "Controller", 0, 3),
    ("Marketing Assistant", "Markkinointiassistentti", 0, 3), ("Thesis Student", "Opinnäytetyöntekijä", 0, 2),
];

static SOURCES: [(&str, u32); 9] = [
    ("Web site", 26),
    ("Newsletter", 20),
    ("Trade fair", 14),
    ("Webinar", 12),
    ("Bought list", 9),
    ("Referral", 6),
    ("Demo request", 5),
    ("Contact form", 4),
    ("LinkedIn campaign", 4),
];

/// `count` people of these companies: some in each, more in the larger ones.
pub(super) fn people(dice: &mut Dice, companies: &[Company], count: usize) -> Vec<Person> {
    let weights: Vec<(usize, u32)> = companies
        .iter()
        .enumerate()
        .map(|(place, company)| (place, pull(company)))
        .collect();
    let mut taken = HashSet::new();
    (0..count)
        .map(|number| {
            let place = if number < companies.len() {
                number
            } else {
                dice.weighed(&weights)
            };
            person(dice, &companies[place], number, &mut taken)
        })
        .collect()
}

/// How many people of a company come into a register, compared with others.
const fn pull(company: &Company) -> u32 {
    match company.size {
        ..10 => 1,
        10..50 => 4,
        50..250 => 9,
        _ => 14,
    }
}

fn person(dice: &mut Dice, company: &Company, number: usize, taken: &mut HashSet<String>) -> Person {
    let (first, last, local) = named(dice, company);
    let email = free(taken, |extra| format!("{local}{extra}@{}", company.domain));
    let (english, finnish, rank, _) = *dice.weighed(&TITLES.each_ref().map(|title| (title, title.3)));
    let at_home = company.country.name == "Finland" && dice.hits(40);
    let mut patch = ContactPatch::default();
    patch.set(Field::ExternalId, format!("CRM-{}", 10_001 + number));
    if dice.hits(6) {
        patch.set(Field::FullName, format!("{first} {last}"));
    } else {
        patch.set(Field::FirstName, first);
        patch.set(Field::LastName, last);
    }
    patch.set(Field::Email, email.clone());
    patch.set(Field::Title, if at_home { finnish } else { english });
    employer(company, &mut patch);
    let reached = reach(dice, company, rank, taken, &mut patch);
    Person {
        email,
        promise: promise(rank, company, reached),
        known_days: known_days(dice),
        patch,
    }
}

/// Most were in the register when the year began; the others came in week by week.
fn known_days(dice: &mut Dice) -> i64 {
    if dice.hits(65) { 364 } else { dice.between(15, 360) }
}

/// Given name, family name, and what of them stands in the address.
fn named(dice: &mut Dice, company: &Company) -> (&'static str, &'static str, String) {
    if dice.hits(5) {
        let (first, last, local) = dice.pick(&FAR);
        return (first, last, local.to_owned());
    }
    let (first, last) = (dice.pick(company.country.first), dice.pick(company.country.last));
    (first, last, format!("{}.{}", letters(first), letters(last)))
}

/// The first of the spellings that nobody has: plain, then with 2, 3 and so on.
fn free(taken: &mut HashSet<String>, spelled: impl Fn(&str) -> String) -> String {
    let mut found = spelled("");
    let mut next = 2;
    while !taken.insert(found.clone()) {
        found = spelled(&next.to_string());
        next += 1;
    }
    found
}

fn employer(company: &Company, patch: &mut ContactPatch) {
    patch.set(Field::Company, company.name.clone());
    patch.set(Field::CompanySize, company.size.to_string());
    patch.set(Field::CompanyRevenue, company.revenue.to_string());
    patch.set(Field::Industry, company.industry);
    patch.set(Field::Website, format!("https://www.{}", company.domain));
    patch.set(Field::City, company.town);
    patch.set(Field::Country, company.country.name);
}

/// Where the person came from and how to call; says whether a call is possible.
fn reach(
    dice: &mut Dice,
    company: &Company,
    rank: u8,
    taken: &mut HashSet<String>,
    patch: &mut ContactPatch,
) -> bool {
    patch.set(Field::Source, dice.weighed(&SOURCES));
    if rank == 2 && dice.hits(25) {
        patch.set(Field::DealSize, (dice.between(4, 90) * 1_000).to_string());
    }
    if dice.hits(40) {
        patch.custom.insert(
            "Newsletter".to_owned(),
            if dice.hits(70) { "yes" } else { "no" }.to_owned(),
        );
    }
    let silent = dice.hits(2);
    if silent {
        patch.set(Field::DoNotCall, "yes");
    }
    if !dice.hits(88) {
        return false;
    }
    // The free ranges of some countries are small: after some throws a number is shared, as that of a switchboard is.
    let mut number = company.country.phone(dice);
    for _ in 0..8 {
        if !taken.contains(&number) {
            break;
        }
        number = company.country.phone(dice);
    }
    taken.insert(number.clone());
    patch.set(Field::Phone, number);
    !silent
}

/// How likely somebody of this rank in this company is to become a lead, 0-3.
const fn promise(rank: u8, company: &Company, reached: bool) -> u8 {
    let size = if company.size >= 50 { 1 } else { 0 };
    if reached { rank + size } else { 0 }
}
