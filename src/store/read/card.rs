//! One contact with all but its timeline.

use rusqlite::Connection;

use super::{contacts, habits};
use crate::domain::committee::Committee;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::query::{Card, ContactLine};
use crate::store::StoreError;
use crate::store::state;

/// How many other people of the company are read besides those who acted last.
const COLLEAGUES: usize = 10;

/// The card of a contact; nothing when there is no such contact.
pub(super) fn card(connection: &Connection, id: ContactId) -> Result<Option<Card>, StoreError> {
    let Some(subject) = state::subject(connection, id)? else {
        return Ok(None);
    };
    let (committee, colleagues) = match subject.contact.company {
        Some(company) => of_company(connection, company, id)?,
        None => (Committee::default(), Vec::new()),
    };
    Ok(Some(Card {
        subject,
        colleagues,
        committee,
        median_won: habits::median_won(connection)?,
        last_act: None,
    }))
}

/// Who acted last in the company of `id`, and others of its people: those who acted, then some more. It costs two dozen
/// rows at most, however many people the company has.
fn of_company(
    connection: &Connection,
    company: CompanyId,
    id: ContactId,
) -> Result<(Committee, Vec<ContactLine>), StoreError> {
    let committee = state::committee(connection, company)?;
    let mut colleagues = Vec::new();
    for other in committee.remembered().filter(|other| *other != id) {
        // Whoever has gone to another company is remembered and not found.
        colleagues.extend(contacts::one_of_company(connection, company, other)?);
    }
    let room = colleagues.len() + COLLEAGUES;
    let more = contacts::of_company(connection, company, room + 1)?;
    let more = more
        .into_iter()
        .filter(|line| line.id != id && committee.remembered().all(|other| other != line.id));
    colleagues.extend(more.take(COLLEAGUES));
    Ok((committee, colleagues))
}
