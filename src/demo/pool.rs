//! Those from whom the leads of the last days come, and how their interest grows.

use std::collections::HashSet;

use chrono::Duration;

use super::history::Year;
use super::journeys::{Interest, visits};
use super::people::Person;
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::contact::ContactId;
use crate::domain::priority::OpenLead;
use crate::domain::query::{Answer, ContactFilter, ContactLine, ContactsQuery, Query, Slice};
use crate::domain::score::Class;
use crate::engine::EngineError;
use crate::engine::import::ContactEvent;

/// Promising people in marketing's hand who have not come up yet, best last.
pub(super) struct Pool(Vec<ContactLine>);

impl Pool {
    pub fn gather(year: &mut Year, people: &[Person]) -> Result<Self, EngineError> {
        let mut lines = Vec::new();
        let mut slice = Slice::First;
        loop {
            let window = ContactsQuery {
                text: String::new(),
                filter: ContactFilter::Marketing,
                slice,
                limit: 500,
            };
            let Answer::Contacts(_, page) = year.ask(&Query::Contacts(window))? else {
                break;
            };
            let Some(last) = page.last() else { break };
            slice = Slice::After(last.name_key.clone(), last.id);
            lines.extend(page.into_iter().filter(|line| line.lead.returned.is_none()));
        }
        year.dice.shuffle(&mut lines);
        let promise = |email: &str| {
            people
                .iter()
                .find(|person| person.email == email)
                .map_or(0, |p| p.promise)
        };
        lines.sort_by_cached_key(|line| promise(&line.email));
        Ok(Self(lines))
    }

    /// The next one who is still with marketing.
    pub fn next(&mut self, open: &HashSet<ContactId>) -> Option<ContactLine> {
        while let Some(found) = self.0.pop() {
            if !open.contains(&found.id) {
                return Some(found);
            }
        }
        None
    }
}

/// Who they are.
pub(super) fn ids(leads: &[OpenLead]) -> HashSet<ContactId> {
    leads.iter().map(|lead| lead.id).collect()
}

/// The visits of somebody whose interest has grown in the last days and is there at `at`.
/// Who only ripens stops when that is enough for class B, so that the handoff is not an urgent one.
pub(super) fn interested(
    year: &mut Year,
    line: &ContactLine,
    at: Time,
    interest: Interest,
) -> Vec<ContactEvent> {
    let policy = year.policy();
    let mut score = line.score.clone();
    let mut ripe = |event: &Event, when| {
        policy.model.absorb(&mut score, event, when);
        let score = policy.model.score(&score, at);
        interest == Interest::Ripening
            && score.class <= Class::B
            && score.engagement >= policy.routing.b.min_engagement
    };
    let visits = visits(&mut year.dice, interest);
    let mut events = Vec::new();
    let mut days = i64::try_from(visits.len()).unwrap_or(0);
    for doings in visits {
        days -= 1;
        let mut when = match days {
            0 => at - Duration::minutes(26),
            days => at - Duration::days(days) - Duration::minutes(year.dice.between(30, 120)),
        };
        for event in doings {
            let enough = ripe(&event, when);
            events.push(ContactEvent {
                contact: line.email.clone(),
                at: when,
                event,
                by: String::new(),
            });
            if enough {
                return events;
            }
            when += Duration::seconds(year.dice.between(15, 150));
        }
    }
    events
}
