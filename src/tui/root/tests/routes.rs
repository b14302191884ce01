//! Where keys and clicks go.

use crate::domain::contact::ContactId;
use crate::domain::query::Query;
use crate::tui::fixture::{Play, five, viewer};
use crate::tui::screen::fixture::NOW;
use crate::tui::{Effect, Model};

#[test]
fn from_110_columns_on_the_card_follows_the_cursor() {
    let mut play = Play::new(110, 30, five());
    play.keys("j");
    assert_eq!(play.loads(&Query::Card(ContactId(2))), 1);
    let mut play = Play::new(109, 30, five());
    play.keys("j");
    assert_eq!(play.wanted, []);
    play.keys("<enter>");
    assert_eq!(play.loads(&Query::Card(ContactId(2))), 1);
    assert!(play.row_of("Tries").is_none(), "the card fills the screen");
    play.keys("q");
    assert!(play.row_of("Tries").is_some());
}

#[test]
fn the_keys_of_the_card_work_beside_the_list_after_a_tab() {
    let mut play = Play::new(120, 30, five());
    play.keys("<tab>");
    assert!(play.frame().contains('┃'));
    play.keys("j<tab>j");
    assert!(
        play.row_of("▸  2").is_some(),
        "one down on the card, one down on the list"
    );
}

#[test]
fn q_goes_back_and_from_a_list_leaves_while_escape_never_does() {
    let mut play = Play::new(80, 24, five());
    play.keys("<enter>q<esc><esc>");
    assert!(!play.wanted.contains(&Effect::Quit));
    play.keys("q");
    assert!(play.wanted.contains(&Effect::Quit));
}

#[test]
fn leaving_and_suspending_work_whatever_lies_over_the_screen() {
    for over in ["", "n", "o", ":", "?", "/"] {
        let mut play = Play::new(80, 24, five());
        play.keys(&format!("{over}<ctrl-z><ctrl-c>"));
        let ends: Vec<&Effect> = play
            .wanted
            .iter()
            .filter(|effect| !matches!(effect, Effect::Load(_)))
            .collect();
        assert_eq!(ends, [&Effect::Suspend, &Effect::Quit], "over `{over}`");
    }
}

#[test]
fn what_is_typed_into_a_field_is_text_and_not_an_act() {
    let mut play = Play::new(80, 24, five());
    play.keys("/qNBAT");
    assert_eq!(play.orders(), []);
    assert!(play.frame().contains("qNBAT"));
    let mut play = Play::new(80, 24, five());
    play.keys("nq?");
    assert!(play.frame().contains("note:    q?"), "{}", play.frame());
}

#[test]
fn a_click_selects_a_second_one_opens_and_tabs_can_be_clicked() {
    let mut play = Play::new(80, 24, five());
    play.click(10, 7);
    assert!(play.row_of("▸  3").is_some(), "{}", play.frame());
    play.click(10, 5);
    assert!(play.row_of("Tries").is_none(), "the second click opens the card");
    play.click(12, 0);
    assert!(play.frame().contains("State"));
    play.click(70, 20);
    assert!(play.row_of("▸").is_some(), "a click on nothing does nothing");
}

#[test]
fn the_palette_finds_an_action_by_a_few_letters_and_does_it() {
    let mut play = Play::new(80, 24, five());
    play.keys(":handof");
    assert!(play.frame().contains("Show the handoff queue"));
    play.keys("<enter>");
    assert!(play.row_of("State").is_some());
    play.keys(":nurture-un<enter>");
    assert!(play.frame().contains("works in Returned"), "{}", play.frame());
}

#[test]
fn the_help_shows_the_keys_of_this_session() {
    let mut viewer = viewer();
    viewer.keys = vec![("win".to_owned(), "ctrl-w".to_owned())];
    let (model, _) = Model::new(viewer, NOW);
    let mut play = Play {
        model,
        wanted: Vec::new(),
    };
    play.keys("?");
    assert!(
        play.frame().contains("ctrl-w  The deal is won"),
        "{}",
        play.frame()
    );
    play.keys("<esc>");
    assert!(play.row_of("ctrl-w").is_none());
}

#[test]
fn a_session_may_start_on_a_card() {
    let mut viewer = viewer();
    viewer.start_on = Some(ContactId(4));
    let (_, effects) = Model::new(viewer, NOW);
    assert!(effects.contains(&Effect::Load(Query::Card(ContactId(4)))));
}
