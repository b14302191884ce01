//! Made-up people: everything about one follows from his number, so that no list of them need be kept.

use kapula::domain::contact::{ContactPatch, Field};

const FIRST: &[&str] = &[
    "Aino", "Mikko", "Åsa", "Juha", "Katja", "Liisa", "Matti", "Noora", "Olli", "Päivi", "Riikka", "Sami",
    "Tuula", "Väinö", "Eeva", "Heikki", "Ilona", "Jorma", "Kaisa", "Lauri", "Maria", "Niklas", "Outi",
    "Pekka", "Raija", "Seppo", "Anna", "John", "Claire", "Pedro", "Ingrid", "Wei", "Fatima", "Giulia",
    "Hans", "Olga", "Yuki", "Amir", "Zoë",
];
const LAST: &[&str] = &[
    "Mäkelä",
    "Korhonen",
    "Virtanen",
    "Nieminen",
    "Mäkinen",
    "Hämäläinen",
    "Laine",
    "Heikkinen",
    "Koskinen",
    "Järvinen",
    "Lehtonen",
    "Lehtinen",
    "Saarinen",
    "Salminen",
    "Heinonen",
    "Niemi",
    "Heikkilä",
    "Kinnunen",
    "Salonen",
    "Turunen",
    "Lindström",
    "Öhman",
    "Ångström",
    "Smith",
    "Müller",
    "García",
    "Rossi",
    "Dubois",
    "Novak",
    "Nguyen",
    "Tanaka",
    "Kowalski",
    "Andersson",
    "Nordmann",
    "O'Brien",
    "Petrov",
    "Silva",
    "Haddad",
    "Okafor",
    "Jensen",
];
const TRADE: &[&str] = &[
    "Konepaja",
    "Logistics",
    "Rakennus",
    "Software",
    "Metalli",
    "Foods",
    "Energia",
    "Consulting",
    "Huonekalu",
    "Medical",
    "Sähkö",
    "Paper",
    "Marine",
    "Kiinteistö",
    "Design",
];
const SYLLABLE: &[&str] = &[
    "ka", "lo", "mi", "ra", "ve", "to", "nu", "pi", "sa", "hel", "jo", "ki", "tam", "ur", "val", "or", "es",
    "ny", "dal", "mar", "tor", "pol", "ris", "sun", "lem",
];
const TITLE: &[&str] = &[
    "Toimitusjohtaja",
    "Sales manager",
    "Ostopäällikkö",
    "Engineer",
    "CFO",
    "Assistant",
    "Head of IT",
    "Suunnittelija",
];
const INDUSTRY: &[&str] = &[
    "Manufacturing",
    "Retail",
    "Software",
    "Construction",
    "Energy",
    "Health",
];
const CITY: &[&str] = &[
    "Helsinki",
    "Tampere",
    "Oulu",
    "Stockholm",
    "Tallinn",
    "Hamburg",
    "Turku",
    "Jyväskylä",
];

/// People of one company.
const COLLEAGUES: u64 = 10;

/// The columns of a file of people, in the order of [`row`].
pub const COLUMNS: [&str; 10] = [
    "External ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Job Title",
    "City",
    "Company",
    "Industry",
    "Number of Employees",
];

const FIELDS: [Field; 10] = [
    Field::ExternalId,
    Field::FirstName,
    Field::LastName,
    Field::Email,
    Field::Phone,
    Field::Title,
    Field::City,
    Field::Company,
    Field::Industry,
    Field::CompanySize,
];

/// One person, as a row of a file has him.
pub fn row(number: u64) -> [String; 10] {
    let dice = scatter(number);
    let first = pick(FIRST, dice);
    let last = pick(LAST, dice >> 8);
    let firm = number / COLLEAGUES;
    let firm_dice = scatter(firm.wrapping_add(77_777_777));
    let name = firm_name(firm);
    let host = kapula::domain::text::fold(&name).replace([' ', '&'], "-");
    let mailbox = kapula::domain::text::fold(&format!("{first}.{last}")).replace([' ', '\''], "");
    let operator = [40, 44, 45, 50][(dice >> 16) as usize % 4];
    [
        external_id(number),
        first.to_owned(),
        last.to_owned(),
        format!("{mailbox}{number}@{host}.example"),
        format!("+358{operator}{:07}", (dice >> 20) % 10_000_000),
        pick(TITLE, dice >> 44).to_owned(),
        pick(CITY, dice >> 50).to_owned(),
        name,
        pick(INDUSTRY, firm_dice).to_owned(),
        (5 + (firm_dice >> 8) % 2_000).to_string(),
    ]
}

/// The key of a person in the system he came from.
pub fn external_id(number: u64) -> String {
    format!("crm-{number:07}")
}

/// The same person, as the importer hands him to the engine.
pub fn patch(number: u64) -> ContactPatch {
    let mut patch = ContactPatch::default();
    for (field, value) in FIELDS.into_iter().zip(row(number)) {
        patch.set(field, value);
    }
    patch
}

fn firm_name(firm: u64) -> String {
    let dice = scatter(firm);
    let word: String = (0..3).map(|at| pick(SYLLABLE, dice >> (at * 8))).collect();
    let mut letters = word.chars();
    let capital = letters.next().map(|c| c.to_ascii_uppercase());
    let word: String = capital.into_iter().chain(letters).collect();
    // Three syllables repeat after some thousands: the number keeps one company from being another.
    format!("{word} {} {firm}", pick(TRADE, dice >> 32))
}

fn pick(words: &'static [&'static str], dice: u64) -> &'static str {
    words[(dice % 0x1_0000) as usize % words.len()]
}

/// Spreads consecutive numbers over all of 64 bits (the finishing steps of `SplitMix64`).
pub const fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
