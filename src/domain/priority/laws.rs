//! What holds of every ranking.

use chrono::Duration;
use proptest::prelude::*;

use super::order::falling;
use super::tests::{lead, now, policy, score, tried};
use super::*;
use crate::domain::contact::CompanyId;
use crate::domain::country::{Country, Home, Whereabouts};
use crate::domain::lead::Urgency;
use crate::domain::policy::{CallingHours, RankRules};
use crate::domain::score::Class;

/// Country, state and time zone: known, unknown, divided between two zones, and gainsaying each other.
const PLACES: [(&str, &str, &str); 9] = [
    ("", "", ""),
    ("FI", "", ""),
    ("US", "", ""),
    ("JP", "", ""),
    ("US", "NY", ""),
    ("US", "Tennessee", ""),
    ("AU", "Open", ""),
    ("US", "TX", "Asia/Tokyo"),
    ("", "", "Pacific/Apia"),
];

fn any_lead() -> impl Strategy<Value = OpenLead> {
    let times = (
        -3_000i64..10,
        prop::option::of(0i64..200),
        prop::option::of(-100i64..100),
    );
    let whose = (0u8..3, prop::option::of(0i64..6), 0usize..9);
    // Few values, so that equal leads are frequent.
    let size = prop::option::of(prop_oneof![Just(5_000.0), 0.0..1e5, Just(f64::NAN), Just(1e308)]);
    (0i64..40, times, any::<bool>(), size, whose).prop_map(
        |(id, (handed, attempt, callback), urgent, deal_size, (owner, company, place))| {
            let mut lead = lead(id);
            lead.handoff.handed_at = now() + Duration::minutes(handed / 500 * 500);
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
            lead.company_id = company.map(CompanyId);
            lead.place = PLACES
                .get(place)
                .map_or_else(Whereabouts::default, |(country, state, zone)| {
                    Whereabouts::of(Home::of(Country::named(country), ""), state, zone)
                });
            lead
        },
    )
}

/// Every contact once.
fn leads() -> impl Strategy<Value = Vec<OpenLead>> {
    prop::collection::vec(any_lead(), 0..30).prop_map(|mut leads| {
        leads.sort_by_key(|lead| lead.id);
        leads.dedup_by_key(|lead| lead.id);
        leads
    })
}

fn ranked(leads: &[OpenLead]) -> Ranking {
    let mut policy = policy();
    policy.rank.calling = CallingHours {
        from: 8 * 60,
        to: 17 * 60,
        days: [true; 7],
    };
    rank_judged(
        leads,
        &Habits::default(),
        "anna",
        &Arc::new(policy),
        now(),
        |lead| {
            let class = Class::ALL[(lead.id.0 % 4) as usize];
            Judged {
                score: score(class),
                probability: 0.42,
            }
        },
    )
}

