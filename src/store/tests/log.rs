#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Scratch, answers, classes, fields, handoffs, instant, leads, numbers, returns, times, words};
use crate::domain::activity::{Activity, Event, Fact, ReturnFact, Seq, TriageChoice, TriageFact, UndoFact};
use crate::domain::contact::{ContactId, ContactPatch};
use crate::domain::lead::Outcome;
use crate::domain::query::{Answer, Query, TimelineFilter, TimelineQuery};
use crate::store::cells::Lane;
use crate::store::{NewEntry, Reader, StoreError, Write};

fn facts() -> impl Strategy<Value = Fact> {
    let event = (
        select(vec!["page_view", "call", "note", "Own kind", "handoff"]),
        "\\PC{0,8}",
    );
    let undo = (
        1_i64..9,
        words(),
        leads(),
        option::of(handoffs()),
        answers(),
        any::<bool>(),
    );
    prop_oneof![
        event.prop_map(|(kind, detail)| Fact::Event(Event {
            kind: kind.to_owned(),
            detail
        })),
        (fields(), proptest::collection::btree_map(words(), words(), 0..3))
            .prop_map(|(fields, custom)| Fact::Contact(ContactPatch { fields, custom })),
        (select(Outcome::ALL.to_vec()), option::of(times()))
            .prop_map(|(outcome, callback_at)| Fact::Call { outcome, callback_at }),
        option::of(times()).prop_map(|at| Fact::Meeting { at }),
        option::of(numbers()).prop_map(|amount| Fact::Offer { amount }),
        words().prop_map(|text| Fact::Note { text }),
        answers().prop_map(Fact::Bant),
        handoffs().prop_map(Fact::Handoff),
        select(vec![Fact::Accept, Fact::Release, Fact::Wake]),
        words().prop_map(|to| Fact::Reassign { to }),
        (returns(), option::of(times())).prop_map(|(returned, wake_at)| Fact::Return(ReturnFact {
            reason: returned.reason,
            note: returned.note,
            wake_at,
            score: returned.score,
        })),
        (
            select(vec![
                TriageChoice::Nurture,
                TriageChoice::Research,
                TriageChoice::Close
            ]),
            "\\PC{0,8}"
        )
            .prop_map(|(to, note)| Fact::Triage(TriageFact {
                to,
                wake_at: None,
                note
            })),
        option::of(numbers()).prop_map(|amount| Fact::Win { amount }),
        "\\PC{0,8}".prop_map(|reason| Fact::Lose { reason }),
        (classes(), classes(), 0_u8..=100).prop_map(|(from, to, score)| Fact::ScoreClass { from, to, score }),
        undo.prop_map(
            |(act, what, lead, handoff, bant, do_not_call)| Fact::Undo(UndoFact {
                act: Seq(act),
                what,
                lead,
                handoff,
                bant,
                do_not_call,
            })
        ),
    ]
}

fn append(tx: &mut Write<'_>, contact: i64, at: i64, fact: &Fact, act: Option<Seq>) -> Activity {
    tx.append(&NewEntry {
        contact: ContactId(contact),
        at: instant(at),
        recorded_at: instant(at + 7),
        by: "maija",
        source: "test",
        fact,
        act,
    })
    .unwrap()
}

fn whole_log(reader: &Reader) -> Vec<Activity> {
    let mut log = Vec::new();
    let read: Result<(), StoreError> = reader.log(|entry| {
        log.push(entry);
        Ok(())
    });
    read.unwrap();
    log
}

/// A timeline walked window by window to its end.
fn walked(reader: &Reader, filter: TimelineFilter, limit: usize) -> Vec<Activity> {
    let mut entries = Vec::new();
    let mut before = None;
    loop {
        let query = TimelineQuery {
            contact: ContactId(1),
            before,
            filter,
            limit,
        };
        let Answer::Timeline(_, page) = reader.ask(&Query::Timeline(query)).unwrap() else {
            unreachable!("the answer to the question")
        };
        assert!(page.entries.len() <= limit);
        entries.extend(page.entries);
        before = page.next;
        if before.is_none() {
            return entries;
        }
    }
}

fn shows(filter: TimelineFilter, fact: &Fact) -> bool {
    let lane = Lane::of(fact);
    match filter {
        TimelineFilter::All => true,
        TimelineFilter::Behaviour => lane == Lane::Behaviour,
        TimelineFilter::Talks => lane == Lane::Talks,
        TimelineFilter::Moves => lane == Lane::Moves,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_appended_is_read_back_in_order(facts in vec(facts(), 1..12)) {
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        let written: Vec<Activity> =
            facts.iter().zip(0..).map(|(fact, at)| append(&mut tx, 1, at, fact, None)).collect();
        tx.commit().unwrap();
        let reader = scratch.store.reader().unwrap();
        prop_assert_eq!(whole_log(&reader), written);
        prop_assert_eq!(reader.counters().unwrap().activities, facts.len() as u64);
    }

    #[test]
    fn a_timeline_walked_to_its_end_is_the_sorted_history(
        entries in vec((facts(), 0_i64..6, 1_i64..3), 0..40), limit in 1_usize..6
    ) {
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        let mut written: Vec<Activity> =
            entries.iter().map(|(fact, at, contact)| append(&mut tx, *contact, *at, fact, None)).collect();
        tx.commit().unwrap();
        written.retain(|entry| entry.contact == ContactId(1));
        written.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.seq)));
        let reader = scratch.store.reader().unwrap();
        for filter in [
            TimelineFilter::All, TimelineFilter::Behaviour, TimelineFilter::Talks, TimelineFilter::Moves
        ] {
            let expected: Vec<&Activity> = written.iter().filter(|entry| shows(filter, &entry.fact)).collect();
            let found = walked(&reader, filter, limit);
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn an_act_is_found_with_all_that_it_wrote_about_whomever() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    append(&mut tx, 1, 1, &Fact::Wake, None);
    let first = append(&mut tx, 1, 2, &Fact::Accept, None);
    let second = append(
        &mut tx,
        1,
        2,
        &Fact::Note {
            text: "hello".to_owned(),
        },
        Some(first.act),
    );
    let third = append(&mut tx, 2, 2, &Fact::Wake, Some(first.act));
    append(&mut tx, 1, 3, &Fact::Event(Event::default()), None);
    assert_eq!(first.act, first.seq);
    let act = vec![first.clone(), second, third];
    assert_eq!(tx.entries_of_act(first.seq).unwrap(), act);
    assert_eq!(tx.last_act(ContactId(1)).unwrap(), act);
    assert_eq!(
        tx.act_before(ContactId(1), first.act).unwrap()[0].fact,
        Fact::Wake
    );
    assert!(tx.act_before(ContactId(1), Seq(1)).unwrap().is_empty());
}

#[test]
fn the_log_stands_in_the_order_of_learning_and_has_no_gaps() {
    let mut scratch = Scratch::new();
    for commits in [true, false, true] {
        let mut tx = scratch.store.write().unwrap();
        append(&mut tx, 1, 9, &Fact::Accept, None);
        append(&mut tx, 1, 3, &Fact::Wake, None);
        if commits {
            tx.commit().unwrap();
        }
    }
    let reader = scratch.store.reader().unwrap();
    let places: Vec<i64> = whole_log(&reader).iter().map(|entry| entry.seq.0).collect();
    assert_eq!(places, vec![1, 2, 3, 4]);
}
