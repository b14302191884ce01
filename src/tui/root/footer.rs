//! The footer: the keys that matter where the hands are.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::action::{Action, Where};
use crate::tui::screen::pen::Pen;
use crate::tui::text;

use super::Model;

/// The keys that matter in a place, with short words; the rest are in the help.
fn hints(place: Where) -> &'static [(&'static [Action], &'static str)] {
    const RETURNS: &[Action] = &[
        Action::ReturnNeed,
        Action::ReturnBudget,
        Action::ReturnAuthority,
        Action::ReturnTimeframe,
    ];
    match place {
        Where::Calls => &[
            (&[Action::Call], "call"),
            (&[Action::Outcome], "outcome"),
            (RETURNS, "return: no need · budget · authority · not now"),
            (&[Action::ReturnMore], "more"),
            (&[Action::Undo], "undo"),
            (&[Action::Search], "find"),
        ],
        Where::Handoffs => &[
            (&[Action::Take], "take"),
            (&[Action::Assign], "assign"),
            (&[Action::ReturnMore], "return"),
            (&[Action::FilterClass], "class"),
            (&[Action::FilterOwner], "rep"),
            (&[Action::Filter], "state"),
            (&[Action::Undo], "undo"),
        ],
        Where::Returned => &[
            (&[Action::Nurture], "nurture"),
            (&[Action::NurtureUntil], "until"),
            (&[Action::Research], "research"),
            (&[Action::Close], "close"),
            (&[Action::HandOver], "to sales"),
            (&[Action::Mark], "mark"),
            (&[Action::MarkReason], "all of the reason"),
            (&[Action::Undo], "undo"),
        ],
        Where::Contacts => &[
            (&[Action::Search], "find"),
            (&[Action::Open], "card"),
            (&[Action::HandOver], "to sales"),
            (&[Action::Filter], "filter"),
            (&[Action::Note], "note"),
        ],
        Where::Card => &[
            (&[Action::Call], "call"),
            (&[Action::Outcome], "outcome"),
            (&[Action::BantNext], "question"),
            (&[Action::Filter], "filter"),
            (&[Action::ExactTimes], "times"),
            (&[Action::Note], "note"),
            (&[Action::ReturnMore], "return"),
            (&[Action::Back], "back"),
        ],
    }
}

/// Draws the keys that matter here, as many as there is room for; the way to the help is always there.
pub(super) fn footer(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = &model.ctx.theme;
    let Some(mut pen) = Pen::at(frame, area, 0) else {
        return;
    };
    let help = format!("{} help", model.ctx.keymap.shown(Action::Help));
    let mut room = usize::from(area.width).saturating_sub(text::width(&help) + 3);
    pen.left("", 1, theme.text());
    for (actions, words) in hints(model.place()) {
        let keys: Vec<String> = actions
            .iter()
            .map(|action| model.ctx.keymap.shown(*action))
            .collect();
        let keys = keys.join(" ");
        let all = text::width(&keys) + 1 + text::width(words) + 3;
        // The long explanation of the returns gives way to one word before anything is left out.
        let words = if all > room {
            words.split(':').next().unwrap_or(words)
        } else {
            words
        };
        let all = text::width(&keys) + 1 + text::width(words) + 3;
        if all > room {
            continue;
        }
        room -= all;
        pen.left(&keys, text::width(&keys), theme.key()).left(
            &format!(" {words}"),
            all - text::width(&keys),
            theme.text(),
        );
    }
    pen.left(&model.ctx.keymap.shown(Action::Help), help.len() - 5, theme.key())
        .left(" help", 5, theme.text());
}
