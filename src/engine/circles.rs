//! Who works where and in which role, and who of a company is active at the same time, as the log tells it.

use std::collections::HashMap;

use crate::domain::Time;
use crate::domain::committee::{Committee, Deciders, Role};
use crate::domain::contact::{CompanyId, ContactId, ContactPatch, Field};
use crate::domain::text::fold;
use crate::store::StoreError;

/// Everybody and every company, by row number: rows are numbered without gaps worth speaking of.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// Row numbers of companies by folded name.
    companies: HashMap<String, CompanyId>,
    company_of: Vec<Option<CompanyId>>,
    role_of: Vec<Option<Role>>,
    /// Where people worked before: few ever change.
    left: HashMap<ContactId, Vec<CompanyId>>,
    committees: Vec<Option<Committee>>,
    deciders: HashMap<CompanyId, Deciders>,
}

impl Circles {
    pub fn new(companies: HashMap<String, CompanyId>) -> Self {
        Self {
            companies,
            ..Self::default()
        }
    }

    /// Which roles are known, by company; none in those that are not named.
    pub const fn deciders(&self) -> &HashMap<CompanyId, Deciders> {
        &self.deciders
    }

    /// Who acted last, by company; nobody in those that are not named.
    pub fn committees(&self) -> impl Iterator<Item = (CompanyId, &Committee)> {
        let numbered = (0..).map(CompanyId).zip(&self.committees);
        numbered.filter_map(|(id, committee)| Some((id, committee.as_ref()?)))
    }

    /// Notes what was learnt about somebody.
    pub fn learn(&mut self, id: ContactId, detail: Option<&str>) -> Result<(), StoreError> {
        let patch: ContactPatch = serde_json::from_str(detail.unwrap_or("{}"))?;
        if let Some(name) = patch.get(Field::Company)
            && let Some(company) = self.companies.get(&fold(name)).copied()
        {
            let before = slot(&mut self.company_of, id.0).replace(company);
            if let Some(left) = before.filter(|left| *left != company) {
                self.left.entry(id).or_default().push(left);
            }
        }
        if let Some(title) = patch.get(Field::Title) {
            *slot(&mut self.role_of, id.0) = Role::of_title(title);
        }
        let role = *slot(&mut self.role_of, id.0);
        if let (Some(company), Some(role)) = (*slot(&mut self.company_of, id.0), role) {
            self.deciders.entry(company).or_default().note(role);
        }
        Ok(())
    }

    /// Somebody acted: for whom that counts as parallel activity, the one who acted included.
    pub fn act(&mut self, id: ContactId, at: Time) -> Vec<ContactId> {
        match *slot(&mut self.company_of, id.0) {
            Some(company) => slot(&mut self.committees, company.0)
                .get_or_insert_default()
                .act(id, at),
            None => Vec::new(),
        }
    }

    /// The last word about a person, as in [`Subject::apply`](crate::domain::subject::Subject::apply).
    pub fn erase(&mut self, id: ContactId) {
        let company = slot(&mut self.company_of, id.0).take();
        *slot(&mut self.role_of, id.0) = None;
        for company in self.left.remove(&id).into_iter().flatten().chain(company) {
            if let Some(committee) = slot(&mut self.committees, company.0) {
                committee.forget(id);
            }
        }
    }
}

/// The place of a row number, made when it is not there yet.
fn slot<T: Clone + Default>(all: &mut Vec<T>, row: i64) -> &mut T {
    let place = usize::try_from(row).unwrap_or_default();
    if place >= all.len() {
        all.resize(place + 1, T::default());
    }
    &mut all[place]
}
