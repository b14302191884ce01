//! Where the lead goes: the entries of the log that move it from stage to stage, and with it the record of its handoff.

use super::Subject;
use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, ReturnFact, TriageChoice, TriageFact};
use crate::domain::handoff::{HandoffRecord, HandoffState};
use crate::domain::lead::{Outcome, ReturnReason, Returned, Stage, Work};

impl Subject {
    pub(super) fn move_lead(&mut self, entry: &Activity) {
        let at = entry.at;
        self.lead.version += 1;
        match &entry.fact {
            Fact::Handoff(record) => self.hand_over(record, at),
            Fact::Accept => self.accept(&entry.by, at),
            Fact::Release => {
                self.enter(Stage::Queued, at);
                self.lead.owner = None;
                self.hold(None);
            }
            Fact::Reassign { to } => {
                self.lead.owner = Some(to.clone());
                self.hold(Some(to));
            }
            Fact::Call { outcome, callback_at } => self.call(*outcome, *callback_at, at),
            Fact::Meeting { .. } => self.talk_to(Stage::Meeting, at),
            Fact::Offer { .. } => self.talk_to(Stage::Offer, at),
            Fact::Triage(fact) => self.triage(fact, at),
            Fact::Wake => self.lead.wake_at = None,
            Fact::Win { .. } => self.close(Stage::Won, at),
            Fact::Lose { .. } => self.close(Stage::Lost, at),
            Fact::Event(_)
            | Fact::ErasedEvent(_)
            | Fact::Erase
            | Fact::Contact(_)
            | Fact::Note { .. }
            | Fact::Bant(_)
            | Fact::Return(_)
            | Fact::Undo(_)
            | Fact::Alert(_)
            | Fact::Model(_)
            | Fact::ScoreClass { .. } => {}
        }
    }

    pub(super) fn enter(&mut self, stage: Stage, at: Time) {
        if self.lead.stage != stage {
            self.lead.stage = stage;
            self.lead.since = at;
        }
    }

    fn hold(&mut self, owner: Option<&str>) {
        if let Some(handoff) = &mut self.handoff {
            handoff.owner = owner.map(ToOwned::to_owned);
        }
    }

    fn hand_over(&mut self, record: &HandoffRecord, at: Time) {
        self.enter(Stage::Queued, at);
        self.lead.cycle = record.cycle;
        self.lead.owner.clone_from(&record.owner);
        self.lead.work = Work::default();
        self.lead.returned = None;
        self.lead.wake_at = None;
        self.handoff = Some(record.clone());
    }

    fn accept(&mut self, by: &str, at: Time) {
        self.enter(Stage::Accepted, at);
        self.lead.owner = Some(by.to_owned());
        self.hold(Some(by));
        if let Some(handoff) = &mut self.handoff {
            handoff.state = HandoffState::Accepted;
            handoff.accepted_at.get_or_insert(at);
        }
    }

    fn call(&mut self, outcome: Outcome, callback_at: Option<Time>, at: Time) {
        if self.lead.stage == Stage::Accepted {
            self.enter(Stage::Working, at);
        }
        self.lead.work.attempts += 1;
        self.lead.work.last_attempt_at = self.lead.work.last_attempt_at.max(Some(at));
        self.lead.work.callback_at = callback_at;
        if let Some(handoff) = &mut self.handoff {
            handoff.first_attempt_at.get_or_insert(at);
            if outcome.is_conversation() {
                handoff.first_conversation_at.get_or_insert(at);
            }
        }
    }

    fn talk_to(&mut self, stage: Stage, at: Time) {
        self.enter(stage, at);
        self.lead.work.callback_at = None;
        if let Some(handoff) = &mut self.handoff {
            handoff.first_attempt_at.get_or_insert(at);
            handoff.first_conversation_at.get_or_insert(at);
        }
    }

    pub(super) fn leave_sales(&mut self, stage: Stage, at: Time) {
        self.enter(stage, at);
        self.lead.owner = None;
        self.lead.work.callback_at = None;
        if let Some(handoff) = &mut self.handoff {
            handoff.ended_at.get_or_insert(at);
        }
    }

    fn close(&mut self, stage: Stage, at: Time) {
        self.leave_sales(stage, at);
        self.lead.returned = None;
        self.lead.wake_at = None;
    }

    pub(super) fn give_back(&mut self, fact: &ReturnFact, entry: &Activity) {
        self.lead.version += 1;
        self.leave_sales(Stage::Triage, entry.at);
        let by_clock = fact.reason == ReturnReason::NotWorked;
        if let Some(handoff) = &mut self.handoff {
            handoff.state = if by_clock {
                HandoffState::AutoReturned
            } else {
                HandoffState::Returned
            };
        }
        self.lead.wake_at = fact.wake_at;
        self.lead.returned = Some(Returned {
            reason: fact.reason,
            note: fact.note.clone(),
            by: entry.by.clone(),
            at: entry.at,
            score: fact.score,
            stirred: false,
        });
    }

    fn triage(&mut self, fact: &TriageFact, at: Time) {
        let stage = match fact.to {
            TriageChoice::Nurture => Stage::Nurture,
            TriageChoice::Research => Stage::Target,
            TriageChoice::Close => Stage::Disqualified,
        };
        if stage == Stage::Disqualified {
            self.close(stage, at);
        } else {
            self.enter(stage, at);
            self.lead.wake_at = fact.wake_at.or(self.lead.wake_at);
        }
    }
}
