//! People and the companies they work for: what is known about them, as fields with standard names.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::committee::Deciders;

use super::Time;

/// The sums of money that a deal can be worth: in whole cents a float still tells them apart.
pub const MONEY: std::ops::Range<f64> = 0.0..1e15;

/// The row number of a contact: assigned once, in the order in which contacts became known, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactId(pub i64);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The row number of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CompanyId(pub i64);

impl ContactId {
    /// Under whom the log keeps what concerns nobody in particular: no contact has this number.
    pub const NOBODY: Self = Self(0);
}

/// What can be known of a contact or of its company under a standard name; the rest are custom attributes.
///
/// The serialised name (`first_name`, `company_size`, ...) is what import maps, scoring rules and JSON use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The key of the contact in the system it came from.
    ExternalId,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// The whole name, when it came in one column.
    FullName,
    /// E-mail address, as written; compared case-folded.
    Email,
    /// Phone number in E.164 when it could be understood, else as written.
    Phone,
    /// Job title.
    Title,
    /// City of the contact.
    City,
    /// State, province or region of the contact, as written.
    State,
    /// Country of the contact, as written.
    Country,
    /// Time zone of the contact, by its IANA name.
    TimeZone,
    /// Where the contact came from: campaign, channel, list.
    Source,
    /// The sales rep to whom the contact belongs.
    Owner,
    /// Potential deal size in the currency of the settings.
    DealSize,
    /// `yes` when the contact has asked not to be called.
    DoNotCall,
    /// When the source system says the contact was created (RFC 3339).
    CreatedAt,
    /// Name of the company.
    Company,
    /// Number of employees of the company.
    CompanySize,
    /// Industry of the company.
    Industry,
    /// Yearly revenue of the company in the currency of the settings.
    CompanyRevenue,
    /// Web address of the company.
    Website,
}

impl Field {
    /// Every field, in the order in which cards and maps list them.
    pub const ALL: [Self; 21] = [
        Self::ExternalId,
        Self::FirstName,
        Self::LastName,
        Self::FullName,
        Self::Email,
        Self::Phone,
        Self::Title,
        Self::City,
        Self::State,
        Self::Country,
        Self::TimeZone,
        Self::Source,
        Self::Owner,
        Self::DealSize,
        Self::DoNotCall,
        Self::CreatedAt,
        Self::Company,
        Self::CompanySize,
        Self::Industry,
        Self::CompanyRevenue,
        Self::Website,
    ];

    /// The stable name, as in import maps, scoring rules and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::FullName => "full_name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Title => "title",
            Self::City => "city",
            Self::State => "state",
            Self::Country => "country",
            Self::TimeZone => "time_zone",
            Self::Source => "source",
            Self::Owner => "owner",
            Self::DealSize => "deal_size",
            Self::DoNotCall => "do_not_call",
            Self::CreatedAt => "created_at",
            Self::Company => "company",
            Self::CompanySize => "company_size",
            Self::Industry => "industry",
            Self::CompanyRevenue => "company_revenue",
            Self::Website => "website",
        }
    }

    /// The field of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether the value describes the company, and is shared by all its people.
    #[must_use]
    pub const fn of_company(self) -> bool {
        matches!(
            self,
            Self::CompanySize | Self::Industry | Self::CompanyRevenue | Self::Website
        )
    }
}

/// Values learnt about a contact at one moment: only what is known, never an empty value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPatch {
    /// Standard fields, those of the company included.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Field, String>,
    /// Custom attributes by their name in the source.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom: BTreeMap<String, String>,
}

impl ContactPatch {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.custom.is_empty()
    }

    /// The value said of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(String::as_str)
    }

    /// What is said about calling, when that is all that is said: then it is an act on the lead and not a correction.
    #[must_use]
    pub fn only_do_not_call(&self) -> Option<&str> {
        let alone = self.custom.is_empty() && self.fields.len() == 1;
        self.get(Field::DoNotCall).filter(|_| alone)
    }

    /// Says a value of a field; blank values are not said.
    pub fn set(&mut self, field: Field, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.fields.insert(field, value);
        }
    }
}

