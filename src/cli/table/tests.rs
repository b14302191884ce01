//! What gives way, and what never does.

use super::*;

const HEADER: [(&str, Align); 5] = [
    ("#", Align::Right),
    ("Name", Align::Left),
    ("Phone", Align::Left),
    ("Why", Align::Left),
    ("When", Align::Left),
];

fn rows() -> Vec<Vec<String>> {
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    vec![
        row([
            "1",
            "Aino Niemi",
            "+358401234567",
            "downloaded material yesterday and read the pricing page",
            "3 d ago",
        ]),
        row([
            "123 456",
            "Väinö Mäkelä-Virtanen",
            "",
            "more active than usual",
            "today 21:31",
        ]),
    ]
}

#[test]
fn where_no_terminal_reads_it_nothing_is_cut() {
    let text = laid_out(&HEADER, &rows(), None);
    assert!(text.contains("and read the pricing page"), "{text}");
    assert!(!text.contains('…'), "{text}");
}

#[test]
fn on_a_terminal_a_row_is_a_line_and_words_give_way_never_numbers() {
    for columns in [54, 60, 80, 200] {
        let text = laid_out(&HEADER, &rows(), Some(columns));
        assert!(
            text.lines().all(|line| line.width() <= columns),
            "{columns}:\n{text}"
        );
        assert_eq!(text.lines().count(), 3);
        for number in ["123 456", "+358401234567", "3 d ago", "today 21:31"] {
            assert!(
                text.contains(number),
                "{number}:
{text}"
            );
        }
    }
    let wide = laid_out(&HEADER, &rows(), Some(200));
    assert_eq!(wide, laid_out(&HEADER, &rows(), None));
    let narrow = laid_out(&HEADER, &rows(), Some(84));
    assert!(
        narrow.contains("Väinö Mäkelä-Virtanen") && narrow.contains("downloaded"),
        "{narrow}"
    );
}

#[test]
fn a_bar_gives_way_first_and_in_proportion_then_what_is_for_reference_then_the_words() {
    let header = [
        ("points", Align::Right),
        ("", Align::Bar),
        ("reason", Align::Left),
        ("rule", Align::Aside),
    ];
    let row = |points: &str, bar: String, reason: &str, rule: &str| {
        vec![points.to_owned(), bar, reason.to_owned(), rule.to_owned()]
    };
    let rows = [
        row(
            "20",
            "█".repeat(20),
            "reads what it costs and how it is bought",
            "pricing_page_2",
        ),
        row("5", "█".repeat(3) + &"░".repeat(2), "opens mails", "mails"),
        row("0", String::new(), "", ""),
    ];
    let at = |columns: usize| laid_out(&header, &rows, Some(columns));
    let (reason, rule) = ("reads what it costs and how it is bought", "pricing_page_2");
    let full = 6 + 2 + 20 + 2 + reason.width() + 2 + rule.width();
    assert!(at(full).contains(&"█".repeat(20)));
    let bars = at(full - 16);
    assert!(bars.contains(reason) && bars.contains(rule), "{bars}");
    assert!(
        bars.contains("  ████  reads") && bars.contains("  █     opens"),
        "{bars}"
    );
    let rules = at(full - 20);
    assert!(rules.contains(reason) && !rules.contains(rule), "{rules}");
    assert!(!at(full - 30).contains(reason));
    for columns in [full - 30, full - 20, full - 16, full] {
        assert!(
            at(columns).lines().all(|line| line.width() <= columns),
            "{}",
            at(columns)
        );
    }
    assert_eq!(scaled("███░░░", 10, 20), "██░");
}

#[test]
fn where_columns_have_no_room_beside_a_bar_they_stand_in_a_second_table_and_nothing_is_cut() {
    let header = [
        ("order", Align::Left),
        ("lift", Align::Right),
        ("", Align::Bar),
        ("top 100", Align::Right),
        ("off by", Align::Right),
    ];
    let row = |name: &str, lift: f64| {
        vec![
            name.to_owned(),
            format!("{lift:.2}"),
            bar(lift / 2.0, '█'),
            "99.0 %".to_owned(),
            "0.028".to_owned(),
        ]
    };
    let rows = [row("log size x probability", 2.0), row("size only", 1.0)];
    let at = |columns| in_parts(&header, &rows, 3, Some(columns));
    let full = 22 + 2 + 4 + 2 + BAR + 2 + 7 + 2 + 6;
    assert_eq!(at(full), in_parts(&header, &rows, 3, None));
    assert!(at(full).contains(&"█".repeat(BAR)));
    let shorter = at(full - 5);
    assert!(
        shorter.lines().count() == 3 && shorter.contains(&"█".repeat(15)),
        "{shorter}"
    );
    for columns in [full - 13, 50, 40] {
        let parted = at(columns);
        assert_eq!(parted.lines().count(), 7, "{columns}:\n{parted}");
        assert_eq!(parted.matches("log size x probability").count(), 2, "{parted}");
        assert!(
            parted.lines().all(|line| line.width() <= columns),
            "{columns}:\n{parted}"
        );
    }
    assert!(at(50).contains(&"█".repeat(BAR)), "{}", at(50));
    assert!(at(40).contains(&"█".repeat(10)), "{}", at(40));
}

#[test]
fn columns_stay_below_each_other_even_where_nothing_more_can_be_cut() {
    let text = laid_out(&HEADER, &rows(), Some(10));
    let place = |line: &str, of: char| line.chars().position(|c| c == of);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(place(lines[0], 'N'), place(lines[1], 'A'));
    assert_eq!(place(lines[0], 'N'), place(lines[2], 'V'));
    assert!(
        text.contains("123 456") && text.contains("+358401234567"),
        "{text}"
    );
}
