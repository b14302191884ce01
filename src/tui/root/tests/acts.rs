//! Acts on leads: what a key submits, and what becomes of the list.

use crate::domain::activity::TriageChoice;
use crate::domain::command::{Command, Order};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::query::Answer;
use crate::tui::fixture::{Play, came_back, five, open};
use crate::tui::{Effect, Message};

fn returned(reason: ReturnReason) -> Command {
    Command::Return {
        reason,
        note: String::new(),
        wake_at: None,
    }
}

/// Whose acts so many undos, one answered after the other, take back.
fn taken_back(play: &mut Play, times: usize) -> Vec<ContactId> {
    let mut undone = Vec::new();
    for _ in 0..times {
        play.keys("u");
        let orders = play.orders();
        undone.extend(orders.iter().map(|order| order.contact));
        for order in orders {
            let result = Ok((None, "Taken back.".to_owned()));
            play.tell(Message::Submitted(crate::tui::Submitted { order, result }));
        }
    }
    undone
}

fn called(outcome: Outcome) -> Command {
    Command::Call {
        outcome,
        callback_at: None,
        note: String::new(),
    }
}

#[test]
fn one_keystroke_returns_and_the_next_lead_is_under_the_cursor() {
    let reasons = [
        ("N", ReturnReason::Need),
        ("B", ReturnReason::Budget),
        ("A", ReturnReason::Authority),
        ("T", ReturnReason::Timeframe),
    ];
    for (key, reason) in reasons {
        let mut play = Play::new(80, 24, five());
        play.keys(&format!("j{key}"));
        let order = Order {
            contact: ContactId(2),
            version: Some(7),
            command: returned(reason),
            at: None,
        };
        assert_eq!(play.wanted, [Effect::Submit(order)]);
        play.done();
        assert_eq!(play.row_of("Eino"), None);
        assert_eq!(play.row_of("▸  2 C·A4   李小龍"), Some(4));
        assert!(play.frame().contains("4 to call"));
    }
}

#[test]
fn an_answer_that_was_on_its_way_does_not_bring_a_returned_lead_back() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    play.done();
    let mut leads = five();
    leads[1].name = "Eino Uusi".to_owned();
    play.leads(leads.clone());
    assert_eq!((play.row_of("Aino"), play.row_of("Eino Uusi")), (None, Some(3)));
    leads[0].lead.version += 2;
    play.leads(leads);
    assert!(play.row_of("Aino").is_some(), "an undo brings it back");
}

#[test]
fn a_second_key_on_a_lead_whose_act_is_under_way_is_refused() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    assert!(play.frame().contains(" …"), "the row is shown as pending");
    assert_eq!(play.orders().len(), 1);
    play.keys("NBw<enter>");
    assert_eq!(play.orders(), []);
    assert!(
        play.frame()
            .contains("Aino Mäkelä: the last act is still being written")
    );
}

#[test]
fn a_call_takes_copies_and_asks_and_the_outcome_waits_for_the_take() {
    let mut play = Play::new(80, 24, five());
    play.keys("c");
    assert!(play.frame().contains("+358401234567: how did it go?"));
    let take = play.orders();
    assert_eq!(
        take.iter().map(|order| &order.command).collect::<Vec<_>>(),
        [&Command::Take]
    );
    play.keys("n");
    assert_eq!(play.orders(), [], "the take has not been answered yet");
    let take = take.into_iter().map(|order| crate::tui::Submitted {
        order,
        result: Ok((None, "Taken.".to_owned())),
    });
    take.for_each(|submitted| play.tell(Message::Submitted(submitted)));
    let orders = play.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(
        (orders[0].version, &orders[0].command),
        (None, &called(Outcome::NoAnswer))
    );
}

#[test]
fn a_call_says_that_the_lead_is_taken_and_what_became_of_the_number() {
    let mut play = Play::new(120, 24, five());
    play.keys("c");
    for order in play.orders() {
        play.tell(Message::Submitted(crate::tui::Submitted {
            order,
            result: Ok((None, "Aino Mäkelä is yours".to_owned())),
        }));
    }
    let said = "Aino Mäkelä is yours. Copied +358401234567: call it now";
    assert!(play.frame().contains(said), "{}", play.frame());
    assert!(play.wanted.contains(&Effect::Copy("+358401234567".to_owned())));
}

#[test]
fn a_lead_that_somebody_else_was_quicker_to_take_is_not_called() {
    let is_call = |effect: &Effect| matches!(effect, Effect::Copy(_) | Effect::Dial(_));
    let mut play = Play::new(80, 24, five());
    play.keys("c");
    assert!(!play.wanted.iter().any(is_call), "not ours yet");
    play.refused("Liisa has taken Aino Mäkelä (9:41); choose another lead");
    // Nor is it when it becomes ours later in another way.
    play.keys("t");
    for order in play.orders() {
        let result = Ok((None, "Aino Mäkelä is yours".to_owned()));
        play.tell(Message::Submitted(crate::tui::Submitted { order, result }));
    }
    assert!(play.frame().contains("Aino Mäkelä is yours"), "{}", play.frame());
    assert!(!play.wanted.iter().any(is_call));
}

