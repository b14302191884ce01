use chrono::{DateTime, Duration, NaiveTime};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Lead, Stage, Urgency};
use crate::domain::policy::{Clocks, Criteria, Known, Routing, Value};
use crate::domain::score::{Class, Grade, Model, Reason, ScoreState, Side, Thresholds};
use crate::domain::sla::ClockState;

fn policy() -> Policy {
    let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
    let criteria = Criteria {
        min_fit: 0,
        min_engagement: 0,
        phone_known: Known::Optional,
    };
    let bounds = Thresholds([70.0, 50.0, 30.0]);
    Policy {
        model: Model {
            explicit: Vec::new(),
            behaviour: Vec::new(),
            classes: bounds,
            letters: bounds,
            digits: bounds,
            ..Model::default()
        },
        shadows: Vec::new(),
        routing: Routing {
            budget_season: (10, 1),
            a: criteria,
            b: criteria,
        },
        value: Value {
            currency: "€".to_owned(),
            by_company_size: vec![(0, 10_000.0), (250, 30_000.0)],
            default_deal_size: 5_000.0,
            probability: [0.42, 0.2, 0.05, 0.01],
        },
        clocks: Clocks {
            zone: Tz::Europe__Helsinki,
            hours: (hour(8), hour(16)),
            days: [true, true, true, true, true, false, false],
            urgent_minutes: 60,
            normal_minutes: 480,
            at_risk_from: 0.75,
            patience_minutes: 2_400,
            cool_off_minutes: 60,
        },
    }
}

/// Monday 2026-11-23 9:42 in Helsinki.
fn now() -> Time {
    DateTime::from_timestamp(1_795_419_720, 0).unwrap_or_default()
}

fn score(class: Class) -> Score {
    Score {
        total: 80,
        fit: 80,
        engagement: 80,
        class,
        grade: Grade {
            letter: class,
            digit: 1,
        },
    }
}

/// An urgent handoff of 42 minutes ago that nobody has touched.
fn lead(id: i64) -> OpenLead {
    let handed_at = now() - Duration::minutes(42);
    let mut lead = Lead::new(handed_at);
    lead.stage = Stage::Queued;
    OpenLead {
        id: ContactId(id),
        name: String::new(),
        company: String::new(),
        email: String::new(),
        phone: String::new(),
        deal_size: None,
        company_size: Some(820),
        do_not_call: false,
        lead,
        handoff: HandoffRecord {
            cycle: 1,
            frozen: Frozen {
                class: Class::A,
                grade: score(Class::A).grade,
                score: 80,
                reasons: Vec::new(),
            },
            urgency: Urgency::Urgent,
            handed_at,
            handed_by: String::new(),
            owner: None,
            state: HandoffState::Open,
            accepted_at: None,
            first_attempt_at: None,
            first_conversation_at: None,
            ended_at: None,
        },
        score: ScoreState::default(),
    }
}

fn tried(mut lead: OpenLead, minutes_ago: i64) -> OpenLead {
    let at = Some(now() - Duration::minutes(minutes_ago));
    lead.lead.stage = Stage::Working;
    lead.lead.owner = Some("anna".to_owned());
    lead.lead.work.attempts = 1;
    lead.lead.work.last_attempt_at = at;
    lead.handoff.first_attempt_at = at;
    lead
}

fn called_back(lead: OpenLead, in_minutes: i64) -> OpenLead {
    let mut lead = tried(lead, 30);
    lead.lead.work.callback_at = Some(now() + Duration::minutes(in_minutes));
    lead
}

fn ranked(leads: &[OpenLead]) -> Ranking {
    rank_scored(leads, "anna", &policy(), now(), |_| score(Class::A))
}

fn only(lead: &OpenLead) -> Place {
    ranked(std::slice::from_ref(lead)).places.remove(0)
}

#[test]
fn the_arithmetic_of_a_place_can_be_read() {
    let place = only(&lead(1));
    assert_eq!(
        arithmetic(&place, "€"),
        "30 000 € x 42 % = 12 600 € x 3.4 urgency (urgent x clock 1.7)"
    );
    let place = only(&tried(lead(1), 20));
    assert_eq!(
        arithmetic(&place, "€"),
        "30 000 € x 42 % = 12 600 € x 0.5 urgency (urgent x just tried 0.25)"
    );
    let place = only(&called_back(lead(1), 60));
    assert_eq!(
        arithmetic(&place, "€"),
        "30 000 € x 42 % = 12 600 € x 0.1 urgency (urgent x callback later 0.05)"
    );
}

#[test]
fn a_breached_untouched_lead_stands_above_every_running_clock() {
    let mut late = lead(1);
    late.handoff.handed_at = now() - Duration::minutes(90);
    assert!((only(&late).urgency - 5.0).abs() < 1e-9);
    assert_eq!(only(&late).clock.state, ClockState::Breached);
    let ranking = ranked(&[lead(2), late]);
    assert_eq!(ranking.places.first().map(|place| place.id), Some(ContactId(1)));
}

