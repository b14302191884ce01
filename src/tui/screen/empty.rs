//! What stands where there is nothing to show: why, and what to do next.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::priority::count_hidden;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::overlay::put;
use crate::tui::text;

use super::{House, signs};

const NO_CONTACTS: [&str; 4] = [
    "No contacts yet.",
    "",
    "Import your list:         kapula import contacts FILE.csv",
    "Or look around first:     kapula demo",
];

/// Why there is nobody to call; nothing when there is somebody.
pub fn calls(desk: &Desk, house: House, ctx: &Context) -> Option<Vec<String>> {
    if !desk.is_loaded() {
        return Some(vec!["One moment: the leads are being read.".to_owned()]);
    }
    if !desk.ranking().places.is_empty() {
        return None;
    }
    if house == House::Empty {
        return Some(lines(&NO_CONTACTS));
    }
    let hidden = &desk.ranking().hidden;
    if hidden.is_empty() {
        let hand_over = format!("or when somebody hands them over:   {}", hand_over(ctx));
        return Some(lines(&[
            "Nobody to call: no lead is in sales' hand.",
            "",
            "Leads come here when their class rises to A or B, at their wake-up date,",
            &hand_over,
            "",
            "An A or B that is not here lacks what routing asks ([routing.a], [routing.b]",
            "of kapula.toml); its card says what.",
        ]));
    }
    let mut said = vec![
        format!(
            "Nobody for you to call now: all {} open leads are hidden.",
            hidden.len()
        ),
        String::new(),
    ];
    for count in count_hidden(hidden) {
        let from = count.until.map_or_else(String::new, |opens| {
            format!(", the first until {}", signs::soon(opens, ctx))
        });
        said.push(format!("  {} {}{from}", count.count, count.words));
    }
    let all = format!(
        "See who and why:   {}     All handoffs:   {}",
        ctx.key(Action::Hidden),
        ctx.key(Action::ShowHandoffs)
    );
    said.extend([String::new(), all]);
    Some(said)
}

/// Why there is no handoff to show.
pub fn handoffs(desk: &Desk, house: House, ctx: &Context) -> Vec<String> {
    if !desk.is_loaded() {
        lines(&["One moment: the leads are being read."])
    } else if house == House::Empty {
        lines(&NO_CONTACTS)
    } else if desk.leads().next().is_some() {
        lines(&[
            "No open handoff passes the filter.",
            "",
            &format!("{} shows all again.", ctx.key(Action::Escape)),
        ])
    } else {
        lines(&[
            "No open handoffs: no lead is in sales' hand.",
            "",
            &format!("Hand one over by hand:   {}", hand_over(ctx)),
        ])
    }
}

/// Why nothing waits for triage.
pub fn returned(house: House, ctx: &Context) -> Vec<String> {
    if house == House::Empty {
        return lines(&NO_CONTACTS);
    }
    let keys = [
        Action::ReturnNeed,
        Action::ReturnBudget,
        Action::ReturnAuthority,
        Action::ReturnTimeframe,
    ];
    let more = ctx.key(Action::ReturnMore);
    lines(&[
        "Nothing waits for you: sales has returned no lead, or all are dealt with.",
        "",
        "A rep returns a lead with one key that is the reason:",
        &format!(
            "{}, or {more} for the other reasons",
            keys.map(|action| ctx.key(action)).join(" ")
        ),
    ])
}

/// The way to hand a lead over by hand.
fn hand_over(ctx: &Context) -> String {
    let (contacts, key) = (ctx.key(Action::ShowContacts), ctx.key(Action::HandOver));
    format!("{contacts} Contacts, then {key}")
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Rows that one sentence may take in a narrow window.
const MOST_ROWS: usize = 4;

/// Draws the sentences, broken where the window is narrower than they are.
pub fn render(lines: &[String], ctx: &Context, frame: &mut Frame, area: Rect) {
    let room = usize::from(area.width).saturating_sub(2);
    let mut row = 1;
    for (index, line) in lines.iter().enumerate() {
        let style = if index == 0 {
            ctx.theme.title()
        } else {
            ctx.theme.text()
        };
        let broken = if text::width(line) > room {
            text::wrap(line, room, MOST_ROWS)
        } else {
            vec![line.clone()]
        };
        for piece in broken {
            put(frame, area, row, &format!("  {piece}"), style);
            row += 1;
        }
    }
}
