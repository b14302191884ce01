//! All leads in sales' hand, from the one narrow table that is kept for this question.

use std::collections::HashMap;

use rusqlite::Connection;

use super::habits;
use crate::domain::contact::{CompanyId, ContactId, MONEY};
use crate::domain::country::{Country, Home, Whereabouts};
use crate::domain::priority::{OpenLead, OpenLeads};
use crate::domain::score::{Reason, ScoreState};
use crate::store::StoreError;
use crate::store::cells::Cells;
use crate::store::gathered;

/// All of them, by row number, with what their ranking needs besides.
pub(super) fn all(connection: &Connection) -> Result<OpenLeads, StoreError> {
    let leads = OpenLeads::new(leads(connection)?, habits::all(connection)?);
    Ok(leads.among(users(connection)?))
}

/// Everybody who has ever acted or been given a lead, by name.
pub(super) fn users(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name FROM user ORDER BY name")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was meant by what was written: the same few words stand on thousands of leads.
#[derive(Default)]
struct Written {
    countries: HashMap<String, Option<Country>>,
    /// By state and time zone, within each country.
    places: HashMap<Home, HashMap<String, Whereabouts>>,
    /// Where the two are put together, so that looking them up needs no memory of its own.
    key: String,
}

impl Written {
    fn home(&mut self, country: &str, phone: &str) -> Home {
        let written = match self.countries.get(country) {
            Some(known) => *known,
            None => *self
                .countries
                .entry(country.to_owned())
                .or_insert_with(|| Country::named(country)),
        };
        Home::of(written, phone)
    }

    fn place(&mut self, home: Home, state: &str, time_zone: &str) -> Whereabouts {
        if state.is_empty() && time_zone.is_empty() {
            return Whereabouts::of(home, "", "");
        }
        self.key.clear();
        self.key.extend([state, "\0", time_zone]);
        let places = self.places.entry(home).or_default();
        match places.get(&self.key) {
            Some(known) => *known,
            None => *places
                .entry(self.key.clone())
                .or_insert_with(|| Whereabouts::of(home, state, time_zone)),
        }
    }
}

fn leads(connection: &Connection) -> Result<Vec<OpenLead>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM open_lead ORDER BY contact_id")?;
    let mut rows = statement.query([])?;
    let mut leads = Vec::new();
    let mut written = Written::default();
    while let Some(row) = rows.next()? {
        leads.push(open_lead(&mut Cells::new(row), &mut written)?);
    }
    for lead in leads.iter_mut().filter(|lead| lead.score.holding.is_empty()) {
        lead.handoff.frozen.reasons = frozen_reasons(connection, lead.id, lead.handoff.cycle)?;
    }
    Ok(leads)
}

/// The reasons that a handoff was given, from the table of all handoffs.
fn frozen_reasons(connection: &Connection, id: ContactId, cycle: u32) -> Result<Vec<Reason>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT reasons FROM handoff WHERE contact_id = ?1 AND cycle = ?2")?;
    let mut rows = statement.query((id.0, cycle))?;
    match rows.next()? {
        Some(row) => Ok(Cells::new(row).json()?.unwrap_or_default()),
        None => Ok(Vec::new()),
    }
}

fn open_lead(cells: &mut Cells<'_, '_>, written: &mut Written) -> Result<OpenLead, StoreError> {
    let mut lead = OpenLead {
        id: ContactId(cells.get()?),
        name: cells.get()?,
        company: cells.get()?,
        email: cells.get()?,
        phone: cells.get()?,
        deal_size: cells.get::<Option<f64>>()?.filter(|size| MONEY.contains(size)),
        company_size: cells.get()?,
        do_not_call: cells.get()?,
        lead: cells.lead()?,
        handoff: cells.open_handoff()?,
        score: ScoreState::default(),
        place: Whereabouts::default(),
        company_id: None,
    };
    let home = written.home(cells.text()?.unwrap_or_default(), &lead.phone);
    lead.company_id = cells.get::<Option<i64>>()?.map(CompanyId);
    lead.score = gathered::read(cells.bytes()?)?;
    let state = cells.text()?.unwrap_or_default();
    let time_zone = cells.text()?.unwrap_or_default();
    lead.place = written.place(home, state, time_zone);
    Ok(lead)
}
