//! The lists: what moves, what stays, what is dirty.

use chrono::TimeDelta;
use proptest::prelude::*;

use crate::domain::query::Query;
use crate::tui::action::{TABLE, Where};
use crate::tui::fixture::{Play, five, open, viewer};
use crate::tui::input::Input;
use crate::tui::screen::fixture::NOW;
use crate::tui::{Effect, Message, Model, keymap, update};

#[test]
fn a_new_ranking_never_moves_the_row_under_the_cursor_and_marks_what_moved() {
    let mut play = Play::new(80, 24, five());
    play.keys("j");
    let mut leads = five();
    leads[1].deal_size = Some(1.0);
    leads.push(open(6, "Uusi", "Oy", 200_000.0));
    play.leads(leads);
    assert_eq!(play.row_of("▸  6 C·A4   Eino"), Some(4), "{}", play.frame());
    assert_eq!(play.row_of("Uusi"), Some(3));
    let frame = play.frame();
    let new = frame.lines().nth(3).unwrap_or_default();
    assert!(new.contains('▲'), "{new}");
    play.later(7);
    assert!(play.frame().contains('▲'));
    play.later(9);
    assert!(!play.frame().contains('▲') && !play.frame().contains('▼'));
}

#[test]
fn a_clock_that_changes_no_shown_text_draws_nothing() {
    let mut play = Play::new(80, 24, five());
    play.model.take_dirty();
    play.later(30);
    assert!(!play.model.take_dirty());
    play.later(61);
    assert!(play.model.take_dirty());
    play.tell(Message::Notice("The clipboard is not to be had.".to_owned()));
    assert!(play.model.take_dirty());
    assert!(play.frame().contains("! The clipboard"));
    play.later(61 + 11);
    assert!(!play.model.take_dirty());
    play.later(61 + 12);
    assert!(play.model.take_dirty() && !play.frame().contains("clipboard"));
}

#[test]
fn the_same_answer_again_draws_nothing() {
    let mut play = Play::new(80, 24, five());
    play.model.take_dirty();
    play.leads(five());
    play.keys("Z");
    assert!(!play.model.take_dirty());
}

#[test]
fn the_next_wake_up_is_the_minute_or_what_goes_away_before_it() {
    let (mut model, effects) = Model::new(viewer(), NOW + TimeDelta::seconds(10));
    assert!(effects.contains(&Effect::After(NOW + TimeDelta::minutes(1))));
    let effects = update(&mut model, Message::Notice("No.".to_owned()));
    assert_eq!(effects, [Effect::After(NOW + TimeDelta::seconds(22))]);
    let effects = update(&mut model, Message::Clock(NOW + TimeDelta::seconds(22)));
    assert_eq!(effects, [Effect::After(NOW + TimeDelta::minutes(1))]);
}

#[test]
fn changes_in_a_row_are_one_load_under_way_and_one_after_it() {
    let mut play = Play::new(80, 24, five());
    for _ in 0..5 {
        play.tell(Message::Changed);
    }
    assert_eq!(play.loads(&Query::OpenLeads), 1);
    play.leads(five());
    assert_eq!(play.loads(&Query::OpenLeads), 2);
    play.leads(five());
    play.tell(Message::Changed);
    assert_eq!(play.loads(&Query::OpenLeads), 3);
}

#[test]
fn the_queue_shows_everybody_and_its_filters_come_round() {
    let mut leads = five();
    leads[2].lead.owner = Some("liisa".to_owned());
    leads[2].lead.stage = crate::domain::lead::Stage::Working;
    let mut play = Play::new(80, 24, leads);
    play.keys("2");
    assert!(play.row_of("working").is_some() && play.row_of("Aino").is_some());
    play.keys("F");
    assert!(play.frame().contains("only of liisa") && play.row_of("Aino").is_none());
    play.keys("F");
    assert!(play.row_of("Aino").is_some());
    play.keys("CC");
    assert!(
        play.frame().contains("No open handoff passes the filter"),
        "{}",
        play.frame()
    );
    play.keys("<esc>");
    assert!(play.row_of("Aino").is_some());
}

#[test]
fn what_the_queue_is_filtered_by_can_be_read_at_every_width() {
    for rep in ["liisa", "annamari.korhonen"] {
        for columns in [40, 60, 80, 120] {
            let mut leads = five();
            leads[2].lead.owner = Some(rep.to_owned());
            leads[2].lead.stage = crate::domain::lead::Stage::Working;
            leads[2].handoff.handed_at = NOW - chrono::TimeDelta::hours(2);
            leads[2].handoff.frozen.class = crate::domain::score::Class::A;
            let mut play = Play::new(columns, 24, leads);
            play.keys("2fffFC");
            let frame = play.frame();
            let heading = frame.lines().nth(2).unwrap_or_default();
            for word in ["A", "at risk", rep] {
                assert!(heading.contains(word), "{columns} {word}: {frame}");
            }
        }
    }
    let mut play = Play::new(80, 24, five());
    play.keys("2fff");
    assert!(play.frame().contains("Name · only at risk"), "{}", play.frame());
    assert!(play.frame().contains("Left"), "{}", play.frame());
}

