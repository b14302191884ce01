//! What must hold for any file: nothing panics, every row is accounted for, and a table reads back as it was written.

use chrono_tz::Europe::Helsinki;
use proptest::prelude::*;

use super::*;
use crate::domain::contact::{ContactPatch, Field};
use crate::engine::import::ContactRow;

fn options() -> Options {
    let now = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    Options::new("FI", Helsinki, now).unwrap()
}

fn source(bytes: impl Into<Vec<u8>>) -> Source {
    Source::read("file", bytes.into()).unwrap()
}

fn contacts(bytes: impl Into<Vec<u8>>) -> Vec<ContactRow> {
    let source = source(bytes);
    source.contacts(&source.guess(), &options()).collect()
}

fn patch(header: &str, row: &str) -> ContactPatch {
    let mut rows = contacts(format!("{header}\n{row}\n"));
    assert_eq!(rows.len(), 1);
    rows.remove(0).patch.unwrap()
}

fn fields(header: &str) -> Vec<&'static str> {
    let names: Vec<String> = header.split(',').map(ToOwned::to_owned).collect();
    let name = |column: &Column| match &column.target {
        Target::Field(field) => field.name(),
        Target::Custom(_) | Target::Ignore => "-",
    };
    Mapping::guess(&names).columns().iter().map(name).collect()
}

fn encode(text: &str, encoding: &str) -> Vec<u8> {
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match encoding {
        "utf-8" => text.into(),
        "utf-8 mark" => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        "utf-16le mark" => [b"\xFF\xFE".to_vec(), wide(u16::to_le_bytes)].concat(),
        "utf-16be mark" => [b"\xFE\xFF".to_vec(), wide(u16::to_be_bytes)].concat(),
        "utf-16le" => wide(u16::to_le_bytes),
        "utf-16be" => wide(u16::to_be_bytes),
        _ => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
    }
}

const ENCODINGS: [&str; 7] = [
    "utf-8",
    "utf-8 mark",
    "utf-16le mark",
    "utf-16be mark",
    "utf-16le",
    "utf-16be",
    "windows-1252",
];

/// Cells as people have them: with separators, quotation marks, line breaks and Finnish letters in them.
fn cell() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-zA-Z0-9åäöÅÄÖ]{0,7}( ?[a-zäö,;|\t\"'.\n]{1,6}[a-z0-9]{1,6})?"
}

fn written(table: &[Vec<String>], separator: char, end: &str) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| {
        row.iter()
            .map(quoted)
            .collect::<Vec<_>>()
            .join(&separator.to_string())
            + end
    };
    let header = ["First name", "Last name", "Sähköposti", "Huomio"]
        .map(ToOwned::to_owned)
        .to_vec();
    std::iter::once(&header).chain(table).map(line).collect()
}

#[test]
fn a_few_nordic_letters_are_no_other_script_and_whole_words_of_another_script_are() {
    let finnish = "Sähköposti,Nimi\naa@x.fi,äÖ\nab@x.fi,ÄÄååöÄ Mäki\nac@x.fi,Väinö\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(finnish);
    assert_eq!(super::decode::decode(bytes.into_owned()).0, finnish);
    let russian =
        "Имя,Компания,Email\nАнна Петрова,Ромашка,anna@example.ru\nИван Сидоров,Северсталь,ivan@example.ru\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(super::decode::decode(bytes.into_owned()).0, russian);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_table_reads_back_as_it_was_written(
        table in prop::collection::vec(prop::collection::vec(cell(), 4), 1..12),
        separator in prop::sample::select(vec![',', ';', '\t', '|']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r", "\r\r\n"]),
        encoding in prop::sample::select(ENCODINGS.to_vec()),
    ) {
        let source = source(encode(&written(&table, separator, end), encoding));
        let rows: Vec<Row> = source.rows().collect();
        let mut line = 2;
        prop_assert_eq!(rows.len(), table.len());
        for (row, cells) in rows.iter().zip(&table) {
            prop_assert_eq!(row.line, line);
            prop_assert_eq!(row.cells.as_ref(), Ok(cells));
            line += 1 + cells.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        throw(bytes);
    }

    #[test]
    fn arbitrary_damage_to_a_table_never_panics(
        text in "(([a-zäö\"',;|@\\\\ ]{0,8}[,;\t|]){0,5}(\r|\n|\r\n|\"|\0)){0,20}",
        encoding in prop::sample::select(ENCODINGS.to_vec()),
    ) {
        throw(encode(&text, encoding));
    }

    #[test]
    fn a_damaged_workbook_never_panics(tail in prop::collection::vec(any::<u8>(), 0..300), ole in any::<bool>()) {
        let magic: &[u8] = if ole { &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] } else { b"PK\x03\x04xl/" };
        throw([magic, &tail].concat());
    }

    #[test]
    fn a_map_written_and_read_again_is_the_same(header in prop::collection::vec("[^\\p{C}]{0,12}", 1..12)) {
        let text = header.iter().map(|name| format!("\"{}\"", name.replace('"', "\"\""))).collect::<Vec<_>>().join(";");
        if let Ok(source) = Source::read("file", format!("sep=;\n{text}\n").into_bytes()) {
            let guess = source.guess();
            let again = Mapping::from_toml(&guess.to_toml(), source.header()).unwrap();
            prop_assert_eq!(again.columns(), guess.columns());
        }
    }

    #[test]
    fn the_map_that_is_written_says_what_the_import_does(
        header in prop::collection::hash_set(known_name(), 1..10),
        rows in prop::collection::vec(prop::collection::vec(known_cell(), 10), 1..8),
    ) {
        let line = |cells: &[String]| cells.join(";") + "\n";
        let header: Vec<String> = header.into_iter().collect();
        let rows = rows.iter().map(|row| line(row.get(..header.len()).unwrap_or_default()));
        let source = source(format!("sep=;\n{}{}", line(&header), rows.collect::<String>()));
        says_the_same(&source);
    }
}

