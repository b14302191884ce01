//! How many addresses, phone numbers, places and sizes of a file could not be read: nobody can be reached by them, or only at
//! fewer hours, and what a lead is worth is guessed, so it is told.

use super::contacts::name_as_written;
use super::mapping::{Mapping, Target};
use crate::domain::contact::{ContactPatch, Field};
use crate::domain::country::{Wall, Whereabouts};

/// What to do about a time zone that could not be read, behind the sentence that says so.
pub(super) const ZONE_REMEDY: &str = "; write the name of its city: America/Chicago";

/// The values of columns that are kept as written, and the states that are not known, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unread {
    emails: Tally,
    phones: Tally,
    zones: Tally,
    states: Tally,
    deals: Tally,
    companies: Tally,
}

/// How many rows, and the first line of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    rows: u64,
    first: u64,
}

impl Unread {
    /// Looks at what a row became. A column that has the very name of such an attribute is the file's own.
    pub(super) fn look(&mut self, line: u64, patch: &ContactPatch, mapping: &Mapping) {
        for (field, tally) in [
            (Field::Email, &mut self.emails),
            (Field::Phone, &mut self.phones),
            (Field::TimeZone, &mut self.zones),
            (Field::DealSize, &mut self.deals),
            (Field::CompanySize, &mut self.companies),
        ] {
            // Of a range of sizes the lower bound has been read.
            if field == Field::CompanySize && patch.get(field).is_some() {
                continue;
            }
            let name = name_as_written(field);
            let own = || {
                let mut columns = mapping.columns.iter();
                columns.any(|column| matches!(&column.target, Target::Custom(custom) if *custom == name))
            };
            if patch.custom.contains_key(&name) && !own() {
                tally.add(line);
            }
        }
        if patch.get(Field::State).is_some()
            && matches!(Whereabouts::from(patch).wall, Wall::Country(country) if country.zones().len() > 1)
        {
            self.states.add(line);
        }
    }

    /// A sentence for each kind of which there are any.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        let zones = self.zones.note("time zone", "time zones");
        [
            self.emails.note("e-mail address", "e-mail addresses"),
            self.phones.note("phone number", "phone numbers"),
            zones.map(|note| note + ZONE_REMEDY),
            self.states.state_note(),
            self.deals.note("deal size", "deal sizes"),
            self.companies.note("company size", "company sizes"),
        ]
        .into_iter()
        .flatten()
    }
}

impl Tally {
    const fn add(&mut self, line: u64) {
        if self.rows == 0 {
            self.first = line;
        }
        self.rows += 1;
    }

    /// Of states, which are kept where they are: they may be known to people.
    fn state_note(self) -> Option<String> {
        let Self { rows, first } = self;
        let hours = "called while the hours hold in the east and in the west of";
        match rows {
            0 => None,
            1 => Some(format!(
                "1 state is not known here (line {first}): its contact is {hours} its country"
            )),
            _ => Some(format!(
                "{rows} states are not known here (first: line {first}): their contacts are {hours} their country"
            )),
        }
    }

    fn note(self, one: &str, many: &str) -> Option<String> {
        let Self { rows, first } = self;
        match rows {
            0 => None,
            1 => Some(format!(
                "1 {one} could not be read and is kept as written (line {first})"
            )),
            _ => Some(format!(
                "{rows} {many} could not be read and are kept as written (first: line {first})"
            )),
        }
    }
}