#[test]
fn every_action_has_a_handler_in_every_place_where_it_works() {
    for (entry, place) in TABLE
        .iter()
        .flat_map(|entry| entry.places.iter().map(move |place| (entry, place)))
    {
        let mut play = Play::new(80, 24, five());
        play.keys(match place {
            Where::Calls => "",
            Where::Handoffs => "2",
            Where::Returned => "3",
            Where::Contacts => "4",
            Where::Card => "<enter>",
        });
        play.keys(&format!("<{}>", keymap::show(&entry.keys[0])));
        let frame = play.frame();
        assert!(
            !frame.contains("can do nothing here") && !frame.contains(" works in "),
            "{} in {place:?}",
            entry.name
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_keys_bring_the_screen_down_and_no_lead_has_two_acts_under_way(
        keys in proptest::collection::vec(0_usize..200, 0..60), columns in 1_u16..140, rows in 1_u16..40,
    ) {
        let table: Vec<_> = TABLE.iter().flat_map(|entry| entry.keys).copied().collect();
        let mut play = Play::new(columns, rows, five());
        let mut under_way = std::collections::BTreeSet::new();
        for key in keys {
            let key = table[key % table.len()];
            if key == crate::tui::input::Key::char('u') {
                continue;
            }
            play.tell(Message::Input(Input::Key(key)));
            for order in play.orders() {
                prop_assert!(under_way.insert(order.contact));
            }
        }
        play.buffer();
    }
}

#[test]
fn the_queue_says_that_its_grade_is_that_of_the_handoff() {
    let mut play = Play::new(80, 24, five());
    assert!(play.frame().lines().any(|line| line.contains(" C·Gr ")));
    play.keys("2");
    let frame = play.frame();
    assert!(frame.contains(" Then ") && !frame.contains("Gr "), "{frame}");
    let mut play = Play::new(120, 80, five());
    play.keys("2?");
    assert!(
        play.frame()
            .contains("class and grade at the handoff, which stay as they were"),
        "{}",
        play.frame()
    );
}

#[test]
fn an_act_that_waits_for_another_process_says_so_every_second_and_one_can_leave() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    play.later(1);
    assert!(!play.frame().contains("Your act waits"));
    for seconds in [2, 3, 7] {
        play.later(seconds);
        assert!(play.model.take_dirty());
        assert!(
            play.frame()
                .contains(&format!("… Your act waits, {seconds} s: another process"))
        );
    }
    play.done();
    assert!(!play.frame().contains("Your act waits") && play.frame().contains("✓ Done."));
    play.keys("N");
    play.later(30);
    assert!(play.frame().contains("Your act waits"), "{}", play.frame());
    play.wanted.clear();
    play.keys("jq");
    assert_eq!(play.wanted, [Effect::Quit]);
}

#[test]
fn who_is_not_in_the_list_is_listed_with_the_reason() {
    let mut leads = five();
    leads[1].do_not_call = true;
    leads[2].lead.owner = Some("liisa".to_owned());
    let mut play = Play::new(80, 24, leads);
    play.keys("h");
    let frame = play.frame();
    assert!(frame.contains("2 not in the list"), "{frame}");
    assert!(frame.contains("asked not to be called"), "{frame}");
    assert!(frame.contains("meant for liisa"), "{frame}");
    play.keys("x");
    assert!(!play.frame().contains("not in the list"));
    assert_eq!(play.orders(), [], "the key that closes does nothing else");
}

#[test]
fn what_the_rep_wrote_stands_under_the_returned_leads_at_every_size() {
    for (columns, rows) in [(40, 20), (80, 24), (120, 40), (200, 60)] {
        let mut play = Play::new(columns, rows, five());
        play.keys("3");
        let mut back =
            crate::tui::fixture::came_back(9, "Outi Salo", crate::domain::lead::ReturnReason::Need);
        back.returned.note = "Asks again after the summer".to_owned();
        play.tell(crate::tui::Message::Loaded(
            crate::domain::query::Answer::Returned(vec![back]),
        ));
        let frame = play.frame();
        assert!(frame.contains("Note: Asks again after the summer"), "{frame}");
    }
}