/// A name that some system has for a column, most often one of a phone number or an address.
fn known_name() -> impl Strategy<Value = String> {
    let described: synonyms::Described = toml::from_str(synonyms::DESCRIBED).unwrap();
    let of = |keep: fn(&str) -> bool| {
        let fields = described.fields.iter().filter(|(field, _)| keep(field));
        let mut names: Vec<String> = fields.flat_map(|(_, names)| names.clone()).collect();
        names.sort();
        prop::sample::select(names)
    };
    let reach = || of(|field| matches!(field, "phone" | "email"));
    let around = ("(Contact |Work )?", reach(), "( number| address| 2)?");
    let around = around.prop_map(|(before, name, behind)| before + &name + &behind);
    prop_oneof![reach(), around, of(|_| true)]
}

fn known_cell() -> impl Strategy<Value = String> {
    let cells = [
        "",
        "",
        "a@x.fi",
        "b@x.fi",
        "040 1234567",
        "+358501234567",
        "Maija Mäki",
        "Mrs.",
        "1/5/2026",
        "12",
    ];
    prop::sample::select(cells.to_vec()).prop_map(ToOwned::to_owned)
}

/// Imports without a map, and with the map that is written for it.
fn says_the_same(source: &Source) {
    let guess = source.guess();
    let map = guess.to_toml();
    let written = Mapping::from_toml(&map, source.header()).unwrap();
    let rows = |mapping| source.contacts(mapping, &options()).collect::<Vec<_>>();
    assert_eq!(rows(&written), rows(&guess), "{map}");
    assert_eq!((&written.spares, &written.roles), (&guess.spares, &guess.roles));
}

#[test]
fn where_the_better_phone_is_empty_the_written_map_takes_the_other_one_too() {
    for header in [
        "Email,Phone,Mobile",
        "Email,Mobile,Phone",
        "Phone Number,Mobile Phone Number,Email",
    ] {
        for row in [
            "a@x.fi,,040 1234567",
            "a@x.fi,040 1234567,",
            "040 1234567,,a@x.fi",
            ",040 1234567,a@x.fi",
        ] {
            says_the_same(&source(format!("{header}\n{row}\n")));
        }
    }
    let header = ["Name", "Phone", "Mobile", "Work phone"].map(ToOwned::to_owned);
    let map = Mapping::guess(&header).to_toml();
    let lines = "\"Mobile\" = \"phone\"\n\"Work phone\" = \"phone\"\n\"Phone\" = \"phone\"\n";
    assert!(map.contains(lines), "{map}");
}

#[test]
fn of_columns_that_a_map_gives_to_one_field_the_first_that_is_not_empty_speaks() {
    let header = ["Name", "A", "B", "C"].map(ToOwned::to_owned);
    let map = "[columns]\nC = \"phone\"\nA = \"phone\"\nB = \"phone\"\n";
    let mapping = Mapping::from_toml(map, &header).unwrap();
    let source = source("Name,A,B,C\nX,0401,0402,040 1234567\nY,040 1111111,040 2222222,\nZ,,040 2222222,\n");
    let patches = source
        .contacts(&mapping, &options())
        .map(|row| row.patch.unwrap());
    let phones: Vec<_> = patches
        .filter_map(|patch| patch.get(Field::Phone).map(ToOwned::to_owned))
        .collect();
    assert_eq!(phones, ["+358401234567", "+358401111111", "+358402222222"]);
}