proptest! {
    #[test]
    fn the_order_does_not_depend_on_the_order_of_the_leads(mut leads in leads(), seed in any::<u64>()) {
        let places = |leads: &[OpenLead]| -> Vec<(ContactId, u64)> {
            ranked(leads).places.iter().map(|place| (place.id, place.rank_value.to_bits())).collect()
        };
        let order = places(&leads);
        leads.sort_by_key(|lead| (lead.id.0.unsigned_abs() + 1).wrapping_mul(seed | 1));
        prop_assert_eq!(order, places(&leads));
    }

    #[test]
    fn the_arithmetic_of_a_place_gives_its_rank_value(leads in leads()) {
        for place in ranked(&leads).places.iter() {
            let product = place.worth.per_call_minute() * place.factors.product();
            prop_assert!((product - place.rank_value).abs() <= 1e-12 * product.abs(), "{product} {place:?}");
        }
    }

    #[test]
    fn a_ranking_in_the_memory_of_another_is_the_same(
        before in leads(), leads in leads(), minutes in -300_i64..300
    ) {
        let open = |leads: &[OpenLead]| OpenLeads::from(leads.to_vec());
        let policy = Arc::new(policy());
        let (earlier, now) = (now() + Duration::minutes(minutes), now());
        let mut ranking = rank(&open(&before), "ville", &policy, earlier);
        ranking.renew(&open(&leads), "anna", &policy, now);
        let anew = rank(&open(&leads), "anna", &policy, now);
        prop_assert!(ranking.places.iter().eq(anew.places.iter()));
        prop_assert_eq!(ranking.hidden, anew.hidden);
    }

    #[test]
    fn every_lead_is_either_placed_or_hidden_and_the_list_falls(leads in leads()) {
        let ranking = ranked(&leads);
        prop_assert_eq!(ranking.places.len() + ranking.hidden.len(), leads.len());
        let values = |promised: bool| -> Vec<f64> {
            let places = ranking.places.iter();
            let places = places.filter(|place| place.factors.callback.is_due() == promised);
            places.map(|place| place.rank_value).collect()
        };
        for values in [values(true), values(false)] {
            prop_assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        }
        prop_assert!(ranking.places.iter().is_sorted_by_key(|place| !place.factors.callback.is_due()));
        prop_assert!(ranking.places.iter().all(|place| leads[place.index].id == place.id));
        prop_assert!(ranking.places.iter().all(|place| !place.rank_value.is_nan()));
    }

    #[test]
    fn equal_leads_stand_in_the_order_of_their_contacts_and_never_change_places(
        pattern in any_lead(), ids in prop::collection::btree_set(0i64..400, 1..20), minutes in 0i64..3_000
    ) {
        let mut pattern = pattern;
        (pattern.company_id, pattern.lead.owner) = (None, None);
        pattern.handoff.handed_at -= Duration::minutes(minutes);
        // Steps of four: the judge of these tests goes by the contact.
        let equal: Vec<OpenLead> = ids.iter().rev().map(|id| {
            let mut lead = pattern.clone();
            lead.id = ContactId(id * 4);
            lead
        }).collect();
        let ranking = ranked(&equal);
        let order: Vec<i64> = ranking.places.iter().map(|place| place.id.0).collect();
        prop_assert!(order.is_sorted());
        prop_assert!(order.is_empty() || ranking.hidden.is_empty());
    }

    #[test]
    fn one_lead_more_never_turns_two_others_round(leads in leads(), more in any_lead()) {
        // Of other companies: a colleague more does push colleagues down, which is what spreading is for.
        let mut more = more;
        (more.id, more.company_id) = (ContactId(1_000), None);
        let before: Vec<ContactId> = ranked(&leads).places.iter().map(|place| place.id).collect();
        let mut with = leads;
        with.push(more);
        let after: Vec<ContactId> =
            ranked(&with).places.iter().map(|place| place.id).filter(|id| id.0 != 1_000).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_chance_to_reach_is_a_chance_and_flat_until_there_are_enough_calls(
        calls in prop::collection::vec((490_000i64..494_000, 0u32..40, 0u32..40), 0..60), hours in 0i64..200
    ) {
        let habits = Habits {
            calls: calls
                .into_iter()
                .map(|(hour, attempts, reached)| HourOfCalls { hour, attempts, reached })
                .collect(),
            median_won: None,
        };
        let policy = policy();
        let at = |hours| habits.reach(&policy.rank, policy.clocks.zone, now() + Duration::hours(hours));
        prop_assert!((0.01..=0.99).contains(&at(hours)));
        let all: u32 = habits.calls.iter().map(|calls| calls.attempts).sum();
        if all < policy.rank.learn_from {
            prop_assert_eq!(at(0).to_bits(), at(hours).to_bits());
        }
    }
}

/// 26 weeks of 10 calls an hour, Monday to Friday, 8 to 16 in Helsinki's winter.
fn half_a_year(reached: impl Fn(i64, i64) -> u32) -> Habits {
    let monday = (now() - Duration::days(26 * 7)).timestamp() / 3_600 - 7;
    let calls = (0..26 * 5 * 8).map(|at| {
        let (week, day, hour) = (at / 40, at / 8 % 5, at % 8);
        HourOfCalls {
            hour: monday + week * 168 + day * 24 + 6 + hour,
            attempts: 10,
            reached: reached(day, hour),
        }
    });
    Habits {
        calls: calls.collect(),
        median_won: None,
    }
}

#[test]
fn the_hours_at_which_people_answer_are_learnt() {
    let rules = RankRules::default();
    let flat = half_a_year(|_, _| 2);
    let lively = half_a_year(|_, hour| if hour == 1 { 6 } else { 2 });
    let at = |habits: &Habits, hours| habits.reach(&rules, chrono_tz::UTC, now() + Duration::hours(hours));
    assert!((at(&flat, 0) - 0.2).abs() < 0.01 && (at(&flat, 3) - 0.2).abs() < 0.01);
    // The hour after seven o'clock UTC, at which these tests stand.
    assert!(at(&lively, 0) > 0.45, "{}", at(&lively, 0));
    assert!(at(&lively, 3) < 0.25);
    // An hour at which nobody ever called is like the others of its day.
    assert!((at(&lively, 12) - 0.25).abs() < 0.05);
}

#[test]
fn who_has_not_answered_so_often_is_less_likely_to() {
    let chances: Vec<f64> = (0..20).map(|times| reach_after(0.4, times)).collect();
    assert!((chances[0] - 0.4).abs() < 1e-12);
    assert!(chances.windows(2).all(|pair| pair[1] < pair[0]));
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
