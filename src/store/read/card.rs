//! One contact with all but its timeline.

use rusqlite::Connection;

use super::{contacts, habits};
use crate::domain::contact::ContactId;
use crate::domain::query::Card;
use crate::store::StoreError;
use crate::store::state;

/// How many other people of the company a card shows.
const COLLEAGUES: usize = 10;

/// The card of a contact; nothing when there is no such contact.
pub(super) fn card(connection: &Connection, id: ContactId) -> Result<Option<Card>, StoreError> {
    let Some(subject) = state::subject(connection, id)? else {
        return Ok(None);
    };
    let mut colleagues = match subject.contact.company {
        Some(company) => contacts::of_company(connection, company, COLLEAGUES + 1)?,
        None => Vec::new(),
    };
    colleagues.retain(|line| line.id != id);
    colleagues.truncate(COLLEAGUES);
    Ok(Some(Card {
        subject,
        colleagues,
        median_won: habits::median_won(connection)?,
        last_act: None,
    }))
}