#[test]
fn a_take_that_is_refused_closes_the_question_and_forgets_the_outcome() {
    let mut play = Play::new(80, 24, five());
    play.keys("c");
    play.refused("Liisa has taken Aino Mäkelä (9:41); choose another lead");
    assert!(play.row_of("how did it go").is_none());
    assert!(play.frame().contains("! Liisa has taken Aino Mäkelä"));
    let mut play = Play::new(80, 24, five());
    play.keys("cn");
    play.refused("Liisa has taken it");
    assert_eq!(play.orders(), []);
}

#[test]
fn an_answer_to_the_menu_after_the_take_is_made_on_the_lead_as_the_take_left_it() {
    let mut play = Play::new(80, 24, five());
    play.keys("c");
    assert_eq!(play.done(), [Command::Take]);
    play.keys("v");
    assert_eq!(play.orders()[0].version, None);
}

#[test]
fn after_a_call_that_reached_nobody_the_cursor_is_on_the_best_lead_again() {
    let mut play = Play::new(80, 24, five());
    play.keys("ob");
    assert_eq!(play.done(), [called(Outcome::Busy)]);
    let mut leads = five();
    leads[0].deal_size = Some(1.0);
    play.leads(leads);
    assert_eq!(play.row_of("▸  1 C·A4   Eino"), Some(3));
}

#[test]
fn who_has_no_number_or_wants_no_calls_is_not_called() {
    let mut leads = five();
    leads[0].phone = String::new();
    let mut play = Play::new(80, 24, leads);
    play.keys("cy");
    assert_eq!(play.wanted, []);
    assert!(play.frame().contains("No phone number is known for Aino"));
}

#[test]
fn who_must_not_be_called_is_not_offered_for_a_call_and_one_key_changes_that() {
    let mut play = Play::new(80, 24, five());
    let mut card = crate::tui::screen::fixture::card();
    card.subject.contact.id = ContactId(9);
    let mut line = crate::tui::screen::fixture::line(9, "Aino", "Oy");
    line.do_not_call = true;
    play.keys("4");
    let wanted = std::mem::take(&mut play.wanted);
    for effect in wanted {
        if let Effect::Load(crate::domain::query::Query::Contacts(query)) = effect {
            play.tell(Message::Loaded(Answer::Contacts(query, vec![line.clone()])));
        }
    }
    play.wanted.clear();
    play.keys("cy");
    assert!(play.wanted.is_empty(), "{:?}", play.wanted);
    assert!(
        play.frame().contains("has asked not to be called"),
        "{}",
        play.frame()
    );
    play.later(30);
    play.keys("<enter>");
    play.tell(Message::Loaded(Answer::Card(Some(Box::new(card.clone())))));
    assert!(play.frame().contains("c call"), "{}", play.frame());
    play.keys("D");
    let mut patch = ContactPatch::default();
    patch.set(Field::DoNotCall, "yes");
    assert_eq!(play.done(), [Command::Edit(patch.clone())]);
    card.subject
        .contact
        .fields
        .insert(Field::DoNotCall, "yes".to_owned());
    play.tell(Message::Loaded(Answer::Card(Some(Box::new(card)))));
    play.later(60);
    let frame = play.frame();
    assert!(
        !frame.contains("c call") && !frame.contains("o outcome"),
        "{frame}"
    );
    assert!(
        frame.contains("D may be called") && frame.contains("DO NOT CALL"),
        "{frame}"
    );
    play.wanted.clear();
    play.keys("cD");
    patch.set(Field::DoNotCall, "no");
    assert_eq!(play.done(), [Command::Edit(patch)]);
    play.keys("u");
    assert_eq!(play.done(), [Command::Undo]);
}

#[test]
fn the_undo_goes_to_the_last_act_wherever_the_cursor_is() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    play.done();
    play.keys("jB");
    play.done();
    play.keys("u");
    assert_eq!(
        play.orders()
            .first()
            .map(|order| (order.contact, order.command.clone())),
        Some((ContactId(3), Command::Undo))
    );
}

#[test]
fn an_act_right_after_an_own_one_is_not_refused_by_the_picture_from_before_it() {
    let mut play = Play::new(80, 24, five());
    play.keys("t");
    assert_eq!(play.done(), [Command::Take]);
    // The store has not been heard of since: the list still shows the lead as nobody's.
    play.keys("c");
    assert_eq!(play.orders(), [], "it is taken already");
    play.keys("n");
    let orders = play.orders();
    assert_eq!(
        orders
            .iter()
            .map(|order| (order.version, &order.command))
            .collect::<Vec<_>>(),
        [(None, &called(Outcome::NoAnswer))]
    );
}