#[test]
fn when_a_map_takes_the_better_phone_away_the_other_one_has_its_place() {
    let header = ["Name", "Phone", "Mobile"].map(ToOwned::to_owned);
    let mapping = Mapping::from_toml("[columns]\nMobile = \"ignore\"\n", &header).unwrap();
    assert_eq!(mapping.columns()[1].target, Target::Field(Field::Phone));
    assert_eq!(mapping.columns()[2].target, Target::Ignore);
    assert!(mapping.spares.is_empty());
}

fn throw(bytes: Vec<u8>) {
    if let Ok(source) = Source::read("file", bytes) {
        let mapping = source.guess();
        source.contacts(&mapping, &options()).for_each(drop);
        if let Ok(rows) = source.activities(&mapping, &options()) {
            rows.for_each(drop);
        }
    }
}

#[test]
fn rows_wrapped_whole_in_quotation_marks_are_unwrapped() {
    let text = "Email,Company,City\na@x.fi,X,Turku\n\"b@x.fi,\"\"Y, Z\"\",Oulu\"\n\"Virtanen, Maija\"\n";
    let rows: Vec<Row> = source(text).rows().collect();
    assert_eq!(
        rows[1].cells,
        Ok(["b@x.fi", "Y, Z", "Oulu"].map(ToOwned::to_owned).to_vec())
    );
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_file_wrapped_whole_in_quotation_marks_is_unwrapped_with_its_header() {
    let text = "\"Email;Company\"\n\"a@x.fi;\"\"X; Y\"\"\"\n\"b@x.fi;Z\"\n";
    let source = source(text);
    assert_eq!(source.header(), ["Email", "Company"]);
    assert_eq!(source.sample(9), [["a@x.fi", "X; Y"], ["b@x.fi", "Z"]]);
}

#[test]
fn an_unclosed_quotation_mark_costs_one_row_and_names_its_line() {
    let rows = contacts("Email,Company\na@x.fi,X\nb@x.fi,\"Y\nc@x.fi,Z\n\"d@x.fi\",\"W\"\n");
    let rejected: Vec<u64> = rows
        .iter()
        .filter(|row| row.patch.is_err())
        .map(|row| row.line)
        .collect();
    assert_eq!((rows.len(), rejected), (4, vec![3]));
    assert!(rows[1].patch.clone().unwrap_err().contains("line 3"));
}

#[test]
fn a_mark_never_closed_over_many_lines_does_not_swallow_the_file() {
    let text = "Email,Company\n\"a@x.fi,X\n".to_owned() + &"b@x.fi,X\n".repeat(500);
    let rows = contacts(text);
    assert_eq!(rows.len(), 501);
    assert_eq!(rows.iter().filter(|row| row.patch.is_err()).count(), 1);
}

#[test]
fn stray_quotation_marks_inside_a_cell_stay() {
    let rows: Vec<Row> =
        source("Email,Company,City\na@x.fi,\"Oy \"X\" Ab, Y\",Oulu\nb@x.fi,5\" Oy,\"Z\" q\n")
            .rows()
            .collect();
    assert_eq!(rows[0].cells.as_ref().unwrap()[1], "Oy \"X\" Ab, Y");
    assert_eq!(rows[1].cells.as_ref().unwrap()[1..], ["5\" Oy", "Z q"]);
}

#[test]
fn a_row_too_long_is_rejected_and_one_too_short_misses_values() {
    let rows = contacts("Email;Company;City\na@x.fi;X;Oulu;;\nb@x.fi;X;Oulu;;7\nc@x.fi\n;;\n\n");
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4]);
    let reason = rows[1].patch.clone().unwrap_err();
    assert_eq!(
        reason,
        "has 5 cells where the header has 3; quote the cells that contain the separator"
    );
    assert_eq!(rows[2].patch.as_ref().unwrap().fields.len(), 1);
}

#[test]
fn nothing_is_inherited_from_the_row_before() {
    let rows = contacts("Email,Company\na@x.fi,X\nb@x.fi,\n");
    assert_eq!(rows[1].patch.as_ref().unwrap().get(Field::Company), None);
}

#[test]
fn a_person_without_any_key_is_rejected_and_a_bare_name_is_not() {
    let rows = contacts("Name,Company,City\n,X,Oulu\nMaija,,\n");
    assert!(
        rows[0]
            .patch
            .clone()
            .unwrap_err()
            .contains("nothing to recognise")
    );
    assert!(rows[1].patch.is_ok());
}

