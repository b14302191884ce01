use chrono::{DateTime, Duration, NaiveTime};
use chrono_tz::Tz;

use super::*;
use crate::domain::contact::CompanyId;
use crate::domain::country::{Country, Home, Whereabouts};
use crate::domain::handoff::{Frozen, HandoffRecord, HandoffState};
use crate::domain::lead::{Lead, Stage, Urgency};
use crate::domain::policy::{CallingHours, Clocks, Criteria, Known, Routing, SizeFrom, Value};
use crate::domain::score::{Class, Grade, Model, Reason, ScoreState, Side, Thresholds};
use crate::domain::sla::ClockState;

pub(in crate::domain) fn policy() -> Policy {
    let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap_or_default();
    let criteria = Criteria {
        min_fit: 0,
        min_engagement: 0,
        min_group: 0,
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
        rank: crate::domain::policy::RankRules::default(),
    }
}

/// Monday 2026-11-23 9:42 in Helsinki.
pub(super) fn now() -> Time {
    DateTime::from_timestamp(1_795_419_720, 0).unwrap_or_default()
}

pub(super) fn score(class: Class) -> Score {
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
pub(super) fn lead(id: i64) -> OpenLead {
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
        company_id: None,
        place: Whereabouts::default(),
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

pub(super) fn tried(mut lead: OpenLead, minutes_ago: i64) -> OpenLead {
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

fn under(leads: &[OpenLead], policy: Policy) -> Ranking {
    let judged = Judged {
        score: score(Class::A),
        probability: 0.42,
    };
    rank_judged(
        leads,
        &Habits::default(),
        "anna",
        &Arc::new(policy),
        now(),
        |_| judged,
    )
}

fn ranked(leads: &[OpenLead]) -> Ranking {
    under(leads, policy())
}

#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn only(lead: &OpenLead) -> Place {
    ranked(std::slice::from_ref(lead)).places.first().unwrap()
}

#[test]
fn a_factor_that_shows_as_1_is_left_out_of_the_arithmetic() {
    let mut place = only(&lead(1));
    for factor in [0.996, 1.0, 1.02, 1.049] {
        place.factors.clock = factor;
        assert!(!arithmetic(&place, "").contains("clock"), "{factor}");
    }
    place.factors.clock = 1.06;
    assert!(arithmetic(&place, "").contains(" x clock 1.1 "));
    place.worth.waited_h = 0.0;
    assert!(arithmetic(&place, "").contains(" %, halves in 3 d = "));
}

#[test]
fn the_arithmetic_of_a_place_can_be_read() {
    assert_eq!(
        arithmetic(&only(&lead(1)), "€"),
        "30 000 € x 42 % x 0.99 left, halves in 3 d = 120 €/h x 20 % reach / 4.8 min x clock 1.7 = 8.5"
    );
    assert_eq!(
        arithmetic_in(&only(&tried(lead(1), 20)), "€", |form| form.chars().count()
            < 90),
        "12 600 € x 0.99 left, ½ in 3 d: 120 €/h x 16.7 % / 4.5 min x just tried 0.25 = 1.1"
    );
    let place = only(&called_back(lead(1), 60));
    assert!(arithmetic(&place, "€").ends_with(" min x callback later 0.05 = 0.22"));
}

#[test]
fn the_arithmetic_is_the_formula() {
    let place = only(&lead(1));
    let cost = 30_000.0 * 0.42 * (-0.7_f64 / 72.0).exp2() * std::f64::consts::LN_2 / 72.0;
    assert!((place.worth.cost_of_delay() - cost).abs() < 1e-9);
    let minutes = 0.2 * 12.0 + 0.8 * 3.0;
    assert!((place.rank_value - cost * 0.2 / minutes * 1.7).abs() < 1e-9);
}

#[test]
fn a_talk_sets_the_melting_back_and_does_not_stop_it() {
    let ago = |hours: i64| now() - Duration::hours(hours);
    let waited = |handed: i64, talked: Option<i64>| {
        let mut lead = lead(1);
        lead.handoff.handed_at = ago(handed);
        lead.handoff.first_conversation_at = talked.map(ago);
        only(&lead).worth.waited_h
    };
    assert!((waited(100, None) - 100.0).abs() < 1e-9);
    assert!((waited(100, Some(2)) - 2.0).abs() < 1e-9);
    assert!(
        (waited(100, Some(60)) - 60.0).abs() < 1e-9,
        "it melts on after the talk"
    );
}

#[test]
fn a_deal_size_is_the_contacts_own_else_by_company_else_the_median_won_else_the_settings() {
    let value = policy().value;
    let size = |own, size, won| value.deal_size(own, size, won);
    assert_eq!(size(Some(7.0), Some(820), Some(9.0)), (7.0, SizeFrom::Contact));
    assert_eq!(
        size(None, Some(820), Some(9.0)),
        (30_000.0, SizeFrom::CompanySize)
    );
    assert_eq!(size(None, None, Some(9.0)), (9.0, SizeFrom::MedianWon));
    assert_eq!(size(None, None, None), (5_000.0, SizeFrom::Settings));
}

#[test]
fn a_breached_untouched_lead_stands_above_every_running_clock() {
    let mut late = lead(1);
    late.handoff.handed_at = now() - Duration::minutes(90);
    assert!((only(&late).factors.clock - 2.5).abs() < 1e-9);
    assert_eq!(only(&late).clock.state, ClockState::Breached);
    let ranking = ranked(&[lead(2), late]);
    assert_eq!(ranking.places.first().map(|place| place.id), Some(ContactId(1)));
    let mut policy = policy();
    policy.rank.clock_lift = 0.0;
    let unlifted = under(&[lead(1)], policy);
    assert!(
        unlifted
            .places
            .iter()
            .all(|place| (place.factors.clock - 1.0).abs() < 1e-9)
    );
}

#[test]
fn a_promised_callback_waits_for_its_minute_and_then_stands_first() {
    let waiting = only(&called_back(lead(1), 3));
    assert!(waiting.rank_value < only(&lead(1)).rank_value / 10.0);
    assert_eq!(waiting.clock.state, ClockState::OnTime);
    let due = only(&called_back(lead(1), 0));
    assert_eq!((due.clock.due_at(), due.clock.state), (now(), ClockState::AtRisk));
    assert_eq!(
        ranked(&[lead(2), called_back(lead(3), 0)])
            .places
            .first()
            .map(|place| place.id),
        Some(ContactId(3))
    );
    let forgotten = only(&called_back(lead(1), -16));
    assert_eq!(forgotten.clock.state, ClockState::Breached);
}

#[test]
fn at_its_minute_a_promise_stands_before_the_greatest_deal_and_once_missed_it_is_weighed_against_it() {
    let first = |minutes: i64| {
        let (mut small, mut large) = (called_back(lead(1), minutes), lead(2));
        (small.deal_size, large.deal_size) = (Some(10.0), Some(500_000.0));
        ranked(&[small, large]).places.first().map(|place| place.id.0)
    };
    // Not even against a sum that somebody mistyped.
    let (mut small, mut typo) = (called_back(lead(1), 0), lead(2));
    (small.deal_size, typo.deal_size) = (Some(0.01), Some(1e15));
    assert_eq!(
        ranked(&[small, typo]).places.first().map(|place| place.id.0),
        Some(1)
    );
    assert_eq!([3, 2, 0, -15, -16].map(first), [2, 1, 1, 1, 2].map(Some));
}

#[test]
fn a_lead_cools_off_only_for_its_time() {
    assert!(only(&tried(lead(1), 59)).rank_value < only(&tried(lead(1), 60)).rank_value);
}

#[test]
fn three_colleagues_are_not_called_in_a_row() {
    let of = |id, company| {
        let mut lead = lead(id);
        lead.company_id = Some(CompanyId(company));
        lead.deal_size = Some(30_000.0 - id as f64);
        lead
    };
    let order = |leads: &[OpenLead]| -> Vec<i64> { ranked(leads).places.iter().map(|p| p.id.0).collect() };
    assert_eq!(order(&[of(1, 1), of(2, 1), of(3, 1), of(4, 2)]), [1, 4, 2, 3]);
    // Who was just called stands before the colleagues, whoever called.
    let mut called = of(1, 1);
    called.lead.work.last_attempt_at = Some(now() - Duration::minutes(5));
    called.lead.stage = Stage::Working;
    called.lead.owner = Some("ville".to_owned());
    assert_eq!(order(&[called.clone(), of(2, 1), of(3, 1), of(4, 2)]), [4, 2, 3]);
    // A promise is kept all the same.
    let promised = called_back(of(2, 1), 0);
    assert_eq!(order(&[called, promised, of(4, 2)]), [2, 4]);
}

#[test]
fn nobody_stands_behind_himself() {
    let mut later = called_back(lead(1), 60);
    later.company_id = Some(CompanyId(1));
    assert_eq!(only(&later).factors.colleagues_ahead, 0);
    later.company_id = None;
    assert_eq!(only(&later).factors.colleagues_ahead, 0);
}

/// Somewhere in the United States, or in that state.
fn american(state: &str) -> Whereabouts {
    Whereabouts::of(Home::of(Country::named("US"), ""), state, "")
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
    let mut asleep = lead(6);
    asleep.place = american("");
    let mut asked_for = called_back(lead(7), 0);
    asked_for.place = american("");
    let mut policy = policy();
    policy.rank.calling = CallingHours {
        from: 8 * 60,
        to: 17 * 60,
        days: [true; 7],
    };
    // Nobody is called at night because a promise of the day was missed.
    let mut missed = called_back(lead(8), -16);
    missed.place = american("");
    // Who is promised a call before the hours begin comes with the promise.
    let mut promised = called_back(lead(9), 60);
    promised.place = american("");
    let leads = [
        silent,
        taken,
        meant,
        mine,
        lead(5),
        asleep,
        asked_for,
        missed,
        promised,
    ];
    let ranking = under(&leads, policy);
    // Eight in Los Angeles is eighteen in Helsinki.
    let opens = now() + Duration::minutes(8 * 60 + 18);
    assert_eq!(
        ranking.hidden,
        [
            (0, Hidden::DoNotCall),
            (1, Hidden::TakenByOther),
            (2, Hidden::MeantForOther),
            (5, Hidden::OutsideHours(opens)),
            (7, Hidden::OutsideHours(opens)),
            (8, Hidden::OutsideHours(now() + Duration::minutes(58)))
        ]
    );
    assert_eq!(ranking.places.len(), 3);
    let counts = count_hidden(&ranking.hidden);
    assert_eq!(counts.iter().map(|count| count.count).sum::<usize>(), 6);
    let first = Some(now() + Duration::minutes(58));
    assert!(counts.iter().any(|count| count.until == first));
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

#[test]
fn a_risen_level_of_activity_is_told_whatever_else_was_done() {
    let at = Some(now() - Duration::minutes(30));
    let reason = |rule: &str, points, side| Reason {
        rule: rule.to_owned(),
        label: rule.to_owned(),
        points,
        fresh: points,
        side,
        at: at.filter(|_| side == Side::Engagement),
    };
    let mut policy = policy();
    let rule = |name: &str| crate::domain::score::BehaviourRule {
        name: name.to_owned(),
        label: name.to_owned(),
        kinds: Vec::new(),
        detail: Vec::new(),
        detail_lacks: Vec::new(),
        points: 3.0,
        recency: crate::domain::score::Recency::HalfLife(7.0),
        cap: 3.0,
        day_cap: None,
        group: None,
    };
    policy.model.behaviour = ["more active", "back again"].map(rule).to_vec();
    policy.model.baseline = Some(crate::domain::score::Baseline {
        fast_days: 14,
        least_days: 3,
        rising_from: 3.0,
        silence_days: 90,
        usual_gap_days: 30.0,
        rising: 0,
        waking: 1,
    });
    let mut lead = lead(1);
    for (points, told) in [
        (3, "pricing 9:12 · back again 9:12 · fits"),
        (-1, "pricing 9:12 · pages 9:12 · fits"),
    ] {
        lead.handoff.frozen.reasons = vec![
            reason("pricing", 20, Side::Engagement),
            reason("pages", 15, Side::Engagement),
            reason("fits", 9, Side::Fit),
            reason("back again", points, Side::Engagement),
        ];
        assert_eq!(why(&lead, &only(&lead), &policy, now()), told);
    }
}
