//! What was known of a contact at an instant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Wanted;
use super::history::{History, Said};
use super::present::AsOf;
use super::sampling::{Maker, Walk};
use crate::domain::Time;
use crate::domain::bant::{Answer, Question};
use crate::domain::committee::Deciders;
use crate::domain::contact::{Company, CompanyId, Field, employees};
use crate::domain::learn::sample::{Column, Known};
use crate::domain::score::leading_number;
use crate::domain::text::fold;

impl Maker<'_> {
    /// What is known at `at`: the data that we learnt first, however late that was, because they were true before; the rest as
    /// it became known.
    pub(super) fn know(&self, walk: &mut Walk, history: &History, at: Time) {
        let patches = history.patches.iter().enumerate();
        let patches = patches.filter(|(i, said)| *i == 0 || said.at <= at).count();
        let answers = history.answers.iter().filter(|(when, _)| *when <= at).count();
        if walk.made_of == (patches, answers) {
            return;
        }
        walk.made_of = (patches, answers);
        let contact = &mut walk.as_of.contact;
        let mut employer = None;
        for Said { patch, .. } in &history.patches[..patches] {
            contact
                .fields
                .extend(patch.fields.iter().map(|(k, v)| (*k, v.clone())));
            contact
                .custom
                .extend(patch.custom.iter().map(|(k, v)| (k.clone(), v.clone())));
            employer = patch.get(Field::Company).or(employer);
        }
        walk.as_of.company = employer.map(|name| self.company(name, at));
        if let Some((_, bant)) = history.answers[..answers].last() {
            walk.as_of.bant = *bant;
        }
        walk.known = Arc::new(self.columns(&walk.as_of));
    }

    /// The company as it was known: of what became known later, the first that was said.
    pub(super) fn company(&self, name: &str, at: Time) -> Company {
        let mut fields = BTreeMap::new();
        for (when, field, value) in self.histories.companies.get(&fold(name)).into_iter().flatten() {
            if *when <= at || !fields.contains_key(field) {
                fields.insert(*field, value.clone());
            }
        }
        Company {
            id: CompanyId(0),
            name: name.to_owned(),
            fields,
            deciders: Deciders::default(),
        }
    }

    pub(super) fn columns(&self, known: &AsOf) -> Known {
        let fields = known.contact.fields.iter();
        let company = known.company.iter().flat_map(|company| &company.fields);
        let mut columns: Known = fields
            .chain(company)
            .map(|(field, value)| (Column::Field(*field), value.clone()))
            .collect();
        columns.extend(
            known
                .contact
                .custom
                .iter()
                .map(|(k, v)| (Column::Custom(k.clone()), v.clone())),
        );
        for question in Question::ALL {
            let answer = match known.bant.get(question) {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::Unknown => continue,
            };
            columns.insert(Column::Answer(question), answer.to_owned());
        }
        columns.retain(|column, value| !value.trim().is_empty() && !self.is_left_out(column.name()));
        columns
    }

    /// The outcome itself, the order, and what was named.
    pub(super) fn is_left_out(&self, name: &str) -> bool {
        let name = fold(name);
        let outcome = match &self.asked.wanted {
            Wanted::Field { name, .. } => Some(name),
            Wanted::Won | Wanted::Lost | Wanted::Returned | Wanted::Accepted => None,
        };
        let named = outcome
            .into_iter()
            .chain(&self.asked.order_by)
            .chain(&self.asked.without);
        named.into_iter().any(|other| fold(other) == name)
    }

    pub(super) fn order(&self, walk: &Walk, at: Time) -> f64 {
        let contact = &walk.as_of.contact;
        let number = self.asked.order_by.as_ref().and_then(|name| {
            let field = Field::from_name(name).and_then(|field| contact.get(field));
            let custom = contact.custom.iter().find(|(key, _)| fold(key) == fold(name));
            leading_number(field.or(custom.map(|(_, value)| value.as_str()))?)
        });
        match (&self.asked.order_by, number) {
            (Some(_), number) => number.unwrap_or(f64::MIN),
            (None, _) => at.timestamp_millis() as f64,
        }
    }

    /// The size that is expected: the contact's own, else by the size of the company, else the usual one.
    pub(super) fn size(&self, known: &AsOf) -> f64 {
        let people = employees(&known.contact, known.company.as_ref());
        let value = &self.policy.value;
        value
            .deal_size(known.contact.deal_size(), people, Some(self.usual_size))
            .0
    }
}
