//! THE TABLE: every action with its name, help sentence, places, default keys, and whether it can be undone.
//!
//! Help, footer, palette, the check of `keys.toml` and the key list of the README are derived from it, so that they
//! cannot disagree.

use super::input::{Code, Key};
use super::keymap;

/// Where the hands are: what a key means depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Where {
    /// The call list.
    Calls,
    /// The handoff queue.
    Handoffs,
    /// The leads that came back.
    Returned,
    /// Everybody.
    Contacts,
    /// One person: the card, full or beside a list when it has the focus.
    Card,
}

impl Where {
    /// All places, in the order of their keys.
    pub const ALL: [Self; 5] = [
        Self::Calls,
        Self::Handoffs,
        Self::Returned,
        Self::Contacts,
        Self::Card,
    ];

    /// Its name on the screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Calls => "Calls",
            Self::Handoffs => "Handoffs",
            Self::Returned => "Returned",
            Self::Contacts => "Contacts",
            Self::Card => "Card",
        }
    }
}

/// Whether `u` takes an action back; told before the action is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// The action writes nothing: it only looks.
    Nothing,
    /// `u` takes it back.
    Yes,
    /// It stays, and why.
    No(&'static str),
}

/// One line of the table.
#[derive(Debug)]
pub struct Entry {
    /// Which action.
    pub action: Action,
    /// Its name in `keys.toml` and in the palette.
    pub name: &'static str,
    /// What it does, in a few words, starting with a verb.
    pub help: &'static str,
    /// Where it works.
    pub places: &'static [Where],
    /// The keys it has unless `keys.toml` says otherwise; the first is shown.
    pub keys: &'static [Key],
    /// Whether it can be taken back.
    pub undo: Undo,
}

const ALL: &[Where] = &Where::ALL;
const LEAD: &[Where] = &[Where::Calls, Where::Handoffs, Where::Contacts, Where::Card];
const TRIAGE: &[Where] = &[Where::Returned];
const CARD: &[Where] = &[Where::Card];
const LISTS: &[Where] = &[Where::Calls, Where::Handoffs, Where::Returned, Where::Contacts];
const FILTERED: &[Where] = &[Where::Handoffs, Where::Contacts, Where::Card];
const HANDOFFS: &[Where] = &[Where::Handoffs];
const CALLS: &[Where] = &[Where::Calls];
const HAND_BACK: &[Where] = &[Where::Returned, Where::Contacts, Where::Card];

const fn c(character: char) -> Key {
    Key::char(character)
}

const fn k(code: Code) -> Key {
    Key::plain(code)
}

const fn ctrl(character: char) -> Key {
    Key {
        code: Code::Char(character),
        ctrl: true,
        alt: false,
    }
}

/// Declares the actions once: the help sentence is the documentation, and the order is that of the help.
macro_rules! actions {
    ($($action:ident $name:literal $help:literal $places:ident [$($key:expr),*] $undo:expr;)*) => {
        /// Everything a person can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $action,)*
        }

        /// The table.
        pub const TABLE: &[Entry] = &[
            $(Entry {
                action: Action::$action,
                name: $name,
                help: $help,
                places: $places,
                keys: &[$($key),*],
                undo: $undo,
            },)*
        ];
    };
}