#[test]
fn the_header_is_found_below_titles_comments_and_blank_lines() {
    let text = "# made by a tool\n\nLeads of the autumn;;\nprinted;1.2.2026;\nEtunimi;Sukunimi;Sähköposti\nMaija;Mäki;m@x.fi\n";
    let source = source(text);
    assert_eq!(source.header(), ["Etunimi", "Sukunimi", "Sähköposti"]);
    assert_eq!(source.rows().next().unwrap().line, 6);
}

#[test]
fn two_header_rows_become_one() {
    let text =
        ";Tapahtuma;X;;\n#;Etunimi;Sukunimi;Sähköposti;-\n-;-;Etunimi;Sähköposti;Ruoka\n1;A;B;a@x.fi;kala\n";
    let source = source(text);
    assert_eq!(
        source.header(),
        ["#", "Etunimi", "Sukunimi", "Sähköposti", "Ruoka"]
    );
    assert_eq!(source.rows().count(), 1);
}

#[test]
fn columns_without_a_name_or_with_the_same_name_get_their_own() {
    assert_eq!(
        source("a,,a,a (2),a\n1,2,3,4,5\n").header(),
        ["a", "column 2", "a (2)", "a (2) (2)", "a (3)"]
    );
}

#[test]
fn the_separator_announced_on_the_first_line_counts() {
    let source = source("sep=;\r\nEmail;Deal Size\r\na@x.fi;1,5\r\n");
    assert_eq!(
        (source.header().len(), source.rows().next().unwrap().line),
        (2, 3)
    );
    assert_eq!(source.description(), "CSV, separator `;`, UTF-8, about 1 row");
}

#[test]
fn decimal_commas_do_not_pass_for_separators() {
    let source = source("nimi;summa;alv\nA;1,5;2,5\nB;2,5;3,5\nC;3,5;4,5\n");
    assert_eq!(source.header(), ["nimi", "summa", "alv"]);
}

#[test]
fn a_table_without_rows_is_no_error_and_an_empty_file_is() {
    assert_eq!(contacts("Email,Company\n"), []);
    for empty in ["", " \n\r\n", "\u{FEFF}"] {
        assert!(
            matches!(Source::read("x", empty.into()), Err(IntakeError::Empty { .. })),
            "{empty:?}"
        );
    }
}

#[test]
fn a_short_table_with_a_few_damaged_cells_is_a_table() {
    let read = |text: &str| Source::read("x", text.as_bytes().to_vec());
    let damaged = "name,email\nA\u{1b}[31mino\u{7},a@x.fi\n\u{1b}]0;x\u{7}Eero,e@x.fi\n";
    assert!(read(damaged).is_ok());
    assert!(read(&damaged.replace('\u{7}', "\0")).is_err());
}

#[test]
fn what_is_no_table_is_refused_with_what_it_is() {
    let refused = |bytes: &[u8]| Source::read("x", bytes.to_vec()).unwrap_err().to_string();
    assert!(refused(b"\n\n <!DOCTYPE html><html>").contains("a web page (HTML), not a table"));
    assert!(refused(b"%PDF-1.7").contains("a PDF"));
    assert!(refused(b"\x89PNG\r\n").contains("an image"));
    assert!(refused(b"[ {\"a\": 1}]").contains("JSON"));
    assert!(refused(b"PK\x03\x04 something").contains("zip"));
    assert!(refused(&[1, 2, 3, 4, 5, 6, 7, 8]).contains("binary"));
    assert!(
        Source::open(std::path::Path::new("/nowhere/at/all.csv"))
            .unwrap_err()
            .to_string()
            .contains("check the path")
    );
}

#[test]
fn the_name_of_a_file_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.xlsx");
    std::fs::write(&path, "Sähköposti;Yhtiö\na@x.fi;X\n").unwrap();
    assert_eq!(Source::open(&path).unwrap().guess().columns().len(), 2);
}

