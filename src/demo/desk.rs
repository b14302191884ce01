//! The acts of today, planned so that the visitor's desk holds something of everything.

use std::collections::HashSet;

use chrono::Duration;

use super::history::Year;
use super::journeys::{Interest, Span};
use super::pool::{Pool, ids, interested};
use super::team::{MARKETERS, REPS, colleague};
use super::today::{DESK_OPENS, back};
use super::work::{Act, give_back};
use crate::domain::Time;
use crate::domain::activity::TriageChoice;
use crate::domain::command::Command;
use crate::domain::contact::ContactId;
use crate::domain::lead::{Outcome, ReturnReason, Stage};
use crate::domain::priority::OpenLead;
use crate::engine::EngineError;

/// Return reasons that are to be found in triage.
static WANTED: [ReturnReason; 14] = [
    ReturnReason::Need,
    ReturnReason::Budget,
    ReturnReason::Timeframe,
    ReturnReason::Authority,
    ReturnReason::Unreachable,
    ReturnReason::WrongData,
    ReturnReason::Competitor,
    ReturnReason::NotOurTarget,
    ReturnReason::Need,
    ReturnReason::Budget,
    ReturnReason::Timeframe,
    ReturnReason::Customer,
    ReturnReason::DoNotCall,
    ReturnReason::Duplicate,
];
/// Leads that have waited for triage since before today, at most.
const MOST_OLD: usize = 9;
/// Leads that each of the reps works on, at least.
const LEAST_HELD: usize = 6;

/// The acts of today.
pub(super) struct Desk<'a> {
    pub year: &'a mut Year,
    pub pool: &'a mut Pool,
    pub span: Span,
}

impl Desk<'_> {
    /// Plans them.
    pub fn lay(&mut self) -> Result<(), EngineError> {
        let open = self.year.open_leads()?;
        self.hold(&open)?;
        let waiting = self.tidy_up()?;
        self.bring_back(&open, waiting)
    }

    /// Sometime today, after `least` working minutes since the desk opened.
    fn sometime(&mut self, least: i64) -> Time {
        let minutes = DESK_OPENS - least - self.year.dice.between(0, DESK_OPENS - least - 6);
        back(&self.year.calendar, self.span.now, minutes)
    }

    /// Every rep works on some leads, and has promised to call some of them again.
    fn hold(&mut self, open: &[OpenLead]) -> Result<(), EngineError> {
        let mut others = ids(open);
        for rep in REPS {
            let held = open.iter().filter(|lead| lead.lead.owner.as_deref() == Some(rep));
            let held: Vec<ContactId> = held
                .filter(|lead| matches!(lead.lead.stage, Stage::Accepted | Stage::Working))
                .map(|l| l.id)
                .collect();
            let mut mine = held.clone();
            while mine.len() < LEAST_HELD {
                let Some(id) = self.take_up(rep, &mut others)? else {
                    break;
                };
                mine.push(id);
            }
            self.promise(rep, mine.into_iter().rev().take(4));
        }
        Ok(())
    }

    /// A rep gets a lead of his own; the lead grows as others do.
    fn take_up(
        &mut self,
        who: &'static str,
        open: &mut HashSet<ContactId>,
    ) -> Result<Option<ContactId>, EngineError> {
        let Some(line) = self.pool.next(open) else {
            return Ok(None);
        };
        let id = line.id;
        open.insert(id);
        self.year.left.insert(line.email.clone());
        let now = self.year.now();
        let events = interested(self.year, &line, now, Interest::Ripening);
        self.year.happen(events)?;
        let handed = ids(&self.year.open_leads()?).contains(&id);
        if !handed {
            self.year.plan(
                id,
                Act {
                    at: now,
                    who: MARKETERS[0],
                    command: Command::Handoff { to: None },
                },
            );
        }
        let at = self.sometime(10) - Duration::minutes(4);
        self.year.plan(
            id,
            Act {
                at,
                who,
                command: Command::Take,
            },
        );
        Ok(Some(id))
    }

    /// Calls of today in which the rep promised to call again.
    fn promise(&mut self, who: &'static str, leads: impl Iterator<Item = ContactId>) {
        for id in leads {
            let at = self.sometime(200);
            let callback_at = Some(self.soon());
            let note = if self.year.dice.hits(50) {
                "Was in a meeting."
            } else {
                ""
            }
            .to_owned();
            let command = Command::Call {
                outcome: Outcome::CallBack,
                callback_at,
                note,
            };
            self.year.plan(id, Act { at, who, command });
        }
    }

    /// A quarter of an hour within the next hours of work.
    fn soon(&mut self) -> Time {
        let minutes = self.year.dice.between(20, 300) as u32;
        let at = self.year.calendar.add(self.span.now, minutes).timestamp();
        Time::from_timestamp(at - at.rem_euclid(900) + 900, 0).unwrap_or(self.span.now + Duration::hours(1))
    }

    /// What is missing in triage comes back today.
    fn bring_back(&mut self, open: &[OpenLead], mut there: Vec<ReturnReason>) -> Result<(), EngineError> {
        let mut open = ids(open);
        for reason in WANTED {
            if let Some(place) = there.iter().position(|found| *found == reason) {
                there.swap_remove(place);
                continue;
            }
            let who = colleague(&mut self.year.dice);
            let Some(id) = self.take_up(who, &mut open)? else {
                break;
            };
            let outcome = if reason == ReturnReason::Unreachable {
                Outcome::NoAnswer
            } else if reason == ReturnReason::WrongData {
                Outcome::WrongNumber
            } else {
                Outcome::Reached
            };
            let at = self.sometime(30);
            let call = Command::Call {
                outcome,
                callback_at: None,
                note: String::new(),
            };
            self.year.plan(
                id,
                Act {
                    at,
                    who,
                    command: call,
                },
            );
            let at = at + Duration::minutes(3);
            let command = give_back(&mut self.year.dice, reason, at);
            self.year.plan(id, Act { at, who, command });
        }
        Ok(())
    }

    /// Marketing has dealt with all but the newest returns, and sits in a meeting today. Says why the rest waits.
    fn tidy_up(&mut self) -> Result<Vec<ReturnReason>, EngineError> {
        self.year
            .cancel(|command| matches!(command, Command::Triage { .. }));
        let returned = self.year.returned()?;
        let at = self.year.now();
        for lead in returned.iter().skip(MOST_OLD) {
            let command = Command::Triage {
                to: TriageChoice::Nurture,
                wake_at: None,
                note: String::new(),
            };
            self.year.plan(
                lead.id,
                Act {
                    at,
                    who: MARKETERS[1],
                    command,
                },
            );
        }
        Ok(returned
            .iter()
            .take(MOST_OLD)
            .map(|lead| lead.returned.reason)
            .collect())
    }
}
