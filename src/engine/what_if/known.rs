//! What is known of everybody at one place of the log, as far as somebody looks at it: a return writes answers and wishes
//! that were not known at the handoff, and a model must not be judged by them.
//!
//! Kept short, for a million contacts: only attributes that a rule of either model looks at, each text once.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::bant::Bant;
use crate::domain::committee::Deciders;
use crate::domain::contact::{Company, CompanyId, Contact, ContactId, ContactPatch, Field};
use crate::domain::policy::{Calling, Policy};
use crate::domain::score::{Attribute, Model};
use crate::domain::subject::Subject;
use crate::domain::text::fold;
use crate::domain::what_if::Both;

/// Where a value belongs.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Field(Field),
    /// A custom attribute: the number of its name.
    Custom(u32),
}

/// One contact.
#[derive(Debug, Clone, Default)]
struct Person {
    /// Values by the number of their text.
    values: Box<[(Slot, u32)]>,
    company: Option<CompanyId>,
    bant: Bant,
    has_phone: bool,
    do_not_call: bool,
}

/// A company, and how often it has changed.
struct Shared {
    company: Company,
    version: u32,
}

/// Everybody.
pub(super) struct Known {
    fields: BTreeSet<Field>,
    custom: BTreeSet<String>,
    texts: Texts,
    by_name: HashMap<String, CompanyId>,
    companies: HashMap<CompanyId, Shared>,
    people: Vec<Person>,
    /// The rules of the house without a model: what an entry says of a contact has nothing to do with scores.
    rules: Policy,
}

impl Known {
    pub fn new(policies: &Both<Policy>, by_name: &HashMap<String, CompanyId>) -> Self {
        let (mut fields, mut custom) = (BTreeSet::new(), BTreeSet::new());
        let models = [&policies.in_force.model, &policies.tried.model];
        for rule in models.iter().flat_map(|model| &model.explicit) {
            match &rule.attribute {
                Attribute::Field(field) => _ = fields.insert(*field),
                Attribute::Custom(name) => _ = custom.insert(name.clone()),
                Attribute::Bant(_) | Attribute::Deciders => {}
            }
        }
        Self {
            fields,
            custom,
            texts: Texts::default(),
            by_name: by_name.clone(),
            companies: HashMap::new(),
            people: Vec::new(),
            rules: Policy {
                model: Model::default(),
                ..policies.in_force.clone()
            },
        }
    }

    pub fn grow(&mut self, places: usize) {
        self.people
            .resize(places.max(self.people.len()), Person::default());
    }

    /// What is said of a contact becomes known, by the same rules as ever.
    pub fn learn(&mut self, place: usize, mut patch: ContactPatch) {
        let Some(mut subject) = self.subject(place) else {
            return;
        };
        let person = &mut self.people[place];
        person.has_phone |= patch.get(Field::Phone).is_some();
        if let Some(wish) = patch.get(Field::DoNotCall) {
            person.do_not_call = wish == "yes";
        }
        if let Some(name) = patch.get(Field::Company)
            && let Some(id) = self.by_name.get(&fold(name))
        {
            let shared = self
                .companies
                .entry(*id)
                .or_insert_with(|| Shared::new(*id, name));
            person.company = Some(*id);
            subject.company = Some(shared.company.clone());
        }
        patch.fields.retain(|field, _| self.fields.contains(field));
        patch.custom.retain(|name, _| self.custom.contains(&fold(name)));
        let entry = Activity {
            seq: Seq(0),
            act: Seq(0),
            contact: subject.contact.id,
            at: Time::default(),
            recorded_at: Time::default(),
            by: String::new(),
            source: String::new(),
            fact: Fact::Contact(patch),
        };
        subject.apply(&entry, &self.rules);
        self.keep(place, subject);
    }

    /// The four answers of a contact.
    pub fn answer(&mut self, place: usize, bant: Bant) {
        self.people[place].bant = bant;
    }

    /// Whether a contact wants no calls, as an undo restores it.
    pub fn restore(&mut self, place: usize, bant: Bant, do_not_call: bool) {
        (self.people[place].bant, self.people[place].do_not_call) = (bant, do_not_call);
    }

    /// Which of the deciding roles are known in the company of a contact.
    pub fn decide(&mut self, place: usize, deciders: impl FnOnce(CompanyId) -> Deciders) {
        let company = self.people[place].company;
        if let Some(shared) = company.and_then(|id| self.companies.get_mut(&id)) {
            let known = deciders(shared.company.id);
            if known != shared.company.deciders {
                shared.company.deciders = known;
                shared.version += 1;
            }
        }
    }

    pub fn calling(&self, place: usize) -> Calling {
        let person = &self.people[place];
        if person.do_not_call {
            Calling::Forbidden
        } else if person.has_phone {
            Calling::Possible
        } else {
            Calling::WithoutNumber
        }
    }

    /// How often the company of a contact has changed; colleagues see it by this.
    pub fn version(&self, place: usize) -> u32 {
        let company = self.people[place].company;
        company
            .and_then(|id| self.companies.get(&id))
            .map_or(0, |shared| shared.version)
    }

    /// A contact with what is known of it, as far as rules look at it.
    pub fn subject(&self, place: usize) -> Option<Subject> {
        let person = self.people.get(place)?;
        let id = ContactId(i64::try_from(place).ok()?);
        let mut contact = Contact::new(id, Time::default());
        contact.company = person.company;
        for (slot, text) in &person.values {
            let text = self.texts.of(*text).to_owned();
            match slot {
                Slot::Field(field) => _ = contact.fields.insert(*field, text),
                Slot::Custom(name) => _ = contact.custom.insert(self.texts.of(*name).to_owned(), text),
            }
        }
        if person.do_not_call {
            contact.fields.insert(Field::DoNotCall, "yes".to_owned());
        }
        let shared = person.company.and_then(|id| self.companies.get(&id));
        let mut subject = Subject::new(contact);
        subject.company = shared.map(|shared| shared.company.clone());
        subject.bant = person.bant;
        Some(subject)
    }

    fn keep(&mut self, place: usize, subject: Subject) {
        if let Some(company) = subject.company
            && let Some(shared) = self.companies.get_mut(&company.id)
            && shared.company != company
        {
            shared.company = company;
            shared.version += 1;
        }
        let mut values = Vec::with_capacity(subject.contact.fields.len() + subject.contact.custom.len());
        for (field, text) in &subject.contact.fields {
            // Kept as a wish and not as a text: an undo takes it back.
            if *field != Field::DoNotCall {
                values.push((Slot::Field(*field), self.texts.number(text)));
            }
        }
        for (name, text) in &subject.contact.custom {
            values.push((Slot::Custom(self.texts.number(name)), self.texts.number(text)));
        }
        self.people[place].values = values.into_boxed_slice();
    }
}

impl Shared {
    fn new(id: CompanyId, name: &str) -> Self {
        Self {
            company: Company {
                id,
                name: name.to_owned(),
                fields: std::collections::BTreeMap::new(),
                deciders: Deciders::default(),
            },
            version: 1,
        }
    }
}

/// Texts, each once.
#[derive(Default)]
struct Texts {
    numbers: HashMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (number, text): (u32, Rc<str>) = (self.texts.len() as u32, Rc::from(text));
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn of(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }
}