#[test]
fn the_cursor_goes_to_the_lead_that_an_own_undo_brings_back() {
    let mut play = Play::new(80, 24, five());
    let on = |play: &Play| play.model.screens.selected();
    let first = on(&play);
    play.keys("N");
    play.done();
    assert_ne!(on(&play), first);
    play.keys("u");
    play.done();
    let mut leads = five();
    leads[0].lead.version += 2;
    play.tell(Message::Loaded(Answer::OpenLeads(std::sync::Arc::new(
        leads.into(),
    ))));
    assert_eq!(on(&play), first);
}

#[test]
fn two_undos_take_back_two_acts() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    play.done();
    play.keys("N");
    play.done();
    assert_eq!(taken_back(&mut play, 2), [ContactId(2), ContactId(1)]);
}

#[test]
fn a_note_is_taken_back_in_its_turn() {
    let mut play = Play::new(80, 24, five());
    play.keys("N");
    play.done();
    play.keys("njust noted<enter>");
    play.done();
    play.keys("jB");
    play.done();
    assert_eq!(
        taken_back(&mut play, 3),
        [ContactId(3), ContactId(2), ContactId(1)]
    );
}

#[test]
fn the_four_answers_go_one_at_a_time_like_every_act() {
    let mut play = Play::new(120, 40, five());
    let card = Box::new(crate::tui::screen::fixture::card());
    play.tell(Message::Loaded(Answer::Card(Some(card))));
    play.keys("<tab>b-b-");
    assert_eq!(play.orders().len(), 1, "{}", play.frame());
    assert!(play.frame().contains("the last act is still being written"));
}

#[test]
fn an_answer_without_a_question_says_which_key_goes_to_one() {
    for key in ["+", "-", "0", "<enter>"] {
        let mut play = Play::new(80, 24, five());
        let card = Box::new(crate::tui::screen::fixture::card());
        play.keys("<enter>");
        play.tell(Message::Loaded(Answer::Card(Some(card))));
        play.keys(key);
        assert_eq!(play.orders(), []);
        assert!(
            play.frame().contains("No question is under the cursor; b goes"),
            "{key}"
        );
    }
}

#[test]
fn a_wake_up_date_is_shown_back_and_counts_only_when_it_was_understood() {
    let mut play = Play::new(80, 24, five());
    play.keys("rT<tab>soonish<enter>");
    assert_eq!(play.orders(), []);
    play.keys("<ctrl-u>in 2 h");
    assert!(play.frame().contains("wakes up today 11:42"), "{}", play.frame());
    play.keys("<tab>after lunch<enter>");
    let orders = play.orders();
    let Some(Command::Return {
        reason,
        note,
        wake_at,
    }) = orders.first().map(|order| &order.command)
    else {
        unreachable!("a return was expected: {orders:?}")
    };
    assert_eq!(
        (*reason, note.as_str(), wake_at.is_some()),
        (ReturnReason::Timeframe, "after lunch", true)
    );
}

#[test]
fn what_is_typed_first_on_a_return_is_its_note_whatever_the_reason() {
    for key in ["N", "B", "A", "T", "o", "u", "w", "c", "s", "d", "x"] {
        let mut play = Play::new(80, 24, five());
        play.keys(&format!("r{key}not before the merger<enter>"));
        let orders = play.orders();
        let Some(Command::Return { note, .. }) = orders.first().map(|order| &order.command) else {
            unreachable!("a return was expected: {orders:?}")
        };
        assert_eq!(note, "not before the merger", "{key}");
    }
}

#[test]
fn a_sum_is_read_as_people_write_it() {
    for (typed, amount) in [
        ("12 500,50", Some(12_500.5)),
        ("12500", Some(12_500.0)),
        ("", None),
    ] {
        let mut play = Play::new(80, 24, five());
        play.keys(&format!("w{typed}<enter>"));
        assert_eq!(play.done(), [Command::Win { amount }]);
        assert_eq!(play.row_of("Aino"), None, "what is won leaves the list");
    }
    let mut play = Play::new(80, 24, five());
    play.keys("wmuch<enter>-1<enter>");
    assert_eq!(play.orders(), []);
}