/// A person known by name (or at least by a key) whose interest can be deepened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Row number.
    pub id: ContactId,
    /// When Kapula first heard of the contact.
    pub known_since: Time,
    /// The company, when one is known.
    pub company: Option<CompanyId>,
    /// Standard fields of the person (those of the company are with the company).
    pub fields: BTreeMap<Field, String>,
    /// Custom attributes.
    pub custom: BTreeMap<String, String>,
}

impl Contact {
    /// A contact of whom nothing is known yet.
    #[must_use]
    pub const fn new(id: ContactId, known_since: Time) -> Self {
        Self {
            id,
            known_since,
            company: None,
            fields: BTreeMap::new(),
            custom: BTreeMap::new(),
        }
    }

    /// The value of a field of the person.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(String::as_str)
    }

    /// When the source says that it was made; absent when it does not say.
    #[must_use]
    pub fn created_at(&self) -> Option<Time> {
        let written = self.get(Field::CreatedAt)?;
        Some(chrono::DateTime::parse_from_rfc3339(written).ok()?.to_utc())
    }

    /// The name to show: full name, else first and last, else e-mail, external id, phone, at worst `#id`. Never empty.
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(full) = self.get(Field::FullName) {
            return full.to_owned();
        }
        let parts: Vec<&str> = [Field::FirstName, Field::LastName]
            .iter()
            .filter_map(|f| self.get(*f))
            .collect();
        if !parts.is_empty() {
            return parts.join(" ");
        }
        [Field::Email, Field::ExternalId, Field::Phone]
            .iter()
            .find_map(|field| self.get(*field))
            .map_or_else(|| format!("#{}", self.id), ToOwned::to_owned)
    }

    /// The deal size, a sum of money of 0 or more; nothing when what stands there is none.
    #[must_use]
    pub fn deal_size(&self) -> Option<f64> {
        let size: f64 = self.get(Field::DealSize)?.trim().parse().ok()?;
        MONEY.contains(&size).then_some(size)
    }

    /// Whether the contact has asked not to be called.
    #[must_use]
    pub fn do_not_call(&self) -> bool {
        self.get(Field::DoNotCall) == Some("yes")
    }
}

/// A company, shared by its people. Its name is kept as first written and compared folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Row number.
    pub id: CompanyId,
    /// Name as first written.
    pub name: String,
    /// Fields for which [`Field::of_company`] holds.
    pub fields: BTreeMap<Field, String>,
    /// Which of the roles that usually decide are known among its people.
    pub deciders: Deciders,
}

impl Company {
    /// The value of a field of the company.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(String::as_str)
    }
}

/// Employees of the company, of a range such as `50-249` the lower end; also while the company has no name yet and its size
/// is kept with the person.
#[must_use]
pub fn employees(contact: &Contact, company: Option<&Company>) -> Option<u32> {
    let of_company = company.and_then(|company| company.get(Field::CompanySize));
    let written = of_company.or_else(|| contact.get(Field::CompanySize))?;
    let size = super::score::leading_number(written)?;
    (0.0..=f64::from(u32::MAX)).contains(&size).then_some(size as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_size_that_can_be_no_sum_is_none() {
        let size = |written: &str| {
            let mut contact = Contact::new(ContactId(1), Time::default());
            contact.fields.insert(Field::DealSize, written.to_owned());
            contact.deal_size()
        };
        assert_eq!(size("12000.5"), Some(12_000.5));
        assert_eq!(size(" 0 "), Some(0.0));
        for written in ["-5", "1e300", "NaN", "inf", "-inf", "1e15", "many", ""] {
            assert_eq!(size(written), None, "{written}");
        }
    }
}
