//! Whom a row of a file speaks of: external id, then e-mail, then phone, then (where there is nothing else) name and company.

use std::collections::HashMap;

use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::subject::Subject;
use crate::domain::text::fold;
use crate::store::{IdentityKind, StoreError};

use super::books::{Books, keys};

/// Finds the contact that `patch` speaks of.
pub fn find(books: &mut Books<'_, '_>, patch: &ContactPatch) -> Result<Option<ContactId>, StoreError> {
    let mut by_name = None;
    for (kind, key) in keys(patch) {
        let Some(id) = books.tx().identity(kind, &key)? else {
            continue;
        };
        let Some(subject) = books.subject(id)? else {
            return Ok(Some(id));
        };
        // Somebody with a stronger key was given this name and number by a row that had that key, too: a row that has none
        // speaks of who had the number before, if it can.
        if kind == IdentityKind::Name && by_name.is_none() && has_stronger_key(subject) {
            by_name = Some(id);
        } else if kind != IdentityKind::Phone || !is_somebody_else(subject, patch) {
            return Ok(Some(id));
        }
    }
    Ok(by_name)
}

/// Whether a contact is found by more than its name and number.
fn has_stronger_key(subject: &Subject) -> bool {
    let known = |field| subject.contact.get(field).is_some();
    known(Field::ExternalId) || known(Field::Email)
}

/// Why a row whose external id is known may be about somebody else than the contact who has it: e-mail address and family
/// name are known on both sides and both differ. Two systems count their records from 1. The row is matched all the same,
/// as the order of keys says: what it said of one person today decides nothing about the next import of the same file.
pub fn doubt(
    books: &mut Books<'_, '_>,
    id: ContactId,
    patch: &ContactPatch,
) -> Result<Option<String>, StoreError> {
    let Some(key) = patch.get(Field::ExternalId) else {
        return Ok(None);
    };
    if books.tx().identity(IdentityKind::ExternalId, key.trim())? != Some(id) {
        return Ok(None);
    }
    if let Some(email) = patch.get(Field::Email)
        && books
            .tx()
            .identity(IdentityKind::Email, &email.trim().to_lowercase())?
            == Some(id)
    {
        return Ok(None);
    }
    let Some(subject) = books.subject(id)? else {
        return Ok(None);
    };
    let ours = (
        subject.contact.get(Field::Email),
        family_name(|f| subject.contact.get(f)),
    );
    let theirs = (patch.get(Field::Email), family_name(|f| patch.get(f)));
    let both_differ = matches!((&ours, &theirs), ((Some(a), Some(b)), (Some(c), Some(d)))
        if !a.eq_ignore_ascii_case(c) && b != d);
    Ok(both_differ.then(|| {
        format!(
            "id {key} was {} ({}) until now, with another e-mail address and family name; if the file comes out of \
             another system, leave its id out (`ignore` in a map)",
            subject.contact.name(),
            ours.0.unwrap_or_default()
        )
    }))
}

/// Whether two who share a phone number are two people all the same: a switchboard is not a person. They are when their
/// e-mail addresses or their family names are known and differ.
fn is_somebody_else(subject: &Subject, patch: &ContactPatch) -> bool {
    let differ =
        |ours: Option<String>, theirs: Option<String>| matches!((ours, theirs), (Some(a), Some(b)) if a != b);
    let email = |value: Option<&str>| value.map(str::to_lowercase);
    differ(
        email(subject.contact.get(Field::Email)),
        email(patch.get(Field::Email)),
    ) || differ(
        family_name(|f| subject.contact.get(f)),
        family_name(|f| patch.get(f)),
    )
}

fn family_name<'a>(get: impl Fn(Field) -> Option<&'a str>) -> Option<String> {
    let last = get(Field::LastName).or_else(|| get(Field::FullName)?.split_whitespace().next_back())?;
    Some(fold(last))
}

/// What rows of one file have said already. Where two rows of a file disagree about one person, the first one stands: else
/// importing the same file again would change values back and forth, and never come to rest.
#[derive(Debug, Default)]
pub struct Said {
    custom: HashMap<String, usize>,
    by_contact: HashMap<ContactId, Vec<u64>>,
    /// Of each company, by its folded name: its people share what is said of it.
    by_company: HashMap<String, Vec<u64>>,
}

impl Said {
    /// Takes out of `patch` what an earlier row has said of the same contact or of the same company, and remembers the rest
    /// as said. Not so external ids: a contact may have several, and each of them is to find it.
    pub fn first_word(&mut self, id: ContactId, company: Option<&str>, patch: &mut ContactPatch) {
        let named = patch.get(Field::Company).map(fold);
        let company = company.map(fold);
        let mut contact = self.by_contact.remove(&id).unwrap_or_default();
        if named.is_some() && !mark(&mut contact, Field::Company as usize) {
            patch.fields.remove(&Field::Company);
        }
        let of = if patch.get(Field::Company).is_some() {
            named.clone()
        } else {
            company
        };
        // What is said of one company is not true of another.
        let of_another = named.is_some() && named != of;
        let mut shared = of
            .as_ref()
            .map(|name| self.by_company.remove(name).unwrap_or_default());
        patch.fields.retain(|field, _| {
            if !field.of_company() {
                return matches!(field, Field::Company | Field::ExternalId)
                    || mark(&mut contact, *field as usize);
            }
            let new = mark(&mut contact, *field as usize);
            let new_of_all = shared.as_mut().is_none_or(|said| mark(said, *field as usize));
            new && new_of_all && !of_another
        });
        patch.custom.retain(|name, _| {
            let next = Field::ALL.len() + self.custom.len();
            let index = match self.custom.get(name) {
                Some(index) => *index,
                None => *self.custom.entry(name.clone()).or_insert(next),
            };
            mark(&mut contact, index)
        });
        self.by_contact.insert(id, contact);
        if let (Some(name), Some(said)) = (of, shared) {
            self.by_company.insert(name, said);
        }
    }
}

/// Marks a bit; says whether it was not marked before.
fn mark(bits: &mut Vec<u64>, index: usize) -> bool {
    if bits.len() <= index / 64 {
        bits.resize(index / 64 + 1, 0);
    }
    let mask = 1_u64 << (index % 64);
    let new = bits[index / 64] & mask == 0;
    bits[index / 64] |= mask;
    new
}
