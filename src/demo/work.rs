//! What becomes of one handoff, and of one return: the acts of the team, planned when the lead comes in.
//!
//! Planned, not done: by the time an act is due the lead may have moved, and then the engine refuses it, as it would
//! refuse a person who comes too late.

use chrono::Duration;

use super::dice::Dice;
use super::team::{LEAD, MARKETERS, REPS, VISITOR, colleague};
use super::words::{GOOD, LOST, TRIAGE, returned};
use crate::domain::Time;
use crate::domain::activity::TriageChoice;
use crate::domain::bant::{Answer, Question};
use crate::domain::calendar::Calendar;
use crate::domain::command::Command;
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::recipient::Recipient;

/// An act that somebody will try.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    pub at: Time,
    pub who: &'static str,
    pub command: Command,
}

/// Why leads come back after a talk, and how often.
static REASONS: [(ReturnReason, u32); 9] = [
    (ReturnReason::Need, 24),
    (ReturnReason::Budget, 18),
    (ReturnReason::Authority, 14),
    (ReturnReason::Timeframe, 22),
    (ReturnReason::NotOurTarget, 7),
    (ReturnReason::Competitor, 6),
    (ReturnReason::Customer, 4),
    (ReturnReason::Duplicate, 2),
    (ReturnReason::DoNotCall, 3),
];

/// Writes one act after the other, in working time.
struct Pen<'a> {
    dice: &'a mut Dice,
    calendar: &'a Calendar,
    at: Time,
    who: &'static str,
    acts: Vec<Act>,
}

/// What a team does with a lead that came to it at `from`; nothing for the one in eleven that nobody touches.
pub(super) fn on_handoff(dice: &mut Dice, calendar: &Calendar, from: Time) -> Vec<Act> {
    if dice.hits(9) {
        return Vec::new();
    }
    let who = dice.weighed(&[(VISITOR, 30), (REPS[1], 36), (REPS[2], 34)]);
    let mut pen = Pen {
        dice,
        calendar,
        at: from,
        who,
        acts: Vec::new(),
    };
    pen.begin();
    pen.try_to_reach();
    pen.end();
    pen.acts
}

/// What marketing does with a lead that came back at `from`.
pub(super) fn on_return(dice: &mut Dice, calendar: &Calendar, from: Time, reason: ReturnReason) -> Act {
    use ReturnReason as R;
    let close = match reason {
        R::Competitor | R::Customer | R::Duplicate | R::DoNotCall => 75,
        R::NotOurTarget => 50,
        R::Need | R::Budget | R::Authority | R::Timeframe | R::Unreachable | R::WrongData | R::NotWorked => 0,
    };
    let research = match reason {
        R::WrongData | R::Authority | R::NotOurTarget => 80,
        R::Need | R::Budget | R::Timeframe | R::Unreachable | R::NotWorked => 10,
        R::Competitor | R::Customer | R::Duplicate | R::DoNotCall => 0,
    };
    let to = if dice.hits(close) {
        TriageChoice::Close
    } else if dice.hits(research) {
        TriageChoice::Research
    } else {
        TriageChoice::Nurture
    };
    let at = calendar.add(from, dice.between(480, 3_600) as u32);
    let sleeps = to == TriageChoice::Nurture && reason == R::Timeframe && dice.hits(40);
    let wake_at = sleeps.then(|| at + Duration::days(dice.between(30, 120)));
    let note = if dice.hits(30) { dice.pick(&TRIAGE) } else { "" };
    let who = dice.pick(&MARKETERS);
    Act {
        at,
        who,
        command: Command::Triage {
            to,
            wake_at,
            note: note.to_owned(),
        },
    }
}

/// A return as a rep writes it at `at`.
pub(super) fn give_back(dice: &mut Dice, reason: ReturnReason, at: Time) -> Command {
    let later = reason == ReturnReason::Timeframe && dice.hits(70);
    let wake_at = later.then(|| at + Duration::days(dice.between(40, 150)));
    Command::Return {
        reason,
        note: (dice.pick(returned(reason))).to_owned(),
        wake_at,
    }
}

