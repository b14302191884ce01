//! The menus of a lead: how the call went, why it goes back, and whether a rep whom nobody has seen yet is meant.

use crate::domain::command::{Command, Order};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::recipient::Recipient;
use crate::tui::overlay::Intent;
use crate::tui::overlay::menu::{Item, Menu};

use super::Target;
use super::ask::{Ask, What};

/// How did the call go?
#[must_use]
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
#[must_use]
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

/// Is a rep meant who has never been seen here? The first choice is the likeliest, and changes nothing that was not said.
#[must_use]
pub fn stranger(orders: Vec<Order>, closest: Option<&str>) -> Option<Menu> {
    let name = orders.first()?.command.recipient()?.name().to_owned();
    let to = |recipient: Recipient| {
        let give = |order: &Order| Order {
            command: order.command.clone().given_to(recipient.clone()),
            ..order.clone()
        };
        Intent::Submit(orders.iter().map(give).collect())
    };
    let meant = closest.map(|user| Item {
        key: 'g',
        label: format!("give to {user}"),
        hint: "a name that is known here".to_owned(),
        intent: to(Recipient::Known(user.to_owned())),
    });
    let leave = Item {
        key: 'l',
        label: "leave it".to_owned(),
        hint: "nothing is changed".to_owned(),
        intent: Intent::Submit(Vec::new()),
    };
    let new = Item {
        key: 'n',
        label: format!("give to {name}"),
        hint: "a new user, and the name is right".to_owned(),
        intent: to(Recipient::EvenNew(name.clone())),
    };
    let title = format!("Nobody called {name} has worked here yet");
    Some(Menu::new(title, meant.into_iter().chain([leave, new]).collect()))
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
