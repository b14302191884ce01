//! The two menus of a lead: how the call went, and why it goes back.

use crate::domain::command::Command;
use crate::domain::lead::{Outcome, ReturnReason};
use crate::tui::overlay::Intent;
use crate::tui::overlay::menu::{Item, Menu};

use super::Target;
use super::ask::{Ask, What};

/// How did the call go?
pub fn outcome(target: &Target) -> Menu {
    let mut items: Vec<Item> = Outcome::ALL
        .into_iter()
        .map(|outcome| tried(target, outcome))
        .collect();
    items.push(Item {
        key: 'm',
        label: "meeting agreed".to_owned(),
        hint: "asks when".to_owned(),
        intent: Intent::Ask(Ask::one(target, What::Meeting)),
    });
    items.push(Item {
        key: 'o',
        label: "offer made".to_owned(),
        hint: "asks for the sum".to_owned(),
        intent: Intent::Ask(Ask::one(target, What::Offer)),
    });
    let phone = if target.phone.is_empty() {
        String::new()
    } else {
        format!("  {}", target.phone)
    };
    Menu::new(format!("{}{phone}: how did it go?", target.name), items)
}

fn tried(target: &Target, outcome: Outcome) -> Item {
    let (key, label, hint) = match outcome {
        Outcome::Reached => ('r', "reached", "talked with the contact"),
        Outcome::NoAnswer => ('n', "no answer", "moves down the list for a while"),
        Outcome::Voicemail => ('v', "voicemail", "left a message"),
        Outcome::Busy => ('b', "busy", "moves down the list for a while"),
        Outcome::WrongNumber => ('w', "wrong number", "somebody else's"),
        Outcome::CallBack => ('c', "call back at…", "asks when"),
    };
    let intent = if outcome == Outcome::CallBack {
        Intent::Ask(Ask::one(target, What::CallBack))
    } else {
        Intent::Submit(vec![target.order(Command::Call {
            outcome,
            callback_at: None,
            note: String::new(),
        })])
    };
    Item {
        key,
        label: label.to_owned(),
        hint: hint.to_owned(),
        intent,
    }
}

/// Why does it go back? Every reason a person may give; each then takes a note and a wake-up date.
pub fn give_back(target: &Target) -> Menu {
    let items = ReturnReason::ALL.into_iter().filter_map(|reason| {
        Some(Item {
            key: key_of(reason)?,
            label: reason.label().to_owned(),
            hint: reason.destination().to_owned(),
            intent: Intent::Ask(Ask::one(target, What::Return(reason))),
        })
    });
    Menu::new(
        format!("Return {} to marketing: why?", target.name),
        items.collect(),
    )
}

const fn key_of(reason: ReturnReason) -> Option<char> {
    match reason {
        ReturnReason::Need => Some('N'),
        ReturnReason::Budget => Some('B'),
        ReturnReason::Authority => Some('A'),
        ReturnReason::Timeframe => Some('T'),
        ReturnReason::NotOurTarget => Some('o'),
        ReturnReason::Unreachable => Some('u'),
        ReturnReason::WrongData => Some('w'),
        ReturnReason::Competitor => Some('c'),
        ReturnReason::Customer => Some('s'),
        ReturnReason::Duplicate => Some('d'),
        ReturnReason::DoNotCall => Some('x'),
        ReturnReason::NotWorked => None,
    }
}
