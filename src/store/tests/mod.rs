//! The store's contract: what goes in comes out, in the order and the windows that were promised.

mod habits;
mod log;
mod opening;
mod people;
mod state;
mod watch;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

use super::Store;
use crate::domain::Time;
use crate::domain::bant::{Answer, Bant};
use crate::domain::committee::Deciders;
use crate::domain::contact::{Company, CompanyId, Contact, ContactId, Field};
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Lead, ReturnReason, Returned, Stage, Urgency, Work};
use crate::domain::score::{Class, Grade, Interest, Pace, Reason, ScoreState, Side, Track};
use crate::domain::subject::Subject;

/// A database of a test, gone when dropped.
struct Scratch {
    store: Store,
    folder: TempDir,
}

impl Scratch {
    #[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_scratch(&folder.path().join("kapula.db")).unwrap();
        Self { store, folder }
    }
}

fn instant(millis: i64) -> Time {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

fn times() -> impl Strategy<Value = Time> {
    (0_i64..4_000_000_000_000).prop_map(instant)
}

fn words() -> impl Strategy<Value = String> {
    "\\PC{1,12}"
}

fn numbers() -> impl Strategy<Value = f64> {
    prop::num::f64::NORMAL | prop::num::f64::ZERO
}

fn fields() -> impl Strategy<Value = BTreeMap<Field, String>> {
    let of_person: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| !field.of_company() && *field != Field::Company)
        .collect();
    btree_map(select(of_person), words(), 0..6)
}

fn companies() -> impl Strategy<Value = Company> {
    let of_company: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| field.of_company())
        .collect();
    ("[a-zA-ZäöÄÖ]{1,12}", btree_map(select(of_company), words(), 0..3)).prop_map(|(name, fields)| Company {
        id: CompanyId(1),
        name,
        fields,
        deciders: Deciders::default(),
    })
}

fn answers() -> impl Strategy<Value = Bant> {
    let answer = || select(vec![Answer::Unknown, Answer::Yes, Answer::No]);
    let opens =
        option::of((0_i32..300_000).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(700_000 + day)));
    (answer(), answer(), answer(), answer(), opens).prop_map(|(budget, authority, need, timeframe, opens)| {
        Bant {
            budget,
            authority,
            need,
            timeframe,
            opens: opens.flatten(),
        }
    })
}

fn classes() -> impl Strategy<Value = Class> {
    select(Class::ALL.to_vec())
}

fn works() -> impl Strategy<Value = Work> {
    (any::<u32>(), option::of(times()), option::of(times())).prop_map(
        |(attempts, last_attempt_at, callback_at)| Work {
            attempts,
            last_attempt_at,
            callback_at,
        },
    )
}

fn returns() -> impl Strategy<Value = Returned> {
    (
        select(ReturnReason::ALL.to_vec()),
        words(),
        words(),
        times(),
        0_u8..=100,
        any::<bool>(),
    )
        .prop_map(|(reason, note, by, at, score, stirred)| Returned {
            reason,
            note,
            by,
            at,
            score,
            stirred,
        })
}

fn leads() -> impl Strategy<Value = Lead> {
    (
        (select(Stage::ALL.to_vec()), times(), option::of(words())),
        (any::<u64>(), any::<u32>(), classes()),
        works(),
        option::of(returns()),
        option::of(times()),
    )
        .prop_map(
            |((stage, since, owner), (version, cycle, class), work, returned, wake_at)| Lead {
                stage,
                since,
                owner,
                version,
                cycle,
                class,
                work,
                returned,
                wake_at,
            },
        )
}

fn reasons() -> impl Strategy<Value = Reason> {
    (
        words(),
        words(),
        any::<i32>(),
        select(vec![Side::Fit, Side::Engagement]),
        option::of(times()),
    )
        .prop_map(|(rule, label, points, side, at)| Reason {
            rule,
            label,
            points,
            fresh: points.wrapping_add(1),
            side,
            at,
        })
}

fn frozen() -> impl Strategy<Value = Frozen> {
    (classes(), classes(), 1_u8..=4, 0_u8..=100, vec(reasons(), 0..4)).prop_map(
        |(class, letter, digit, score, reasons)| Frozen {
            class,
            grade: Grade { letter, digit },
            score,
            reasons,
        },
    )
}

/// All of the first cycle: an earlier handoff stays beside a later one, and that is another law.
fn handoffs() -> impl Strategy<Value = HandoffRecord> {
    let states = select(vec![
        HandoffState::Open,
        HandoffState::Accepted,
        HandoffState::Returned,
        HandoffState::AutoReturned,
    ]);
    let moments = vec(option::of(times()), 4);
    (
        frozen(),
        select(vec![Urgency::Urgent, Urgency::Normal]),
        (times(), words(), option::of(words())),
        states,
        moments,
    )
        .prop_map(
            |(frozen, urgency, (handed_at, handed_by, owner), state, moments)| HandoffRecord {
                cycle: 1,
                frozen,
                urgency,
                handed_at,
                handed_by,
                owner,
                state,
                accepted_at: moments[0],
                first_attempt_at: moments[1],
                first_conversation_at: moments[2],
                ended_at: moments[3],
            },
        )
}

fn scores() -> impl Strategy<Value = ScoreState> {
    let days = vec((-40_000_i32..40_000, numbers()), 0..3);
    let tracks =
        (0..40_u16, numbers(), millis(), millis(), days).prop_map(|(rule, value, as_of, at, days)| Track {
            rule,
            value,
            as_of,
            at,
            days,
        });
    let interests = (0..9_u16, numbers(), millis(), any::<u32>());
    let interests = interests.prop_map(|(topic, now, at, all)| Interest { topic, now, at, all });
    (
        vec(0..40_u16, 0..4),
        vec(tracks, 0..4),
        (any::<i32>(), any::<[u64; 3]>(), any::<bool>()),
        vec(interests, 0..3),
        [option::of(times()), option::of(times())],
    )
        .prop_map(
            |(holding, mut tracks, (day, bits, earlier), interests, [last_event_at, alerted_at])| {
                tracks.sort_by_key(|track| track.rule);
                tracks.dedup_by_key(|track| track.rule);
                ScoreState {
                    holding,
                    tracks,
                    pace: Pace { day, bits, earlier },
                    interests,
                    last_event_at,
                    alerted_at,
                }
            },
        )
}

fn millis() -> impl Strategy<Value = i64> {
    times().prop_map(|time| time.timestamp_millis())
}

/// Any state of contact 1, possible or not.
fn subjects() -> impl Strategy<Value = Subject> {
    (
        (times(), fields(), btree_map(words(), words(), 0..4)),
        option::of(companies()),
        answers(),
        leads(),
        option::of(handoffs()),
        (scores(), vec(scores(), 0..3)),
    )
        .prop_map(
            |((known_since, fields, custom), company, bant, lead, handoff, (score, shadows))| Subject {
                contact: Contact {
                    id: ContactId(1),
                    known_since,
                    company: company.as_ref().map(|company| company.id),
                    fields,
                    custom,
                },
                company,
                bant,
                lead,
                handoff,
                score,
                shadows,
            },
        )
}
