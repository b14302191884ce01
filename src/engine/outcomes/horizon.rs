//! How far outcomes are known: whose time is up goes by it.
//!
//! Nobody writes into the log that nothing came of a contact. That nothing came is believed as far as somebody was watching:
//! up to the newest act of a contact (seen or imported), or of a person of sales on a lead, because who works leads here
//! notes here what comes of them. What people write about the past (notes, data, answers, corrections) and what Kapula does
//! by itself (handoffs, returns by the clock, wake-ups, classes, alerts, rebuilds) says nothing about that: a note of today
//! on a log of years ago makes nobody lost who had not decided when the log ended. An outcome of the kind that is asked for
//! is known whoever brought it about; it is added by [`sampling`](super::sampling).

use std::collections::HashSet;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};

/// Imported kinds that are no acts: remarks, and what another program reckoned.
const NO_ACTS: [&str; 2] = ["note", "score_class"];

/// What tells how far outcomes are known. Of all contacts, also of those that are not looked at or were erased since.
#[derive(Debug, Clone, Default)]
pub(super) struct Horizon {
    events: Option<Time>,
    acts: Vec<(Seq, Time)>,
    undone: HashSet<Seq>,
}

impl Horizon {
    /// Takes in one entry of the log.
    pub fn take(&mut self, entry: &Activity) {
        // What is dated ahead was not known before it was written down, and is not known to have happened.
        let at = entry.at.min(entry.recorded_at);
        match &entry.fact {
            Fact::Event(event) => self.event(&event.kind, at),
            Fact::ErasedEvent(event) => self.event(&event.kind, at),
            Fact::Undo(undo) => {
                self.undone.insert(undo.act);
            }
            Fact::Call { .. }
            | Fact::Meeting { .. }
            | Fact::Offer { .. }
            | Fact::Accept
            | Fact::Release
            | Fact::Return(_)
            | Fact::Win { .. }
            | Fact::Lose { .. } => {
                if !entry.by.is_empty() {
                    self.acts.push((entry.act, at));
                }
            }
            Fact::Contact(_)
            | Fact::Note { .. }
            | Fact::Bant(_)
            | Fact::Handoff(_)
            | Fact::Reassign { .. }
            | Fact::Triage(_)
            | Fact::Wake
            | Fact::ScoreClass { .. }
            | Fact::Alert(_)
            | Fact::Erase
            | Fact::Model(_) => {}
        }
    }

    fn event(&mut self, kind: &str, at: Time) {
        if !NO_ACTS.iter().any(|no_act| no_act.eq_ignore_ascii_case(kind)) {
            self.events = self.events.max(Some(at));
        }
    }

    /// The newest act that was not taken back; nothing when nobody did anything.
    pub fn until(&self) -> Option<Time> {
        let acts = self.acts.iter().filter(|(act, _)| !self.undone.contains(act));
        acts.map(|(_, at)| *at).max().max(self.events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activity::{Event, ModelFact, ReturnFact, TriageChoice, TriageFact, UndoFact};
    use crate::domain::bant::Bant;
    use crate::domain::contact::{ContactId, ContactPatch};
    use crate::domain::lead::{Lead, Outcome, ReturnReason};
    use crate::domain::score::{Alert, Class};

    fn day(day: i64) -> Time {
        Time::UNIX_EPOCH + chrono::TimeDelta::days(day)
    }

    fn entry(seq: i64, at: i64, by: &str, fact: Fact) -> Activity {
        Activity {
            seq: Seq(seq),
            act: Seq(seq),
            contact: ContactId(1),
            at: day(at),
            recorded_at: day(1_000),
            by: by.to_owned(),
            source: "cli".to_owned(),
            fact,
        }
    }

    fn event(kind: &str) -> Fact {
        Fact::Event(Event {
            kind: kind.to_owned(),
            detail: String::new(),
        })
    }

    fn returned() -> Fact {
        Fact::Return(ReturnFact {
            reason: ReturnReason::Budget,
            note: String::new(),
            wake_at: None,
            score: 50,
        })
    }

    fn until(entries: &[Activity]) -> Option<Time> {
        let mut horizon = Horizon::default();
        for entry in entries {
            horizon.take(entry);
        }
        horizon.until()
    }

    #[test]
    fn what_is_written_about_the_past_and_what_kapula_does_by_itself_moves_nothing() {
        let facts = [
            Fact::Note {
                text: "a note".to_owned(),
            },
            Fact::Contact(ContactPatch::default()),
            Fact::Bant(Bant::default()),
            Fact::Wake,
            Fact::Alert(Alert::Waking { silence_days: 90 }),
            Fact::Model(ModelFact {
                fingerprint: "0".to_owned(),
                rules: 1,
                contacts: 1,
            }),
            Fact::ScoreClass {
                from: Class::C,
                to: Class::B,
                score: 55,
            },
            Fact::Triage(TriageFact {
                to: TriageChoice::Nurture,
                wake_at: None,
                note: String::new(),
            }),
            Fact::Reassign {
                to: "liisa".to_owned(),
            },
            event("note"),
            event("Note"),
        ];
        let visit = entry(1, 10, "", event("page_view"));
        for fact in facts {
            let later = entry(2, 900, "aino", fact);
            assert_eq!(until(&[visit.clone(), later.clone()]), Some(day(10)), "{later:?}");
        }
        let by_the_clock = entry(2, 900, "", returned());
        assert_eq!(until(&[visit.clone(), by_the_clock]), Some(day(10)));
        assert_eq!(until(&[visit, entry(2, 900, "aino", returned())]), Some(day(900)));
    }

    #[test]
    fn an_act_of_sales_that_was_taken_back_moves_nothing() {
        let call = Fact::Call {
            outcome: Outcome::Reached,
            callback_at: None,
        };
        let undo = Fact::Undo(UndoFact {
            act: Seq(2),
            what: "call".to_owned(),
            lead: Lead::new(day(0)),
            handoff: None,
            bant: Bant::default(),
            do_not_call: false,
        });
        let log = [
            entry(1, 10, "", event("win")),
            entry(2, 900, "aino", call),
            entry(3, 901, "aino", undo),
        ];
        assert_eq!(until(&log[..2]), Some(day(900)));
        assert_eq!(
            until(&log),
            Some(day(10)),
            "where only wins are recorded, the newest tells"
        );
    }

    #[test]
    fn what_is_dated_ahead_counts_from_when_it_was_written_down() {
        assert_eq!(until(&[entry(1, 5_000, "", event("meeting"))]), Some(day(1_000)));
        assert_eq!(until(&[]), None);
    }
}
