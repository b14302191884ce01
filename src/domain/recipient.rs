//! To whom a lead is given, and what to say when nobody of that name has been seen here.

use super::text::fold;

/// The user to whom a lead is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody who has acted here, or was given a lead before; refused when that is not so.
    Known(String),
    /// Somebody who may be new: whoever gives the lead has said that the name is right.
    EvenNew(String),
}

impl Recipient {
    /// The user name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known(name) | Self::EvenNew(name) => name.trim(),
        }
    }
}

/// The known user whose name is closest to a mistyped one: the same but for case and accents, one that begins like it, or
/// one at most two letters away (of short names one).
#[must_use]
pub fn closest<'u>(name: &str, users: &'u [String]) -> Option<&'u str> {
    let typed = fold(name.trim());
    let far = |user: &String| {
        let user = fold(user);
        let begins = typed.chars().count() >= 2 && (user.starts_with(&typed) || typed.starts_with(&user));
        if begins { 1 } else { distance(&typed, &user) }
    };
    let most = if typed.chars().count() <= 4 { 1 } else { 2 };
    let near = users.iter().map(|user| (far(user), user));
    let (_, user) = near.filter(|(far, _)| *far <= most).min()?;
    Some(user)
}

/// How many letters must be changed, added or left out to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (place, other) in b.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_finds_the_one_that_was_meant_and_a_new_one_finds_nobody() {
        let users = ["anna", "mikko", "väinö.mäkelä", "bo"].map(ToOwned::to_owned);
        for (typed, meant) in [
            ("anan", None),
            ("ana", Some("anna")),
            ("Anna", Some("anna")),
            ("annna", Some("anna")),
            ("miko", Some("mikko")),
            ("makko", Some("mikko")),
            ("vaino.makela", Some("väinö.mäkelä")),
            ("vaino", Some("väinö.mäkelä")),
            ("b", Some("bo")),
            ("cecilia", None),
            ("", None),
        ] {
            assert_eq!(closest(typed, &users), meant, "{typed}");
        }
    }
}