#[test]
fn a_note_is_needed_and_cleaned() {
    let mut play = Play::new(80, 24, five());
    play.keys("n");
    assert!(!play.frame().contains("annot be undone"));
    play.keys("<enter>");
    assert_eq!(play.orders(), [], "an empty note is none");
    play.tell(Message::Input(crate::tui::input::Input::Paste(
        "has\u{1b}[2J a\ncat".to_owned(),
    )));
    play.keys("<enter>");
    let orders = play.orders();
    assert!(
        matches!(&orders[0].command, Command::Note { text } if !text.contains(['\u{1b}', '\n']) && text.ends_with("cat"))
    );
}

fn triage() -> Play {
    let mut play = Play::new(80, 24, Vec::new());
    play.keys("3");
    play.tell(Message::Loaded(Answer::Returned(vec![
        came_back(1, "Aino", ReturnReason::Need),
        came_back(2, "Eino", ReturnReason::Budget),
        came_back(3, "Olavi", ReturnReason::Budget),
    ])));
    play.wanted.clear();
    play
}

#[test]
fn the_number_of_who_came_back_is_copied_unless_no_calls_are_wanted() {
    let mut play = triage();
    play.keys("y");
    assert_eq!(play.wanted, [Effect::Copy("+358407654321".to_owned())]);
    assert!(play.frame().contains("Copied +358407654321"), "{}", play.frame());
    let mut silent = came_back(1, "Aino", ReturnReason::Need);
    silent.do_not_call = true;
    let mut numberless = came_back(2, "Eino", ReturnReason::Need);
    numberless.phone = String::new();
    play.tell(Message::Loaded(Answer::Returned(vec![silent, numberless])));
    play.wanted.clear();
    for (key, said) in [
        ("gy", "Aino has asked not to be called"),
        ("jy", "No phone number is known for Eino"),
    ] {
        play.keys(key);
        assert!(play.frame().contains(said), "{}", play.frame());
        assert!(!play.wanted.iter().any(|effect| matches!(effect, Effect::Copy(_))));
    }
}

#[test]
fn triage_by_one_key_takes_the_lead_from_the_list() {
    let mut play = triage();
    assert!(play.frame().contains("no budget  2"));
    play.keys("n");
    let nurture = Command::Triage {
        to: TriageChoice::Nurture,
        wake_at: None,
        note: String::new(),
    };
    assert_eq!(play.done(), [nurture]);
    assert_eq!((play.row_of("Aino"), play.row_of("▸  Eino")), (None, Some(4)));
}

#[test]
fn triage_of_a_whole_reason_says_how_many_before_it_counts() {
    let mut play = triage();
    play.keys("j*x");
    assert_eq!(play.orders(), []);
    assert!(play.frame().contains("Close for good: 2 leads"));
    play.keys("<enter>");
    let contacts: Vec<ContactId> = play.orders().iter().map(|order| order.contact).collect();
    assert_eq!(contacts, [ContactId(2), ContactId(3)]);
}

#[test]
fn marks_stay_on_leads_when_the_list_changes() {
    let mut play = triage();
    play.keys("j ");
    play.tell(Message::Loaded(Answer::Returned(vec![
        came_back(9, "Uusi", ReturnReason::Budget),
        came_back(2, "Eino", ReturnReason::Budget),
        came_back(3, "Olavi", ReturnReason::Budget),
    ])));
    assert!(
        play.row_of("✓ Eino").is_some() && play.row_of("▸  Olavi").is_some(),
        "{}",
        play.frame()
    );
}

#[test]
fn a_lead_that_somebody_else_takes_is_left_alone() {
    let mut taken = open(1, "Aino", "Oy", 1_000.0);
    taken.lead.stage = crate::domain::lead::Stage::Accepted;
    taken.lead.owner = Some("liisa".to_owned());
    let mut play = Play::new(80, 24, vec![taken]);
    assert!(play.frame().contains("1 taken by other reps"));
    play.keys("2c");
    assert_eq!(play.wanted, []);
    assert!(play.frame().contains("liisa has taken Aino"));
}

#[test]
fn the_next_lead_is_under_the_cursor_whether_the_list_or_the_answer_comes_first() {
    let tried = || {
        let mut leads = five();
        leads[0].lead.version += 1;
        leads[0].lead.work.attempts += 1;
        leads[0].lead.work.last_attempt_at = Some(crate::tui::screen::fixture::NOW);
        leads
    };
    let under_the_cursor = |play: &mut Play| {
        let frame = play.frame();
        let row = frame
            .lines()
            .find(|line| line.starts_with('▸'))
            .unwrap_or_default();
        row.to_owned()
    };
    let mut answered = Play::new(80, 24, five());
    answered.keys("on");
    answered.done();
    answered.leads(tried());
    let mut listed = Play::new(80, 24, five());
    listed.keys("on");
    listed.leads(tried());
    listed.done();
    let expected = under_the_cursor(&mut answered);
    assert!(!expected.contains("Aino Mäkelä"), "{expected}");
    assert_eq!(under_the_cursor(&mut listed), expected);
}
