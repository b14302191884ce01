//! Rows of an activities file.

use chrono::TimeDelta;

use super::contacts::Options;
use super::dates::Dates;
use super::error::IntakeError;
use super::map_file::listed;
use super::mapping::{Mapping, Role};
use super::source::{Rows, Source};
use super::value;
use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::text::clean;
use crate::domain::when::parse_past_in;
use crate::engine::import::{ActivityRow, ContactEvent};

const FORMS: &str =
    "write 2026-03-31T09:30:00+03:00, 2026-03-31 09:30, 31.3.2026 klo 9.30, or a spreadsheet's date number";

/// The rows of an activities file, cleaned, one at a time.
#[derive(Debug, Clone)]
pub struct Activities<'a> {
    rows: Rows<'a>,
    mapping: &'a Mapping,
    options: Options,
    dates: Dates,
}

impl Source {
    /// The rows as activities.
    ///
    /// # Errors
    /// [`IntakeError::NoColumn`] when no column tells whom they happened to, or when.
    pub fn activities<'a>(
        &'a self,
        mapping: &'a Mapping,
        options: &Options,
    ) -> Result<Activities<'a>, IntakeError> {
        let needed = [
            (Role::Contact, "whom it happened to"),
            (Role::Time, "when it happened"),
            (Role::Kind, "what happened"),
        ];
        for (role, what) in needed {
            if mapping.role(role).is_none() {
                return Err(IntakeError::NoColumn {
                    what,
                    role: role.name(),
                    header: listed(self.header()),
                });
            }
        }
        let time = mapping.role(Role::Time);
        let dates = Dates::look(self, &Vec::from_iter(time));
        let slashes = time.map_or(options.slashes, |at| dates.of(at));
        Ok(Activities {
            rows: self.rows(),
            mapping,
            options: Options { slashes, ..*options },
            dates,
        })
    }
}

impl Iterator for Activities<'_> {
    type Item = ActivityRow;

    fn next(&mut self) -> Option<ActivityRow> {
        let row = self.rows.next()?;
        let event = row.cells.and_then(|cells| self.event(&cells));
        Some(ActivityRow {
            line: row.line,
            event,
        })
    }
}

impl Activities<'_> {
    /// What is to be known about the times of the file: a sentence when they leave a doubt.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.dates.notes().to_vec()
    }

    fn event(&self, cells: &[String]) -> Result<ContactEvent, String> {
        let contact = self
            .contact(cells)
            .ok_or("names no contact; give an id, e-mail address or phone number")?;
        let at = self.time(cells)?;
        let kind = self.mapping.kind(&self.said(cells, Role::Kind));
        if kind.is_empty() {
            return Err("does not say what happened; give a kind such as page_view or call".to_owned());
        }
        let event = Event {
            kind,
            detail: self.said(cells, Role::Detail),
        };
        Ok(ContactEvent {
            contact,
            at,
            event,
            by: self.said(cells, Role::By),
        })
    }

    /// What the column of a role says, cleaned; empty when it says nothing.
    fn said(&self, cells: &[String], role: Role) -> String {
        let cell = self
            .mapping
            .role(role)
            .and_then(|at| cells.get(at))
            .map_or("", String::as_str);
        if value::is_empty(cell) {
            String::new()
        } else {
            clean(cell)
        }
    }

    /// The key of the contact, in the form in which contacts keep it: an address without its wrapping, a phone number in
    /// E.164 (only when it is written like one; an id may be all digits).
    fn contact(&self, cells: &[String]) -> Option<String> {
        let said = self.said(cells, Role::Contact);
        let key = if said.contains('@') {
            value::emails(&said).first
        } else if said.starts_with(['+', '0', '(', '\'']) && said.contains(|c: char| c.is_ascii_digit()) {
            value::phones(&said, self.options.region)
                .first
                .filter(|number| number.starts_with('+'))
        } else {
            None
        };
        Some(key.unwrap_or(said)).filter(|key| !key.is_empty())
    }

    fn time(&self, cells: &[String]) -> Result<Time, String> {
        let said = self.said(cells, Role::Time);
        if said.is_empty() {
            return Err(format!("does not say when it happened; {FORMS}"));
        }
        let at = parse_past_in(&said, self.options.zone, self.options.slashes)
            .map_err(|_| format!("`{said}` is no time that can be read; {FORMS}"))?;
        let latest = self
            .options
            .now
            .checked_add_signed(TimeDelta::days(1))
            .unwrap_or(self.options.now);
        if at > latest {
            return Err(format!(
                "`{said}` is in the future; an activity is something that has happened"
            ));
        }
        Ok(at)
    }
}