actions! {
    Call "call" "Call: take the lead, dial or copy the number, note how it went" LEAD [c('c')] Undo::Yes;
    Take "take" "Take the lead into your own hand (accept the handoff)" LEAD [c('t')] Undo::Yes;
    Outcome "outcome" "Note how a call went" LEAD [c('o')] Undo::Yes;
    ReturnNeed "return-need" "Return to marketing: no need (yet)" LEAD [c('N')] Undo::Yes;
    ReturnBudget "return-budget" "Return to marketing: no budget" LEAD [c('B')] Undo::Yes;
    ReturnAuthority "return-authority" "Return to marketing: not the decider" LEAD [c('A')] Undo::Yes;
    ReturnTimeframe "return-timeframe" "Return to marketing: not now" LEAD [c('T')] Undo::Yes;
    ReturnMore "return" "Return to marketing: every reason, with a note and a wake-up date" LEAD [c('r')] Undo::Yes;
    Note "note" "Write a note" LEAD [c('n')] Undo::Yes;
    Meeting "meeting" "A meeting is agreed" LEAD [c('m')] Undo::Yes;
    Offer "offer" "An offer is made" LEAD [c('O')] Undo::Yes;
    Win "win" "The deal is won" LEAD [c('w')] Undo::Yes;
    Lose "lose" "The deal is lost" LEAD [c('x')] Undo::Yes;
    Release "release" "Put the lead back into the queue" LEAD [c('R')] Undo::Yes;
    Assign "assign" "Give the lead to another rep" LEAD [c('a')] Undo::Yes;
    HandOver "hand-over" "Hand the lead to sales by hand" HAND_BACK [c('H')] Undo::Yes;
    CopyPhone "copy-phone" "Copy the phone number" ALL [c('y')] Undo::Nothing;
    Nurture "nurture" "Nurture: marketing ripens it" TRIAGE [c('n')] Undo::Yes;
    NurtureUntil "nurture-until" "Nurture, and wake it up at a date" TRIAGE [c('d')] Undo::Yes;
    Research "research" "Research: ask for what is missing" TRIAGE [c('m')] Undo::Yes;
    Close "close" "Close for good" TRIAGE [c('x')] Undo::Yes;
    Mark "mark" "Mark the lead, so that acts apply to all marked" TRIAGE [c(' ')] Undo::Nothing;
    MarkReason "mark-reason" "Mark all leads of the same reason" TRIAGE [c('*')] Undo::Nothing;
    BantNext "bant-next" "Go to the next of the four questions (budget, authority, need, timeframe)" CARD [c('b'), k(Code::Right)] Undo::Nothing;
    BantPrevious "bant-previous" "Go to the question before" CARD [k(Code::Left)] Undo::Nothing;
    BantYes "bant-yes" "Answer yes to the question under the cursor (timeframe: now)" CARD [c('+')] Undo::Yes;
    BantNo "bant-no" "Answer no to the question under the cursor (timeframe: later)" CARD [c('-')] Undo::Yes;
    BantUnknown "bant-unknown" "Make the answer to the question under the cursor unknown" CARD [c('0')] Undo::Yes;
    BantCycle "bant-cycle" "Change the answer to the question under the cursor: from unknown to yes, to no, to unknown" CARD [k(Code::Enter)] Undo::Yes;
    DoNotCall "do-not-call" "Must not be called, or may be called again" CARD [c('D')] Undo::Yes;
    ExactTimes "exact-times" "Switch between relative and exact times" CARD [c('e')] Undo::Nothing;
    Filter "filter" "Show one kind only; again: the next kind, then all" FILTERED [c('f')] Undo::Nothing;
    FilterClass "filter-class" "Show one class only; again: the next, then all" HANDOFFS [c('C')] Undo::Nothing;
    Hidden "hidden" "Show who is not in the list, why, and until when" CALLS [c('h')] Undo::Nothing;
    FilterOwner "filter-owner" "Show one rep's only; again: the next, then all" HANDOFFS [c('F')] Undo::Nothing;
    Undo "undo" "Take back your last act" ALL [c('u')] Undo::No("do the act again to redo it");
    Down "down" "Go down" ALL [c('j'), k(Code::Down)] Undo::Nothing;
    Up "up" "Go up" ALL [c('k'), k(Code::Up)] Undo::Nothing;
    PageDown "page-down" "Go down a screen" ALL [k(Code::PageDown), ctrl('d')] Undo::Nothing;
    PageUp "page-up" "Go up a screen" ALL [k(Code::PageUp), ctrl('u')] Undo::Nothing;
    Top "top" "Go to the first" ALL [c('g'), k(Code::Home)] Undo::Nothing;
    Bottom "bottom" "Go to the last" ALL [c('G'), k(Code::End)] Undo::Nothing;
    Open "open" "Open the card" LISTS [k(Code::Enter)] Undo::Nothing;
    Pane "pane" "Go to the card beside the list, and back; on a card that fills the screen: to the details, and back to the history" ALL [k(Code::Tab), k(Code::BackTab)] Undo::Nothing;
    ShowCalls "calls" "Show the call list" ALL [c('1')] Undo::Nothing;
    ShowHandoffs "handoffs" "Show the handoff queue" ALL [c('2')] Undo::Nothing;
    ShowReturned "returned" "Show what came back from sales" ALL [c('3')] Undo::Nothing;
    ShowContacts "contacts" "Show everybody" ALL [c('4')] Undo::Nothing;
    Search "search" "Search everybody as you type" ALL [c('/')] Undo::Nothing;
    Palette "palette" "Find any action by its name" ALL [c(':'), ctrl('p')] Undo::Nothing;
    Help "help" "Show the keys of this place" ALL [c('?'), k(Code::Function(1))] Undo::Nothing;
    Back "back" "Go back; from a list: leave Kapula" ALL [c('q')] Undo::Nothing;
    Escape "escape" "Close what is open, or go back; never leaves Kapula" ALL [k(Code::Esc)] Undo::Nothing;
    Suspend "suspend" "Go to the shell; `fg` comes back" ALL [ctrl('z')] Undo::Nothing;
    Quit "quit" "Leave Kapula" ALL [ctrl('c')] Undo::Nothing;
}

