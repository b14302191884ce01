//! A lead that somebody else takes from under the cursor.

use crate::domain::contact::ContactId;
use crate::domain::lead::{ReturnReason, Returned, Stage};
use crate::domain::priority::OpenLead;
use crate::domain::query::{Answer, Query};
use crate::tui::Message;
use crate::tui::action::{TABLE, Undo, Where};
use crate::tui::fixture::{Play, came_back, five};
use crate::tui::keymap;
use crate::tui::screen::fixture as people;

/// Five leads, of which liisa has taken the second.
fn second_taken() -> Vec<OpenLead> {
    let mut leads = five();
    leads[1].lead.stage = Stage::Accepted;
    leads[1].lead.owner = Some("liisa".to_owned());
    leads[1].lead.version += 1;
    leads
}

/// A list of 80x12 with the cursor on the second lead, which liisa has just taken.
fn taken() -> Play {
    let mut play = Play::new(80, 12, five());
    play.keys("j");
    play.leads(second_taken());
    play.wanted.clear();
    play
}

#[test]
fn a_lead_taken_by_somebody_else_stays_under_the_cursor_and_says_so() {
    insta::assert_snapshot!(taken().frame(), @r"
     1 Calls  2 Handoffs  3 Returned  4 Contacts        4 to call · 0 at risk  9:42
    ────────────────────────────────────────────────────────────────────────────────
       # C·Gr   Name                    Company                Exp. €     Left Tries
       1 C·A4   Aino Mäkelä             Pohjolan Paja Oy        4 500     0:49     0
    ▸           Eino Saarinen  taken by liisa


       2 C·A4   李小龍                  漢字株式会社            2 500     0:47     0
       3 C·A4   Zoë Müller              Werk GmbH               1 500     0:46     0
       4 C·A4   Olavi Ståhl             Länsi Oy                  500     0:45     0
    ────────────────────────────────────────────────────────────────────────────────
     c call   N B A T return   r more   o outcome   u undo   / find   ? help
    ");
}

#[test]
fn no_act_meets_another_lead_than_the_one_that_was_under_the_cursor() {
    let acts = TABLE.iter().filter(|entry| entry.undo == Undo::Yes);
    for entry in acts.filter(|entry| entry.places.contains(&Where::Calls)) {
        let mut play = taken();
        play.keys(&format!("<{}>", keymap::show(&entry.keys[0])));
        assert_eq!(play.wanted, [], "{}", entry.name);
        let frame = play.frame();
        assert!(
            frame.contains("! Eino Saarinen: taken by liisa"),
            "{} {frame}",
            entry.name
        );
    }
}

#[test]
fn what_was_being_asked_about_it_comes_to_nothing() {
    let mut play = Play::new(80, 24, five());
    play.keys("jw");
    play.leads(second_taken());
    play.wanted.clear();
    play.keys("12000<enter>");
    assert_eq!(play.wanted, []);
    assert!(play.frame().contains("Eino Saarinen: taken by liisa"));
}

#[test]
fn it_is_gone_when_the_cursor_moves_on_to_the_row_below() {
    let mut play = taken();
    play.keys("j");
    assert_eq!(play.row_of("Eino"), None);
    assert!(play.row_of("▸  2 C·A4   李小龍").is_some(), "{}", play.frame());
    assert!(play.frame().contains("4 to call"));
}

#[test]
fn it_is_back_in_its_row_when_it_was_put_back_into_the_queue() {
    let mut play = taken();
    play.leads(five());
    assert_eq!(play.row_of("▸  2 C·A4   Eino"), Some(4));
    play.keys("N");
    assert_eq!(play.orders().len(), 1);
}

#[test]
fn of_a_lead_that_is_not_open_any_more_the_card_tells_who_did_what() {
    let mut play = Play::new(80, 24, five());
    play.leads(five().split_off(1));
    assert!(play.row_of("no longer in the list").is_some(), "{}", play.frame());
    assert_eq!(play.loads(&Query::Card(ContactId(1))), 1);
    let mut card = people::card();
    card.subject.lead.stage = Stage::Triage;
    card.subject.lead.owner = None;
    card.subject.lead.returned = Some(Returned {
        reason: ReturnReason::Budget,
        note: String::new(),
        by: "liisa".to_owned(),
        at: people::NOW,
        score: 79,
        stirred: false,
    });
    play.tell(Message::Loaded(Answer::Card(Some(Box::new(card)))));
    assert!(
        play.frame().contains("returned by liisa: no budget"),
        "{}",
        play.frame()
    );
}

#[test]
fn the_card_beside_it_stays() {
    let mut play = Play::new(120, 30, five());
    play.keys("j");
    assert_eq!(play.loads(&Query::Card(ContactId(2))), 1);
    play.wanted.clear();
    play.leads(second_taken());
    play.keys("<tab>n");
    assert_eq!(play.loads(&Query::Card(ContactId(3))), 0);
    assert!(play.frame().contains("Eino Saarinen: taken by liisa"));
}

#[test]
fn whom_a_filter_leaves_out_or_an_own_act_sends_away_is_not_kept() {
    let mut play = Play::new(80, 24, five());
    play.keys("2ff");
    assert!(play.row_of("Aino").is_none(), "nobody has been taken");
    play.keys("<esc>1aliisa<enter>");
    play.done();
    let mut leads = five();
    leads[0].lead.owner = Some("liisa".to_owned());
    play.leads(leads);
    assert_eq!(play.row_of("Aino"), None);
    assert!(play.row_of("▸  1 C·A4   Eino").is_some(), "{}", play.frame());
}

#[test]
fn a_returned_lead_that_somebody_else_decided_about_is_not_exchanged_for_the_next() {
    let two = || {
        vec![
            came_back(1, "Aino", ReturnReason::Need),
            came_back(2, "Eino", ReturnReason::Budget),
        ]
    };
    let mut play = Play::new(80, 24, Vec::new());
    play.keys("3");
    play.tell(Message::Loaded(Answer::Returned(two())));
    play.tell(Message::Loaded(Answer::Returned(two().split_off(1))));
    play.wanted.clear();
    play.keys("x");
    assert_eq!(play.orders(), []);
    assert!(
        play.frame().contains("! Aino: somebody has decided"),
        "{}",
        play.frame()
    );
    play.keys("j");
    assert!(
        play.row_of("no need").is_none() && play.row_of("▸  Eino").is_some(),
        "{}",
        play.frame()
    );
    play.keys("x");
    assert_eq!(
        play.orders().first().map(|order| order.contact),
        Some(ContactId(2))
    );
}
