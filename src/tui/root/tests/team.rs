//! To whom a lead is given: who works here is listed at once, and fewer as one types.

use std::sync::Arc;

use crate::domain::priority::OpenLeads;
use crate::domain::query::Answer;
use crate::domain::recipient::Recipient;
use crate::tui::Message;
use crate::tui::fixture::{Play, five};
use crate::tui::input::{Input, Mouse, MouseAct};

const TEAM: [&str; 5] = ["anna", "bo", "liisa", "mikko", "väinö"];

fn play(columns: u16, rows: u16, team: &[&str]) -> Play {
    let mut play = Play::new(columns, rows, five());
    let users = team.iter().map(ToString::to_string).collect();
    let leads = OpenLeads::from(five()).among(users);
    play.tell(Message::Loaded(Answer::OpenLeads(Arc::new(leads))));
    play.wanted.clear();
    play
}

fn given(play: &mut Play) -> Option<Recipient> {
    let orders = play.orders();
    orders
        .first()
        .and_then(|order| order.command.recipient().cloned())
}

fn known(name: &str) -> Recipient {
    Recipient::Known(name.to_owned())
}

#[test]
fn everybody_is_listed_before_anything_is_typed_and_fewer_as_one_types() {
    for (columns, rows) in [(60, 16), (80, 24), (120, 40)] {
        let mut play = play(columns, rows, &TEAM);
        play.keys("a");
        let frame = play.frame();
        for user in TEAM {
            assert!(
                frame.lines().any(|line| line.contains(&format!("│ {user} "))),
                "{user}\n{frame}"
            );
        }
        play.keys("i");
        let frame = play.frame();
        for (user, listed) in [
            ("liisa", true),
            ("mikko", true),
            ("väinö", true),
            ("anna", false),
            ("bo", false),
        ] {
            let found = ["│ ", "│▸"]
                .iter()
                .any(|edge| frame.contains(&format!("{edge}{user} ")));
            assert_eq!(found, listed, "{user}\n{frame}");
        }
    }
}

#[test]
fn enter_gives_the_lead_to_whom_the_question_names() {
    for (keys, to) in [
        ("a<enter>", None),
        ("a<down><enter>", Some(known("anna"))),
        ("a<down><down><down><up><enter>", Some(known("bo"))),
        ("avai<enter>", Some(known("väinö"))),
        ("ai<down><enter>", Some(known("mikko"))),
        ("ai<down><up><up><enter>", Some(known("i"))),
        ("anobody<enter>", Some(known("nobody"))),
    ] {
        let mut play = play(80, 24, &TEAM);
        play.keys(keys.strip_suffix("<enter>").unwrap_or(keys));
        let frame = play.frame();
        play.keys("<enter>");
        assert_eq!(given(&mut play), to, "{keys}");
        if let Some(to) = to {
            assert!(
                frame.contains(&format!("goes to {}", to.name())),
                "{keys}\n{frame}"
            );
        }
    }
}

#[test]
fn who_is_clicked_gets_the_lead() {
    let mut play = play(80, 24, &TEAM);
    play.keys("a");
    let row = play.row_of("│ liisa ").unwrap_or_default() as u16;
    play.tell(Message::Input(Input::Mouse(Mouse {
        act: MouseAct::Click,
        column: 20,
        row,
    })));
    assert_eq!(given(&mut play), Some(known("liisa")));
}

#[test]
fn a_large_team_scrolls_under_the_choice_and_who_comes_meanwhile_does_not_move_it() {
    let names: Vec<String> = (0..40).map(|i| format!("user{i:02}")).collect();
    let mut team: Vec<&str> = names.iter().map(String::as_str).collect();
    for (columns, rows) in [(40, 10), (60, 16), (80, 24)] {
        let mut play = play(columns, rows, &team);
        play.keys("a");
        for _ in 0..25 {
            play.keys("<down>");
        }
        let frame = play.frame();
        assert!(frame.contains("▸user24") && frame.contains("more"), "{frame}");
    }
    let mut play = play(80, 24, &team);
    play.keys("a<down><down>");
    team.insert(0, "aaron");
    let users = team.iter().map(ToString::to_string).collect();
    let leads = OpenLeads::from(five()).among(users);
    play.tell(Message::Loaded(Answer::OpenLeads(Arc::new(leads))));
    assert!(play.frame().contains("▸user01"), "{}", play.frame());
    play.keys("<enter>");
    assert_eq!(given(&mut play), Some(known("user01")));
}