#[test]
fn the_exports_of_four_systems_and_finnish_headers_are_understood() {
    assert_eq!(
        fields(
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Number of Employees,Lifecycle Stage,Create Date,Job Title,Original Source"
        ),
        [
            "external_id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "owner",
            "company",
            "company_size",
            "-",
            "created_at",
            "title",
            "source"
        ]
    );
    assert_eq!(
        fields(
            "LeadId,FirstName,LastName,Account Name,Title,Lead Source,MobilePhone,Phone,AnnualRevenue,NumberOfEmployees,DoNotCall,Lead Owner,CreatedDate"
        ),
        [
            "external_id",
            "first_name",
            "last_name",
            "company",
            "title",
            "source",
            "phone",
            "-",
            "company_revenue",
            "company_size",
            "do_not_call",
            "owner",
            "created_at"
        ]
    );
    assert_eq!(
        fields(
            "Person - Name,Person - Email - Work,Organization - Name,Person - Phone - Work,Deal - Value,Person - Owner,Person - ID"
        ),
        [
            "full_name",
            "email",
            "company",
            "phone",
            "deal_size",
            "owner",
            "external_id"
        ]
    );
    assert_eq!(
        fields("id,firstname,lastname,companyname,position,email,mobile,phone,website,dateAdded"),
        [
            "external_id",
            "first_name",
            "last_name",
            "company",
            "title",
            "email",
            "phone",
            "-",
            "website",
            "created_at"
        ]
    );
    assert_eq!(
        fields(
            "Etunimi,Sukunimi,Yritys,Tehtävänimike,Toimiala,Henkilöstömäärä,Paikkakunta,Maa,Vastuuhenkilö,Lähde,Luotu,Matkapuhelin,Puhelin,Sähköposti,Liikevaihto"
        ),
        [
            "first_name",
            "last_name",
            "company",
            "title",
            "industry",
            "company_size",
            "city",
            "country",
            "owner",
            "source",
            "created_at",
            "phone",
            "-",
            "email",
            "company_revenue"
        ]
    );
}

#[test]
fn headers_are_guessed_by_their_words() {
    for (field, headers) in [
        (
            "email",
            "Contact Email Address,Work email,Work e-mail address,Primary contact email,Email (work),Email 1,Customer Email,\
             Yhteyshenkilön sähköposti,Henkilön sähköpostiosoite,Ensisijainen sähköposti,Työsähköpostiosoite,workEmailAddress",
        ),
        (
            "phone",
            "Contact Phone Number,Telephone number,Phone 1,Work phone,Business phone,Business phone number,Phone no.,Tel. no,\
             Direct phone number,Contact mobile,Phone (work),Yhteyshenkilön puhelin,Yhteyshenkilön puhelinnumero,\
             Työpuhelinnumero,Kontaktin matkapuhelin,Puhelin (työ),GSM-numero,Puhelin 1,Mobile 2",
        ),
        (
            "full_name",
            "Contact name,Primary contact name,Kontaktin nimi,Yhteyshenkilön koko nimi",
        ),
        (
            "first_name",
            "Contact first name,Primary contact first name,Yhteyshenkilön etunimi",
        ),
        ("last_name", "Primary contact last name,Yhteyshenkilön sukunimi"),
        (
            "title",
            "Contact job title,Work position,Yhteyshenkilön titteli,Contact role",
        ),
    ] {
        for header in headers.split(',') {
            assert_eq!(fields(header), [field], "{header}");
        }
    }
}

#[test]
fn headers_that_only_sound_like_it_are_not_guessed() {
    let sound_alike = "Company phone,Company phone number,Company email,Email opt out,Email status,Contact email status,\
                       Last contact date,Last contacted,Contact last,Phone type,Work phone extension,Phone verified,Fax number,\
                       Mail address,Work address,Contact address,Business number,Work number,VAT number,Email domain,Assistant phone,\
                       Primary contact,Lead title,Lead status,Customer name,Email sent,Yrityksen puhelin,Yrityksen sähköposti,\
                       Sähköpostilupa,Puhelinkielto päättyy,Numero,Osoite,Työ,1,Contact 1,Number of emails";
    for header in sound_alike.split(',') {
        assert_eq!(fields(header), ["-"], "{header}");
    }
    assert_eq!(
        fields("Contact owner,Business name,Contact ID"),
        ["owner", "company", "external_id"]
    );
}

#[test]
fn a_name_that_is_known_is_better_than_one_that_is_guessed_by_its_words() {
    let header =
        "Contact Email Address,email,Contact Phone Number,Mobile Number,Contact Name,Phone 2,Customer phone";
    assert_eq!(
        fields(header),
        ["-", "email", "-", "phone", "full_name", "-", "-"]
    );
    let said = patch(header, ",a@x.fi,,,A B,0402222222,040 1234567");
    assert_eq!(
        said.get(Field::Phone),
        Some("+358401234567"),
        "a second phone comes last"
    );
    let said = patch(header, "b@x.fi,,040 1234567,,A B,,");
    assert_eq!(
        (said.get(Field::Email), said.get(Field::Phone)),
        (Some("b@x.fi"), Some("+358401234567"))
    );
}

