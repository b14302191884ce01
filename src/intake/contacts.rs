//! Rows of a contacts file.

use std::str::FromStr as _;

use chrono::SecondsFormat;
use chrono_tz::Tz;
use phonenumber::country::Id;

use super::dates::Dates;
use super::error::IntakeError;
use super::mapping::{Mapping, Target};
use super::source::{Rows, Source};
use super::synonyms::Synonyms;
use super::unread::{Unread, ZONE_REMEDY};
use super::value::{self, Said, Several};
use crate::domain::Time;
use crate::domain::contact::{ContactPatch, Field, MONEY};
use crate::domain::country::zone_named;
use crate::domain::text::{clean, clean_lines};
use crate::domain::when::{Slashes, parse_past_in};
use crate::engine::import::ContactRow;

/// How values are understood that do not say it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Where phone numbers without a country code are.
    pub(super) region: Id,
    /// The zone of times without an offset.
    pub(super) zone: Tz,
    /// How dates such as 1/5/2026 are read.
    pub(super) slashes: Slashes,
    /// The time now: nothing can have happened more than a day after it.
    pub(super) now: Time,
}

impl Options {
    /// Phone numbers of `region` (ISO 3166: `FI`), times in `zone`, and the time now.
    ///
    /// # Errors
    /// [`IntakeError::Region`] when there is no such region.
    pub fn new(region: &str, zone: Tz, now: Time) -> Result<Self, IntakeError> {
        let id = Id::from_str(&region.trim().to_uppercase())
            .map_err(|_| IntakeError::Region(region.to_owned()))?;
        Ok(Self {
            region: id,
            zone,
            slashes: Slashes::default(),
            now,
        })
    }
}

/// The rows of a contacts file, cleaned, one at a time.
#[derive(Debug, Clone)]
pub struct Contacts<'a> {
    rows: Rows<'a>,
    mapping: &'a Mapping,
    options: Options,
    dates: Dates,
    unread: Unread,
}

impl Source {
    /// The rows as contacts. Every row stands for itself: nothing is inherited from the row before.
    #[must_use]
    pub fn contacts<'a>(&'a self, mapping: &'a Mapping, options: &Options) -> Contacts<'a> {
        let columns = mapping.columns.iter().enumerate();
        let created: Vec<usize> = columns
            .filter(|(_, column)| column.target == Target::Field(Field::CreatedAt))
            .map(|(at, _)| at)
            .collect();
        Contacts {
            rows: self.rows(),
            mapping,
            options: *options,
            dates: Dates::look(self, &created),
            unread: Unread::default(),
        }
    }
}

impl Iterator for Contacts<'_> {
    type Item = ContactRow;

    fn next(&mut self) -> Option<ContactRow> {
        let row = self.rows.next()?;
        let patch = row.cells.and_then(|cells| recognisable(self.patch(&cells)));
        if let Ok(patch) = &patch {
            self.unread.look(row.line, patch, self.mapping);
        }
        Some(ContactRow {
            line: row.line,
            patch,
        })
    }
}

impl Contacts<'_> {
    /// What is to be known about the file: a sentence for each column of dates that leaves a doubt, and one for the addresses,
    /// one for the phone numbers and so on that could not be read in the rows that have been asked for so far.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let dates = self.dates.notes().iter().cloned();
        dates.chain(self.unread.notes()).collect()
    }

    fn patch(&self, cells: &[String]) -> ContactPatch {
        let mut patch = ContactPatch::default();
        let region = self.region(cells);
        for (at, (column, cell)) in self.mapping.columns.iter().zip(cells).enumerate() {
            let raw = cell.trim();
            if value::is_empty(raw) {
                continue;
            }
            match &column.target {
                Target::Ignore => {}
                Target::Custom(name) => keep(&mut patch, name, raw),
                Target::Field(field) => {
                    let slashes = self.dates.of(at);
                    let options = Options {
                        slashes,
                        ..self.options
                    };
                    options.say(&mut patch, *field, raw, region);
                }
            }
        }
        self.fill_from_spares(&mut patch, cells, region);
        patch
    }

    fn fill_from_spares(&self, patch: &mut ContactPatch, cells: &[String], region: Id) {
        for (at, field) in &self.mapping.spares {
            let raw = cells.get(*at).map_or("", |cell| cell.trim());
            if patch.get(*field).is_none() && !value::is_empty(raw) {
                self.options.say(patch, *field, raw, region);
            }
        }
    }

    /// Where the phone numbers of a row are: in its country when it names one, else in the region of the settings.
    fn region(&self, cells: &[String]) -> Id {
        let countries = self.mapping.columns.iter().zip(cells);
        countries
            .filter(|(column, _)| column.target == Target::Field(Field::Country))
            .find_map(|(_, cell)| Synonyms::embedded().region(cell))
            .unwrap_or(self.options.region)
    }
}

