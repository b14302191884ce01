//! The footer: the keys that matter where the hands are.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::lead::Hand;
use crate::tui::act::Calls;
use crate::tui::action::{Action, Where};
use crate::tui::screen::pen::Pen;
use crate::tui::text;

use super::{Focus, Model};

/// Keys with short words; the most important first.
type Hints = &'static [(&'static [Action], &'static str)];

/// The keys that matter in a place, with short words; the rest are in the help.
const fn hints(place: Where, hand: Option<Hand>) -> Hints {
    const RETURNS: &[Action] = &[
        Action::ReturnNeed,
        Action::ReturnBudget,
        Action::ReturnAuthority,
        Action::ReturnTimeframe,
    ];
    match place {
        Where::Calls => &[
            (&[Action::Call], "call"),
            (RETURNS, "return: no need · no budget · not the decider · not now"),
            (&[Action::ReturnMore], "more"),
            (&[Action::Outcome], "outcome"),
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
            (&[Action::MarkReason], "whole reason"),
            (&[Action::Undo], "undo"),
        ],
        Where::Contacts => &[
            (&[Action::Search], "find"),
            (&[Action::Open], "card"),
            (&[Action::HandOver], "to sales"),
            (&[Action::Filter], "filter"),
            (&[Action::Note], "note"),
            (&[Action::Undo], "undo"),
        ],
        Where::Card => card(hand),
    }
}

/// What can be done with one person follows from whose hand he is in.
const fn card(hand: Option<Hand>) -> Hints {
    match hand {
        Some(Hand::Sales) => &[
            (&[Action::Call], "call"),
            (&[Action::Outcome], "outcome"),
            (&[Action::ReturnMore], "return"),
            (&[Action::BantNext], "question"),
            (&[Action::Pane], "details"),
            (&[Action::Back], "back"),
            (&[Action::Note], "note"),
            (&[Action::Filter], "filter"),
            (&[Action::ExactTimes], "times"),
        ],
        Some(Hand::Marketing) => &[
            (&[Action::HandOver], "to sales"),
            (&[Action::BantNext], "question"),
            (&[Action::Pane], "details"),
            (&[Action::Back], "back"),
            (&[Action::Note], "note"),
            (&[Action::Filter], "filter"),
            (&[Action::ExactTimes], "times"),
        ],
        Some(Hand::Closed) | None => &[
            (&[Action::Note], "note"),
            (&[Action::Back], "back"),
            (&[Action::Pane], "details"),
            (&[Action::Filter], "filter"),
            (&[Action::ExactTimes], "times"),
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
    let target = model.target();
    let hand = target.as_ref().map(|target| target.stage.hand());
    let unwanted = target.is_some_and(|target| target.calls == Calls::Unwanted);
    let may_be = [(&[Action::DoNotCall][..], "may be called")];
    let may_be = may_be.iter().filter(|_| unwanted && model.place() == Where::Card);
    for (actions, words) in may_be.chain(hints(model.place(), hand)) {
        if unwanted && matches!(*actions, [Action::Call | Action::Outcome]) {
            continue;
        }
        // Beside a list the key goes back to the list.
        if *actions == [Action::Pane] && model.focus != Focus::Full {
            continue;
        }
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