#[test]
fn an_activities_file_names_its_contact_by_such_a_header_too() {
    let text = "Contact Email Address;Time;Type\nm@x.fi;2026-01-01 10:00;Call\n";
    let source = source(text);
    let row = source
        .activities(&source.guess(), &options())
        .unwrap()
        .next()
        .unwrap();
    assert_eq!(row.event.unwrap().contact, "m@x.fi");
}

#[test]
fn a_title_full_of_forms_of_address_is_no_job_title() {
    let said = patch("title,firstname,email", "Mrs.,Penny,p@x.uk");
    assert_eq!(
        (
            said.get(Field::Title),
            said.custom.get("title").map(String::as_str)
        ),
        (None, Some("Mrs."))
    );
}

#[test]
fn what_a_control_sequence_says_is_no_part_of_a_number_or_an_address() {
    let said = patch(
        "Name,Email,Phone",
        "Maija,maija@kauppa.example\u{1b}]8;x@y.example\u{7},+358 40 123 4567\u{1b}]0;8\u{7}",
    );
    assert_eq!(said.get(Field::Email), Some("maija@kauppa.example"));
    assert_eq!(said.get(Field::Phone), Some("+358401234567"));
}

#[test]
fn what_cannot_be_understood_is_kept_as_written() {
    let said = patch(
        "Name,Email,Phone,Deal size,Employees,Created",
        "Maija,maija at x,3.58401E+11,paljon,51-200,joskus",
    );
    assert_eq!(
        said.fields.keys().copied().collect::<Vec<_>>(),
        [Field::FullName, Field::CompanySize]
    );
    assert_eq!(said.get(Field::CompanySize), Some("51"));
    assert_eq!(said.custom["email (as written)"], "maija at x");
    assert_eq!(said.custom["phone (as written)"], "3.58401E+11");
    assert_eq!(said.custom["company_size (as written)"], "51-200");
    assert_eq!(said.custom.len(), 5);
}

#[test]
fn dates_of_contacts_are_kept_as_instants() {
    assert_eq!(
        patch("Email,Created", "a@x.fi,2026-03-31 09:30").get(Field::CreatedAt),
        Some("2026-03-31T06:30:00Z")
    );
}

#[test]
fn a_map_tells_all_its_problems_at_once_with_their_lines() {
    let header = ["Email".to_owned(), "Firma".to_owned()];
    let map = "[columns]\n\"Emial\" = \"email\"\nFirma = \"compny\"\n\"Email\" = 7\n[activities]\nwhen = \"Email\"\n[kind]\n";
    let problems = Mapping::from_toml(map, &header).unwrap_err().to_string();
    for part in [
        "line 2",
        "`Emial`",
        "`Email`, `Firma`",
        "line 3",
        "`compny` is no field",
        "line 4",
        "line 6",
        "line 7",
    ] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
    assert!(
        Mapping::from_toml("[columns\n", &header)
            .unwrap_err()
            .to_string()
            .contains("line 1")
    );
}

#[test]
fn a_map_overrides_the_guess_and_leaves_the_rest() {
    let header = ["Email", "Other", "City", "Note"].map(ToOwned::to_owned);
    let map = "[columns]\nOther = \"email\"\nCity = \"ignore\"\nNote = \"custom:Remark\"\n";
    let mapping = Mapping::from_toml(map, &header).unwrap();
    let targets: Vec<Target> = mapping
        .columns()
        .iter()
        .map(|column| column.target.clone())
        .collect();
    let custom = |name: &str| Target::Custom(name.to_owned());
    assert_eq!(
        targets,
        [
            custom("Email"),
            Target::Field(Field::Email),
            Target::Ignore,
            custom("Remark")
        ]
    );
    for twice in [
        "Other = \"city\"\nCity = \"city\"",
        "Email = \"email\"\n\"e-mail\" = \"email\"",
    ] {
        let twice = Mapping::from_toml(&format!("[columns]\n{twice}\n"), &header);
        assert!(twice.unwrap_err().to_string().contains("already given"));
    }
}