impl Pen<'_> {
    /// Lets working time pass, in minutes.
    fn wait(&mut self, least: i64, most: i64) {
        self.at = self.calendar.add(self.at, self.dice.between(least, most) as u32);
    }

    fn act(&mut self, command: Command) {
        self.acts.push(Act {
            at: self.at,
            who: self.who,
            command,
        });
    }

    fn call(&mut self, outcome: Outcome, note: &str) {
        self.act(Command::Call {
            outcome,
            callback_at: None,
            note: note.to_owned(),
        });
    }

    /// The first touch: mostly within the hour, sometimes the next day.
    fn begin(&mut self) {
        let (least, most) = self
            .dice
            .weighed(&[((4, 50), 62), ((50, 300), 22), ((300, 1_300), 16)]);
        self.wait(least, most);
        if self.dice.hits(12) {
            self.act(Command::Take);
            self.wait(2, 120);
        }
    }

    /// Calls that do not reach anybody.
    fn try_to_reach(&mut self) {
        let tries = self.dice.weighed(&[(0, 46), (1, 28), (2, 15), (3, 11)]);
        for _ in 0..tries {
            let outcome = self.dice.weighed(&[
                (Outcome::NoAnswer, 55),
                (Outcome::Voicemail, 30),
                (Outcome::Busy, 15),
            ]);
            self.call(outcome, "");
            self.wait(90, 900);
        }
        if self.dice.hits(4) {
            let to = colleague(self.dice);
            self.acts.push(Act {
                at: self.at,
                who: LEAD,
                command: Command::Reassign {
                    to: Recipient::EvenNew(to.to_owned()),
                },
            });
            self.who = to;
            self.wait(20, 200);
        }
    }

    fn end(&mut self) {
        match self.dice.place(100) {
            0..9 => self.give_back(ReturnReason::Unreachable),
            9..14 => {
                self.call(Outcome::WrongNumber, "");
                self.wait(1, 5);
                self.give_back(ReturnReason::WrongData);
            }
            14..24 => {
                let later = self.calendar.add(self.at, self.dice.between(120, 1_400) as u32);
                let callback_at = Some(later);
                self.act(Command::Call {
                    outcome: Outcome::CallBack,
                    callback_at,
                    note: String::new(),
                });
                self.at = later;
                self.talk();
            }
            _ => self.talk(),
        }
    }

    /// A conversation, and what comes of it.
    fn talk(&mut self) {
        if self.dice.hits(58) {
            self.call(Outcome::Reached, "");
            self.wait(1, 6);
            let reason = self.dice.weighed(&REASONS);
            if self.dice.hits(3) {
                self.give_back(ReturnReason::Need);
                self.wait(1, 2);
                self.act(Command::Undo);
            }
            self.give_back(reason);
            return;
        }
        let note = self.dice.pick(&GOOD);
        self.call(Outcome::Reached, note);
        self.wait(1, 4);
        self.answer(Question::Need);
        if self.dice.hits(50) {
            self.answer(Question::Budget);
        }
        self.deal();
    }

    fn answer(&mut self, question: Question) {
        self.act(Command::Answer {
            question,
            answer: Answer::Yes,
            opens: None,
        });
    }

    /// From the first good talk to the meeting, the offer and the end.
    fn deal(&mut self) {
        let meeting = self.calendar.add(self.at, self.dice.between(600, 2_400) as u32);
        self.act(Command::Meeting { at: Some(meeting) });
        self.at = meeting;
        self.wait(60, 400);
        if self.dice.hits(40) {
            let reason = self.dice.weighed(&REASONS[..4]);
            return self.give_back(reason);
        }
        let amount = Some((self.dice.between(6, 90) * 1_000) as f64);
        self.act(Command::Offer { amount });
        self.wait(1_000, 5_000);
        match self.dice.place(20) {
            0..9 => self.act(Command::Win { amount }),
            9..16 => {
                let reason = (self.dice.pick(&LOST)).to_owned();
                self.act(Command::Lose { reason });
            }
            _ => self.give_back(ReturnReason::Timeframe),
        }
    }

    fn give_back(&mut self, reason: ReturnReason) {
        let command = give_back(self.dice, reason, self.at);
        self.act(command);
    }
}
