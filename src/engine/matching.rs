//! Whom a row of a file speaks of: external id, then e-mail, then phone, then (where there is nothing else) name and company.

use std::collections::HashMap;

use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::subject::Subject;
use crate::domain::text::fold;
use crate::store::{IdentityKind, StoreError};

use super::books::{Books, keys};

/// Finds the contact that `patch` speaks of.
pub fn find(books: &mut Books<'_, '_>, patch: &ContactPatch) -> Result<Option<ContactId>, StoreError> {
    for (kind, key) in keys(patch) {
        let Some(id) = books.tx().identity(kind, &key)? else {
            continue;
        };
        let shared = kind == IdentityKind::Phone
            && books
                .subject(id)?
                .is_some_and(|subject| is_somebody_else(subject, patch));
        if !shared {
            return Ok(Some(id));
        }
    }
    Ok(None)
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
    names: HashMap<String, usize>,
    by_contact: HashMap<ContactId, Vec<u64>>,
}

impl Said {
    /// Takes out of `patch` what an earlier row has said of the same contact, and remembers the rest as said.
    pub fn first_word(&mut self, id: ContactId, patch: &mut ContactPatch) {
        patch.fields.retain(|field, _| self.is_new(id, field.name()));
        patch.custom.retain(|name, _| self.is_new(id, name));
    }

    fn is_new(&mut self, id: ContactId, name: &str) -> bool {
        let next = self.names.len();
        let index = match self.names.get(name) {
            Some(index) => *index,
            None => *self.names.entry(name.to_owned()).or_insert(next),
        };
        let bits = self.by_contact.entry(id).or_default();
        if bits.len() <= index / 64 {
            bits.resize(index / 64 + 1, 0);
        }
        let mask = 1_u64 << (index % 64);
        let new = bits[index / 64] & mask == 0;
        bits[index / 64] |= mask;
        new
    }
}
