#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::config::{Settings, Texts};
use crate::domain::priority;
use crate::domain::query::{Answer, OpenLead, Query};
use crate::engine::{Clock, Ledger};

fn plan(seed: u64, now: &str) -> DemoPlan {
    DemoPlan {
        seed,
        now: now.parse().unwrap(),
        zone: chrono_tz::Europe::Helsinki,
    }
}

fn policy() -> Arc<Policy> {
    let mut policy = Settings::from_texts(Texts::default()).unwrap().policy;
    policy.clocks.zone = chrono_tz::Europe::Helsinki;
    Arc::new(policy)
}

#[test]
#[ignore = "a picture of the end state, for people"]
#[expect(clippy::print_stderr, reason = "it is there to be read")]
fn picture() {
    let count = option_env!("N").map_or(2_000, |n| n.parse().unwrap());
    for (seed, now) in [
        (1, "2026-11-19T10:40:00Z"),
        (7, "2026-11-22T20:40:00Z"),
        (3, "2026-06-01T06:20:00Z"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.db");
        let plan = plan(seed, now);
        let policy = policy();
        #[expect(clippy::disallowed_methods, reason = "a picture shows how long it took")]
        let start = std::time::Instant::now();
        history::pass(&path, Arc::clone(&policy), &plan, count, &mut |_, _| {}).unwrap();
        eprintln!("seed {seed} {now}: {:?}", start.elapsed());
        let ledger = Ledger::open(
            &path,
            Arc::clone(&policy),
            Clock::standing(plan.now),
            &mut |_, _| {},
        )
        .unwrap();
        let reader = ledger.reader().unwrap();
        let report = crate::engine::verify::verify(&reader, &policy, &mut |_, _| {}).unwrap();
        eprintln!("{report:?}");
        eprintln!("{:?}", reader.counters().unwrap());
        let Answer::OpenLeads(open) = reader.ask(&Query::OpenLeads).unwrap() else {
            panic!()
        };
        let Answer::Returned(returned) = reader.ask(&Query::Returned).unwrap() else {
            panic!()
        };
        let ranking = priority::rank(&open, viewer(), &policy, plan.now);
        eprintln!(
            "open {} in list {} hidden {} returned {}",
            open.len(),
            ranking.places.len(),
            ranking.hidden.len(),
            returned.len()
        );
        let tally = |key: &dyn Fn(&OpenLead) -> String| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for lead in open.iter() {
                *counts.entry(key(lead)).or_default() += 1;
            }
            counts
        };
        eprintln!(
            "{:?}",
            tally(&|l| policy.model.score(&l.score, plan.now).grade.to_string())
        );
        eprintln!(
            "{:?}",
            tally(&|l| format!("{}{:?}", l.lead.owner.clone().unwrap_or_default(), l.lead.stage))
        );
        let mut clocks: BTreeMap<String, usize> = BTreeMap::new();
        for place in &ranking.places {
            let lead = &open[place.index];
            *clocks
                .entry(format!(
                    "{:?} {:?} {:?}",
                    lead.lead.stage, lead.handoff.urgency, place.clock.state
                ))
                .or_default() += 1;
        }
        eprintln!("{clocks:?}");
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for lead in &returned {
            *reasons.entry(lead.returned.reason.name()).or_default() += 1;
        }
        eprintln!("{reasons:?}");
        for place in ranking.places.iter().take(12) {
            let lead = &open[place.index];
            eprintln!(
                "{} {:30} {:28} {:>3} tries {} {:?} {:?} {:?} rank {:.0}",
                place.score.grade,
                lead.name,
                lead.company,
                place.score.total,
                lead.lead.work.attempts,
                lead.lead.stage,
                place.clock.state,
                lead.lead.work.callback_at.map(|t| t - plan.now),
                place.rank_value
            );
        }
    }
}