#[test]
fn a_promised_callback_waits_for_its_minute_and_then_stands_first() {
    let waiting = only(&called_back(lead(1), 3));
    assert!(waiting.urgency < 0.11 && waiting.clock.state == ClockState::OnTime);
    let due = only(&called_back(lead(1), 0));
    assert_eq!(due.clock.due_at, now());
    assert!((due.urgency - 20.0).abs() < 1e-9 && due.clock.state == ClockState::AtRisk);
    let forgotten = only(&called_back(lead(1), -16));
    assert_eq!(forgotten.clock.state, ClockState::Breached);
}

#[test]
fn a_lead_cools_off_only_for_its_time() {
    assert!(only(&tried(lead(1), 59)).urgency < only(&tried(lead(1), 60)).urgency);
}

#[test]
fn who_may_not_be_called_is_counted_with_the_reason() {
    let mut silent = lead(1);
    silent.do_not_call = true;
    let mut taken = tried(lead(2), 5);
    taken.lead.owner = Some("ville".to_owned());
    let mut meant = lead(3);
    meant.lead.owner = Some("ville".to_owned());
    let mut mine = lead(4);
    mine.lead.owner = Some("anna".to_owned());
    let ranking = ranked(&[silent, taken, meant, mine, lead(5)]);
    assert_eq!(
        ranking.hidden,
        [
            (0, Hidden::DoNotCall),
            (1, Hidden::TakenByOther),
            (2, Hidden::MeantForOther)
        ]
    );
    assert_eq!(ranking.places.len(), 2);
}

#[test]
fn the_reasons_say_what_was_done_before_what_fits() {
    let reason = |label: &str, points, side, at| Reason {
        rule: label.to_owned(),
        label: label.to_owned(),
        points,
        fresh: points,
        side,
        at,
    };
    let mut lead = lead(1);
    lead.handoff.frozen.reasons = vec![
        reason("company fits", 12, Side::Fit, None),
        reason("budget yes", 20, Side::Fit, None),
        reason(
            "read pricing",
            15,
            Side::Engagement,
            Some(now() - Duration::minutes(30)),
        ),
        reason("old", -9, Side::Engagement, None),
        reason("cap", 30, Side::Fit, None),
    ];
    let place = only(&lead);
    assert_eq!(
        why(&lead, &place, &policy(), now()),
        "read pricing 9:12 · budget yes · company fits"
    );
    let lead = called_back(lead, 18);
    assert_eq!(
        why(&lead, &only(&lead), &policy(), now()),
        "callback promised for 10:00 · read pricing 9:12 · budget yes"
    );
}

fn any_lead() -> impl Strategy<Value = OpenLead> {
    let times = (
        -3_000i64..10,
        prop::option::of(0i64..200),
        prop::option::of(-100i64..100),
    );
    (0i64..40, times, any::<bool>(), prop::option::of(0.0..1e5), 0u8..3).prop_map(
        |(id, (handed, attempt, callback), urgent, deal_size, owner)| {
            let mut lead = lead(id);
            lead.handoff.handed_at = now() + Duration::minutes(handed);
            lead.deal_size = deal_size;
            if let Some(minutes) = attempt {
                lead = tried(lead, minutes);
                lead.lead.work.callback_at = callback.map(|m| now() + Duration::minutes(m));
            }
            if !urgent {
                lead.handoff.urgency = Urgency::Normal;
            }
            lead.lead.owner = [None, Some("anna".to_owned()), Some("ville".to_owned())]
                .into_iter()
                .nth(owner.into())
                .flatten();
            lead
        },
    )
}

proptest! {
    #[test]
    fn the_order_does_not_depend_on_the_order_of_the_leads(
        mut leads in prop::collection::vec(any_lead(), 0..30), seed in any::<u64>()
    ) {
        leads.sort_by_key(|lead| lead.id);
        leads.dedup_by_key(|lead| lead.id);
        let order: Vec<_> = ranked(&leads).places.iter().map(|place| place.id).collect();
        leads.sort_by_key(|lead| (lead.id.0.unsigned_abs() + 1).wrapping_mul(seed | 1));
        let again: Vec<_> = ranked(&leads).places.iter().map(|place| place.id).collect();
        prop_assert_eq!(order, again);
    }

    #[test]
    fn every_lead_is_either_placed_or_hidden_and_the_list_falls(leads in prop::collection::vec(any_lead(), 0..30)) {
        let ranking = ranked(&leads);
        prop_assert_eq!(ranking.places.len() + ranking.hidden.len(), leads.len());
        prop_assert!(ranking.places.windows(2).all(|pair| pair[0].rank_value >= pair[1].rank_value));
        prop_assert!(ranking.places.iter().all(|place| leads[place.index].id == place.id));
    }
}

#[test]
fn the_sort_key_falls_as_the_value_rises() {
    let values = [
        f64::NEG_INFINITY,
        -2.0,
        -0.5,
        0.0,
        1e-9,
        0.5,
        2.0,
        1e9,
        f64::INFINITY,
    ];
    assert!(values.windows(2).all(|pair| falling(pair[0]) > falling(pair[1])));
}
