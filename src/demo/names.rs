//! Names, towns and numbers by country. The family names are common ones; nobody in particular is meant.

use super::dice::Dice;

/// Where somebody lives, with what is usual there.
#[derive(Debug)]
pub(super) struct Country {
    /// As written in the register.
    pub name: &'static str,
    pub first: &'static [&'static str],
    pub last: &'static [&'static str],
    pub towns: &'static [&'static str],
    /// What stands after the name of a company.
    pub forms: &'static [&'static str],
    /// Ranges of phone numbers: the first without its plus, and how many.
    pub numbers: &'static [(i64, i64)],
}

/// The countries with their weights among companies.
pub(super) static COUNTRIES: [(&Country, u32); 5] =
    [(&FINLAND, 62), (&SWEDEN, 12), (&GERMANY, 10), (&ESTONIA, 8), (&BRITAIN, 8)];

impl Country {
    /// A phone number in E.164. Those of Sweden, Germany and Britain come from the ranges that PTS, Bundesnetzagentur and
    /// Ofcom keep free for films and books. Finland and Estonia have none that we know of: there the numbers begin with
    /// digits that are not given to subscribers.
    pub fn phone(&self, dice: &mut Dice) -> String {
        let (first, count) = dice.pick(self.numbers);
        format!("+{}", first + dice.between(0, count - 1))
    }
}

static FINLAND: Country = Country {
    name: "Finland",
    first: &[
        "Aino", "Anna", "Antti", "Arto", "Eero", "Eeva", "Elina", "Emilia", "Hanna", "Hannu", "Heidi", "Heikki", "Helmi",
        "Henna", "Iida", "Ilkka", "Jaana", "Janne", "Jari", "Jenni", "Johanna", "Juha", "Jukka", "Juuso", "Kaisa",
        "Kalle", "Kari", "Katja", "Kirsi", "Laura", "Lauri", "Leena", "Maija", "Marja", "Marko", "Matti", "Mika", "Mikko",
        "Minna", "Niina", "Noora", "Olli", "Outi", "Paavo", "Päivi", "Pasi", "Pekka", "Petri", "Pirjo", "Raija", "Riikka",
        "Risto", "Sami", "Sanna", "Sari", "Satu", "Seppo", "Simo", "Suvi", "Tapio", "Tarja", "Teemu", "Timo", "Tiina",
        "Tuomas", "Tuula", "Veera", "Ville", "Väinö", "Äijö",
    ],
    last: &[
        "Aalto", "Ahonen", "Anttila", "Hakala", "Heikkilä", "Heino", "Hiltunen", "Hirvonen", "Hyvönen", "Hämäläinen",
        "Jokinen", "Järvinen", "Kallio", "Karjalainen", "Karppinen", "Kettunen", "Kinnunen", "Koivisto", "Korhonen",
        "Koskinen", "Kärkkäinen", "Laakso", "Lahtinen", "Laine", "Laitinen", "Lehtonen", "Leppänen", "Manninen",
        "Mattila", "Miettinen", "Mustonen", "Mäkelä", "Mäkinen", "Niemelä", "Nieminen", "Nurmi", "Ojala", "Pitkänen",
        "Pulkkinen", "Rantanen", "Rissanen", "Räsänen", "Saarinen", "Salminen", "Salo", "Savolainen", "Seppälä",
        "Sillanpää", "Suominen", "Tikkanen", "Toivonen", "Tuominen", "Turunen", "Vainio", "Virtanen", "Väisänen",
        "Ylönen", "Äyräpää", "Österlund", "Backman", "Lindström",
    ],
    towns: &[
        "Helsinki", "Espoo", "Vantaa", "Tampere", "Turku", "Oulu", "Jyväskylä", "Lahti", "Kuopio", "Pori", "Vaasa",
        "Seinäjoki", "Joensuu", "Hämeenlinna", "Rauma", "Mikkeli", "Kokkola", "Hyvinkää", "Salo", "Järvenpää",
    ],
    forms: &["Oy", "Oy", "Oy", "Oyj", "Ky"],
    numbers: &[(358_470_000_000, 10_000_000)],
};

static SWEDEN: Country = Country {
    name: "Sweden",
    first: &[
        "Agneta", "Åsa", "Björn", "Cecilia", "Elsa", "Erik", "Fredrik", "Göran", "Håkan", "Ingrid", "Jörgen", "Karin",
        "Kerstin", "Lars", "Linnéa", "Magnus", "Mårten", "Nils", "Oskar", "Pär", "Sofia", "Sven", "Ulrika", "Örjan",
    ],
    last: &[
        "Åkesson", "Andersson", "Berglund", "Björk", "Dahlström", "Ekström", "Forsberg", "Gustafsson", "Hedlund",
        "Holmqvist", "Johansson", "Källström", "Lindqvist", "Löfgren", "Nilsson", "Nyström", "Öberg", "Sjöberg",
        "Söderström", "Wikström",
    ],
    towns: &["Stockholm", "Göteborg", "Malmö", "Uppsala", "Västerås", "Örebro", "Linköping", "Umeå"],
    forms: &["AB", "AB", "AB (publ)"],
    numbers: &[(46_846_500_400, 100), (46_701_740_605, 95), (46_313_900_600, 50), (46_406_280_400, 50)],
};

