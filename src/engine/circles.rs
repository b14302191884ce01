//! Who works where and in which role, and who of a company is active at the same time, as the log tells it.

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::committee::{Committee, Deciders, Role, RoleWords};
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::text::fold;
use crate::store::StoreError;

/// Everybody and every company, by row number: rows are numbered without gaps worth speaking of.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// Row numbers of companies, 0 for none: asked at every event, so as small as can be.
    company_of: Vec<u32>,
    role_of: Vec<Option<Role>>,
    /// Where people worked before: few ever change.
    left: HashMap<ContactId, Vec<CompanyId>>,
    committees: Vec<Option<Committee>>,
    deciders: HashMap<CompanyId, Deciders>,
}

/// What an entry of the log tells about where somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Learnt {
    /// The company, where one is named.
    company: Option<CompanyId>,
    title: Title,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    /// Nothing is told of it.
    Untold,
    /// It is told, and speaks of a role or of none.
    Told(Option<Role>),
}

/// Row numbers of companies by folded name.
pub(super) type Companies = HashMap<String, CompanyId>;

/// Texts that are remembered at most: where there are more, each is met once or twice.
const MOST_TEXTS: usize = 16_384;

/// Understands what entries tell about where somebody works. Names and titles come again and again: what one means is worked
/// out once.
#[derive(Debug)]
pub(super) struct Learning<'w> {
    companies: &'w Companies,
    words: &'w RoleWords,
    company_of: HashMap<String, Option<CompanyId>>,
    role_of: HashMap<String, Option<Role>>,
}

/// The detail of an entry, as far as it tells where somebody works.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    fields: Fields,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    company: Option<String>,
    title: Option<String>,
}

impl<'w> Learning<'w> {
    /// With these companies, and titles telling roles by these words.
    pub fn new(companies: &'w Companies, words: &'w RoleWords) -> Self {
        Self {
            companies,
            words,
            company_of: HashMap::new(),
            role_of: HashMap::new(),
        }
    }

    /// Reads it from the detail of an entry.
    pub fn read(&mut self, detail: Option<&str>) -> Result<Learnt, StoreError> {
        let Told { fields } = serde_json::from_str(detail.unwrap_or("{}"))?;
        let (companies, words) = (self.companies, self.words);
        let company = fields.company.and_then(|name| {
            remembered(&mut self.company_of, &name, |name| {
                companies.get(&fold(name)).copied()
            })
        });
        let title = fields.title.map_or(Title::Untold, |title| {
            Title::Told(remembered(&mut self.role_of, &title, |title| {
                words.of_title(title)
            }))
        });
        Ok(Learnt { company, title })
    }
}

/// What a text means, from what is remembered or worked out.
fn remembered<T: Copy>(known: &mut HashMap<String, T>, text: &str, mean: impl FnOnce(&str) -> T) -> T {
    if let Some(meaning) = known.get(text) {
        return *meaning;
    }
    let meaning = mean(text);
    if known.len() < MOST_TEXTS {
        known.insert(text.to_owned(), meaning);
    }
    meaning
}

impl Circles {
    /// Which roles are known, by company; none in those that are not named.
    pub const fn deciders(&self) -> &HashMap<CompanyId, Deciders> {
        &self.deciders
    }

    /// Who acted last, by company; nobody in those that are not named.
    pub fn committees(&self) -> impl Iterator<Item = (CompanyId, &Committee)> {
        let numbered = (0..).map(CompanyId).zip(&self.committees);
        numbered.filter_map(|(id, committee)| Some((id, committee.as_ref()?)))
    }

    /// Whether anybody of a company acted.
    pub fn has_acts(&self, company: CompanyId) -> bool {
        let place = usize::try_from(company.0).unwrap_or_default();
        self.committees.get(place).is_some_and(Option::is_some)
    }

    /// Notes what was learnt about somebody.
    pub fn learn(&mut self, id: ContactId, learnt: Learnt) {
        if let Some(company) = learnt.company {
            let before = self.move_to(id, Some(company));
            if let Some(left) = before.filter(|left| *left != company) {
                self.left.entry(id).or_default().push(left);
            }
        }
        if let Title::Told(role) = learnt.title {
            *slot(&mut self.role_of, id.0) = role;
        }
        let role = *slot(&mut self.role_of, id.0);
        if let Some((company, role)) = self.company_of(id).zip(role) {
            self.deciders.entry(company).or_default().note(role);
        }
    }

    /// Somebody acted at an instant (Unix milliseconds): for whom that counts as parallel activity, the one who acted included.
    pub fn act(&mut self, id: ContactId, at: i64) -> Vec<ContactId> {
        match self.company_of(id) {
            Some(company) => slot(&mut self.committees, company.0)
                .get_or_insert_default()
                .act_at(id, at),
            None => Vec::new(),
        }
    }

    /// The others who acted last in the company of somebody and still are there.
    pub fn decide_with(&self, id: ContactId) -> impl Iterator<Item = ContactId> + '_ {
        let company = self.company_of(id);
        let committee = company.and_then(|company| self.committees.get(company.0 as usize)?.as_ref());
        let acted = committee.into_iter().flat_map(Committee::remembered);
        acted.filter(move |other| *other != id && self.company_of(*other) == company)
    }

    /// Looks at what [`Circles::act`] will look at, and no more.
    pub fn glance(&self, id: ContactId) -> i64 {
        let committee = self
            .company_of(id)
            .and_then(|company| self.committees.get(company.0 as usize));
        let people = committee.and_then(Option::as_ref).into_iter();
        people
            .flat_map(Committee::remembered)
            .fold(0, |sum: i64, id| sum.wrapping_add(id.0))
    }

    /// The last word about a person, as in [`Subject::apply`](crate::domain::subject::Subject::apply).
    pub fn erase(&mut self, id: ContactId) {
        let company = self.move_to(id, None);
        *slot(&mut self.role_of, id.0) = None;
        for company in self.left.remove(&id).into_iter().flatten().chain(company) {
            if let Some(committee) = slot(&mut self.committees, company.0) {
                committee.forget(id);
            }
        }
    }

    fn company_of(&self, id: ContactId) -> Option<CompanyId> {
        let place = usize::try_from(id.0).ok()?;
        company(*self.company_of.get(place)?)
    }

    /// Says where somebody works now; gives where that was before.
    fn move_to(&mut self, id: ContactId, to: Option<CompanyId>) -> Option<CompanyId> {
        let number = to.map_or(0, |to| u32::try_from(to.0).unwrap_or_default());
        company(std::mem::replace(slot(&mut self.company_of, id.0), number))
    }
}

fn company(number: u32) -> Option<CompanyId> {
    (number > 0).then(|| CompanyId(number.into()))
}

/// The place of a row number, made when it is not there yet.
fn slot<T: Clone + Default>(all: &mut Vec<T>, row: i64) -> &mut T {
    let place = usize::try_from(row).unwrap_or_default();
    if place >= all.len() {
        all.resize(place + 1, T::default());
    }
    &mut all[place]
}
