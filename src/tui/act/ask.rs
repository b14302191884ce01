//! Questions before an act, and what the typed answer means: shown back before it counts.

use crate::domain::activity::TriageChoice;
use crate::domain::command::{Command, Order};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::recipient::Recipient;
use crate::tui::context::Context;
use crate::tui::widget::there;

use super::Target;
use super::typed::{maybe_time, needed, sum, time};

/// A question about one or more leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The leads.
    pub targets: Vec<Target>,
    /// The question.
    pub what: What,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The text of a note.
    Note,
    /// When to call again, and something to remember.
    CallBack,
    /// When the meeting is.
    Meeting,
    /// The sum of the offer.
    Offer,
    /// The sum of the deal.
    Win,
    /// Why it was lost.
    Lose,
    /// To whom it is given.
    Assign,
    /// For whom it is handed to sales.
    HandOver,
    /// A note for a return, then a wake-up date.
    Return(ReturnReason),
    /// A note for an act of triage.
    Triage(TriageChoice),
    /// A wake-up date and a note for nurture.
    NurtureUntil,
}

/// A field of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldOf {
    /// What stands before it.
    pub label: &'static str,
    /// What stands in it while it is empty.
    pub hint: &'static str,
}

const NOTE: FieldOf = FieldOf {
    label: "note",
    hint: "may stay empty",
};
const WHEN: FieldOf = FieldOf {
    label: "when",
    hint: "tomorrow 10 · mon 9:30 · in 2 h · 15.1.",
};
const WAKE: FieldOf = FieldOf {
    label: "wake up",
    hint: "may stay empty; 2027-02 · 15.1. · mon 9",
};
const SUM: FieldOf = FieldOf {
    label: "sum",
    hint: "12 500; may stay empty",
};
const REP: FieldOf = FieldOf {
    label: "rep",
    hint: "user name",
};

impl What {
    /// The fields to fill in.
    #[must_use]
    pub const fn fields(self) -> &'static [FieldOf] {
        match self {
            Self::Note => &[FieldOf {
                label: "note",
                hint: "what is to be remembered",
            }],
            Self::CallBack => &[WHEN, NOTE],
            Self::Meeting => &[FieldOf {
                label: "when",
                hint: "may stay empty; tomorrow 10 · 15.1. klo 9.30",
            }],
            Self::Offer | Self::Win => &[SUM],
            Self::Lose => &[FieldOf {
                label: "why",
                hint: "may stay empty",
            }],
            Self::Assign => &[REP],
            Self::HandOver => &[FieldOf {
                label: "rep",
                hint: "user name; empty for anybody",
            }],
            // The why is what one types; the house knows a date of its own for most reasons.
            Self::Return(_) => &[NOTE, WAKE],
            Self::Triage(_) => &[NOTE],
            Self::NurtureUntil => &[
                FieldOf {
                    label: "wake up",
                    hint: "2027-02 · 15.1. · mon 9",
                },
                NOTE,
            ],
        }
    }

    /// Whether the first field names a user of the house.
    #[must_use]
    pub const fn names_a_user(self) -> bool {
        matches!(self, Self::Assign | Self::HandOver)
    }

    /// What is asked about, as a verb: `Return to marketing: no budget`.
    #[must_use]
    pub fn verb(self) -> String {
        match self {
            Self::Note => "Note about".to_owned(),
            Self::CallBack => "Call back".to_owned(),
            Self::Meeting => "Meeting with".to_owned(),
            Self::Offer => "Offer to".to_owned(),
            Self::Win => "Won:".to_owned(),
            Self::Lose => "Lost:".to_owned(),
            Self::Assign => "Give to another rep:".to_owned(),
            Self::HandOver => "Hand to sales:".to_owned(),
            Self::Return(reason) => format!("Return ({}):", reason.label()),
            Self::Triage(TriageChoice::Nurture) => "Nurture:".to_owned(),
            Self::Triage(TriageChoice::Research) => "Research:".to_owned(),
            Self::Triage(TriageChoice::Close) => "Close for good:".to_owned(),
            Self::NurtureUntil => "Nurture, and wake up:".to_owned(),
        }
    }

    /// The command with nothing added; only where nothing need be.
    #[must_use]
    pub const fn command_as_is(self) -> Option<Command> {
        match self {
            Self::Triage(to) => Some(Command::Triage {
                to,
                wake_at: None,
                note: String::new(),
            }),
            Self::Note
            | Self::CallBack
            | Self::Meeting
            | Self::Offer
            | Self::Win
            | Self::Lose
            | Self::Assign
            | Self::HandOver
            | Self::Return(_)
            | Self::NurtureUntil => None,
        }
    }

    /// The command that the typed texts mean, with a sentence that shows back what was understood.
    ///
    /// # Errors
    /// A sentence about what is missing or not understood.
    pub fn read(self, texts: &[&str], ctx: &Context) -> Result<(Command, String), String> {
        let text = |at: usize| texts.get(at).map_or("", |text| text.trim());
        let (first, second) = (text(0), text(1));
        let as_typed = |command| (command, String::new());
        Ok(match self {
            Self::Note => as_typed(Command::Note {
                text: needed(first, "the note")?,
            }),
            Self::CallBack => call_back(first, second, ctx)?,
            Self::Meeting => {
                let at = maybe_time(first, ctx)?;
                (Command::Meeting { at: at.0 }, format!("meeting {}", at.1))
            }
            Self::Offer => sum(first, ctx).map(|(amount, shown)| (Command::Offer { amount }, shown))?,
            Self::Win => sum(first, ctx).map(|(amount, shown)| (Command::Win { amount }, shown))?,
            Self::Lose => as_typed(Command::Lose {
                reason: first.to_owned(),
            }),
            Self::Assign => {
                let to = needed(first, "the rep")?;
                let shown = format!("goes to {to}");
                let to = Recipient::Known(to);
                (Command::Reassign { to }, shown)
            }
            Self::HandOver => hand_over(first),
            Self::Return(reason) => give_back(reason, first, second, ctx)?,
            Self::Triage(to) => as_typed(Command::Triage {
                to,
                wake_at: None,
                note: first.to_owned(),
            }),
            Self::NurtureUntil => nurture_until(first, second, ctx)?,
        })
    }
}