#[test]
fn activities_are_understood_and_what_cannot_be_is_rejected() {
    let source = source(
        "Email;Päivämäärä;Laji;Kuvaus;Tekijä\nMaija <m@x.fi>;2026-03-31 09:30;Sivulataus;/hinnat;\n\
         040 123 4567;1.4.2026 klo 9.30;Kotikäynti Oy:ssä;;matti\nm@x.fi;ylihuomenna;soitto;;\n\
         ;2026-03-31 09:30;soitto;;\nm@x.fi;2999-01-01 00:00;soitto;;\nm@x.fi;2026-01-01 10:00;;;\n",
    );
    let mapping = source.guess();
    let rows: Vec<_> = source.activities(&mapping, &options()).unwrap().collect();
    let first = rows[0].event.clone().unwrap();
    assert_eq!(
        (
            first.contact.as_str(),
            first.event.kind.as_str(),
            first.event.detail.as_str()
        ),
        ("m@x.fi", "page_view", "/hinnat")
    );
    assert_eq!(first.at.to_rfc3339(), "2026-03-31T06:30:00+00:00");
    let second = rows[1].event.clone().unwrap();
    assert_eq!(
        (
            second.contact.as_str(),
            second.event.kind.as_str(),
            second.by.as_str()
        ),
        ("+358401234567", "kotikäynti_oy_ssä", "matti")
    );
    let reasons: Vec<String> = rows[2..]
        .iter()
        .map(|row| row.event.clone().unwrap_err())
        .collect();
    for (reason, part) in
        reasons
            .iter()
            .zip(["klo 9.30", "names no contact", "in the future", "what happened"])
    {
        assert!(reason.contains(part), "{reason}");
    }
    assert_eq!(reasons.len(), 4);
}

#[test]
fn an_activities_file_without_a_time_says_which_column_it_misses() {
    let source = source("Email,Type\na@x.fi,call\n");
    let error = source
        .activities(&source.guess(), &options())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("when it happened") && error.contains("`Email`, `Type`"),
        "{error}"
    );
}

#[test]
fn a_number_without_country_code_is_in_the_country_of_its_row() {
    let said = |row| {
        patch("Email,Phone,Country", row)
            .get(Field::Phone)
            .map(ToOwned::to_owned)
    };
    assert_eq!(
        said("a@x.fi,070-174 06 05,Ruotsi").as_deref(),
        Some("+46701740605")
    );
    assert_eq!(said("a@x.fi,040 1234567,fi").as_deref(), Some("+358401234567"));
    assert_eq!(said("a@x.fi,040 1234567,").as_deref(), Some("+358401234567"));
}

#[test]
fn a_column_of_names_is_not_the_key_of_an_activity() {
    let source = source("Contact;Email;Time;Type\nMaija Mäki;m@x.fi;2026-01-01 10:00;Call\n");
    let mapping = source.guess();
    let row = source.activities(&mapping, &options()).unwrap().next().unwrap();
    assert_eq!(row.event.unwrap().contact, "m@x.fi");
}

#[test]
fn values_that_say_nothing_are_not_said() {
    let said = patch(
        "Email,Company,City,Owner,First name,Extra",
        "a@x.fi,NULL,#N/A,(blank),Nan,-",
    );
    assert_eq!(
        said.fields.keys().copied().collect::<Vec<_>>(),
        [Field::FirstName, Field::Email]
    );
    assert!(said.custom.is_empty());
}

#[test]
fn a_long_line_of_stray_quotation_marks_is_read_in_one_go() {
    let text = "Email,Company\n".to_owned() + &"\"a\"b,".repeat(200_000) + "\na@x.fi,X\n";
    let rows = contacts(text);
    assert_eq!((rows.len(), rows[1].line, rows[1].patch.is_ok()), (2, 3, true));
}

#[test]
fn a_row_with_more_cells_than_any_table_is_refused_as_a_header() {
    let wide = "a,".repeat(20_000);
    assert!(
        Source::read("x", wide.into())
            .unwrap_err()
            .to_string()
            .contains("check the separator")
    );
}

#[test]
fn addresses_and_numbers_that_cannot_be_read_are_counted_with_the_first_line() {
    let notes = |rows: &str| {
        let source = source(format!("name,email,phone,note\n{rows}"));
        let mapping = source.guess();
        let mut contacts = source.contacts(&mapping, &options());
        let rows: Vec<ContactRow> = contacts.by_ref().collect();
        assert!(rows.iter().all(|row| row.patch.is_ok()), "{rows:?}");
        contacts.notes()
    };
    assert_eq!(notes("Ann,ann@x.fi,0401234567,-\n"), Vec::<String>::new());
    assert_eq!(
        notes("Ann,ann@x.fi,0401234567,-\nBen,ben(at)x.fi,,-\nCid,c@,3.58401E+11,-\n"),
        [
            "2 e-mail addresses could not be read and are kept as written (first: line 3)",
            "1 phone number could not be read and is kept as written (line 4)"
        ]
    );
}