impl Action {
    /// Its line of the table.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        &TABLE[self as usize]
    }

    /// The action of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| entry.action)
    }

    /// Whether it writes as soon as it is chosen, without a question before.
    #[must_use]
    pub const fn writes_at_once(self) -> bool {
        matches!(
            self,
            Self::Call
                | Self::Take
                | Self::ReturnNeed
                | Self::ReturnBudget
                | Self::ReturnAuthority
                | Self::ReturnTimeframe
                | Self::Release
                | Self::Nurture
                | Self::Research
                | Self::Close
                | Self::BantYes
                | Self::BantNo
                | Self::BantUnknown
                | Self::BantCycle
                | Self::DoNotCall
                | Self::Undo
        )
    }

    /// Whether it works there.
    #[must_use]
    pub fn works_in(self, place: Where) -> bool {
        self.entry().places.contains(&place)
    }
}

/// The key list of the README: one Markdown table row an action, in the order of the table.
#[must_use]
pub fn key_list_markdown() -> String {
    let mut list = String::from("| key | action | what it does | where |\n|---|---|---|---|\n");
    for entry in TABLE {
        let keys: Vec<String> = entry
            .keys
            .iter()
            .map(|key| format!("`{}`", keymap::show(key)))
            .collect();
        let places: Vec<&str> = entry.places.iter().map(|place| place.title()).collect();
        let places = if entry.places.len() == Where::ALL.len() {
            "everywhere".to_owned()
        } else {
            places.join(", ")
        };
        let keys = keys.join(" ");
        let row = [
            "| ", &keys, " | `", entry.name, "` | ", entry.help, " | ", &places, " |\n",
        ];
        list.push_str(&row.concat());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kebab_case_and_means_one_action() {
        for entry in TABLE {
            assert_eq!(
                Action::from_name(entry.name),
                Some(entry.action),
                "{}",
                entry.name
            );
            assert!(
                entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                entry.name
            );
            assert_eq!(entry.action.entry().name, entry.name);
        }
    }

    #[test]
    fn what_writes_at_once_is_told_from_what_asks() {
        use crate::tui::act::{Dialling, Target, on_lead, on_returned};
        let ctx = crate::tui::screen::fixture::context(80, 24);
        let lead = Target::from(&crate::tui::fixture::open(1, "Aino", "Oy", 1.0));
        for entry in TABLE {
            let step = on_lead(entry.action, &lead, &ctx, Dialling::ByHand)
                .or_else(|| on_returned(entry.action, std::slice::from_ref(&lead)));
            if let Some(step) = step {
                let writes = !step.orders.is_empty();
                assert_eq!(entry.action.writes_at_once(), writes, "{}", entry.name);
            } else if entry.undo == Undo::Nothing {
                assert!(!entry.action.writes_at_once(), "{}", entry.name);
            }
        }
    }

    #[test]
    fn every_action_has_a_key_a_place_and_a_sentence() {
        for entry in TABLE {
            assert!(
                !entry.keys.is_empty() && !entry.places.is_empty(),
                "{}",
                entry.name
            );
            assert!(
                entry.help.chars().next().is_some_and(char::is_uppercase),
                "{}",
                entry.name
            );
            assert!(
                !entry.help.ends_with('.') && !entry.help.contains('|'),
                "{}",
                entry.name
            );
        }
    }

    #[test]
    fn the_key_list_has_a_row_for_every_action() {
        let list = key_list_markdown();
        assert_eq!(list.lines().count(), TABLE.len() + 2);
        for entry in TABLE {
            assert!(
                list.contains(&format!("| `{}` | {} |", entry.name, entry.help)),
                "{}",
                entry.name
            );
        }
    }
}
