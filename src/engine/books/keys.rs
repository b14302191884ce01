//! The keys by which a contact is found again.

use crate::domain::contact::{ContactPatch, Field};
use crate::domain::text::fold;
use crate::store::IdentityKind;

/// The keys by which a patch makes its contact findable, strongest first: external id, e-mail, phone; name and company only
/// where there is nothing else, and together with a phone number that stands alone: a switchboard's is shared.
pub fn keys(patch: &ContactPatch) -> Vec<(IdentityKind, String)> {
    let mut keys: Vec<(IdentityKind, String)> = [
        (
            IdentityKind::ExternalId,
            patch.get(Field::ExternalId).map(|id| id.trim().to_owned()),
        ),
        (
            IdentityKind::Email,
            patch.get(Field::Email).map(|email| email.trim().to_lowercase()),
        ),
        (
            IdentityKind::Phone,
            patch.get(Field::Phone).map(|phone| phone.trim().to_owned()),
        ),
    ]
    .into_iter()
    .filter_map(|(kind, key)| Some((kind, key?)))
    .collect();
    if let Some(name) = name_key(patch) {
        match keys.as_slice() {
            [] => keys.push((IdentityKind::Name, name)),
            [(IdentityKind::Phone, phone)] => {
                let both = format!("{name}|{phone}");
                // Looked for before the number alone: who has claimed both is meant, whatever the others are called by now.
                keys.insert(0, (IdentityKind::Name, both));
            }
            _ => {}
        }
    }
    keys
}

fn name_key(patch: &ContactPatch) -> Option<String> {
    let names =
        [Field::FullName, Field::FirstName, Field::LastName].map(|f| patch.get(f).unwrap_or_default());
    let name = fold(&names.join(" "));
    (!name.is_empty()).then(|| format!("{name}|{}", fold(patch.get(Field::Company).unwrap_or_default())))
}