#[test]
fn a_state_is_kept_as_written_and_a_time_zone_by_its_name() {
    let text = "name,Mailing State/Province,Time Zone\nAnn,Tx,america/chicago\nBen, N.Y. ,us_slash_eastern\nCid,,Easterly\nDee,,(GMT-05:00) Eastern Time (US & Canada)\nEve,,EST\n";
    let source = source(text);
    let mapping = source.guess();
    let mut contacts = source.contacts(&mapping, &options());
    let rows: Vec<ContactPatch> = contacts.by_ref().filter_map(|row| row.patch.ok()).collect();
    let said = |at: usize| (rows[at].get(Field::State), rows[at].get(Field::TimeZone));
    assert_eq!(said(0), (Some("Tx"), Some("America/Chicago")));
    assert_eq!(said(1), (Some("N.Y."), Some("US/Eastern")));
    assert_eq!(said(2), (None, None));
    assert_eq!(rows[2].custom["time_zone (as written)"], "Easterly");
    assert_eq!(said(3), (None, Some("America/New_York")));
    assert_eq!(said(4), said(3));
    assert_eq!(
        contacts.notes(),
        [
            "1 time zone could not be read and is kept as written (line 4); write the name of its city: America/Chicago"
        ]
    );
    let read = |text| options().read(Field::TimeZone, text);
    assert_eq!(read("europe/helsinki").as_deref(), Ok("Europe/Helsinki"));
    assert_eq!(
        read("Easterly").unwrap_err(),
        "`Easterly` is no time zone; write the name of its city: America/Chicago"
    );
}

/// What is told of a file with these columns and rows.
fn told(text: &str) -> Vec<String> {
    let source = source(text);
    let mapping = source.guess();
    let mut contacts = source.contacts(&mapping, &options());
    assert!(contacts.by_ref().all(|row| row.patch.is_ok()));
    contacts.notes()
}

#[test]
fn states_that_are_not_known_are_told_where_they_would_say_the_hour() {
    let header = "name,Country,Mailing State/Province,Time Zone\n";
    let known = "Ann,US,Ill.,\nBen,US,CA 94105,\nCid,Finland,Uusimaa,\nDan,US,,\nEve,US,Cascadia,PST\n";
    assert_eq!(told(&format!("{header}{known}")), Vec::<String>::new());
    assert_eq!(
        told(&format!("{header}{known}Fay,US,Cascadia,\n")),
        [
            "1 state is not known here (line 7): its contact is called while the hours hold in the east and in the west of its country"
        ]
    );
    assert_eq!(
        told(&format!("{header}Fay,US,Cascadia,\nGus,Canada,Keewatin,\n")),
        [
            "2 states are not known here (first: line 2): their contacts are called while the hours hold in the east and in the west of their country"
        ]
    );
}

#[test]
fn sums_and_sizes_that_can_be_none_are_told_and_kept_as_written() {
    let rows = "Ann,12 000 €,51-200\nBen,-5,-5\nCid,1e300,many\nDan,nan,1e300\nEve,0,\n";
    let text = format!("name,Deal size,Company size\n{rows}");
    assert_eq!(
        told(&text),
        [
            "3 deal sizes could not be read and are kept as written (first: line 3)",
            "3 company sizes could not be read and are kept as written (first: line 3)"
        ]
    );
    let one = told("name,Deal size\nAnn,-5\n");
    assert_eq!(
        one,
        ["1 deal size could not be read and is kept as written (line 2)"]
    );
    let ben = patch("name,Deal size", "Ben,-5");
    assert_eq!(ben.get(Field::DealSize), None);
    assert_eq!(ben.custom["deal_size (as written)"], "-5");
    let huge = patch("name,Deal size", &format!("Ben,1{}", "0".repeat(300)));
    assert_eq!(huge.get(Field::DealSize), None);
    let refused = options().read(Field::DealSize, "-5");
    assert_eq!(refused.unwrap_err(), "`-5` is no deal size");
}

#[test]
fn the_best_named_of_several_states_is_taken_and_none_that_is_a_status() {
    let place = patch(
        "Name,State,State/Region,Contact time zone",
        "Ann,Open,Ohio,Europe/Oslo",
    );
    assert_eq!(place.get(Field::State), Some("Ohio"));
    assert_eq!(place.get(Field::TimeZone), Some("Europe/Oslo"));
    assert_eq!(place.custom["State"], "Open");
    let status = patch("Name,State", "Ann,In progress");
    assert_eq!(
        (status.get(Field::State), status.custom["State"].as_str()),
        (None, "In progress")
    );
    assert_eq!(patch("Name,state", "Ann,ON").get(Field::State), Some("ON"));
    assert_eq!(patch("Name,Region", "Ann,North").get(Field::State), None);
}
