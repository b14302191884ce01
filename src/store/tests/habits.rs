#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use rusqlite::Connection;

use super::{Scratch, instant};
use crate::domain::activity::Seq;
use crate::domain::lead::Outcome;
use crate::domain::priority::{Habits, HourOfCalls};
use crate::domain::query::{Answer, Query};
use crate::store::Counting;
use crate::store::open::{MIGRATIONS, migrate};

const HOUR: i64 = 3_600_000;

fn habits(scratch: &Scratch) -> Habits {
    match scratch.store.reader().unwrap().ask(&Query::OpenLeads).unwrap() {
        Answer::OpenLeads(open) => open.habits.clone(),
        Answer::Returned(_) | Answer::Card(_) | Answer::Timeline(..) | Answer::Contacts(..) => {
            unreachable!("the answer to the question")
        }
    }
}

#[test]
fn calls_are_counted_by_the_hour_and_out_again_when_they_are_taken_back() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    for (minutes, outcome) in [
        (0, Outcome::NoAnswer),
        (59, Outcome::Reached),
        (60, Outcome::CallBack),
        (130, Outcome::Busy),
    ] {
        let at = instant(1_000 * HOUR + minutes * 60_000);
        tx.count_call(at, outcome, Counting::In).unwrap();
    }
    tx.count_call(instant(1_002 * HOUR), Outcome::Busy, Counting::Out)
        .unwrap();
    tx.commit().unwrap();
    let hour = |hour, attempts, reached| HourOfCalls {
        hour,
        attempts,
        reached,
    };
    assert_eq!(habits(&scratch).calls, [hour(1_000, 2, 1), hour(1_001, 1, 1)]);
}

#[test]
fn calls_of_long_ago_do_not_count_any_more() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    for hour in [0, 26 * 7 * 24, 26 * 7 * 24 + 1] {
        tx.count_call(instant(hour * HOUR), Outcome::Busy, Counting::In)
            .unwrap();
    }
    tx.commit().unwrap();
    let hours: Vec<i64> = habits(&scratch).calls.iter().map(|calls| calls.hour).collect();
    assert_eq!(hours, [26 * 7 * 24, 26 * 7 * 24 + 1]);
}

#[test]
fn the_median_is_of_the_latest_deals_that_were_worth_something() {
    let mut scratch = Scratch::new();
    assert_eq!(habits(&scratch).median_won, None);
    let mut tx = scratch.store.write().unwrap();
    for (seq, amount) in [(1, 5.0), (2, 0.0), (3, f64::NAN), (4, 50.0), (5, 7.0), (6, 9.0)] {
        tx.count_won(Seq(seq), amount, Counting::In).unwrap();
    }
    tx.commit().unwrap();
    assert_eq!(habits(&scratch).median_won, Some(8.0));
    let mut tx = scratch.store.write().unwrap();
    tx.count_won(Seq(4), 50.0, Counting::Out).unwrap();
    for seq in 10..210 {
        tx.count_won(Seq(seq), 1_000.0, Counting::In).unwrap();
    }
    tx.commit().unwrap();
    assert_eq!(habits(&scratch).median_won, Some(1_000.0));
}

#[test]
fn an_older_database_learns_from_the_log_that_it_has() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &MIGRATIONS[..1]).unwrap();
    let rows = [
        (1, 1, "call", 0, Some(r#"{"outcome":"no_answer"}"#)),
        (2, 2, "call", 0, Some(r#"{"outcome":"reached"}"#)),
        (3, 3, "accept", 0, None),
        (
            4,
            3,
            "call",
            0,
            Some(r#"{"outcome":"call_back","callback_at":"2026-01-01T00:00:00Z"}"#),
        ),
        (5, 5, "undo", 0, Some(r#"{"act":3}"#)),
        (6, 6, "call", 1, Some(r#"{"detail":"reached"}"#)),
        (7, 7, "win", 0, Some(r#"{"amount":12000.5}"#)),
        (8, 8, "win", 0, Some(r#"{"amount":7}"#)),
        (9, 9, "undo", 0, Some(r#"{"act":8}"#)),
        (10, 10, "win", 0, None),
    ];
    for (seq, act, kind, is_event, detail) in rows {
        connection
            .execute(
                "INSERT INTO activity (seq, act, contact_id, at, recorded_at, by, source, is_event, lane, kind, detail)
                 VALUES (?1, ?2, 1, ?3, ?3, '', '', ?4, 1, ?5, ?6)",
                (seq, act, 1_000 * HOUR + seq, is_event, kind, detail),
            )
            .unwrap();
    }
    migrate(&mut connection, MIGRATIONS).unwrap();
    let calls: (i64, i64, i64) = connection
        .query_row("SELECT hour, attempts, reached FROM reach", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(calls, (1_000, 2, 1));
    let won: (i64, f64) = connection
        .query_row("SELECT seq, amount FROM won", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(won, (7, 12_000.5));
}