/// A command, with the sentence that shows back what was understood.
type Read = (Command, String);

fn call_back(when: &str, note: &str, ctx: &Context) -> Result<Read, String> {
    let at = time(&needed(when, "when to call again")?, ctx)?;
    let command = Command::Call {
        outcome: Outcome::CallBack,
        callback_at: Some(at.0),
        note: note.to_owned(),
    };
    Ok((command, format!("calls back {}", at.1)))
}

fn hand_over(rep: &str) -> Read {
    let to = Some(rep.to_owned()).filter(|to| !to.is_empty());
    let shown = to
        .as_deref()
        .map_or("for anybody".to_owned(), |to| format!("for {to}"));
    let to = to.map(Recipient::Known);
    (Command::Handoff { to }, shown)
}

fn give_back(reason: ReturnReason, note: &str, wake: &str, ctx: &Context) -> Result<Read, String> {
    let wake = maybe_time(wake, ctx)?;
    let command = Command::Return {
        reason,
        note: note.to_owned(),
        wake_at: wake.0,
    };
    Ok((command, format!("{}; wakes up {}", reason.destination(), wake.1)))
}

fn nurture_until(wake: &str, note: &str, ctx: &Context) -> Result<Read, String> {
    let wake = time(&needed(wake, "when to wake it up")?, ctx)?;
    let command = Command::Triage {
        to: TriageChoice::Nurture,
        wake_at: Some(wake.0),
        note: note.to_owned(),
    };
    Ok((command, format!("wakes up {}", wake.1)))
}

impl Ask {
    /// A question about one lead.
    #[must_use]
    pub fn one(target: &Target, what: What) -> Self {
        Self {
            targets: vec![target.clone()],
            what,
        }
    }

    /// The command that the typed texts mean, shown back with the time there when somebody in another zone is to be called or
    /// met: `calls back tomorrow Tue 24 Nov 10:00, Mon 22:00 there`.
    ///
    /// # Errors
    /// As those of [`What::read`].
    pub fn read(&self, texts: &[&str], ctx: &Context) -> Result<(Command, String), String> {
        let (command, mut shown) = self.what.read(texts, ctx)?;
        let at = if let Command::Call { callback_at: at, .. } | Command::Meeting { at } = &command {
            *at
        } else {
            None
        };
        if let (Some(at), [Target { wall: Some(wall), .. }]) = (at, self.targets.as_slice())
            && let Some(there) = there::time(at, *wall, ctx)
        {
            shown = format!("{shown}, {there} there");
        }
        Ok((command, shown))
    }

    /// What stands over the question.
    #[must_use]
    pub fn title(&self) -> String {
        match self.targets.as_slice() {
            [one] => format!("{} {}", self.what.verb(), one.name),
            many => format!("{} {} leads", self.what.verb(), many.len()),
        }
    }

    /// One order for each lead.
    #[must_use]
    pub fn orders(&self, command: &Command) -> Vec<Order> {
        self.targets
            .iter()
            .map(|target| target.order(command.clone()))
            .collect()
    }
}
