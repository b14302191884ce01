//! Header names and kinds compared as people mean them.

use unicode_normalization::UnicodeNormalization as _;

/// The letters and digits of a name, lower-case and without accents: `Phone_Number`, `PhoneNumber` and `phone number`
/// are one, and so are `Sähköposti` and `sahkoposti`.
pub(super) fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name in the form of the vocabulary: `Webinar Attended!` becomes `webinar_attended`. Empty when it has no letters.
pub(super) fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkc().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}