static GERMANY: Country = Country {
    name: "Germany",
    first: &[
        "Andreas", "Anke", "Birgit", "Claudia", "Dieter", "Elke", "Frank", "Gerd", "Heike", "Jens", "Jörg", "Jürgen",
        "Käthe", "Lukas", "Matthias", "Petra", "Rüdiger", "Sabine", "Stefan", "Ulrike", "Uwe", "Wolfgang",
    ],
    last: &[
        "Bäcker", "Becker", "Braun", "Fischer", "Großmann", "Hoffmann", "Jäger", "Köhler", "Krüger", "Lange", "Müller",
        "Neumann", "Richter", "Schäfer", "Schmidt", "Schröder", "Schulz", "Strauß", "Vogel", "Weiß", "Zimmermann",
    ],
    towns: &["Berlin", "Hamburg", "München", "Köln", "Frankfurt am Main", "Lübeck", "Nürnberg", "Düsseldorf"],
    forms: &["GmbH", "GmbH", "GmbH & Co. KG", "AG"],
    numbers: &[(493_023_125_000, 1000), (496_990_009_000, 1000), (494_066_969_000, 1000), (498_999_998_000, 1000)],
};

static ESTONIA: Country = Country {
    name: "Estonia",
    first: &[
        "Aivar", "Anu", "Eve", "Jaan", "Kadri", "Kätlin", "Kristjan", "Liis", "Mart", "Märt", "Piret", "Rein", "Siim",
        "Tõnu", "Triin", "Ülle", "Õie", "Jānis", "Līga", "Rūta", "Žydrūnas",
    ],
    last: &[
        "Ilves", "Jõgi", "Kask", "Kõiv", "Kuusk", "Lepik", "Mägi", "Mänd", "Oja", "Pärn", "Põder", "Rebane", "Saar",
        "Sepp", "Tamm", "Õunapuu", "Bērziņš", "Kalniņa", "Kazlauskas", "Šimkutė",
    ],
    towns: &["Tallinn", "Tartu", "Pärnu", "Narva", "Viljandi", "Rīga", "Vilnius"],
    forms: &["OÜ", "OÜ", "AS", "SIA", "UAB"],
    numbers: &[(3_722_100_000, 900_000)],
};

static BRITAIN: Country = Country {
    name: "United Kingdom",
    first: &[
        "Alison", "Andrew", "Chloë", "Claire", "David", "Emma", "Fiona", "Gareth", "Helen", "Ian", "James", "Nia",
        "Oliver", "Priya", "Rachel", "Siobhán", "Stephen", "Tom", "Zoë",
    ],
    last: &[
        "Ahmed", "Bennett", "Carter", "Davies", "Edwards", "Fraser", "Harris", "Hughes", "Jones", "MacLeod", "Morgan",
        "Ó Briain", "Patel", "Roberts", "Shaw", "Taylor", "Walker", "Wood",
    ],
    towns: &["London", "Manchester", "Leeds", "Bristol", "Edinburgh", "Cardiff", "Sheffield"],
    forms: &["Ltd", "Ltd", "plc", "LLP"],
    numbers: &[(442_079_460_000, 1000), (441_614_960_000, 1000), (447_700_900_000, 1000)],
};

/// People from farther away who work anywhere: given name, family name, and how both are written in an address. They
/// prove that wide, combining and right-to-left characters line up.
pub(super) static FAR: [(&str, &str, &str); 24] = [
    ("伟", "王", "wei.wang"),
    ("秀英", "李", "xiuying.li"),
    ("さくら", "佐藤", "sakura.sato"),
    ("健太", "田中", "kenta.tanaka"),
    ("민준", "김", "minjun.kim"),
    ("서연", "이", "seoyeon.lee"),
    ("فاطمة", "الزهراء", "fatima.alzahra"),
    ("محمد", "حسين", "mohammed.hussein"),
    ("ליאור", "כהן", "lior.cohen"),
    ("Ольга", "Иванова", "olga.ivanova"),
    ("Αλέξανδρος", "Παπαδόπουλος", "alexandros.papadopoulos"),
    ("प्रिया", "शर्मा", "priya.sharma"),
    ("สมชาย", "แสงทอง", "somchai.saengthong"),
    ("Nguyễn Thị", "Hương", "huong.nguyen"),
    ("François", "Lefèvre", "francois.lefevre"),
    ("José María", "Muñoz Ibáñez", "jose.munoz"),
    ("Łukasz", "Wójcik", "lukasz.wojcik"),
    ("Søren", "Kjærgård", "soren.kjaergard"),
    ("Guðrún", "Þórsdóttir", "gudrun.thorsdottir"),
    ("Zoltán", "Erdős", "zoltan.erdos"),
    ("Çağla", "Yıldız", "cagla.yildiz"),
    ("João", "Conceição", "joao.conceicao"),
    ("Dvořák", "Jiří", "jiri.dvorak"),
    ("Ngozi", "Okonkwo-Abẹ́òkúta", "ngozi.okonkwo"),
];
