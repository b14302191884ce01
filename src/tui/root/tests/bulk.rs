//! Acts on many leads: one sentence, and one key that takes all of it back.

use crate::domain::activity::Seq;
use crate::domain::command::{Command, Order};
use crate::domain::contact::ContactId;
use crate::domain::lead::ReturnReason;
use crate::domain::query::Answer;
use crate::domain::recipient::Recipient;
use crate::tui::fixture::{Play, came_back};
use crate::tui::{Message, NotDone, Submitted};

/// Nobody for want of need, so many for want of budget.
fn triage(leads: i64) -> Play {
    let mut play = Play::new(100, 24, Vec::new());
    play.keys("3");
    let returned = (1..=leads).map(|id| came_back(id, &format!("Lead{id}"), ReturnReason::Budget));
    play.tell(Message::Loaded(Answer::Returned(returned.collect())));
    play.wanted.clear();
    play
}

fn refuse(play: &mut Play, order: Order, why: NotDone) {
    let result = Err(why);
    play.tell(Message::Submitted(Submitted { order, result }));
}

fn carry_out(play: &mut Play, order: Order) {
    let result = Ok((Some(Seq(1)), "Done.".to_owned()));
    play.tell(Message::Submitted(Submitted { order, result }));
}

fn contacts(orders: &[Order]) -> Vec<i64> {
    orders.iter().map(|order| order.contact.0).collect()
}

#[test]
fn one_undo_takes_back_the_whole_bulk_and_the_next_the_act_before_it() {
    let mut play = triage(4);
    play.keys("n");
    play.done();
    play.keys("*x<enter>");
    assert_eq!(play.done().len(), 3);
    assert!(
        play.frame().contains("✓ 3 leads closed (all: no budget)"),
        "{}",
        play.frame()
    );
    play.keys("u");
    let orders = play.orders();
    assert_eq!(contacts(&orders), [2, 3, 4]);
    assert!(orders.iter().all(|order| order.command == Command::Undo));
    for order in orders {
        carry_out(&mut play, order);
    }
    assert!(
        play.frame()
            .contains("✓ 3 leads taken back: closed (all: no budget)"),
        "{}",
        play.frame()
    );
    play.keys("u");
    assert_eq!(contacts(&play.orders()), [1]);
}

#[test]
fn what_could_not_be_taken_back_is_counted_and_named() {
    let mut play = triage(3);
    play.keys("*n<enter>");
    play.done();
    play.keys("u");
    let mut orders = play.orders();
    let third = orders.pop();
    for order in orders {
        carry_out(&mut play, order);
    }
    let why = NotDone::Refused("Lead3: liisa has acted since (handoff)".to_owned());
    if let Some(order) = third {
        refuse(&mut play, order, why.clone());
    }
    let frame = play.frame();
    assert!(frame.contains("! 2 of 3 leads taken back"), "{frame}");
    assert!(
        frame.contains("1 not, the first: Lead3: liisa has acted"),
        "{frame}"
    );
    play.keys("u");
    assert!(
        !contacts(&play.orders()).contains(&1),
        "nothing is taken back twice"
    );
}

#[test]
fn what_failed_on_the_way_is_taken_back_by_the_next_undo() {
    let mut play = triage(2);
    play.keys("*n<enter>");
    play.done();
    play.keys("u");
    for order in play.orders() {
        refuse(&mut play, order, NotDone::Failed("the disk is full".to_owned()));
    }
    play.keys("u");
    assert_eq!(contacts(&play.orders()), [1, 2]);
}

#[test]
fn a_bulk_larger_than_what_may_be_under_way_is_done_to_its_end() {
    let mut play = triage(600);
    play.keys("*n<enter>");
    let mut done = 0;
    while done < 600 {
        let orders = play.orders();
        assert!(
            !orders.is_empty() && orders.len() <= 64,
            "{} at once",
            orders.len()
        );
        done += orders.len();
        for order in orders {
            carry_out(&mut play, order);
        }
    }
    assert!(
        play.frame().contains("✓ 600 leads to nurture"),
        "{}",
        play.frame()
    );
    play.keys("u");
    assert_eq!(
        play.orders().first().map(|order| order.contact),
        Some(ContactId(1))
    );
}

fn stranger(play: &mut Play) {
    for order in play.orders() {
        let why = NotDone::Stranger {
            sentence: "nobody called `miko` has worked here yet".to_owned(),
            closest: Some("mikko".to_owned()),
        };
        refuse(play, order, why);
    }
}

#[test]
fn a_stranger_is_confirmed_or_corrected_before_he_is_given_leads() {
    let given = |key: &str| {
        let mut play = triage(3);
        play.keys("*Hmiko<enter>");
        stranger(&mut play);
        assert!(
            play.frame().contains("Nobody called miko has worked here yet"),
            "{}",
            play.frame()
        );
        play.keys(key);
        let orders = play.orders();
        let to = orders.iter().map(|order| order.command.recipient().cloned());
        to.collect::<Vec<_>>()
    };
    assert_eq!(given("g"), vec![Some(Recipient::Known("mikko".to_owned())); 3]);
    assert_eq!(given("n"), vec![Some(Recipient::EvenNew("miko".to_owned())); 3]);
    assert_eq!(given("l"), []);
    assert_eq!(given("<esc>"), []);
    for key in ["l", "<esc>"] {
        let mut play = Play::new(80, 24, crate::tui::fixture::five());
        play.keys("amiko<enter>");
        stranger(&mut play);
        play.keys(key);
        assert_eq!(play.orders(), []);
        assert!(!play.frame().contains("nobody called"), "{}", play.frame());
    }
    let mut play = Play::new(80, 24, crate::tui::fixture::five());
    play.keys("amiko<enter>");
    stranger(&mut play);
    play.keys("<enter>");
    let orders = play.orders();
    assert_eq!(
        orders.first().map(|order| &order.command),
        Some(&Command::Reassign {
            to: Recipient::Known("mikko".to_owned())
        })
    );
}
