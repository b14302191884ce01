//! What is wrong with the settings: everything at once, each with its place and what to write instead.

use std::fmt;

use thiserror::Error;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file, without its folder.
    pub file: String,
    /// Line, 1-based; absent when it is about the whole file.
    pub line: Option<usize>,
    /// The key by its full path, `behaviour.pricing_page.half_life_days`; empty when it is about the whole file.
    pub key: String,
    /// What is wrong, without capital and full stop.
    pub what: String,
    /// What to write instead, as sentences.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}. {}", self.what, self.remedy)
    }
}

/// All that is wrong, in the order of files and lines; never empty. Shown one problem a line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

/// The known name that is most like `name`, when one is like enough to be meant: up to a third of it mistyped.
pub(super) fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
    let near = known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate));
    let (found, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (found <= allowed).then_some(candidate)
}

/// How many characters must be put in, taken out or exchanged to make one word of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_mistyped_name_is_recognised_and_a_strange_one_is_not() {
        let known = ["points", "half_life_days", "cap"];
        assert_eq!(meant("halflife_days", known), Some("half_life_days"));
        assert_eq!(meant("point", known), Some("points"));
        assert_eq!(meant("colour", known), None);
    }
}
