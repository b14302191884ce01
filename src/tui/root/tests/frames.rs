//! Frames at the sizes that count, empty, hostile and wide, styles too.

use ratatui_core::style::{Color, Modifier};

use crate::domain::lead::ReturnReason;
use crate::domain::query::Answer;
use crate::tui::fixture::{Play, came_back, five, open, viewer};
use crate::tui::screen::fixture::{HOSTILE, NOW};
use crate::tui::theme::ThemeChoice;
use crate::tui::{Message, Model, text};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

#[test]
fn the_call_list_shows_rank_owner_and_clock_with_signs() {
    let mut leads = five();
    leads[1].lead.stage = crate::domain::lead::Stage::Working;
    leads[1].lead.owner = Some("mikko".to_owned());
    leads[1].lead.work.attempts = 2;
    leads[3].handoff.handed_at = NOW - chrono::TimeDelta::minutes(55);
    leads[4].handoff.handed_at = NOW - chrono::TimeDelta::hours(2);
    let play = Play::new(80, 12, leads);
    insta::assert_snapshot!(play.frame(), @r"
     1 Calls  2 Handoffs  3 Returned  4 Contacts        5 to call · 2 at risk  9:42
    ────────────────────────────────────────────────────────────────────────────────
       # C·Gr   Name                    Company                Exp. €     Left Tries
    ▸  1 C·A4   Aino Mäkelä             Pohjolan Paja Oy        4 500     0:49     0
         250 people or more · a director · has a budget
         4 500 €, ½ in 30 d: 4.3 €/h x 20 % / 4.8 min x clock 1.2 = 0.21
       2 C·A4 • Eino Saarinen           Lahden Sähkö Ab         3 500     0:48     2
       3 C·A4   李小龍                  漢字株式会社            2 500     0:47     0
       4 C·A4   Zoë Müller              Werk GmbH               1 500   ! 0:05     0
       5 C·A4   Olavi Ståhl             Länsi Oy                  500  ‼ -0:42     0
    ────────────────────────────────────────────────────────────────────────────────
     c call   N B A T return   r more   o outcome   u undo   / find   ? help
    ");
}

#[test]
fn the_number_of_every_row_is_read_whole_however_long_the_list_is() {
    let leads: Vec<_> = (1..=1_203)
        .map(|id| open(id, &format!("Person {id}"), "Werk GmbH", 1_000.0))
        .collect();
    for (columns, rows) in SIZES.into_iter().chain([(40, 10)]) {
        let mut play = Play::new(columns, rows, leads.clone());
        assert!(play.row_of("▸   1 ").is_some(), "{}", play.frame());
        play.keys("G");
        let frame = play.frame();
        assert!(frame.contains("▸1203 ") && frame.contains(" 1202 "), "{frame}");
    }
}

#[test]
fn a_menu_that_does_not_fit_says_how_much_more_there_is() {
    for (key, down) in [("r", 20), (":", 100)] {
        let mut play = Play::new(40, 10, five());
        play.keys(key);
        let frame = play.frame();
        assert!(
            frame.contains(" ▾ ") && !frame.contains(" ▴ ") && frame.contains(" more ┘"),
            "{frame}"
        );
        (0..down).for_each(|_| play.keys("<down>"));
        let frame = play.frame();
        assert!(
            frame.contains(" ▴ ") && !frame.contains(" ▾ ") && frame.contains(" more ┘"),
            "{frame}"
        );
    }
    let mut play = Play::new(80, 24, five());
    play.keys("r");
    assert!(!play.frame().contains(" more ┘"), "{}", play.frame());
}

#[test]
fn the_badge_counts_the_rows_of_the_list() {
    for (columns, rows) in SIZES {
        let mut leads = five();
        leads[4].do_not_call = true;
        let frame = Play::new(columns, rows, leads).frame();
        assert!(frame.contains("4 to call"), "{frame}");
        assert_eq!(frame.lines().filter(|line| line.contains("A4 ")).count(), 4);
    }
}

#[test]
fn how_many_are_to_be_called_stands_over_the_list_at_every_width() {
    for columns in 40..=120 {
        for screen in ["1", "2", "3", "4"] {
            let mut play = Play::new(columns, 16, five());
            play.keys(screen);
            let frame = play.frame();
            assert!(frame.contains("5 to call"), "{columns} {screen}: {frame}");
        }
    }
}

#[test]
fn hostile_and_wide_names_keep_the_columns_and_reach_no_terminal() {
    for (columns, rows) in SIZES.into_iter().chain([(40, 10)]) {
        let leads = vec![
            open(1, HOSTILE, HOSTILE, 90_000.0),
            open(2, &"漢".repeat(80), &"e\u{301}".repeat(200), 80_000.0),
            open(3, "Plain", "Plain Oy", 70_000.0),
        ];
        let mut play = Play::new(columns, rows, leads);
        let back = came_back(9, HOSTILE, ReturnReason::Need);
        for screen in ["1", "2", "3", "o", "<esc>n", "<esc>?", "<esc>:"] {
            play.keys(screen);
            if screen == "3" {
                play.tell(Message::Loaded(Answer::Returned(vec![back.clone()])));
            }
            let buffer = play.buffer();
            let bad = buffer.content().iter().find(|cell| {
                let symbol = cell.symbol();
                symbol
                    .chars()
                    .any(|c| c.is_control() || "\u{202e}\u{200b}\u{2028}".contains(c))
                    || text::width(symbol) > 2
            });
            assert_eq!(bad, None, "{columns}x{rows} {screen}");
            if screen == "1" {
                let ends = play.frame();
                let ends = ends.lines().skip(2).filter(|line| line.contains("A4 "));
                let at: Vec<Option<usize>> = ends
                    .map(|line| line.find(" 0:4").map(|byte| text::width(&line[..byte])))
                    .collect();
                assert!(
                    at.len() >= 3 && at.iter().all(|column| *column == at[0] && column.is_some()),
                    "{at:?} {}",
                    play.frame()
                );
            }
        }
    }
}

#[test]
fn no_size_brings_the_screen_down_and_a_small_one_says_so() {
    for columns in [1, 2, 7, 39, 40, 41, 47, 59, 60, 79, 99, 110, 130] {
        for rows in [1, 2, 3, 9, 10, 13, 30] {
            let mut play = Play::new(columns, rows, five());
            for key in [
                "1",
                "2",
                "3",
                "4",
                "<esc>1<enter>",
                "q?",
                "<esc>r",
                "<esc>n",
                "<esc>:",
            ] {
                play.keys(key);
                play.buffer();
            }
        }
    }
    assert!(
        Play::new(39, 10, five())
            .frame()
            .contains("needs 40 columns and 10 rows")
    );
    assert!(Play::new(40, 10, five()).frame().contains("Aino"));
}

#[test]
fn what_is_empty_says_what_to_do_next() {
    let mut fresh = viewer();
    fresh.fresh = true;
    let (model, _) = Model::new(fresh, NOW);
    let mut play = Play {
        model,
        wanted: Vec::new(),
    };
    assert!(play.frame().contains("One moment"));
    play.leads(Vec::new());
    for screen in ["1", "2", "3"] {
        play.keys(screen);
        let frame = play.frame();
        assert!(
            frame.contains("kapula import contacts FILE.csv") && frame.contains("kapula demo"),
            "{frame}"
        );
    }
    play.keys("1");
    play.tell(Message::Changed);
    assert!(play.frame().contains("no lead is in sales' hand"));
    assert!(play.frame().contains("lacks what routing asks"));
}

#[test]
fn the_plain_theme_has_no_colour_and_the_cursor_is_seen_without_it() {
    let buffer = Play::new(120, 40, five()).buffer();
    assert!(
        buffer
            .content()
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    let row = &buffer[(10, 3)];
    assert_eq!(buffer[(0, 3)].symbol(), "▸");
    assert!(row.modifier.contains(Modifier::REVERSED) || row.modifier.contains(Modifier::BOLD));
}

#[test]
fn a_long_sentence_is_read_to_its_end() {
    let mut play = Play::new(80, 24, five());
    let sentence = "Aino Mäkelä has changed while you were looking: Liisa has taken the lead and called twice. Look again, then decide";
    play.tell(Message::Notice(sentence.to_owned()));
    assert!(play.frame().contains("then decide"));
}

#[test]
fn all_that_is_said_at_the_start_is_read_to_its_end_and_makes_room_again() {
    let mut at_start = viewer();
    at_start.keys = vec![("call".to_owned(), "no such key".to_owned())];
    at_start.notices = [
        "the scoring files have changed and are not in force yet: look at what that would mean with one command, and with \
         another one put them in force for all who open it, with `kapula score rebuild`",
        "scoring.toml:12: behaviour.visit.kind: \"page_vew\" is a kind of your own. If page_view is meant, write that; if it \
         is your own, all is well (and 2 more in the settings)",
    ]
    .map(str::to_owned)
    .to_vec();
    let (model, _) = Model::new(at_start, NOW);
    let mut play = Play {
        model,
        wanted: Vec::new(),
    };
    play.tell(Message::Size(80, 24));
    play.leads(five());
    let frame = play.frame();
    let shown = frame.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "! the scoring files",
        "with `kapula score rebuild`",
        "! scoring.toml:12",
        "2 more in the settings)",
        "! keys.toml:",
        "▸ 1 ",
    ] {
        assert!(shown.contains(words), "{words}: {frame}");
    }
    assert!(frame.lines().all(|line| text::width(line) <= 80), "{frame}");
    play.later(60);
    assert!(play.frame().contains(" c call"), "{}", play.frame());
}

#[test]
fn the_help_is_read_to_its_end_in_the_smallest_window() {
    let mut play = Play::new(40, 10, five());
    play.keys("?");
    let mut seen = play.frame();
    for _ in 0..25 {
        play.keys("<pgdn>");
        seen.push_str(&play.frame());
    }
    for words in ["how it went", "Leave Kapula", "promised"] {
        assert!(seen.contains(words), "{words}");
    }
}

#[test]
fn the_keys_of_a_card_follow_from_whose_hand_the_lead_is_in() {
    let mut play = Play::new(80, 24, Vec::new());
    play.keys("3");
    let back = came_back(1, "Aino", ReturnReason::Need);
    play.tell(Message::Loaded(Answer::Returned(vec![back])));
    play.keys("<enter>");
    let footer = |play: &Play| play.frame().lines().last().unwrap_or_default().to_owned();
    assert!(footer(&play).starts_with(" H to sales"), "{}", play.frame());
    let mut play = Play::new(80, 24, five());
    play.keys("<enter>");
    assert!(footer(&play).starts_with(" c call"), "{}", play.frame());
}

#[test]
fn a_sentence_is_never_dim() {
    let mut coloured = viewer();
    coloured.theme = ThemeChoice::Default;
    let (model, _) = Model::new(coloured, NOW);
    let mut play = Play {
        model,
        wanted: Vec::new(),
    };
    play.tell(Message::Notice("The clipboard is not to be had.".to_owned()));
    let buffer = play.buffer();
    let row = play.row_of("clipboard").unwrap_or_default() as u16;
    assert!(row > 0 && !buffer[(5, row)].modifier.contains(Modifier::DIM));
}

#[test]
fn custom_attributes_are_on_the_card_and_the_footer_names_the_way_to_them() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut play = Play::new(columns, rows, five());
        let mut card = crate::tui::screen::fixture::card();
        let custom = &mut card.subject.contact.custom;
        custom.insert("Lead Quality".to_owned(), "Might be".to_owned());
        play.keys("<enter>");
        play.tell(Message::Loaded(Answer::Card(Some(Box::new(card)))));
        assert!(play.frame().contains("tab details"), "{}", play.frame());
        play.keys("<tab>G");
        let frame = play.frame();
        assert!(frame.contains("Lead Quality"), "{frame}");
        assert!(frame.contains("Might be"), "{frame}");
    }
}