impl Options {
    /// What one value of a field says, as a row of a file would say it: a number in E.164, a plain address, `yes` or `no`.
    ///
    /// # Errors
    /// A sentence when the value cannot be what the field holds.
    pub fn read(&self, field: Field, raw: &str) -> Result<String, String> {
        if field == Field::DoNotCall {
            return yes_or_no(raw);
        }
        let mut patch = ContactPatch::default();
        self.say(&mut patch, field, raw, self.region);
        let read = patch.get(field).filter(|_| patch.custom.is_empty());
        read.map(ToOwned::to_owned).ok_or_else(|| {
            let remedy = if field == Field::TimeZone { ZONE_REMEDY } else { "" };
            format!(
                "`{}` is no {}{remedy}",
                clean(raw),
                field.name().replace('_', " ")
            )
        })
    }

    fn say(&self, patch: &mut ContactPatch, field: Field, raw: &str, region: Id) {
        match field {
            // Cleaned first: the digits of a control sequence are no digits of a number.
            Field::Email => several(patch, field, value::emails(&clean_lines(raw))),
            Field::Phone => several(patch, field, value::phones(&clean_lines(raw), region)),
            Field::DoNotCall => patch.set(field, if value::is_yes(raw) { "yes" } else { "" }),
            Field::DealSize => match value::number(raw).filter(|sum| is_sum(sum)) {
                Some(sum) => patch.set(field, sum),
                None => as_written(patch, field, raw),
            },
            Field::CompanyRevenue => match value::number(raw) {
                Some(number) => patch.set(field, number),
                None => as_written(patch, field, raw),
            },
            Field::CompanySize => {
                let said = value::size(raw).filter(|(size, _)| size.parse::<u32>().is_ok());
                if !matches!(said, Some((_, Said::All))) {
                    as_written(patch, field, raw);
                }
                patch.set(field, said.map_or_else(String::new, |(size, _)| size));
            }
            Field::CreatedAt => match parse_past_in(&clean(raw), self.zone, self.slashes) {
                Ok(at) => patch.set(field, at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
                Err(_) => as_written(patch, field, raw),
            },
            Field::TimeZone => match zone_named(&clean(raw)) {
                Some(zone) => patch.set(field, zone.name()),
                None => as_written(patch, field, raw),
            },
            Field::ExternalId
            | Field::FirstName
            | Field::LastName
            | Field::FullName
            | Field::Title
            | Field::City
            | Field::State
            | Field::Country
            | Field::Source
            | Field::Owner
            | Field::Company
            | Field::Industry
            | Field::Website => patch.set(field, clean(raw)),
        }
    }
}

/// Whether a plain decimal can be the worth of a deal.
fn is_sum(number: &str) -> bool {
    number.parse().is_ok_and(|sum: f64| MONEY.contains(&sum))
}

fn yes_or_no(raw: &str) -> Result<String, String> {
    let folded = raw.trim().to_lowercase();
    if value::is_yes(raw) {
        Ok("yes".to_owned())
    } else if matches!(folded.as_str(), "no" | "false" | "0" | "ei") {
        Ok("no".to_owned())
    } else {
        Err(format!("`{}` is neither yes nor no", clean(raw)))
    }
}

fn several(patch: &mut ContactPatch, field: Field, said: Several) {
    if let Some(first) = said.first {
        patch.set(field, clean(&first));
    }
    if !said.others.is_empty() {
        keep(
            patch,
            &format!("{} (others)", field.name()),
            &said.others.join("; "),
        );
    }
    if let Some(written) = said.as_written {
        as_written(patch, field, &written);
    }
}

/// Keeps what could not be understood, so that nothing of the file is lost and somebody can set it right.
fn as_written(patch: &mut ContactPatch, field: Field, raw: &str) {
    keep(patch, &name_as_written(field), raw);
}

/// The name of the custom attribute in which a value of a field is kept that could not be understood.
pub(super) fn name_as_written(field: Field) -> String {
    format!("{} (as written)", field.name())
}

fn keep(patch: &mut ContactPatch, name: &str, raw: &str) {
    let value = clean(raw);
    if !value.is_empty() {
        patch.custom.entry(name.to_owned()).or_insert(value);
    }
}

/// The patch, when there is something in it by which the person can be told from others.
fn recognisable(patch: ContactPatch) -> Result<ContactPatch, String> {
    let keys = [
        Field::ExternalId,
        Field::Email,
        Field::Phone,
        Field::FullName,
        Field::FirstName,
        Field::LastName,
    ];
    if keys.iter().any(|key| patch.get(*key).is_some()) {
        return Ok(patch);
    }
    Err("has neither name, e-mail, phone nor id; nothing to recognise the person by".to_owned())
}