#[test]
fn in_every_theme_the_row_under_the_cursor_is_of_one_colour_and_only_words_are_underlined() {
    for theme in [
        ThemeChoice::Default,
        ThemeChoice::HighContrast,
        ThemeChoice::ColourBlind,
        ThemeChoice::Plain,
    ] {
        let mut leads = five();
        for lead in &mut leads {
            lead.handoff.handed_at = NOW - chrono::TimeDelta::hours(2);
        }
        leads[1].handoff.first_attempt_at = Some(NOW);
        let (model, _) = Model::new(crate::tui::Viewer { theme, ..viewer() }, NOW);
        let mut play = Play {
            model,
            wanted: Vec::new(),
        };
        play.tell(Message::Size(80, 24));
        play.leads(leads);
        let buffer = play.buffer();
        for row in 2..20 {
            let cells = || (0..80).map(|column| &buffer[(column, row)]);
            if cells().next().is_some_and(|cell| cell.symbol() == "▸") {
                let reversed = cells().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
                let mut colours = reversed.map(|cell| (cell.fg, cell.bg));
                let first = colours.next();
                assert!(
                    first.is_some() && colours.all(|colour| Some(colour) == first),
                    "{theme:?}"
                );
            }
            if row > 2 {
                let blank = |cell: &&ratatui_core::buffer::Cell| {
                    cell.symbol() == " " && cell.modifier.contains(Modifier::UNDERLINED)
                };
                assert!(cells().filter(blank).count() <= 1, "{theme:?}: {}", play.frame());
            }
            if cells().any(|cell| cell.symbol() == "✓") {
                let tried = cells().find(|cell| cell.symbol() == "✓").map(|cell| cell.fg);
                assert!(
                    matches!(tried, Some(Color::Reset | Color::White)),
                    "{theme:?}: {tried:?}"
                );
            }
        }
    }
}
